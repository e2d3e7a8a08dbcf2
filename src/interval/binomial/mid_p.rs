//! Inverts two one-sided tests in which the probability of what was observed counts half.

use super::count::{Count, Level};
use super::exact::{jeffreys_lower, odds_of_root};
use crate::numeric::beta::{self, Point};
use crate::numeric::invert::{TailPoint, invert_tail};

/// The odds p/(1 − p) of the p with P(X > x) + ½ P(X = x) = `tail`.
///
/// For counts that are not whole, P(X > x) is I_p(x + 1, n − x) and P(X = x) has Γ in place of the
/// factorials: the sum is then ½ I_p(x, n − x + 1) + ½ I_p(x + 1, n − x), which rises with p.
pub(super) fn mid_p_lower(count: Count, level: Level) -> f64 {
    let (x, rest) = (count.successes, count.failures);
    if x == 0.0 {
        return 0.0;
    }
    if rest == 0.0 {
        // ½ pⁿ = tail.
        return odds_of_root(2.0 * level.tail, count.trials);
    }
    // Jeffreys's limit lies close by (Brown, Cai & DasGupta 2001).
    let start = jeffreys_lower(count, level).ln();
    invert_tail(level.tail, start, |s| {
        let beyond = beta::tail_point(x + 1.0, rest, s);
        let point = Point::at_logit(s, x, rest);
        let (share, other) = (point.x, point.y);
        let from_failures = rest * share;
        let total = x * other + from_failures;
        let weight = from_failures / total;
        let rise = weight * (1.0 - weight);
        let spread = (count.trials + 1.0) * share * other;
        TailPoint {
            // P(X > x) has the density g = (n−x) p P(X = x), so P(X = x) is g/((n−x) p), and the density
            // of the sum is ½(x q + (n−x) p) P(X = x).
            log_density: beyond.log_density + (0.5 * total / from_failures).ln(),
            ratio: (2.0 * from_failures * beyond.ratio + 1.0) / total,
            slopes: [
                point.below_mean - share + weight,
                rise - spread,
                rise * (1.0 - 2.0 * weight) - spread * (other - share),
                rise * (1.0 - 6.0 * rise) - spread * (1.0 - 6.0 * share * other),
            ],
        }
    })
    .exp()
}
