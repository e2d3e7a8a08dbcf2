//! Looks for figures that contradict one another.

use std::collections::HashMap;

use super::ballots;
use super::completeness::CompletenessOf;
use super::contest::Contest;
use super::contradiction::Contradiction;
use super::count::{CountStatus, OfficialCount};
use super::poll::Poll;
use super::population_contradicted as population;
use super::sample_contradicted as sample;
use super::seats_contradicted as seats;
use super::slips;
use super::tally::CountEntry;
use super::{count_order, sample_of_others, sample_voters, shared_sample, votes_and_shares};

/// Every contradiction among the figures of a contest's counts and polls.
///
/// Compared are: ballots cast with valid and invalid ones, and with the votes and shares listed where neither is given;
/// ballots with the number that a count says are counted, the ballots in all that this makes with the registered voters,
/// and with its printed turnout; the registered voters of count and contest; ballots with the registered voters that the
/// stations still to report leave; votes with printed shares, within their rounding and on either base where none is stated;
/// the votes of a count with those of parts that all of its voters cast; the ballots of a partial count with the
/// part of the final one that it said they are, the seats that a partial count declares one by one with those of the next,
/// and of how many stations or ballots in all counts say they are a part; the ballots that were added from a
/// count to the next with the votes that were; the seats of a final count with the house; each
/// count with the one before it (by `as_of`; a final count without it comes last), a partial count that is of a time after the
/// final ones with these, and partial counts without a time with
/// the one of them that has most votes; the respondents of each poll, and the ballots that they were drawn from, with the ballots of the final counts; its respondents with its
/// stations and with its response rate; the ballots that it does not cover with the parts of the final counts, and with
/// what other polls of the same voters state; the shares of polls that are said to share one sample, and what they state of it; the days of counts
/// and polls with the day of the vote. A final count that
/// follows a final one is a correction, and contradicts nothing.
///
/// ```
/// use exitpoll::model::{Contradiction, contradictions};
/// use exitpoll::{Contest, OfficialCount};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).house(100).build()?;
/// let count = OfficialCount::builder("final").final_result().seats("A", 6).seats("B", 4).build()?;
/// let found = contradictions(&contest, &[count], &[]);
/// let expected = Contradiction::SeatsShort { count: "final".into(), seats: 10, house: 100 };
/// assert_eq!(found, [expected]);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn contradictions(
    contest: &Contest,
    counts: &[OfficialCount],
    polls: &[Poll],
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for count in counts {
        found.extend(unaccounted(count));
        found.extend(slips::votes_exceed_ballots(count));
        found.extend(slips::votes_exceed_valid(count));
        found.extend(ballots::not_told(contest, count));
        found.extend(ballots::completeness(contest, count));
        found.extend(ballots::registered(contest, count));
        found.extend(ballots::registered_differ(contest, count));
        found.extend(ballots::outstanding(contest, count));
        found.extend(ballots::turnout(contest, count));
        found.extend(votes_and_shares::found(count));
        found.extend(no_total_fits(count));
        found.extend(population::parts_and_whole(count));
        found.extend(seats::short(contest, count));
        found.extend(before_the_vote(contest, count));
        found.extend(count_order::partial_after_final(count, counts));
        found.extend(more_than_final_before(count, counts));
    }
    for poll in polls {
        found.extend(after_the_vote(contest, poll));
        found.extend(sample::step(poll));
        found.extend(sample::response_rate(poll));
        found.extend(sample::refused(poll));
        found.extend(sample::interviews(poll));
    }
    found.extend(shared_sample::differences(polls));
    found.extend(sample_voters::differences(polls));
    found.extend(sample_of_others::differences(polls));
    let mut in_time: Vec<&OfficialCount> = counts
        .iter()
        .filter(|count| count.as_of().is_some() || count.status() == CountStatus::Final)
        .filter(|count| !count.is_part_of_any(counts))
        .collect();
    in_time.sort_by_key(|count| (count.moment(), count.status() == CountStatus::Final));
    // A count without a time is before the final one, and not in order with the others.
    let timeless =
        |count: &&OfficialCount| count.as_of().is_none() && count.status() == CountStatus::Partial;
    if let Some(last) = in_time.iter().find(|c| c.status() == CountStatus::Final) {
        let stated = |count| ballots::share_in_the_end(contest, count, last);
        found.extend(counts.iter().filter_map(stated));
        for count in counts.iter().filter(timeless) {
            found.extend(fell(count, last));
            found.extend(seats::fell(contest, count, last));
        }
    }
    let without_time = || counts.iter().filter(timeless);
    if let Some(most) = without_time().max_by_key(|count| count.votes()) {
        let others = without_time().filter(|other| other.name() != most.name());
        found.extend(others.filter_map(|other| more_of_fewer(other, most)));
    }
    for pair in in_time.windows(2) {
        if let [earlier, later] = pair
            // A final count after a final one is a recount or a correction.
            && earlier.status() != CountStatus::Final
            && !later.has_fewer_voters_than(earlier)
        {
            found.extend(fell(earlier, later));
            found.extend(seats::fell(contest, earlier, later));
            found.extend(completeness_fell(earlier, later));
            found.extend(ballots::totals(earlier, later));
            found.extend(ballots::added_are_invalid(contest, earlier, later));
        }
    }
    let is_final = |count: &&OfficialCount| count.status() == CountStatus::Final;
    for count in counts.iter().filter(is_final) {
        found.extend(polls.iter().filter_map(|poll| too_many(poll, count)));
        found.extend(polls.iter().filter_map(|poll| too_few(poll, count)));
        let parts = |poll| population::outside_and_parts(poll, count);
        found.extend(polls.iter().filter_map(parts));
    }
    found.extend(population::outside_differs(polls));
    found
}

