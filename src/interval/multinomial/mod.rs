//! The shares of all choices of one sample together.

mod closed_form;
mod dirichlet;
mod lead_probability;
mod sison_glaz;
mod whole_table;

pub use dirichlet::DirichletPosterior;

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::Interval;
use super::effective::{effective_size, whole_shares};
use crate::error::{Error, Result, by_name};
use crate::model::Sample;
use crate::numeric::{
    Confidence, chi_squared_quantile, f_upper_quantile, normal, student_t_quantile, sum,
};

/// How simultaneous intervals of the shares of k choices are computed from their counts x_1 … x_k in one
/// multinomial sample of n = Σ x_i: with the given confidence, all k shares lie in their intervals.
///
/// Counts are real numbers, so that effective sizes need not be rounded; Sison–Glaz alone counts whole
/// respondents. p̂ = x/n, α = 1 − level. All ends lie in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MultinomialMethod {
    /// Wilson's interval with z² the 1 − α/k quantile of χ² with one degree of freedom (Goodman 1965,
    /// *Technometrics* 7).
    Goodman,
    /// Wilson's interval with z² the 1 − α quantile of χ² with k − 1 degrees of freedom: wider, as it holds
    /// for all linear functions of the shares (Quesenberry & Hurst 1964, *Technometrics* 6).
    QuesenberryHurst,
    /// p̂ − c/n to p̂ + (c + 2γ)/n, the same for all choices: every count within c of the observed one has
    /// probability ν(c), and γ interpolates between ν(c) ≤ 1 − α < ν(c + 1) (Sison & Glaz 1995, *Journal of
    /// the American Statistical Association* 90). Narrow where choices are many and small; for one choice
    /// near ½ and tiny ones beside it, the tiny ones get intervals as wide as the large one's.
    ///
    /// ν is the Edgeworth approximation of the paper, with ν(0) = 0 and ν(n) = 1, and c the first to cross the
    /// level, all as statsmodels has it. (R MultinomialCI and DescTools agree but where an observed count
    /// and c exceed n.) Two things to know: with two or three choices at levels above .999 the expansion
    /// overshoots and the intervals are too narrow (1,849 and 3,151 at .9999: c = 98, where 3.89 standard
    /// errors are 133); and the upper end is not monotone in the level, for where c steps up γ falls back to
    /// 0 (c and c + γ are).
    SisonGlaz,
    /// p̂ ± z/(2√n), with z the 1 − α/2 quantile of the normal distribution (Fitzpatrick & Scott 1987,
    /// *Journal of the American Statistical Association* 82; so also R DescTools): the margin that is printed
    /// for a single share, laid around each. In large samples all k hold together with at least 1 − 2α
    /// for α ≤ .016 and 6Φ(3z/√8) − 5 for α from there to .15: 88.7 percent at a level of 95. Ask for 97.6
    /// percent to have 95 for all.
    FitzpatrickScott,
    /// Wilson's interval of each choice at the level 1 − α/k: Goodman's interval to the last bit, under the
    /// name by which others look for it.
    BonferroniWilson,
}

impl MultinomialMethod {
    /// Every method.
    pub const ALL: [MultinomialMethod; 5] = [
        MultinomialMethod::Goodman,
        MultinomialMethod::QuesenberryHurst,
        MultinomialMethod::SisonGlaz,
        MultinomialMethod::FitzpatrickScott,
        MultinomialMethod::BonferroniWilson,
    ];

