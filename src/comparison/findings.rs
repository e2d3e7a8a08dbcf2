//! What the report concludes as a whole, from what was found about each poll.

use super::row::within;
use super::{coverage, other_counts, published, still_open};
use crate::alignment::REST;
use crate::hypothesis::Adjustment;
use crate::model::{Base, Contradiction};
use crate::numeric::Bounds;
use crate::report::{
    CountReport, Finding, Night, PollFacts, PollReport, Rank, ReadingReport, Reason, RowReport,
    SeatErrors, SizeBasis, Verdict,
};
use crate::rounding;

/// In the order of their weight.
pub(super) fn of(
    (counts, reference): (&[CountReport], usize),
    facts: &[PollFacts],
    night: Option<&Night>,
    contradictions: Vec<Contradiction>,
    alpha: f64,
) -> Vec<Finding> {
    let count = &counts[reference];
    let mut findings: Vec<Finding> = contradictions
        .into_iter()
        .map(Finding::FiguresContradict)
        .collect();
    if let Some(night) = night {
        let contradictions = night.contradictions.iter().cloned();
        findings.extend(contradictions.map(Finding::CountsContradict));
    }
    findings.extend(other_counts::corrected(counts));
    findings.extend(other_counts::leaders(counts, count));
    let measured = || {
        count
            .polls
            .iter()
            .zip(facts)
            .filter(|(_, facts)| !facts.poll.is_derived())
    };
    let sources: Vec<&PollReport> = measured().map(|(poll, _)| poll).collect();
    verdicts(&sources, &mut findings);
    if count.is_final() {
        over_polls(&sources, alpha, &mut findings);
    }
    by_stated_margin(measured(), &mut findings);
    furthest(&sources, &mut findings);
    coverage::findings(&sources, &mut findings);
    still_open::findings(count, measured(), &mut findings);
    together(count, facts, alpha, &mut findings);
    seats(count, &mut findings);
    findings
}

fn verdicts(sources: &[&PollReport], findings: &mut Vec<Finding>) {
    for verdict in Verdict::ALL {
        let polls: Vec<String> = sources
            .iter()
            .filter(|poll| poll.verdict == verdict && is_of_its_own(poll))
            .map(|poll| poll.name.clone())
            .collect();
        if !polls.is_empty() {
            findings.push(Finding::Verdict { verdict, polls });
        }
    }
}

/// An earlier release, or another publisher of the same sample, is no source of its own.
fn is_of_its_own(poll: &PollReport) -> bool {
    let shared = |of: &Reason| matches!(of, Reason::SharedSample { .. });
    !(poll.left_out_of_the_whole.as_ref()).is_some_and(|of| of.is_of_a_release() || shared(of))
}

/// Of several polls that are tested at once one in twenty is beyond chance by chance: which of them still are
/// after Holm's adjustment over the polls, where that is not all of them.
fn over_polls(sources: &[&PollReport], alpha: f64, findings: &mut Vec<Finding>) {
    // The least p of a reading is that of the whole reading; a poll that can be read in two ways is beyond
    // chance only if both are.
    let of_reading = |reading: &ReadingReport| {
        let tested = reading.rows.iter().filter_map(|row| row.sampling);
        let bounds = tested.map(|of| of.adjusted_p_value_bounds);
        bounds.reduce(|a, b| Bounds::between(a.low.min(b.low), a.high.min(b.high)))
    };
    let tested: Vec<(&PollReport, Bounds)> = (sources.iter())
        .filter(|poll| is_of_its_own(poll))
        .filter_map(|poll| {
            // Shares of everyone approached are of no votes, and have none.
            let judged = |of: &&ReadingReport| of.verdict != Verdict::NotComparable;
            let p_values: Option<Vec<Bounds>> =
                poll.readings().filter(judged).map(of_reading).collect();
            let both = |a: Bounds, b: Bounds| Bounds::between(a.low.max(b.low), a.high.max(b.high));
            Some((*poll, p_values?.into_iter().reduce(both)?))
        })
        .collect();
    // An adjusted p rises with every p: the ends of all bound it.
    let adjusted = |end: fn(&Bounds) -> f64| {
        let p_values: Vec<f64> = tested.iter().map(|(_, p)| end(p)).collect();
        Adjustment::Holm.adjust(&p_values)
    };
    let (Ok(least), Ok(most)) = (adjusted(|p| p.low), adjusted(|p| p.high)) else {
        return;
    };
    let beyond = || {
        let all = tested.iter().zip(least.iter().zip(&most));
        all.filter(|((poll, _), _)| {
            let by_a_test = poll.readings().any(ReadingReport::rests_on_a_test);
            poll.verdict.is_beyond() || poll.verdict == Verdict::DifferentPopulations && by_a_test
        })
    };
    let named = |holds: &dyn Fn(f64, f64) -> bool| -> Vec<String> {
        beyond()
            .filter(|(_, (least, most))| holds(**least, **most))
            .map(|((poll, _), _)| poll.name.clone())
            .collect()
    };
    let still = named(&|_, most| most < alpha);
    let undecided = named(&|least, most| least < alpha && most >= alpha);
    if still.len() < beyond().count() {
        findings.push(Finding::BeyondOverPolls {
            polls: tested.len(),
            beyond: still,
            undecided_by_rounding: undecided,
            designs_known: beyond()
                .all(|((poll, _), _)| poll.readings().all(ReadingReport::knows_design)),
        });
    }
}

