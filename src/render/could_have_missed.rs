//! What polls within chance could have missed: no more than chance is no agreement.

use super::called;
use super::number;
use super::room::Room;
use crate::report::{PollReport, ReadingReport, Report};

/// The deviations that several polls within chance could easily have missed, from the least to the greatest; of one poll
/// it stands beside its largest deviation.
pub(super) fn sentence(report: &Report, room: Room) -> Option<String> {
    let polls: Vec<&PollReport> = report.judged().collect();
    let within = (polls.iter().filter_map(|poll| poll.reading()))
        .filter(|reading| reading.verdict.is_within());
    let least: Vec<(&ReadingReport, f64, &str)> = within
        .filter_map(|reading| {
            let least = reading.minimum_detectable.as_ref()?;
            Some((reading, least.deviation, least.choice.as_str()))
        })
        .collect();
    let (_, _, choice) = *least.first()?;
    // Where room is short, the full report has it.
    if polls.len() < 2 || room.listed <= 3 || least.iter().any(|(_, _, other)| *other != choice) {
        return None;
    }
    let points = |of: f64| number::percent(of, 1);
    let ends = least
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(low, high), (_, of, _)| {
            (low.min(*of), high.max(*of))
        });
    let range = match (points(ends.0), points(ends.1)) {
        (low, high) if low == high => low,
        (low, high) => format!("{low} to {high}"),
    };
    let singly = match least.iter().all(|(reading, ..)| reading.knows_design()) {
        true => "",
        false => ", if drawn singly",
    };
    let estimates = polls.iter().map(|poll| &poll.name);
    let of_whom = match least.len() {
        1 => format!(
            "the {} within chance",
            called::one_of(called::estimates(report, estimates))
        ),
        _ => "those within chance".to_owned(),
    };
    Some(format!(
        "A deviation of less than {range} points for {} could easily have been missed by {of_whom}{singly}.",
        room.name(choice)
    ))
}
