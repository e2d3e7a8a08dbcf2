//! The pattern across stations: a weighted regression with errors that hang together within regions.

mod bias_reduced;
mod region;
mod rows;
mod sandwich;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};
use crate::interval::Interval;
use crate::numeric::square::{Square, dot};
use crate::numeric::{Confidence, student_t_two_sided_tail};
use crate::station::estimate::t_quantile;
use region::Regions;
use rows::Rows;

/// What the errors of the stations are taken to be.
///
/// X, w and e are the covariates with a column of ones, the weights and the residuals; M = (X′WX)⁻¹; G regions,
/// n stations, p coefficients. Weights are sampling weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorModel {
    /// Independent with variance σ²/w: σ̂² M.
    Classical,
    /// Independent, each of its own variance: M Σ (w e)² x x′ M (White 1980, *Econometrica* 48).
    Hc0,
    /// HC0 times n/(n − p).
    Hc1,
    /// e² over 1 − h, h the leverage (MacKinnon & White 1985, *Journal of Econometrics* 29).
    Hc2,
    /// e² over (1 − h)².
    Hc3,
    /// Dependent within regions: M Σ_g X′We (X′We)′ M (Liang & Zeger 1986, *Biometrika* 73).
    Cr0,
    /// CR0 times G/(G − 1).
    Cr1,
    /// CR0 times G/(G − 1)·(n − 1)/(n − p): what Stata and `statsmodels` print.
    Cr1s,
    /// Residuals of a region times B^{−½}, B = (I − H)(I − H)′ there, so that the variance is unbiased
    /// under equal independent errors (Bell & McCaffrey 2002, *Survey Methodology* 28); `clubSandwich`'s default.
    /// For few regions.
    Cr2,
    /// CR2 with the working variance 1/w (`clubSandwich`'s `inverse_var = TRUE`). Its root is taken of a matrix
    /// of the stations of a region, in a time that grows with their number cubed.
    Cr2InverseWeights,
}

impl ErrorModel {
    /// Every model, in the order above.
    pub const ALL: [ErrorModel; 10] = [
        ErrorModel::Classical,
        ErrorModel::Hc0,
        ErrorModel::Hc1,
        ErrorModel::Hc2,
        ErrorModel::Hc3,
        ErrorModel::Cr0,
        ErrorModel::Cr1,
        ErrorModel::Cr1s,
        ErrorModel::Cr2,
        ErrorModel::Cr2InverseWeights,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorModel::Classical => "classical",
            ErrorModel::Hc0 => "hc0",
            ErrorModel::Hc1 => "hc1",
            ErrorModel::Hc2 => "hc2",
            ErrorModel::Hc3 => "hc3",
            ErrorModel::Cr0 => "cr0",
            ErrorModel::Cr1 => "cr1",
            ErrorModel::Cr1s => "cr1s",
            ErrorModel::Cr2 => "cr2",
            ErrorModel::Cr2InverseWeights => "cr2_inverse_weights",
        }
    }
}

impl fmt::Display for ErrorModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ErrorModel {
    type Err = Error;
    fn from_str(text: &str) -> Result<ErrorModel> {
        by_name("errors", text, ErrorModel::ALL, ErrorModel::name)
    }
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coefficient {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t: Satterthwaite's for CR2 (not whole), G − 1 for CR0 and CR1, n − p else.
    pub degrees_of_freedom: f64,
    /// P(|T| ≥ |value/standard error|), two-sided.
    pub p_value: f64,
}

impl Coefficient {
    /// value ± t·standard error.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without degrees of freedom.
    pub fn interval(&self, confidence: Confidence) -> Result<Interval> {
        let half_width = t_quantile(confidence, self.degrees_of_freedom)? * self.standard_error;
        Ok(Interval {
            low: self.value - half_width,
            high: self.value + half_width,
        })
    }
}

/// A weighted least-squares fit.
///
/// ```
/// use exitpoll::station::{ErrorModel, Regression};
///
/// // y = 1, 2, 2, 3 at x = 0, 1, 2, 3 in two regions: slope 3/5.
/// let fit = Regression::fit(&[1.0, 2.0, 2.0, 3.0], &[0.0, 1.0, 2.0, 3.0], 1, &[1.0; 4], &[0, 0, 1, 1])?;
/// let slope = fit.coefficients(ErrorModel::Classical)?[1];
/// assert!((slope.value - 0.6).abs() < 1e-15);
/// // Residuals −.1, .3, −.3, .1: σ̂² = .2/2, variance σ̂²/5.
/// assert!((slope.standard_error - 0.02f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Regression<'a> {
    /// In units of their mean, on which no figure depends.
    weights: Vec<f64>,
    regions: Regions<'a>,
    /// X̃, the covariates centred and scaled: x̃ = (x − centre)/scale, 1 for the intercept.
    rows: Rows,
    centre: Vec<f64>,
    scale: Vec<f64>,
    /// T with Z = X̃ T′ and Z′WZ = I: the inverse of the Cholesky factor of X̃′WX̃.
    whiten: Square,
    /// Coefficients of Z.
    gamma: Vec<f64>,
    residuals: Vec<f64>,
}

