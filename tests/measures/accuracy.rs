//! The accuracy of one poll: seats, calls, rules, design effects, and all measures in one pass.

use exitpoll::accuracy::*;
use exitpoll::{Confidence, ErrorKind, SeatEstimate};
use proptest::prelude::*;

use crate::seeded::seeded;

fn ranges(ends: &[(u64, u64)]) -> Vec<SeatEstimate> {
    ends.iter()
        .map(|(low, high)| SeatEstimate::range(*low, *high).unwrap())
        .collect()
}

/// West Bengal 2026: 206 seats of 294 for the BJP, six rows of which the fifth is an average of polls.
const BENGAL: [[(u64, u64); 2]; 6] = [
    [(181, 203), (85, 105)],
    [(150, 160), (125, 135)],
    [(150, 175), (115, 135)],
    [(146, 161), (127, 140)],
    [(137, 157), (131, 151)],
    [(100, 115), (177, 187)],
];

#[test]
fn the_seats_of_west_bengal_2026() {
    let bjp: Vec<(u64, u64)> = BENGAL.iter().map(|row| row[0]).collect();
    let all = SeatAccuracy::of(&ranges(&bjp), &[206; 6]).unwrap();
    // Midpoints 192, 155, 162.5, 153.5, 147, 107.5: 14, 51, 43.5, 52.5, 59 and 98.5 too few.
    assert_eq!(format!("{:.4}", all.mean_absolute_error), "53.0833");
    assert_eq!(format!("{:.4}", all.root_mean_squared_error), "58.6355");
    assert_eq!(all.mean_deviation, -all.mean_absolute_error);
    assert!(all.same_sign);
    assert_eq!((all.ranges, all.inside), (6, 0));
    // 3, 46, 31, 45, 49, 91 seats from the nearer end.
    assert_eq!(all.mean_distance_to_range, 265.0 / 6.0);
    let sources: Vec<(u64, u64)> = [0, 1, 2, 3, 5].iter().map(|row| bjp[*row]).collect();
    let sources = SeatAccuracy::of(&ranges(&sources), &[206; 5]).unwrap();
    assert_eq!(format!("{:.4}", sources.mean_absolute_error), "51.9000");
    assert_eq!(format!("{:.4}", sources.root_mean_squared_error), "58.5624");

    let calls = BENGAL.map(|row| SeatMajority::of(&ranges(&row), &[206, 82], 148).unwrap());
    use SeatMajority::{CalledRight, CalledWrong, LeftOpen};
    assert_eq!(
        calls,
        [
            CalledRight,
            CalledRight,
            CalledRight,
            LeftOpen,
            LeftOpen,
            CalledWrong
        ]
    );
    // The two parties alone: 266 to 308, 275 to 295, 265 to 310, 273 to 301, 268 to 308, 277 to 302.
    for row in BENGAL {
        assert_eq!(HouseFit::of(&ranges(&row), 294), HouseFit::Coherent);
    }
    assert_eq!(mosteller_8(&[192.0, 95.0], &[206.0, 82.0]).unwrap(), 14.0);
}

#[test]
fn the_seats_of_israel_2022() {
    let result = [32, 24, 14, 12, 11, 7, 6, 5, 5, 4, 0];
    let channels = [
        [30, 22, 15, 13, 10, 7, 5, 5, 4, 5, 4],
        [30, 24, 14, 11, 10, 7, 4, 5, 4, 6, 5],
        [31, 24, 14, 12, 10, 7, 5, 4, 4, 5, 4],
        [31, 23, 12, 11, 10, 8, 6, 4, 4, 6, 5],
    ];
    // Sums of |error| and of its square, by hand.
    let by_hand = [(14, 30), (14, 40), (10, 22), (16, 40)];
    for (channel, (absolute, squared)) in channels.into_iter().zip(by_hand) {
        let estimates = channel.map(SeatEstimate::number);
        let accuracy = SeatAccuracy::of(&estimates, &result).unwrap();
        assert_eq!(HouseFit::of(&estimates, 120), HouseFit::Coherent);
        assert_eq!(accuracy.mean_deviation, 0.0, "both sum to the house");
        assert_eq!(accuracy.mean_absolute_error, f64::from(absolute) / 11.0);
        assert_eq!(
            accuracy.root_mean_squared_error,
            (f64::from(squared) / 11.0).sqrt()
        );
        assert_eq!((accuracy.ranges, accuracy.inside), (0, 0));
        // Nobody has 61 of 120, and nobody was given them.
        assert_eq!(
            SeatMajority::of(&estimates, &result, 61).unwrap(),
            SeatMajority::CalledRight
        );
    }
}

