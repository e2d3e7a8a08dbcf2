//! What the model says of a source, in the form that the comparison asks for it.

use crate::model::{Contest, OfficialCount, Poll};
use crate::numeric::Bounds;
use crate::report::RowReport;

pub(super) fn outside(_: &Poll) -> Option<(f64, Bounds)> {
    None
}
pub(super) fn left_out(_: &Poll) -> Option<&str> {
    None
}
pub(super) fn population(_: &Poll) -> bool {
    false
}
pub(super) fn station_selection(_: &Poll) -> bool {
    false
}
pub(super) fn refusals_and_misses(_: &Poll) -> bool {
    false
}
pub(super) fn hours(_: &Poll) -> bool {
    false
}
pub(super) fn weighting_variables(_: &Poll) -> bool {
    false
}
pub(super) fn wording(_: &Poll) -> bool {
    false
}
pub(super) fn shared_with(_: &Poll) -> Option<&str> {
    None
}
pub(super) fn seats_are_provisional(_: &OfficialCount) -> bool {
    false
}
pub(super) fn places(_: &Contest) -> usize {
    2
}
pub(super) fn threshold_applies(_: &Contest, _: &str, _: &RowReport) -> bool {
    true
}
/// The choices behind a label of the poll: the members of a merged one, or the choice itself.
pub(super) fn choices_of_poll(poll: &Poll, label: &str) -> Vec<String> {
    poll.members(label)
}
pub(super) fn choices_of_count(count: &OfficialCount, label: &str) -> Vec<String> {
    count.members(label)
}
