//! What holds for every partial count: random stations counted in random orders, and rounding bounds
//! against fine grids.

use exitpoll::partial::{
    Decision, Order, OutstandingBallots, Reachability, ThresholdOutcome, decided, final_lead_under,
    final_share_bounds_from_votes, final_share_under, needed_lead, needed_share,
    needed_share_bounds, needed_share_bounds_from_votes, needed_share_from_votes,
    reachability_from_votes, tipping_point,
};
use exitpoll::station::{
    EmptyStratum, Expansion, LonelyStratum, RatioStratum, RunningProjection, SparseStrata,
    StationCount, StratumFrame, combined_ratio,
};
use exitpoll::{Bounds, Threshold};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seeded::seeded;

#[derive(Debug, Clone)]
struct Station {
    stratum: usize,
    registered: u64,
    valid: u64,
    votes: Vec<u64>,
}

const STRATA: usize = 4;
const CHOICES: usize = 3;

/// Stations in the order in which they are counted; some without a vote, some of one choice only.
fn stations() -> impl Strategy<Value = Vec<Station>> {
    let station = (
        0..STRATA,
        0_u64..300,
        0_u64..50,
        vec(prop_oneof![Just(0_u64), 0_u64..400], CHOICES),
    );
    vec(
        station.prop_map(|(stratum, absent, others, votes)| {
            let valid = votes.iter().sum::<u64>() + others;
            Station {
                stratum,
                registered: valid + absent + 1,
                valid,
                votes,
            }
        }),
        1..40,
    )
}

fn frame(stations: &[Station]) -> (Vec<StratumFrame>, Vec<usize>) {
    // Strata without any station are left out of the frame.
    let used: Vec<usize> = (0..STRATA)
        .filter(|h| stations.iter().any(|s| s.stratum == *h))
        .collect();
    let of = |h: &usize| {
        let inside = stations.iter().filter(|s| s.stratum == *h);
        StratumFrame {
            stations: inside.clone().count() as u64,
            registered: inside.map(|s| s.registered).sum(),
        }
    };
    let places = stations
        .iter()
        .map(|s| used.iter().position(|h| *h == s.stratum).unwrap())
        .collect();
    (used.iter().map(of).collect(), places)
}

fn inside(bounds: Bounds, value: f64) -> bool {
    // Two ways to the same figure differ in the last places.
    let slack = 1e-9 * (1.0 + value.abs());
    bounds.low() - slack <= value && value <= bounds.high() + slack
}

/// Ends and points between, for a grid.
fn grid(bounds: Bounds) -> impl Iterator<Item = f64> + Clone {
    (0..=12).map(move |i| {
        let at = f64::from(i) / 12.0;
        bounds.low() * (1.0 - at) + bounds.high() * at
    })
}

