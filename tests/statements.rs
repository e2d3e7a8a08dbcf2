//! No two statements of a report contradict one another, and no figure of the input goes unmentioned: over
//! random documents with whatever the generator has.
#![cfg(feature = "io")]

#[path = "shared/documents.rs"]
mod documents;

use std::collections::HashSet;

use exitpoll::alignment::{RowKind, Rule};
use exitpoll::partial::{Reachability, ThresholdOutcome};
use exitpoll::report::{
    Basis, CallOutcome, CountReport, Finding, Leading, PollReport, Question, ReadingReport, Said,
};
use exitpoll::{Base, Bounds, Comparison, Contest, OfficialCount, Poll, Report, Verdict, render};

/// What the last bits of sums may differ by.
const EQUAL: f64 = 1e-9;

/// How many documents each test makes; `EXITPOLL_DOCUMENTS` asks for more.
fn documents() -> u32 {
    std::env::var("EXITPOLL_DOCUMENTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(150)
}

fn alpha(report: &Report) -> f64 {
    report.settings.confidence.alpha()
}

fn pairs(report: &Report) -> impl Iterator<Item = (&CountReport, &PollReport)> {
    let counts = report.counts.iter();
    counts.flat_map(|count| count.polls.iter().map(move |poll| (count, poll)))
}

fn readings(report: &Report) -> impl Iterator<Item = (&CountReport, &PollReport, &ReadingReport)> {
    pairs(report).flat_map(|(count, poll)| poll.readings().map(move |of| (count, poll, of)))
}

fn apart(one: Bounds, other: Bounds) -> bool {
    one.low() > other.high() + EQUAL || other.low() > one.high() + EQUAL
}

/// Rows of one reading are parts of one whole, and the two readings are of the same figures.
fn rows_agree(report: &Report) {
    for (count, poll, reading) in readings(report) {
        let mut seen = HashSet::new();
        for row in &reading.rows {
            let twice = row.choices.iter().find(|choice| !seen.insert(*choice));
            assert_eq!(
                twice,
                None,
                "{:?}",
                reading
                    .rows
                    .iter()
                    .map(|row| (&row.label, row.kind, &row.choices))
                    .collect::<Vec<_>>()
            );
            if row.kind == RowKind::Remainder {
                continue;
            }
            let deviation = row.poll.value - row.count.value;
            assert!((row.deviation - deviation).abs() <= EQUAL, "{row:?}");
            let relative = row.relative_deviation;
            assert!(relative.is_none_or(|of| of == 0.0 || (of > 0.0) == (row.deviation > 0.0)));
            if let Some(range) = row.range {
                let bounds = row.poll.bounds;
                let inside = bounds.low() - EQUAL <= row.count.value
                    && row.count.value <= bounds.high() + EQUAL;
                assert!(inside || range.inside != Some(true), "{row:?}");
                assert_eq!(range.outside_by.abs() <= EQUAL, inside, "{row:?}");
                if count.is_final() {
                    assert!(!inside || range.inside != Some(false), "{row:?}");
                }
            }
        }
        let (low, high) = reading.rows.iter().fold((0.0, 0.0), |sum, row| {
            (
                sum.0 + row.count.bounds.low(),
                sum.1 + row.count.bounds.high(),
            )
        });
        assert!(
            low <= 1.0 + EQUAL && high >= 1.0 - EQUAL,
            "{low} to {high} of {reading:?}"
        );
        let Some(printed) = poll.as_printed() else {
            continue;
        };
        for row in &printed.rows {
            let Some(main) = poll.reading().and_then(|of| of.row_of(&row.choices)) else {
                continue;
            };
            if row.kind != RowKind::Choice {
                continue;
            }
            if let (Some(one), Some(other)) = (&main.published, &row.published) {
                assert_eq!(one, other);
            }
            if printed.base == poll.reading().expect("just read").base {
                assert_eq!(main.count, row.count);
                // Those who named a choice are at most all, but for rounding.
                assert!(
                    main.poll.bounds.high() >= row.poll.bounds.low() - EQUAL
                        || printed.base != Base::ValidVotes
                );
            }
        }
    }
}

/// The verdict is what the p-values of its rows say, and the interval goes with the row's own.
fn verdicts_are_what_the_p_values_say(report: &Report) {
    let alpha = alpha(report);
    for (count, poll, reading) in readings(report) {
        let tested: Vec<_> = reading
            .compared()
            .filter_map(|row| Some((row, row.sampling?)))
            .collect();
        let p = || tested.iter().map(|(_, of)| of.adjusted_p_value_bounds);
        let verdict = reading.verdict;
        if verdict.is_within() {
            assert!(!tested.is_empty());
            assert!(p().all(|p| p.high() >= alpha), "{reading:?}");
        }
        if verdict.is_beyond() || verdict == Verdict::DifferentPopulations {
            assert!(p().any(|p| p.low() < alpha), "{reading:?}");
        }
        if verdict == Verdict::DifferentPopulations {
            assert!(reading.coverage.is_some());
        }
        if count.is_final() {
            match verdict {
                _ if verdict.is_within() => assert!(p().all(|p| p.low() >= alpha)),
                _ if verdict.is_beyond() => assert!(p().any(|p| p.high() < alpha)),
                Verdict::UndecidedByRounding if !tested.is_empty() => {
                    assert!(p().all(|p| p.high() >= alpha) && p().any(|p| p.low() < alpha));
                }
                Verdict::OpenUntilCounted => panic!("final, and open: {reading:?}"),
                _ => {}
            }
            let within_rounding = reading
                .compared()
                .all(|row| row.deviation_bounds.contains(0.0));
            match verdict {
                Verdict::WithinRounding => assert!(within_rounding && tested.is_empty()),
                Verdict::SampleSizeUnknown => assert!(!within_rounding && tested.is_empty()),
                _ => {}
            }
        }
        let ranges = || reading.rows.iter().filter_map(|row| row.range);
        match verdict {
            Verdict::RangeInside => assert!(ranges().all(|range| range.inside == Some(true))),
            Verdict::RangeOutside => assert!(ranges().any(|range| range.inside == Some(false))),
            _ => {}
        }
        if let Some(label) = reading.decided_by.as_deref().filter(|_| !tested.is_empty()) {
            let of = |p: &exitpoll::report::RowSampling| {
                p.adjusted_p_value
                    .unwrap_or(p.adjusted_p_value_bounds.low())
            };
            let own = tested
                .iter()
                .find(|(row, _)| row.label == label)
                .expect("a tested row decides");
            assert!(
                tested
                    .iter()
                    .all(|(_, other)| of(&own.1) <= of(other) * (1.0 + EQUAL))
            );
        }
        for (row, of) in &tested {
            assert!(
                of.interval.low() - EQUAL <= row.poll.value
                    && row.poll.value <= of.interval.high() + EQUAL
            );
            let official = row.count.value;
            let margin = 1e-7;
            if count.is_final() && of.inside == Some(true) {
                assert!(
                    of.interval.low() - margin <= official
                        && official <= of.interval.high() + margin,
                    "{row:?}"
                );
                assert!(
                    of.p_value.is_none_or(|p| p >= alpha * (1.0 - EQUAL)),
                    "{row:?}"
                );
            }
            if of.inside == Some(false) {
                assert!(
                    official < of.interval.low() + margin || of.interval.high() - margin < official,
                    "{row:?}"
                );
                assert!(
                    of.p_value.is_none_or(|p| p < alpha * (1.0 + EQUAL)),
                    "{row:?}"
                );
            }
            if let (Some(z), true) = (of.z, row.deviation.abs() > EQUAL) {
                assert_eq!(z > 0.0, row.deviation > 0.0, "{row:?}");
            }
        }
        let verdicts: Vec<Verdict> = poll.readings().map(|of| of.verdict).collect();
        if verdicts.iter().all(|of| *of == verdict) {
            assert_eq!(poll.verdict, verdict);
        } else {
            assert_eq!(poll.verdict, Verdict::DependsOnBase);
        }
    }
}

/// Who stands where is what the distances say, and the headline names them so.
fn headlines_are_what_the_tables_say(report: &Report) {
    let reference = report.reference();
    let ranked: Vec<_> = reference
        .polls
        .iter()
        .filter_map(|poll| Some((poll, poll.rank.as_ref()?)))
        .collect();
    for (_, rank) in &ranked {
        assert_eq!(rank.of, ranked.len());
        assert!(1 <= rank.best && rank.best <= rank.worst && rank.worst <= rank.of);
        let nearer = ranked
            .iter()
            .filter(|(_, other)| other.total_variation < rank.total_variation)
            .count();
        assert!(rank.rank.is_none_or(|own| own == nearer + 1), "{rank:?}");
        assert!(rank.best <= nearer + 1 && nearer < rank.worst, "{rank:?}");
    }
    let mut judged = HashSet::new();
    let mut true_or_not = HashSet::new();
    let mut furthest = None;
    for finding in &report.findings {
        match finding {
            Finding::Verdict { verdict, polls } => {
                for name in polls {
                    assert!(judged.insert(name), "{name} is judged twice");
                    assert_eq!(reference.poll(name).expect("a poll").verdict, *verdict);
                }
            }
            Finding::Furthest {
                polls,
                total_variation,
                choice,
                deviation,
                open,
            } => {
                assert!(furthest.replace(polls).is_none());
                let own = |name: &str| {
                    reference
                        .poll(name)
                        .and_then(|poll| poll.rank.as_ref())
                        .expect("ranked")
                };
                for (poll, rank) in &ranked {
                    assert!(
                        rank.total_variation <= total_variation + EQUAL,
                        "{} is further",
                        poll.name
                    );
                    let named = polls.contains(&poll.name);
                    if !*open && !named {
                        assert!(
                            rank.worst <= rank.of - polls.len(),
                            "{} may be further",
                            poll.name
                        );
                    }
                }
                assert!(
                    polls
                        .iter()
                        .all(|name| (own(name).total_variation - total_variation).abs() <= EQUAL)
                );
                let row = reference
                    .poll(&polls[0])
                    .and_then(|poll| poll.reading()?.row(choice))
                    .expect("a row");
                assert_eq!(row.deviation, *deviation);
            }
            Finding::CanNoLongerComeTrue { poll, basis, .. } => {
                assert!(
                    true_or_not.insert(poll.clone()),
                    "{poll} both can and cannot come true"
                );
                assert!(basis.is_bound() && !reference.is_final());
                let poll = reference.poll(poll).expect("a poll");
                assert!(poll.readings().all(|of| {
                    of.reachable(*basis)
                        .is_none_or(|of| of.reachability == Reachability::Impossible)
                }));
            }
            Finding::OnlyWithinRounding { poll, .. } => {
                assert!(
                    true_or_not.insert(poll.clone()),
                    "{poll} both can and cannot come true"
                );
            }
            Finding::CanStillComeTrue { polls, basis } => {
                for name in polls {
                    assert!(
                        true_or_not.insert(name.clone()),
                        "{name} both can and cannot come true"
                    );
                    let poll = reference.poll(name).expect("a poll");
                    assert!(poll.readings().any(|of| {
                        of.reachable(*basis)
                            .is_some_and(|of| of.reachability == Reachability::Possible)
                    }));
                }
            }
            Finding::NothingIsBounded => {
                assert!(reference.bound().is_none() && !reference.is_final())
            }
            Finding::LeaderDecided {
                leader,
                runner_up,
                basis,
                ..
            } => {
                assert_eq!(reference.leading, Leading::Leader(leader.clone()));
                let view = reference.outstanding(*basis).expect("its basis");
                let [first, second] =
                    [leader, runner_up].map(|name| view.final_share(name).expect("a share").bounds);
                assert!(first.low() >= second.high() - EQUAL, "{view:?}");
            }
            Finding::CommonDeviation {
                choice,
                adjusted_p_value,
                deviation,
                ..
            } => {
                assert!(*adjusted_p_value < alpha(report) && reference.is_final());
                let pool = reference.pool.as_ref().expect("a pool");
                let row = pool
                    .choices
                    .iter()
                    .find(|of| of.label == *choice)
                    .expect("its choice");
                assert_eq!(row.deviation, *deviation);
            }
            Finding::SeatError {
                inside,
                ranges,
                polls,
                ..
            } => assert!(inside <= ranges && ranges <= polls),
            _ => {}
        }
    }
    let leading: Vec<&str> = match &reference.leading {
        Leading::Leader(label) => vec![label.as_str()],
        Leading::Tie(labels) | Leading::UndecidedByRounding(labels) => {
            labels.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    let shares = || reference.choices.iter().filter_map(|choice| choice.share);
    let least = shares().map(|share| share.bounds.low()).fold(0.0, f64::max);
    for label in leading {
        let share = reference.choice(label).and_then(|choice| choice.share);
        let share = share.expect("a share of whoever may lead");
        assert!(
            share.bounds.high() >= least,
            "{label}: {:?} {:?}",
            reference.leading,
            reference.choices
        );
    }
    if let Leading::Leader(label) = &reference.leading {
        let own = reference
            .choice(label)
            .and_then(|choice| choice.share)
            .expect("a share");
        assert!(shares().all(|share| share.value <= own.value));
    }
}

/// What a poll called, what the count says and whether it came true are of one mind.
fn calls_agree_with_rows(report: &Report) {
    for (count, poll) in pairs(report) {
        for call in &poll.calls {
            let said = |of: &Said| !matches!(of, Said::Open | Said::Unknown);
            match call.outcome {
                CallOutcome::Right => {
                    assert!(call.called == call.result && said(&call.called), "{call:?}")
                }
                // Both may leave it open between choices of which none is the same.
                CallOutcome::Wrong => {
                    assert!(
                        call.called != call.result || !said(&call.called),
                        "{call:?}"
                    );
                }
                CallOutcome::Open | CallOutcome::Unknown => {
                    let sure = said(&call.called) && call.beyond_sampling == Some(true);
                    let tied =
                        matches!(call.result, Said::Tie(_)) || matches!(call.called, Said::Tie(_));
                    assert!(!sure || !said(&call.result) || tied, "{call:?}");
                }
            }
            if call.question != Question::Leader {
                continue;
            }
            let Some(reading) = poll.reading() else {
                continue;
            };
            if let Said::Choices(names) = &call.called {
                let own = reading.row(&names[0]).expect("a row of the poll leads it");
                let mut others = reading
                    .rows
                    .iter()
                    .filter(|row| row.kind == RowKind::Choice);
                assert!(
                    others.all(|row| row.poll.value <= own.poll.value + EQUAL),
                    "{call:?}"
                );
            }
            if let (Said::Choices(names), true) = (&call.result, count.is_final())
                && let Some(own) = count.choice(&names[0]).and_then(|choice| choice.share)
            {
                let mut others = count.choices.iter().filter_map(|choice| choice.share);
                assert!(
                    others.all(|share| share.value <= own.value + EQUAL),
                    "{call:?}"
                );
            }
        }
    }
}

/// What outstanding ballots can and cannot bring about is what the bounds of the final shares say.
fn the_night_agrees_with_its_bounds(report: &Report) {
    for count in &report.counts {
        if count.is_final() {
            assert!(count.outstanding.is_empty());
        }
        for view in &count.outstanding {
            for share in &view.final_shares {
                assert!(
                    0.0 <= share.bounds.low() && share.bounds.high() <= 1.0,
                    "{share:?}"
                );
            }
            for threshold in &view.thresholds {
                for of in &threshold.outcomes {
                    let bounds = view.final_share(&of.label).expect("a share").bounds;
                    match of.outcome {
                        ThresholdOutcome::Passed => {
                            assert!(bounds.low() >= threshold.share - EQUAL, "{of:?} {bounds:?}")
                        }
                        ThresholdOutcome::Missed => assert!(
                            bounds.high() <= threshold.share + EQUAL,
                            "{of:?} {bounds:?}"
                        ),
                        _ => {}
                    }
                }
            }
        }
    }
    for (count, poll, reading) in readings(report) {
        for row in reading.compared() {
            for need in &row.needs {
                let view = count
                    .outstanding(need.basis)
                    .expect("its basis is that of the count");
                let Some(share) = view.final_share(&row.label) else {
                    continue;
                };
                if reading.base != Base::ValidVotes
                    || count.choice(&row.label).and_then(|of| of.share) != Some(row.count)
                {
                    continue;
                }
                match need.reachability {
                    Reachability::Possible => assert!(
                        !apart(
                            Bounds::new(row.poll.value, row.poll.value).expect("ordered"),
                            share.bounds
                        ),
                        "{}",
                        poll.name
                    ),
                    Reachability::PossibleWithinRounding => {
                        assert!(!apart(row.poll.bounds, share.bounds))
                    }
                    Reachability::Impossible => assert!(
                        apart(row.poll.bounds, share.bounds)
                            || (row.poll.bounds.low() - share.bounds.high()).abs() < 1e-6
                            || (share.bounds.low() - row.poll.bounds.high()).abs() < 1e-6,
                        "{row:?} {share:?}"
                    ),
                }
            }
        }
        for reach in &reading.reachable {
            let worst = reading
                .compared()
                .filter_map(|row| row.needs(reach.basis))
                .map(|need| need.reachability)
                .reduce(Reachability::and);
            assert_eq!(worst, Some(reach.reachability), "{reach:?}");
        }
    }
    // The generator's earlier count states its share of the ballots as it is.
    let (Some(earlier), Some(last)) = (report.count("earlier"), report.count("count")) else {
        return;
    };
    if !last.is_final() {
        return;
    }
    let view = earlier
        .outstanding(Basis::ShareOfBallots)
        .expect("it states a share of the ballots");
    for choice in &last.choices {
        let (Some(share), Some(end)) = (choice.share, view.final_share(&choice.label)) else {
            continue;
        };
        assert!(!apart(share.bounds, end.bounds), "{choice:?} {end:?}");
    }
    let Some(night) = &report.night else {
        // Nothing to follow.
        assert!(last.polls.iter().all(|poll| poll.reading.is_none()));
        return;
    };
    assert!(
        night.contradictions.is_empty(),
        "{:?}",
        night.contradictions
    );
    for course in &night.courses {
        // What became impossible by a bound does not come true.
        if course.basis == Basis::ShareOfBallots
            && course.impossible_from.as_deref() == Some("earlier")
        {
            assert!(
                course
                    .steps
                    .iter()
                    .all(|step| step.whole != Reachability::Possible),
                "{course:?}"
            );
        }
    }
}

/// Seats against their ranges.
fn seats_agree(report: &Report) {
    for (_, poll) in pairs(report) {
        let Some(seats) = &poll.seats else { continue };
        for row in &seats.rows {
            let surely = row.low <= row.result_low && row.result_high <= row.high;
            let never = row.result_high < row.low || row.high < row.result_low;
            match row.inside {
                Some(true) => assert!(surely && row.miss == 0, "{row:?}"),
                Some(false) => assert!(never && row.miss > 0, "{row:?}"),
                None => assert!(!row.is_known() || !row.is_range(), "{row:?}"),
            }
        }
        let counted = || {
            seats
                .rows
                .iter()
                .filter(|row| row.is_range() && !row.is_check)
        };
        assert_eq!(seats.ranges, counted().count());
        assert_eq!(
            seats.inside,
            counted().filter(|row| row.inside == Some(true)).count()
        );
        if poll.readings().next().is_none() {
            match poll.verdict {
                Verdict::SeatsInside => assert!(seats.rows.iter().all(|row| row.miss == 0)),
                Verdict::SeatsOutside => assert!(seats.rows.iter().any(|row| row.miss > 0)),
                _ => {}
            }
        }
    }
}

/// Every share, seat and turnout of every poll, and every figure of every count, has its place or the
/// reason why it has none.
fn no_figure_goes_unmentioned(report: &Report) {
    for count in &report.counts {
        for (label, _) in count.count.seats() {
            assert!(
                count
                    .choices
                    .iter()
                    .any(|of| of.label == *label && of.seats.is_some()),
                "{label}"
            );
        }
        let document = serde_json::to_value(&count.count).expect("plain data");
        for field in ["votes", "shares"] {
            for label in document[field]
                .as_object()
                .into_iter()
                .flat_map(|of| of.keys())
            {
                let has = |of: &exitpoll::report::CountedChoice| {
                    of.label == *label && (of.share.is_some() || of.votes.is_some())
                };
                assert!(
                    label.starts_with('(') || count.choices.iter().any(has),
                    "{field} of {label}"
                );
            }
        }
    }
    for (count, poll) in pairs(report) {
        let facts = report.poll(&poll.name).expect("facts of every poll");
        let document = serde_json::to_value(&facts.poll).expect("plain data");
        if poll.not_compared == Some(exitpoll::report::Reason::WeightedToCount) {
            continue;
        }
        let left_out = |label: &str| poll.left_out.iter().any(|of| of.label == label);
        for label in document["shares"]
            .as_object()
            .into_iter()
            .flat_map(|of| of.keys())
        {
            let in_rows = poll.readings().any(|of| {
                of.row(label).is_some() || of.rows.iter().any(|row| row.choices.contains(label))
            });
            let category = label.starts_with('(') && poll.reading.is_some();
            // A merged figure of which the count lacks a part stands with everyone else, and a rule says so.
            let merged = document["merged"].as_array().into_iter().flatten();
            let mut members = merged
                .filter(|of| of["label"] == **label)
                .flat_map(|of| of["choices"].as_array().into_iter().flatten())
                .filter_map(|name| name.as_str());
            let rules = || poll.readings().flat_map(|of| &of.rules);
            let by_rule = rules().any(|rule| match rule {
                Rule::MissingInCount { choices } => {
                    members.any(|own| choices.iter().any(|of| of == own))
                }
                _ => false,
            });
            let in_rows = in_rows || by_rule;
            assert!(
                in_rows || category || left_out(label),
                "{}: the share of {label} against {}",
                poll.name,
                count.name()
            );
        }
        for (label, _) in facts.poll.seats() {
            let compared = poll.seats.as_ref().is_some_and(|of| {
                of.row(label).is_some() || of.left_out.iter().any(|of| of.label == *label)
            });
            assert!(
                compared || left_out(label),
                "{}: the seats of {label}",
                poll.name
            );
        }
        if facts.poll.turnout().is_some() {
            assert!(
                poll.turnout.is_some() != left_out("turnout"),
                "{}: its turnout against {}",
                poll.name,
                count.name()
            );
        }
    }
}

/// The headline says of each poll what its verdict is, in one way only.
fn sentences_say_what_the_verdicts_are(report: &Report) {
    let headline = render::headline(report);
    let polls: Vec<_> = report.reference().polls.iter().collect();
    if let [poll] = polls.as_slice() {
        let facts = report.poll(&poll.name).expect("facts");
        if facts.poll.is_derived() {
            return;
        }
        let beyond = headline.contains("by more than chance");
        let within = headline.contains("no more than chance");
        let verdict = poll.verdict;
        assert_eq!(
            beyond,
            verdict.is_beyond() || verdict == Verdict::DifferentPopulations,
            "{headline}"
        );
        assert_eq!(within, verdict.is_within(), "{headline}");
        let singly = headline.contains("drawn singly");
        let expected = matches!(
            verdict,
            Verdict::WithinSimpleRandomSampling | Verdict::BeyondSimpleRandomSampling
        );
        assert_eq!(singly, expected, "{headline}");
    }
    let text = render::text(report, 2000);
    let decided = report
        .findings
        .iter()
        .any(|finding| matches!(finding, Finding::LeaderDecided { .. }));
    if report.reference().is_final() {
        assert!(!decided && !text.contains("can still come true"), "{text}");
    }
    for finding in &report.findings {
        if let Finding::Verdict { verdict, polls } = finding
            && verdict.is_beyond()
        {
            let one = "both polls differ from the count by no more";
            assert!(polls.is_empty() || !text.contains(one), "{text}");
        }
    }
}

#[test]
fn no_row_contradicts_another() {
    documents::run(11, documents(), true, rows_agree);
}

#[test]
fn no_verdict_contradicts_its_p_values_or_intervals() {
    documents::run(12, documents(), true, verdicts_are_what_the_p_values_say);
}

#[test]
fn no_headline_contradicts_the_tables() {
    documents::run(13, documents(), true, headlines_are_what_the_tables_say);
}

#[test]
fn no_call_contradicts_the_rows() {
    documents::run(14, documents(), true, calls_agree_with_rows);
}

#[test]
fn the_night_contradicts_no_bound() {
    documents::run(15, documents(), true, the_night_agrees_with_its_bounds);
}

#[test]
fn no_seat_contradicts_its_range() {
    documents::run(16, documents(), true, seats_agree);
}

#[test]
fn every_figure_that_is_not_compared_is_named() {
    documents::run(17, documents(), true, no_figure_goes_unmentioned);
}

#[test]
fn no_sentence_contradicts_a_verdict() {
    documents::run(18, documents(), true, sentences_say_what_the_verdicts_are);
}

/// Found by the property: C was twice in everyone else, as a choice of the count and as a part of the poll's
/// merged figure.
#[test]
fn a_choice_stands_once_among_everyone_else() {
    let contest = Contest::builder("contest").choices(["A", "B", "C", "D"]);
    let count = OfficialCount::builder("count")
        .votes("A", 50)
        .votes("B", 30)
        .votes("C", 10)
        .valid(100)
        .final_result();
    let poll = Poll::builder("P")
        .share("A", "52")
        .share("B", "29")
        .merged("C and D", ["C", "D"])
        .share("C and D", "19");
    let report = Comparison::new(contest.build().expect("a contest"))
        .count(count.build().expect("a count"))
        .poll(poll.build().expect("a poll"))
        .run()
        .expect("a report");
    let poll = report.reference().poll("P").expect("the poll");
    let reading = poll.reading().expect("shares");
    let rest = reading
        .rows
        .iter()
        .find(|row| row.kind == RowKind::Rest)
        .expect("everyone else");
    assert_eq!(rest.choices, ["C", "D"]);
    assert!((rest.poll.value - 0.19).abs() < 1e-12 && (rest.count.value - 0.20).abs() < 1e-12);
}
