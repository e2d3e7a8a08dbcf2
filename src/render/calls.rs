//! What a poll called before the count did, in a table.

use super::outline::{Block, Grid};
use super::terms::{self, list};
use crate::report::{Call, CallOutcome, PollReport, Question, Said};

/// What the poll called, and what came of it; choices of which the same is said share a line.
pub(super) fn table(poll: &PollReport) -> Option<Block> {
    let mut lines: Vec<([String; 4], Vec<&str>)> = Vec::new();
    let drawn_singly = (poll.reading()).is_some_and(|reading| !reading.knows_design());
    for call in &poll.calls {
        // With choices taken together the question is another one than without.
        let as_one = match call.question {
            Question::Majority => as_one(of_seats(poll)),
            Question::Leader if poll.reading().is_none() => as_one(of_seats(poll)),
            // A sum of shares takes no place.
            _ => String::new(),
        };
        let chance = match (call.beyond_sampling, call.outcome) {
            (_, CallOutcome::Unknown | CallOutcome::Open) => "",
            (Some(true), _) if drawn_singly => ", more than chance if drawn singly",
            (Some(true), _) => ", more than chance",
            (Some(false), _) if drawn_singly => ", could be chance if drawn singly",
            (Some(false), _) => ", could be chance",
            (None, _) if by_ranges(poll, call) => ", by its range alone",
            (None, _) => ", by the figures alone",
        };
        let cells = [
            format!("{}{as_one}", question(&call.question)),
            said(&call.called),
            said(&call.result),
            match &call.not_judged {
                Some(reason) => {
                    format!("{}: {}", outcome(call.outcome), terms::reason(reason))
                }
                None => format!("{}{chance}", outcome(call.outcome)),
            },
        ];
        let choice = call.choice.as_deref();
        match lines.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, choices)) => choices.extend(choice),
            None => lines.push((cells, choice.into_iter().collect())),
        }
    }
    let mut grid = Grid::of("question")
        .words("poll")
        .words("count")
        .words("call");
    for ([of, called, result, came_true], choices) in lines {
        let of = match choices.as_slice() {
            [] => of,
            choices => format!("{of}: {}", list(choices)),
        };
        grid.row(vec![of, called, result, came_true]);
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
        Said::Choices(choices) | Said::Tie(choices) => choices.iter().any(is_range),
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

fn question(question: &Question) -> String {
    match question {
        Question::Leader => "who leads".into(),
        Question::Majority => "who has a majority of seats".into(),
        Question::Threshold(name) => format!("threshold \"{name}\""),
        Question::Place(place) => format!("who takes place {place}"),
        Question::Order => "order of the first places".into(),
    }
}

fn said(said: &Said) -> String {
    match said {
        Said::Choices(choices) => choices.join(", then "),
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
