//! Turnout and invalid ballots of polls against those of the count.

use super::number;
use super::outline::Block;
use super::room::Room;
use super::terms::{self, list, points};
use crate::alignment::RowKind;
use crate::model::{Poll, PublishedShare};
use crate::report::{BallotFigure, ComputedFigure, PollFacts, PollReport, RangeReport, Report};

/// One of the two.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    /// Of what it is a part, where that needs saying.
    of: &'static str,
    compared: fn(&PollReport) -> Option<&BallotFigure>,
    published: fn(&Poll) -> Option<PublishedShare>,
    computed: fn(&ComputedFigure) -> String,
}

const KINDS: [Kind; 2] = [
    Kind {
        name: "turnout",
        of: "",
        compared: |poll| poll.turnout.as_ref(),
        published: Poll::turnout,
        computed: |of| {
            let ballots = match of.ballots_are_a_sum {
                true => format!("{} valid and invalid votes", number::count(of.part)),
                false => format!("{} cast", terms::ballots(of.part)),
            };
            let registered = number::count(of.whole);
            format!("{ballots} of {registered} registered voters")
        },
    },
    Kind {
        name: "invalid ballots",
        of: " of all ballots",
        // Where they are a row among the shares, they stand there and are in the verdict.
        compared: |poll| {
            let mut rows = poll.readings().flat_map(|reading| &reading.rows);
            let is_a_row = rows.any(|row| row.kind == RowKind::Invalid);
            poll.invalid.as_ref().filter(|_| !is_a_row)
        },
        published: Poll::invalid,
        computed: |of| {
            let invalid = number::count(of.part);
            let ballots = number::count(of.whole);
            match of.ballots_are_a_sum {
                true => format!("{invalid} of {ballots} valid and invalid votes"),
                false => format!("{invalid} of {ballots} ballots"),
            }
        },
    },
];

/// Both of one poll, as far as poll and count give them, and that no test is made of them.
pub(super) fn of_poll(facts: Option<&PollFacts>, poll: &PollReport) -> Vec<String> {
    let sentence = |kind: &Kind| {
        let figure = (kind.compared)(poll)?;
        let printed = facts.and_then(|facts| (kind.published)(&facts.poll));
        let of = match &figure.of_approached {
            Some(printed) => format!(
                " of those who said how they voted ({} of everyone approached, as printed)",
                number::share(printed)
            ),
            None => kind.of.to_owned(),
        };
        let computed = (figure.computed.as_ref())
            .map_or(String::new(), |of| format!(" ({})", (kind.computed)(of)));
        Some(terms::sentence(&format!(
            "{}: {} percent{of} in the poll, {} in the count{computed}: {}",
            kind.name,
            own(figure, printed),
            terms::figure_in_words(&number::share(&figure.count)),
            standing(figure)
        )))
    };
    let mut sentences: Vec<String> = KINDS.iter().filter_map(sentence).collect();
    // Invalid ballots among the rows are of the verdict.
    let mut rows = poll.readings().flat_map(|reading| &reading.rows);
    let takes_invalid = rows.any(|row| row.kind == RowKind::Invalid);
    let words = match (poll.turnout.is_some(), takes_invalid) {
        _ if sentences.is_empty() => None,
        (_, false) => Some("The verdict is of the shares alone."),
        (true, true) => {
            Some("The verdict is of the shares and the invalid ballots, and not of the turnout.")
        }
        (false, true) => None,
    };
    sentences.extend(words.map(str::to_owned));
    sentences
}

/// Both of all polls, in short.
pub(super) fn brief(report: &Report, room: Room) -> Option<Block> {
    let polls = &report.reference().polls;
    let sentence = |kind: &Kind| {
        let of_polls: Vec<(&PollReport, &BallotFigure)> = (polls.iter())
            .filter_map(|poll| Some((poll, (kind.compared)(poll)?)))
            .collect();
        let (_, first) = of_polls.first()?;
        let words = |(poll, figure): &(&PollReport, &BallotFigure)| {
            let printed = report.poll(&poll.name);
            let printed = printed.and_then(|facts| (kind.published)(&facts.poll));
            let own = own(figure, printed);
            let of = match figure.of_approached {
                Some(_) => " of those who said how they voted",
                None => "",
            };
            format!("{} {own}{of} ({})", room.name(&poll.name), standing(figure))
        };
        let mut said: Vec<String> = of_polls.iter().take(room.listed).map(words).collect();
        match of_polls.len() - said.len() {
            0 => {}
            1 => said.push("one more".into()),
            more => said.push(format!("{more} others")),
        }
        let official = terms::figure_in_words(&number::share(&first.count));
        Some(terms::sentence(&format!(
            "{}: {official} percent{} in the count; {}",
            kind.name,
            kind.of,
            list(&said)
        )))
    };
    let sentences: Vec<String> = KINDS.iter().filter_map(sentence).collect();
    (!sentences.is_empty()).then(|| Block::Paragraph(sentences.join(" ")))
}

/// As published: a range has no figure of its own.
fn own(figure: &BallotFigure, printed: Option<PublishedShare>) -> String {
    match printed.filter(|_| figure.poll.is_range) {
        Some(share) => terms::figure_in_words(&share.to_string()),
        None => terms::figure_in_words(&number::share(&figure.poll)),
    }
}

/// The poll's figure against the count's: of a range whether it holds that, of a figure how far off it is.
fn standing(figure: &BallotFigure) -> String {
    if let Some(range) = &figure.range {
        return of_range(range);
    }
    let bounds = &figure.deviation_bounds;
    if bounds.low() <= 0.0 && 0.0 <= bounds.high() {
        return "equal within rounding".into();
    }
    let side = if figure.deviation > 0.0 {
        "high"
    } else {
        "low"
    };
    let decimals = number::deviation_decimals(&figure.poll, &figure.count, bounds);
    let by = number::percent(figure.deviation.abs(), decimals);
    match number::rounding(bounds) {
        Some(rounding) => format!("{} too {side}, {rounding} for rounding", points(&by)),
        None => format!("{} too {side}", points(&by)),
    }
}

fn of_range(range: &RangeReport) -> String {
    match range.inside {
        Some(true) => "the count is inside".into(),
        None => "rounding leaves open whether the count is inside".into(),
        Some(false) if range.outside_by == 0.0 => "the count is at its limit, outside".into(),
        Some(false) => {
            let by = points(&number::percent(range.outside_by.abs(), 2));
            let side = if range.outside_by > 0.0 {
                "above"
            } else {
                "below"
            };
            format!("the count is outside, {by} {side}")
        }
    }
}
