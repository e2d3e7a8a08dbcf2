//! Root of a continuous function in a bracket.

use crate::error::{Error, Result};

/// A zero of `function` between `lower` and `upper`, where it has opposite signs.
///
/// Inverse quadratic interpolation guarded by bisection (Chandrupatla 1997, *Advances in Engineering
/// Software* 28): never slower than bisection by more than a factor, and usually a handful of
/// evaluations. Stops when the bracket is two units in the last place wide.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end is not finite; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if the function does not change
/// its sign or is NaN at an end.
///
/// ```
/// let root = exitpoll::numeric::bracketed_root(|x| x * x - 2.0, 0.0, 2.0)?;
/// assert!((root - 2f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn bracketed_root(mut function: impl FnMut(f64) -> f64, lower: f64, upper: f64) -> Result<f64> {
    for (field, end) in [("lower", lower), ("upper", upper)] {
        if !end.is_finite() {
            return Err(Error::out_of_range(
                field,
                end,
                "give a finite end of the bracket",
            ));
        }
    }
    let (mut x1, mut f1) = (lower, function(lower));
    let (mut x2, mut f2) = (upper, function(upper));
    if f1 == 0.0 {
        return Ok(x1);
    }
    if f2 == 0.0 {
        return Ok(x2);
    }
    if f1.is_nan() || f2.is_nan() || (f1 > 0.0) == (f2 > 0.0) {
        return Err(Error::undefined(
            "root",
            format!("the function is {f1} at {lower} and {f2} at {upper}: no change of sign"),
        ));
    }
    // x1 is the newest point, x2 the other end of the bracket, x3 the point before.
    let mut t = 0.5;
    // 2,100 bisections cross the whole range of a double, subnormals included.
    for _ in 0..2200 {
        let x = x1 + t * (x2 - x1);
        let f = function(x);
        let (x3, f3) = if (f > 0.0) == (f1 > 0.0) {
            (x1, f1)
        } else {
            let old = (x2, f2);
            (x2, f2) = (x1, f1);
            old
        };
        (x1, f1) = (x, f);
        let (best, at_best) = if f2.abs() < f1.abs() {
            (x2, f2)
        } else {
            (x1, f1)
        };
        let width = (x2 - x1).abs();
        let tolerance = f64::EPSILON * best.abs() + f64::MIN_POSITIVE;
        if at_best == 0.0 || width <= 2.0 * tolerance {
            return Ok(best);
        }
        let xi = (x1 - x2) / (x3 - x2);
        let phi = (f1 - f2) / (f3 - f2);
        t = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            f1 / (f1 - f2) * f3 / (f3 - f2)
                + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
        let smallest = tolerance / width;
        t = if t.is_nan() {
            0.5
        } else {
            t.clamp(smallest, 1.0 - smallest)
        };
    }
    Ok(if f2.abs() < f1.abs() { x2 } else { x1 })
}
