//! The restricted likelihood of the two-level model with its derivatives, one contest after another.
//!
//! Of one contest, with w_j = 1/(v_j + τ_p²), W = Σ w, and r = y − μ: V = diag(1/w) + τ_c² 11', so that
//! V⁻¹ = diag(w) − κ ww' with κ = τ_c²/(1 + τ_c² W) (Sherman & Morrison 1950). Everything below is a sum
//! over contests of sums over their polls; differences that could cancel are written as sums of products.

use std::f64::consts::PI;

use crate::error::{Error, Result};

/// Polls further than this from the rest, in the unit (squared: in variance), leave the doubles in
/// products.
const LARGEST: f64 = 1e60;

/// Errors and variances in the order of their contests, in a unit (a power of two, so that nothing is
/// rounded) in which the mean sampling variance is near 1, and from the plain mean of the errors.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    errors: Vec<f64>,
    variances: Vec<f64>,
    /// Where each contest ends.
    ends: Vec<usize>,
    unit: f64,
    origin: f64,
    mean_variance: f64,
    /// The variance of the errors about their plain mean.
    spread: f64,
}

/// The likelihood at one pair (τ_c², τ_p²).
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// τ_c² and τ_p², in the unit.
    pub at: [f64; 2],
    /// ln L without its constant.
    pub height: f64,
    /// Its slope in τ_c² and τ_p².
    pub slope: [f64; 2],
    /// Minus its second derivatives: of τ_c² twice, of both, of τ_p² twice.
    pub observed: [f64; 3],
    /// Their expectations, always positive definite.
    pub expected: [f64; 3],
    /// μ from the origin, in the unit.
    pub mean: f64,
    /// 1'V⁻¹1.
    pub precision: f64,
}

/// ln of a product of many factors, with few logarithms.
struct LogProduct {
    product: f64,
    logarithm: f64,
}

impl LogProduct {
    fn new() -> LogProduct {
        LogProduct {
            product: 1.0,
            logarithm: 0.0,
        }
    }

    /// Factors lie within 1e±125 (`LARGEST`, squared): a product within 1e±150 takes one more.
    #[inline]
    fn multiply(&mut self, factor: f64) {
        self.product *= factor;
        if !(1e-150..=1e150).contains(&self.product) {
            self.logarithm += self.product.ln();
            self.product = 1.0;
        }
    }

    fn value(&self) -> f64 {
        self.logarithm + self.product.ln()
    }
}

impl Blocks {
    pub(super) fn new(
        errors: &[f64],
        variances: &[f64],
        contest: &[usize],
        contests: usize,
    ) -> Result<Blocks> {
        let polls = errors.len() as f64;
        let largest = variances.iter().copied().fold(0.0, f64::max);
        // The mean through the largest, so that no sum of finite figures overflows.
        let mean_variance = largest * (variances.iter().map(|v| v / largest).sum::<f64>() / polls);
        let unit = mean_variance.sqrt().log2().floor().exp2();
        let origin = errors.iter().map(|error| error / polls).sum::<f64>();
        // Counting sort: contests in the order of their numbers, polls in theirs.
        let mut ends = vec![0_usize; contests];
        let place = "contests are numbered from 0 to below `contests`";
        for &number in contest {
            *ends.get_mut(number).expect(place) += 1;
        }
        let mut next = Vec::with_capacity(contests);
        let mut before = 0;
        for end in &mut ends {
            next.push(before);
            before += *end;
            *end = before;
        }
        let mut sorted = vec![(0.0, 0.0); errors.len()];
        for (index, &number) in contest.iter().enumerate() {
            let (Some(&error), Some(&variance)) = (errors.get(index), variances.get(index)) else {
                unreachable!("as many errors and variances as contests, which was checked");
            };
            let (y, v) = ((error - origin) / unit, variance / unit / unit);
            for (field, figure, given) in [("errors", y, error), ("variances", v, variance)] {
                let size = figure.abs();
                if !(size <= LARGEST && (field == "errors" || size >= 1.0 / LARGEST)) {
                    return Err(Error::out_of_range(
                        format!("{field}[{index}]"),
                        given,
                        format!("it is over {LARGEST:e} times off the mean variance; leave it out"),
                    ));
                }
            }
            let slot = next.get_mut(number).expect(place);
            *sorted.get_mut(*slot).expect("each poll has its place") = (y, v);
            *slot += 1;
        }
        let (errors, variances): (Vec<f64>, Vec<f64>) = sorted.into_iter().unzip();
        Ok(Blocks {
            mean_variance: mean_variance / unit / unit,
            spread: errors.iter().map(|y| y * y).sum::<f64>() / polls,
            errors,
            variances,
            ends,
            unit,
            origin,
        })
    }

