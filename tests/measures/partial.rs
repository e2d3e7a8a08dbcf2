//! Partial counts at the edges: huge and empty counts, ties, thresholds that one vote decides, and bad
//! input, each refused with its field, value and help.

use exitpoll::partial::{CountSeries, needed_lead, needed_share};
use exitpoll::partial::{
    Decision, Order, OutstandingBallots, Reachability, Release, ThresholdOutcome,
    counted_share_bounds, decided, decided_from_votes, final_lead_under,
    final_share_bounds_from_votes, final_share_under, needed_share_bounds_from_votes,
    needed_share_from_votes, reachability_from_votes, tipping_point,
};
use exitpoll::station::{
    EmptyStratum, Expansion, LonelyStratum, RatioEstimate, RatioStratum, ReferenceDistribution,
    RunningProjection, SparseStrata, StationCount, StratumFrame, combined_ratio,
};
use exitpoll::{Bounds, Confidence, Result, Threshold};

const HUGE: u64 = u64::MAX;

#[test]
fn the_largest_counts_do_not_overflow() {
    let all = OutstandingBallots::at_most(HUGE);
    let bounds = final_share_bounds_from_votes(HUGE, HUGE, all).unwrap();
    assert_eq!((bounds.low(), bounds.high()), (0.5, 1.0));
    assert_eq!(decided_from_votes(HUGE, 0, all), Decision::Open);
    let nearly = OutstandingBallots::at_most(HUGE - 1);
    assert_eq!(decided_from_votes(HUGE, 0, nearly), Decision::Decided);
    // 2^64 − 1 of 2 (2^64 − 1) is exactly one half.
    let half = Threshold::MAJORITY.outcome_of_votes(HUGE, HUGE, all);
    assert_eq!(half.unwrap(), ThresholdOutcome::Open);
    let half = Threshold::at_least(1, 2).unwrap();
    let outcome = half.outcome_of_votes(HUGE, HUGE, all).unwrap();
    assert_eq!(outcome, ThresholdOutcome::Passed);
    let largest = Threshold::at_least(u32::MAX, u32::MAX).unwrap();
    let outcome = largest.outcome_of_votes(HUGE, HUGE, all).unwrap();
    assert_eq!(outcome, ThresholdOutcome::Open);
}

#[test]
fn one_vote_decides_a_threshold() {
    let five = Threshold::at_least(5, 100).unwrap();
    let complete = OutstandingBallots::NONE;
    // 7 percent of 100 in floating point is more than 7.
    let seven = Threshold::at_least(7, 100).unwrap();
    for (threshold, votes, valid, outcome) in [
        (five, 5, 100, ThresholdOutcome::Passed),
        (five, 49_999, 1_000_000, ThresholdOutcome::Missed),
        (seven, 7, 100, ThresholdOutcome::Passed),
        (Threshold::MAJORITY, 50, 100, ThresholdOutcome::Missed),
        (Threshold::MAJORITY, 51, 100, ThresholdOutcome::Passed),
        (Threshold::MAJORITY, 51, 101, ThresholdOutcome::Passed),
    ] {
        let ours = threshold.outcome_of_votes(votes, valid, complete).unwrap();
        assert_eq!(ours, outcome, "{threshold}: {votes} of {valid}");
    }
    // 95 of 1,900, up to 100 to come: 95/2,000 to 195/2,000.
    let outcome = five.outcome_of_votes(95, 1900, OutstandingBallots::at_most(100));
    assert_eq!(outcome.unwrap(), ThresholdOutcome::Open);
    // One more vote each way: 100/2,000 is enough, 0 + 99 of 2,000 is not.
    let outcome = five.outcome_of_votes(100, 1900, OutstandingBallots::at_most(100));
    assert_eq!(outcome.unwrap(), ThresholdOutcome::Passed);
    let outcome = five.outcome_of_votes(0, 1901, OutstandingBallots::at_most(99));
    assert_eq!(outcome.unwrap(), ThresholdOutcome::Missed);
}

#[test]
fn a_possible_tie_is_not_decided() {
    // .8 × .25 = 1 − .8: all outstanding ballots draw level, though 1 − .8 falls short of .2 in binary.
    let [leader, second, counted] = [0.5, 0.25, 0.8].map(Bounds::exact);
    assert_eq!(decided(leader, second, counted), Decision::Open);
    assert_eq!(
        decided_from_votes(40, 20, OutstandingBallots::at_most(20)),
        Decision::Open
    );
    // A complete count with equal votes is a tie for good; nobody is ahead.
    let order = Order::from_votes(&[5, 5, 4], OutstandingBallots::NONE);
    assert_eq!(order.between(0, 1), Some(Decision::Open));
    assert_eq!(order.between(0, 2), Some(Decision::Decided));
    assert_eq!(
        (order.ranks(0), order.ranks(1)),
        (Some((1, 2)), Some((1, 2)))
    );
    assert_eq!((order.between(0, 0), order.ranks(3)), (None, None));
    // One choice alone has nothing left to decide.
    let alone = Order::from_votes(&[5], OutstandingBallots::at_most(9));
    assert_eq!(alone.whole(), Decision::Decided);
}

