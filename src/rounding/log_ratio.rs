//! Outer bounds of Aitchison's distance √Σ (y_i − ȳ)², y_i = ln(p_i/v_i), each y_i within its ends.

use super::simplex::Simplex;
use crate::agreement::log_ratio;
use crate::numeric::Bounds;

/// `None` where a share is 0 regardless of rounding.
pub(super) fn bounds(p: &Simplex, v: &Simplex) -> Option<Bounds> {
    let ends = p.bounds.iter().zip(&v.bounds).map(|(p, v)| {
        if p.high == 0.0 || v.high == 0.0 {
            return None;
        }
        let low = if p.low == 0.0 {
            f64::NEG_INFINITY
        } else {
            log_ratio(p.low, v.high)
        };
        let high = if v.low == 0.0 {
            f64::INFINITY
        } else {
            log_ratio(p.high, v.low)
        };
        Some(Bounds { low, high })
    });
    let ends: Vec<Bounds> = ends.collect::<Option<_>>()?;
    let largest_low = ends.iter().map(|y| y.low).fold(f64::NEG_INFINITY, f64::max);
    let smallest_high = ends.iter().map(|y| y.high).fold(f64::INFINITY, f64::min);
    // Σ (y − ȳ)² is the least Σ (y − c)² over c.
    let low = if largest_low <= smallest_high {
        0.0
    } else {
        // The y nearest to c, for the c that is their mean.
        let near = |c: f64, y: &Bounds| c.clamp(y.low, y.high) - c;
        let c = last_with(smallest_high, largest_low, |c| {
            ends.iter().map(|y| near(c, y)).sum::<f64>() >= 0.0
        });
        ends.iter().map(|y| near(c, y).powi(2)).sum::<f64>().sqrt()
    };
    let smallest_low = ends.iter().map(|y| y.low).fold(f64::INFINITY, f64::min);
    let largest_high = ends
        .iter()
        .map(|y| y.high)
        .fold(f64::NEG_INFINITY, f64::max);
    let high = if smallest_low.is_infinite() || largest_high.is_infinite() {
        f64::INFINITY
    } else {
        // Whatever the y are, their distance is at most √Σ (y − c)², for every c.
        let far = |c: f64, y: &Bounds| {
            let (below, above) = (y.low - c, y.high - c);
            if above >= -below { above } else { below }
        };
        let c = last_with(smallest_low, largest_high, |c| {
            ends.iter().map(|y| far(c, y)).sum::<f64>() >= 0.0
        });
        ends.iter().map(|y| far(c, y).powi(2)).sum::<f64>().sqrt()
    };
    Some(Bounds::between(low, high))
}

/// The largest x between the two for which `holds`, which holds up to there only; by bisection.
fn last_with(from: f64, to: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut inside, mut outside) = (from, to);
    if holds(to) {
        return to;
    }
    // A hundred halvings leave nothing of a range of this crate.
    for _ in 0..100 {
        let middle = 0.5 * (inside + outside);
        if middle <= inside || middle >= outside {
            break;
        }
        if holds(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}
