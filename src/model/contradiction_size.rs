//! How much a contradiction is, and whether conclusions hang on it.

use super::contradiction::Contradiction;
use super::share::PublishedShare;
use crate::numeric::Bounds;

impl Contradiction {
    /// Whether it leaves open by more than the last printed digit what was counted, so that nothing may be
    /// decided on the figures. Votes that miss a printed share by no more than one unit of its last digit are
    /// rounded, cut off or misprinted there, and the votes stand; ballots that nobody accounts for, and
    /// votes that are in no part of a count, matter from .05 percent of all on, the half-width of a share with one decimal.
    #[must_use]
    pub fn is_material(&self) -> bool {
        match self {
            Contradiction::VotesAndShare {
                from_votes,
                published,
                votes_stand,
                ..
            } => !votes_stand && beyond_last_digit(*from_votes, published),
            Contradiction::NoTotalFits {
                votes,
                published,
                other_votes,
                other_published,
                ..
            } => {
                let ends = |votes: u64, published: &str| {
                    let share = PublishedShare::parse("shares", published).ok()?;
                    let Bounds { low, high } = share.bounds();
                    let unit = 0.5 * (high - low);
                    let votes = votes as f64;
                    Some((votes / (high + unit), votes / (low - unit).max(1e-12)))
                };
                match ends(*votes, published).zip(ends(*other_votes, other_published)) {
                    Some(((_, most), (least, _))) => most < least,
                    None => true,
                }
            }
            Contradiction::BallotsAndTurnout {
                ballots,
                registered,
                published,
                ..
            } => beyond_last_digit(*ballots as f64 / *registered as f64, published),
            Contradiction::BallotsAndCompleteness {
                ballots, counted, ..
            } => ballots.abs_diff(*counted) as f64 >= 0.0005 * *counted as f64,
            Contradiction::RegisteredDiffer {
                registered,
                of_contest,
                ..
            } => registered.abs_diff(*of_contest) as f64 >= 0.0005 * *of_contest as f64,
            Contradiction::PartsAndWhole {
                votes,
                parts,
                valid,
                ..
            } => votes.abs_diff(*parts) as f64 >= 0.0005 * *valid as f64,
            Contradiction::BallotsUnaccounted {
                valid,
                invalid,
                ballots_cast,
                ..
            } => {
                let missing = ballots_cast.saturating_sub(valid.saturating_add(*invalid));
                missing as f64 >= 0.0005 * *ballots_cast as f64
            }
            Contradiction::VotesExceedBallots { ballots_cast, .. } => {
                self.excess() as f64 >= 0.0005 * *ballots_cast as f64
            }
            Contradiction::VotesExceedValid { valid, .. } => {
                self.excess() as f64 >= 0.0005 * *valid as f64
            }
            _ => true,
        }
    }

    /// Whether polls are judged by both figures of a choice, as if either were within rounding: its votes and its printed
    /// share differ by a percentage point at most, and nothing says which of them is right. What holds by both holds.
    #[must_use]
    pub fn is_compared_with_both(&self) -> bool {
        let Contradiction::VotesAndShare {
            from_votes,
            published,
            ..
        } = self
        else {
            return false;
        };
        let printed = PublishedShare::parse("shares", published);
        self.is_material() && printed.is_ok_and(|of| (of.value() - from_votes).abs() <= 0.01)
    }

    /// By how many a sum exceeds the figure that is printed for it; 0 of anything else.
    #[must_use]
    pub fn excess(&self) -> u64 {
        match self {
            Contradiction::VotesExceedBallots {
                votes,
                invalid,
                ballots_cast,
                ..
            } => (votes.saturating_add(invalid.unwrap_or(0))).saturating_sub(*ballots_cast),
            Contradiction::VotesExceedValid { votes, valid, .. } => votes.saturating_sub(*valid),
            _ => 0,
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