#[test]
fn nothing_counted_leaves_everything_open() {
    let outstanding = OutstandingBallots::between(10, 20).unwrap();
    let bounds = final_share_bounds_from_votes(0, 0, outstanding).unwrap();
    assert_eq!((bounds.low(), bounds.high()), (0.0, 1.0));
    // All of the poll's share is still needed.
    assert_eq!(needed_share_from_votes(0.3, 0, 0, 20).unwrap(), Some(0.3));
    let counted = counted_share_bounds(0, outstanding).unwrap();
    assert_eq!((counted.low(), counted.high()), (0.0, 0.0));
    assert_eq!(needed_share(0.3, 0.0, 0.0), Some(0.3));
    // Nothing counted: both must be level among all ballots, .6 e^Δ against .3.
    let shift = tipping_point(0.6, 0.3, 0.0).unwrap().unwrap();
    assert!((shift - 0.5f64.ln()).abs() < 1e-15);
}

#[test]
fn complete_counts_have_nothing_outstanding() {
    let complete = OutstandingBallots::NONE;
    assert_eq!(needed_share_from_votes(0.3, 3, 10, 0).unwrap(), None);
    let around = Bounds::new(0.25, 0.35).unwrap();
    assert_eq!(
        needed_share_bounds_from_votes(around, 3, 10, complete).unwrap(),
        None
    );
    assert_eq!(needed_lead(0.1, 1.0).unwrap(), None);
    let can = |poll| reachability_from_votes(poll, 3, 10, complete).unwrap();
    assert_eq!(can((0.3, around)), Reachability::Possible);
    assert_eq!(can((0.26, around)), Reachability::PossibleWithinRounding);
    assert_eq!(
        can((0.4, Bounds::new(0.35, 0.45).unwrap())),
        Reachability::Impossible
    );
    // If it may be that none comes, the needed share has no bound on the side on which it lies.
    let open = OutstandingBallots::at_most(10);
    let needed = needed_share_bounds_from_votes(Bounds::exact(0.4), 3, 10, open);
    assert_eq!(
        needed.unwrap(),
        Some(Bounds::new(0.5, f64::INFINITY).unwrap())
    );
    let needed = needed_share_bounds_from_votes(Bounds::exact(0.3), 3, 10, open).unwrap();
    let needed = needed.unwrap();
    assert!((needed.low() - 0.3).abs() < 1e-15 && (needed.high() - 0.3).abs() < 1e-15);
}

#[test]
fn shifts_without_end_reach_the_hard_bounds_and_no_further() {
    for v in [0.0, 1e-300, 1e-12, 0.5, 1.0 - 1e-12, 1.0] {
        for (shift, end) in [(-1e300, 0.0), (1e300, 1.0)] {
            let share = final_share_under(v, 0.75, shift).unwrap();
            // Nobody's votes cannot be multiplied, and everybody's not be taken.
            let end = if v == 0.0 || v == 1.0 { v } else { end };
            assert!(
                (share - (0.75 * v + 0.25 * end)).abs() < 1e-15,
                "{v} {shift}"
            );
        }
    }
    // At −40, a share of 1e-12 falls to 4.2e-30, with all digits.
    let share = final_share_under(1e-12, 0.0, -40.0).unwrap();
    assert!((share / (1e-12 * (-40.0f64).exp()) - 1.0).abs() < 1e-12);
    // Nobody to win over, nobody to lose to.
    assert_eq!(
        final_lead_under(&[0.0, 0.4, 0.6], (1, 2), 0, 0.0, 800.0),
        Ok(0.4 - 0.6)
    );
    assert_eq!(
        final_lead_under(&[1.0, 0.0], (0, 1), 0, 0.0, -800.0),
        Ok(1.0)
    );
}

