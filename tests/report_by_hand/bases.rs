//! Shares put on one base, with the digits they have, and what a count leaves open.

use super::*;

/// Of 1,000,000 ballots, at least 89.95 percent of all, 900,000 were valid. At most 111,728 are to come, all of which
/// can be valid: A has 450,000 of 1,011,728 at least. By shares alone it would be .8995/2.
#[test]
fn a_stated_share_of_the_ballots_bounds_in_votes_where_the_ballots_are_known() {
    let count = OfficialCount::builder("night")
        .votes("A", 450_000_u64)
        .votes("B", 450_000_u64)
        .ballots_cast(1_000_000_u64)
        .completeness(CompletenessOf::Ballots, "90.0");
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count.build().expect("a count"))
        .poll(poll("P", &[("A", "52.0"), ("B", "48.0")], None))
        .run()
        .expect("a report");
    let view = report.reference().outstanding(Basis::ShareOfBallots);
    let bounds = view
        .and_then(|view| view.final_share("A"))
        .expect("A")
        .bounds;
    near(bounds.low(), 450_000.0 / 1_011_728.0, 1e-6);
    near(bounds.high(), 561_728.0 / 1_011_728.0, 1e-6);
}

#[test]
fn a_figure_merged_alike_by_all_polls_keeps_its_label() {
    let merged = |name: &str, a: &str, bloc: &str| {
        let poll = Poll::builder(name).share("A", a);
        let poll = poll.merged("The bloc", ["B", "C"]).share("The bloc", bloc);
        poll.sample(drawn_singly(1000).expect("a sample"))
            .build()
            .expect("a poll")
    };
    let votes = [("A", 500_000), ("B", 300_000), ("C", 200_000)];
    let report = Comparison::new(contest(&["A", "B", "C"]))
        .count(count(&votes))
        .poll(merged("one", "52.0", "48.0"))
        .poll(merged("two", "51.0", "49.0"))
        .run()
        .expect("a report");
    let pool = report.reference().pool.as_ref().expect("a pool");
    let labels: Vec<&str> = pool.choices.iter().map(|of| of.label.as_str()).collect();
    assert_eq!(labels, ["A", "The bloc"]);
    let scatter = pool.scatter.as_ref().expect("two polls of two figures");
    assert_eq!(scatter.choices, ["A", "The bloc"]);
}

/// Nobody is added up where a poll is read on all ballots: they are the ballots cast.
#[test]
fn valid_votes_are_said_to_be_a_sum_only_where_they_are_the_base() {
    let said = |base: Base, invalid: &str, b: &str| -> Vec<(Base, bool)> {
        let count = OfficialCount::builder("count")
            .votes("A", 600_u64)
            .votes("B", 300_u64)
            .ballots_cast(1000_u64)
            .final_result();
        let poll = Poll::builder("P")
            .base(base)
            .share("A", "58.0")
            .share("B", b);
        let poll = poll.share("(invalid)", invalid);
        let readings = align(
            &contest(&["A", "B"]),
            &count.build().expect("a count"),
            &poll.build().expect("a poll"),
        );
        let sum = |rule: &Rule| matches!(rule, Rule::ValidIsSumOfVotes { votes: 900 });
        let readings = readings.expect("readings").into_iter();
        readings
            .map(|of| (of.base, of.rules.iter().any(sum)))
            .collect()
    };
    assert_eq!(
        said(Base::AllBallots, "10.0", "32.0"),
        [(Base::AllBallots, false)]
    );
    assert_eq!(
        said(Base::ValidVotes, "0.0", "42.0"),
        [(Base::ValidVotes, true)]
    );
}

/// "60.0" percent of 90 percent valid: .5995·.9 to .6005·.9 of all ballots.
#[test]
fn shares_of_the_valid_votes_are_put_on_all_ballots_with_their_rounding() {
    let count = OfficialCount::builder("count")
        .share("A", "60.0")
        .share("B", "40.0");
    let count = count
        .base(Base::ValidVotes)
        .invalid(100_u64)
        .ballots_cast(1000_u64)
        .final_result();
    let poll = Poll::builder("P").base(Base::AllBallots).share("A", "58.0");
    let poll = poll.share("B", "32.0").share("(invalid)", "10.0");
    let readings = align(
        &contest(&["A", "B"]),
        &count.build().expect("a count"),
        &poll.build().expect("a poll"),
    );
    let readings = readings.expect("readings");
    let of_all = readings.iter().find(|of| of.base == Base::AllBallots);
    let rows = &of_all.expect("a reading on all ballots").rows;
    let a = &rows.iter().find(|row| row.label == "A").expect("A").count;
    near(a.value, 0.54, 1e-12);
    near(a.bounds.low(), 0.53955, 1e-12);
    near(a.bounds.high(), 0.54045, 1e-12);
}

/// 29.97 of 90 is 333 of 1,000, though not in binary.
#[test]
fn a_poll_that_is_right_is_no_billionth_away() {
    for (a, b, counted) in [
        ("29.97", "60.03", 333),
        ("27.09", "62.91", 301),
        ("6.93", "83.07", 77),
    ] {
        let report = Comparison::new(contest(&["A", "B"]))
            .count(count(&[("A", counted), ("B", 1000 - counted)]))
            .poll(poll(
                "P",
                &[("A", a), ("B", b), ("(refused)", "10.00")],
                None,
            ))
            .run()
            .expect("a report");
        let measures = &reading(&report, "P").measures;
        assert_eq!(measures.total_variation.expect("two shares").value, 0.0);
        assert_eq!(measures.overlap.expect("two shares").value, 1.0);
    }
}

/// Put on those who named a choice, "40" is as coarse or fine as the finest figure it is divided by.
#[test]
fn shares_of_those_naming_a_choice_have_the_digits_of_their_divisor() {
    let poll = Poll::builder("P").share("A", "45.5").share("B", "40");
    let poll = poll.share("(refused)", "10");
    let readings = align(
        &contest(&["A", "B", "C"]),
        &count(&[("A", 500), ("B", 400), ("C", 100)]),
        &poll.build().expect("a poll"),
    );
    let readings = readings.expect("readings");
    let named = readings
        .iter()
        .find(|of| of.reading == exitpoll::alignment::Reading::OfThoseNamingAChoice)
        .expect("refusals leave two readings");
    let b = named.rows.iter().find(|row| row.label == "B").expect("B");
    assert_eq!(b.poll.decimals, Some(1));
}