#[test]
fn a_range_is_scored_only_at_a_declared_confidence() {
    let [range] = ranges(&[(150, 160)])[..] else {
        panic!("one range")
    };
    let at = |level| seat_interval_score(range, 155, Confidence::new(level).unwrap()).unwrap();
    assert_eq!(
        (at(0.5), at(0.95)),
        (10.0, 10.0),
        "inside only the width counts"
    );
    let number = SeatEstimate::number(155);
    let error = seat_interval_score(number, 155, Confidence::P95).unwrap_err();
    assert!(error.kind() == ErrorKind::Undefined);
    let percent = SeatDeviation::of(range, 206, Some(294)).unwrap();
    assert!((percent.percent_of_house.unwrap() - -51.0 / 2.94).abs() < 1e-12);
    assert!(SeatDeviation::of(range, 206, Some(200)).is_err());
    assert!(SeatDeviation::of(range, 0, Some(0)).is_err());
    assert_eq!(
        HouseFit::of(&ranges(&[(100, 110), (5, 6)]), 104),
        HouseFit::Over { by: 1 }
    );
}

#[test]
fn a_leader_is_called_only_when_the_interval_of_the_lead_excludes_zero() {
    let count = [0.45, 0.40, 0.15];
    let of = |poll: [f64; 3], size| Leader::of(&poll, &count, size, Confidence::P95).unwrap();
    // 46 to 42: se = √((.88 − .0016)/2500) = 1.874 points, 1.96 of them are 3.674.
    let right = of([0.46, 0.42, 0.12], 2500.0);
    assert_eq!(right.call, LeaderCall::CalledRight);
    assert!((right.standard_error - (0.8784f64 / 2500.0).sqrt()).abs() < 1e-15);
    assert!((right.interval.low() - 0.003_261_260_62).abs() < 1e-11);
    let close = of([0.46, 0.42, 0.12], 2000.0);
    assert_eq!((close.call, close.same), (LeaderCall::TooCloseToCall, true));
    let wrong = of([0.35, 0.50, 0.15], 2000.0);
    assert_eq!((wrong.call, wrong.same), (LeaderCall::CalledWrong, false));
    assert_eq!((wrong.leader, wrong.runner_up, wrong.winner), (1, 0, 0));
    let even = of([0.45, 0.45, 0.10], 1e9);
    assert_eq!((even.call, even.same), (LeaderCall::TooCloseToCall, false));
    // A tie in the count has no right call.
    let tie = Leader::of(&[0.5, 0.5], &[0.5, 0.5], 100.0, Confidence::P95);
    assert!(matches!(tie, Err(ref error) if error.kind() == ErrorKind::Undefined));
    assert_eq!(leading_probability([1.0, 0.0], 10.0).unwrap(), 1.0);
    assert!(leading_probability([0.0, 0.0], 10.0).is_err());
}

#[test]
fn the_orientation_decides_the_sign_and_nothing_else() {
    let (poll, count) = ([0.2, 0.45, 0.35], [0.25, 0.4, 0.35]);
    let orientation = Orientation {
        numerator: 1,
        denominator: 2,
    };
    let one = martin_traugott_kennedy(&poll, &count, orientation, Some(800.0)).unwrap();
    let reversed = Orientation {
        numerator: 2,
        denominator: 1,
    };
    let other = martin_traugott_kennedy(&poll, &count, reversed, Some(800.0));
    let other = other.unwrap();
    assert_eq!(one.value, -other.value);
    assert!((one.value - (0.45f64 / 0.4).ln()).abs() < 1e-15);
    assert_eq!(one.p_value(), other.p_value());
    assert_eq!(other.orientation.numerator, 2);
    for (numerator, denominator) in [(1, 1), (0, 3), (3, 0)] {
        let wrong = Orientation {
            numerator,
            denominator,
        };
        let error = martin_traugott_kennedy(&poll, &count, wrong, None).unwrap_err();
        assert!(error.kind() == ErrorKind::OutOfRange);
    }
}

