//! What polls say of the votes that they do not cover, against the parts of counts and against one another.

use super::contradiction::Contradiction;
use super::count::{CountStatus, OfficialCount};
use super::poll::Poll;
use super::population::{Population, VoterGroup};
use super::segment::Segment;
use super::share::PublishedShare;

/// Where nobody gives the number of ballots, so many of a hundred votes are at least valid.
const LEAST_VALID: f64 = 0.9;

/// A poll that leaves fewer of the counted ballots outside than the parts of a final count show to be of others, or more
/// than they leave to others.
pub(crate) fn outside_and_parts(poll: &Poll, count: &OfficialCount) -> Option<Contradiction> {
    let population = poll.population()?;
    let stated = population.outside()?;
    let covered = population.voters();
    // What a count has of others so far says nothing of all ballots.
    if covered.is_empty() || count.status() != CountStatus::Final {
        return None;
    }
    let (poll, count_name) = (poll.name().to_owned(), count.name().to_owned());
    let (bounds, stated) = (stated.bounds(), stated.to_string());
    let least = cast_by_others(covered, count).zip(least_of_ballots(covered, count));
    if let Some((parts, of_ballots)) = least
        && bounds.high < of_ballots.min(parts) - 1e-9
    {
        return Some(Contradiction::OutsideAndParts {
            poll,
            count: count_name,
            stated,
            parts,
        });
    }
    let parts = left_to_others(population, count)?;
    let of_ballots = 1.0 - (1.0 - parts) * least_valid_of_ballots(count)?;
    (bounds.low > of_ballots + 1e-9).then_some(Contradiction::OutsideExceedsParts {
        poll,
        count: count_name,
        stated,
        parts,
    })
}

/// Parts of a count that are of all voters whom it says it has, and whose votes are not its own together.
pub(super) fn parts_and_whole(count: &OfficialCount) -> Option<Contradiction> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let parts = count.segments();
    let given = |group: &VoterGroup| parts.iter().any(|part| part.voters().contains(group));
    if counted.is_empty() || !counted.iter().all(given) {
        return None;
    }
    let missed = count.entries().iter().filter_map(|entry| {
        let of_part = |part: &Segment| part.votes_of(entry.choices());
        let sum = parts.iter().map(of_part).sum::<Option<u64>>()?;
        let votes = entry.votes.filter(|votes| *votes != sum)?;
        Some((entry.label(), votes, sum))
    });
    let missed: Vec<(&str, u64, u64)> = missed.collect();
    let (choice, votes, sum) =
        (missed.iter().copied()).max_by_key(|(_, votes, sum)| votes.abs_diff(*sum))?;
    Some(Contradiction::PartsAndWhole {
        count: count.name().to_owned(),
        choice: choice.to_owned(),
        votes,
        parts: sum,
        valid: count.votes()?,
        more: missed.len() - 1,
    })
}

/// The most that the parts of a final count leave to voters whom a population does not have; whoever it leaves out in words
/// may be of any part.
pub(crate) fn left_to_others(population: &Population, count: &OfficialCount) -> Option<f64> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let is_bounded = population.left_out().is_none() && count.status() == CountStatus::Final;
    (is_bounded.then(|| cast_by_others_at_most(population.voters(), counted, count))).flatten()
}

/// The least proportion of a count's valid votes that none of these voters cast, by the parts that it gives: those of
/// others, or all but those of these voters.
pub(crate) fn cast_by_others(covered: &[VoterGroup], count: &OfficialCount) -> Option<f64> {
    let all = count.valid_votes().filter(|votes| *votes > 0)? as f64;
    let others = of_others(covered, count).filter_map(|part| valid_of(part, count));
    let others = others.fold(0.0, |sum, votes| sum + votes as f64) / all;
    let own = cast_by(covered, count, valid_of);
    let left = own.map_or(0.0, |votes| 1.0 - votes as f64 / all);
    Some(others.max(left)).filter(|share| *share > 0.0)
}

/// The greatest: all but those of the parts that only these voters cast, and, where the count names all its voters, no
/// more than the parts that any of the others cast.
pub(crate) fn cast_by_others_at_most(
    covered: &[VoterGroup],
    counted: &[VoterGroup],
    count: &OfficialCount,
) -> Option<f64> {
    let all = count.valid_votes().filter(|votes| *votes > 0)? as f64;
    let votes = |part: &Segment| valid_of(part, count);
    let own = own_parts(covered, count);
    // Parts that share voters may have votes in common: of those the largest.
    let own = if are_disjoint(&own) {
        own.into_iter().filter_map(votes).sum::<u64>()
    } else {
        own.into_iter().filter_map(votes).max().unwrap_or(0)
    };
    let outside = || counted.iter().filter(|group| !covered.contains(group));
    let of_outside = |part: &&Segment| {
        part.voters()
            .iter()
            .any(|of| outside().any(|out| out == of))
    };
    let parts = || count.segments().iter().filter(of_outside);
    let given = |group: &VoterGroup| parts().any(|part| part.voters().contains(group));
    let others = (!counted.is_empty() && outside().all(given))
        .then(|| parts().map(votes).sum::<Option<u64>>())
        .flatten();
    let left = 1.0 - own as f64 / all;
    let most = others.map_or(left, |votes| left.min(votes as f64 / all));
    Some(most).filter(|share| (0.0..1.0).contains(share))
}

/// The parts of a count that only these voters cast.
pub(crate) fn own_parts<'a>(covered: &[VoterGroup], count: &'a OfficialCount) -> Vec<&'a Segment> {
    let own = |part: &&Segment| part.voters().iter().all(|group| covered.contains(group));
    count.segments().iter().filter(own).collect()
}

