//! What the model says of a source, in the form that the comparison asks for it.

use crate::model::{Contest, CountStatus, OfficialCount, Poll, Segment, VoterGroup};
use crate::numeric::Bounds;

/// The proportion of the count's votes that the poll does not cover: as the poll states it, or as the parts
/// of the count that others cast give it.
pub(super) fn outside(poll: &Poll, count: &OfficialCount) -> Option<(f64, Bounds)> {
    if let Some(outside) = poll.population()?.outside() {
        return Some((outside.value(), outside.bounds()));
    }
    let covered = poll.population()?.voters();
    if covered.is_empty() {
        return None;
    }
    let all = count.valid_votes()?;
    let mut others = 0u64;
    for segment in count.segments() {
        if segment
            .voters()
            .iter()
            .any(|voters| covered.contains(voters))
        {
            continue;
        }
        others = others.checked_add(valid_of(segment)?)?;
    }
    if others == 0 || others > all {
        return None;
    }
    let share = others as f64 / all as f64;
    Some((share, Bounds::exact(share)))
}

/// The valid votes of a part of a count: as given, or the sum of its votes.
fn valid_of(segment: &Segment) -> Option<u64> {
    if let Some(valid) = segment.valid() {
        return Some(valid);
    }
    segment
        .entries()
        .iter()
        .try_fold(0u64, |sum, entry| sum.checked_add(entry.votes?))
}

/// The part of a count that exactly the poll's voters cast, as a count of its own.
pub(super) fn segment(
    poll: &Poll,
    count: &OfficialCount,
) -> Option<(Vec<VoterGroup>, OfficialCount)> {
    let covered = poll.population()?.voters();
    let same = |segment: &&Segment| {
        segment.voters().len() == covered.len()
            && segment
                .voters()
                .iter()
                .all(|voters| covered.contains(voters))
    };
    let segment = count.segments().iter().find(same)?;
    let mut builder = OfficialCount::builder(count.name());
    for entry in segment.entries() {
        if entry.choices.len() > 1 {
            builder = builder.merged(entry.label.as_str(), entry.choices.iter().cloned());
        }
        if let Some(votes) = entry.votes {
            builder = builder.votes(entry.label.as_str(), votes);
        }
        if let Some(share) = entry.share {
            builder = builder.share(entry.label.as_str(), share.to_string());
        }
    }
    if let Some(valid) = segment.valid() {
        builder = builder.valid(valid);
    }
    if let Some(invalid) = segment.invalid() {
        builder = builder.invalid(invalid);
    }
    if let Some(base) = segment.base() {
        builder = builder.base(base);
    }
    builder = match (
        count.status(),
        count.completeness().and_then(|c| c.counted()),
    ) {
        (CountStatus::Final, _) => builder.final_result(),
        (CountStatus::Partial, _) => builder.partial(),
    };
    Some((segment.voters().to_vec(), builder.build().ok()?))
}

/// How many first places the contest decides: 2 unless it says so.
pub(super) fn places(contest: &Contest) -> usize {
    let places = contest.places().unwrap_or(2).max(1);
    usize::try_from(places).unwrap_or(usize::MAX)
}
