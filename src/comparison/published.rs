//! What the model says of a source, in the form that the comparison asks for it.

use super::outside::{Outside, are_a_part, outside};
use crate::model::{Contest, OfficialCount, Poll, Population, PublishedShare, VoterGroup};

/// Whether the poll says that it left voters out, or the count that it does not have some of the poll's, and nobody says
/// how many votes are theirs.
pub(super) fn has_others_unnumbered(poll: &Poll, count: &OfficialCount) -> bool {
    let words = poll.population().and_then(Population::left_out);
    words.is_some() && outside(poll, count).is_none() || !not_counted(poll, count).is_empty()
}

/// Whether poll and count are said to be of other voters than one another: not that they may be.
pub(super) fn is_of_others(poll: &Poll, count: &OfficialCount) -> bool {
    let some_outside =
        |of: Outside| of.bounds.low > 0.0 || !of.uncounted.is_empty() || are_a_part(&of.only);
    has_others_unnumbered(poll, count) || outside(poll, count).is_some_and(some_outside)
}

/// Whether the poll says that it is of some voters only, and the count not whose votes it has.
pub(super) fn may_be_of_others(poll: &Poll, count: &OfficialCount) -> bool {
    outside(poll, count).is_some_and(|of| !of.only.is_empty())
}

/// The voters whom the poll covers, and whose votes the count says that it does not have.
pub(super) fn not_counted(poll: &Poll, count: &OfficialCount) -> Vec<VoterGroup> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let covered = poll.population().map_or(&[][..], Population::voters);
    if counted.is_empty() {
        return Vec::new();
    }
    let missing = covered.iter().filter(|group| !counted.contains(group));
    missing.copied().collect()
}

/// How many first places the contest decides: 2 unless it says so.
pub(super) fn places(contest: &Contest) -> usize {
    let places = contest.places().unwrap_or(2).max(1);
    usize::try_from(places).unwrap_or(usize::MAX)
}

/// The limit that was published: of "<5" everything below, and not the 5 itself.
pub(super) fn limit(published: Option<&str>) -> Option<PublishedShare> {
    let share = published.and_then(|text| text.parse::<PublishedShare>().ok());
    share.filter(PublishedShare::is_limit)
}
