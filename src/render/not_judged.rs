//! Why polls cannot be judged.

use super::room::Room;
use super::terms;
use crate::report::{Reason, Report, Verdict};

/// Why polls are not judged, each reason with those of which it is true.
pub(super) fn reasons<'a>(
    report: &Report,
    verdict: Verdict,
    polls: &'a [String],
) -> Vec<(String, Vec<&'a str>)> {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    if verdict != Verdict::NotComparable {
        return reasons;
    }
    for name in polls {
        let why = report.reference().poll(name).and_then(|poll| {
            let not_tested = || poll.reading()?.not_tested();
            poll.not_compared.as_ref().or_else(not_tested)
        });
        let Some(why) = why else {
            return Vec::new();
        };
        let why = match (why, polls) {
            // Which ones a caution says.
            (Reason::FiguresContradict { .. }, _) => {
                "the count's figures contradict one another".to_owned()
            }
            (why, [_]) => terms::reason(why),
            (why, _) => terms::reason_of_several(why),
        };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    reasons
}

/// Whom each reason is true of: "X (it was weighted to the official count)".
pub(super) fn with_names(reasons: &[(String, Vec<&str>)], room: Room) -> String {
    let parts: Vec<String> = (reasons.iter())
        .map(|(why, names)| format!("{} ({why})", room.list(names)))
        .collect();
    terms::list(&parts)
}