fn by_stated_margin<'a>(
    sources: impl Iterator<Item = (&'a PollReport, &'a PollFacts)>,
    findings: &mut Vec<Finding>,
) {
    // The row that decides has it; or, where that is one of several that no row exceeds, every row has.
    let rests_on_it = |reading: &ReadingReport| {
        let tested = || reading.rows.iter().filter(|row| row.sampling.is_some());
        let has_it = |row: &RowReport| {
            row.sampling
                .is_some_and(|of| of.basis == SizeBasis::StatedMargin)
        };
        let decisive = (reading.decided_by.as_deref()).and_then(|label| reading.row(label));
        match decisive.filter(|_| reading.verdict.is_beyond()) {
            Some(row) => has_it(row),
            None => tested().next().is_some() && tested().all(has_it),
        }
    };
    let (mut polls, mut too_small, mut as_drawn_singly) = (Vec::new(), Vec::new(), Vec::new());
    for (poll, facts) in sources {
        let tested = poll.readings().any(ReadingReport::rests_on_a_test);
        if !tested || !is_of_its_own(poll) || !poll.readings().any(rests_on_it) {
            continue;
        }
        polls.push(poll.name.clone());
        if facts.size.margin_is_too_small() {
            too_small.push(poll.name.clone());
        } else if facts.size.margin_is_as_drawn_singly() {
            as_drawn_singly.push(poll.name.clone());
        }
    }
    if !polls.is_empty() {
        findings.push(Finding::JudgedByStatedMargin {
            polls,
            too_small,
            as_drawn_singly,
        });
    }
}

/// Over the same rows and reading as the ranks.
fn furthest(sources: &[&PollReport], findings: &mut Vec<Finding>) {
    let ranked: Vec<(&PollReport, &Rank)> = sources
        .iter()
        .filter_map(|poll| Some((*poll, poll.rank.as_ref()?)))
        .collect();
    // The middle of a range is nobody's figure: only where all of the range makes it so is such a poll the furthest.
    let stands = |rank: &Rank| !rank.has_range || rank.best == rank.of;
    let most = (ranked.iter())
        .filter(|(_, rank)| stands(rank))
        .map(|(_, rank)| rank.total_variation)
        .fold(0.0, f64::max);
    // Where published ranges have another poll further off by their middles, which is furthest they leave open.
    let by_middles = |(poll, rank): &(&PollReport, &Rank)| {
        let is_range = |row: &RowReport| {
            row.range.is_some() && published::limit(row.published.as_deref()).is_none()
        };
        !stands(rank)
            && rank.total_variation > most + 1e-12
            && poll.readings().any(|of| of.rows.iter().any(is_range))
    };
    if ranked.iter().any(by_middles) {
        return;
    }
    // Beside polls of other voters one poll is not the furthest of them.
    let beside_others = || {
        let mut reasons = sources.iter().map(|poll| &poll.left_out_of_the_whole);
        reasons.any(|reason| {
            matches!(
                reason,
                Some(Reason::OtherVoters { .. } | Reason::VotersNotKnown { .. })
            )
        })
    };
    if ranked.is_empty() || most == 0.0 || ranked.len() == 1 && beside_others() {
        return;
    }
    let equal = |value: f64| (value - most).abs() <= 1e-12;
    let furthest: Vec<&(&PollReport, &Rank)> = ranked
        .iter()
        .filter(|(_, rank)| stands(rank) && equal(rank.total_variation))
        .collect();
    let (poll, rank) = furthest[0];
    let Some(row) = &rank.largest else { return };
    // Of rows that are equally far off, the one that stands for the poll elsewhere.
    let reading = poll.reading();
    let on_one_base = reading.is_some_and(|reading| reading.base == Base::ValidVotes);
    let own = reading.and_then(|reading| reading.largest());
    let own = own.filter(|own| {
        let equal = (own.least_deviation().abs() - row.deviation.abs()).abs() < 1e-9;
        // On the base of the ranks a figure that was printed stands for what the others leave.
        let within_rounding =
            on_one_base && own.label == row.choice && own.deviation_bounds.contains(row.deviation);
        equal && rank.rows.contains(&own.label) || within_rounding
    });
    let (choice, deviation) = own.map_or((&row.choice, row.deviation), |own| {
        (&own.label, own.least_deviation())
    });
    let until_counted = furthest.iter().any(|(_, rank)| rank.rank.is_none());
    let open = furthest.len() < ranked.len()
        && furthest
            .iter()
            .any(|(_, rank)| rank.best + furthest.len() - 1 < rank.of);
    findings.push(Finding::Furthest {
        polls: furthest.iter().map(|(poll, _)| poll.name.clone()).collect(),
        total_variation: most,
        choice: choice.clone(),
        deviation,
        open: open || until_counted,
        until_counted,
        tied_as_printed: furthest.len() > 1
            && furthest.iter().any(|(_, rank)| rank.best < rank.worst),
        over: rows_if_told_apart(&ranked, &furthest),
        takes_invalid_alike: !until_counted
            && furthest.iter().any(|(_, rank)| rank.takes_invalid_alike),
    });
}

