//! Figures that cannot all be right, although each source is possible in itself.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ballots;
use super::completeness::CompletenessOf;
use super::contest::Contest;
use super::count::{CountStatus, OfficialCount};
use super::entry::Base;
use super::poll::Poll;
use super::share::PublishedShare;
use super::tally::CountEntry;
use crate::numeric::Bounds;

/// Two figures that contradict one another. Neither is known to be the wrong one, so nothing is
/// refused; a conclusion that needs both is not drawn.
///
/// What is impossible within one source, or between the contest and a count, is an
/// [`Error`](crate::Error) of the builder or of [`Contest::check`] instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Contradiction {
    /// Ballots were cast that are neither valid nor invalid.
    BallotsUnaccounted {
        /// The count.
        count: String,
        /// Its valid votes.
        valid: u64,
        /// Its invalid votes.
        invalid: u64,
        /// Its ballots cast, more than both together.
        ballots_cast: u64,
    },
    /// A later count, or the final one, has fewer votes in all than an earlier one.
    VotesFell {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// The votes of the earlier count.
        earlier_votes: u64,
        /// The votes of the later count.
        later_votes: u64,
    },
    /// A choice has fewer votes in a later count than in an earlier one.
    ChoiceFell {
        /// The choice, as the earlier count calls it.
        choice: String,
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// Its votes in the earlier count.
        earlier_votes: u64,
        /// Its votes in the later count.
        later_votes: u64,
    },
    /// Of two partial counts, of which nobody says which is the later one, the one with fewer votes in all has more
    /// for a choice: neither is a part of the other.
    MoreOfFewer {
        /// The choice with the greatest difference.
        choice: String,
        /// The count with fewer votes in all.
        fewer: String,
        /// The count with more votes in all.
        more: String,
        /// The choice's votes in the count with fewer in all.
        votes_of_fewer: u64,
        /// The choice's votes in the count with more in all.
        votes_of_more: u64,
    },
    /// A final count fills fewer seats than the house has, although it has a figure for every choice.
    SeatsShort {
        /// The count.
        count: String,
        /// The seats that it fills.
        seats: u64,
        /// The seats of the house.
        house: u64,
    },
    /// A poll has more respondents than a final count has ballots.
    RespondentsExceedBallots {
        /// The poll.
        poll: String,
        /// Its respondents.
        respondents: u64,
        /// The count.
        count: String,
        /// Its ballots.
        ballots: u64,
    },
    /// A count has more ballots, or fewer, than it says are counted; or more than there are registered voters
    /// where it says that so many of these are counted.
    BallotsAndCompleteness {
        /// The count.
        count: String,
        /// Of what it says how many are counted.
        of: CompletenessOf,
        /// Its ballots, or its votes where that is all it has.
        ballots: u64,
        /// What it says is counted.
        counted: u64,
    },
    /// What a count has, and the part of all ballots that it says this is, make more ballots in all than there are
    /// registered voters.
    CompletenessAndRegistered {
        /// The count.
        count: String,
        /// The ballots it has, or its votes where that is all.
        ballots: u64,
        /// The least number of all ballots that the stated part leaves.
        least_in_all: u64,
        /// The registered voters.
        registered: u64,
    },
    /// A count has more ballots than its printed turnout leaves to the registered voters, or fewer if it is final.
    BallotsAndTurnout {
        /// The count.
        count: String,
        /// Its ballots, or its votes where that is all it has.
        ballots: u64,
        /// The registered voters.
        registered: u64,
        /// The turnout as published, in percent.
        published: String,
    },
    /// The votes of a choice do not give the share that the same count prints for it.
    VotesAndShare {
        /// The count.
        count: String,
        /// The choice.
        choice: String,
        /// The share that the votes give, as a proportion: of valid votes, or of all ballots where the
        /// count says that its shares are; the nearer of the two where it does not say.
        from_votes: f64,
        /// The share as published, in percent.
        published: String,
    },
}

