//! What polls within chance could have missed: no more than chance is no agreement.

use super::number;
use super::room::Room;
use super::terms;
use crate::report::{PollReport, ReadingReport, Report};

/// The deviations that polls within chance could easily have missed, the greatest and the least with whose they are; of one
/// poll it stands beside its largest deviation.
pub(super) fn sentence(report: &Report, room: Room) -> Option<String> {
    let polls: Vec<&PollReport> = report.judged().collect();
    let mut least: Vec<Least<'_>> = polls.iter().filter_map(|poll| Least::of(poll)).collect();
    least.sort_by(|one, other| other.deviation.total_cmp(&one.deviation));
    let (most, last) = (least.first()?, least.last()?);
    // Where room is short, the full report has it.
    if polls.len() < 2 || room.listed <= 3 || least.iter().any(|other| other.choice != most.choice)
    {
        return None;
    }
    let points = |of: &Least<'_>| number::percent(of.deviation, 1);
    let singly = match least.iter().all(|of| of.reading.knows_design()) {
        true => "",
        false => ", if drawn singly",
    };
    let by_whom = match (least.len(), points(most), points(last)) {
        (1, ..) => room.name(most.poll),
        (_, high, low) if high == low => {
            let own: Vec<&str> = least.iter().map(|of| of.poll).collect();
            room.list(&own)
        }
        (several, _, low) => {
            let others = match several {
                2 => "",
                3 => " (the other one within chance lies between)",
                _ => " (the others within chance lie between)",
            };
            format!(
                "{}, of less than {} by {}{others}",
                room.name(most.poll),
                terms::points(&low),
                room.name(last.poll)
            )
        }
    };
    Some(format!(
        "A deviation of less than {} for {} could easily have been missed by {by_whom}{singly}.",
        terms::points(&points(most)),
        room.name(most.choice)
    ))
}

/// The deviation that a poll within chance finds with power .8.
struct Least<'a> {
    poll: &'a str,
    reading: &'a ReadingReport,
    choice: &'a str,
    deviation: f64,
}

impl<'a> Least<'a> {
    fn of(poll: &'a PollReport) -> Option<Least<'a>> {
        let reading = poll.reading().filter(|_| poll.verdict.is_within())?;
        let least = reading.minimum_detectable.as_ref()?;
        Some(Least {
            poll: &poll.name,
            reading,
            choice: &least.choice,
            deviation: least.deviation,
        })
    }
}