    /// The intervals for `counts`, in their order.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for fewer than two choices; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a count is negative or not
    /// finite, or all are zero; for Sison–Glaz also if a count is not whole
    /// ([`intervals_of_shares`](MultinomialMethod::intervals_of_shares) finds a table of whole counts) or
    /// the counts exceed 1e12.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::MultinomialMethod;
    ///
    /// // Sison & Glaz (1995), table 1: .079 to .164 for 56 of 467; by Goodman .085 to .166.
    /// let counts = [56.0, 72.0, 73.0, 59.0, 62.0, 87.0, 58.0];
    /// let first = |method: MultinomialMethod| -> exitpoll::Result<_> {
    ///     let intervals = method.intervals(&counts, Confidence::P95)?;
    ///     Ok(format!("{:.3} {:.3}", intervals[0].low(), intervals[0].high()))
    /// };
    /// assert_eq!(first(MultinomialMethod::SisonGlaz)?, "0.079 0.164");
    /// assert_eq!(first(MultinomialMethod::Goodman)?, "0.085 0.166");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals(self, counts: &[f64], confidence: Confidence) -> Result<Vec<Interval>> {
        let mut out = vec![EMPTY; counts.len()];
        self.intervals_into(counts, confidence, &mut out)?;
        Ok(out)
    }

    /// The intervals for `counts`, written to `out`. Allocates nothing, but for one working list in
    /// Sison–Glaz.
    ///
    /// # Errors
    /// As [`intervals`](MultinomialMethod::intervals), with `out` left as it was; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if
    /// the slices differ in length.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{Interval, MultinomialMethod};
    ///
    /// let mut out = [Interval::default(); 2];
    /// MultinomialMethod::FitzpatrickScott.intervals_into(&[300.0, 100.0], Confidence::P95, &mut out)?;
    /// // 1.96/(2·20) = .049 about ¾ and ¼.
    /// assert_eq!(format!("{:.3} {:.3}", out[0].low(), out[1].high()), "0.701 0.299");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals_into(
        self,
        counts: &[f64],
        confidence: Confidence,
        out: &mut [Interval],
    ) -> Result<()> {
        let total = checked_total("counts", counts)?;
        if out.len() != counts.len() {
            return Err(Error::inconsistent(
                "out",
                format!("{} long", out.len()),
                format!("`counts`, {} long", counts.len()),
                "give slices of one length",
            ));
        }
        let choices = counts.len() as f64;
        match self {
            MultinomialMethod::Goodman | MultinomialMethod::BonferroniWilson => {
                // Half of α/k above z: with two choices or more it is below ½.
                let z = normal::upper_tail_quantile(0.5 * confidence.alpha() / choices);
                closed_form::score(counts, total, z * z, out);
            }
            MultinomialMethod::QuesenberryHurst => {
                let square = chi_squared_quantile(confidence.level(), choices - 1.0)?;
                closed_form::score(counts, total, square, out);
            }
            MultinomialMethod::FitzpatrickScott => {
                closed_form::fitzpatrick_scott(counts, total, confidence.critical_value(), out);
            }
            MultinomialMethod::SisonGlaz => {
                let reach = sison_glaz::reach(counts, total, confidence.level())?;
                for (slot, count) in out.iter_mut().zip(counts) {
                    *slot = reach.around(*count, total);
                }
            }
        }
        Ok(())
    }

    /// The intervals for the `shares` (proportions) of all choices that a `sample` gave: of share·n_eff, with
    /// the sample's effective size ([`Sample::effective_size`]). Shares that miss the sum of 1 by rounding
    /// (up to 1e-6) are divided by it.
    ///
    /// Sison–Glaz needs a table of whole counts. Its c and γ are those of m respondents, m the effective
    /// size without its fraction, shared out by largest remainders, so that R gives the same; they are laid
    /// about the shares as they are, over m.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share lies outside [0, 1] or they do not sum to 1, or for Sison–Glaz the
    /// effective size is below 1; [`ErrorKind::Missing`](crate::ErrorKind::Missing) if the sample names no respondents, or for fewer than
    /// two shares.
    ///
    /// ```
    /// use exitpoll::interval::MultinomialMethod;
    /// use exitpoll::{Confidence, Sample};
    ///
    /// let sample = Sample::builder().respondents(1000).design_effect("2.5").build()?;
    /// let shares = [0.5, 0.3, 0.2];
    /// for method in MultinomialMethod::ALL {
    ///     let ours = method.intervals_of_shares(&shares, &sample, Confidence::P95)?;
    ///     let same = method.intervals(&[200.0, 120.0, 80.0], Confidence::P95)?;
    ///     assert!((ours[0].low() - same[0].low()).abs() < 1e-15);
    /// }
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals_of_shares(
        self,
        shares: &[f64],
        sample: &Sample,
        confidence: Confidence,
    ) -> Result<Vec<Interval>> {
        self.intervals_of_design(
            shares,
            effective_size("respondents", sample)?,
            None,
            confidence,
        )
    }

    /// [`intervals_of_shares`](MultinomialMethod::intervals_of_shares) at an effective size, with the degrees of freedom
    /// of the design where stations are known.
    pub(crate) fn intervals_of_design(
        self,
        shares: &[f64],
        size: f64,
        degrees_of_freedom: Option<f64>,
        confidence: Confidence,
    ) -> Result<Vec<Interval>> {
        let shares = whole_shares(shares)?;
        let size = match degrees_of_freedom {
            Some(freedom) => size * self.reduction(shares.len(), freedom, confidence)?,
            None => size,
        };
        if self == MultinomialMethod::SisonGlaz {
            let table = whole_table::of_shares(&shares, size)?;
            let total = checked_total("shares", &table)?;
            let reach = sison_glaz::reach(&table, total, confidence.level())?;
            return Ok(shares
                .iter()
                .map(|share| reach.around(share * total, total))
                .collect());
        }
        let counts: Vec<f64> = shares.iter().map(|share| share * size).collect();
        self.intervals(&counts, confidence)
    }

    /// By how much the square of the method's own quantile is smaller than that of t: at so many times the size its
    /// interval is one with these degrees of freedom. For all linear functions together it is (k − 1)·F in place of χ²
    /// (Scheffé 1953, *Biometrika* 40).
    fn reduction(
        self,
        choices: usize,
        degrees_of_freedom: f64,
        confidence: Confidence,
    ) -> Result<f64> {
        let (alpha, choices) = (confidence.alpha(), choices as f64);
        let alpha_of_each = match self {
            MultinomialMethod::Goodman | MultinomialMethod::BonferroniWilson => alpha / choices,
            MultinomialMethod::SisonGlaz | MultinomialMethod::FitzpatrickScott => alpha,
            MultinomialMethod::QuesenberryHurst => {
                let freedom = (choices - 1.0).max(1.0);
                let square = chi_squared_quantile(confidence.level(), freedom)?;
                return Ok(
                    square / (freedom * f_upper_quantile(alpha, freedom, degrees_of_freedom)?)
                );
            }
        };
        let t = student_t_quantile(0.5 * alpha_of_each, degrees_of_freedom)?;
        Ok((normal::upper_tail_quantile(0.5 * alpha_of_each) / t).powi(2))
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MultinomialMethod::Goodman => "goodman",
            MultinomialMethod::QuesenberryHurst => "quesenberry_hurst",
            MultinomialMethod::SisonGlaz => "sison_glaz",
            MultinomialMethod::FitzpatrickScott => "fitzpatrick_scott",
            MultinomialMethod::BonferroniWilson => "bonferroni_wilson",
        }
    }
}

const EMPTY: Interval = Interval {
    low: 0.0,
    high: 0.0,
};

/// The sum of counts that are what they must be.
pub(super) fn checked_total(field: &str, counts: &[f64]) -> Result<f64> {
    if counts.len() < 2 {
        return Err(Error::missing(
            field,
            "give at least two choices; one against the rest is two",
        ));
    }
    let bad = |x: &f64| !(*x >= 0.0 && x.is_finite());
    if let Some((index, count)) = counts.iter().enumerate().find(|(_, x)| bad(x)) {
        return Err(Error::out_of_range(
            format!("{field}[{index}]"),
            count,
            "give a finite number from 0 up",
        ));
    }
    let total = sum(counts.iter().copied());
    if total > 0.0 && total.is_finite() {
        return Ok(total);
    }
    Err(Error::out_of_range(
        field,
        format!("{total} in all"),
        "give counts with a positive, finite sum",
    ))
}

impl fmt::Display for MultinomialMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MultinomialMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<MultinomialMethod> {
        by_name(
            "method of simultaneous intervals",
            text,
            MultinomialMethod::ALL,
            MultinomialMethod::name,
        )
    }
}