impl<'a> Regression<'a> {
    /// Fits `outcomes` to `covariates`, `count` of them at each station, station after station; a column of ones
    /// is added. `regions` has a number for the region of each station.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different lengths, figures that are not finite, weights that are not
    /// positive, or no more stations than coefficients; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a covariate is constant or a
    /// combination of others.
    pub fn fit(
        outcomes: &[f64],
        covariates: &[f64],
        count: usize,
        weights: &[f64],
        regions: &'a [u32],
    ) -> Result<Regression<'a>> {
        check(outcomes, covariates, count, weights, regions)?;
        let p = count + 1;
        let all = weights.len() as f64;
        let mean = weights.iter().sum::<f64>() / all;
        let weights: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let (mut centre, mut scale) = (vec![0.0; p], vec![1.0; p]);
        for (row, weight) in covariates.chunks_exact(count.max(1)).zip(&weights) {
            for (centre, x) in centre[1..].iter_mut().zip(row) {
                *centre += weight / all * x;
            }
        }
        scale[1..].fill(0.0);
        for (row, weight) in covariates.chunks_exact(count.max(1)).zip(&weights) {
            for ((scale, centre), x) in scale[1..].iter_mut().zip(&centre[1..]).zip(row) {
                *scale += weight / all * (x - centre) * (x - centre);
            }
        }
        scale[1..]
            .iter_mut()
            .for_each(|scale| *scale = scale.sqrt());
        for (place, (scale, centre)) in scale[1..].iter().zip(&centre[1..]).enumerate() {
            // Below that, what a constant leaves is rounding.
            if scale.is_nan() || *scale <= 1e-13 * centre.abs() {
                let reason =
                    format!("covariate {place} is the same at every station; leave it out");
                return Err(Error::undefined("the regression", reason));
            }
        }
        let mut fit = Regression {
            weights,
            regions: Regions::new(regions),
            rows: Rows::new(outcomes.len(), covariates, &centre, &scale),
            centre,
            scale,
            whiten: Square::identity(p),
            gamma: vec![0.0; p],
            residuals: outcomes.to_vec(),
        };
        fit.whiten = fit.whitening()?;
        // Twice, so that what rounding left in the residuals is taken out as well.
        for _ in 0..2 {
            fit.improve();
        }
        Ok(fit)
    }

    /// The inverse of the Cholesky factor of X̃′WX̃.
    fn whitening(&self) -> Result<Square> {
        let mut cross = self.rows.zero();
        for (row, weight) in self.rows.iter().zip(&self.weights) {
            rows::add_square(&mut cross, *weight, row);
        }
        let factor = self.rows.square(&cross).cholesky(1e-12).ok_or_else(|| {
            let reason = "a covariate is a combination of others; leave one of them out";
            Error::undefined("the regression", reason)
        })?;
        Ok(factor.inverse_of_lower())
    }

    /// One step γ += Z′We, e −= Zγ.
    fn improve(&mut self) {
        let p = self.gamma.len();
        let mut cross = vec![[0.0; 2]; self.rows.pairs()];
        for (row, (weight, residual)) in self
            .rows
            .iter()
            .zip(self.weights.iter().zip(&self.residuals))
        {
            rows::add(&mut cross, weight * residual, row);
        }
        let mut step = vec![0.0; p];
        self.whiten.apply(&cross.as_flattened()[..p], &mut step);
        // Zγ = X̃ T′γ.
        let mut back = vec![[0.0; 2]; self.rows.pairs()];
        self.whiten
            .transposed()
            .apply(&step, &mut back.as_flattened_mut()[..p]);
        for (row, residual) in self.rows.iter().zip(&mut self.residuals) {
            *residual -= rows::dot(row, &back);
        }
        for (gamma, step) in self.gamma.iter_mut().zip(&step) {
            *gamma += step;
        }
    }

    /// The contrast c with coefficient = c′γ: the first is the intercept.
    fn contrasts(&self) -> Vec<Vec<f64>> {
        let p = self.gamma.len();
        // β̃ = T′γ; β = β̃/scale, and the intercept takes back Σ centre·β.
        let scaled = |i: usize| -> Vec<f64> {
            (0..p)
                .map(|j| self.whiten[(j, i)] / self.scale[i])
                .collect()
        };
        let mut contrasts: Vec<Vec<f64>> = (0..p).map(scaled).collect();
        let (intercept, slopes) = contrasts.split_at_mut(1);
        for (slope, centre) in slopes.iter().zip(&self.centre[1..]) {
            for (entry, c) in intercept[0].iter_mut().zip(slope) {
                *entry -= centre * c;
            }
        }
        contrasts
    }

    /// The coefficients: the intercept, then the covariates.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for errors by region with only one region, and for HC2 and HC3 if a station alone
    /// determines a coefficient.
    pub fn coefficients(&self, errors: ErrorModel) -> Result<Vec<Coefficient>> {
        let (n, p, groups) = (
            self.residuals.len() as f64,
            self.gamma.len() as f64,
            self.regions.len() as f64,
        );
        let by_region = !matches!(
            errors,
            ErrorModel::Classical
                | ErrorModel::Hc0
                | ErrorModel::Hc1
                | ErrorModel::Hc2
                | ErrorModel::Hc3
        );
        if by_region && self.regions.len() < 2 {
            let reason = "all stations are in one region; use hc2 or hc3";
            return Err(Error::undefined("the error by region", reason));
        }
        let contrasts = self.contrasts();
        let with = |variance: Square, freedom: &dyn Fn(usize) -> f64| -> Result<Vec<Coefficient>> {
            let mut product = vec![0.0; contrasts.len()];
            let figures = contrasts.iter().enumerate();
            figures
                .map(|(place, contrast)| {
                    variance.apply(contrast, &mut product);
                    let error = dot(contrast, &product).max(0.0).sqrt();
                    coefficient(dot(contrast, &self.gamma), error, freedom(place))
                })
                .collect()
        };
        let scaled = |mut matrix: Square, factor: f64| {
            let copy = matrix.clone();
            matrix.add(factor - 1.0, &copy);
            matrix
        };
        match errors {
            ErrorModel::Classical => {
                let squares: f64 = self
                    .weights
                    .iter()
                    .zip(&self.residuals)
                    .map(|(w, e)| w * e * e)
                    .sum();
                let variance = scaled(Square::identity(self.gamma.len()), squares / (n - p));
                with(variance, &|_| n - p)
            }
            ErrorModel::Hc0 => with(self.independent(|_| 1.0)?, &|_| n - p),
            ErrorModel::Hc1 => with(scaled(self.independent(|_| 1.0)?, n / (n - p)), &|_| n - p),
            ErrorModel::Hc2 => with(self.independent(|left| 1.0 / left)?, &|_| n - p),
            ErrorModel::Hc3 => with(self.independent(|left| 1.0 / (left * left))?, &|_| n - p),
            ErrorModel::Cr0 => with(self.within_regions(), &|_| groups - 1.0),
            ErrorModel::Cr1 => with(
                scaled(self.within_regions(), groups / (groups - 1.0)),
                &|_| groups - 1.0,
            ),
            ErrorModel::Cr1s => {
                let factor = groups / (groups - 1.0) * (n - 1.0) / (n - p);
                with(scaled(self.within_regions(), factor), &|_| groups - 1.0)
            }
            ErrorModel::Cr2 => {
                let reduced = self.bias_reduced(&contrasts)?;
                with(reduced.variance, &|place| reduced.degrees_of_freedom[place])
            }
            ErrorModel::Cr2InverseWeights => {
                with(self.bias_reduced_by_weights()?, &|_| groups - 1.0)
            }
        }
    }

    /// The residuals.
    #[must_use]
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }
}