#[test]
fn a_design_effect_widens_every_standard_error_by_its_root() {
    let (poll, count) = ([0.5, 0.3, 0.2], [0.45, 0.35, 0.2]);
    let (plain, clustered) = (1200.0, 1200.0 / 2.25);
    let [one, other] = [plain, clustered].map(|n| Accuracy::of(&poll, &count, Some(n)).unwrap());
    let pairs = |a: Accuracy| {
        [
            a.b.unwrap().standard_error,
            a.b_weighted.unwrap().standard_error,
            a.b.unwrap().expected_without_bias,
            a.martin_traugott_kennedy.unwrap().standard_error,
            a.mosteller_1.standard_error,
            a.mosteller_5.unwrap().standard_error,
        ]
    };
    for (plain, clustered) in pairs(one).into_iter().zip(pairs(other)) {
        assert!((clustered.unwrap() / plain.unwrap() - 1.5).abs() < 1e-14);
    }
    let b = one.b.unwrap();
    assert_eq!(
        b.excess().unwrap(),
        b.value - expected_b_without_bias(&poll, plain).unwrap()
    );
}

#[test]
fn half_a_respondent_is_the_correction_of_haldane_and_anscombe() {
    // 40, 60 and 0 respondents: 40.5, 60.5 and ½ of 101.5.
    let rules = Rules {
        zero: ZeroShares::AddHalf,
        ..Rules::default()
    };
    let poll = [Some(0.4), Some(0.6), Some(0.0)];
    let count = [0.42, 0.55, 0.03];
    let prepared = rules.apply(&poll, 0.0, &count, Some(100.0)).unwrap();
    assert_eq!(prepared.size, Some(101.5));
    let orientation = Orientation {
        numerator: 2,
        denominator: 0,
    };
    let a = martin_traugott_kennedy(&prepared.poll, &prepared.count, orientation, prepared.size)
        .unwrap();
    assert!((a.value - ((0.5f64 / 40.5).ln() - (0.03f64 / 0.42).ln())).abs() < 1e-13);
    let variance = 1.0 / 0.5 + 1.0 / 40.5;
    assert!((a.standard_error.unwrap() - f64::sqrt(variance)).abs() < 1e-13);
    assert!(rules.apply(&poll, 0.0, &count, None).is_err(), "no size");
    // Without a zero nothing is corrected, and by default zeros are left to the measures.
    let full = [Some(0.4), Some(0.5), Some(0.1)];
    let same = rules.apply(&full, 0.0, &count, Some(100.0)).unwrap();
    assert_eq!((same.poll, same.size), (vec![0.4, 0.5, 0.1], Some(100.0)));
    let kept = Rules::default().apply(&poll, 0.0, &count, None).unwrap();
    let undefined = b(&kept.poll, &kept.count, None).unwrap_err();
    assert!(undefined.kind() == ErrorKind::Undefined);
}

#[test]
fn what_is_missing_or_undecided_needs_a_rule() {
    let poll = [Some(0.4), None, Some(0.45), Some(0.05)];
    let count = [0.4, 0.05, 0.5, 0.05];
    let plain = Rules::default();
    let error = plain.apply(&poll, 0.0, &count, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`poll[1]` is missing: give its share, or merge missing choices into the remainder"
    );
    let undecided = plain.apply(&poll, 0.1, &count, None).unwrap_err();
    assert!(undecided.kind() == ErrorKind::OutOfRange);
    let merging = Rules {
        missing: MissingChoices::Merge,
        undecided: Undecided::Proportional,
        remainder: Some(3),
        ..plain
    };
    let prepared = merging.apply(&poll, 0.1, &count, Some(1000.0)).unwrap();
    for (ours, by_hand) in prepared.poll.iter().zip([0.4 / 0.9, 0.5, 0.05 / 0.9]) {
        assert!((ours - by_hand).abs() < 1e-15);
    }
    assert_eq!(prepared.count, [0.4, 0.5, 0.1]);
    assert_eq!(prepared.size, Some(900.0));
    let positions: Vec<_> = (0..4).map(|at| prepared.position(at, &merging)).collect();
    assert_eq!(positions, [Some(0), Some(2), Some(1), Some(2)]);
    let nowhere = Rules {
        remainder: None,
        ..merging
    };
    assert!(matches!(
        nowhere.apply(&poll, 0.1, &count, None),
        Err(error) if error.kind() == ErrorKind::Missing
    ));
    let itself = Rules {
        remainder: Some(1),
        ..merging
    };
    assert!(itself.apply(&poll, 0.1, &count, None).is_err());
    for rule in Undecided::ALL {
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }
    for rule in MissingChoices::ALL {
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }
    for rule in ZeroShares::ALL {
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }
    assert!("halve".parse::<ZeroShares>().is_err());
}

