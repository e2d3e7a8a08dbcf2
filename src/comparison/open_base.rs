//! Polls of which nobody says what their shares are of, where that decides how they are judged.

use crate::report::{PollReport, Reason, Verdict};

/// Whether the verdict hangs on what the printed shares are of, which nobody says.
pub(super) fn is_judged_by_it(poll: &PollReport) -> bool {
    poll.base_is_open() && poll.verdict == Verdict::DependsOnBase
}

/// Such a poll is not taken together with the others: by its other reading it would say something else.
pub(super) fn leave_out(polls: &[PollReport], left_out: &mut [Option<Reason>]) {
    for (poll, reason) in polls.iter().zip(left_out) {
        if reason.is_none() && is_judged_by_it(poll) {
            *reason = Some(Reason::BaseOpen);
        }
    }
}
