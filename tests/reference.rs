//! Every row of the reference vectors, against the crate.
//!
//! `tests/vectors/` ships with the crate; the environment variable `EXITPOLL_VECTORS` may name one more
//! folder of the same form. `cargo test --test reference -- --nocapture` prints, per method, how many rows
//! there were and the largest relative error among them.

#[path = "reference/accuracy.rs"]
mod accuracy;
#[path = "reference/agreement.rs"]
mod agreement;
#[path = "reference/binomial.rs"]
mod binomial;
#[path = "reference/combined_ratio.rs"]
mod combined_ratio;
#[path = "reference/distances.rs"]
mod distances;
#[path = "reference/goodness_of_fit.rs"]
mod goodness_of_fit;
#[path = "reference/heterogeneity_interval.rs"]
mod heterogeneity_interval;
#[path = "reference/hypothesis.rs"]
mod hypothesis;
#[path = "reference/leave_one_out.rs"]
mod leave_one_out;
#[path = "reference/multinomial.rs"]
mod multinomial;
#[path = "reference/multiplicity.rs"]
mod multiplicity;
#[path = "reference/partial.rs"]
mod partial;
#[path = "reference/planning.rs"]
mod planning;
#[path = "reference/random_effects.rs"]
mod random_effects;
#[path = "reference/rounding.rs"]
mod rounding;
#[path = "reference/runner.rs"]
mod runner;
#[path = "reference/scores.rs"]
mod scores;
#[path = "reference/special_functions.rs"]
mod special_functions;
#[path = "reference/two_sample.rs"]
mod two_sample;

use runner::Topic;

/// One line per topic: what the names of its files begin with, the column that names the method, and
/// what compares one row.
const TOPICS: &[Topic] = &[
    Topic {
        file: "special_functions",
        method: "fn",
        compare: special_functions::compare,
    },
    Topic {
        file: "quantiles",
        method: "distribution",
        compare: special_functions::compare_quantile,
    },
    Topic {
        file: "binomial_interval",
        method: "method",
        compare: binomial::compare,
    },
    Topic {
        file: "multinomial_interval",
        method: "method",
        compare: multinomial::compare,
    },
    Topic {
        file: "dirichlet",
        method: "method",
        compare: multinomial::compare_dirichlet,
    },
    Topic {
        file: "lead_interval",
        method: "method",
        compare: two_sample::compare_lead,
    },
    Topic {
        file: "two_sample_interval",
        method: "method",
        compare: two_sample::compare,
    },
    Topic {
        file: "goodness_of_fit",
        method: "method",
        compare: goodness_of_fit::compare,
    },
    Topic {
        file: "homogeneity",
        method: "method",
        compare: hypothesis::compare_homogeneity,
    },
    Topic {
        file: "hypergeometric",
        method: "method",
        compare: hypothesis::compare_hypergeometric,
    },
    Topic {
        file: "equivalence",
        method: "method",
        compare: hypothesis::compare_equivalence,
    },
    Topic {
        file: "planning",
        method: "method",
        compare: planning::compare,
    },
    Topic {
        file: "accuracy",
        method: "measure",
        compare: accuracy::compare,
    },
    Topic {
        file: "rounding",
        method: "measure",
        compare: rounding::compare,
    },
    Topic {
        file: "scores",
        method: "score",
        compare: scores::compare,
    },
    Topic {
        file: "distances",
        method: "distance",
        compare: distances::compare,
    },
    Topic {
        file: "agreement",
        method: "measure",
        compare: agreement::compare,
    },
    Topic {
        file: "agreement_interval",
        method: "measure",
        compare: agreement::compare_interval,
    },
    Topic {
        file: "multiplicity",
        method: "method",
        compare: multiplicity::compare,
    },
    Topic {
        file: "random_effects",
        method: "tau2_estimator",
        compare: random_effects::compare,
    },
    Topic {
        file: "heterogeneity_interval",
        method: "method",
        compare: heterogeneity_interval::compare,
    },
    Topic {
        file: "leave_one_out",
        method: "tau2_estimator",
        compare: leave_one_out::compare,
    },
    Topic {
        file: "partial",
        method: "measure",
        compare: partial::compare,
    },
    Topic {
        file: "combined_ratio",
        method: "expansion",
        compare: combined_ratio::compare,
    },
];

#[test]
fn rows_that_ship_with_the_crate() {
    runner::check_folder(
        TOPICS,
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors"),
    );
}

#[test]
fn rows_of_the_folder_that_the_environment_names() {
    if let Ok(folder) = std::env::var("EXITPOLL_VECTORS") {
        runner::check_folder(TOPICS, &folder);
    }
}
