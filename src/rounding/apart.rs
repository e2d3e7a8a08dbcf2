//! By how much one poll can be farther from the count than another, at one and the same count.

use super::multipliers::fill;
use crate::numeric::Bounds;

/// The most by which one distribution can be farther from the count than another, in total variation: the
/// maximum of TV(p, v) − TV(q, v) over p and q within their bounds and one and the same v within its own, whose
/// shares sum to 1. Not positive: p is nowhere farther than q.
///
/// For a given v each row adds ½(max |p − v| − min |q − v|), which is piecewise linear in v, with breaks at the
/// middle of p and at both ends of q. Under the sum the rows compete for v: each is replaced by its concave
/// envelope, and the steepest pieces are filled first. That is the maximum itself for two rows, and an outer
/// bound for more. Bounds that exclude a sum of 1 are taken row by row.
pub(crate) fn farther_by(p: &[Bounds], q: &[Bounds], v: &[Bounds]) -> f64 {
    let mut at_low = 0.0;
    let (mut lows, mut highs) = (0.0, 0.0);
    let mut pieces: Vec<(f64, f64)> = Vec::with_capacity(4 * v.len());
    let mut slopes = Vec::with_capacity(4 * v.len());
    for ((p, q), v) in p.iter().zip(q).zip(v) {
        lows += v.low;
        highs += v.high;
        at_low += envelope(*p, *q, *v, &mut pieces);
    }
    let sums_to_one = lows <= 1.0 + SUM && highs >= 1.0 - SUM;
    // The envelope of each row is concave, so that its own pieces are filled in their order.
    let (rise, _) = if sums_to_one {
        fill(pieces.into_iter(), (1.0 - lows).max(0.0), &mut slopes)
    } else {
        let rises = pieces.into_iter().filter(|(rise, _)| *rise > 0.0);
        fill(rises, f64::INFINITY, &mut slopes)
    };
    0.5 * (at_low + rise)
}

/// How far a sum of shares may miss 1 by the rounding of doubles.
const SUM: f64 = 1e-9;

/// Adds the pieces of one row's concave envelope over the bounds of v, as rise and width; returns its value at the
/// low end.
fn envelope(p: Bounds, q: Bounds, v: Bounds, pieces: &mut Vec<(f64, f64)>) -> f64 {
    let (middle, half) = (0.5 * (p.low + p.high), 0.5 * (p.high - p.low));
    let value = |v: f64| (v - middle).abs() + half - (v - v.clamp(q.low, q.high)).abs();
    let mut breaks = [middle, q.low, q.high].map(|x| x.clamp(v.low, v.high));
    breaks.sort_by(f64::total_cmp);
    let points = [v.low, breaks[0], breaks[1], breaks[2], v.high].map(|x| (x, value(x)));
    let slope = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
    let mut hull = [points[0]; 5];
    let mut last = 0;
    for point in &points[1..] {
        if point.0 <= hull[last].0 {
            continue;
        }
        while last > 0 && slope(hull[last - 1], hull[last]) <= slope(hull[last], *point) {
            last -= 1;
        }
        last += 1;
        hull[last] = *point;
    }
    pieces.extend(
        hull[..=last]
            .windows(2)
            .map(|pair| (pair[1].1 - pair[0].1, pair[1].0 - pair[0].0)),
    );
    points[0].1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(shares: &[f64]) -> Vec<Bounds> {
        shares.iter().copied().map(Bounds::exact).collect()
    }

    #[test]
    fn two_rows_have_their_maximum_at_an_end_of_the_count() {
        // v from .859 to .9258, p = .924, q = .939: |p − v| − |q − v| is −.015 up to .924, and at .9258
        // .0018 − .0132 = −.0114. The other row mirrors it: TV differs by −.0114 at most.
        let v = [(0.859, 0.9258), (0.0742, 0.141)].map(|(low, high)| Bounds { low, high });
        let most = farther_by(&exact(&[0.924, 0.076]), &exact(&[0.939, 0.061]), &v);
        assert!((most + 0.0114).abs() < 1e-12, "{most}");
        let most = farther_by(&exact(&[0.939, 0.061]), &exact(&[0.924, 0.076]), &v);
        assert!((most - 0.015).abs() < 1e-12, "{most}");
    }

    #[test]
    fn one_count_serves_all_rows() {
        // p = (.5, .3, .2), q = (.3, .5, .2). Row by row v = (.1, .6, ·) would be best for q by .2, but so would
        // any v₁ ≤ .3 with v₂ ≥ .5; where v₁ is at least .4 and v₂ at most .4, q is never nearer.
        let (p, q) = (exact(&[0.5, 0.3, 0.2]), exact(&[0.3, 0.5, 0.2]));
        let v = [(0.4, 0.6), (0.2, 0.4), (0.0, 0.4)].map(|(low, high)| Bounds { low, high });
        assert!(farther_by(&p, &q, &v).abs() < 1e-12);
        let v = [(0.1, 0.6), (0.2, 0.6), (0.0, 0.4)].map(|(low, high)| Bounds { low, high });
        assert!((farther_by(&p, &q, &v) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn never_below_what_a_count_inside_gives() {
        let of = |seed: &mut u64| {
            // Knuth's multiplier (MMIX).
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*seed >> 33) as f64 / (1_u64 << 31) as f64
        };
        let mut seed = 7;
        let mut draw = || {
            let parts = [of(&mut seed), of(&mut seed), of(&mut seed), of(&mut seed)];
            let sum: f64 = parts.iter().sum();
            parts.map(|part| part / sum)
        };
        let apart = |p: &[f64], v: &[f64]| -> f64 {
            0.5 * p.iter().zip(v).map(|(p, v)| (p - v).abs()).sum::<f64>()
        };
        for _ in 0..300 {
            let (p, q, counted) = (draw(), draw(), draw());
            let v = counted.map(|v| Bounds {
                low: 0.8 * v,
                high: 0.8 * v + 0.2,
            });
            let most = farther_by(&exact(&p), &exact(&q), &v);
            for _ in 0..20 {
                let rest = draw();
                let last: Vec<f64> = counted
                    .iter()
                    .zip(rest)
                    .map(|(v, w)| 0.8 * v + 0.2 * w)
                    .collect();
                assert!(apart(&p, &last) - apart(&q, &last) <= most + 1e-12);
            }
        }
    }
}