/// Whether no voters are in two of the parts.
pub(crate) fn are_disjoint(parts: &[&Segment]) -> bool {
    let mut seen: Vec<&VoterGroup> = Vec::new();
    parts.iter().flat_map(|part| part.voters()).all(|group| {
        let is_new = !seen.contains(&group);
        seen.push(group);
        is_new
    })
}

/// The least proportion of a count's ballots that are valid.
fn least_valid_of_ballots(count: &OfficialCount) -> Option<f64> {
    let valid = count.valid_votes()? as f64;
    let ballots = ballots_of(count);
    Some(ballots.map_or(LEAST_VALID, |ballots| valid / ballots as f64))
}

fn ballots_of(count: &OfficialCount) -> Option<u64> {
    let of_votes = || count.valid_votes()?.checked_add(count.invalid()?);
    count.ballots().or_else(of_votes)
}

/// The least proportion of all ballots, of which as many may be invalid as the figures leave.
fn least_of_ballots(covered: &[VoterGroup], count: &OfficialCount) -> Option<f64> {
    let valid = count.valid_votes()? as f64;
    let ballots = ballots_of(count).map_or(valid / LEAST_VALID, |ballots| ballots as f64);
    let others = of_others(covered, count).filter_map(|part| {
        Some(valid_of(part, count)? as f64 + part.invalid().unwrap_or(0) as f64)
    });
    let with_invalid = |part: &Segment, count: &OfficialCount| {
        let valid = valid_of(part, count)?;
        let most = (valid as f64 / LEAST_VALID).ceil() as u64;
        part.invalid()
            .map_or(Some(most), |invalid| valid.checked_add(invalid))
    };
    let own = cast_by(covered, count, with_invalid);
    let left = own.map_or(0.0, |votes| 1.0 - votes as f64 / valid.max(1.0));
    Some((others.sum::<f64>() / ballots).max(left))
}

/// A figure of the parts that any of these voters cast, in sum; absent where the count does not give those of all.
pub(crate) fn cast_by(
    covered: &[VoterGroup],
    count: &OfficialCount,
    figure: impl Fn(&Segment, &OfficialCount) -> Option<u64>,
) -> Option<u64> {
    let own = || {
        let of_them = |part: &&Segment| part.voters().iter().any(|group| covered.contains(group));
        count.segments().iter().filter(of_them)
    };
    let given = |group: &VoterGroup| own().any(|part| part.voters().contains(group));
    if covered.is_empty() || !covered.iter().all(given) {
        return None;
    }
    own().try_fold(0u64, |sum, part| sum.checked_add(figure(part, count)?))
}

/// The parts of a count that none of these voters cast.
pub(crate) fn of_others<'a>(
    covered: &'a [VoterGroup],
    count: &'a OfficialCount,
) -> impl Iterator<Item = &'a Segment> {
    let apart = |segment: &&Segment| !segment.voters().iter().any(|own| covered.contains(own));
    count.segments().iter().filter(apart)
}

/// The valid votes of a part of a count: as given, or the sum of its votes where it has those of every choice
/// of the count.
pub(crate) fn valid_of(segment: &Segment, count: &OfficialCount) -> Option<u64> {
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

/// Pollsters who asked the same voters and state different proportions of the counted ballots outside: of each such
/// population the least and the greatest.
pub(super) fn outside_differs(polls: &[Poll]) -> Vec<Contradiction> {
    type Stated<'a> = (&'a Poll, &'a Population, PublishedShare);
    let of = |poll| -> Option<Stated<'_>> {
        let population = Poll::population(poll)?;
        Some((poll, population, population.outside()?))
    };
    let stated: Vec<Stated<'_>> = (polls.iter().filter_map(of))
        .filter(|(_, population, _)| !population.voters().is_empty())
        .collect();
    let mut found = Vec::new();
    for (place, (_, population, _)) in stated.iter().enumerate() {
        let alike = |other: &&Stated<'_>| are_the_same(population, other.1);
        if stated.iter().take(place).any(|other| alike(&other)) {
            continue;
        }
        let all = || stated.iter().filter(alike);
        let least = all().min_by(|a, b| a.2.bounds().high.total_cmp(&b.2.bounds().high));
        let most = all().max_by(|a, b| a.2.bounds().low.total_cmp(&b.2.bounds().low));
        let (Some(least), Some(most)) = (least, most) else {
            continue;
        };
        // A pollster's later figure replaces the earlier one.
        if least.2.bounds().high >= most.2.bounds().low || least.0.pollster() == most.0.pollster() {
            continue;
        }
        let who = |share: &PublishedShare| {
            let same = all().filter(|(_, _, other)| other.to_string() == share.to_string());
            same.map(|(poll, _, _)| poll.name().to_owned()).collect()
        };
        found.push(Contradiction::OutsideDiffers {
            voters: population.voters().to_vec(),
            polls: who(&least.2),
            stated: least.2.to_string(),
            others: who(&most.2),
            stated_by_others: most.2.to_string(),
        });
    }
    found
}

/// Whether two populations are of the same voters, with the same places left out.
fn are_the_same(one: &Population, other: &Population) -> bool {
    let words = |of: &Population| of.left_out().map(|words| words.trim().to_lowercase());
    one.voters().len() == other.voters().len()
        && one
            .voters()
            .iter()
            .all(|group| other.voters().contains(group))
        && words(one) == words(other)
}
