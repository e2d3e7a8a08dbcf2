//! What the model says of a source, in the form that the comparison asks for it.

use crate::model::{
    Contest, CountStatus, OfficialCount, OfficialCountBuilder, Poll, Population, PublishedShare,
    Segment, VoterGroup, are_disjoint, cast_by_others, cast_by_others_at_most, of_others,
    outside_and_parts, own_parts, valid_of,
};
use crate::numeric::Bounds;

/// The votes of a count that a poll does not cover.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outside {
    /// Their proportion; absent where nobody says how many they are.
    pub(super) share: Option<f64>,
    /// What that proportion can be.
    pub(super) bounds: Bounds,
    /// The poll's own statement in percent, where it is used: of a range what parts of the count leave of it. Without a
    /// statement, the range that those parts leave.
    pub(super) stated: Option<String>,
    /// The voters whose votes the count says that it has, and of whom nobody says exactly how many they are.
    pub(super) uncounted: Vec<VoterGroup>,
    /// Those whom alone the poll covers, where the count does not say whose votes it has.
    pub(super) only: Vec<VoterGroup>,
}

impl Outside {
    fn exactly(share: f64) -> Outside {
        Outside {
            share: Some(share),
            bounds: Bounds::exact(share),
            stated: None,
            uncounted: Vec::new(),
            only: Vec::new(),
        }
    }
}

/// The proportion of the count's votes that the poll does not cover: as the poll states it, or as the parts
/// of the count that others cast give it. Where the count says that it has votes of others, and not how many, any
/// proportion that the parts leave.
pub(super) fn outside(poll: &Poll, count: &OfficialCount) -> Option<Outside> {
    let population = poll.population()?;
    let covered = population.voters();
    let least = || cast_by_others(covered, count).unwrap_or(0.0);
    if let Some(stated) = stated_outside(poll, count) {
        return Some(as_stated(stated, least(), count));
    }
    let known = || {
        let (all, others) = (count.valid_votes()?, valid_of_others(poll, count)?);
        (others <= all).then_some(others as f64 / all as f64)
    };
    let counted = count.population().map_or(&[][..], Population::voters);
    if counted.is_empty() && are_a_part(covered) {
        return Some(Outside {
            share: None,
            bounds: Bounds {
                low: least(),
                high: 1.0,
            },
            stated: None,
            uncounted: Vec::new(),
            only: covered.to_vec(),
        });
    }
    if covered.is_empty() || counted.is_empty() {
        // A statement that its parts contradict leaves those parts.
        let parts = || population.outside().map(|_| least());
        return known().or_else(parts).map(Outside::exactly);
    }
    if !counted.iter().any(|group| covered.contains(group)) {
        return Some(Outside::exactly(1.0));
    }
    let apart = |group: &VoterGroup| {
        let mut parts = of_others(covered, count);
        parts.any(|part| part.voters().contains(group) && valid_of(part, count).is_some())
    };
    let uncounted: Vec<VoterGroup> = (counted.iter().copied())
        .filter(|group| !covered.contains(group) && !apart(group))
        .collect();
    if uncounted.is_empty() {
        return known().map(Outside::exactly);
    }
    // Whoever else is left out may be of any part, and what is counted so far bounds nothing of all.
    let is_bounded = population.left_out().is_none() && count.status() == CountStatus::Final;
    let most = (is_bounded.then(|| cast_by_others_at_most(covered, counted, count))).flatten();
    let bounds = Bounds {
        low: least(),
        high: most.unwrap_or(1.0),
    };
    Some(Outside {
        share: most.map(|most| 0.5 * (bounds.low + most)),
        bounds,
        stated: most.map(|_| as_range(bounds)),
        uncounted,
        only: Vec::new(),
    })
}

/// Bounds of a proportion as a range in percent, the upper one rounded up.
fn as_range(bounds: Bounds) -> String {
    let percent = |hundredths: f64| hundredths / 100.0;
    let low = percent((1e4 * bounds.low + 1e-6).floor());
    let high = percent((1e4 * bounds.high - 1e-6).ceil());
    format!("{low}–{high}")
}

/// What a poll states of the votes that it does not cover, unless the parts of the count contradict it.
fn stated_outside(poll: &Poll, count: &OfficialCount) -> Option<PublishedShare> {
    let stated = poll.population()?.outside()?;
    outside_and_parts(poll, count).is_none().then_some(stated)
}

/// A statement, where that is a range no less than the votes that parts of a final count show to be of others.
fn as_stated(stated: PublishedShare, least: f64, count: &OfficialCount) -> Outside {
    let mut bounds = stated.bounds();
    let (mut share, mut text) = (stated.value(), stated.to_string());
    let is_narrower = bounds.low < least && least < bounds.high;
    if stated.is_range() && is_narrower && count.status() == CountStatus::Final {
        bounds.low = least;
        share = 0.5 * (bounds.low + bounds.high);
        let most = (1e8 * bounds.high).round() / 1e6;
        text = format!("{:.2}–{most}", 100.0 * least);
    }
    Outside {
        share: Some(share),
        bounds,
        stated: Some(text),
        uncounted: Vec::new(),
        only: Vec::new(),
    }
}

