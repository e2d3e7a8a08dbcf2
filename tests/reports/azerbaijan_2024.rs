//! The founding case, against the figures that were computed independently from the same formulas.

use approx::assert_relative_eq;
use exitpoll::partial::Reachability;
use exitpoll::report::{Basis, PollReport, ReadingReport, RowReport};
use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report, Verdict};

fn poll_of_the_leader(pollster: &str, percent: &str) -> Poll {
    Poll::builder(pollster)
        .share("Ilham Aliyev", percent)
        .build()
        .unwrap()
}

/// The count and the three polls as the article of the night gave them.
fn article() -> Report {
    let contest = Contest::builder("Azerbaijan 2024")
        .choice("Ilham Aliyev")
        .build()
        .unwrap();
    let count = OfficialCount::builder("93.35 percent of the ballots")
        .share("Ilham Aliyev", "92.05")
        .completeness(CompletenessOf::Ballots, "93.35")
        .build()
        .unwrap();
    Comparison::new(contest)
        .count(count)
        .poll(poll_of_the_leader("Oracle", "93.9"))
        .poll(poll_of_the_leader("Social Research Center", "92.4"))
        .poll(poll_of_the_leader("Ray", "92.6"))
        .run()
        .unwrap()
}

/// The leader in the reading on which the poll of this name is judged.
fn leader<'a>(report: &'a Report, poll: &str) -> &'a RowReport {
    let poll = report.reference().poll(poll).unwrap();
    poll.reading().unwrap().row("Ilham Aliyev").unwrap()
}

#[test]
fn the_outstanding_ballots_and_the_break_even_sizes_are_those_of_the_methods() {
    let report = article();
    let expected = [
        (
            "Oracle",
            1.198695489,
            Reachability::Impossible,
            821.379097542,
        ),
        (
            "Social Research Center",
            0.973131579,
            Reachability::Possible,
            22948.326214994,
        ),
        (
            "Ray",
            1.003206767,
            Reachability::PossibleWithinRounding,
            9293.123839130,
        ),
    ];
    assert_eq!(report.reference().polls.len(), expected.len());
    for (name, needed, reachability, size) in expected {
        let row = leader(&report, name);
        let need = row.needs(Basis::ShareOfBallots).unwrap();
        // 4.15 percent of invalid ballots, for Ray, are too likely for a bound.
        assert_eq!(need.is_bound, name != "Ray");
        assert_relative_eq!(need.share.unwrap(), needed, max_relative = 1e-9);
        assert_eq!(need.reachability, reachability, "{name}");
        // Leader and everyone else mirror one another: one test, at the plain z of 95 percent.
        assert_relative_eq!(row.break_even.unwrap().size, size, max_relative = 1e-9);
        let verdict = report.reference().poll(name).unwrap().verdict;
        assert_eq!(verdict, Verdict::SampleSizeUnknown);
    }
}

#[test]
fn what_is_impossible_hangs_on_how_many_ballots_were_invalid() {
    let report = article();
    let unless = |name: &str| {
        let need = leader(&report, name).needs(Basis::ShareOfBallots).unwrap();
        need.unless_invalid
            .map(|share| format!("{:.2}", 100.0 * share))
    };
    assert_eq!(unless("Oracle").as_deref(), Some("76.51"));
    assert_eq!(unless("Ray").as_deref(), Some("4.15"));
    assert_eq!(unless("Social Research Center"), None);
}

#[test]
fn a_poll_of_unknown_size_has_no_interval_and_no_test() {
    for poll in &article().reference().polls {
        assert_eq!(poll.readings().count(), 1);
        for reading in poll.readings() {
            assert!(reading.rows.iter().all(|row| row.sampling.is_none()));
            assert!(reading.measures.pearson.is_none());
            assert!(reading.measures.times_chance.is_none());
        }
        assert!(poll.calls.iter().all(|call| call.beyond_sampling.is_none()));
    }
}

#[test]
fn a_leader_is_compared_with_all_others_together() {
    let report = article();
    let reading = report
        .reference()
        .poll("Oracle")
        .unwrap()
        .reading()
        .unwrap();
    assert_eq!(reading.rows.len(), 2);
    let others = reading.row("everyone else").unwrap();
    assert_relative_eq!(others.poll.value, 0.061, max_relative = 1e-12);
    assert_relative_eq!(others.count.value, 0.0795, max_relative = 1e-12);
    let deviation = leader(&report, "Oracle").deviation;
    assert_relative_eq!(deviation, -others.deviation, max_relative = 1e-12);
}

#[test]
fn rounding_bounds_of_the_break_even_size_are_those_at_the_ends_of_the_deviation() {
    // |d| = .0185 with h = .0005 + .00005; z² v(1 − v) from the point figure.
    let numerator = 821.379097542 * 0.0185_f64.powi(2);
    let break_even = leader(&article(), "Oracle").break_even.unwrap();
    // The count's own rounding moves v(1 − v) as well, by less than a thousandth here.
    assert_relative_eq!(
        break_even.low,
        numerator / 0.01905_f64.powi(2),
        max_relative = 1e-3
    );
    assert_relative_eq!(
        break_even.high.unwrap(),
        numerator / 0.01795_f64.powi(2),
        max_relative = 1e-3
    );
}

/// The commission's final votes and the Ray poll with its refusals.
fn ray() -> PollReport {
    let names = [
        "Ilham Aliyev",
        "Zahid Oruj",
        "Fazil Mustafa",
        "Gudrat Hasanguliyev",
        "Razi Nurullayev",
        "Elshad Musayev",
        "Fuad Aliyev",
    ];
    let votes = [4_567_458, 107_632, 98_421, 85_411, 39_643, 32_885, 26_517];
    let shares = ["92.6", "0.37", "0.58", "0.46", "1.16", "0.11", "0.84"];
    let contest = Contest::builder("Azerbaijan 2024")
        .choices(names)
        .build()
        .unwrap();
    let mut count = OfficialCount::builder("final").final_result();
    let mut poll = Poll::builder("Ray").share("(refused)", "3.15");
    for ((name, votes), share) in names.into_iter().zip(votes).zip(shares) {
        count = count.votes(name, votes);
        poll = poll.share(name, share);
    }
    let mut report = Comparison::new(contest)
        .count(count.build().unwrap())
        .poll(poll.build().unwrap())
        .run()
        .unwrap();
    report.counts.remove(0).polls.remove(0)
}

#[test]
fn both_readings_of_the_ray_poll_are_offered() {
    let poll = ray();
    let (printed, named) = (poll.as_printed().unwrap(), poll.reading().unwrap());
    let leader = |reading: &ReadingReport| reading.row("Ilham Aliyev").unwrap().clone();
    assert_eq!(leader(printed).poll.value, 0.926);
    // 92.6 of the 96.12 percent that named a candidate.
    assert_relative_eq!(leader(named).poll.value, 92.6 / 96.12, max_relative = 1e-12);
    let sum: f64 = named.rows.iter().map(|row| row.poll.value).sum();
    assert_relative_eq!(sum, 1.0, max_relative = 1e-12);
    // As printed, near to the count's 92.12; of those who named one, 4 points away.
    assert!(leader(printed).deviation < 0.005);
    assert!(leader(named).deviation > 0.04);
}
