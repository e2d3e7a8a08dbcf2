//! The votes that a poll's own voters cast, where a count or its parts give them.

use super::outside::{are_a_part, stated_outside, valid_of_others};
use crate::model::{
    CommonEntry, CountEntry, CountStatus, OfficialCount, OfficialCountBuilder, Poll, Population,
    Segment, VoterGroup, are_disjoint, common_entries, of_others, own_parts, valid_of,
};

/// The part of a count that the poll's own voters cast, as a count of its own.
pub(super) struct OwnVotes {
    /// Whose votes they are.
    pub(super) voters: Vec<VoterGroup>,
    /// The votes.
    pub(super) count: OfficialCount,
    /// The voters whose votes were taken out of a count that does not say whose votes it has.
    pub(super) without: Vec<VoterGroup>,
}

/// The part of a count that exactly the poll's voters cast: as published, or what is left of the whole where all
/// others are published apart.
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
            });
        }
        let rest = without_the_others(poll, covered, count)?;
        let undeclared = count.population().is_none_or(|of| of.voters().is_empty());
        let others = of_others(covered, count).filter(|_| undeclared);
        return Some(OwnVotes {
            voters: covered.to_vec(),
            without: others.flat_map(Segment::voters).copied().collect(),
            count: rest,
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

/// The count less the segments of voters whom the poll does not cover, where those are all the others: by what the
/// count says of whose votes it has, or as far as is known, where it says nothing and the poll states no greater part.
/// Only what every one of them publishes can be subtracted.
fn without_the_others(
    poll: &Poll,
    covered: &[VoterGroup],
    count: &OfficialCount,
) -> Option<OfficialCount> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let is_covered = |voters: &VoterGroup| covered.contains(voters);
    if counted.is_empty() {
        // What others leave of it has more votes than those of such a part.
        if are_a_part(covered) {
            return None;
        }
        // Still others are outside where the poll states more than they are.
        if let Some(stated) = stated_outside(poll, count) {
            let (others, all) = (valid_of_others(poll, count)?, count.valid_votes()?);
            if stated.bounds().low > others as f64 / all as f64 {
                return None;
            }
        }
    } else if !covered.iter().all(|voters| counted.contains(voters)) {
        return None;
    }
    let others: Vec<&Segment> = of_others(covered, count).collect();
    let known = |voters: &VoterGroup| others.iter().any(|part| part.voters().contains(voters));
    if others.is_empty()
        || !counted
            .iter()
            .all(|voters| is_covered(voters) || known(voters))
    {
        return None;
    }
    let less = |whole: u64, of: &dyn Fn(&Segment) -> Option<u64>| {
        (others.iter()).try_fold(whole, |left, part| left.checked_sub(of(part)?))
    };
    let mut builder = OfficialCount::builder(count.name());
    let lists: Vec<&[CountEntry]> = [count.entries()]
        .into_iter()
        .chain(others.iter().map(|part| part.entries()))
        .collect();
    for entry in common_entries(&lists) {
        let all = count.votes_of(&entry.choices);
        let left = all.and_then(|votes| less(votes, &|part| part.votes_of(&entry.choices)));
        if let Some(votes) = left {
            builder = with_votes(builder, entry, votes);
        }
    }
    if let Some(valid) = count.valid_votes() {
        builder = builder.valid(less(valid, &|part| valid_of(part, count))?);
    }
    if let Some(invalid) = count.invalid() {
        builder = match less(invalid, &Segment::invalid) {
            Some(invalid) => builder.invalid(invalid),
            None => builder,
        };
    }
    of_status(builder, count)
}

fn with_votes(
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

fn of_status(builder: OfficialCountBuilder, count: &OfficialCount) -> Option<OfficialCount> {
    let builder = match count.status() {
        CountStatus::Final => builder.final_result(),
        CountStatus::Partial => builder.partial(),
    };
    builder.build().ok()
}
