//! Every row of the reference vectors, against the crate.
//!
//! `tests/vectors/` ships with the crate; the environment variable `EXITPOLL_VECTORS` may name one more
//! folder of the same form. `cargo test --test reference -- --nocapture` prints, per method, how many rows
//! there were and the largest relative error among them.

#[path = "reference/accuracy.rs"]
mod accuracy;
#[path = "reference/binomial.rs"]
mod binomial;
#[path = "reference/distances.rs"]
mod distances;
#[path = "reference/goodness_of_fit.rs"]
mod goodness_of_fit;
#[path = "reference/multinomial.rs"]
mod multinomial;
#[path = "reference/multiplicity.rs"]
mod multiplicity;
#[path = "reference/runner.rs"]
mod runner;
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
        file: "accuracy",
        method: "measure",
        compare: accuracy::compare,
    },
    Topic {
        file: "distances",
        method: "distance",
        compare: distances::compare,
    },
    Topic {
        file: "multiplicity",
        method: "method",
        compare: multiplicity::compare,
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
