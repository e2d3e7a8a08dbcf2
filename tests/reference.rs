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

use exitpoll::agreement::{Distance, IntraclassForm};
use exitpoll::hypothesis::{Adjustment, ExactTest, FitStatistic, ShareVariance};
use exitpoll::interval::{BinomialMethod, LeadMethod, MultinomialMethod, TwoSampleMethod};
use exitpoll::pooling::HeterogeneityEstimator;
use exitpoll::station::Expansion;
use runner::{Topic, Unknown};

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

/// Methods without a row of their own, and what holds them instead.
const WITHOUT_ROWS: &[(&str, &str, &str)] = &[
    (
        "binomial_interval",
        "jeffreys_bounded",
        "compared in the rows of Jeffreys",
    ),
    (
        "binomial_interval",
        "korn_graubard",
        "needs a sample: tests/interval_properties.rs has the figures of R survey",
    ),
    ("multiplicity", "none", "leaves p-values as they are"),
];

#[test]
fn rows_that_ship_with_the_crate() {
    let seen = runner::check_folder(
        TOPICS,
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors"),
        Unknown::Fails,
    );
    for topic in TOPICS {
        assert!(seen.contains_key(topic.file), "no rows of {}", topic.file);
    }
    let estimators = HeterogeneityEstimator::ALL.map(|estimator| estimator.short_name());
    let statistics = FitStatistic::ALL.map(|statistic| statistic.name());
    let intraclass = IntraclassForm::ALL.map(|form| form.name());
    let expected: [(&str, &[&str]); 15] = [
        ("binomial_interval", &BinomialMethod::ALL.map(|m| m.name())),
        (
            "multinomial_interval",
            &MultinomialMethod::ALL.map(|m| m.name()),
        ),
        ("lead_interval", &LeadMethod::ALL.map(|m| m.name())),
        (
            "two_sample_interval",
            &TwoSampleMethod::ALL.map(|m| m.name()),
        ),
        ("goodness_of_fit", &statistics),
        ("goodness_of_fit", &ExactTest::ALL.map(|test| test.name())),
        ("homogeneity", &statistics),
        (
            "equivalence",
            &ShareVariance::ALL.map(|variance| variance.name()),
        ),
        (
            "multiplicity",
            &Adjustment::ALL.map(|adjustment| adjustment.name()),
        ),
        ("distances", &Distance::ALL.map(|distance| distance.name())),
        ("agreement", &intraclass),
        ("agreement_interval", &intraclass),
        ("random_effects", &estimators),
        ("leave_one_out", &estimators),
        (
            "combined_ratio",
            &Expansion::ALL.map(|expansion| expansion.name()),
        ),
    ];
    for (topic, methods) in expected {
        for method in methods {
            let has_rows = seen[topic]
                .iter()
                .any(|name| binomial::our_name(name) == *method);
            let excused = WITHOUT_ROWS
                .iter()
                .any(|(file, name, _)| (file, name) == (&topic, method));
            assert!(has_rows != excused, "{topic}: rows of {method}: {has_rows}");
        }
    }
}

#[test]
fn rows_of_the_folder_that_the_environment_names() {
    if let Ok(folder) = std::env::var("EXITPOLL_VECTORS") {
        runner::check_folder(TOPICS, &folder, Unknown::IsListed);
    }
}
