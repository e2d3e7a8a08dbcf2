//! Reports of single contests become a record.

use exitpoll::alignment::RowKind;
use exitpoll::elections;
use exitpoll::record::{contest_rows, measure_rows};
use exitpoll::report::Reason;
use exitpoll::{Comparison, CompletenessOf, Contest, ErrorKind, OfficialCount, Poll};

#[test]
fn every_poll_of_its_own_of_the_bundled_elections_is_recorded_with_the_deviations_of_its_report() {
    let (mut rows, mut expected) = (Vec::new(), Vec::new());
    for election in elections::all() {
        let report = election.comparison().run().unwrap();
        if !report.reference().is_final() {
            assert_eq!(
                contest_rows(&report).unwrap_err().kind(),
                ErrorKind::Missing
            );
            continue;
        }
        rows.extend(contest_rows(&report).unwrap());
        for poll in &report.reference().polls {
            let Some(reading) = poll.reading() else {
                continue;
            };
            let shares: Vec<_> = reading
                .rows
                .iter()
                .filter(|row| row.kind == RowKind::Choice && row.range.is_none())
                .collect();
            // Over choices that both have a base that is not told changes nothing.
            let is_in = match &poll.left_out_of_the_whole {
                None => !shares.is_empty(),
                Some(Reason::BaseOpen) => shares.len() > 1,
                Some(_) => false,
            };
            if !is_in {
                continue;
            }
            let poll_total: f64 = shares.iter().map(|row| row.poll.value).sum();
            let count_total: f64 = shares.iter().map(|row| row.count.value).sum();
            // Of one choice there is nothing to rescale.
            let (poll_total, count_total) = if shares.len() == 1 {
                (1.0, 1.0)
            } else {
                (poll_total, count_total)
            };
            let errors = shares
                .iter()
                .map(|row| (row.poll.value / poll_total - row.count.value / count_total).abs());
            expected.push(errors.sum::<f64>() / shares.len() as f64);
        }
    }
    let polls = measure_rows(&rows, None).unwrap();
    assert_eq!(polls.len(), expected.len());
    assert!(polls.len() >= 50, "only {} polls", polls.len());
    for (poll, expected) in polls.iter().zip(&expected) {
        let found = poll.mean_absolute_share;
        assert!((found - expected).abs() < 1e-12, "{poll:?}: {expected}");
    }
}

#[test]
fn what_is_no_source_of_its_own_or_no_single_figure_is_not_recorded() {
    let contest = Contest::builder("Mayor")
        .choices(["A", "B"])
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .votes("A", 500)
        .votes("B", 500);
    let polls = [
        Poll::builder("One").share("A", "54").share("B", "46"),
        Poll::builder("Range").share("A", "50–56").share("B", "46"),
        Poll::builder("Average")
            .share("A", "53")
            .share("B", "47")
            .derived(),
    ];
    let mut comparison =
        Comparison::new(contest.clone()).count(count.clone().final_result().build().unwrap());
    for poll in &polls {
        comparison = comparison.poll(poll.clone().build().unwrap());
    }
    let rows = contest_rows(&comparison.run().unwrap()).unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.pollster.as_str(), row.choice.as_str(), row.poll))
        .collect();
    assert_eq!(
        found,
        [("One", "A", 0.54), ("One", "B", 0.46), ("Range", "B", 0.46)]
    );

    let partial = count
        .counted(CompletenessOf::Stations, 5, 10)
        .build()
        .unwrap();
    let poll = polls[0].clone().build().unwrap();
    let report = Comparison::new(contest)
        .count(partial)
        .poll(poll)
        .run()
        .unwrap();
    let error = contest_rows(&report).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert!(error.to_string().contains("final count"), "{error}");
}
