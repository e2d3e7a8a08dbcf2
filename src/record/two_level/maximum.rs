//! The pair (τ_c², τ_p²) at which the restricted likelihood is highest.

use super::likelihood::{Blocks, Point};
use crate::error::{Error, Result};

/// Newton's method doubles the digits with every step: more steps than this mean that it went astray.
const STEPS: usize = 200;

/// The highest of the maxima found from four starts: the spread beyond sampling on both levels, all on
/// one, all on the other, none.
pub(super) fn highest(blocks: &Blocks) -> Result<Point> {
    let beyond = (blocks.spread() - blocks.mean_variance()).max(0.1 * blocks.mean_variance());
    let mut weights = vec![0.0; blocks.polls()];
    let mut best: Option<Point> = None;
    for start in [
        [0.5 * beyond, 0.5 * beyond],
        [beyond, 0.0],
        [0.0, beyond],
        [0.0, 0.0],
    ] {
        let point = climb(blocks, start, [true, true], &mut weights)?;
        if best.is_none_or(|best| point.height > best.height) {
            best = Some(point);
        }
    }
    Ok(best.expect("four starts were tried"))
}

/// The maximum uphill from `start`, moving only what is `free`. Newton's method, by the expected
/// information (scoring) where the observed is not positive definite, halved while it goes downhill,
/// and held at 0 from below.
pub(super) fn climb(
    blocks: &Blocks,
    start: [f64; 2],
    free: [bool; 2],
    weights: &mut [f64],
) -> Result<Point> {
    let mut here = blocks.evaluate(start, weights);
    for _ in 0..STEPS {
        let moving = |at: usize| free[at] && (here.at[at] > 0.0 || here.slope[at] > 0.0);
        let moving = [moving(0), moving(1)];
        let step = step(&here, moving);
        let mut part = 1.0;
        let next = loop {
            let to = |at: usize| {
                if moving[at] {
                    (here.at[at] + part * step[at]).max(0.0)
                } else {
                    here.at[at]
                }
            };
            let next = blocks.evaluate([to(0), to(1)], weights);
            // Rounding of the sum of n terms must not stop the last steps.
            if next.height >= here.height - 1e-12 * (1.0 + here.height.abs()) {
                break next;
            }
            part *= 0.5;
            if part < 1e-12 {
                return Ok(here);
            }
        };
        // Against the scale on which the likelihood turns: the sampling variance, near 1 in the unit.
        let moved = |at: usize| (next.at[at] - here.at[at]).abs() / (next.at[at] + 1e-3);
        let settled = moved(0).max(moved(1)) < 1e-11;
        let back = next.at == here.at;
        here = next;
        if settled || back {
            return Ok(here);
        }
    }
    Err(Error::undefined(
        "the two-level model",
        format!("the search for its maximum does not settle within {STEPS} steps"),
    ))
}

/// The step to where the quadratic through this point has its top.
fn step(point: &Point, moving: [bool; 2]) -> [f64; 2] {
    let [g, h] = point.slope;
    let solved = |[first, both, second]: [f64; 3]| -> Option<[f64; 2]> {
        match moving {
            [true, true] => {
                let determinant = first * second - both * both;
                (first > 0.0 && determinant > 1e-14 * first * second).then(|| {
                    [
                        (g * second - h * both) / determinant,
                        (h * first - g * both) / determinant,
                    ]
                })
            }
            [true, false] => (first > 0.0).then(|| [g / first, 0.0]),
            [false, true] => (second > 0.0).then(|| [0.0, h / second]),
            [false, false] => Some([0.0, 0.0]),
        }
    };
    let finite = |step: &[f64; 2]| step.iter().all(|part| part.is_finite());
    solved(point.observed)
        .filter(finite)
        .or_else(|| solved(point.expected).filter(finite))
        // Both variances act as one here: uphill along the slope, scaled by what each alone would do.
        .unwrap_or_else(|| {
            let alone = |slope: f64, information: f64| {
                if information > 0.0 {
                    0.5 * slope / information
                } else {
                    0.0
                }
            };
            [alone(g, point.expected[0]), alone(h, point.expected[2])]
        })
}
