//! No two statements of a report contradict one another, and no figure goes unmentioned: over random ordinary
//! documents, row against row, verdict against p-values and intervals, findings against tables, the night
//! against the outstanding ballots.

#[path = "shared/ordinary.rs"]
mod ordinary;

use std::collections::BTreeSet;

use exitpoll::alignment::RowKind;
use exitpoll::partial::Reachability;
use exitpoll::report::{
    CallOutcome, CountReport, Finding, Leading, PollReport, Question, ReadingReport, Report, Said,
    Verdict,
};
use ordinary::run;

/// Slack for comparing figures that were computed in two ways.
const ROUND_OFF: f64 = 1e-9;

/// Every poll against every count, with the count.
fn compared(report: &Report) -> impl Iterator<Item = (&CountReport, &PollReport)> {
    report
        .counts
        .iter()
        .flat_map(|count| count.polls.iter().map(move |poll| (count, poll)))
}

fn alpha(report: &Report) -> f64 {
    1.0 - report.settings.confidence.level()
}

#[test]
fn a_verdict_is_what_the_p_values_of_its_rows_say() {
    run(11, |report| {
        let alpha = alpha(report);
        for (count, poll) in compared(report) {
            for reading in poll.readings() {
                let adjusted: Vec<_> = reading
                    .rows
                    .iter()
                    .filter_map(|row| Some(row.sampling?.adjusted_p_value_bounds))
                    .collect();
                let any = |is: fn(f64, f64) -> bool, of: fn(&exitpoll::Bounds) -> f64| {
                    adjusted.iter().any(|bounds| is(of(bounds), alpha))
                };
                let say = |what: &str| {
                    format!("{what}: {:?} at {} {:?}", reading.verdict, alpha, adjusted)
                };
                if reading.verdict.is_beyond() {
                    // Some row is beyond at whatever rounding allows. Of a partial count each row may find a
                    // final share of its own, though no final count suits all of them.
                    let is_final = count.is_final();
                    assert!(
                        !is_final || any(|p, a| p < a, |b| b.high()),
                        "{}",
                        say("beyond")
                    );
                    let row = reading
                        .decided_by
                        .as_deref()
                        .and_then(|label| reading.row(label));
                    assert!(
                        row.is_some_and(|row| row.sampling.is_some()),
                        "no row decides"
                    );
                }
                if reading.verdict.is_within() {
                    assert!(!any(|p, a| p < a, |b| b.low()), "{}", say("within"));
                    assert!(!adjusted.is_empty(), "{}", say("nothing was tested"));
                }
                if reading.verdict == Verdict::OpenUntilCounted {
                    assert!(!count.is_final(), "a final count leaves nothing open");
                }
            }
            let own: BTreeSet<_> = poll
                .readings()
                .map(|reading| reading.verdict.name())
                .collect();
            match poll.verdict {
                Verdict::DependsOnBase => assert!(own.len() > 1, "{own:?}"),
                verdict if poll.reading.is_some() => {
                    assert!(own.contains(verdict.name()), "{verdict:?} of {own:?}");
                }
                _ => {}
            }
        }
    });
}

#[test]
fn an_interval_holds_the_count_where_the_p_value_says_so() {
    run(12, |report| {
        let alpha = alpha(report);
        for (count, poll) in compared(report) {
            for reading in poll.readings() {
                for row in &reading.rows {
                    let Some(sampling) = row.sampling else {
                        continue;
                    };
                    if let Some(inside) = sampling.inside {
                        let p = sampling.p_value_bounds;
                        let says = if inside {
                            p.low() >= alpha
                        } else {
                            p.high() < alpha
                        };
                        assert!(says, "{}: inside {inside}, p {p:?}", row.label);
                    }
                    // The verdict adjusts for several rows: what is significant after it is so before.
                    if sampling.adjusted_p_value_bounds.high() < alpha {
                        assert_ne!(sampling.inside, Some(true), "{}", row.label);
                    }
                    if let (true, Some(z)) = (count.is_final(), sampling.z) {
                        let same_sign = z * row.deviation >= 0.0;
                        assert!(same_sign, "{}: z {z}, {}", row.label, row.deviation);
                    }
                }
            }
        }
    });
}

