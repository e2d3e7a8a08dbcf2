//! Polls of which nobody says what their shares are of, where that decides how they are judged.

use crate::alignment::Rule;
use crate::report::{PollReport, Reason, Verdict};

/// Whether the verdict hangs on what the printed shares are of, which nobody says: of all ballots or of valid votes, or
/// without those whom the poll does not list.
pub(super) fn is_judged_by_it(poll: &PollReport) -> bool {
    let leaves_out_others = |rule: &Rule| matches!(rule, Rule::OthersLeftOut { .. });
    let may_leave_them_out =
        || (poll.reading()).is_some_and(|of| of.rules.iter().any(leaves_out_others));
    poll.verdict == Verdict::DependsOnBase && (poll.base_is_open() || may_leave_them_out())
}

/// Such a poll is not taken together with the others: by its other reading it would say something else.
pub(super) fn leave_out(polls: &[PollReport], left_out: &mut [Option<Reason>]) {
    for (poll, reason) in polls.iter().zip(left_out) {
        if reason.is_none() && is_judged_by_it(poll) {
            *reason = Some(Reason::BaseOpen);
        }
    }
}
