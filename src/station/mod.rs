//! Polling stations one by one: the level at which exit polls are taken and votes are counted.
//!
//! - **Data.** [`StationTable`] holds stations by columns; [`StationTableBuilder`] and `io::stations` fill it.
//! - **Estimates.** [`StationSample`] gives shares, leads and totals of all stations from some of them, with
//!   linearised variances ([`Estimator`]) or replicates ([`ReplicateVariance`], [`Bootstrap`]); from interviews, with
//!   what the design costs ([`InterviewEstimate`]); and as a [`Poll`](crate::Poll). [`BayesianQuickCount`] is the
//!   model of the Mexican quick count.
//! - **An exit poll against the count.** [`StationSample::against_count`] keeps apart the comparison with the very
//!   stations of the poll and that with all: within-precinct error, response ratio, stations outside, pattern over
//!   covariates, refusals, verdict ([`StationComparison`]). [`station_test`], [`Regression`], [`weighting_classes`]
//!   and [`violation_bounds`] can be used alone.
//! - **Simulation.** [`ExitPollPlan`] draws exit polls from a full count, to plan one and to test the estimators.
//! - **While a count comes in.** [`StationCount`] keeps what no outstanding station can change;
//!   [`combined_ratio`] estimates from the stations counted so far, if the others are missing at random,
//!   [`RunningProjection`] after every station; [`StationSample::replay`] goes through a night again.
//!
//! Shares are proportions. Nothing here says why a poll and a count differ: an unequal response that would explain
//! it is a sensitivity, not a finding.

mod against;
mod ballots;
mod bayesian;
mod drawn;
mod estimate;
mod expansion;
mod interviews;
mod moments;
mod poll;
mod projection;
mod ratio;
mod refusals;
mod regression;
mod replay;
mod replication;
mod response;
mod sample;
mod simulation;
mod sparse;
mod station_count;
mod station_test;
mod table;
mod two_stages;
mod violations;
mod within_precinct_error;

pub use against::{
    AgainstCount, MatchedDeviation, MatchedLead, NationalDeviation, NoPattern, Nonresponse, Noted,
    Pattern, PatternTerm, RefusalExplanation, ResponseVerdict, SilentStation, StationComparison,
    StationOutside, StationPoint, StationTestOf, StationsOutside, StationsTestedBy,
};
pub use bayesian::{BayesianQuickCount, PosteriorShares};
pub use drawn::StationsDrawn;
pub use estimate::{CovarianceMatrix, Estimator, Lead, StationEstimate, Unit};
pub use expansion::Expansion;
pub use interviews::{ClusterSizes, DesignEffect, Homogeneity, InterviewEstimate, Weighting};
pub use projection::RunningProjection;
pub use ratio::{RatioEstimate, RatioStratum, ReferenceDistribution, combined_ratio};
pub use refusals::{Approached, ClassCounts, ClassWeighted, refusal_bounds, weighting_classes};
pub use regression::{Coefficient, ErrorModel, Regression};
pub use replay::{RandomOrders, ReplayCoverage, ReplayDoubt, ReplayStep};
pub use replication::{Bootstrap, BootstrapResult, HalfSamples, ReplicateVariance};
pub use response::ResponseRatio;
pub use sample::{StationDesignEffect, StationSample};
pub use simulation::{ChoiceEvaluation, Cost, ExitPollPlan, PlanEvaluation, VarianceMethod};
pub use sparse::{EmptyStratum, LonelyStratum, SparseStrata};
pub use station_count::{StationCount, StratumFrame};
pub use station_test::{ChoiceTest, DrawModel, StationTest, StationTestMethod, station_test};
pub use table::{ClassInterviews, Interviews, Station, StationTable, StationTableBuilder};
pub use violations::{ViolationBounds, violation_bounds};
pub use within_precinct_error::{MeanOfStations, StationError, StationPair, WithinPrecinctError};