fn bounds(share: f64, half_width: f64) -> Bounds {
    Bounds::new(
        (share - half_width).clamp(0.0, 1.0),
        (share + half_width).clamp(0.0, 1.0),
    )
    .unwrap()
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn a_count_never_leaves_its_bounds(stations in stations(), percent in 0_u32..=100) {
        let (frame, places) = frame(&stations);
        let mut count = StationCount::new(&frame, CHOICES).unwrap();
        let valid: u64 = stations.iter().map(|s| s.valid).sum();
        // Of stations without a single ballot nothing can be said.
        prop_assume!(valid > 0);
        let last: Vec<u64> = (0..CHOICES)
            .map(|c| stations.iter().map(|s| s.votes[c]).sum())
            .collect();
        let thresholds = [
            Threshold::at_least(percent, 100).unwrap(),
            Threshold::more_than(percent, 100).unwrap(),
        ];
        let mut before = [Bounds::new(0.0, 1.0).unwrap(); CHOICES];
        for (station, stratum) in stations.iter().zip(places) {
            count.add(stratum, station.registered, station.valid, &station.votes).unwrap();
            for (choice, before) in before.iter_mut().enumerate() {
                let now = count.final_share_bounds(choice).unwrap();
                prop_assert!(before.low() <= now.low() && now.high() <= before.high());
                if valid > 0 {
                    prop_assert!(now.contains(last[choice] as f64 / valid as f64));
                }
                *before = now;
                for threshold in thresholds {
                    let at_last = if valid > 0 {
                        threshold.outcome_of_votes(last[choice], valid, OutstandingBallots::NONE).unwrap()
                    } else {
                        continue;
                    };
                    let so_far = count.threshold(threshold, choice).unwrap();
                    prop_assert!(so_far == at_last || so_far == ThresholdOutcome::Open);
                    prop_assert!(at_last != ThresholdOutcome::Open);
                }
            }
            let order = count.order();
            prop_assert_eq!(order.whole(), count.whole_order());
            for pair in order.pairs() {
                if pair.decision == Decision::Decided {
                    prop_assert!(last[pair.ahead] > last[pair.behind]);
                }
            }
            for choice in 0..CHOICES {
                let (best, worst) = order.ranks(choice).unwrap();
                let rank = 1 + last.iter().filter(|votes| **votes > last[choice]).count();
                prop_assert!(best <= rank && rank <= worst);
            }
        }
        prop_assert_eq!(count.outstanding(), OutstandingBallots::NONE);
        for (choice, before) in before.iter().enumerate() {
            prop_assert_eq!(before.width(), 0.0, "{}", choice);
        }
    }

    #[test]
    fn projections_kept_while_counting_are_those_of_all_at_once(
        stations in stations(),
        lonely in prop::sample::select(&LonelyStratum::ALL[1..]),
        expansion in prop::sample::select(&Expansion::ALL[..]),
    ) {
        let sparse = SparseStrata { lonely, empty: EmptyStratum::LikeTheRest };
        let (frame, places) = frame(&stations);
        let mut running = RunningProjection::new(&frame, CHOICES, expansion).unwrap();
        for (counted, (station, stratum)) in stations.iter().zip(&places).enumerate() {
            running.add(*stratum, station.registered, station.valid, &station.votes).unwrap();
            let columns: Vec<[Vec<f64>; 3]> = (0..frame.len()).map(|h| {
                let so_far = || stations.iter().zip(&places).take(counted + 1).filter(|(_, p)| **p == h);
                [
                    so_far().map(|(s, _)| s.votes[0] as f64 - s.votes[1] as f64).collect(),
                    so_far().map(|(s, _)| s.valid as f64).collect(),
                    so_far().map(|(s, _)| s.registered as f64).collect(),
                ]
            }).collect();
            let strata: Vec<_> = columns.iter().zip(&frame).map(|([x, t, m], frame)| RatioStratum {
                stations: frame.stations,
                numerator: x,
                denominator: t,
                size: (expansion == Expansion::Registered)
                    .then_some((m.as_slice(), frame.registered as f64)),
            }).collect();
            match (running.lead(0, 1, sparse), combined_ratio(&strata, sparse)) {
                (Ok(one_by_one), Ok(at_once)) => {
                    prop_assert!((one_by_one.value - at_once.value).abs() < 1e-12);
                    let scale = at_once.variance.max(1e-6);
                    prop_assert!((one_by_one.variance - at_once.variance).abs() < 1e-9 * scale);
                    prop_assert_eq!(one_by_one.lonely_strata, at_once.lonely_strata);
                    prop_assert_eq!(one_by_one.empty_strata, at_once.empty_strata);
                    prop_assert_eq!(one_by_one.degrees_of_freedom, at_once.degrees_of_freedom);
                    if counted + 1 == stations.len() {
                        prop_assert_eq!((one_by_one.variance, at_once.variance), (0.0, 0.0));
                    }
                }
                // Nothing but zeros, or no stratum for an average.
                (Err(one), Err(other)) => prop_assert_eq!(one, other),
                (one, other) => prop_assert!(false, "{one:?} against {other:?}"),
            }
        }
    }

    #[test]
    fn a_poll_is_reachable_if_and_only_if_its_needed_share_is_one(
        votes in 0_u64..1000, others in 0_u64..1000, most in 1_u64..1000, fewer in 0_u64..1000,
        poll in 0.0..=1.0_f64, rounding in 0.0..0.02_f64,
    ) {
        let valid = votes + others;
        let outstanding = OutstandingBallots::between(most.saturating_sub(fewer), most).unwrap();
        let limits = final_share_bounds_from_votes(votes, valid, outstanding).unwrap();
        let around = bounds(poll, rounding);
        let can = reachability_from_votes((poll, around), votes, valid, outstanding).unwrap();
        let needed = needed_share_from_votes(poll, votes, valid, most).unwrap().unwrap();
        let near_an_end = (poll - limits.low()).abs().min((poll - limits.high()).abs()) < 1e-9;
        if !near_an_end {
            prop_assert_eq!(can == Reachability::Possible, (0.0..=1.0).contains(&needed));
            prop_assert_eq!(can == Reachability::Possible, limits.contains(poll));
        }
        // Every number of ballots and every figure that rounds to the poll's.
        let all = needed_share_bounds_from_votes(around, votes, valid, outstanding).unwrap().unwrap();
        for p in grid(around) {
            for ballots in [outstanding.fewest(), (outstanding.fewest() + most).div_ceil(2), most] {
                if let Some(needed) = needed_share_from_votes(p, votes, valid, ballots).unwrap() {
                    prop_assert!(inside(all, needed), "{needed} in {all:?}");
                }
            }
        }
        // The lead over the other choices together: their difference in votes over all that can come.
        let lead = needed_lead(
            (votes as f64 - others as f64) / valid.max(1) as f64,
            valid as f64 / (valid + most) as f64,
        );
        let by_votes = (votes as f64 - others as f64) / most as f64;
        prop_assert!((lead.unwrap().unwrap() - by_votes).abs() <= 1e-9 * by_votes.abs().max(1.0));
    }

    #[test]
    fn rounding_bounds_hold_every_figure_that_rounds_so(
        one in 0.0..=1.0_f64, two in 0.0..=1.0_f64, f in 0.0..1.0_f64, poll in 0.0..=1.0_f64,
        close in any::<bool>(), rounding in prop::sample::select(vec![0.0, 0.0005, 0.005, 0.05]),
        percent in 0_u32..=100, exceed in any::<bool>(),
    ) {
        // A second share that leaves room for the first, or is beside it.
        let second = if close { (one + 0.02 * (two - 0.5)).clamp(0.0, 1.0) } else { two * (1.0 - one) };
        let (a, b, f) = (bounds(one, rounding), bounds(second, rounding), bounds(f, rounding / 2.0));
        let p = bounds(poll, rounding);
        let threshold = if exceed {
            Threshold::more_than(percent, 100)
        } else {
            Threshold::at_least(percent, 100)
        }.unwrap();

        let needed = needed_share_bounds(p, a, f);
        let decision = decided(a, b, f);
        let outcome = threshold.outcome_of_shares(a, f).unwrap();
        let (mut decisions, mut outcomes) = (Vec::new(), Vec::new());
        for v in grid(a) {
            for counted in grid(f) {
                outcomes.push(threshold.outcome_of_shares(Bounds::exact(v), Bounds::exact(counted)).unwrap());
                for w in grid(b) {
                    decisions.push(decided(Bounds::exact(v), Bounds::exact(w), Bounds::exact(counted)));
                }
                for q in grid(p) {
                    if let Some(needed) = needed {
                        prop_assert!(inside(needed, needed_share(q, v, counted).unwrap()));
                    }
                }
            }
        }
        // All grid points agree where the answer is not rounding's.
        match decision {
            Decision::UndecidedByRounding => {
                prop_assert!(decisions.contains(&Decision::Decided) && decisions.contains(&Decision::Open));
            }
            known => prop_assert!(decisions.iter().all(|d| *d == known)),
        }
        match outcome {
            ThresholdOutcome::UndecidedByRounding => {
                prop_assert!(outcomes.iter().any(|o| *o != outcomes[0]));
            }
            known => prop_assert!(outcomes.iter().all(|o| *o == known)),
        }
    }

    #[test]
    fn at_the_tipping_point_both_are_level(
        weights in vec(1_u32..1000, 2..6), f in 0.0..=1.0_f64, runner_up in any::<bool>(),
    ) {
        let sum: u32 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|w| f64::from(*w) / f64::from(sum)).collect();
        let (shifted, other) = if runner_up { (1, 0) } else { (0, 1) };
        match tipping_point(shares[shifted], shares[other], f).unwrap() {
            Some(shift) => {
                let lead = final_lead_under(&shares, (0, 1), shifted, f, shift).unwrap();
                prop_assert!(lead.abs() < 1e-12, "{lead}");
                // Missing at random, both keep their places.
                let lead = final_lead_under(&shares, (0, 1), shifted, f, 0.0).unwrap();
                prop_assert!((lead - (shares[0] - shares[1])).abs() < 1e-15);
            }
            None => {
                let far = |shift| final_lead_under(&shares, (0, 1), shifted, f, shift).unwrap();
                prop_assert!(far(-600.0) * far(600.0) > -1e-12);
            }
        }
        // No shift leaves the hard bounds, and both ends are reached.
        let v = shares[0];
        prop_assert!((final_share_under(v, f, -600.0).unwrap() - f * v).abs() < 1e-12);
        prop_assert!((final_share_under(v, f, 600.0).unwrap() - (f * v + 1.0 - f)).abs() < 1e-12);
    }

    #[test]
    fn shares_and_votes_decide_alike(
        votes in vec(0_u64..500, 2..6), most in 0_u64..300,
    ) {
        let valid: u64 = votes.iter().sum();
        prop_assume!(valid > 0);
        let shares: Vec<_> = votes
            .iter()
            .map(|v| { let share = *v as f64 / valid as f64; (share, Bounds::exact(share)) })
            .collect();
        let counted = Bounds::exact(valid as f64 / (valid + most) as f64);
        let by_votes = Order::from_votes(&votes, OutstandingBallots::at_most(most));
        prop_assert_eq!(by_votes, Order::from_shares(&shares, counted).unwrap());
    }
}
