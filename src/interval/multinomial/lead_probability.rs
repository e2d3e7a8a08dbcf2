//! The probability that one of several independent gamma variables is the largest.

use crate::numeric::{bracketed_root, gamma, sum};

/// For each shape, the probability that a gamma variable with it exceeds those with the other shapes.
pub(super) fn of_each(shapes: &[f64]) -> Vec<f64> {
    (0..shapes.len())
        .map(|place| Integrand { shapes, place }.integral())
        .collect()
}

/// f_i(g) Π_{j≠i} F_j(g), as a density in ln g.
struct Integrand<'a> {
    shapes: &'a [f64],
    place: usize,
}

/// What lies further than this below the largest logarithm is left out: e^−40 is 4e-18.
const DEPTH: f64 = 40.0;

impl Integrand<'_> {
    fn integral(&self) -> f64 {
        let mode = self.mode();
        let top = self.log_density(mode);
        if top == f64::NEG_INFINITY {
            // Below every double.
            return 0.0;
        }
        // The trapezoid rule on a function that is analytic and falls off at both ends doubles its digits
        // with its points: what moved by 1e-8 is right to 1e-15. 64 to 256 points are enough for any shapes
        // met.
        let (left, right) = (self.edge(mode, top, -1.0), self.edge(mode, top, 1.0));
        let value_at = |t: f64| (self.log_density(mode * t.exp()) - top).exp();
        let mut points = 16_u32;
        let mut step = (right - left) / f64::from(points);
        let mut estimate = step * sum((1..points).map(|i| value_at(left + f64::from(i) * step)));
        while points < 4096 {
            // The points between.
            let between = sum((0..points).map(|i| value_at(left + (f64::from(i) + 0.5) * step)));
            let refined = 0.5 * (estimate + step * between);
            points *= 2;
            step *= 0.5;
            let moved = (refined - estimate).abs();
            estimate = refined;
            if moved <= 1e-8 * estimate {
                break;
            }
        }
        (top + estimate.ln()).exp()
    }

    fn log_density(&self, g: f64) -> f64 {
        let mut total = 0.0;
        for (place, &shape) in self.shapes.iter().enumerate() {
            total += if place == self.place {
                gamma::log_power(shape, g)
            } else {
                let (below, above) = gamma::tails(shape, g);
                if above < 0.5 {
                    (-above).ln_1p()
                } else {
                    below.ln()
                }
            };
        }
        total
    }

    /// Where the density in ln g is largest. Its logarithm has the slope a_i − g + Σ_{j≠i} g f_j/F_j, and each
    /// term of the sum lies between 0 and a_j.
    fn mode(&self) -> f64 {
        let slope = |g: f64| {
            let mut total = -g;
            for (place, &shape) in self.shapes.iter().enumerate() {
                total += if place == self.place {
                    shape
                } else {
                    let below = gamma::tails(shape, g).0;
                    if below > 0.0 {
                        (gamma::log_power(shape, g) - below.ln()).exp().min(shape)
                    } else {
                        shape
                    }
                };
            }
            total
        };
        let lowest = self.shapes[self.place];
        let highest = sum(self.shapes.iter().copied());
        // A mode that is a little off costs nothing; without one the smaller end serves.
        bracketed_root(slope, lowest, highest).unwrap_or(lowest)
    }

    /// The distance in ln g, to the given side, at which the logarithm has fallen by [`DEPTH`].
    fn edge(&self, mode: f64, top: f64, side: f64) -> f64 {
        let short = |t: f64| self.log_density(mode * t.exp()) - (top - DEPTH);
        // Narrower than any density of this shape, to begin with.
        let mut reach = side / mode.max(1.0).sqrt();
        for _ in 0..60 {
            // Infinitely deep is deep enough, and also the end of what exp can reach.
            let depth = short(reach);
            if depth < 0.0 || depth.is_nan() || reach.abs() > 700.0 {
                break;
            }
            reach *= 1.5;
        }
        reach
    }
}
