//! A count less the parts of it that others than a poll's voters cast.

use super::outside::{are_a_part, counted_beside, stated_outside, valid_of_others};
use super::own_votes::{of_status, with_votes};
use crate::model::{
    Base, CommonEntry, CountEntry, OfficialCount, OfficialCountBuilder, Poll, Population, Segment,
    VoterGroup, common_entries, of_others, valid_of,
};

/// What is left of a count.
pub(super) struct Rest {
    pub(super) count: OfficialCount,
    /// Whose votes were taken out.
    pub(super) taken_out: Vec<VoterGroup>,
    /// Whose votes are still in it beside those of the poll's voters, of whom nobody says how many they are.
    pub(super) beside: Vec<VoterGroup>,
}

/// What a part gives some choices: votes, which can be more or less by `within` where a rounded share makes them.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    number: f64,
    within: f64,
}

/// The count less the parts of known size of voters whom the poll does not cover: by what the count says of whose votes
/// it has, or as far as is known, where it says nothing and the poll states no greater part. Where others are left in
/// it, a poll that states how many it does not cover is one of the whole count. Only what every part publishes can be
/// subtracted.
pub(super) fn without_the_others(
    poll: &Poll,
    covered: &[VoterGroup],
    count: &OfficialCount,
) -> Option<Rest> {
    let valid = count.valid_votes()?;
    let of_known_size = |part: &&Segment| valid_of(part, count).is_some();
    let others: Vec<&Segment> = of_others(covered, count).filter(of_known_size).collect();
    if others.is_empty() || !may_be_taken_out(poll, covered, count) {
        return None;
    }
    let beside = counted_beside(covered, count);
    let all_apart = of_others(covered, count).count() == count.segments().len();
    if !beside.is_empty() && (stated_outside(poll, count).is_some() || !all_apart) {
        return None;
    }
    let less = |whole: u64, of: &dyn Fn(&Segment) -> Option<u64>| {
        (others.iter()).try_fold(whole, |left, part| left.checked_sub(of(part)?))
    };
    let rest = less(valid, &|part| valid_of(part, count))?;
    let mut builder = left_of(count, &others, rest)?.valid(rest);
    if let Some(invalid) = count.invalid().and_then(|all| less(all, &Segment::invalid)) {
        builder = builder.invalid(invalid);
    }
    if !beside.is_empty() {
        let voters = covered.iter().chain(&beside).copied();
        builder = builder.population(Population::builder().voters(voters));
    }
    Some(Rest {
        count: of_status(builder, count)?,
        taken_out: others
            .iter()
            .flat_map(|part| part.voters())
            .copied()
            .collect(),
        beside,
    })
}

/// Whether what is left of a count without others is of the poll's voters, with others or not.
fn may_be_taken_out(poll: &Poll, covered: &[VoterGroup], count: &OfficialCount) -> bool {
    let counted = count.population().map_or(&[][..], Population::voters);
    if !counted.is_empty() {
        return covered.iter().all(|voters| counted.contains(voters));
    }
    // Still others are outside where the poll states more than they are.
    let states_more = || {
        let stated = stated_outside(poll, count)?;
        let (others, all) = (valid_of_others(poll, count)?, count.valid_votes()?);
        Some(stated.bounds().low > others as f64 / all as f64)
    };
    // What others leave of it has more votes than those of such a part.
    !are_a_part(covered) && states_more() != Some(true)
}

/// What the parts leave of each choice: votes, or shares of what is left where a part prints no more.
fn left_of(count: &OfficialCount, parts: &[&Segment], rest: u64) -> Option<OfficialCountBuilder> {
    let lists: Vec<&[CountEntry]> = [count.entries()]
        .into_iter()
        .chain(parts.iter().map(|part| part.entries()))
        .collect();
    let left = |entry: CommonEntry| {
        let all = count.votes_of(&entry.choices)? as f64;
        let taken = parts.iter().try_fold(Votes::default(), |sum, part| {
            let votes = votes_of(part, count, &entry.choices)?;
            Some(Votes {
                number: sum.number + votes.number,
                within: sum.within + votes.within,
            })
        })?;
        let number = all - taken.number;
        (number >= 0.0).then_some((entry, Votes { number, ..taken }))
    };
    let left: Vec<(CommonEntry, Votes)> = common_entries(&lists)
        .into_iter()
        .filter_map(left)
        .collect();
    let builder = OfficialCount::builder(count.name());
    if left.iter().all(|(_, votes)| votes.within == 0.0) {
        let with = |builder, (entry, votes): (CommonEntry, Votes)| {
            with_votes(builder, entry, votes.number as u64)
        };
        return Some(left.into_iter().fold(builder, with));
    }
    (rest > 0).then(|| as_shares(builder, left, rest as f64))
}

/// Votes that are known within bounds, as rounded shares of so many: with the digits that those bounds leave.
fn as_shares(
    builder: OfficialCountBuilder,
    left: Vec<(CommonEntry, Votes)>,
    rest: f64,
) -> OfficialCountBuilder {
    let percent = |votes: f64| 100.0 * votes / rest;
    let within = left.iter().map(|(_, votes)| percent(votes.within));
    let within = within.fold(0.0, f64::max);
    let digits = (-within.log10()).ceil().clamp(1.0, 8.0) as usize;
    let printed = |votes: &Votes| format!("{:.digits$}", percent(votes.number));
    let cut_off = left.iter().map(|(_, votes)| {
        let share = percent(votes.number);
        let units = 10_f64.powi(digits as i32);
        ((share * units).round() / units - share).abs()
    });
    let within = within + cut_off.fold(0.0, f64::max);
    let step = (2e9 * within - 1e-3).ceil() / 1e9;
    let with = |builder: OfficialCountBuilder, (entry, votes): &(CommonEntry, Votes)| {
        let builder = match entry.choices.len() {
            0 | 1 => builder,
            _ => builder.merged(entry.label.as_str(), entry.choices.iter().cloned()),
        };
        builder.share(entry.label.as_str(), printed(votes))
    };
    let builder = left.iter().fold(builder, with);
    builder
        .base(Base::ValidVotes)
        .rounded_to(format!("{step:.9}"))
}

/// What a part gives these choices together, by its votes or by its share of its valid votes.
fn votes_of(part: &Segment, count: &OfficialCount, choices: &[String]) -> Option<Votes> {
    if let Some(votes) = part.votes_of(choices) {
        return Some(Votes {
            number: votes as f64,
            within: 0.0,
        });
    }
    let valid = valid_of(part, count)? as f64;
    let share = part.share_within(choices)?;
    Some(Votes {
        number: valid * f64::midpoint(share.low, share.high),
        within: valid * 0.5 * share.width(),
    })
}
