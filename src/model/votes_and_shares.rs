//! The votes of choices against the shares that the same count prints for them.

use std::collections::HashMap;

use super::contradiction::Contradiction;
use super::count::OfficialCount;
use super::entry::Base;
use super::share::PublishedShare;
use super::tally::CountEntry;
use crate::numeric::Bounds;

/// Every printed share that the votes of its choice do not give.
pub(super) fn found(count: &OfficialCount) -> Vec<Contradiction> {
    let Some(valid) = count.valid_votes() else {
        return Vec::new();
    };
    if are_cut_off(count) {
        return Vec::new();
    }
    let unlisted = count.entries().iter().any(|entry| entry.share.is_none());
    if unlisted && one_total_fits(count) {
        return Vec::new();
    }
    let ballots = ballots(count, valid);
    let votes_stand = votes_add_up(count) && shares_do_not_add_up(count);
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
            votes_stand,
        })
    };
    count.entries().iter().filter_map(disagrees).collect()
}

/// Whether each choice of its own has votes, and these are the valid votes that the count states.
fn votes_add_up(count: &OfficialCount) -> bool {
    let one_by_one = (count.entries().iter()).all(|entry| entry.choices().len() < 2);
    let votes: Option<u64> = count.entries().iter().map(|entry| entry.votes).sum();
    one_by_one && votes.is_some() && votes == count.valid()
}

/// Whether the printed shares of all choices cannot be 100 percent together.
fn shares_do_not_add_up(count: &OfficialCount) -> bool {
    let shares = || count.entries().iter().filter_map(|entry| entry.share);
    let all_printed = shares().count() == count.entries().len();
    let sum = |end: fn(Bounds) -> f64| shares().map(|share| end(share.bounds())).sum::<f64>();
    let misses = sum(|of| of.low) > 1.0 + 1e-12 || sum(|of| of.high) < 1.0 - 1e-12;
    all_printed && misses && count.base() != Some(Base::AllBallots)
}

/// All ballots of a count with so many valid votes.
fn ballots(count: &OfficialCount, valid: u64) -> Option<u64> {
    (count.ballots()).or_else(|| valid.checked_add(count.invalid()?))
}

/// Whether a count cuts its shares off and does not round them: each is what the votes give without the digits that
/// follow, and rounding would have printed more for two of them at least. One alone can be a misprint.
pub(crate) fn are_cut_off(count: &OfficialCount) -> bool {
    let Some(valid) = count.valid_votes() else {
        return false;
    };
    let (of_valid, of_ballots) = (Some(valid), ballots(count, valid));
    let totals = match count.base() {
        Some(Base::AllBallots) => [of_ballots, None],
        Some(_) => [of_valid, None],
        None => [of_valid, of_ballots],
    };
    (totals.into_iter().flatten()).any(|total| are_cut_off_of(count.entries(), total))
}

/// The same of so many votes in all.
pub(super) fn are_cut_off_of(entries: &[CountEntry], total: u64) -> bool {
    let printed = || {
        let both =
            |entry: &CountEntry| Some((entry.votes?, entry.share.filter(|of| !of.is_range())?));
        entries.iter().filter_map(both)
    };
    let share_of = |votes: u64| votes as f64 / total as f64;
    let more = printed().filter(|(votes, share)| share_of(*votes) > share.bounds().high + 1e-12);
    more.count() > 1 && printed().all(|(votes, share)| is_cut_off(share_of(votes), &share))
}

/// Whether the digits after those that are printed were left out: it lies within one unit of the last one above the
/// figure.
fn is_cut_off(proportion: f64, printed: &PublishedShare) -> bool {
    let unit = 2.0 * (printed.bounds().high - printed.value());
    let left_out = proportion - printed.value();
    -1e-12 <= left_out && left_out < unit + 1e-12
}

/// For each choice whose votes and printed share contradict one another by little: by what the share that its votes give
/// is to be multiplied for the printed one, both ends of its rounding.
pub(crate) fn printed_over_votes(count: &OfficialCount) -> HashMap<String, Bounds> {
    let of_choice = |found: Contradiction| match found {
        Contradiction::VotesAndShare {
            choice,
            from_votes,
            published,
            ..
        } => {
            let Bounds { low, high } = PublishedShare::parse("shares", &published).ok()?.bounds();
            (from_votes > 0.0).then(|| {
                let factors = Bounds {
                    low: low / from_votes,
                    high: high / from_votes,
                };
                (choice, factors)
            })
        }
        _ => None,
    };
    (found(count).into_iter())
        .filter(Contradiction::is_compared_with_both)
        .filter_map(of_choice)
        .collect()
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
