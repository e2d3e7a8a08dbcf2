//! Every value against its own bounds, and nothing that is not a number.

use exitpoll::{Bounds, Report, report};

use crate::readings;

fn holds(what: &str, bounds: Bounds, value: f64) {
    assert!(
        bounds.low() <= value && value <= bounds.high(),
        "{what}: {value} outside {bounds:?}"
    );
}

/// Every value lies inside its own bounds.
pub fn lie_in_their_bounds(report: &Report) {
    for (_, _, reading) in readings(report) {
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
pub fn come_back_from_json(report: &Report) {
    let written = serde_json::to_string(report).expect("a report is plain data");
    let read: Report = serde_json::from_str(&written).expect("what was written reads");
    assert!(&read == report, "{written}");
}

/// No table has a broken number.
pub fn are_written_as_numbers(report: &Report) {
    for table in report::Table::ALL {
        let text = exitpoll::render::csv(report, table);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}
