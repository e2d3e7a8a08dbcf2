//! Thresholds, places and seats: what a poll called, against what the count says.

use exitpoll::accuracy::{Call, Said, SameSide, bloc_fits_members, ranks_of_leads};
use exitpoll::interval::{BinomialMethod, LeadMethod, RankInterval};
use exitpoll::partial::{Order, OutstandingBallots};
use exitpoll::{Bounds, Confidence, SeatEstimate, Threshold};
use proptest::prelude::*;

use crate::seeded::seeded;

fn seats(low: u64, high: u64) -> SeatEstimate {
    SeatEstimate::range(low, high).expect("low first")
}

fn bounds(low: f64, high: f64) -> Bounds {
    Bounds::new(low, high).expect("low first")
}

#[test]
fn a_list_below_the_threshold_is_below_it_though_it_is_printed_at_it() {
    // cases/min_threshold_call.json.
    let four = Threshold::at_least(4, 100).expect("valid");
    let count = Some(Said::of_votes(39_990, 1_000_000, four));
    assert_eq!(count, Some(Said::No));
    let interval = BinomialMethod::Wilson
        .interval(0.046 * 3000.0, 3000.0, Confidence::P95)
        .expect("valid");
    assert_eq!(
        format!(
            "{:.1} {:.1}",
            100.0 * interval.low(),
            100.0 * interval.high()
        ),
        "3.9 5.4"
    );
    let poll = Said::of_share(bounds(interval.low(), interval.high()), four);
    assert_eq!(Call::of(Some(poll), count), Call::Open);
    // By the figures alone, where nobody knows the sample.
    let printed = Said::of_share(bounds(0.0455, 0.0465), four);
    assert_eq!(Call::of(Some(printed), count), Call::Wrong);
    // With 30,000 respondents the interval lies above four.
    let larger = BinomialMethod::Wilson
        .interval(0.046 * 30_000.0, 30_000.0, Confidence::P95)
        .expect("valid");
    let poll = Said::of_share(bounds(larger.low(), larger.high()), four);
    assert_eq!(Call::of(Some(poll), count), Call::Wrong);
}

#[test]
fn a_threshold_that_must_be_exceeded_is_not_passed_by_meeting_it() {
    let half = Bounds::exact(0.5);
    assert_eq!(Said::of_share(half, Threshold::MAJORITY), Said::No);
    let at_least = Threshold::at_least(1, 2).expect("valid");
    assert_eq!(Said::of_share(half, at_least), Said::Yes);
    assert_eq!(Said::of_votes(50, 100, Threshold::MAJORITY), Said::No);
    assert_eq!(Said::of_votes(51, 100, Threshold::MAJORITY), Said::Yes);
    // Five percent of 20 is one vote, which in binary is a little more.
    let five = Threshold::at_least(5, 100).expect("valid");
    assert_eq!(Said::of_votes(1, 20, five), Said::Yes);
    let open = Threshold::MAJORITY.outcome_of_votes(51, 100, OutstandingBallots::at_most(2));
    assert_eq!(open.map(|outcome| outcome.said()), Ok(Said::Open));
    let passed = Threshold::MAJORITY.outcome_of_votes(51, 100, OutstandingBallots::at_most(1));
    assert_eq!(passed.map(|outcome| outcome.said()), Ok(Said::Yes));
    let missed = Threshold::MAJORITY.outcome_of_votes(40, 100, OutstandingBallots::at_most(5));
    assert_eq!(missed.map(|outcome| outcome.said()), Ok(Said::No));
}

#[test]
fn the_second_place_is_open_and_the_first_called_wrong() {
    // cases/min_second_place.json: 230,000, 192,000 and 191,000 votes, 10,000 ballots out.
    let order = Order::from_votes(
        &[230_000, 192_000, 191_000],
        OutstandingBallots::at_most(10_000),
    );
    let count: Vec<RankInterval> = (0..3)
        .map(|choice| {
            let (best, worst) = order.ranks(choice).expect("listed");
            RankInterval { best, worst }
        })
        .collect();
    // 16, 18 and 25 percent of 3,000.
    let counts = [480.0, 540.0, 750.0];
    let poll = ranks_of_leads(3, |one, other| {
        let lead = LeadMethod::Score
            .interval(counts[one], counts[other], 3000.0, Confidence::P95)
            .expect("valid");
        bounds(lead.low(), lead.high())
    });
    assert_eq!(poll[2], RankInterval { best: 1, worst: 1 });
    assert_eq!(Call::of_place(&poll, &count, 1), Call::Wrong);
    assert_eq!(Call::of_place(&poll, &count, 2), Call::Open);
    assert_eq!(Call::of_place(&poll, &count[..2], 1), Call::Unknown);
}

