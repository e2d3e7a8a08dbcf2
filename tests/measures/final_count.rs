//! What a partial count bounds, what it only projects, and polls against every final count that it allows; polls of
//! other voters than those counted.

use exitpoll::hypothesis::{AcceptedShares, RowSample};
use exitpoll::partial::{
    AgainstEveryCount, BoundBasis, CoveredRow, Decision, FinalBound, InvalidBallots, OpenRow,
    OutsidePoll, OutstandingBallots, PopulationVerdict, Reachability, StationProjection,
    counted_to_decide, counted_to_exclude, decided_from_votes, declared_seats, needed_share,
};
use exitpoll::{Bounds, Confidence, ErrorKind};
use proptest::prelude::*;

use crate::seeded::seeded;

fn between(low: f64, high: f64) -> Bounds {
    Bounds::new(low, high).expect("low first")
}

fn percent(bounds: Bounds) -> String {
    format!(
        "{:.2} to {:.2}",
        100.0 * bounds.low(),
        100.0 * bounds.high()
    )
}

fn rounded(share: f64, half_width: f64) -> Bounds {
    between(share - half_width, share + half_width)
}

#[test]
fn half_of_the_ballots_leave_fifty_points_open() {
    // cases/half_counted_poll_even.json.
    let half = rounded(0.5, 0.005);
    let bound = FinalBound::of_stated_share(Bounds::exact(0.6), half).expect("valid");
    assert_eq!(percent(bound.share()), "29.70 to 80.20");
    assert_eq!(bound.basis(), BoundBasis::StatedBallots);
    // The same from the ballots, of which none is invalid.
    let outstanding = OutstandingBallots::of_stated_ballots(1_000_000, half).expect("valid");
    let of_votes = FinalBound::of_stated_ballots(600_000, 1_000_000, outstanding).expect("valid");
    assert_eq!(percent(of_votes.share()), "29.70 to 80.20");
}

#[test]
fn invalid_ballots_leave_more_votes_outstanding() {
    let outstanding =
        OutstandingBallots::of_stated_ballots(1_000_000, Bounds::exact(0.9)).expect("valid");
    let bound = FinalBound::of_stated_ballots(450_000, 900_000, outstanding).expect("valid");
    let share = bound.share();
    assert_eq!(
        format!("{:.3} to {:.3}", 100.0 * share.low(), 100.0 * share.high()),
        "44.505 to 55.495"
    );
    // Whole numbers come out whole: 75 percent of 300,000 leave 100,000, in binary or not.
    for (ballots, counted, left) in [(300_000, 0.75, 100_000), (700, 0.7, 300), (90, 0.9, 10)] {
        let outstanding = OutstandingBallots::of_stated_ballots(ballots, Bounds::exact(counted));
        assert_eq!(outstanding, Ok(OutstandingBallots::at_most(left)));
    }
    assert_eq!(
        OutstandingBallots::of_stated_ballots(5, Bounds::exact(1.0)),
        Ok(OutstandingBallots::NONE)
    );
    assert!(OutstandingBallots::of_stated_ballots(5, Bounds::exact(0.0)).is_err());
}

#[test]
fn stations_with_registered_voters_bound_and_without_project() {
    // cases/stations_with_registered.json.
    let outstanding = OutstandingBallots::of_registered(1_500_000, 1_000_000).expect("valid");
    let bound = FinalBound::of_registered_voters(560_000, 1_000_000, outstanding).expect("valid");
    assert_eq!(percent(bound.share()), "37.33 to 70.67");
    assert_eq!(bound.basis(), BoundBasis::RegisteredVoters);
    assert_eq!(
        decided_from_votes(560_000, 440_000, outstanding),
        Decision::Open
    );
    let poll = (0.48, rounded(0.48, 0.0005));
    assert_eq!(bound.reachability(poll), Ok(Reachability::Possible));
    assert!(bound.share().contains(0.5));
    // cases/stations_without_registered.json: 93 percent of the stations.
    let projection =
        StationProjection::new(Bounds::exact(0.56), Bounds::exact(0.93)).expect("valid");
    assert_eq!(percent(projection.share()), "52.08 to 59.08");
    let contradiction = OutstandingBallots::of_registered(10, 11);
    assert!(matches!(contradiction, Err(error) if error.kind() == ErrorKind::Inconsistent));
}

