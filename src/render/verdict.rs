//! The verdict on a reading, with the figures on which it rests.

use super::outstanding::unless_invalid;
use super::rows;
use super::terms::{self, p_equals, sentence};
use super::{explained, grounds, number, predicate, same_sample, sample};
use crate::report::{
    PollFacts, PollReport, ReadingReport, Report, RowReport, SizeBasis, SizeFacts, Verdict,
};

/// The verdict on a poll, in a cell of a table: of seats that are given without ranges no range is said to hold or miss them.
pub(super) fn on_poll(poll: &PollReport) -> &'static str {
    let rows = || {
        poll.seats
            .iter()
            .flat_map(|seats| &seats.rows)
            .filter(|row| !row.is_check)
    };
    match poll.verdict {
        Verdict::DifferentPopulations
            if poll.readings().any(explained::could_explain_with_chance) =>
        {
            "votes it did not cover and chance together could explain it"
        }
        Verdict::DifferentPopulations if poll.readings().all(explained::is_of_votes_alone) => {
            "votes it did not cover could explain it"
        }
        Verdict::SeatsInside if !rows().any(|row| row.is_range()) => "no seats missed",
        Verdict::SeatsInside if !rows().all(|row| row.is_range()) => {
            "seats right or inside its ranges"
        }
        Verdict::SeatsOutside if !rows().all(|row| row.is_range() || row.miss == 0) => {
            "seats missed"
        }
        of => terms::verdict(of),
    }
}

/// What the verdict is and why.
pub(super) fn of(report: &Report, facts: Option<&PollFacts>, reading: &ReadingReport) -> String {
    let size = facts.map(|facts| &facts.size);
    let decisive = reading
        .decided_by
        .as_deref()
        .and_then(|label| reading.row(label));
    let because = grounds::of(report, facts, reading, decisive);
    let verdict = terms::verdict_in_full(reading.verdict);
    let by_margin = decisive
        .and_then(|row| row.sampling)
        .is_some_and(|of| of.basis == SizeBasis::StatedMargin);
    let by = match by_margin && reading.rests_on_a_test() {
        true => match facts.and_then(same_sample::margin_by) {
            Some(by) => format!(", judged by the margin that {by} states of the same sample"),
            None => ", judged by the pollster's own stated margin".to_owned(),
        },
        false => String::new(),
    };
    let verdict = match reading.verdict {
        Verdict::DifferentPopulations if explained::could_explain_with_chance(reading) => {
            "votes that the poll did not cover and chance together could explain it"
        }
        Verdict::DifferentPopulations if explained::is_of_votes_alone(reading) => {
            "votes that the poll did not cover could explain it"
        }
        _ => verdict,
    };
    let own = match because {
        Some(because) => sentence(&format!("{verdict}{by}: {because}")),
        None => sentence(&format!("{verdict}{by}")),
    };
    let more = [
        invalid_alike(reading),
        implausible_margin(size, reading),
        with_bias(report, reading, decisive),
    ];
    let more = more.into_iter().flatten().map(|more| format!(" {more}"));
    let words: String = [own].into_iter().chain(more).collect();
    match sample::sampled(facts) {
        "ballots" => predicate::of_ballots_drawn(&words),
        _ => words,
    }
}

/// On what a verdict against a partial count rests, whose bound is a stated share of ballots of which nobody knows how
/// many are invalid; or what it would be if so few of them did not undo it.
fn invalid_alike(reading: &ReadingReport) -> Option<String> {
    let of = reading.condition?;
    let percent = number::rounded_down(of.unless_invalid, 2);
    Some(if of.is_bound {
        format!(
            "That takes invalid ballots to be as frequent among those still to be counted as among those counted, and holds \
             unless {percent} percent of the ballots counted were invalid."
        )
    } else {
        format!(
            "If invalid ballots are as frequent among those still to be counted as among those counted, it would be {} (a \
             projection, which fails if {percent} percent of the ballots counted were invalid).",
            would_be(of.verdict)
        )
    })
}

/// A verdict as what something would be.
fn would_be(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::RangeOutside => "outside a range that was published",
        Verdict::RangeInside => "inside its ranges",
        Verdict::DifferentPopulations => "what voters only in poll or count could explain",
        other => terms::verdict_in_full(other),
    }
}

/// A margin that no sample drawn singly of this size can have leads to a size that is too good.
fn implausible_margin(size: Option<&SizeFacts>, reading: &ReadingReport) -> Option<String> {
    let too_small = size.is_some_and(SizeFacts::margin_is_too_small);
    (reading.rests_on_a_test() && too_small).then(|| {
        "The stated margin is smaller than that of a simple random sample of the same size, so that more is called beyond \
         chance than the number of respondents supports."
            .to_owned()
    })
}

/// The verdict with the bias that was declared.
fn with_bias(
    report: &Report,
    reading: &ReadingReport,
    decisive: Option<&RowReport>,
) -> Option<String> {
    let bias = report.settings.bias_standard_deviation?;
    let verdict = match reading.verdict_with_bias? {
        Verdict::WithinSampling => "no more than sampling and bias explain",
        Verdict::BeyondSampling => "more than sampling and bias explain",
        Verdict::WithinSimpleRandomSampling => {
            "no more than sampling and bias would explain if respondents had been drawn singly"
        }
        Verdict::BeyondSimpleRandomSampling => {
            "more than sampling and bias would explain if respondents had been drawn singly"
        }
        other => terms::verdict_in_full(other),
    };
    let figures = decisive.map_or(String::new(), |row| {
        let of = row
            .sampling
            .and_then(|of| Some((of.total_error_z?, of.total_error_p_value?)));
        of.map_or(String::new(), |(z, p)| {
            format!(
                ": {} for {}, z = {}, {}",
                grounds::points(row),
                rows::in_prose(&row.label),
                number::fixed(z, 2),
                p_equals(p)
            )
        })
    });
    let with = terms::bias(bias);
    let condition = reading.condition_with_bias.filter(|of| of.is_bound);
    let unless = unless_invalid(condition.map(|of| of.unless_invalid));
    Some(format!("Allowing for {with}: {verdict}{figures}{unless}."))
}
