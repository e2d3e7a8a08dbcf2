//! The two vectors nearest to each other, by one pair for all distances.
//!
//! Minimising Σ g(p_i, v_i) over two boxes with fixed sums, g convex: at the minimum there are levels c and
//! d such that p_i lies at its low end where p_i is above level c of v_i, at its high end where below, and
//! strictly inside only at that level; v_i lies at its high end where p_i is above level d of v_i, and so on
//! (the conditions of Karush, Kuhn and Tucker). The level is the ratio p/v for all f-divergences, whatever
//! f: their minima lie in one pair, the least favourable distributions of Huber & Strassen (1973, *Annals of
//! Statistics* 1), for bands of densities Kassam (1981, *IEEE Transactions on Information Theory* 27). For
//! Gallagher's distance it is the difference p − v, and the vector of differences is then the least
//! majorised of all (Fujishige 1980, *Mathematics of Operations Research* 5): the largest difference has its
//! minimum there as well, and total variation in either pair.
//!
//! With c < d both vectors keep to their low ends but for what the sums ask; with c > d to their high ends;
//! with c = d choices at that level can be moved up and down together, and one number says how far. What
//! the sums leave is linear in the level between the levels of the ends, so each level is found among those
//! and then solved for.

use super::simplex::Simplex;
use crate::agreement::Distance;
use crate::numeric::Bounds;

/// What the level of a pair (p, v) is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Link {
    /// p − v.
    Difference,
    /// p/v.
    Ratio,
}

impl Link {
    /// The link of which the pair is nearest by this distance.
    pub(super) fn of_distance(distance: Distance) -> Link {
        match distance {
            Distance::TotalVariation | Distance::Gallagher => Link::Difference,
            _ => Link::Ratio,
        }
    }

    /// The levels that can occur; ratios of doubles are in the range of doubles.
    fn range(self) -> (f64, f64) {
        match self {
            Link::Difference => (-2.0, 2.0),
            Link::Ratio => (1e-304, 1e304),
        }
    }

    /// The level of a pair; infinite for a ratio over 0, NaN for 0 over 0.
    fn of(self, p: f64, v: f64) -> f64 {
        match self {
            Link::Difference => p - v,
            Link::Ratio => p / v,
        }
    }

    /// The p at this level above v.
    fn above(self, level: f64, v: f64) -> f64 {
        match self {
            Link::Difference => v + level,
            Link::Ratio => v * level,
        }
    }

    /// The v at this level below p.
    fn below(self, level: f64, p: f64) -> f64 {
        match self {
            Link::Difference => p - level,
            Link::Ratio => p / level,
        }
    }

    /// The unit in which a difference of v is linear in the level.
    fn unit(self, level: f64) -> f64 {
        match self {
            Link::Difference => 1.0,
            Link::Ratio => level,
        }
    }
}

type End = fn(&Bounds) -> f64;

fn low(bounds: &Bounds) -> f64 {
    bounds.low
}

fn high(bounds: &Bounds) -> f64 {
    bounds.high
}

/// Two vectors within bounds.
#[derive(Clone, Copy)]
struct Sides<'a> {
    link: Link,
    p: &'a Simplex,
    v: &'a Simplex,
}

impl Sides<'_> {
    fn both(&self) -> impl Iterator<Item = (&Bounds, &Bounds)> + Clone {
        self.p.bounds.iter().zip(&self.v.bounds)
    }

    /// p as near to the level as its bounds allow, v at the given end.
    fn p_at(&self, level: f64, end: End) -> impl Iterator<Item = f64> + Clone {
        let link = self.link;
        self.both()
            .map(move |(p, v)| link.above(level, end(v)).clamp(p.low, p.high))
    }

    /// The other way round.
    fn v_at(&self, level: f64, end: End) -> impl Iterator<Item = f64> + Clone {
        let link = self.link;
        self.both()
            .map(move |(p, v)| link.below(level, end(p)).clamp(v.low, v.high))
    }

    /// What the sum leaves of p; falls with the level.
    fn left_of_p(&self, level: f64, end: End) -> f64 {
        self.p.total - self.p_at(level, end).sum::<f64>()
    }

    /// What v has above its sum, in the unit of the level; it is positive up to some level.
    fn over_of_v(&self, level: f64, end: End) -> f64 {
        (self.v_at(level, end).sum::<f64>() - self.v.total) * self.link.unit(level)
    }
}

