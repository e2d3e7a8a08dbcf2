//! What seat ranges of several pollsters have in common, and whether a bloc fits its members.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::SeatEstimate;
use crate::numeric::Confidence;

/// Pollsters whose ranges all miss the result of one choice on the same side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SameSide {
    /// m, the pollsters whose range misses the result.
    pub misses: usize,
    /// Whether their ranges lie above the result.
    pub above: bool,
    /// 2^(1 − m): the chance that all miss on one side if each missed on either independently.
    pub probability: f64,
    /// Whether that is below α divided by the choices looked at.
    pub is_finding: bool,
}

impl SameSide {
    /// Of one choice, over the ranges of pollsters (one release each, no averages of polls) and the result; `choices`
    /// is how many are looked at. `None` if fewer than three ranges miss the result, or they miss it on both sides.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if no choice is looked at.
    ///
    /// ```
    /// use exitpoll::{Confidence, SeatEstimate, accuracy::SameSide};
    ///
    /// // Six of seven ranges lie below 206 seats: 1/32, a finding for one choice but not for two.
    /// let ranges = [(150, 160), (146, 161), (178, 189), (155, 165), (190, 200), (142, 205), (200, 210)];
    /// let ranges = ranges.map(|(low, high)| SeatEstimate::range(low, high).unwrap());
    /// let found = SameSide::of(&ranges, 206, 1, Confidence::P95)?.unwrap();
    /// assert_eq!((found.misses, found.above, found.probability), (6, false, 1.0 / 32.0));
    /// assert!(found.is_finding);
    /// assert!(!SameSide::of(&ranges, 206, 2, Confidence::P95)?.unwrap().is_finding);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of(
        ranges: &[SeatEstimate],
        result: u64,
        choices: usize,
        confidence: Confidence,
    ) -> Result<Option<SameSide>> {
        if choices == 0 {
            return Err(Error::out_of_range(
                "choices",
                choices,
                "give the number of choices that are looked at",
            ));
        }
        let above = ranges.iter().filter(|range| range.low() > result).count();
        let below = ranges.iter().filter(|range| range.high() < result).count();
        let misses = above + below;
        if misses < 3 || (above > 0 && below > 0) {
            return Ok(None);
        }
        let probability = 0.5f64.powi(i32::try_from(misses - 1).unwrap_or(i32::MAX));
        Ok(Some(SameSide {
            misses,
            above: above > 0,
            probability,
            is_finding: probability < confidence.alpha() / choices as f64,
        }))
    }
}

/// Whether a bloc and its members can all be right: some seats within the members' ranges sum to a number within the
/// bloc's.
///
/// ```
/// use exitpoll::{SeatEstimate, accuracy::bloc_fits_members};
///
/// // 27–31 and 21–25 sum to 48–56.
/// let members = [SeatEstimate::range(27, 31)?, SeatEstimate::range(21, 25)?];
/// assert!(bloc_fits_members(SeatEstimate::range(50, 55)?, &members));
/// assert!(!bloc_fits_members(SeatEstimate::range(57, 60)?, &members));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn bloc_fits_members(bloc: SeatEstimate, members: &[SeatEstimate]) -> bool {
    let sum =
        |end: fn(&SeatEstimate) -> u64| members.iter().map(|m| u128::from(end(m))).sum::<u128>();
    sum(SeatEstimate::low) <= u128::from(bloc.high())
        && u128::from(bloc.low()) <= sum(SeatEstimate::high)
}