impl Contradiction {
    /// Whether it leaves open by more than the last printed digit what was counted, so that nothing may be
    /// decided on the figures. Votes that miss a printed share by no more than one unit of its last digit are
    /// rounded, cut off or misprinted there, and the votes stand; ballots that nobody accounts for matter from
    /// .05 percent on, the half-width of a share with one decimal.
    #[must_use]
    pub fn is_material(&self) -> bool {
        match self {
            Contradiction::VotesAndShare {
                from_votes,
                published,
                ..
            } => beyond_last_digit(*from_votes, published),
            Contradiction::BallotsAndTurnout {
                ballots,
                registered,
                published,
                ..
            } => beyond_last_digit(*ballots as f64 / *registered as f64, published),
            Contradiction::BallotsAndCompleteness {
                ballots, counted, ..
            } => ballots.abs_diff(*counted) as f64 >= 0.0005 * *counted as f64,
            Contradiction::BallotsUnaccounted {
                valid,
                invalid,
                ballots_cast,
                ..
            } => {
                let missing = ballots_cast.saturating_sub(valid.saturating_add(*invalid));
                missing as f64 >= 0.0005 * *ballots_cast as f64
            }
            _ => true,
        }
    }
}

/// Whether a proportion misses a printed percentage by more than one unit of its last digit.
fn beyond_last_digit(proportion: f64, published: &str) -> bool {
    PublishedShare::parse("shares", published).map_or(true, |share| {
        let Bounds { low, high } = share.bounds();
        let nearest = proportion.clamp(low, high);
        (proportion - nearest).abs() > 0.5 * (high - low) + 1e-12
    })
}

/// Every contradiction among the figures of a contest's counts and polls.
///
/// Compared are: ballots cast with valid and invalid ones; ballots with the number that a count says are counted,
/// the ballots in all that this makes with the registered voters, and with its printed turnout; votes with printed shares, within their
/// rounding and on either base where none is stated; the seats of a final count with the house; each
/// count with the one before it (by `as_of`; a final count comes last), and partial counts without a time with
/// the one of them that has most votes; the respondents of each poll with the ballots of the final counts.
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
        found.extend(ballots::completeness(count));
        found.extend(ballots::registered(contest, count));
        found.extend(ballots::turnout(contest, count));
        found.extend(votes_and_shares(count));
        found.extend(seats_short(contest, count));
    }
    let mut in_time: Vec<&OfficialCount> = counts
        .iter()
        .filter(|count| count.as_of().is_some() || count.status() == CountStatus::Final)
        .collect();
    in_time.sort_by_key(|count| (count.status() == CountStatus::Final, count.as_of()));
    // A count without a time is before the final one, and not in order with the others.
    let timeless =
        |count: &&OfficialCount| count.as_of().is_none() && count.status() == CountStatus::Partial;
    if let Some(last) = in_time.iter().find(|c| c.status() == CountStatus::Final) {
        for count in counts.iter().filter(timeless) {
            found.extend(fell(count, last));
        }
    }
    let without_time = || counts.iter().filter(timeless);
    if let Some(most) = without_time().max_by_key(|count| count.votes()) {
        let others = without_time().filter(|other| other.name() != most.name());
        found.extend(others.filter_map(|other| more_of_fewer(other, most)));
    }
    for pair in in_time.windows(2) {
        if let [earlier, later] = pair {
            found.extend(fell(earlier, later));
        }
    }
    let is_final = |count: &&OfficialCount| count.status() == CountStatus::Final;
    for count in counts.iter().filter(is_final) {
        found.extend(polls.iter().filter_map(|poll| too_many(poll, count)));
    }
    found
}

fn too_many(poll: &Poll, count: &OfficialCount) -> Option<Contradiction> {
    let respondents = poll.sample().respondents()?;
    let valid_and_invalid = || {
        let invalid = count.invalid().unwrap_or(0);
        count.valid_votes()?.checked_add(invalid)
    };
    let ballots = count.ballots_cast().or_else(valid_and_invalid)?;
    (respondents > ballots).then(|| Contradiction::RespondentsExceedBallots {
        poll: poll.name().into(),
        respondents,
        count: count.name().into(),
        ballots,
    })
}