#[test]
fn the_founding_case_hangs_on_invalid_ballots() {
    let statement = |poll: f64| {
        let needed = counted_to_exclude(poll, 0.9205).expect("valid");
        InvalidBallots::of(0.9335, needed).expect("valid")
    };
    let InvalidBallots::Bound { unless } = statement(0.939) else {
        panic!("Oracle cannot come true");
    };
    assert_eq!(format!("{:.2}", 100.0 * unless), "76.51");
    let InvalidBallots::Projection { unless } = statement(0.926) else {
        panic!("Ray hangs on few invalid ballots");
    };
    assert_eq!(format!("{:.2}", 100.0 * unless), "4.15");
    // 92.4 needs 97.3 percent of the rest: possible.
    assert_eq!(statement(0.924), InvalidBallots::DoesNotHold);
    // At that share of invalid ballots, 92.6 is just within reach: of 100 ballots 93.35 are counted, (1 − q) of them
    // valid, and all others are for the choice.
    let valid = 93.35 * (1.0 - unless);
    let most = (0.9205 * valid + 6.65) / (valid + 6.65);
    assert!((most - 0.926).abs() < 1e-12);
}

#[test]
fn statements_on_leads_hang_on_invalid_ballots_too() {
    // A lead of 20 points is decided from 5/6 of the ballots on.
    let needed = counted_to_decide(0.2).expect("valid");
    assert_eq!(
        InvalidBallots::of(0.8, needed),
        Ok(InvalidBallots::DoesNotHold)
    );
    let InvalidBallots::Bound { unless } = InvalidBallots::of(0.9, needed).expect("valid") else {
        panic!("decided");
    };
    // 90(1 − q)·.2 = 10.
    assert!((90.0 * (1.0 - unless) * 0.2 - 10.0).abs() < 1e-12);
    // A complete count depends on nothing.
    assert_eq!(
        InvalidBallots::of(1.0, 0.99),
        Ok(InvalidBallots::Bound { unless: 1.0 })
    );
    for (counted, needed) in [(0.0, 0.5), (1.1, 0.5), (0.5, f64::NAN)] {
        assert!(InvalidBallots::of(counted, needed).is_err());
    }
    assert!(counted_to_exclude(1.2, 0.5).is_err() && counted_to_decide(-0.1).is_err());
}

fn open_row(sample: &RowSample, poll: Bounds, bound: Option<FinalBound>, tests: usize) -> OpenRow {
    let official = bound.map_or(between(0.0, 1.0), |bound| bound.share());
    let accepted = sample
        .accepted(poll, official, Confidence::P95, tests)
        .expect("valid");
    OpenRow {
        bound,
        accepted: Some(accepted),
    }
}

fn two_way(poll: f64, share: f64, counted: Bounds) -> AgainstEveryCount {
    let sample = RowSample::drawn_singly(1000.0).expect("valid");
    let rows = [(poll, share), (1.0 - poll, 1.0 - share)].map(|(poll, share)| {
        let bound = FinalBound::of_stated_share(Bounds::exact(share), counted).expect("valid");
        open_row(&sample, rounded(poll, 0.0005), Some(bound), 1)
    });
    AgainstEveryCount::of(&rows).expect("valid")
}

#[test]
fn a_poll_is_tested_against_every_final_count() {
    // cases/half_counted_poll_even.json.
    assert_eq!(
        two_way(0.5, 0.6, rounded(0.5, 0.005)),
        AgainstEveryCount::OpenUntilCounted
    );
    // 99 percent counted: A ends between 59.4 and 60.4, and 1,000 respondents accept 46.9 to 53.1.
    assert_eq!(
        two_way(0.5, 0.6, Bounds::exact(0.99)),
        AgainstEveryCount::Beyond
    );
    assert_eq!(
        two_way(0.6, 0.6, Bounds::exact(0.99)),
        AgainstEveryCount::Within
    );
    // A complete count at the edge of what is accepted (53.0930 for 50.0): only rounding decides.
    assert_eq!(
        two_way(0.5, 0.5308, Bounds::exact(1.0)),
        AgainstEveryCount::UndecidedByRounding
    );
}