fn near(what: &str, one: f64, other: f64) {
    assert!(
        (one - other).abs() <= ROUND_OFF,
        "{what}: {one} and {other}"
    );
}

#[test]
fn deviations_are_poll_less_count_and_sum_to_nothing() {
    run(13, |report| {
        for (_, poll) in compared(report) {
            for reading in poll.readings() {
                for row in &reading.rows {
                    near(&row.label, row.deviation, row.poll.value - row.count.value);
                    if let Some(range) = row.range
                        && range.inside == Some(true)
                    {
                        near(&row.label, range.outside_by, 0.0);
                    }
                }
                leads_follow_the_rows(reading);
            }
        }
    });
}

fn leads_follow_the_rows(reading: &ReadingReport) {
    let Some(lead) = &reading.lead else { return };
    let row = |label: &str| reading.row(label).expect("leads are of rows");
    let (first, second) = (row(&lead.leader), row(&lead.runner_up));
    near(
        "lead in the poll",
        lead.poll,
        first.poll.value - second.poll.value,
    );
    near(
        "lead in the count",
        lead.count,
        first.count.value - second.count.value,
    );
    near("lead", lead.deviation, first.deviation - second.deviation);
    assert!(lead.count >= 0.0, "the leader of the count is ahead");
    if let (Some(interval), Some(inside)) = (lead.interval, lead.count_inside) {
        let holds =
            interval.low() - ROUND_OFF <= lead.count && lead.count <= interval.high() + ROUND_OFF;
        assert!(holds || !inside, "{} outside {interval:?}", lead.count);
    }
}

/// The polls of the verdict findings, which the first sentence is made of.
#[test]
fn findings_say_what_the_tables_say() {
    run(14, |report| {
        let reference = report.reference();
        let ranked = |poll: &&PollReport| poll.rank.is_some();
        let mut told = BTreeSet::new();
        for finding in &report.findings {
            match finding {
                Finding::Verdict { verdict, polls } => {
                    for name in polls {
                        let poll = reference.poll(name).expect("findings name polls");
                        assert_eq!(poll.verdict, *verdict, "{name}");
                        assert!(told.insert(name.clone()), "{name} has two verdicts");
                    }
                }
                Finding::Furthest {
                    polls,
                    total_variation,
                    choice,
                    deviation,
                    open,
                } => {
                    let others = reference.polls.iter().filter(ranked);
                    for poll in others {
                        let own = poll.rank.as_ref().expect("filtered").total_variation;
                        let listed = polls.contains(&poll.name);
                        if listed {
                            near(&poll.name, own, *total_variation);
                        } else {
                            assert!(
                                own <= total_variation + ROUND_OFF,
                                "{} is further",
                                poll.name
                            );
                        }
                        let rank = poll.rank.as_ref().expect("filtered");
                        // Said to be the furthest, whatever rounding hides: nobody else can be last.
                        if !open && !listed {
                            assert!(rank.best < rank.of, "{rank:?} can be last as well");
                        }
                    }
                    let first = reference.poll(&polls[0]).expect("findings name polls");
                    let row = first.readings().find_map(|reading| {
                        let row = reading.row(choice)?;
                        ((row.deviation - deviation).abs() <= ROUND_OFF).then_some(row)
                    });
                    assert!(
                        row.is_some(),
                        "{choice} {deviation} stands in no row of {}",
                        polls[0]
                    );
                }
                Finding::CanNoLongerComeTrue {
                    poll,
                    basis,
                    choice,
                    ..
                } => {
                    // Of a poll whose base is not clear neither reading can come true, and the one that
                    // stands better decides.
                    let poll = reference.poll(poll).expect("findings name polls");
                    let mut decides = false;
                    for reading in poll.readings() {
                        let reach = reading.reachable(*basis).expect("its basis");
                        assert_eq!(reach.reachability, Reachability::Impossible);
                        let need = choice
                            .as_ref()
                            .and_then(|choice| reading.row(choice)?.needs(*basis));
                        decides |= choice.is_none()
                            || need.is_some_and(|n| n.reachability == Reachability::Impossible);
                    }
                    assert!(decides, "{choice:?} decides nothing of {}", poll.name);
                    assert!(basis.is_bound(), "a projection bounds nothing");
                }
                Finding::CanStillComeTrue { polls, basis } => {
                    for poll in polls {
                        let reach = reading_of(reference, poll).reachable(*basis);
                        let reach = reach.expect("its basis");
                        assert_ne!(reach.reachability, Reachability::Impossible, "{poll}");
                    }
                }
                Finding::LeaderDecided { leader, basis, .. } => {
                    assert!(basis.is_bound() && !reference.is_final());
                    let view = reference.outstanding(*basis).expect("its basis");
                    assert_eq!(view.decided, Some(true));
                    assert_eq!(reference.leading.leader(), Some(leader.as_str()));
                }
                Finding::NothingIsBounded => assert!(reference.bound().is_none()),
                Finding::CommonDeviation {
                    choice,
                    deviation,
                    designs_known,
                    ..
                } => {
                    let pool = reference.pool.as_ref().expect("it is of the pool");
                    assert!(reference.is_final() && deviation.is_finite());
                    let known = pool.polls.iter().all(|name| {
                        let facts = report.poll(name).expect("pools are of polls");
                        facts.size.basis.is_some_and(|basis| basis.knows_design())
                    });
                    assert_eq!(*designs_known, known, "{choice}");
                }
                _ => {}
            }
        }
        for poll in reference.polls.iter().filter(ranked) {
            assert!(
                told.contains(&poll.name),
                "{} has no verdict in front",
                poll.name
            );
        }
    });
}

