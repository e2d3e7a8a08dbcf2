//! What several polls say together: pooled values, how far the polls scatter, what they have in common
//! against the count.
//!
//! Everything works on the estimates of one choice, one per poll, with their sampling variances, on a
//! [`Scale`] of the caller's choice; at the share scale the variance is p(1 − p)/n_eff. The model is
//! y_i = μ + u_i + e_i with Var(u_i) = τ², the heterogeneity between polls, and Var(e_i) = v_i, their
//! sampling variance. Figures follow R's `metafor` (Viechtbauer 2010), its edge cases included unless
//! a function says otherwise.
//!
//! **Agreement of polls with one another is no evidence that they are right.** What all of them share
//! (whom they cannot reach, who lies to an interviewer, whose figures they watch) moves every one of
//! them the same way: it is in the pool and in none of its standard errors. Only the count shows it
//! ([`common_bias`]); and polls that agree better than sampling allows have not been drawn
//! independently ([`herding`]).

mod bias;
mod estimator;
mod evidence;
mod herding;
mod homogeneity;
mod influence;
mod leave_out;
mod likelihood;
mod pool;
mod profile;
mod scale;

pub(crate) use bias::two_sided;
pub use bias::{CommonBias, common_bias};
pub use estimator::{HeterogeneityEstimator, IntervalMethod};
pub(crate) use evidence::{LARGEST, check_variances, same_length};
pub(crate) use herding::at_least_two;
pub use herding::{Herding, herding, herding_design_effect};
pub(crate) use homogeneity::check as check_shares;
pub use homogeneity::multinomial_homogeneity;
pub use influence::{Influence, influence};
pub use leave_out::{WithoutGroup, leave_group_out, leave_one_out};
pub use pool::{Pool, pool};
pub use profile::{HeterogeneityInterval, heterogeneity_interval};
pub use scale::{Scale, ScaledShares, ZeroShares};