#[test]
fn zeros_join_the_remainder_on_request() {
    let rules = Rules {
        zero: ZeroShares::Merge,
        remainder: Some(2),
        ..Rules::default()
    };
    let poll = [Some(0.6), Some(0.0), Some(0.1), Some(0.3)];
    let prepared = rules
        .apply(&poll, 0.0, &[0.5, 0.1, 0.1, 0.3], None)
        .unwrap();
    assert_eq!(prepared.poll, [0.6, 0.1, 0.3]);
    assert_eq!(prepared.count, [0.5, 0.2, 0.3]);
    assert_eq!((prepared.kept, prepared.merged), (vec![0, 2, 3], vec![1]));
}

#[test]
fn mosteller_2_allocates_in_proportion() {
    // 40, 35, 5 and 20 undecided: 50, 43.75, 6.25.
    let error = mosteller_2(&[0.4, 0.35, 0.05], 0.2, &[0.52, 0.4, 0.08]).unwrap();
    assert!((error - 0.02).abs() < 1e-15);
    let count = [0.52, 0.48];
    assert!(
        mosteller_2(&[0.6, 0.4], 0.2, &count).is_err(),
        "120 percent"
    );
    assert!(mosteller_2(&[0.0, 0.0], 0.2, &count).is_err(), "nobody");
    assert!(mosteller_2(&[0.6, 0.4], 1.0, &count).is_err());
    assert!(mosteller_2(&[0.6, 0.4], f64::NAN, &count).is_err());
}

#[test]
fn shares_at_the_end_of_floating_point_give_no_nan() {
    for tiny in [5e-324, 1e-310, 1e-300, 1e-17] {
        for (poll, count) in [([tiny, 1.0 - tiny], [0.5, 0.5]), ([0.5, 0.5], [tiny, 1.0])] {
            let all = Accuracy::of(&poll, &count, Some(1000.0)).unwrap();
            assert!(!format!("{all:?} {:?}", all.likelihood_ratio_test()).contains("NaN"));
            assert_eq!(all.b, b(&poll, &count, Some(1000.0)).ok());
        }
    }
    // ln(1e-17·(½/½)/1): all digits, not −∞.
    let a = log_odds_deviation(1e-17, 0.5).unwrap();
    assert!((a / 1e-17f64.ln() - 1.0).abs() < 1e-15);
}

/// Shares that sum to 1, sometimes with a zero.
fn shares(k: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![9 => 0.001f64..1.0, 1 => Just(0.0)], k).prop_map(|weights| {
        let total: f64 = weights.iter().sum::<f64>().max(1e-9);
        weights.iter().map(|weight| weight / total).collect()
    })
}