#[test]
fn without_any_bound_a_verdict_is_open() {
    let sample = RowSample::drawn_singly(1000.0).expect("valid");
    let rows = [0.2, 0.8].map(|poll| open_row(&sample, Bounds::exact(poll), None, 1));
    assert_eq!(
        AgainstEveryCount::of(&rows),
        Ok(AgainstEveryCount::OpenUntilCounted)
    );
    assert!(matches!(
        AgainstEveryCount::of(&[]),
        Err(error) if error.kind() == ErrorKind::Missing
    ));
}

#[test]
fn one_final_vector_must_serve_all_rows() {
    // Each row alone could end where its test accepts it; together they would need more than all votes.
    let row = |share: f64, accepted: Bounds| OpenRow {
        bound: Some(
            FinalBound::of_stated_share(Bounds::exact(share), Bounds::exact(0.8)).expect("valid"),
        ),
        accepted: Some(AcceptedShares {
            possibly: accepted,
            certainly: Some(accepted),
        }),
    };
    // Bounds: 32 to 52, 32 to 52, 16 to 36.
    let high = between(0.45, 0.6);
    let rest = between(0.0, 1.0);
    let rows = [row(0.4, high), row(0.4, high), row(0.2, rest)];
    assert_eq!(AgainstEveryCount::of(&rows), Ok(AgainstEveryCount::Beyond));
    let a_little_lower = between(0.41, 0.6);
    let rows = [
        row(0.4, a_little_lower),
        row(0.4, a_little_lower),
        row(0.2, rest),
    ];
    assert_eq!(
        AgainstEveryCount::of(&rows),
        Ok(AgainstEveryCount::OpenUntilCounted)
    );
    // A row without a test accepts everything.
    let untested = OpenRow {
        accepted: None,
        ..row(0.2, rest)
    };
    let rows = [row(0.4, a_little_lower), row(0.4, a_little_lower), untested];
    assert_eq!(
        AgainstEveryCount::of(&rows),
        Ok(AgainstEveryCount::OpenUntilCounted)
    );
}

#[test]
fn a_poll_comes_true_within_its_interval() {
    let bound =
        FinalBound::of_stated_share(Bounds::exact(0.5), Bounds::exact(0.95)).expect("valid");
    assert_eq!(percent(bound.share()), "47.50 to 52.50");
    let interval = |low, high| bound.meets(between(low, high));
    assert!(interval(0.45, 0.475) && interval(0.525, 0.6) && !interval(0.4, 0.474));
    let poll = |share: f64| bound.reachability((share, rounded(share, 0.005)));
    assert_eq!(poll(0.50), Ok(Reachability::Possible));
    assert_eq!(poll(0.53), Ok(Reachability::PossibleWithinRounding));
    assert_eq!(poll(0.54), Ok(Reachability::Impossible));
    assert!(bound.reachability((1.5, Bounds::exact(1.5))).is_err());
}

