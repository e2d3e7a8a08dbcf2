//! What a poll called before the count did, in a table.

use super::called;
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::terms::{self, list};
use super::threshold_side::{self, count_is_on, line, poll_is_on};
use crate::model::Contest;
use crate::report::{Call, CallOutcome, CountReport, PollReport, Question, Reason, Report, Said};

/// On what it rests whether a call came true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rests {
    /// What the poll says is beyond its sampling error, or would be had respondents been drawn singly.
    MoreThanChance {
        /// Whether its design is not known.
        drawn_singly: bool,
    },
    /// It is not.
    Chance {
        /// Likewise.
        drawn_singly: bool,
    },
    /// It is by the figures as printed, and digits that were not printed leave that open.
    Rounding {
        /// Likewise.
        drawn_singly: bool,
    },
    /// Published ranges, of which no sampling error can be computed.
    Ranges,
    /// The figures and their rounding: how many were asked is not known.
    Figures,
}

/// On what a call of this poll rests.
pub(super) fn rests_on(poll: &PollReport, call: &Call) -> Rests {
    let drawn_singly = (poll.reading()).is_some_and(|reading| !reading.knows_design());
    match call.beyond_sampling {
        Some(true) => Rests::MoreThanChance { drawn_singly },
        Some(false) if call.decided_by_rounding => Rests::Rounding { drawn_singly },
        Some(false) => Rests::Chance { drawn_singly },
        None if by_ranges(poll, call) => Rests::Ranges,
        None => Rests::Figures,
    }
}

/// What the poll called, and what came of it; choices of which the same is said share a line.
pub(super) fn table(report: &Report, count: &CountReport, poll: &PollReport) -> Option<Block> {
    let contest = &report.contest;
    let mut lines: Vec<([String; 5], Vec<&str>)> = Vec::new();
    for call in &poll.calls {
        let own = if call.of_own_voters { OF_ITS_OWN } else { "" };
        // With choices taken together the question is another one than without.
        let as_one = match call.question {
            Question::Majority if call.choice.is_none() => as_one(of_seats(poll)),
            Question::Leader if poll.reading().is_none() => as_one(of_seats(poll)),
            // A sum of shares takes no place.
            _ => String::new(),
        };
        let chance = match call.outcome {
            CallOutcome::Unknown | CallOutcome::Open => "",
            _ => match rests_on(poll, call) {
                Rests::MoreThanChance { drawn_singly: true } => {
                    ", more than chance if drawn singly"
                }
                Rests::MoreThanChance { .. } => ", more than chance",
                Rests::Rounding { drawn_singly: true } => {
                    ", rounding decides whether more than chance if drawn singly"
                }
                Rests::Rounding { .. } => ", rounding decides whether more than chance",
                Rests::Chance { drawn_singly: true } => ", could be chance if drawn singly",
                Rests::Chance { .. } => ", could be chance",
                Rests::Ranges => ", by its range alone",
                Rests::Figures => ", by the figures alone",
            },
        };
        let cells = [
            format!("{}{as_one}{own}", question(contest, call)),
            called(contest, poll, call),
            said(
                contest,
                call,
                &call.result,
                count_is_on(contest, count, call),
            ) + &deciding_share(contest, count, call),
            match &call.not_judged {
                Some(reason) => {
                    format!("{}: {}", outcome(call.outcome), terms::reason(reason))
                }
                None => format!("{}{chance}", outcome(call.outcome)),
            },
            call.unless_invalid
                .map_or(NOTHING.into(), |part| number::rounded_down(part, 2)),
        ];
        let choice = call.choice.as_deref();
        match lines.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, choices)) => choices.extend(choice),
            None => lines.push((cells, choice.into_iter().collect())),
        }
    }
    let mut grid = Grid::of("question")
        .words(called::this(report.poll(&poll.name)))
        .words("count")
        .words("call");
    let conditional = poll.calls.iter().any(|call| call.unless_invalid.is_some());
    if conditional {
        grid = grid.figures("unless so many of the ballots counted were invalid, %");
    }
    for ([of, called, result, came_true, unless], choices) in lines {
        let of = match choices.as_slice() {
            [] => of,
            choices => format!("{of}: {}", list(choices)),
        };
        let mut cells = vec![of, called, result, came_true];
        cells.extend(conditional.then_some(unless));
        grid.row(cells);
    }
    grid.block()
}

