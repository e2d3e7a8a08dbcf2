//! How near several sources are to one another.
//!
//! Sources are polls, counts or both; each has one figure per choice. Between two there is a
//! [`Distance`], a correlation or [`lin_concordance`]; among several, [`kendall_w`], an intraclass
//! correlation ([`IntraclassForm`]) or [`krippendorff_alpha`]. That sources agree does not make them right.

mod bland_altman;
mod correlation;
mod distance;
mod intraclass;
mod kendall_w;
mod krippendorff;
mod lin;
mod paired;
mod pairwise;
mod poll_pair;
mod rank;
mod ratings;
mod standing;
mod units;
mod variance;

pub use bland_altman::{BlandAltman, LimitsInterval, bland_altman};
pub use correlation::{Correlation, kendall_tau_b, pearson_correlation, spearman};
pub use distance::Distance;
pub(crate) use distance::log_ratio;
pub use intraclass::{IntraclassCorrelation, IntraclassForm};
pub use kendall_w::{KendallW, kendall_w};
pub use krippendorff::{
    AlphaInterval, AlphaMetric, KrippendorffAlpha, krippendorff_alpha, krippendorff_alpha_interval,
};
pub use lin::{LinConcordance, LinDenominator, lin_concordance};
pub use pairwise::{DistanceMatrix, overlap};
pub use poll_pair::PollPair;
pub(crate) use poll_pair::Sides;
pub use ratings::Ratings;
pub use standing::{Standing, standings};
