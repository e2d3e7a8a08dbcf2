//! The smallest whole number that is enough.

use super::plan::Plan;
use crate::error::{Error, Result};

impl Plan {
    /// The smallest number of respondents whose effective size is `enough`, where more always are if fewer
    /// are. `guess` is an effective size near it.
    pub(super) fn smallest(&self, guess: f64, enough: impl Fn(f64) -> Result<bool>) -> Result<u64> {
        let most = self.most();
        let reaches = |n: u64| enough(self.effective_size(n));
        // The conversion saturates; NaN becomes 0.
        let start = (self.gross(guess).ceil() as u64).clamp(1, most);
        // Brackets the answer by steps that double, then halves.
        let (mut below, mut above) = (0, start);
        let mut step = 1_u64;
        if reaches(start)? {
            while above > 1 {
                let probe = start.saturating_sub(step).max(1);
                if !reaches(probe)? {
                    below = probe;
                    break;
                }
                above = probe;
                step = step.saturating_mul(2);
            }
        } else {
            below = start;
            loop {
                if below >= most {
                    return Err(Error::undefined(
                        "the number of respondents",
                        format!("not even {most} would be enough; ask for less"),
                    ));
                }
                above = start.saturating_add(step).min(most);
                if reaches(above)? {
                    break;
                }
                below = above;
                step = step.saturating_mul(2);
            }
        }
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if reaches(middle)? {
                above = middle;
            } else {
                below = middle;
            }
        }
        Ok(above)
    }
}

/// Whether `value` is at most `limit`, give or take what rounding does: a whole answer must not become one
/// more than it is.
pub(super) fn at_most(value: f64, limit: f64) -> bool {
    value <= limit * (1.0 + 1e-12)
}