/// The rows by which polls are ranked, where the overlaps that stand beside, over all rows of each poll, have another
/// one further off.
fn rows_if_told_apart(
    ranked: &[(&PollReport, &Rank)],
    furthest: &[&(&PollReport, &Rank)],
) -> Vec<String> {
    let overlap = |poll: &PollReport| Some(poll.reading()?.measures.overlap?.value);
    let of_figures = ranked.iter().filter(|(_, rank)| !rank.has_range);
    let least = (of_figures.filter_map(|(poll, _)| overlap(poll))).fold(1.0, f64::min);
    let agrees_more =
        |(poll, _): &&(&PollReport, &Rank)| overlap(poll).is_some_and(|own| own > least + 1e-9);
    match furthest.iter().find(|of| agrees_more(of)) {
        Some((_, rank)) => {
            let rest = rank.everyone_else.then(|| REST.to_owned());
            rank.rows.iter().cloned().chain(rest).collect()
        }
        None => Vec::new(),
    }
}

fn together(count: &CountReport, facts: &[PollFacts], alpha: f64, findings: &mut Vec<Finding>) {
    let Some(pool) = &count.pool else { return };
    for choice in &pool.choices {
        let (Some(rounding::Finding::Shown), Some(adjusted_p_value)) =
            (choice.finding, choice.adjusted_p_value)
        else {
            continue;
        };
        findings.push(Finding::CommonDeviation {
            choice: choice.label.clone(),
            polls: choice.polls,
            deviation: choice.deviation,
            adjusted_p_value,
            largest_p_value: choice.adjusted_p_value_bounds.map(|p| p.high),
            designs_known: pool.designs_known,
        });
        let lost = |p: Option<f64>| p.is_none_or(|p| p >= alpha);
        let mut turning = choice
            .without
            .iter()
            .filter(|without| lost(without.p_value));
        if let (Some(one), None) = (turning.next(), turning.next()) {
            findings.push(Finding::TurnsOnOnePollster {
                choice: choice.label.clone(),
                pollster: one.pollster.clone(),
            });
        }
    }
    let Some(scatter) = &pool.scatter else { return };
    let assumed = pool.polls.iter().any(|name| {
        facts
            .iter()
            .any(|f| f.poll.name() == name && f.size.basis == Some(SizeBasis::AssumedDesign))
    });
    // What is left for everyone else is no figure of the polls: they differ at a choice, or not at all.
    // Nor is anything concluded of all choices together where χ² does not hold.
    let of_all = !scatter.everyone_else && scatter.fewest_expected.is_none();
    let at_a_choice = of_all || !scatter.differ_at.is_empty();
    if within(scatter.upper_tail_bounds, alpha) == Some(false) && at_a_choice && !assumed {
        findings.push(Finding::ScatterBeyondSampling {
            p_value: scatter.upper_tail_bounds.high,
            designs_known: pool.designs_known,
        });
    } else if scatter.finding == Some(rounding::Finding::Shown) {
        findings.push(Finding::ScatterBelowSampling {
            p_value: scatter.lower_tail_bounds.high,
        });
    }
}

fn seats(count: &CountReport, findings: &mut Vec<Finding>) {
    // Of choices that are level the first, which tables show too.
    let place = |of: &SeatErrors| {
        let mut choices = count.choices.iter();
        choices.position(|choice| choice.label == of.label)
    };
    let level_with_it = |a: &SeatErrors, b: &SeatErrors| match (place(a), place(b)) {
        (Some(a), Some(b)) => b.cmp(&a),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    let most = (count.seat_errors.iter()).max_by(|a, b| {
        let by_seats = a.result.cmp(&b.result);
        by_seats
            .then(level_with_it(a, b))
            .then(b.label.cmp(&a.label))
    });
    if let Some(errors) = most {
        let sources = &errors.sources;
        findings.push(Finding::SeatError {
            choice: errors.label.clone(),
            result: errors.result,
            polls: sources.polls,
            mean_absolute_error: sources.mean_absolute_error,
            all_above: sources.all_above,
            inside: sources.inside,
            ranges: sources.ranges,
        });
    }
    for errors in &count.seat_errors {
        if let Some(side) = errors.same_side {
            findings.push(Finding::SeatsMissOnOneSide {
                choice: errors.label.clone(),
                pollsters: side.pollsters,
                above: side.above,
                probability: side.probability,
            });
        }
    }
}