/// Choices that the poll gives as one, each with its label.
fn of_seats(poll: &PollReport) -> Vec<&str> {
    let rows = poll.seats.iter().flat_map(|seats| &seats.rows);
    rows.filter(|row| !row.is_check && row.choices.len() > 1)
        .map(|row| row.label.as_str())
        .collect()
}

fn as_one(labels: Vec<&str>) -> String {
    match labels.is_empty() {
        true => String::new(),
        false => format!(", with {} as one", list(&labels)),
    }
}

/// Whether a choice that the call is of has a published range.
fn by_ranges(poll: &PollReport, call: &Call) -> bool {
    let is_range = |choice: &String| {
        let row = poll.reading().and_then(|reading| reading.row(choice));
        row.is_some_and(|row| row.range.is_some())
    };
    match &call.called {
        Said::Choices(choices) | Said::InAnyOrder(choices) | Said::Tie(choices) => {
            choices.iter().any(is_range)
        }
        _ => call.choice.as_ref().is_some_and(is_range),
    }
}

fn outcome(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Right => "right",
        CallOutcome::Wrong => "wrong",
        CallOutcome::Open => "open",
        CallOutcome::Unknown => "not known",
    }
}

fn question(contest: &Contest, call: &Call) -> String {
    match &call.question {
        Question::Leader => "who leads".into(),
        Question::Majority if call.choice.is_some() => "a majority of seats".into(),
        Question::Majority => "who has a majority of seats".into(),
        Question::Threshold(name) => {
            let line = line(contest, &call.question).map_or(String::new(), |line| {
                let percent = number::shortest(100.0 * line.threshold().share());
                let more = match line.threshold().must_be_exceeded() {
                    true => "more than ",
                    false => "",
                };
                format!(" ({more}{percent} percent)")
            });
            format!("threshold \"{name}\"{line}")
        }
        Question::Place(place) => format!("who takes place {place}"),
        Question::FirstPlaces(places) => {
            format!("who takes the first {places} places, in any order")
        }
        Question::Order => "order of the first places".into(),
    }
}

/// "5 percent", of the threshold that is asked of.
pub(super) fn percent_of(contest: &Contest, question: &Question) -> String {
    line(contest, question).map_or_else(
        || "the threshold".into(),
        |line| {
            format!(
                "{} percent",
                number::shortest(100.0 * line.threshold().share())
            )
        },
    )
}

/// The share of the votes that decides a threshold, where it prints like the threshold with the digits that the count
/// has elsewhere: with as many as show that it is not.
fn deciding_share(contest: &Contest, count: &CountReport, call: &Call) -> String {
    let share = || {
        let threshold = line(contest, &call.question)?.threshold().share();
        let choice = count.choice(call.choice.as_deref()?)?;
        let (votes, valid) = choice.votes.zip(count.valid.filter(|_| count.is_final()))?;
        let share = votes as f64 / valid as f64;
        let digits = |decimals: &usize| {
            number::percent(share, *decimals) != number::percent(threshold, *decimals)
        };
        let shown = (2..=9).find(digits).filter(|decimals| *decimals > 2)?;
        Some(format!(" ({} percent)", number::percent(share, shown)))
    };
    share().unwrap_or_default()
}

const OF_ITS_OWN: &str = ", of its own voters";

/// What the poll says, which is of its own voters where it is known not to be of those of the count.
fn called(contest: &Contest, poll: &PollReport, call: &Call) -> String {
    let of_others = matches!(
        call.not_judged,
        Some(Reason::PartOfTheVoters | Reason::NotAllCounted)
    );
    let words = said(contest, call, &call.called, poll_is_on(contest, poll, call));
    match &call.called {
        Said::Open | Said::Unknown => words,
        _ if of_others => words + OF_ITS_OWN,
        _ => words,
    }
}

fn said(contest: &Contest, call: &Call, says: &Said, on_line: bool) -> String {
    if let Some(side) = threshold_side::said(contest, call, says, on_line) {
        return side.into();
    }
    match says {
        Said::Choices(choices) => choices.join(", then "),
        Said::InAnyOrder(choices) => list(choices),
        Said::Tie(choices) => format!("{}, tied", list(choices)),
        Said::ThenTied { ahead, tied } => {
            format!("{}, then {}, tied", ahead.join(", then "), list(tied))
        }
        Said::Nobody => "nobody".into(),
        Said::Above => "above".into(),
        Said::Below => "below".into(),
        Said::Open => "open".into(),
        Said::Unknown => "not said".into(),
    }
}