#[test]
fn tipping_points_exist_where_the_order_is_open() {
    // Level already, also where nothing is outstanding.
    assert_eq!(tipping_point(0.4, 0.4, 1.0).unwrap(), Some(0.0));
    assert_eq!(tipping_point(0.0, 0.0, 0.5).unwrap(), Some(0.0));
    assert_eq!(tipping_point(0.5, 0.4, 1.0).unwrap(), None);
    assert_eq!(tipping_point(0.4, 0.5, 1.0).unwrap(), None);
    // A choice without votes cannot be raised by multiplying its odds.
    assert_eq!(tipping_point(0.0, 0.4, 0.5).unwrap(), None);
    // A trailing choice can, exactly as long as all that is left would be enough.
    assert!(tipping_point(0.4, 0.5, 0.909).unwrap().is_some());
    assert!(tipping_point(0.4, 0.5, 0.9091).unwrap().is_none());
    // A leader of 50 to 40 that loses all of the rest gives .4/.5 of it to the second.
    let limit = 0.4 / (0.4 + 0.1 * 0.5);
    assert!(tipping_point(0.5, 0.4, limit - 1e-9).unwrap().is_some());
    assert!(tipping_point(0.5, 0.4, limit + 1e-9).unwrap().is_none());
}

/// The field that an error names.
fn field<T: std::fmt::Debug>(result: Result<T>) -> String {
    let error = result.unwrap_err();
    assert!(!error.help().is_empty());
    error.field().expect("a field").to_owned()
}

#[test]
fn nonsense_is_refused() {
    let none = OutstandingBallots::NONE;
    assert_eq!(field(OutstandingBallots::between(3, 2)), "fewest");
    assert_eq!(field(final_share_bounds_from_votes(3, 2, none)), "votes");
    assert_eq!(
        field(final_share_bounds_from_votes(0, 0, none)),
        "the final share"
    );
    assert_eq!(field(counted_share_bounds(0, none)), "the final share");
    assert_eq!(field(needed_share_from_votes(1.1, 1, 2, 3)), "poll");
    assert_eq!(field(needed_share_from_votes(f64::NAN, 1, 2, 3)), "poll");
    let poll = (0.5, Bounds::new(0.4, 1.6).unwrap());
    assert_eq!(field(reachability_from_votes(poll, 1, 2, none)), "poll");
    assert_eq!(field(Threshold::at_least(1, 0)), "threshold");
    assert_eq!(field(Threshold::more_than(3, 2)), "threshold");
    let outcome = Threshold::MAJORITY.outcome_of_votes(3, 2, none);
    assert_eq!(field(outcome), "votes");
    let bad = [(f64::NAN, Bounds::exact(0.5))];
    assert_eq!(
        field(Order::from_shares(&bad, Bounds::exact(1.0))),
        "shares[0]"
    );
    for share in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert_eq!(field(final_share_under(share, 0.5, 0.0)), "share");
        assert_eq!(field(final_share_under(0.5, share, 0.0)), "counted");
        assert_eq!(field(needed_lead(0.1, share)), "counted");
        let half = Bounds::exact(0.5);
        let outcome = Threshold::MAJORITY.outcome_of_shares(Bounds::exact(share), half);
        assert_eq!(field(outcome), "share");
        assert_eq!(field(tipping_point(share, 0.5, 0.5)), "shifted");
        assert_eq!(field(tipping_point(0.5, share, 0.5)), "other");
        assert_eq!(field(tipping_point(0.5, 0.5, share)), "counted");
        let lead = final_lead_under(&[0.5, share], (0, 1), 0, 0.5, 0.0);
        assert_eq!(field(lead), "shares[1]");
    }
    assert_eq!(field(needed_lead(-1.1, 0.5)), "lead");
    for shift in [f64::NAN, f64::INFINITY] {
        assert_eq!(field(final_share_under(0.5, 0.5, shift)), "shift");
    }
    assert_eq!(
        field(final_lead_under(&[0.5], (0, 0), 1, 0.5, 0.0)),
        "choice"
    );
    let lead = |pair| final_lead_under(&[0.5, 0.5], pair, 0, 0.5, 0.0);
    assert_eq!(field(lead((2, 0))), "first");
    assert_eq!(field(lead((0, 2))), "second");
    assert_eq!(field(CountSeries::new(Vec::new())), "releases");
    let release = |votes: &[u64]| Release::from_votes("", votes, 9, none).unwrap();
    let series = CountSeries::new(vec![release(&[1, 2]), release(&[1])]);
    assert_eq!(field(series), "releases[1]");
    let series = CountSeries::new(vec![release(&[1, 2])]).unwrap();
    assert_eq!(field(series.poll(&[None])), "poll");
    let shares = [Some((0.5, Bounds::exact(2.0)))];
    let release = Release::from_shares("", &shares, (1.0, Bounds::exact(1.0)));
    assert_eq!(field(release), "shares[0]");
}

