//! Blaker's interval: inverts one two-sided exact test.
//!
//! The acceptability of p is A(p) = P(X ≥ x) + P(X ≤ j) for p below the estimate, j the largest outcome
//! on the other side that is no likelier to be fallen short of than x is to be exceeded: P(X ≤ j) ≤
//! P(X ≥ x). The interval runs from the least to the greatest p with A(p) ≥ α (the hull, where that set
//! has gaps).
//!
//! No grid is needed to find the least p. As p rises A jumps up wherever a next j comes in, and there
//! A = 2 P(X ≥ x). So it cannot reach α before P(X ≥ x) = α/2, which is Clopper and Pearson's limit, and
//! it has reached α by the first jump after that. Up to that jump j stands still and 1 − A = P(j < X < x)
//! rises and then falls with p, so A comes up to α once at most: one root, or the jump itself.
//!
//! Counts that are not whole: the outcomes are x − k for whole k, as long as x − k > −1, with the tails
//! as beta functions. For whole counts these are Blaker's ends; they mirror as x ↔ n − x and move
//! continuously with x and n, but between whole counts they may fall back a little as x rises.

use super::count::{Count, Level};
use crate::numeric::beta::{self, Point};
use crate::numeric::bracketed_root;

/// The odds of the lower end for α = 2 `tail`.
pub(super) fn blaker_lower(count: Count, level: Level) -> f64 {
    lower_logit(count, level).exp()
}

fn lower_logit(count: Count, level: Level) -> f64 {
    let (x, rest) = (count.successes, count.failures);
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    let tail = level.tail;
    let alpha = 2.0 * tail;
    // P(X ≥ x) and P(X ≤ x − k) at a logit.
    let beyond = |s: f64| beta::tails(x, rest + 1.0, Point::at_logit(s, x, rest + 1.0)).0;
    let opposite = |k: f64, s: f64| {
        let (a, b) = (x - k + 1.0, rest + k);
        beta::tails(a, b, Point::at_logit(s, a, b)).1
    };
    let start = beta::logit_quantile(x, rest + 1.0, tail, 1.0 - tail);
    // P(X ≥ x) alone is α here.
    let last = beta::logit_quantile(x, rest + 1.0, alpha, 1.0 - alpha);
    if !(start.is_finite() && start < last) {
        return start;
    }

    let none = x.ceil() + 1.0;
    let in_play = first_in_play(
        // As far from the mean as x, on its other side.
        (2.0 * Point::at_logit(start, x, rest).below_mean).round(),
        none,
        |k| opposite(k, start) <= tail,
    );
    let next = in_play - 1.0;
    let excess = |s: f64| (opposite(next, s) / beyond(s)).ln();
    let end = if excess(last) >= 0.0 {
        last
    } else {
        // No change of sign means that the jump is where the search starts.
        bracketed_root(excess, start, last).unwrap_or(start)
    };
    if in_play >= none {
        return end;
    }
    let lacking = |s: f64| beyond(s) + opposite(in_play, s) - alpha;
    // Where both tails are α/2 at the start, A may also be at its lowest there, and a search would find no
    // more than half the digits.
    if lacking(start) >= -1e-14 * alpha {
        start
    } else if lacking(end) < 0.0 {
        end
    } else {
        bracketed_root(lacking, start, end).unwrap_or(start)
    }
}

/// The least whole k from 2 to `none` for which `holds`, which holds from some k on and is taken to hold
/// at `none`; looked for around `guess`.
fn first_in_play(guess: f64, none: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (1.0, none);
    let (mut below, mut above) = (false, false);
    let mut stride = 1.0;
    let mut probe = guess;
    while high - low > 1.0 {
        let k = probe.max(low + 1.0).min(high - 1.0);
        // Beyond 2⁵³ whole numbers are not told apart any more, and neither are the ends.
        if k <= low || k >= high {
            break;
        }
        if holds(k) {
            (high, above) = (k, true);
        } else {
            (low, below) = (k, true);
        }
        probe = if above && below {
            (0.5 * (low + high)).floor()
        } else if above {
            high - stride
        } else {
            low + stride
        };
        stride *= 2.0;
    }
    high
}
