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
        "needs a sample: tests/measures/interval_properties.rs has the figures of R survey",
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

/// A folder of its own with one file.
fn folder_with(file: &str, text: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!(
        "exitpoll-unknown-{}-{}",
        std::process::id(),
        file.trim_end_matches(".csv")
    ));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(file), text).expect("a file");
    folder
}

/// Whether the rows of this one file pass.
fn passes(file: &str, text: &str, unknown: Unknown) -> bool {
    let folder = folder_with(file, text);
    let path = folder.to_str().expect("a plain path").to_string();
    let passed = std::panic::catch_unwind(|| runner::check_folder(TOPICS, &path, unknown)).is_ok();
    std::fs::remove_dir_all(folder).expect("our own folder");
    passed
}

#[test]
fn a_shipped_row_that_nothing_checks_fails() {
    let text = "method,value\nunheard_of,1\n";
    assert!(!passes("unheard_of.csv", text, Unknown::Fails));
    assert!(passes("unheard_of.csv", text, Unknown::IsListed));

    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let mut checked = std::collections::BTreeSet::new();
    let mut lenient = Vec::new();
    for entry in std::fs::read_dir(shipped).expect("the shipped vectors") {
        let path = entry.expect("a readable folder").path();
        let name = path
            .file_name()
            .expect("a file")
            .to_str()
            .expect("a plain name");
        let Some(topic) = name.strip_suffix(".csv").and_then(|stem| {
            let fits = TOPICS.iter().filter(|topic| stem.starts_with(topic.file));
            fits.max_by_key(|topic| topic.file.len())
        }) else {
            continue;
        };
        if !checked.insert(topic.file) {
            continue;
        }
        // Its first row, as it is and under a method that nobody has.
        let mut reader = csv::Reader::from_path(&path).expect("a shipped file");
        let headings = reader.headers().expect("a heading").clone();
        let row = reader.records().next().expect("a row").expect("a row");
        let method = headings
            .iter()
            .position(|of| of == topic.method)
            .expect("the method's column");
        let with = |method_name: Option<&str>| {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&headings).expect("memory");
            let cells = row
                .iter()
                .enumerate()
                .map(|(place, cell)| match method_name {
                    Some(name) if place == method => name,
                    _ => cell,
                });
            writer.write_record(cells).expect("memory");
            String::from_utf8(writer.into_inner().expect("memory")).expect("text")
        };
        assert!(passes(name, &with(None), Unknown::Fails), "{name}");
        if passes(name, &with(Some("unheard_of")), Unknown::Fails) {
            lenient.push(name.to_owned());
        }
    }
    assert!(lenient.is_empty(), "unheard_of passes in {lenient:?}");
    assert_eq!(checked.len(), TOPICS.len());
}
