//! Verdict against p-values, intervals and what is known of the sample.

use exitpoll::report::{RowReport, RowSampling};
use exitpoll::{Report, Verdict};

use crate::{EQUAL, alpha, is_of_all_approached, pairs, readings};

/// The verdict is what the p-values of its rows say, and the interval goes with the row's own.
pub fn are_what_the_p_values_say(report: &Report) {
    let alpha = alpha(report);
    for (count, poll, reading) in readings(report) {
        let tested: Vec<_> = reading
            .compared()
            .filter_map(|row| Some((row, row.sampling?)))
            .collect();
        let p = || tested.iter().map(|(_, of)| of.adjusted_p_value_bounds);
        let verdict = reading.verdict;
        if verdict.is_within() {
            assert!(!tested.is_empty());
            assert!(p().all(|p| p.low() >= alpha), "{reading:?}");
        }
        let differs = verdict == Verdict::DifferentPopulations;
        // Where no test is beyond chance, a range that the official share misses is the reason.
        let row = reading.decided_by.as_deref().and_then(|of| reading.row(of));
        let by_a_range =
            differs && row.is_some_and(|row| row.range.is_some_and(|of| of.inside == Some(false)));
        let by_a_test = verdict.is_beyond() || differs && !by_a_range;
        if by_a_test {
            assert!(p().any(|p| p.low() < alpha), "{reading:?}");
        }
        if by_a_range && count.is_final() {
            assert!(p().all(|p| p.high() >= alpha), "{reading:?}");
        }
        if differs {
            assert!(reading.coverage.is_some());
            // It was never going to equal the count.
            assert!(reading.reachable.is_empty());
        }
        if by_a_test {
            // Only against every final count together can rows be beyond chance of which none is by itself.
            assert!(row.is_some() || !count.is_final(), "no row decides");
            if let Some(row) = row {
                let of = row.sampling.expect("a tested row decides");
                assert!(of.adjusted_p_value_bounds.high() < alpha, "{row:?}");
                assert_eq!(of.inside, Some(false), "the table calls it open: {row:?}");
            }
        }
        if count.is_final() {
            match verdict {
                _ if verdict.is_beyond() => assert!(p().any(|p| p.high() < alpha)),
                Verdict::UndecidedByRounding if !tested.is_empty() => {
                    assert!(p().all(|p| p.high() >= alpha) && p().any(|p| p.low() < alpha));
                }
                Verdict::OpenUntilCounted => panic!("final, and open: {reading:?}"),
                _ => {}
            }
            let within_rounding = reading
                .compared()
                .all(|row| row.deviation_bounds.contains(0.0));
            match verdict {
                Verdict::WithinRounding => assert!(within_rounding && tested.is_empty()),
                Verdict::SampleSizeUnknown => assert!(!within_rounding && tested.is_empty()),
                _ => {}
            }
        }
        let ranges = || reading.rows.iter().filter_map(|row| row.range);
        match verdict {
            Verdict::RangeInside => assert!(ranges().all(|range| range.inside == Some(true))),
            Verdict::RangeOutside => {
                let row = reading.decided_by.as_deref().and_then(|of| reading.row(of));
                let range = row.and_then(|row| row.range).expect("a range decides");
                assert_eq!(range.inside, Some(false), "the table calls it open");
            }
            _ => {}
        }
        // A broken range or limit decides whatever the tests of the other rows say.
        let is_range = |label: &&str| reading.row(label).is_some_and(|row| row.range.is_some());
        let decided_by = reading.decided_by.as_deref();
        let decided_by = decided_by.filter(|label| !tested.is_empty() && !is_range(label));
        if let Some(label) = decided_by {
            let of = |p: &RowSampling| {
                p.adjusted_p_value
                    .unwrap_or(p.adjusted_p_value_bounds.low())
            };
            let furthest = |row: &RowReport| row.deviation.abs();
            let own = tested
                .iter()
                .find(|(row, _)| row.label == label)
                .expect("a tested row decides");
            // Of what is open until counted no row is the least likely: the one that is furthest off.
            let decides = |(row, other): &(&RowReport, RowSampling)| match verdict {
                Verdict::OpenUntilCounted => furthest(own.0) >= furthest(row) - EQUAL,
                // Nor of what digits not printed decide: the one that they can put furthest beyond chance.
                Verdict::UndecidedByRounding => {
                    let low = |of: &RowSampling| of.adjusted_p_value_bounds.low();
                    low(&own.1) <= low(other) + 1e-9
                }
                // Against a count that can still change, the one that is beyond chance whatever comes.
                of if !count.is_final()
                    && (of.is_beyond() || of == Verdict::DifferentPopulations) =>
                {
                    let high = |of: &RowSampling| of.adjusted_p_value_bounds.high();
                    high(&own.1) <= high(other) * (1.0 + 1e-6) + 1e-9
                }
                // A tail far out keeps fewer digits.
                // Nor what digits not printed can put within it.
                _ => {
                    by_a_test && other.adjusted_p_value_bounds.high() >= alpha
                        || of(&own.1) <= of(other) * (1.0 + 1e-6)
                }
            };
            assert!(tested.iter().all(decides));
        }
        for (row, of) in &tested {
            assert!(
                of.interval.low() - EQUAL <= row.poll.value
                    && row.poll.value <= of.interval.high() + EQUAL
            );
            if let Some(inside) = of.inside {
                let p = of.p_value_bounds;
                let says = if inside {
                    p.low() >= alpha
                } else {
                    p.high() < alpha
                };
                assert!(says, "{}: inside {inside}, p {p:?}", row.label);
            }
            // The verdict adjusts for several rows: what is significant after it is so before.
            if of.adjusted_p_value_bounds.high() < alpha {
                assert_ne!(of.inside, Some(true), "{}", row.label);
            }
            let official = row.count.value;
            let margin = 1e-7;
            if count.is_final() && of.inside == Some(true) {
                assert!(
                    of.interval.low() - margin <= official
                        && official <= of.interval.high() + margin,
                    "{row:?}"
                );
                assert!(
                    of.p_value.is_none_or(|p| p >= alpha * (1.0 - EQUAL)),
                    "{row:?}"
                );
            }
            if of.inside == Some(false) {
                assert!(
                    official < of.interval.low() + margin || of.interval.high() - margin < official,
                    "{row:?}"
                );
                assert!(
                    of.p_value.is_none_or(|p| p < alpha * (1.0 + EQUAL)),
                    "{row:?}"
                );
            }
            if let (true, Some(z)) = (count.is_final(), of.z) {
                assert!(
                    z * row.deviation >= 0.0,
                    "{}: z {z}, {}",
                    row.label,
                    row.deviation
                );
            }
            if let (Some(z), true) = (of.z, row.deviation.abs() > EQUAL) {
                assert_eq!(z > 0.0, row.deviation > 0.0, "{row:?}");
            }
        }
        let verdicts: Vec<Verdict> = poll.readings().map(|of| of.verdict).collect();
        if is_of_all_approached(report, poll) {
            assert_eq!(Some(poll.verdict), poll.reading().map(|of| of.verdict));
        } else if verdicts.iter().all(|of| *of == verdict) {
            assert_eq!(poll.verdict, verdict);
        } else {
            assert_eq!(poll.verdict, Verdict::DependsOnBase);
        }
    }
}

/// No unknown design is taken as known.
pub fn claim_no_design_that_is_unknown(report: &Report) {
    for (_, poll) in pairs(report) {
        let facts = report.poll(&poll.name).expect("every poll has its facts");
        let known = facts.size.basis.map(|basis| basis.knows_design());
        let verdicts = poll.readings().map(|reading| reading.verdict);
        for verdict in verdicts.chain([poll.verdict]) {
            match verdict {
                Verdict::WithinSampling | Verdict::BeyondSampling => {
                    assert_eq!(known, Some(true));
                }
                Verdict::WithinSimpleRandomSampling | Verdict::BeyondSimpleRandomSampling => {
                    assert_eq!(known, Some(false));
                }
                Verdict::SampleSizeUnknown => assert_eq!(known, None),
                // Or as many answered as voted.
                Verdict::WithinRounding => {
                    let mut readings = poll.readings();
                    assert!(known.is_none() || readings.any(|of| of.drawn_from.is_some()));
                }
                _ => {}
            }
        }
    }
}