fn coefficient(value: f64, standard_error: f64, degrees_of_freedom: f64) -> Result<Coefficient> {
    let p_value = if standard_error > 0.0 {
        student_t_two_sided_tail(value / standard_error, degrees_of_freedom)?
    } else if value == 0.0 {
        1.0
    } else {
        0.0
    };
    Ok(Coefficient {
        value,
        standard_error,
        degrees_of_freedom,
        p_value,
    })
}

fn check(
    outcomes: &[f64],
    covariates: &[f64],
    count: usize,
    weights: &[f64],
    regions: &[u32],
) -> Result<()> {
    let n = outcomes.len();
    for (field, found, needed) in [
        ("covariates", covariates.len(), n * count),
        ("weights", weights.len(), n),
        ("regions", regions.len(), n),
    ] {
        if found != needed {
            let help = format!("give {needed}, for {n} stations");
            return Err(Error::out_of_range(field, format!("{found} figures"), help));
        }
    }
    if n <= count + 1 {
        let help = format!("give more stations than the {} coefficients", count + 1);
        return Err(Error::out_of_range(
            "outcomes",
            format!("{n} stations"),
            help,
        ));
    }
    for (field, list) in [
        ("outcomes", outcomes),
        ("covariates", covariates),
        ("weights", weights),
    ] {
        let positive = field == "weights";
        if let Some(bad) = list
            .iter()
            .find(|x| !x.is_finite() || (positive && **x <= 0.0))
        {
            return Err(Error::out_of_range(
                field,
                bad,
                "give finite numbers, and weights above 0",
            ));
        }
    }
    Ok(())
}
