//! Which polls are judged by the margins that they state themselves, and what those margins leave out.

use super::room::Room;
use super::same_sample;
use crate::report::Report;

/// `too_small` and `as_drawn_singly` are among the polls: those whose margin is smaller than, or just, that of as
/// many respondents drawn singly.
pub(super) fn sentence(
    report: &Report,
    polls: &[String],
    too_small: &[String],
    as_drawn_singly: &[String],
    room: Room,
) -> String {
    let judged = match polls {
        [poll] => {
            let facts = report.poll(poll);
            let several = facts.is_some_and(|facts| facts.sample().margins().len() > 1);
            let margins = if several { "margins" } else { "margin" };
            let margins = match facts.and_then(same_sample::margin_by) {
                Some(by) => format!(
                    "the {margins} that {} states of the same sample",
                    room.name(by)
                ),
                None => format!("its own stated {margins}"),
            };
            format!("{} is judged by {margins}", room.name(poll))
        }
        polls => {
            let by_another = |poll: &String| {
                let facts = report.poll(poll);
                facts.is_some_and(|facts| same_sample::margin_by(facts).is_some())
            };
            let own = match polls.iter().any(by_another) {
                true => "margins stated of their samples",
                false => "their own stated margins",
            };
            format!("{} are judged by {own}", room.list(polls))
        }
    };
    let of = |those: &[String], is: &str| match those {
        [] => String::new(),
        _ if polls.len() == 1 => format!(", which is {is}"),
        those if those.len() == polls.len() => format!(", each {is}"),
        [one] => format!("; that of {} is {is}", room.name(one)),
        those => format!("; those of {} are each {is}", room.list(those)),
    };
    format!(
        "{judged}{}{}.",
        of(
            too_small,
            "smaller than that of a simple random sample of the same size"
        ),
        of(
            as_drawn_singly,
            "within rounding that of a simple random sample of the same size"
        )
    )
}
