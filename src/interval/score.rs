//! Wilson's score interval of one share, for any critical value, and how far its ends are from the estimate.

use super::Interval;

/// A count, what is left of the trials, and the trials; checked by who makes it.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub successes: f64,
    pub failures: f64,
    pub trials: f64,
}

impl Share {
    /// p̂.
    pub fn estimate(self) -> f64 {
        self.successes / self.trials
    }

    /// p̂(1 − p̂)/n.
    pub fn variance(self) -> f64 {
        self.successes / self.trials * (self.failures / self.trials) / self.trials
    }

    /// Failures for successes.
    pub fn mirrored(self) -> Share {
        Share {
            successes: self.failures,
            failures: self.successes,
            trials: self.trials,
        }
    }

    /// The two p that solve (p̂ − p)² = `square`·p(1 − p)/n (Wilson 1927): 1 − p is as exact as p.
    fn score_ends(self, square: f64) -> [(f64, f64); 2] {
        let (x, y, n) = (self.successes, self.failures, self.trials);
        let root = (square * (square + 4.0 * x * (y / n))).sqrt();
        let (from_zero, from_one) = (2.0 * x + square + root, 2.0 * y + square + root);
        // The product of the two solutions is x²/(n(n + square)), so that the smaller is not c − r.
        let far = 2.0 * (n + square);
        [
            (2.0 * x * (x / n) / from_zero, from_one / far),
            (from_zero / far, 2.0 * y * (y / n) / from_one),
        ]
    }

    /// Wilson's interval with z² = `square`.
    pub fn wilson(self, square: f64) -> Interval {
        let [(lower, _), (upper, _)] = self.score_ends(square);
        Interval {
            low: lower,
            high: upper.min(1.0),
        }
    }

    /// (p̂ − lower, upper − p̂) of Wilson's interval, from |p̂ − p| = z√(p(1 − p)/n): the differences
    /// themselves would lose √n in digits.
    pub fn wilson_margins(self, z: f64) -> (f64, f64) {
        let [below, above] = self
            .score_ends(z * z)
            .map(|(p, q)| z * (p * q / self.trials).sqrt());
        (below, above)
    }
}