#[test]
fn several_calls_are_as_good_as_the_worst() {
    use Call::{Open, Right, Unknown, Wrong};
    assert_eq!(Call::all([Right, Right]), Right);
    assert_eq!(Call::all([Right, Open]), Open);
    assert_eq!(Call::all([Open, Unknown, Right]), Unknown);
    assert_eq!(Call::all([Unknown, Wrong, Right]), Wrong);
    assert_eq!(Call::all([]), Unknown);
}

#[test]
fn merged_seats_are_a_majority_together() {
    // cases/min_merged_seats.json: 30 and 25 in 53–57, 51 are a majority.
    let poll = Said::of_seats(53, 57, 51);
    let count = Said::of_seats(30 + 25, 30 + 25, 51);
    assert_eq!(Call::of(Some(poll), Some(count)), Call::Right);
    // cases/min_seat_dropped.json: no official figure.
    assert_eq!(
        Call::of(Some(Said::of_seats(40, 50, 51)), None),
        Call::Unknown
    );
    // cases/min_partial_seats.json: 49 to 53 of 100.
    assert_eq!(Said::of_seats(49, 53, 51), Said::Open);
}

#[test]
fn errors_to_one_side_are_said_of_three_misses_or_more() {
    let of = |ranges: &[(u64, u64)], choices| {
        let ranges: Vec<SeatEstimate> =
            ranges.iter().map(|&(low, high)| seats(low, high)).collect();
        SameSide::of(&ranges, 100, choices, Confidence::P95).expect("valid")
    };
    // cases/min_same_side.json: no range is missed.
    assert_eq!(of(&[(95, 105), (99, 101)], 1), None);
    assert_eq!(of(&[(80, 90), (85, 95)], 1), None);
    let three = of(&[(80, 90), (85, 95), (70, 99), (90, 110)], 1).expect("three miss");
    assert_eq!(
        (three.misses, three.probability, three.is_finding),
        (3, 0.25, false)
    );
    assert_eq!(of(&[(80, 90), (85, 95), (101, 120)], 1), None);
    let six = of(&[(101, 102); 6], 1).expect("six miss");
    assert!(six.above && six.is_finding && six.probability == 1.0 / 32.0);
    assert!(!of(&[(101, 102); 6], 2).expect("six miss").is_finding);
    assert!(SameSide::of(&[], 100, 0, Confidence::P95).is_err());
}

#[test]
fn a_bloc_is_a_check_on_its_members() {
    // cases/min_bloc_and_members.json: 48–56.
    let members = [seats(27, 31), seats(21, 25)];
    assert!(bloc_fits_members(seats(50, 55), &members));
    assert!(bloc_fits_members(seats(56, 60), &members));
    assert!(
        !bloc_fits_members(seats(57, 60), &members) && !bloc_fits_members(seats(40, 47), &members)
    );
}

proptest! {
    #![proptest_config(seeded(256))]

    // Rounding or an interval that shrinks never turns a yes into a no.
    #[test]
    fn what_is_said_of_more_is_said_of_less(low in 0.0..=1.0f64, width in 0.0..0.5f64, at in (0.0..=1.0f64, 0.0..=1.0f64)) {
        let threshold = Threshold::at_least(7, 100).expect("valid");
        let wide = bounds(low, (low + width).min(1.0));
        let inside = |t: f64| (wide.low() + t * wide.width()).clamp(wide.low(), wide.high());
        let narrow = bounds(inside(at.0.min(at.1)), inside(at.0.max(at.1)));
        let (one, other) = (Said::of_share(wide, threshold), Said::of_share(narrow, threshold));
        prop_assert!(one == other || one == Said::Open);
    }

    #[test]
    fn every_choice_has_a_rank_and_exact_leads_give_one_each(shares in prop::collection::vec(0.0..1.0f64, 1..8)) {
        let k = shares.len();
        let ranks = ranks_of_leads(k, |one, other| Bounds::exact(shares[one] - shares[other]));
        for (own, rank) in ranks.iter().enumerate() {
            let ahead = shares.iter().filter(|share| **share > shares[own]).count();
            prop_assert_eq!(rank.best, ahead + 1);
            prop_assert!(rank.best <= rank.worst && rank.worst <= k);
        }
        for place in 1..=k {
            let call = Call::of_place(&ranks, &ranks, place);
            prop_assert!(call == Call::Right || call == Call::Open);
        }
    }
}
