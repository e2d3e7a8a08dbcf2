//! The data that ship: sums, ranges, and a source beside every figure.

use exitpoll::io::{self, Document};
use exitpoll::report::{CallOutcome, Question};
use exitpoll::{Comparison, Verdict};

fn sample(name: &str) -> Document {
    let path = format!("{}/examples/data/{name}", env!("CARGO_MANIFEST_DIR"));
    io::json::read_file(&path).unwrap_or_else(|error| panic!("{error}"))
}

const ALL: [&str; 5] = [
    "azerbaijan_2024_article.json",
    "azerbaijan_2024.json",
    "georgia_2024.json",
    "germany_2021.json",
    "west_bengal_2026.json",
];

#[test]
fn every_source_is_named_and_every_document_compares() {
    for name in ALL {
        let document = sample(name);
        for count in &document.counts {
            assert!(count.source().is_some(), "{name}: {}", count.name());
        }
        for poll in &document.polls {
            assert!(poll.source().is_some(), "{name}: {}", poll.name());
        }
        let report = Comparison::from(document).run().unwrap();
        for poll in report.counts.iter().flat_map(|count| &count.polls) {
            assert_ne!(
                poll.verdict,
                Verdict::NotComparable,
                "{name}: {}",
                poll.name
            );
        }
    }
}

#[test]
fn shares_of_counts_sum_to_at_most_a_hundred() {
    for name in ALL {
        let report = Comparison::from(sample(name)).run().unwrap();
        for count in &report.counts {
            let shares = count.choices.iter().filter_map(|choice| choice.share);
            let (low, sum) = shares.fold((0.0, 0.0), |(low, sum), share| {
                (low + share.bounds.low(), sum + share.value)
            });
            assert!(
                low <= 1.0 + 1e-12 && sum > 0.9 || sum == 0.0,
                "{name} {}: {sum}",
                count.name()
            );
        }
    }
}

#[test]
fn the_votes_of_azerbaijan_sum_to_the_published_totals() {
    let report = Comparison::from(sample("azerbaijan_2024.json"))
        .run()
        .unwrap();
    let total = |i: usize| -> u64 {
        report.counts[i]
            .choices
            .iter()
            .filter_map(|c| c.votes)
            .sum()
    };
    assert_eq!(total(1), 4_651_473);
    assert_eq!(total(2), 4_957_967);
    assert_eq!(report.counts[1].valid, Some(4_651_473));
    // 6,102 of 6,537 stations are 93.346 percent.
    let part = report.counts[1].count.completeness().unwrap();
    assert_eq!(format!("{:.3}", 100.0 * part.value()), "93.346");
}

#[test]
fn the_pair_of_tables_holds_what_the_json_document_holds() {
    let folder = format!("{}/examples/data", env!("CARGO_MANIFEST_DIR"));
    let tables = io::csv::read_files(
        &format!("{folder}/azerbaijan_2024_sources.csv"),
        &format!("{folder}/azerbaijan_2024_figures.csv"),
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let document = sample("azerbaijan_2024.json");
    let report = |document: Document| Comparison::from(document).run().unwrap();
    assert_eq!(report(tables), report(document));
}

#[test]
fn a_document_written_and_read_again_is_the_same_digit_by_digit() {
    for name in ALL {
        let document = sample(name);
        assert_eq!(
            io::json::read(&io::json::write(&document).unwrap()).unwrap(),
            document
        );
    }
}

#[test]
fn the_analysis_of_west_bengal_comes_out_of_one_call() {
    // The analyst's own table: 53.083 and 58.636 over six rows, 51.900 and 58.562 without the
    // average that is no poll.
    let report = Comparison::from(sample("west_bengal_2026.json"))
        .run()
        .unwrap();
    let errors = &report.reference().seat_errors;
    let bjp = errors.iter().find(|error| error.label == "BJP").unwrap();
    assert_eq!(bjp.sources.polls, 5);
    let digits = |value: f64| format!("{value:.4}");
    assert_eq!(digits(bjp.sources.mean_absolute_error), "51.9000");
    assert_eq!(digits(bjp.sources.root_mean_squared_error), "58.5624");
    let all = bjp.with_derived.as_ref().unwrap();
    assert_eq!(digits(all.mean_absolute_error), "53.0833");
    assert_eq!(digits(all.root_mean_squared_error), "58.6355");
    assert_eq!((bjp.sources.inside, bjp.sources.ranges), (0, 5));
    // All five ranges lie below the result, but 2^(1 − 5) = .0625 is not below .05: nothing is said.
    assert_eq!(bjp.same_side, None);
    let pulse = report.reference().polls.last().unwrap();
    let leader = pulse
        .calls
        .iter()
        .find(|call| call.question == Question::Leader)
        .unwrap();
    assert_eq!(leader.outcome, CallOutcome::Wrong);
}
