//! What a poll called before the count did, in a table.

use super::outline::{Block, Grid};
use super::terms::{self, list};
use crate::report::{CallOutcome, PollReport, Question, Said};

/// What the poll called, and what came of it; choices of which the same is said share a line.
pub(super) fn table(poll: &PollReport) -> Option<Block> {
    let mut lines: Vec<([String; 4], Vec<&str>)> = Vec::new();
    for call in &poll.calls {
        let chance = match (call.beyond_sampling, call.outcome) {
            (_, CallOutcome::Unknown | CallOutcome::Open) => "",
            (Some(true), _) => ", more than chance",
            (Some(false), _) => ", could be chance",
            (None, _) => ", by the figures alone",
        };
        let cells = [
            question(&call.question),
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
        Said::Nobody => "nobody".into(),
        Said::Above => "above".into(),
        Said::Below => "below".into(),
        Said::Open => "open".into(),
        Said::Unknown => "not said".into(),
    }
}
