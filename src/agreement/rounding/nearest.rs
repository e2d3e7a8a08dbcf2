//! The two vectors nearest to each other, by one pair for all distances.
//!
//! Minimising Σ g(p_i, v_i) over two boxes with fixed sums, g convex: at the minimum there are levels c and
//! d such that p_i lies at its low end where p_i is above level c of v_i, at its high end where below, and
//! strictly inside only at that level; v_i lies at its high end where p_i is above level d of v_i, and so on
//! (the conditions of Karush, Kuhn and Tucker). The level is the ratio p/v for all f-divergences, whatever
//! f: their minima lie in one pair, the least favourable distributions of Huber & Strassen (1973, *Annals of
//! Statistics* 1), for bands of densities Kassam (1981, *IEEE Transactions on Information Theory* 27). For
//! Gallagher's distance it is the difference p − v; total variation has its minimum in either pair.
//!
//! With c < d both vectors keep to their low ends but for what the sums ask; with c > d to their high ends;
//! with c = d choices at that level can be moved up and down together, and one number says how far.

use super::log_ratio::last_with;
use super::shares::Shares;
use crate::numeric::Bounds;

/// What the level of a pair (p, v) is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Link {
    /// p − v.
    Difference,
    /// p/v, by its logarithm.
    Ratio,
}

impl Link {
    /// The levels that can occur; the logarithms of ratios of doubles end before ±750.
    fn range(self) -> (f64, f64) {
        match self {
            Link::Difference => (-2.0, 2.0),
            Link::Ratio => (-700.0, 700.0),
        }
    }

    /// The p at this level above v.
    fn above(self, level: f64, v: f64) -> f64 {
        match self {
            Link::Difference => v + level,
            Link::Ratio => v * level.exp(),
        }
    }

    /// The v at this level below p.
    fn below(self, level: f64, p: f64) -> f64 {
        match self {
            Link::Difference => p - level,
            Link::Ratio => p * (-level).exp(),
        }
    }
}

/// Vectors within both bounds of least distance, or `None` where the two can be equal.
pub(super) fn pair(link: Link, p: &Shares, v: &Shares) -> Option<(Vec<f64>, Vec<f64>)> {
    if can_be_equal(p, v) {
        return None;
    }
    let low = |bounds: &Bounds| bounds.low;
    let high = |bounds: &Bounds| bounds.high;
    // p and v as near to the level as their bounds allow, the other at the given end.
    let p_at = |level: f64, end: fn(&Bounds) -> f64| -> Vec<f64> {
        let both = p.bounds.iter().zip(&v.bounds);
        both.map(|(p, v)| link.above(level, end(v)).clamp(p.low, p.high))
            .collect()
    };
    let v_at = |level: f64, end: fn(&Bounds) -> f64| -> Vec<f64> {
        let both = p.bounds.iter().zip(&v.bounds);
        both.map(|(p, v)| link.below(level, end(p)).clamp(v.low, v.high))
            .collect()
    };
    let total = |shares: Vec<f64>| shares.into_iter().sum::<f64>();
    let (from, to) = link.range();
    // All totals of p rise with the level, all totals of v fall.
    let p_low = last_with(from, to, |level| total(p_at(level, low)) <= p.total);
    let v_low = last_with(from, to, |level| total(v_at(level, low)) > v.total);
    let p_high = last_with(from, to, |level| total(p_at(level, high)) < p.total);
    let v_high = last_with(from, to, |level| total(v_at(level, high)) >= v.total);
    let (mut nearest_p, mut nearest_v) = if p_low < v_low {
        (p_at(p_low, low), v_at(v_low, low))
    } else if v_high < p_high {
        (p_at(p_high, high), v_at(v_high, high))
    } else {
        // Choices whose two intervals meet at the level lie between both; `part` of the way all of them.
        let excess = |level: f64| {
            let p_more = p.total - total(p_at(level, low));
            let v_more = v.total - total(v_at(level, low));
            match link {
                Link::Difference => p_more - v_more,
                Link::Ratio => p_more - level.exp() * v_more,
            }
        };
        let level = last_with(v_low.max(p_high), p_low.min(v_high), |level| {
            excess(level) >= 0.0
        });
        (
            between(p_at(level, low), p_at(level, high), p.total),
            between(v_at(level, low), v_at(level, high), v.total),
        )
    };
    top_up(&mut nearest_p, p);
    top_up(&mut nearest_v, v);
    Some((nearest_p, nearest_v))
}

/// Whether some vector lies within both bounds.
fn can_be_equal(p: &Shares, v: &Shares) -> bool {
    let (mut lows, mut highs) = (0.0, 0.0);
    for (p, v) in p.bounds.iter().zip(&v.bounds) {
        let (low, high) = (p.low.max(v.low), p.high.min(v.high));
        if low > high {
            return false;
        }
        lows += low;
        highs += high;
    }
    let noise = 1e-12;
    lows <= p.total.max(v.total) + noise && highs >= p.total.min(v.total) - noise
}

/// The vector on the way from one to the other that has the total.
fn between(low: Vec<f64>, high: Vec<f64>, total: f64) -> Vec<f64> {
    let (from, to) = (low.iter().sum::<f64>(), high.iter().sum::<f64>());
    let part = if to > from {
        ((total - from) / (to - from)).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let both = low.into_iter().zip(high);
    both.map(|(low, high)| low + part * (high - low)).collect()
}

/// Gives what is missing from the total to shares that have room: those that no finite level reaches,
/// where the other vector has 0.
fn top_up(shares: &mut [f64], of: &Shares) {
    let mut missing = of.total - shares.iter().sum::<f64>();
    // Less is rounding of the sum.
    if missing < 1e-12 {
        return;
    }
    for (share, bounds) in shares.iter_mut().zip(&of.bounds) {
        let more = missing.min(bounds.high - *share).max(0.0);
        *share += more;
        missing -= more;
    }
}

#[cfg(test)]
mod tests {
    use super::super::shares::Shares;
    use super::{Link, pair};
    use crate::numeric::{Bounds, RandomStream};

    #[test]
    fn the_pair_lies_within_the_bounds_and_has_the_sums() {
        let mut found = 0;
        for case in 0..1500 {
            let mut stream = RandomStream::new(11, case);
            let choices = 2 + stream.below(7) as usize;
            let shares: Vec<Shares> = ["p", "v"]
                .into_iter()
                .filter_map(|field| {
                    let coarse = stream.uniform() * stream.uniform();
                    let weights: Vec<f64> = (0..choices).map(|_| stream.below(6) as f64).collect();
                    let total: f64 = weights.iter().sum();
                    let bounds = weights.iter().map(|weight| {
                        let share = weight / total.max(1.0);
                        let (below, above) = (stream.uniform(), stream.uniform());
                        Bounds::between(share - coarse * below, share + coarse * above)
                    });
                    Shares::new(field, &bounds.collect::<Vec<_>>()).ok()
                })
                .collect();
            let [p, v] = shares.as_slice() else { continue };
            for link in [Link::Difference, Link::Ratio] {
                let Some((nearest_p, nearest_v)) = pair(link, p, v) else {
                    continue;
                };
                found += 1;
                for (vector, shares) in [(nearest_p, p), (nearest_v, v)] {
                    let sum: f64 = vector.iter().sum();
                    assert!((sum - shares.total).abs() < 1e-12, "case {case}: {sum}");
                    let mut both = vector.iter().zip(&shares.bounds);
                    assert!(both.all(|(x, b)| b.low - 1e-14 <= *x && *x <= b.high + 1e-14));
                }
            }
        }
        assert!(found > 300, "only {found} pairs apart");
    }
}
