//! Row against row.

use std::collections::HashSet;

use exitpoll::alignment::{RowKind, Rule};
use exitpoll::report::ReadingReport;
use exitpoll::{Base, Comparison, Contest, OfficialCount, Poll, Report};

use crate::{EQUAL, near, readings};

/// Rows of one reading are parts of one whole, and the two readings are of the same figures.
pub fn agree(report: &Report) {
    for (count, poll, reading) in readings(report) {
        let mut seen = HashSet::new();
        for row in &reading.rows {
            let twice = row.choices.iter().find(|choice| !seen.insert(*choice));
            assert_eq!(
                twice,
                None,
                "{:?}",
                reading
                    .rows
                    .iter()
                    .map(|row| (&row.label, row.kind, &row.choices))
                    .collect::<Vec<_>>()
            );
            near(&row.label, row.deviation, row.poll.value - row.count.value);
            if let Some(range) = row.range
                && range.inside == Some(true)
            {
                near(&row.label, range.outside_by, 0.0);
            }
            if row.kind == RowKind::Remainder {
                continue;
            }
            let relative = row.relative_deviation;
            assert!(relative.is_none_or(|of| of == 0.0 || (of > 0.0) == (row.deviation > 0.0)));
            if let Some(range) = row.range {
                let bounds = row.poll.bounds;
                let inside = bounds.low() - EQUAL <= row.count.value
                    && row.count.value <= bounds.high() + EQUAL;
                assert!(inside || range.inside != Some(true), "{row:?}");
                // What remains whatever is still to be counted is no more than what is so far.
                let so_far = (row.count.value - bounds.high()).max(bounds.low() - row.count.value);
                assert!(range.outside_by.abs() <= so_far.max(0.0) + EQUAL, "{row:?}");
                if count.is_final() {
                    assert_eq!(range.outside_by.abs() <= EQUAL, inside, "{row:?}");
                    assert!(!inside || range.inside != Some(false), "{row:?}");
                }
            }
        }
        leads_follow_the_rows(reading);
        let (low, high) = reading.rows.iter().fold((0.0, 0.0), |sum, row| {
            (
                sum.0 + row.count.bounds.low(),
                sum.1 + row.count.bounds.high(),
            )
        });
        assert!(
            low <= 1.0 + EQUAL && high >= 1.0 - EQUAL,
            "{low} to {high} of {reading:?}"
        );
        let Some(printed) = poll.as_printed() else {
            continue;
        };
        // Figures said to be exact can sum to a little over 1.
        let sum: f64 = printed.rows.iter().map(|row| row.poll.value).sum();
        let over = (sum - 1.0).max(0.0);
        for row in &printed.rows {
            let Some(main) = poll.reading().and_then(|of| of.row_of(&row.choices)) else {
                continue;
            };
            if row.kind != RowKind::Choice {
                continue;
            }
            if let (Some(one), Some(other)) = (&main.published, &row.published) {
                assert_eq!(one, other);
            }
            let reading = poll.reading().expect("just read");
            let of_common = |rule: &Rule| {
                matches!(
                    rule,
                    Rule::OfCommonChoices { .. } | Rule::OthersLeftOut { .. }
                )
            };
            if printed.base == reading.base && !reading.rules.iter().any(of_common) {
                assert_eq!(main.count, row.count);
                // Those who named a choice are at most all, but for rounding.
                assert!(
                    main.poll.bounds.high() >= row.poll.bounds.low() - over - EQUAL
                        || printed.base != Base::ValidVotes
                );
            }
        }
    }
}

fn leads_follow_the_rows(reading: &ReadingReport) {
    let Some(lead) = &reading.lead else { return };
    let row = |label: &str| reading.row(label).expect("leads are of rows");
    let (first, second) = (row(&lead.leader), row(&lead.runner_up));
    near(
        "lead in the poll",
        lead.poll,
        first.poll.value - second.poll.value,
    );
    near(
        "lead in the count",
        lead.count,
        first.count.value - second.count.value,
    );
    near("lead", lead.deviation, first.deviation - second.deviation);
    assert!(lead.count >= 0.0, "the leader of the count is ahead");
    if let (Some(interval), Some(inside)) = (lead.interval, lead.count_inside) {
        let holds = interval.low() - EQUAL <= lead.count && lead.count <= interval.high() + EQUAL;
        assert!(holds || !inside, "{} outside {interval:?}", lead.count);
    }
}

/// Found by the property: C was twice in everyone else, as a choice of the count and as a part of the poll's
/// merged figure.
#[test]
fn a_choice_stands_once_among_everyone_else() {
    let contest = Contest::builder("contest").choices(["A", "B", "C", "D"]);
    let count = OfficialCount::builder("count")
        .votes("A", 50)
        .votes("B", 30)
        .votes("C", 10)
        .valid(100)
        .final_result();
    let poll = Poll::builder("P")
        .share("A", "52")
        .share("B", "29")
        .merged("C and D", ["C", "D"])
        .share("C and D", "19");
    let report = Comparison::new(contest.build().expect("a contest"))
        .count(count.build().expect("a count"))
        .poll(poll.build().expect("a poll"))
        .run()
        .expect("a report");
    let poll = report.reference().poll("P").expect("the poll");
    let reading = poll.reading().expect("shares");
    let rest = reading
        .rows
        .iter()
        .find(|row| row.kind == RowKind::Rest)
        .expect("everyone else");
    assert_eq!(rest.choices, ["C", "D"]);
    assert!((rest.poll.value - 0.19).abs() < 1e-12 && (rest.count.value - 0.20).abs() < 1e-12);
}
