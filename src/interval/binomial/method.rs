use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};

/// How the interval of a single share is computed from x successes in n trials.
///
/// Counts are real numbers, so that effective sizes need not be rounded: the formulas are used as they
/// stand, with beta functions in place of sums where the textbook sums over whole counts. p̂ = x/n,
/// q̂ = 1 − p̂, z = z_c, α = 1 − level. All ends lie in [0, 1]. An upper end is the mirror image of the
/// lower end of the failures, n − x.
///
/// The lower and the upper bound of one side take the place of the ends with α on their one side (z the
/// one-sided quantile), for every method but Blaker's.
///
#[doc = include_str!("coverage.md")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BinomialMethod {
    /// p̂ ± z√(p̂q̂/n) (Laplace 1812). Collapses to a point at x = 0 and x = n and covers too little near
    /// them; here because it is what publications print.
    Wald,
    /// Wald, wider by 1/(2n) on each side (the continuity correction of Yates 1934).
    WaldContinuity,
    /// Inverts the score test: (p̂ + z²/2n ± z√(p̂q̂/n + z²/4n²))/(1 + z²/n) (Wilson 1927).
    Wilson,
    /// Inverts the score test with continuity correction (Newcombe 1998, method 4).
    WilsonContinuity,
    /// Wald about the centre of Wilson's interval, (x + z²/2)/(n + z²), with n + z² in place of n (Agresti &
    /// Coull 1998).
    AgrestiCoull,
    /// Wald on the arcsine scale: sin²(arcsin √p̃ ± z/(2√n)) with p̃ = (x + 3/8)/(n + 3/4) (Anscombe 1948),
    /// the angle kept within a right angle, as R DescTools has it. About p̃, not p̂: at low levels the
    /// interval need not hold the estimate.
    Arcsine,
    /// Wald on the log odds: ln(x/(n−x)) ± z√(1/x + 1/(n−x)). At x = 0 and x = n, where the log odds are
    /// infinite, the Clopper–Pearson interval, as R binom has it (R DescTools gives no figure there).
    Logit,
    /// Inverts the likelihood-ratio test: the p with 2[x ln(p̂/p) + (n−x) ln(q̂/(1−p))] ≤ z² (Wilks 1938).
    /// At x = 0 from 0 to 1 − exp(−z²/2n).
    LikelihoodRatio,
    /// The α/2 and 1 − α/2 quantiles of Beta(x + ½, n − x + ½), equal-tailed also at x = 0 and x = n, as
    /// statsmodels has it.
    Jeffreys,
    /// Jeffreys, with lower end 0 at x = 0 and upper end 1 at x = n (Brown, Cai & DasGupta 2001), as
    /// R DescTools has it.
    JeffreysBounded,
    /// Inverts two one-sided exact tests: quantiles of Beta(x, n − x + 1) and Beta(x + 1, n − x)
    /// (Clopper & Pearson 1934). Never covers less than it says.
    ClopperPearson,
    /// Clopper–Pearson with half the probability of what was observed: P(X > x) + ½ P(X = x) = α/2 at the
    /// lower end (Lancaster 1961; Berry & Armitage 1995). Covers what it says on average.
    MidP,
    /// Inverts one two-sided exact test, whose p-value is the smaller tail and what the other tail has
    /// that is no likelier (Blaker 2000): from the least to the greatest p that is not rejected. Never
    /// covers less than it says, and always lies within Clopper and Pearson's interval.
    Blaker,
    /// Clopper–Pearson for a survey: of p̂·n* in n*, n* = n_eff·(t_{n−1}/t_{d})², with the t quantiles of
    /// n − 1 and of d = stations − strata degrees of freedom, because the design effect is itself an
    /// estimate from the stations (Korn & Graubard 1998). Computed from a share and a sample only
    /// ([`interval_of_share`](BinomialMethod::interval_of_share)): x and n say nothing of the stations. n*
    /// is not cut off at n where the design effect is below 1 (R survey's `svyciprop` does not either).
    KornGraubard,
}

impl BinomialMethod {
    /// Every method.
    pub const ALL: [BinomialMethod; 14] = [
        BinomialMethod::Wald,
        BinomialMethod::WaldContinuity,
        BinomialMethod::Wilson,
        BinomialMethod::WilsonContinuity,
        BinomialMethod::AgrestiCoull,
        BinomialMethod::Arcsine,
        BinomialMethod::Logit,
        BinomialMethod::LikelihoodRatio,
        BinomialMethod::Jeffreys,
        BinomialMethod::JeffreysBounded,
        BinomialMethod::ClopperPearson,
        BinomialMethod::MidP,
        BinomialMethod::Blaker,
        BinomialMethod::KornGraubard,
    ];

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BinomialMethod::Wald => "wald",
            BinomialMethod::WaldContinuity => "wald_continuity",
            BinomialMethod::Wilson => "wilson",
            BinomialMethod::WilsonContinuity => "wilson_continuity",
            BinomialMethod::AgrestiCoull => "agresti_coull",
            BinomialMethod::Arcsine => "arcsine",
            BinomialMethod::Logit => "logit",
            BinomialMethod::LikelihoodRatio => "likelihood_ratio",
            BinomialMethod::Jeffreys => "jeffreys",
            BinomialMethod::JeffreysBounded => "jeffreys_bounded",
            BinomialMethod::ClopperPearson => "clopper_pearson",
            BinomialMethod::MidP => "mid_p",
            BinomialMethod::Blaker => "blaker",
            BinomialMethod::KornGraubard => "korn_graubard",
        }
    }
}

impl fmt::Display for BinomialMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for BinomialMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<BinomialMethod> {
        by_name(
            "interval method",
            text,
            BinomialMethod::ALL,
            BinomialMethod::name,
        )
    }
}
