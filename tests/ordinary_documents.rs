//! Random ordinary documents: each gives a report, with every value inside its own bounds and nothing that is
//! not a number.
#![cfg(feature = "io")]

#[path = "shared/documents.rs"]
mod documents;

use exitpoll::{Bounds, Report, report};

/// How many documents each test makes unless it is told: few, for a run without optimisation.
const DOCUMENTS: u32 = 300;

/// How many documents each test makes: `EXITPOLL_DOCUMENTS=10000` makes 30,000 in all, as `.ci/run` does once.
fn documents() -> u32 {
    std::env::var("EXITPOLL_DOCUMENTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(DOCUMENTS)
}

fn holds(what: &str, bounds: Bounds, value: f64) {
    assert!(
        bounds.low() <= value && value <= bounds.high(),
        "{what}: {value} outside {bounds:?}"
    );
}

/// Every value lies inside its own bounds.
fn values_lie_in_their_bounds(report: &Report) {
    for reading in report
        .counts
        .iter()
        .flat_map(|c| &c.polls)
        .flat_map(|p| p.readings())
    {
        for row in &reading.rows {
            holds("poll", row.poll.bounds, row.poll.value);
            holds("count", row.count.bounds, row.count.value);
            holds("deviation", row.deviation_bounds, row.deviation);
            if let Some(even) = row.break_even {
                assert!(even.low <= even.size && even.high.is_none_or(|high| even.size <= high));
            }
            let Some(sampling) = row.sampling else {
                continue;
            };
            assert!(sampling.interval.low() <= sampling.interval.high());
            if let (Some(p), Some(adjusted)) = (sampling.p_value, sampling.adjusted_p_value) {
                holds("p", sampling.p_value_bounds, p);
                holds("adjusted p", sampling.adjusted_p_value_bounds, adjusted);
                assert!(p <= adjusted, "{p} {adjusted}");
            }
        }
    }
    for measure in report.measures() {
        if let (Some(value), Some(low), Some(high)) = (measure.value, measure.low, measure.high) {
            assert!(low <= value && value <= high, "{measure:?}");
        }
    }
}

/// Nothing is NaN or infinite: neither comes back from JSON.
fn comes_back_from_json(report: &Report) {
    let written = serde_json::to_string(report).expect("a report is plain data");
    let read: Report = serde_json::from_str(&written).expect("what was written reads");
    assert!(&read == report, "{written}");
}

#[test]
fn every_value_lies_inside_its_own_bounds() {
    documents::run(1, documents(), false, values_lie_in_their_bounds);
}

#[test]
fn every_report_comes_back_from_json() {
    documents::run(2, documents(), false, comes_back_from_json);
}

#[test]
fn every_report_is_written_without_a_broken_number() {
    documents::run(3, documents(), false, |report| {
        for table in report::Table::ALL {
            let text = exitpoll::render::csv(report, table);
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    });
}
