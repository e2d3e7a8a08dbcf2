//! Figures of a poll that are not compared, each with its reason.

use super::{published, turnout};
use crate::model::{Category, Contest, CountStatus, OfficialCount, Poll};
use crate::report::{LeftOut, PollReport, ReadingReport, Reason};

/// Names the seats, shares and turnout of the poll that the report has nothing against.
pub(super) fn add(contest: &Contest, count: &OfficialCount, poll: &Poll, report: &mut PollReport) {
    let left_out = |label: &str, figure: String, reason: Reason| LeftOut {
        label: label.to_owned(),
        figure,
        reason,
    };
    if report.seats.is_none() && !poll.seats().is_empty() {
        let seats = poll.seats().iter();
        report.left_out.extend(
            seats.map(|(label, seats)| {
                left_out(label, seats.to_string(), Reason::CountWithoutSeats)
            }),
        );
        if report.reading.is_none() && report.not_compared.is_none() {
            report.not_compared = Some(Reason::CountWithoutSeats);
        }
    }
    if report.reading.is_none() {
        let reason = report.not_compared.clone();
        let reason = reason.unwrap_or(Reason::NoCommonChoice);
        let entries = poll.entries().iter();
        report.left_out.extend(
            entries.map(|entry| left_out(entry.label(), entry.share.to_string(), reason.clone())),
        );
    }
    if report.readings().any(ReadingReport::is_of_listed_choices) {
        let unlisted = without_official_figure(poll, report);
        report.left_out.extend(
            unlisted.map(|(label, figure)| left_out(label, figure, Reason::NoOfficialFigure)),
        );
    }
    let is_of_part = report.segment.is_some() || published::is_of_others(poll, count);
    let has_invalid = count.invalid().is_some() || count.invalid_share().is_some();
    if let (Some(invalid), None, true) = (poll.invalid(), report.invalid, is_of_part)
        && has_invalid
    {
        let reason = Reason::PartOfTheVoters;
        let figure = left_out("invalid ballots", invalid.to_string(), reason);
        report.left_out.push(figure);
    }
    if let (Some(turnout), None) = (poll.turnout(), report.turnout) {
        let reason = match count.status() {
            _ if is_of_part => Reason::PartOfTheVoters,
            CountStatus::Final if turnout::is_contradicted(contest, count) => {
                Reason::TurnoutContradicted
            }
            CountStatus::Final => Reason::NoOfficialFigure,
            _ => Reason::TurnoutStillGrows,
        };
        report
            .left_out
            .push(left_out("turnout", turnout.to_string(), reason));
    }
}

/// The figures of a poll for whom the count has none.
fn without_official_figure<'a>(
    poll: &'a Poll,
    report: &PollReport,
) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
    let rows = report.readings().flat_map(|reading| &reading.rows);
    let compared: Vec<String> = rows.flat_map(|row| row.choices.clone()).collect();
    let unlisted = (poll.entries().iter())
        .filter(move |entry| !entry.choices().iter().any(|of| compared.contains(of)))
        .map(|entry| (entry.label(), entry.share.to_string()));
    let other = poll.category(Category::Other);
    unlisted.chain(other.map(|share| (Category::Other.label(), share.to_string())))
}
