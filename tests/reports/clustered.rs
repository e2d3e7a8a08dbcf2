//! What sampling from few ballots takes off an error, and off which.

use exitpoll::{Comparison, Contest, OfficialCount, Poll, Report, Sample, SampleBuilder};

/// A poll of 1,000 of 5,000 voters at 55 percent against a count of half, with this sample.
fn report(sample: SampleBuilder) -> Report {
    let contest = Contest::builder("Town").choices(["A", "B"]).build();
    let count = OfficialCount::builder("final")
        .final_result()
        .votes("A", 2500)
        .votes("B", 2500)
        .valid(5000);
    let poll = Poll::builder("P")
        .sample(sample.respondents(1000))
        .share("A", "55.0")
        .share("B", "45.0");
    Comparison::new(contest.expect("a contest"))
        .count(count.build().expect("a count"))
        .poll(poll.build().expect("a poll"))
        .run()
        .expect("a report")
}

fn z(report: &Report) -> f64 {
    let poll = report.reference().poll("P").expect("a poll");
    let row = poll.reading().expect("compared").row("A").expect("a row");
    row.sampling.expect("tested").z.expect("a z")
}

#[test]
fn ballots_correct_the_error_of_respondents_drawn_singly_alone() {
    // (p − v)/√(v (1 − v)/n_eff), for single draws times √((N − 1)/(N − n)).
    let plain = |size: f64| 0.05 / (0.25 / size).sqrt();
    let corrected = plain(1000.0) * (4999.0_f64 / 4000.0).sqrt();
    let near = |found: f64, expected: f64| {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
    };
    near(z(&report(Sample::builder().design_effect(1.0))), corrected);
    // What differs between stations is no smaller for more interviews in each.
    near(
        z(&report(Sample::builder().design_effect(4.0).stations(20))),
        plain(250.0),
    );
    near(
        z(&report(Sample::builder().design_effect(4.0))),
        plain(250.0),
    );
    near(
        z(&report(
            Sample::builder()
                .design_effect(4.0)
                .design_effect_of("A", 5.0)
                .stations(20),
        )),
        plain(200.0),
    );
}
