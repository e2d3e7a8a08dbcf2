//! The votes that a poll's own voters cast, where a count or its parts give them.

use super::without_others::without_the_others;
use crate::model::{
    CommonEntry, CountEntry, CountStatus, OfficialCount, OfficialCountBuilder, Poll, Segment,
    VoterGroup, are_disjoint, common_entries, own_parts, valid_of,
};

/// The part of a count that the poll's own voters cast, as a count of its own.
pub(super) struct OwnVotes {
    /// Whose votes they are.
    pub(super) voters: Vec<VoterGroup>,
    /// The votes.
    pub(super) count: OfficialCount,
    /// The voters whose votes were taken out of a count that does not say whose votes it has, or that still has others.
    pub(super) without: Vec<VoterGroup>,
    /// Nobody else's votes are among them, as far as is known.
    pub(super) is_theirs_alone: bool,
}

/// The part of a count that exactly the poll's voters cast: as published, or what is left of the whole where others are
/// published apart, which can have still others in it.
pub(super) fn own_votes(poll: &Poll, count: &OfficialCount) -> Option<OwnVotes> {
    let covered = poll.population()?.voters();
    let same = |segment: &&Segment| {
        segment.voters().len() == covered.len()
            && segment
                .voters()
                .iter()
                .all(|voters| covered.contains(voters))
    };
    let Some(segment) = count.segments().iter().find(same) else {
        if let Some(sum) = sum_of_own(covered, count) {
            // Parts that make up the whole count are no part of it.
            if sum.valid_votes().is_some() && sum.valid_votes() == count.valid_votes() {
                return None;
            }
            return Some(OwnVotes {
                voters: covered.to_vec(),
                count: sum,
                without: Vec::new(),
                is_theirs_alone: true,
            });
        }
        let rest = without_the_others(poll, covered, count)?;
        let is_theirs_alone = rest.beside.is_empty();
        let undeclared = count.population().is_none_or(|of| of.voters().is_empty());
        return Some(OwnVotes {
            voters: covered.iter().chain(&rest.beside).copied().collect(),
            without: match undeclared || !is_theirs_alone {
                true => rest.taken_out,
                false => Vec::new(),
            },
            count: rest.count,
            is_theirs_alone,
        });
    };
    let mut builder = OfficialCount::builder(count.name());
    for entry in segment.entries() {
        if entry.choices().len() > 1 {
            builder = builder.merged(entry.label(), entry.choices().iter().cloned());
        }
        if let Some(votes) = entry.votes {
            builder = builder.votes(entry.label(), votes);
        }
        if let Some(share) = entry.share {
            builder = builder.share(entry.label(), share.to_string());
        }
    }
    if let Some(valid) = segment.valid_votes() {
        builder = builder.valid(valid);
    }
    if let Some(invalid) = segment.invalid() {
        builder = builder.invalid(invalid);
    }
    if let Some(base) = segment.base() {
        builder = builder.base(base);
    }
    Some(OwnVotes {
        voters: segment.voters().to_vec(),
        count: of_status(builder, count)?,
        without: Vec::new(),
        is_theirs_alone: true,
    })
}

/// The segments of the poll's voters taken together, where they are published one by one: of what every one of them has.
fn sum_of_own(covered: &[VoterGroup], count: &OfficialCount) -> Option<OfficialCount> {
    let own = own_parts(covered, count);
    let named = |group: &VoterGroup| own.iter().any(|part| part.voters().contains(group));
    if !are_disjoint(&own) || !covered.iter().all(named) {
        return None;
    }
    let sum = |of: &dyn Fn(&Segment) -> Option<u64>| {
        (own.iter()).try_fold(0u64, |sum, part| sum.checked_add(of(part)?))
    };
    let mut builder = OfficialCount::builder(count.name());
    let lists: Vec<&[CountEntry]> = own.iter().map(|part| part.entries()).collect();
    for entry in common_entries(&lists) {
        if let Some(votes) = sum(&|part| part.votes_of(&entry.choices)) {
            builder = with_votes(builder, entry, votes);
        }
    }
    if let Some(valid) = sum(&|part| valid_of(part, count)) {
        builder = builder.valid(valid);
    }
    if let Some(invalid) = sum(&Segment::invalid) {
        builder = builder.invalid(invalid);
    }
    of_status(builder, count)
}

pub(super) fn with_votes(
    builder: OfficialCountBuilder,
    entry: CommonEntry,
    votes: u64,
) -> OfficialCountBuilder {
    let builder = match entry.choices.len() {
        0 | 1 => builder,
        _ => builder.merged(entry.label.as_str(), entry.choices),
    };
    builder.votes(entry.label, votes)
}

pub(super) fn of_status(
    builder: OfficialCountBuilder,
    count: &OfficialCount,
) -> Option<OfficialCount> {
    let builder = match count.status() {
        CountStatus::Final => builder.final_result(),
        CountStatus::Partial => builder.partial(),
    };
    builder.build().ok()
}
