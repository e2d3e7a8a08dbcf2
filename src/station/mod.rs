//! Figures of polling stations: hard bounds and projections while stations come in one by one, and ratio
//! estimators over strata of stations.
//!
//! [`StationCount`] keeps what no outstanding station can change; [`combined_ratio`] estimates shares and
//! leads from the stations counted so far, if the others are missing at random, and
//! [`RunningProjection`] gives the same after every station.

mod against;
mod bayesian;
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
mod violations;
mod within_precinct_error;

pub use against::{
    AgainstCount, MatchedDeviation, MatchedLead, NationalDeviation, Pattern, PatternTerm,
    RefusalExplanation, ResponseVerdict, StationComparison, StationOutside, StationTestOf,
    StationsOutside,
};
pub use bayesian::{BayesianQuickCount, PosteriorShares};
pub use estimate::{CovarianceMatrix, Estimator, Lead, StationEstimate, Unit};
pub use expansion::Expansion;
pub use interviews::{ClusterSizes, DesignEffect, Homogeneity, InterviewEstimate, Weighting};
pub use projection::RunningProjection;
pub use ratio::{RatioEstimate, RatioStratum, ReferenceDistribution, combined_ratio};
pub use refusals::{Approached, ClassCounts, ClassWeighted, refusal_bounds, weighting_classes};
pub use regression::{Coefficient, ErrorModel, Regression};
pub use replay::{ReplayDoubt, ReplayStep};
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