#[test]
fn a_station_that_cannot_be_is_not_added() {
    let frame = [StratumFrame {
        stations: 2,
        registered: 100,
    }];
    let mut count = StationCount::new(&frame, 2).unwrap();
    let mut projection = RunningProjection::new(&frame, 2, Expansion::Registered).unwrap();
    for (stratum, registered, valid, votes, wrong) in [
        (1, 50, 40, &[20, 20][..], "stratum"),
        (0, 50, 40, &[20, 10, 10], "votes"),
        (0, 50, 40, &[20, 21], "votes"),
        (0, 101, 40, &[20, 20], "registered"),
    ] {
        assert_eq!(field(count.add(stratum, registered, valid, votes)), wrong);
        assert_eq!(
            field(projection.add(stratum, registered, valid, votes)),
            wrong
        );
    }
    assert_eq!(field(count.add(0, 50, 60, &[20, 20])), "valid");
    assert_eq!(field(projection.add(0, 0, 0, &[0, 0])), "registered");
    assert_eq!((count.stations(), count.valid()), (0, 0));
    let nothing = projection.share(0, SparseStrata::default());
    assert_eq!(field(nothing), "the projection");

    count.add(0, 50, 40, &[20, 15]).unwrap();
    projection.add(0, 50, 40, &[20, 15]).unwrap();
    // The last one has the 50 registered voters that are left.
    assert_eq!(field(count.add(0, 49, 40, &[20, 20])), "registered");
    assert_eq!(field(projection.add(0, 49, 40, &[20, 20])), "registered");
    count.add(0, 50, 40, &[20, 15]).unwrap();
    projection.add(0, 50, 40, &[20, 15]).unwrap();
    assert_eq!(field(count.add(0, 0, 0, &[0, 0])), "stratum");
    assert_eq!(field(projection.add(0, 1, 0, &[0, 0])), "stratum");
    assert_eq!(count.final_share_bounds(0).unwrap(), Bounds::exact(0.5));
    assert_eq!(field(count.final_share_bounds(2)), "choice");
    assert_eq!(field(count.final_share_bounds_in(1, 0)), "stratum");
    assert_eq!(field(count.decided(0, 2)), "choice");
    let share = projection.share(0, SparseStrata::default()).unwrap();
    assert_eq!((share.value, share.variance), (0.5, 0.0));
    assert_eq!(
        field(projection.share(2, SparseStrata::default())),
        "choice"
    );

    let empty = [StratumFrame {
        stations: 0,
        registered: 1,
    }];
    assert_eq!(field(StationCount::new(&empty, 1)), "frame[0].stations");
    let without = [StratumFrame {
        stations: 1,
        registered: 0,
    }];
    let refused = RunningProjection::new(&without, 1, Expansion::Registered);
    assert_eq!(field(refused), "frame[0].registered");
    let too_many = [StratumFrame {
        stations: 1,
        registered: HUGE,
    }; 2];
    assert_eq!(
        field(StationCount::new(&too_many, 1)),
        "frame[1].registered"
    );
}

const DECLARED: SparseStrata = SparseStrata {
    lonely: LonelyStratum::Adjust,
    empty: EmptyStratum::LikeTheRest,
};

fn stratum<'a>(stations: u64, numerator: &'a [f64], denominator: &'a [f64]) -> RatioStratum<'a> {
    RatioStratum {
        stations,
        numerator,
        denominator,
        size: None,
    }
}