/// Whether a later partial count says that less is counted of the same. Of ballots the bounds of the counts say so.
fn completeness_fell(earlier: &OfficialCount, later: &OfficialCount) -> Option<Contradiction> {
    let (before, after) = (earlier.completeness()?, later.completeness()?);
    let of = before.of();
    if of != after.of()
        || of == CompletenessOf::Ballots
        || after.bounds().high >= before.bounds().low
    {
        return None;
    }
    Some(Contradiction::CompletenessFell {
        earlier: earlier.name().into(),
        later: later.name().into(),
        of,
        before: before.value(),
        after: after.value(),
        votes_before: earlier.votes(),
        votes_after: later.votes(),
    })
}

fn before_the_vote(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let (vote, as_of) = (contest.date()?, count.as_of()?.date());
    (as_of < vote).then(|| Contradiction::CountedBeforeTheVote {
        count: count.name().into(),
        as_of: as_of.to_string(),
        vote: vote.to_string(),
    })
}

/// A vote may take a second day.
fn after_the_vote(contest: &Contest, poll: &Poll) -> Option<Contradiction> {
    let (vote, fieldwork) = (contest.date()?, poll.fieldwork()?);
    (vote.tomorrow().ok()? < fieldwork).then(|| Contradiction::AskedAfterTheVote {
        poll: poll.name().into(),
        fieldwork: fieldwork.to_string(),
        vote: vote.to_string(),
    })
}

fn too_many(poll: &Poll, count: &OfficialCount) -> Option<Contradiction> {
    let respondents = poll.sample().respondents()?;
    let ballots = ballots_in_all(count)?;
    (respondents > ballots).then(|| Contradiction::RespondentsExceedBallots {
        poll: poll.name().into(),
        respondents,
        count: count.name().into(),
        ballots,
    })
}

/// A sample drawn from fewer ballots than were cast; not of a poll that says whose ballots they are.
fn too_few(poll: &Poll, count: &OfficialCount) -> Option<Contradiction> {
    let population = poll.sample().population()?;
    let ballots = ballots_in_all(count)?;
    (population < ballots && poll.population().is_none()).then(|| {
        Contradiction::PopulationBelowBallots {
            poll: poll.name().into(),
            population,
            count: count.name().into(),
            ballots,
        }
    })
}

fn ballots_in_all(count: &OfficialCount) -> Option<u64> {
    let valid_and_invalid = || {
        let invalid = count.invalid().unwrap_or(0);
        count.valid_votes()?.checked_add(invalid)
    };
    count.ballots_cast().or_else(valid_and_invalid)
}