    pub(super) fn unit(&self) -> f64 {
        self.unit
    }

    pub(super) fn origin(&self) -> f64 {
        self.origin
    }

    pub(super) fn polls(&self) -> usize {
        self.errors.len()
    }

    pub(super) fn contests(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn mean_variance(&self) -> f64 {
        self.mean_variance
    }

    pub(super) fn spread(&self) -> f64 {
        self.spread
    }

    /// ln L with its constants, in the caller's unit: −½(n − 1) ln 2π + ½ ln n, and one factor of the unit
    /// for each degree of freedom.
    pub(super) fn log_likelihood(&self, point: &Point) -> f64 {
        let polls = self.polls() as f64;
        point.height + 0.5 * polls.ln() - (polls - 1.0) * (0.5 * (2.0 * PI).ln() + self.unit.ln())
    }

    /// The contests, each as its errors, variances and a slice of `weights` of the same length.
    fn contest_slices<'a>(
        &'a self,
        mut weights: &'a mut [f64],
    ) -> impl Iterator<Item = (&'a [f64], &'a [f64], &'a mut [f64])> {
        let (mut errors, mut variances) = (self.errors.as_slice(), self.variances.as_slice());
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let length = end - start;
            start = end;
            let (y, later) = errors.split_at(length);
            errors = later;
            let (v, later) = variances.split_at(length);
            variances = later;
            let (w, later) = std::mem::take(&mut weights).split_at_mut(length);
            weights = later;
            (y, v, w)
        })
    }

    /// The likelihood at τ_c² and τ_p². `weights` is as long as there are polls, and written over.
    pub(super) fn evaluate(&self, at: [f64; 2], weights: &mut [f64]) -> Point {
        let [tau_c, tau_p] = at;
        let mut determinant = LogProduct::new();
        let (mut precision, mut moment) = (0.0, 0.0);
        // The mean first: what follows is about residuals, in which nothing cancels.
        for (y, v, w) in self.contest_slices(weights) {
            let (mut total, mut weighted) = (0.0, 0.0);
            for ((&y, &v), w) in y.iter().zip(v).zip(&mut *w) {
                determinant.multiply(v + tau_p);
                *w = 1.0 / (v + tau_p);
                total += *w;
                weighted += *w * y;
            }
            let shrink = 1.0 / (1.0 + tau_c * total);
            determinant.multiply(1.0 + tau_c * total);
            precision += total * shrink;
            moment += weighted * shrink;
        }
        let mean = moment / precision;
        let mut sums = Sums::default();
        for (y, _, w) in self.contest_slices(weights) {
            sums.add(y, w, tau_c, mean, precision);
        }
        let (slope, observed, expected) = sums.derivatives(precision);
        Point {
            at,
            height: -0.5 * (determinant.value() + precision.ln() + sums.quadratic),
            slope,
            observed,
            expected,
            mean,
            precision,
        }
    }
}

/// What the derivatives need, summed over contests. Capitals of the comments: A = 1'V⁻¹1 of a contest,
/// u = V⁻¹r, U = Σ u, T = 1'V⁻²1.
#[derive(Default)]
struct Sums {
    /// Σ r'V⁻¹r.
    quadratic: f64,
    /// Σ U², Σ u².
    scatter: [f64; 2],
    /// Σ A(1 − A/ΣA), which is tr(P ∂V/∂τ_c²); Σ tr(V⁻¹).
    trace: [f64; 2],
    /// Σ A², Σ A³.
    powers: [f64; 2],
    /// Σ T, Σ T A, Σ tr(V⁻²), Σ 1'V⁻³1.
    squares: [f64; 4],
    /// Σ U²A, Σ U E, Σ u'V⁻¹u with E = 1'V⁻¹u.
    curvature: [f64; 3],
    /// Σ U A, Σ E.
    drift: [f64; 2],
}