fn reading_of<'a>(count: &'a CountReport, poll: &str) -> &'a ReadingReport {
    let poll = count.poll(poll).expect("findings name polls");
    poll.reading().expect("it has shares")
}

#[test]
fn what_is_bound_to_happen_agrees_with_the_final_count() {
    run(15, |report| {
        let (Some(last), [.., before, _]) = (report.counts.last(), report.counts.as_slice()) else {
            return;
        };
        assert!(last.is_final() && !before.is_final());
        for view in before
            .outstanding
            .iter()
            .filter(|view| view.basis.is_bound())
        {
            for share in &view.final_shares {
                let came = last.choice(&share.label).and_then(|choice| choice.share);
                let came = came.expect("the final count has votes").value;
                let (low, high) = (share.bounds.low(), share.bounds.high());
                let holds = low - ROUND_OFF <= came && came <= high + ROUND_OFF;
                assert!(holds, "{}: {came} outside {low} to {high}", share.label);
            }
            if view.decided == Some(true) {
                assert_eq!(last.leading, before.leading);
            }
        }
        for (_, poll) in compared(report).filter(|(count, _)| count.name() == before.name()) {
            let Some(reading) = poll.reading() else {
                continue;
            };
            let later = last.poll(&poll.name).and_then(PollReport::reading);
            for row in &reading.rows {
                let Some(later) = later.and_then(|later| later.row(&row.label)) else {
                    continue;
                };
                for need in row.needs.iter().filter(|need| need.is_bound) {
                    // What cannot come true did not, beyond the rounding of the poll.
                    if need.reachability == Reachability::Impossible {
                        let equal = later.deviation_bounds.contains(0.0);
                        assert!(!equal, "{} of {} came true", row.label, poll.name);
                    }
                }
            }
            if reading.verdict.is_beyond() {
                let later = later.expect("the later count has the same choices");
                assert!(
                    !later.verdict.is_within(),
                    "beyond whatever comes, and within when it came: {}",
                    poll.name
                );
            }
        }
    });
}