/// Whether the valid, the invalid and the cast ballots of a count contradict one another by more than a last digit: then
/// it is not known how many ballots there are, nor how many of them are invalid.
pub(crate) fn ballots_are_disputed(count: &OfficialCount) -> bool {
    let found = [unaccounted(count), slips::votes_exceed_ballots(count)];
    found.into_iter().flatten().any(|of| of.is_material())
}

fn unaccounted(count: &OfficialCount) -> Option<Contradiction> {
    let (valid, invalid, ballots_cast) = (count.valid()?, count.invalid()?, count.ballots_cast()?);
    (valid.saturating_add(invalid) < ballots_cast).then(|| Contradiction::BallotsUnaccounted {
        count: count.name().into(),
        valid,
        invalid,
        ballots_cast,
    })
}

/// Two choices whose votes and printed shares need different numbers of votes in all, where no source gives the
/// number: the one that needs fewest, and the one that needs most.
fn no_total_fits(count: &OfficialCount) -> Option<Contradiction> {
    if count.valid_votes().is_some() || count.ballots_cast().is_some() {
        return None;
    }
    let needed = || {
        (count.entries().iter())
            .filter_map(|entry| Some((entry, entry.votes? as f64, entry.share?.bounds())))
            .filter(|(_, votes, share)| *votes > 0.0 && share.low > 0.0)
            .map(|(entry, votes, share)| (entry, votes / share.high, votes / share.low))
    };
    let (fewest, _, most) = needed().min_by(|a, b| a.2.total_cmp(&b.2))?;
    let (other, least, _) = needed().max_by(|a, b| a.1.total_cmp(&b.1))?;
    // A billionth more: a number of votes can sit on a rounding edge.
    (most * (1.0 + 1e-9) < least).then(|| {
        let votes = |entry: &CountEntry| entry.votes.unwrap_or(0);
        let published =
            |entry: &CountEntry| entry.share.map_or(String::new(), |share| share.to_string());
        Contradiction::NoTotalFits {
            count: count.name().into(),
            choice: fewest.label().to_owned(),
            votes: votes(fewest),
            published: published(fewest),
            other: other.label().to_owned(),
            other_votes: votes(other),
            other_published: published(other),
        }
    })
}

/// Where a partial count carries a later time than the final one, whose votes should hold its own all the same.
fn more_than_final_before(
    count: &OfficialCount,
    counts: &[OfficialCount],
) -> Option<Contradiction> {
    let last = count.final_count_before(counts.iter())?;
    let has_fewer = count.votes()? < last.votes()?;
    has_fewer.then(|| more_of_fewer(count, last)).flatten()
}

fn more_of_fewer(fewer: &OfficialCount, more: &OfficialCount) -> Option<Contradiction> {
    fewer.votes()?;
    let of_more = votes_by_choices(more);
    let (label, less, votes) = fewer
        .entries()
        .iter()
        .filter_map(|entry| {
            let less = *of_more.get(entry.choices())?;
            Some((
                entry.label(),
                less,
                entry.votes.filter(|votes| *votes > less)?,
            ))
        })
        .max_by_key(|(_, less, votes)| votes - less)?;
    Some(Contradiction::MoreOfFewer {
        choice: label.to_owned(),
        fewer: fewer.name().into(),
        more: more.name().into(),
        votes_of_fewer: votes,
        votes_of_more: less,
    })
}

fn fell(earlier: &OfficialCount, later: &OfficialCount) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if let (Some(before), Some(after)) = (earlier.valid_votes(), later.valid_votes())
        && after < before
    {
        found.push(Contradiction::VotesFell {
            earlier: earlier.name().into(),
            later: later.name().into(),
            earlier_votes: before,
            later_votes: after,
        });
    }
    let after = votes_by_choices(later);
    for entry in earlier.entries() {
        if let Some(before) = entry.votes
            && let Some(&after) = after.get(entry.choices())
            && after < before
        {
            found.push(Contradiction::ChoiceFell {
                choice: entry.label().to_owned(),
                earlier: earlier.name().into(),
                later: later.name().into(),
                earlier_votes: before,
                later_votes: after,
            });
        }
    }
    found
}

fn votes_by_choices(count: &OfficialCount) -> HashMap<&[String], u64> {
    let entries = count.entries().iter();
    entries
        .filter_map(|entry| Some((entry.choices(), entry.votes?)))
        .collect()
}