/// Vectors within both bounds of least distance, or `None` where the two can be equal.
pub(super) fn pair(link: Link, p: &Simplex, v: &Simplex) -> Option<(Vec<f64>, Vec<f64>)> {
    if can_be_equal(p, v) {
        return None;
    }
    let sides = Sides { link, p, v };
    let (from, to) = link.range();
    let mut levels = Vec::with_capacity(4 * p.bounds.len() + 1);
    levels.push(from);
    for (p, v) in sides.both() {
        for (p, v) in [
            (p.low, v.low),
            (p.low, v.high),
            (p.high, v.low),
            (p.high, v.high),
        ] {
            let level = link.of(p, v);
            if level > from && level < to {
                levels.push(level);
            }
        }
    }
    levels.sort_unstable_by(f64::total_cmp);
    levels.dedup();
    let last = |holds: fn(f64) -> bool, function: &dyn Fn(f64) -> f64| {
        last_level(&levels, to, holds, function)
    };
    let not_below = |x: f64| x >= 0.0;
    let above = |x: f64| x > 0.0;
    let levels_of_p =
        |end: End, holds: fn(f64) -> bool| last(holds, &|level| sides.left_of_p(level, end));
    let levels_of_v =
        |end: End, holds: fn(f64) -> bool| last(holds, &|level| sides.over_of_v(level, end));
    let (mut nearest_p, mut nearest_v): (Vec<f64>, Vec<f64>) = if v.are_exact() {
        let level = levels_of_p(low, not_below);
        (sides.p_at(level, low).collect(), v.lows())
    } else if p.are_exact() {
        let level = levels_of_v(low, above);
        (p.lows(), sides.v_at(level, low).collect())
    } else {
        let (p_low, v_low) = (levels_of_p(low, not_below), levels_of_v(low, above));
        let (p_high, v_high) = (levels_of_p(high, above), levels_of_v(high, not_below));
        if p_low < v_low {
            (
                sides.p_at(p_low, low).collect(),
                sides.v_at(v_low, low).collect(),
            )
        } else if v_high < p_high {
            (
                sides.p_at(p_high, high).collect(),
                sides.v_at(v_high, high).collect(),
            )
        } else {
            // Choices whose two intervals meet at the level lie between both; `part` of the way all of them.
            let level = last(not_below, &|level| {
                sides.left_of_p(level, low) + sides.over_of_v(level, low)
            });
            let level = level.min(p_low.min(v_high)).max(v_low.max(p_high));
            let mut nearest = (
                sides.p_at(level, low).collect::<Vec<f64>>(),
                sides.v_at(level, low).collect::<Vec<f64>>(),
            );
            move_towards(&mut nearest.0, sides.p_at(level, high), p.total);
            move_towards(&mut nearest.1, sides.v_at(level, high), v.total);
            nearest
        }
    };
    top_up(&mut nearest_p, p);
    top_up(&mut nearest_v, v);
    Some((nearest_p, nearest_v))
}

/// The last level at which `holds` is true of a function that is linear between the given levels, and of
/// which it is true up to there only.
fn last_level(
    levels: &[f64],
    to: f64,
    holds: fn(f64) -> bool,
    function: &dyn Fn(f64) -> f64,
) -> f64 {
    let place = levels.partition_point(|level| holds(function(*level)));
    let Some(&before) = place.checked_sub(1).and_then(|place| levels.get(place)) else {
        return levels.first().copied().unwrap_or(to);
    };
    let at_before = function(before);
    // Beyond the last level the function goes on as it does there.
    let after = levels.get(place).copied();
    let second = after.unwrap_or(before + before.abs().max(1.0));
    let fall = at_before - function(second);
    if after.is_none() && fall <= 0.0 {
        return to;
    }
    let part = if fall > 0.0 { at_before / fall } else { 0.0 };
    let level = before + part * (second - before);
    level.clamp(before, after.unwrap_or(to))
}

/// Whether some vector lies within both bounds.
fn can_be_equal(p: &Simplex, v: &Simplex) -> bool {
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

/// Moves all shares the same part of the way towards others, so that they have the total.
fn move_towards(shares: &mut [f64], others: impl Iterator<Item = f64> + Clone, total: f64) {
    let (from, to) = (shares.iter().sum::<f64>(), others.clone().sum::<f64>());
    if to > from {
        let part = ((total - from) / (to - from)).clamp(0.0, 1.0);
        for (share, other) in shares.iter_mut().zip(others) {
            *share += part * (other - *share);
        }
    }
}

/// Gives what is missing from the total to shares that have room: those that no finite level reaches,
/// where the other vector has 0.
fn top_up(shares: &mut [f64], of: &Simplex) {
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
    use super::super::simplex::Simplex;
    use super::{Link, pair};
    use crate::numeric::{Bounds, RandomStream};

    #[test]
    fn the_pair_lies_within_the_bounds_and_has_the_sums() {
        let mut found = 0;
        for case in 0..1500 {
            let mut stream = RandomStream::new(11, case);
            let choices = 2 + stream.below(7) as usize;
            let shares: Vec<Simplex> = ["p", "v"]
                .into_iter()
                .filter_map(|field| {
                    let coarse = stream.uniform() * stream.uniform();
                    let weights: Vec<f64> = (0..choices).map(|_| stream.below(6) as f64).collect();
                    let total: f64 = weights.iter().sum();
                    let bounds = weights.iter().map(|weight| {
                        let share = weight / total.max(1.0);
                        let (below, above) = (stream.uniform(), stream.uniform());
                        Bounds::new(share - coarse * below, share + coarse * above)
                            .expect("low first")
                    });
                    Simplex::new(field, &bounds.collect::<Vec<_>>()).ok()
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
