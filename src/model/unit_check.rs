//! Whether figures that are given as percent were meant as proportions, where only another source shows it.

use super::count::OfficialCount;
use super::entry::Category;
use super::poll::Poll;
use crate::error::{Error, Place, Result};

/// The most that every figure of a source is where all of them look like proportions, one percent.
const MOST: f64 = 0.01;

/// A list of fewer votes may be all that a source names, and it may be that far off.
const LEAST_OF_OTHER: f64 = 0.05;

/// A share of a source and of another one, as proportions, of one choice.
type Pair<'a> = (&'a str, f64, f64);

/// Shares of a poll or of a count that are a hundredth of those of the other: "0.48" beside 48 percent. Those that sum
/// to 1 are refused where they are read.
pub(super) fn check(counts: &[OfficialCount], polls: &[Poll]) -> Result<()> {
    let official = |count: &OfficialCount, label: &str| {
        let entry = count
            .entries()
            .iter()
            .find(|entry| entry.label() == label)?;
        let of_votes = || Some(entry.votes? as f64 / count.valid_votes()? as f64);
        entry.share.map(|share| share.value()).or_else(of_votes)
    };
    for (i, poll) in polls.iter().enumerate() {
        let entries = poll.entries();
        let categories = [
            Category::Other,
            Category::Invalid,
            Category::Refused,
            Category::Undisclosed,
        ];
        let others = categories.into_iter().filter_map(|of| poll.category(of));
        let mut shares = entries.iter().map(|entry| entry.share).chain(others);
        if entries.is_empty() || shares.any(|share| share.value() > MOST) {
            continue;
        }
        for count in counts {
            let pairs = entries.iter().filter_map(|entry| {
                Some((
                    entry.label(),
                    entry.share.value(),
                    official(count, entry.label())?,
                ))
            });
            refuse(pairs, "the count has")
                .map_err(|error| error.at(Place::Path(format!("polls[{i}]"))))?;
        }
    }
    for (i, count) in counts.iter().enumerate() {
        let shares = || {
            count
                .entries()
                .iter()
                .filter_map(|entry| Some((entry.label(), entry.share?.value())))
        };
        let has_votes = count.entries().iter().any(|entry| entry.votes.is_some());
        if has_votes || shares().next().is_none() || shares().any(|(_, share)| share > MOST) {
            continue;
        }
        for poll in polls {
            let pairs = shares().filter_map(|(label, share)| {
                let entry = poll.entries().iter().find(|entry| entry.label() == label)?;
                Some((label, share, entry.share.value()))
            });
            refuse(pairs, "a poll has")
                .map_err(|error| error.at(Place::Path(format!("counts[{i}]"))))?;
        }
    }
    Ok(())
}

/// Refuses shares each of which, a hundred times as large, is about the other's.
fn refuse<'a>(pairs: impl Iterator<Item = Pair<'a>>, other_has: &str) -> Result<()> {
    let mut largest: Option<Pair<'a>> = None;
    for pair @ (_, share, other) in pairs {
        let hundredfold = 100.0 * share;
        if other < LEAST_OF_OTHER || hundredfold < 0.5 * other || hundredfold > 2.0 * other {
            return Ok(());
        }
        if largest.is_none_or(|(_, most, _)| share > most) {
            largest = Some(pair);
        }
    }
    let Some((label, share, other)) = largest else {
        return Ok(());
    };
    let rounded = |percent: f64| (1e4 * percent).round() / 1e4;
    Err(Error::out_of_range(
        "shares",
        format!("{} percent for {label}", rounded(100.0 * share)),
        format!(
            "this looks like a proportion, since {other_has} {} percent; write percent, {} instead of {}",
            rounded(100.0 * other),
            rounded(1e4 * share),
            rounded(100.0 * share)
        ),
    ))
}
