//! What the model says of a source, in the form that the comparison asks for it.

use crate::model::{
    Contest, CountStatus, OfficialCount, OfficialCountBuilder, Poll, Segment, VoterGroup,
};
use crate::numeric::Bounds;

/// The proportion of the count's votes that the poll does not cover: as the poll states it, or as the parts
/// of the count that others cast give it.
pub(super) fn outside(poll: &Poll, count: &OfficialCount) -> Option<(f64, Bounds)> {
    if let Some(outside) = poll.population()?.outside() {
        return Some((outside.value(), outside.bounds()));
    }
    let (all, others) = (count.valid_votes()?, valid_of_others(poll, count)?);
    if others > all {
        return None;
    }
    let share = others as f64 / all as f64;
    Some((share, Bounds::exact(share)))
}

/// The parts of the count that none of these voters cast.
fn of_others<'a>(
    covered: &'a [VoterGroup],
    count: &'a OfficialCount,
) -> impl Iterator<Item = &'a Segment> {
    let apart = |segment: &&Segment| !segment.voters().iter().any(|own| covered.contains(own));
    count.segments().iter().filter(apart)
}

/// A figure of each part that the poll's voters did not cast, in sum; absent where the poll does not say who they are.
fn sum_of_others(
    poll: &Poll,
    count: &OfficialCount,
    of: impl Fn(&Segment) -> Option<u64>,
) -> Option<u64> {
    let covered = poll.population()?.voters();
    if covered.is_empty() {
        return None;
    }
    of_others(covered, count).try_fold(0u64, |sum, segment| sum.checked_add(of(segment)?))
}

fn valid_of_others(poll: &Poll, count: &OfficialCount) -> Option<u64> {
    sum_of_others(poll, count, |segment| valid_of(segment, count)).filter(|others| *others > 0)
}

/// What the parts that none of the poll's voters cast gave a choice, where they are all that it does not cover.
pub(super) fn share_among_others(poll: &Poll, count: &OfficialCount, label: &str) -> Option<f64> {
    if poll.population()?.outside().is_some() {
        return None;
    }
    let others = valid_of_others(poll, count)?;
    let votes = sum_of_others(poll, count, |segment| segment.votes(label))?;
    Some(votes as f64 / others as f64)
}

/// The valid votes of a part of a count: as given, or the sum of its votes where it has those of every choice
/// of the count.
fn valid_of(segment: &Segment, count: &OfficialCount) -> Option<u64> {
    if let Some(valid) = segment.valid() {
        return Some(valid);
    }
    let mut counted = count.entries().iter().flat_map(|entry| entry.choices());
    let listed = |choice: &String| {
        let mut parts = segment.entries().iter();
        parts.any(|part| part.votes.is_some() && part.choices().contains(choice))
    };
    if counted.all(listed) {
        segment.valid_votes()
    } else {
        None
    }
}

/// The part of a count that exactly the poll's voters cast, as a count of its own: as published, or what is
/// left of the whole where all others are published apart.
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
    let Some(segment) = count.segments().iter().find(same) else {
        return Some((covered.to_vec(), without_the_others(covered, count)?));
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
    Some((segment.voters().to_vec(), of_status(builder, count)?))
}

/// The count less the segments of voters whom the poll does not cover, where the count says whose votes it
/// has and those are all the others. Only what every one of them publishes can be subtracted.
fn without_the_others(covered: &[VoterGroup], count: &OfficialCount) -> Option<OfficialCount> {
    let counted = count.population()?.voters();
    let is_covered = |voters: &VoterGroup| covered.contains(voters);
    if !covered.iter().all(|voters| counted.contains(voters)) {
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
    for entry in count.entries() {
        let votes = entry
            .votes
            .and_then(|votes| less(votes, &|part| part.votes(entry.label())));
        let Some(votes) = votes else { continue };
        if entry.choices().len() > 1 {
            builder = builder.merged(entry.label(), entry.choices().iter().cloned());
        }
        builder = builder.votes(entry.label(), votes);
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

fn of_status(builder: OfficialCountBuilder, count: &OfficialCount) -> Option<OfficialCount> {
    let builder = match count.status() {
        CountStatus::Final => builder.final_result(),
        CountStatus::Partial => builder.partial(),
    };
    builder.build().ok()
}

/// How many first places the contest decides: 2 unless it says so.
pub(super) fn places(contest: &Contest) -> usize {
    let places = contest.places().unwrap_or(2).max(1);
    usize::try_from(places).unwrap_or(usize::MAX)
}