/// Whether these are voters of whom nobody takes a count to be: those who vote in person are most of nearly every
/// count, those abroad or by post are a part of it.
fn are_a_part(covered: &[VoterGroup]) -> bool {
    let apart = |group: &VoterGroup| {
        matches!(
            group,
            VoterGroup::Postal | VoterGroup::Abroad | VoterGroup::Other
        )
    };
    !covered.is_empty() && covered.iter().all(apart)
}

/// Whether the poll says that it left voters out, or the count that it does not have some of the poll's, and nobody says
/// how many votes are theirs.
pub(super) fn has_others_unnumbered(poll: &Poll, count: &OfficialCount) -> bool {
    let words = poll.population().and_then(Population::left_out);
    words.is_some() && outside(poll, count).is_none() || !not_counted(poll, count).is_empty()
}

/// Whether poll and count are said to be of other voters than one another: not that they may be.
pub(super) fn is_of_others(poll: &Poll, count: &OfficialCount) -> bool {
    let some_outside =
        |of: Outside| of.bounds.low > 0.0 || !of.uncounted.is_empty() || !of.only.is_empty();
    has_others_unnumbered(poll, count) || outside(poll, count).is_some_and(some_outside)
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

/// Whom a poll is of, as far as it says so, for the question whether two are of the same voters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declared<'a> {
    with_own_votes: bool,
    voters: &'a [VoterGroup],
    outside: Bounds,
    /// How many are left out is not left to the words.
    size_known: bool,
    left_out: Option<&'a str>,
}

impl Declared<'_> {
    pub(super) fn of<'a>(
        poll: &'a Poll,
        count: &OfficialCount,
        with_own_votes: bool,
    ) -> Declared<'a> {
        let population = poll.population();
        Declared {
            with_own_votes,
            voters: population.map_or(&[][..], Population::voters),
            // A poll that leaves nobody out, as far as is known, is taken for one of all.
            outside: outside(poll, count).map_or(Bounds::exact(0.0), |outside| outside.bounds),
            size_known: population
                .is_none_or(|of| of.left_out().is_none() || of.outside().is_some()),
            left_out: population.and_then(Population::left_out),
        }
    }

    /// Whether what the two declare makes them polls of different voters: other ways of voting, other voters left
    /// out, or, where they do not name the same voters, more of them than rounding explains.
    pub(super) fn differs(&self, other: &Declared<'_>) -> bool {
        let both_say = !self.voters.is_empty() && !other.voters.is_empty();
        let same_voters = self.voters.len() == other.voters.len()
            && self.voters.iter().all(|group| other.voters.contains(group));
        let words = |of: &str| of.trim().to_lowercase();
        // Words for the same voters differ; but where the two could leave out everybody between them, other words
        // can mean polls of nobody in common, such as one of women and one of men.
        let most = |of: &Declared<'_>| if of.size_known { of.outside.high } else { 1.0 };
        let other_words = (self.left_out.zip(other.left_out))
            .is_some_and(|(own, theirs)| words(own) != words(theirs))
            && most(self) + most(other) >= 1.0;
        if both_say && same_voters && self.with_own_votes == other.with_own_votes {
            return other_words;
        }
        // Of the voters abroad alone is no poll that does not say so.
        both_say
            || self.with_own_votes != other.with_own_votes
            || other_words
            || are_a_part(self.voters) != are_a_part(other.voters)
            || self.outside.low > other.outside.high
            || other.outside.low > self.outside.high
    }

    /// What tells polls of other voters than those of most apart, as far as they say it.
    pub(super) fn voters(&self) -> (&[VoterGroup], Option<&str>) {
        (self.voters, self.left_out)
    }

    /// The most of the count's votes that it may not cover.
    pub(super) fn outside_at_most(&self) -> f64 {
        self.outside.high
    }
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
    let outside = outside(poll, count)?;
    if outside.stated.is_some() || outside.share.is_none() {
        return None;
    }
    let others = valid_of_others(poll, count)?;
    let votes = sum_of_others(poll, count, |segment| segment.votes(label))?;
    Some(votes as f64 / others as f64)
}

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
pub(super) fn segment(poll: &Poll, count: &OfficialCount) -> Option<OwnVotes> {
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
    let (first, _) = own.split_first()?;
    let sum = |of: &dyn Fn(&Segment) -> Option<u64>| {
        (own.iter()).try_fold(0u64, |sum, part| sum.checked_add(of(part)?))
    };
    let mut builder = OfficialCount::builder(count.name());
    for entry in first.entries() {
        let Some(votes) = sum(&|part| part.votes_for(entry)) else {
            continue;
        };
        if entry.choices().len() > 1 {
            builder = builder.merged(entry.label(), entry.choices().iter().cloned());
        }
        builder = builder.votes(entry.label(), votes);
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

/// Whether "<5" was published: everything below, and not the 5 itself.
pub(super) fn is_upper_limit(published: Option<&str>) -> bool {
    let share = published.and_then(|text| text.parse::<PublishedShare>().ok());
    share.is_some_and(|share| share.is_upper_limit())
}