fn unaccounted(count: &OfficialCount) -> Option<Contradiction> {
    let (valid, invalid, ballots_cast) = (count.valid()?, count.invalid()?, count.ballots_cast()?);
    // The builder has refused more than were cast.
    (valid + invalid < ballots_cast).then(|| Contradiction::BallotsUnaccounted {
        count: count.name().into(),
        valid,
        invalid,
        ballots_cast,
    })
}

fn seats_short(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let (seats, house) = seats_of_house(contest, count)?;
    Some(Contradiction::SeatsShort {
        count: count.name().into(),
        seats,
        house,
    })
}

/// The seats that a final count fills and those of the house, where it fills fewer although it has a figure for
/// every choice.
pub(crate) fn seats_of_house(contest: &Contest, count: &OfficialCount) -> Option<(u64, u64)> {
    let house = contest.seats()?;
    if count.status() != CountStatus::Final || count.seats_are_provisional() {
        return None;
    }
    // Counted once: a bloc stands beside its members.
    let own: HashMap<&str, u64> = count
        .seat_entries()
        .filter(|(_, choices, _)| choices.len() < 2)
        .map(|(label, _, seats)| (label, seats))
        .collect();
    let all = contest
        .choices()
        .iter()
        .all(|choice| own.contains_key(choice.as_str()));
    // Each is at most the house, and so is their sum: `Contest::check` has refused more.
    let seats = own
        .values()
        .fold(0_u64, |sum, seats| sum.saturating_add(*seats));
    (all && seats < house).then_some((seats, house))
}

/// Whether one total, no smaller than the votes listed, makes every printed share of what its votes say: then
/// choices that are not listed have the rest. A total that the source gives leaves no such choice.
fn one_total_fits(count: &OfficialCount) -> bool {
    if count.valid().is_some() || count.ballots_cast().is_some() {
        return false;
    }
    let listed: f64 = (count.entries().iter())
        .filter_map(|entry| Some(entry.votes? as f64))
        .sum();
    let (low, high) = (count.entries().iter())
        .filter_map(|entry| Some((entry.votes? as f64, entry.share?.bounds())))
        .filter(|(votes, share)| *votes > 0.0 && share.low > 0.0)
        .fold((listed, f64::INFINITY), |(low, high), (votes, share)| {
            (low.max(votes / share.high), high.min(votes / share.low))
        });
    low <= high
}

fn votes_and_shares(count: &OfficialCount) -> Vec<Contradiction> {
    let Some(valid) = count.valid_votes() else {
        return Vec::new();
    };
    let unlisted = count.entries().iter().any(|entry| entry.share.is_none());
    if unlisted && one_total_fits(count) {
        return Vec::new();
    }
    let ballots = count
        .ballots_cast()
        .or_else(|| valid.checked_add(count.invalid()?));
    let disagrees = |entry: &CountEntry| {
        let (votes, share) = (entry.votes?, entry.share?);
        let of_valid = votes as f64 / valid as f64;
        let of_ballots = ballots.map(|ballots| votes as f64 / ballots as f64);
        let candidates = match (count.base(), of_ballots) {
            (Some(Base::AllBallots), of_ballots) => [of_ballots?; 2],
            (None, Some(of_ballots)) => [of_valid, of_ballots],
            (_, _) => [of_valid; 2],
        };
        let Bounds { low, high } = share.bounds();
        // A few units of a double on either side: a vote count can sit on a rounding edge.
        let fits = |from_votes: f64| low - 1e-12 <= from_votes && from_votes <= high + 1e-12;
        let missed_by = |from_votes: &f64| (from_votes - share.value()).abs();
        let [first, second] = candidates;
        let nearest = if missed_by(&second) < missed_by(&first) {
            second
        } else {
            first
        };
        (!candidates.into_iter().any(fits)).then(|| Contradiction::VotesAndShare {
            count: count.name().into(),
            choice: entry.label().to_owned(),
            from_votes: nearest,
            published: share.to_string(),
        })
    };
    count.entries().iter().filter_map(disagrees).collect()
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