#[test]
fn seats_are_bounded_only_where_they_are_declared_for_good() {
    let ends = |seats: &[u64], house| {
        let seats = declared_seats(seats, house).expect("valid");
        seats.map(|seats| {
            seats
                .iter()
                .map(|s| (s.low(), s.high()))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(ends(&[49, 47], 100), Some(vec![(49, 53), (47, 51)]));
    assert_eq!(ends(&[52, 48], 100), None);
    assert_eq!(ends(&[], 5), Some(vec![]));
    assert!(matches!(
        declared_seats(&[60, 50], 100),
        Err(error) if error.kind() == ErrorKind::Inconsistent
    ));
    assert!(declared_seats(&[0], 0).is_err());
}

fn postal_rows(size: f64) -> [CoveredRow; 2] {
    let sample = RowSample::of_effective_size(size).expect("valid");
    [(0.53, 0.48), (0.47, 0.52)].map(|(poll, official)| CoveredRow {
        official: Bounds::exact(official),
        accepted: Some(
            sample
                .accepted(
                    rounded(poll, 0.0005),
                    Bounds::exact(official),
                    Confidence::P95,
                    1,
                )
                .expect("valid"),
        ),
    })
}

#[test]
fn postal_voters_may_explain_a_deviation() {
    // cases/postal_votes.json with 47 percent outside.
    let postal = OutsidePoll::new(Bounds::exact(0.47)).expect("valid");
    let needed = postal
        .needed(Bounds::exact(0.53), Bounds::exact(0.48))
        .expect("some are outside");
    assert_eq!(format!("{:.5}", needed.low()), "0.42362");
    // Covered and outside voters make up the count.
    assert!((0.53 * 0.53 + 0.47 * needed.low() - 0.48).abs() < 1e-15);
    let rows = postal_rows(10_000.0 / 1.5);
    assert_eq!(
        postal.verdict(&rows, false),
        Ok(PopulationVerdict::DifferentPopulations)
    );
    assert_eq!(postal.verdict(&rows, true), Ok(PopulationVerdict::Within));
    let few = OutsidePoll::new(between(0.0, 0.01)).expect("valid");
    assert_eq!(few.verdict(&rows, false), Ok(PopulationVerdict::Beyond));
    assert_eq!(few.needed(Bounds::exact(0.53), Bounds::exact(0.48)), None);
}

#[test]
fn the_stations_of_the_founding_case_explain_at_most_four_tenths_of_a_point() {
    let outside = OutsidePoll::new(Bounds::exact(26.0 / 6_537.0)).expect("valid");
    assert_eq!(format!("{:.7}", outside.share().low()), "0.0039774");
    let covered = Bounds::exact(0.939);
    let total = outside.total(covered);
    assert!((100.0 * total.width() - 0.3977).abs() < 5e-5);
    let official = 4_567_458.0 / 4_957_967.0;
    let needed = outside
        .needed(covered, Bounds::exact(official))
        .expect("some are outside");
    assert_eq!(format!("{:.0}", 100.0 * needed.low()), "-353");
    assert!(!total.contains(official));
}

#[test]
fn bad_parts_outside_are_refused() {
    assert!(Bounds::new(0.3, 0.2).is_err());
    for share in [
        Bounds::exact(0.0),
        Bounds::exact(1.1),
        Bounds::exact(-0.1),
        Bounds::exact(f64::NAN),
    ] {
        assert!(matches!(
            OutsidePoll::new(share),
            Err(error) if error.kind() == ErrorKind::OutOfRange
        ));
    }
    let postal = OutsidePoll::new(Bounds::exact(0.47)).expect("valid");
    assert!(matches!(
        postal.verdict(&[], false),
        Err(error) if error.kind() == ErrorKind::Missing
    ));
}

fn vectors() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.001..1.0f64, 2..6).prop_map(|weights| {
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    })
}

proptest! {
    #![proptest_config(seeded(300))]

    // A final count that the bounds allow and all rows accept rules out "beyond"; one that a row rejects rules out
    // "within".
    #[test]
    fn no_verdict_is_contradicted_by_a_possible_final_count(
        counted in vectors(), f in 0.2..1.0f64, outstanding in vectors(), noise in vectors(), size in 50.0..5000.0f64,
        mix in 0.0..0.3f64,
    ) {
        let k = counted.len();
        prop_assume!(outstanding.len() >= k && noise.len() >= k);
        let whole = |shares: &[f64]| -> Vec<f64> {
            let total: f64 = shares.iter().take(k).sum();
            shares.iter().take(k).map(|share| share / total).collect()
        };
        let (outstanding, noise) = (whole(&outstanding), whole(&noise));
        let last: Vec<f64> = counted.iter().zip(&outstanding).map(|(v, w)| f * v + (1.0 - f) * w).collect();
        let poll: Vec<f64> = last.iter().zip(&noise).map(|(v, e)| (1.0 - mix) * v + mix * e).collect();
        let sample = RowSample::drawn_singly(size).expect("valid");
        let rows: Vec<OpenRow> = poll
            .iter()
            .zip(&counted)
            .map(|(&p, &v)| {
                let bound = FinalBound::of_stated_share(Bounds::exact(v), Bounds::exact(f)).expect("valid");
                open_row(&sample, Bounds::exact(p), Some(bound), k)
            })
            .collect();
        let verdict = AgainstEveryCount::of(&rows).expect("valid");
        let accepted = rows.iter().zip(&last).all(|(row, v)| {
            row.accepted.is_some_and(|accepted| accepted.possibly.contains(*v))
        });
        if accepted {
            prop_assert!(verdict != AgainstEveryCount::Beyond);
        } else {
            prop_assert!(verdict != AgainstEveryCount::Within);
        }
    }

    // With everything counted the verdict is the plain one: some row's p-value below α/m or none.
    #[test]
    fn a_complete_count_has_the_plain_verdict(last in vectors(), noise in vectors(), size in 50.0..5000.0f64) {
        let k = last.len();
        prop_assume!(noise.len() >= k);
        let total: f64 = noise.iter().take(k).sum();
        let sample = RowSample::drawn_singly(size).expect("valid");
        let poll: Vec<f64> = last.iter().zip(&noise).map(|(v, e)| 0.9 * v + 0.1 * e / total).collect();
        let mut least: f64 = 1.0;
        let rows: Vec<OpenRow> = poll
            .iter()
            .zip(&last)
            .map(|(&p, &v)| {
                let bound = FinalBound::of_stated_share(Bounds::exact(v), Bounds::exact(1.0)).expect("valid");
                let figure = |share| (share, Bounds::exact(share));
                let test = sample.test(figure(p), figure(v), Confidence::P95).expect("valid");
                least = least.min(test.p_value);
                open_row(&sample, Bounds::exact(p), Some(bound), k)
            })
            .collect();
        let level = 0.05 / k as f64;
        prop_assume!((least - level).abs() > 1e-9);
        let expected = if least < level { AgainstEveryCount::Beyond } else { AgainstEveryCount::Within };
        prop_assert_eq!(AgainstEveryCount::of(&rows), Ok(expected));
    }

    // Whatever the covered and the others voted, the official shares lie in what each allows of the other.
    #[test]
    fn covered_and_outside_voters_are_never_ruled_out(
        covered in vectors(), outside in vectors(), c in 0.01..0.99f64, slack in 0.0..0.01f64,
    ) {
        let k = covered.len();
        prop_assume!(outside.len() >= k);
        let total: f64 = outside.iter().take(k).sum();
        let part = OutsidePoll::new(between(c * (1.0 - slack), c)).expect("valid");
        let mut rows = Vec::new();
        for (&p, w) in covered.iter().zip(&outside) {
            let w = w / total;
            let v = (1.0 - c) * p + c * w;
            prop_assert!(part.total(Bounds::exact(p)).low() <= v + 1e-12 && v <= part.total(Bounds::exact(p)).high() + 1e-12);
            let shares = part.covered_shares(Bounds::exact(v));
            prop_assert!(shares.low() <= p + 1e-12 && p <= shares.high() + 1e-12);
            let needed = part.needed(Bounds::exact(p), Bounds::exact(v)).expect("some are outside");
            prop_assert!(needed.low() <= w + 1e-9 && w <= needed.high() + 1e-9);
            prop_assert_eq!(
                needed_share(v, p, 1.0 - c).map(|w| w.clamp(needed.low(), needed.high())),
                needed_share(v, p, 1.0 - c)
            );
            rows.push(CoveredRow {
                official: Bounds::exact(v),
                accepted: Some(AcceptedShares {
                    possibly: between(p - 1e-9, p + 1e-9),
                    certainly: None,
                }),
            });
        }
        prop_assert_eq!(part.verdict(&rows, false), Ok(PopulationVerdict::DifferentPopulations));
    }
}
