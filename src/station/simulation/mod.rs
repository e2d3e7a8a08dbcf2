//! Exit polls drawn from a full official count, to plan one and to test what is computed from one.

mod draw;
mod evaluation;
mod plan;

pub use evaluation::{ChoiceEvaluation, PlanEvaluation, VarianceMethod};
pub use plan::{Cost, ExitPollPlan};