fn poll_and_count() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    (1usize..12).prop_flat_map(|k| (shares(k), shares(k)))
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn one_pass_gives_the_figures_of_the_separate_functions_to_the_last_bit(
        (poll, count) in poll_and_count(),
        size in prop_oneof![Just(None), (1.0f64..1e6).prop_map(Some)],
    ) {
        let mut log_odds = vec![None; poll.len()];
        let all = Accuracy::with_log_odds(&poll, &count, size, &mut log_odds).unwrap();
        prop_assert_eq!(all.mosteller_1.value, mosteller_1(&poll, &count).unwrap());
        prop_assert_eq!(all.mosteller_3, mosteller_3(&poll, &count).unwrap());
        prop_assert_eq!(all.mosteller_4, mosteller_4(&poll, &count).ok());
        prop_assert_eq!(all.mosteller_5.map(|m| m.value), mosteller_5(&poll, &count).ok());
        prop_assert_eq!(all.mosteller_6, mosteller_6(&poll, &count).unwrap());
        prop_assert_eq!(all.root_mean_squared_error, root_mean_squared_error(&poll, &count).unwrap());
        prop_assert_eq!(all.b, b(&poll, &count, size).ok());
        prop_assert_eq!(all.b_weighted, b_weighted(&poll, &count, size).ok());
        let pearson = size.and_then(|n| mosteller_7(&poll, &count, n).ok());
        prop_assert_eq!(all.pearson_test(), pearson);
        let g = size.and_then(|n| exitpoll::hypothesis::likelihood_ratio(&poll, &count, n).ok());
        prop_assert_eq!(all.likelihood_ratio_test(), g);
        if let Some(denominator) = all.runner_up {
            let orientation = Orientation { numerator: all.winner, denominator };
            let a = martin_traugott_kennedy(&poll, &count, orientation, size);
            prop_assert_eq!(all.martin_traugott_kennedy, a.ok());
            if let (Some(n), Some(lead)) = (size, all.mosteller_5) {
                let pair = [poll[all.winner], poll[denominator]];
                prop_assert_eq!(lead.standard_error, lead_standard_error(pair, n).ok());
            }
        }
        for ((p, v), place) in poll.iter().zip(&count).zip(&log_odds) {
            prop_assert_eq!(place.map(|a: LogOdds| a.value), log_odds_deviation(*p, *v).ok());
            if let (Some(a), Some(n)) = (place, size) {
                prop_assert_eq!(a.standard_error, log_odds_standard_error(*p, n).ok());
            }
        }
        if let (Some(n), Some(b), Some(b_w)) = (size, all.b, all.b_weighted) {
            prop_assert_eq!(b.expected_without_bias, expected_b_without_bias(&poll, n).ok());
            prop_assert_eq!(
                b_w.expected_without_bias,
                expected_b_weighted_without_bias(&poll, &count, n).ok()
            );
        }
    }

    #[test]
    fn many_polls_at_once_are_each_poll_alone(
        rows in prop::collection::vec(shares(4), 1..6),
        count in shares(4),
        own in any::<bool>(),
    ) {
        let flat: Vec<f64> = rows.concat();
        let sizes: Vec<f64> = (0..rows.len()).map(|at| 100.0 + at as f64).collect();
        let counts = if own { flat.iter().rev().copied().collect() } else { count.clone() };
        let polls = Polls { shares: &flat, counts: &counts, choices: 4, sizes: &sizes };
        let mut out = vec![Accuracy::default(); rows.len()];
        let mut log_odds = vec![None; flat.len()];
        Accuracy::of_many(polls, &mut out, &mut log_odds).unwrap();
        for (at, row) in rows.iter().enumerate() {
            let count = if own { &counts[4 * at..4 * at + 4] } else { &count[..] };
            let mut alone = [None; 4];
            let one = Accuracy::with_log_odds(row, count, Some(sizes[at]), &mut alone).unwrap();
            prop_assert_eq!(out[at], one);
            prop_assert_eq!(&log_odds[4 * at..4 * at + 4], &alone[..]);
        }
        let short = Polls { shares: &flat[1..], ..polls };
        prop_assert!(Accuracy::of_many(short, &mut out, &mut []).is_err());
    }

    #[test]
    fn nothing_is_nan_and_bad_input_is_an_error(
        poll in prop::collection::vec(prop_oneof![0.0f64..1.0, Just(f64::NAN), Just(-0.5), Just(1.5)], 0..5),
        count in prop::collection::vec(0.0f64..1.0, 0..5),
        size in prop_oneof![Just(f64::NAN), Just(0.0), Just(-1.0), Just(f64::INFINITY), 1.0f64..1e9],
    ) {
        let bad = poll.len() != count.len() || poll.is_empty() || !(size > 0.0 && size.is_finite())
            || poll.iter().any(|p| !(0.0..=1.0).contains(p));
        match Accuracy::of(&poll, &count, Some(size)) {
            Ok(all) => {
                prop_assert!(!bad);
                let text = format!("{all:?}");
                prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
            }
            Err(_) => prop_assert!(bad),
        }
        if let Ok(leader) = Leader::of(&poll, &count, size, Confidence::P95) {
            let text = format!("{leader:?}");
            prop_assert!(!text.contains("NaN"));
        }
    }
}
