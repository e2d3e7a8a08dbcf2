//! Which polls are judged by the margins that they state themselves, and what those margins leave out.

use super::findings::Room;

/// `too_small` and `as_drawn_singly` are among the polls: those whose margin is smaller than, or just, that of as
/// many respondents drawn singly.
pub(super) fn sentence(
    polls: &[String],
    too_small: &[String],
    as_drawn_singly: &[String],
    room: Room,
) -> String {
    let judged = match polls {
        [poll] => format!("{} is judged by its own stated margin", room.name(poll)),
        polls => format!(
            "{} are judged by their own stated margins",
            room.list(polls)
        ),
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
            "smaller than as many respondents drawn singly would have"
        ),
        of(
            as_drawn_singly,
            "within its rounding that of as many respondents drawn singly"
        )
    )
}
