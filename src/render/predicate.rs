//! What is said of polls of one verdict.

use super::{explained, sample, seats_right};
use crate::alignment::{RowKind, Rule};
use crate::report::{PollReport, ReadingReport, Report, RowReport, SeatStatus, Verdict};

/// What is said of one poll, and of several.
fn predicate(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::WithinSampling => (
            "differs from the count by no more than chance explains",
            "differ from the count by no more than chance explains",
        ),
        Verdict::WithinSimpleRandomSampling => (
            "differs from the count by no more than chance would explain if respondents had been \
             drawn singly",
            "differ from the count by no more than chance would explain if respondents had been \
             drawn singly",
        ),
        Verdict::BeyondSampling => (
            "differs from the count by more than chance explains",
            "differ from the count by more than chance explains",
        ),
        Verdict::BeyondSimpleRandomSampling => (
            "differs from the count by more than chance would explain if respondents had been drawn \
             singly",
            "differ from the count by more than chance would explain if respondents had been drawn \
             singly",
        ),
        Verdict::OpenUntilCounted => (
            "cannot be judged until more is counted",
            "cannot be judged until more is counted",
        ),
        Verdict::DifferentPopulations => (
            "differs from the count, but voters only in poll or count could explain it",
            "differ from the count, but voters only in poll or count could explain it",
        ),
        Verdict::UndecidedByRounding => (
            "may or may not differ by more than chance, depending on digits that were not printed",
            "may or may not differ by more than chance, depending on digits that were not printed",
        ),
        Verdict::SampleSizeUnknown => (
            "gives no sample size, so that chance cannot be judged",
            "give no sample size, so that chance cannot be judged",
        ),
        Verdict::WithinRounding => (
            "equals the count within rounding",
            "equal the count within rounding",
        ),
        Verdict::DependsOnBase => (
            "is judged one way or the other depending on what its shares are shares of",
            "are judged one way or the other depending on what their shares are shares of",
        ),
        Verdict::SeatsInside => seats_right::SINGLE_FIGURES,
        Verdict::SeatsOutside => (
            "misses the seats of at least one party",
            "miss the seats of at least one party",
        ),
        Verdict::SeatsOpen => (
            "cannot be judged while seats of the house have no winner",
            "cannot be judged while seats of the house have no winner",
        ),
        Verdict::RangeInside => (
            "has every official share inside its ranges",
            "have every official share inside their ranges",
        ),
        Verdict::RangeOutside => (
            "has at least one official share outside its ranges",
            "have at least one official share outside their ranges",
        ),
        Verdict::NotComparable => (
            "cannot be judged against the count",
            "cannot be judged against the count",
        ),
    }
}

fn states_its_base(report: &Report, poll: &str) -> bool {
    report.poll(poll).is_some_and(|of| of.poll.base().is_some())
}

/// Whether the figures of a poll of all ballots leave no room for invalid ones.
fn finds_no_invalid(reading: &ReadingReport) -> bool {
    (reading.rules.iter()).any(|rule| matches!(rule, Rule::NoInvalidBallots { .. }))
}

/// Whether the reading is of the choices that the poll lists, whose figures leave nothing for anyone else.
fn leaves_out_others(reading: &ReadingReport) -> bool {
    (reading.rules.iter()).any(|rule| matches!(rule, Rule::OthersLeftOut { .. }))
}

