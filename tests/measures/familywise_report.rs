//! The verdict of a report rejects exactly the tables that the row tests after Holm's adjustment do, whose familywise
//! error `familywise_error` sums from exact probabilities: so that error is the verdict's.

use std::ops::RangeInclusive;

use exitpoll::{Comparison, Contest, OfficialCount, Poll, Sample, Verdict};

use super::familywise_error::rejects;

const NAMES: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];

/// The verdict on a poll in which so many respondents, drawn singly, named each choice, against these shares.
fn verdict(table: &[u32], shares: &[f64]) -> Verdict {
    let names = || NAMES.iter().copied().take(shares.len());
    let n: u32 = table.iter().sum();
    let mut poll = Poll::builder("P");
    let mut count = OfficialCount::builder("final");
    for ((name, x), v) in names().zip(table).zip(shares) {
        // So many digits that rounding decides nothing.
        let percent = 100.0 * f64::from(*x) / f64::from(n);
        poll = poll.share(name, format!("{percent:.10}"));
        count = count.votes(name, (1e6 * v).round() as u64);
    }
    let sample = Sample::builder().respondents(n).design_effect("1");
    let contest = Contest::builder("E").choices(names()).build().unwrap();
    let report = Comparison::new(contest)
        .count(count.final_result().build().unwrap())
        .poll(poll.sample(sample).build().unwrap())
        .run()
        .unwrap();
    report.reference().polls[0].verdict
}

/// A table with `x` respondents for one choice and the others as the count has them, as nearly as whole people can.
fn around(shares: &[f64], n: u32, choice: usize, x: u32) -> Vec<u32> {
    let rest = 1.0 - shares[choice];
    let mut table: Vec<u32> = (shares.iter())
        .map(|v| (f64::from(n - x) * v / rest).floor() as u32)
        .collect();
    table[choice] = x;
    let largest = (0..shares.len())
        .filter(|&other| other != choice)
        .max_by(|&a, &b| shares[a].total_cmp(&shares[b]))
        .unwrap();
    table[largest] += n - table.iter().sum::<u32>();
    table
}

/// Which numbers of respondents for one choice are accepted: those between two, found where chance can lead.
fn accepted(v: f64, n: u32, m: usize) -> RangeInclusive<u32> {
    let (mean, error) = (f64::from(n) * v, (f64::from(n) * v * (1.0 - v)).sqrt());
    let near = (mean - 5.0 * error).max(0.0) as u32..=((mean + 5.0 * error + 5.0) as u32).min(n);
    let kept: Vec<u32> = near.filter(|&x| !rejects(x, n, v, m)).collect();
    let (low, high) = (kept[0], kept[kept.len() - 1]);
    assert_eq!(kept.len(), (high - low + 1) as usize);
    low..=high
}

/// Of each choice asked for the tables on either side of the most that is accepted.
fn at_the_borders(
    shares: &[f64],
    n: u32,
    accepted: &[RangeInclusive<u32>],
    asked: &[usize],
) -> Vec<Vec<u32>> {
    let mut tables = Vec::new();
    for &choice in asked {
        let accepted = &accepted[choice];
        let most = *accepted.end();
        tables.extend([most, most + 1].map(|x| around(shares, n, choice, x)));
    }
    tables
}

#[test]
fn the_verdict_of_a_report_is_beyond_exactly_where_a_row_is_after_holm() {
    // A report takes a second where it is not optimised: of each vector the choices that differ most.
    for (shares, n, asked) in [
        (
            &[0.40, 0.30, 0.20, 0.085, 0.005, 0.005, 0.005][..],
            300,
            &[0, 6][..],
        ),
        (&[0.2; 5], 1000, &[0]),
    ] {
        let m = shares.len();
        let accepted: Vec<RangeInclusive<u32>> =
            shares.iter().map(|&v| accepted(v, n, m)).collect();
        let (mut beyond, mut within) = (0, 0);
        for table in at_the_borders(shares, n, &accepted, asked) {
            let expected = (table.iter().zip(&accepted)).any(|(x, range)| !range.contains(x));
            let verdict = verdict(&table, shares);
            assert_eq!(verdict.is_beyond(), expected, "{table:?} {verdict:?}");
            assert_eq!(verdict.is_within(), !expected, "{table:?} {verdict:?}");
            *(if expected { &mut beyond } else { &mut within }) += 1;
        }
        assert_eq!((beyond, within), (asked.len(), asked.len()));
    }
}