#[test]
fn calls_are_right_where_both_sides_say_the_same() {
    run(16, |report| {
        for (count, poll) in compared(report) {
            for call in &poll.calls {
                let open = |said: &Said| matches!(said, Said::Open | Said::Unknown);
                match call.outcome {
                    CallOutcome::Right => assert_eq!(call.called, call.result, "{call:?}"),
                    // Wrong, too, where those who may lead in the poll are not those who still can in the
                    // count; and an order is as soon as one of its places is.
                    CallOutcome::Wrong if call.question == Question::Order => {}
                    CallOutcome::Wrong if open(&call.called) && open(&call.result) => {}
                    CallOutcome::Wrong => assert_ne!(call.called, call.result, "{call:?}"),
                    _ => assert!(
                        // What sampling error alone could turn over is no call.
                        open(&call.called)
                            || open(&call.result)
                            || call.beyond_sampling == Some(false),
                        "{call:?}"
                    ),
                }
                // A poll that gives two choices as one figure calls them as one.
                let single = |label: &String| report.contest.choices().contains(label);
                if let (Question::Leader, Said::Choices(leader)) = (&call.question, &call.result)
                    && leader.iter().all(single)
                {
                    match &count.leading {
                        Leading::Leader(label) => assert_eq!(leader, std::slice::from_ref(label)),
                        other => panic!("{leader:?} lead, but {other:?}"),
                    }
                    if !count.is_final() {
                        let bound = count.bound().expect("something decides it");
                        assert_eq!(bound.decided, Some(true), "{call:?}");
                    }
                }
            }
        }
    });
}

#[test]
fn ranks_follow_the_distances_and_no_unknown_design_is_taken_as_known() {
    run(17, |report| {
        for count in &report.counts {
            let ranks: Vec<_> = count
                .polls
                .iter()
                .filter_map(|poll| poll.rank.as_ref())
                .collect();
            for one in &ranks {
                assert!(1 <= one.best && one.best <= one.worst && one.worst <= one.of);
                assert_eq!(one.of, ranks.len());
                // Against a partial count only what cannot change.
                assert!(count.is_final() || one.rank.is_none() || one.best == one.worst);
                assert!(!count.is_final() || one.rank.is_some());
                if let Some(rank) = one.rank {
                    let nearer = ranks
                        .iter()
                        .filter(|other| other.total_variation < one.total_variation - ROUND_OFF)
                        .count();
                    assert!(
                        nearer < rank && one.best <= rank && rank <= one.worst,
                        "{one:?}"
                    );
                }
            }
        }
        for (_, poll) in compared(report) {
            let facts = report.poll(&poll.name).expect("every poll has its facts");
            let known = facts.size.basis.map(|basis| basis.knows_design());
            let verdicts = poll.readings().map(|reading| reading.verdict);
            for verdict in verdicts.chain([poll.verdict]) {
                match verdict {
                    Verdict::WithinSampling | Verdict::BeyondSampling => {
                        assert_eq!(known, Some(true));
                    }
                    Verdict::WithinSimpleRandomSampling | Verdict::BeyondSimpleRandomSampling => {
                        assert_eq!(known, Some(false));
                    }
                    Verdict::SampleSizeUnknown | Verdict::WithinRounding => {
                        assert_eq!(known, None);
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn every_figure_is_compared_or_left_out_with_its_reason() {
    run(18, |report| {
        for facts in &report.polls {
            let poll = report.reference().poll(facts.poll.name());
            let poll = poll.expect("every poll stands against every count");
            let written = serde_json::to_value(&facts.poll).expect("a poll is plain data");
            let labels = |field: &str| -> Vec<String> {
                let map = written[field].as_object();
                map.map(|map| map.keys().cloned().collect())
                    .unwrap_or_default()
            };
            for label in labels("shares") {
                let in_a_row = poll.readings().any(|reading| {
                    reading.row(&label).is_some()
                        || (label == "(invalid)"
                            && reading.rows.iter().any(|row| row.kind == RowKind::Invalid))
                });
                let left_out = poll.left_out.iter().any(|left| left.label == label);
                // What nobody votes for is part of a rule that brought the two on one base.
                let outside = label.starts_with('(');
                assert!(
                    in_a_row || left_out || outside || poll.not_compared.is_some(),
                    "{label} of {} goes unmentioned",
                    poll.name
                );
            }
            for label in labels("seats") {
                let in_a_row = poll
                    .seats
                    .as_ref()
                    .is_some_and(|seats| seats.row(&label).is_some());
                let left_out = poll.left_out.iter().any(|left| left.label == label);
                assert!(in_a_row || left_out, "seats of {label} go unmentioned");
            }
        }
    });
}