#[test]
fn sparse_strata_are_never_merged_silently() {
    let full = stratum(9, &[3.0, 4.0, 5.0], &[10.0, 10.0, 10.0]);
    let lonely = stratum(9, &[3.0], &[10.0]);
    let empty = stratum(9, &[], &[]);
    let certain = stratum(1, &[3.0], &[10.0]);
    let named = |strata: &[RatioStratum<'_>]| {
        combined_ratio(strata, SparseStrata::default())
            .unwrap_err()
            .to_string()
    };
    assert!(named(&[full, lonely]).contains("strata[1] has one counted station"));
    assert!(named(&[full, full, empty]).contains("strata[2] has no counted station"));
    // A stratum of one station is complete.
    assert!(combined_ratio(&[full, certain], SparseStrata::default()).is_ok());
    let both = combined_ratio(&[full, lonely, empty], DECLARED).unwrap();
    assert_eq!((both.lonely_strata, both.empty_strata), (1, 1));
    // 9/3 × 12 + 9 × 3 of 9/3 × 30 + 9 × 10; e of the lonely station is 3 − .35 × 10 = −.5, and of the others
    // .5 + (−.5, .5, 1.5) about their mean. 81 (1 − 3/9)/3 × 1 + 81 (1 − 1/9) × .25 = 18 + 18.
    assert!((both.value - 0.35).abs() < 1e-15);
    assert!((both.variance - 36.0 / (180.0 * 180.0)).abs() < 1e-15);
    let average = SparseStrata {
        lonely: LonelyStratum::Average,
        ..DECLARED
    };
    // The 18 of one stratum, for two.
    let averaged = combined_ratio(&[full, lonely], average).unwrap();
    assert!((averaged.variance - both.variance).abs() < 1e-15);
    assert_eq!(field(combined_ratio(&[lonely], average)), "the variance");
    assert_eq!(field(combined_ratio(&[empty], DECLARED)), "the ratio");
    assert_eq!(field(combined_ratio(&[], DECLARED)), "the ratio");
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let refused = |stratum: RatioStratum<'_>| field(combined_ratio(&[stratum], DECLARED));
    assert_eq!(refused(stratum(0, &[], &[])), "strata[0].stations");
    let (two, three) = (&[1.0, 2.0][..], &[4.0, 5.0, 6.0][..]);
    assert_eq!(refused(stratum(1, two, two)), "strata[0].stations");
    assert_eq!(refused(stratum(9, two, three)), "strata[0].denominator");
    assert_eq!(
        refused(stratum(9, &[f64::NAN], &[1.0])),
        "strata[0].numerator"
    );
    assert_eq!(
        refused(stratum(9, &[0.0], &[-1.0])),
        "strata[0].denominator"
    );
    assert_eq!(refused(stratum(9, &[0.0], &[0.0])), "the ratio");
    let sized = |stations, sizes, all| RatioStratum {
        size: Some((sizes, all)),
        ..stratum(stations, two, two)
    };
    assert_eq!(refused(sized(9, three, 90.0)), "strata[0].size");
    assert_eq!(refused(sized(9, &[50.0, 41.0], 90.0)), "strata[0].size");
    assert_eq!(refused(sized(9, &[0.0, 0.0], 90.0)), "strata[0].size");
    assert_eq!(refused(sized(9, two, f64::NAN)), "strata[0].size");
    // A complete stratum has no registered voters left.
    assert_eq!(refused(sized(2, &[50.0, 30.0], 90.0)), "strata[0].size");
}

#[test]
fn intervals_are_normal_or_by_degrees_of_freedom() {
    let estimate = RatioEstimate {
        value: 0.4,
        variance: 0.0001,
        degrees_of_freedom: 1,
        lonely_strata: 0,
        empty_strata: 0,
    };
    let normal = estimate.interval(Confidence::P95, ReferenceDistribution::Normal);
    let half_width = 0.5 * normal.unwrap().width();
    assert!((half_width - 0.019_599_639_845_400_54).abs() < 1e-15);
    // One degree of freedom: tan(.475 π) = 12.70620473617471.
    let wide = estimate.interval(Confidence::P95, ReferenceDistribution::StudentT);
    let half_width = 0.5 * wide.unwrap().width();
    assert!((half_width - 0.127_062_047_361_747_1).abs() < 1e-13);
    let none = RatioEstimate {
        degrees_of_freedom: 0,
        ..estimate
    };
    let refused = none.interval(Confidence::P95, ReferenceDistribution::StudentT);
    assert_eq!(field(refused), "the interval from Student's t");
}

#[test]
fn names_are_read_as_they_are_printed() {
    for policy in LonelyStratum::ALL {
        assert_eq!(policy.to_string().parse(), Ok(policy));
    }
    for policy in EmptyStratum::ALL {
        assert_eq!(policy.to_string().parse(), Ok(policy));
    }
    for expansion in Expansion::ALL {
        assert_eq!(expansion.to_string().parse(), Ok(expansion));
    }
    for reference in ReferenceDistribution::ALL {
        assert_eq!(reference.to_string().parse(), Ok(reference));
    }
    assert!("remove".parse::<LonelyStratum>().is_err());
    // And documents hold the same names; a range or a threshold is checked when it is read.
    let written = serde_json::to_string(&LonelyStratum::Average).unwrap();
    assert_eq!(written, "\"average\"");
    #[cfg(feature = "deserialize")]
    assert!(serde_json::from_str::<OutstandingBallots>(r#"{"fewest":3,"most":2}"#).is_err());
    let written = serde_json::to_string(&Threshold::MAJORITY).unwrap();
    let read: Threshold = serde_json::from_str(&written).unwrap();
    assert_eq!(read, Threshold::MAJORITY);
    let text = r#"{"numerator":1,"denominator":0,"exceed":false}"#;
    assert!(serde_json::from_str::<Threshold>(text).is_err());
}