/// The same of these polls, where the words depend on what is known of them.
pub(super) fn predicate_of(
    report: &Report,
    verdict: Verdict,
    polls: &[String],
) -> (&'static str, &'static str) {
    let readings = || {
        let polls = polls
            .iter()
            .filter_map(|poll| report.reference().poll(poll));
        polls.filter_map(PollReport::reading)
    };
    let knows_design = || readings().all(ReadingReport::knows_design);
    match verdict {
        // No test says that ranges do not hold the count.
        Verdict::DifferentPopulations if !readings().any(ReadingReport::rests_on_a_test) => {
            match readings().all(explained::is_of_votes_alone) {
                true => (
                    "has at least one official share outside its ranges, but votes that it did not cover could explain it",
                    "have at least one official share outside their ranges, but votes that they did not cover could \
                     explain it",
                ),
                false => (
                    "has at least one official share outside its ranges, but voters only in poll or count could explain it",
                    "have at least one official share outside their ranges, but voters only in poll or count could \
                     explain it",
                ),
            }
        }
        Verdict::DifferentPopulations if readings().any(explained::could_explain_with_chance) => (
            "differs from the count, but votes that it did not cover and chance together could explain it",
            "differ from the count, but votes that they did not cover and chance together could explain it",
        ),
        // Nobody is in the polls alone.
        Verdict::DifferentPopulations if readings().all(explained::is_of_votes_alone) => (
            "differs from the count, but votes that it did not cover could explain it",
            "differ from the count, but votes that they did not cover could explain it",
        ),
        Verdict::DependsOnBase if readings().all(ReadingReport::is_of_another_base) => (
            "can be compared with the count only if its shares are of all ballots, which it does not say (the count's invalid \
             ballots were not published)",
            "can be compared with the count only if their shares are of all ballots, which they do not say (the count's invalid \
             ballots were not published)",
        ),
        // What its shares are of the poll says, and whether it found invalid ballots; what the count's others are is open.
        Verdict::DependsOnBase
            if polls.iter().all(|poll| states_its_base(report, poll))
                && !readings().any(finds_no_invalid)
                && !readings().any(leaves_out_others) =>
        {
            (
                "is judged one way or the other depending on whether the other ballots of the count are invalid or votes for \
                 others",
                "are judged one way or the other depending on whether the other ballots of the count are invalid or votes for \
                 others",
            )
        }
        // What its shares are of it says; whether they hold what it does not list it does not.
        Verdict::DependsOnBase if readings().all(leaves_out_others) => (
            "is judged one way or the other depending on whether it left out the votes for everyone it does not list",
            "are judged one way or the other depending on whether they left out the votes for everyone they do not list",
        ),
        // With every final count others could explain what is more than chance.
        Verdict::OpenUntilCounted if readings().all(explained::could_explain_any_end) => {
            match readings().all(explained::is_of_votes_alone) {
                true => (
                    "cannot be judged until more is counted, and even then votes that it did not cover could explain a \
                     difference",
                    "cannot be judged until more is counted, and even then votes that they did not cover could explain a \
                     difference",
                ),
                false => (
                    "cannot be judged until more is counted, and even then voters only in poll or count could explain a \
                     difference",
                    "cannot be judged until more is counted, and even then voters only in poll or count could explain a \
                     difference",
                ),
            }
        }
        Verdict::UndecidedByRounding
            if readings().all(|of| of.rows.iter().all(|row| row.sampling.is_none())) =>
        {
            (
                "may or may not have every official share inside its ranges, depending on digits that \
                 were not printed",
                "may or may not have every official share inside their ranges, depending on digits that \
                 were not printed",
            )
        }
        Verdict::UndecidedByRounding => {
            let count = report.reference();
            let is_all = count.is_final() || count.is_all_counted();
            let either = match (is_all, knows_design()) {
                (true, true) => predicate(verdict).0,
                (true, false) => {
                    "may or may not differ by more than chance would explain if respondents had been drawn singly, \
                     depending on digits that were not printed"
                }
                (false, true) => {
                    "may or may not differ by more than chance, depending on digits that were not printed and perhaps on \
                     the ballots still to be counted"
                }
                (false, false) => {
                    "may or may not differ by more than chance would explain if respondents had been drawn singly, \
                     depending on digits that were not printed and perhaps on the ballots still to be counted"
                }
            };
            (either, either)
        }
        Verdict::WithinRounding if !report.reference().is_final() => (
            "equals every count that can still come, within rounding",
            "equal every count that can still come, within rounding",
        ),
        Verdict::RangeInside if !readings().all(|of| has_every_range(report, of)) => (
            "has every official share for which it gave a range inside it",
            "have every official share for which they gave a range inside it",
        ),
        Verdict::SeatsInside => seats_right::predicate(report, polls),
        // Every distribution of the seats without a winner was looked at.
        Verdict::SeatsOutside if !report.reference().is_final() => (
            "misses the seats of at least one party, as far as they are declared",
            "miss the seats of at least one party, as far as they are declared",
        ),
        Verdict::SeatsOpen if is_provisional(report, polls) => (
            "cannot be judged while the seats of the count are provisional",
            "cannot be judged while the seats of the count are provisional",
        ),
        other => predicate(other),
    }
}

/// Whether the poll gave a range for every choice that has an official share.
fn has_every_range(report: &Report, reading: &ReadingReport) -> bool {
    let is_range = |row: &&RowReport| row.kind == RowKind::Choice && row.range.is_some();
    let ranges = || reading.rows.iter().filter(is_range);
    let given = |choice: &String| ranges().any(|row| row.choices.contains(choice));
    let counted = report.reference().choices.iter();
    let mut counted = counted.filter(|of| of.share.is_some());
    counted.all(|of| of.choices.iter().all(given))
}

fn is_provisional(report: &Report, polls: &[String]) -> bool {
    let mut seats = polls
        .iter()
        .filter_map(|poll| report.reference().poll(poll)?.seats.as_ref());
    seats.any(|seats| seats.status == SeatStatus::Provisional)
}

/// The same words where what was drawn are the ballots of stations, which nobody was asked about.
pub(super) fn drawn(report: &Report, polls: &[String], words: &str) -> String {
    let of_ballots = |name: &String| {
        let mut facts = report.polls.iter();
        let facts = facts.find(|of| of.poll.name() == name);
        sample::sampled(facts) == "ballots"
    };
    match polls.iter().all(of_ballots) {
        true => of_ballots_drawn(words),
        false => words.to_owned(),
    }
}

/// Words on respondents, said of ballots.
pub(super) fn of_ballots_drawn(words: &str) -> String {
    words.replace(
        "respondents had been drawn singly",
        "ballots had been drawn singly",
    )
}