impl Sums {
    #[inline]
    fn add(&mut self, y: &[f64], w: &[f64], tau_c: f64, mean: f64, precision: f64) {
        let (mut w1, mut w2, mut w3, mut pairs, mut weighted) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (&y, &w) in y.iter().zip(w) {
            pairs += w * w1;
            w1 += w;
            w2 += w * w;
            w3 += w * w * w;
            weighted += w * (y - mean);
        }
        let shrink = 1.0 / (1.0 + tau_c * w1);
        let kappa = tau_c * shrink;
        // What the contest's polls share, as predicted; their residuals from it.
        let shared = kappa * weighted;
        let (mut inner, mut square, mut twice) = (0.0, 0.0, 0.0);
        let mut cubic = 0.0;
        for (&y, &w) in y.iter().zip(w) {
            let residual = y - mean - shared;
            let u = w * residual;
            inner += u * residual;
            square += u * u;
            twice += w * u;
            cubic += w * u * u;
        }
        let score = weighted * shrink;
        let a = w1 * shrink;
        let t = w2 * shrink * shrink;
        let e = twice * shrink;
        self.quadratic += inner + tau_c * score * score;
        self.scatter[0] += score * score;
        self.scatter[1] += square;
        self.trace[0] += a * (1.0 - a / precision);
        // W − κ Σw² over the common denominator, where W² − Σw² is twice the products of pairs.
        self.trace[1] += (w1 + 2.0 * tau_c * pairs) * shrink;
        self.powers[0] += a * a;
        self.powers[1] += a * a * a;
        self.squares[0] += t;
        self.squares[1] += t * a;
        self.squares[2] += w2 - 2.0 * kappa * w3 + kappa * kappa * w2 * w2;
        self.squares[3] += (w3 - kappa * w2 * w2) * shrink * shrink;
        self.curvature[0] += score * score * a;
        self.curvature[1] += score * e;
        self.curvature[2] += cubic - kappa * twice * twice;
        self.drift[0] += score * a;
        self.drift[1] += e;
    }

    /// Slope, observed and expected information. With P = V⁻¹ − V⁻¹1(1'V⁻¹1)⁻¹1'V⁻¹, of τ_k² with V_k =
    /// ∂V/∂τ_k²: slope ½(y'PV_kPy − tr PV_k), expected ½ tr PV_kPV_l, observed y'PV_kPV_lPy − ½ tr
    /// PV_kPV_l (Harville 1977).
    fn derivatives(&self, precision: f64) -> ([f64; 2], [f64; 3], [f64; 3]) {
        let per = 1.0 / precision;
        let [t, ta, square, cube] = self.squares;
        let [a2, a3] = self.powers;
        let [ua, e] = self.drift;
        let slope = [
            0.5 * (self.scatter[0] - self.trace[0]),
            0.5 * (self.scatter[1] - (self.trace[1] - t * per)),
        ];
        let expected = [
            0.5 * (a2 - 2.0 * a3 * per + a2 * a2 * per * per),
            0.5 * (t - 2.0 * ta * per + a2 * t * per * per),
            0.5 * (square - 2.0 * cube * per + t * t * per * per),
        ];
        let observed = [
            self.curvature[0] - ua * ua * per - expected[0],
            self.curvature[1] - ua * e * per - expected[1],
            self.curvature[2] - e * e * per - expected[2],
        ];
        (slope, observed, expected)
    }
}

impl Point {
    /// τ_c and τ_p with their standard errors from the observed information: of a variance at 0 none, and
    /// the other one's as if that were known.
    pub(super) fn standard_deviations(&self) -> ([f64; 2], [Option<f64>; 2]) {
        let sds = self.at.map(f64::sqrt);
        let [first, both, second] = self.observed;
        let variances = match (self.at[0] > 0.0, self.at[1] > 0.0) {
            (true, true) => {
                let determinant = first * second - both * both;
                [Some(second / determinant), Some(first / determinant)]
            }
            (true, false) => [Some(1.0 / first), None],
            (false, true) => [None, Some(1.0 / second)],
            (false, false) => [None, None],
        };
        let error = |at: usize| {
            let variance = variances[at].filter(|variance| *variance > 0.0)?;
            Some(variance.sqrt() / (2.0 * sds[at]))
        };
        (sds, [error(0), error(1)])
    }
}
