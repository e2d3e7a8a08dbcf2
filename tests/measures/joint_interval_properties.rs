//! What holds for simultaneous intervals, leads, differences and ranks of any input.

use exitpoll::interval::{
    DirichletPosterior, Interval, LeadMethod, MultinomialMethod, RankMethod, TwoSampleMethod, lead,
};
use exitpoll::{Confidence, Sample};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seeded::seeded;

fn counts() -> impl Strategy<Value = Vec<f64>> {
    let count = prop_oneof![
        1 => Just(0.0),
        4 => (0.0..9.0f64).prop_map(|power| 10f64.powf(power)),
        2 => (0u32..400).prop_map(f64::from),
    ];
    vec(count, 2..12).prop_filter("somebody", |counts| counts.iter().sum::<f64>() > 0.0)
}

fn whole_counts() -> impl Strategy<Value = Vec<f64>> {
    vec((0u32..2000).prop_map(f64::from), 2..12)
        .prop_filter("somebody", |counts| counts.iter().sum::<f64>() > 0.0)
}

fn level() -> impl Strategy<Value = Confidence> {
    (0.5..0.9999f64).prop_map(|level| Confidence::new(level).unwrap())
}

/// `inner` within `outer`, but for rounding.
fn within(inner: Interval, outer: Interval) -> bool {
    outer.low() <= inner.low() + 1e-14 && inner.high() <= outer.high() + 1e-14
}

fn in_range(interval: Interval, low: f64) -> bool {
    low <= interval.low() && interval.low() <= interval.high() && interval.high() <= 1.0
}

/// All but Sison & Glaz's, whose counts must be whole.
fn formulas() -> impl Iterator<Item = MultinomialMethod> {
    let of_whole_counts = MultinomialMethod::SisonGlaz;
    MultinomialMethod::ALL
        .into_iter()
        .filter(move |method| *method != of_whole_counts)
}

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn simultaneous_intervals_hold_the_shares_and_nest(counts in counts(), one in level(), other in level()) {
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        let total: f64 = counts.iter().sum();
        for method in formulas() {
            let inner = method.intervals(&counts, low).unwrap();
            let outer = method.intervals(&counts, high).unwrap();
            let mut turned = counts.clone();
            turned.reverse();
            let mirrored = method.intervals(&turned, low).unwrap();
            for (i, count) in counts.iter().enumerate() {
                prop_assert!(in_range(inner[i], 0.0));
                prop_assert!(within(inner[i], outer[i]));
                let share = count / total;
                prop_assert!(inner[i].low() <= share + 1e-15 && share <= inner[i].high() + 1e-15);
                let twin = mirrored[counts.len() - 1 - i];
                prop_assert!((twin.low() - inner[i].low()).abs() <= 1e-14 * twin.low());
            }
        }
        let goodman = MultinomialMethod::Goodman.intervals(&counts, low).unwrap();
        prop_assert_eq!(goodman, MultinomialMethod::BonferroniWilson.intervals(&counts, low).unwrap());
    }

    #[test]
    fn sison_glaz_holds_the_shares_and_reaches_further_at_a_higher_level(
        counts in whole_counts(), one in level(), other in level(),
    ) {
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        let total: f64 = counts.iter().sum();
        let inner = MultinomialMethod::SisonGlaz.intervals(&counts, low).unwrap();
        let outer = MultinomialMethod::SisonGlaz.intervals(&counts, high).unwrap();
        let mut turned = counts.clone();
        turned.reverse();
        let mirrored = MultinomialMethod::SisonGlaz.intervals(&turned, low).unwrap();
        for (i, count) in counts.iter().enumerate() {
            prop_assert!(in_range(inner[i], 0.0));
            // The method's upper end is not monotone; its lower end and its width are.
            prop_assert!(outer[i].low() <= inner[i].low() + 1e-14);
            if inner[i].low() > 0.0 && outer[i].low() > 0.0 && outer[i].high() < 1.0 {
                prop_assert!(inner[i].width() <= outer[i].width() + 1e-12);
            }
            let share = count / total;
            prop_assert!(inner[i].low() <= share + 1e-15 && share <= inner[i].high() + 1e-15);
            let twin = mirrored[counts.len() - 1 - i];
            prop_assert!((twin.high() - inner[i].high()).abs() < 1e-9);
        }
    }

    #[test]
    fn sison_glaz_is_narrower_in_sum_than_goodman_for_many_choices_of_like_size(
        counts in vec((60u32..90).prop_map(f64::from), 8..30),
    ) {
        let sum = |method: MultinomialMethod| -> f64 {
            let intervals = method.intervals(&counts, Confidence::P95).unwrap();
            intervals.iter().map(Interval::width).sum()
        };
        let (ours, goodman) = (sum(MultinomialMethod::SisonGlaz), sum(MultinomialMethod::Goodman));
        prop_assert!(ours < goodman, "{} against {}", ours, goodman);
        prop_assert!(ours > 0.0);
    }

    #[test]
    fn posteriors_hold_their_means_and_somebody_leads(counts in vec(0.0..400.0f64, 2..6), one in level()) {
        prop_assume!(counts.iter().sum::<f64>() > 0.0);
        let posterior = DirichletPosterior::jeffreys(&counts).unwrap();
        let mean = posterior.mean();
        prop_assert!((mean.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let alone = posterior.intervals(one);
        let together = posterior.simultaneous_intervals(one);
        for (inner, outer) in alone.into_iter().zip(together) {
            prop_assert!(in_range(inner, 0.0) && within(inner, outer));
        }
        let leads = posterior.lead_probabilities();
        prop_assert!((leads.iter().sum::<f64>() - 1.0).abs() < 1e-11, "{:?}", leads);
    }

    #[test]
    fn leads_are_antisymmetric_nest_and_agree_with_their_test(
        first in 0.0..1.0f64, part in 0.0..1.0f64, power in 0.0..9.0f64, one in level(), other in level(),
    ) {
        let size = 10f64.powf(power);
        let (first, second) = (first * size, (1.0 - first) * part * size);
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        let estimate = (first - second) / size;
        for method in LeadMethod::ALL {
            let inner = method.interval(first, second, size, low).unwrap();
            let outer = method.interval(first, second, size, high).unwrap();
            let turned = method.interval(second, first, size, low).unwrap();
            prop_assert!(in_range(inner, -1.0));
            prop_assert!(within(inner, outer));
            prop_assert!(inner.low() <= estimate + 1e-15 && estimate <= inner.high() + 1e-15);
            prop_assert!((turned.low() + inner.high()).abs() < 1e-14);
        }
        let p = lead::p_value(first, second).unwrap();
        prop_assume!((p / low.alpha() - 1.0).abs() > 1e-6);
        let score = LeadMethod::Score.interval(first, second, size, low).unwrap();
        prop_assert_eq!(p < low.alpha(), !score.contains(0.0));
    }

    #[test]
    fn differences_are_antisymmetric_and_nest(
        shares in [0.0..=1.0f64, 0.0..=1.0f64], powers in [0.1..9.0f64, 0.1..9.0f64], one in level(),
        other in level(),
    ) {
        let trials = powers.map(|power| 10f64.powf(power));
        let successes = [shares[0] * trials[0], shares[1] * trials[1]];
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        for method in TwoSampleMethod::ALL {
            let inner = method.interval(successes, trials, low).unwrap();
            let outer = method.interval(successes, trials, high).unwrap();
            let [x, y] = successes;
            let [n, m] = trials;
            let turned = method.interval([y, x], [m, n], low).unwrap();
            // Failures for successes turns the difference too.
            let mirrored = method.interval([n - x, m - y], trials, low).unwrap();
            prop_assert!(in_range(inner, -1.0));
            prop_assert!(within(inner, outer), "{} {:?} {:?}", method, inner, outer);
            prop_assert!((turned.low() + inner.high()).abs() < 1e-14);
            prop_assert!((mirrored.low() + inner.high()).abs() < 1e-12, "{} {:?} {:?}", method, inner, mirrored);
        }
    }

    #[test]
    fn ranks_of_the_step_down_lie_within_those_of_the_single_step(counts in counts(), one in level()) {
        let single = RankMethod::SingleStep.ranks(&counts, one).unwrap();
        let down = RankMethod::StepDown.ranks(&counts, one).unwrap();
        for (i, (wide, narrow)) in single.iter().zip(&down).enumerate() {
            prop_assert!(wide.best <= narrow.best && narrow.best <= narrow.worst && narrow.worst <= wide.worst);
            // The place in the sample is always among them, and so are all places of equals.
            let ahead = counts.iter().filter(|count| **count > counts[i]).count();
            let behind = counts.iter().filter(|count| **count < counts[i]).count();
            prop_assert!(narrow.contains(ahead + 1) && narrow.contains(counts.len() - behind));
        }
    }
}

#[test]
fn leads_without_doubt_give_single_ranks() {
    let counts = [1e6, 3e5, 1e5, 2e4];
    for method in RankMethod::ALL {
        let ranks = method.ranks(&counts, Confidence::P99).unwrap();
        for (place, rank) in ranks.into_iter().enumerate() {
            assert_eq!((rank.best, rank.worst), (place + 1, place + 1));
        }
    }
    // Two that nobody chose share the last two places.
    let ranks = RankMethod::StepDown
        .ranks(&[1000.0, 0.0, 0.0], Confidence::P95)
        .unwrap();
    assert_eq!((ranks[1].best, ranks[2].worst), (2, 3));
}

#[test]
fn slices_give_what_scalars_give() {
    let p95 = Confidence::P95;
    let empty = Interval::default();
    let counts = [300.25, 120.5, 80.0, 0.0];
    for method in formulas() {
        let mut out = [empty; 4];
        method.intervals_into(&counts, p95, &mut out).unwrap();
        assert_eq!(method.intervals(&counts, p95).unwrap(), out);
    }
    for method in LeadMethod::ALL {
        let mut out = [empty; 3];
        let (first, second, size) = ([0.0, 7.5, 40.0], [0.0, 2.5, 60.0], [5.0, 31.5, 100.0]);
        method
            .intervals(&first, &second, &size, p95, &mut out)
            .unwrap();
        for i in 0..3 {
            let alone = method.interval(first[i], second[i], size[i], p95).unwrap();
            assert_eq!(alone, out[i]);
        }
    }
}

/// The field that an error names.
fn field<T: std::fmt::Debug>(result: exitpoll::Result<T>) -> String {
    let error = result.expect_err("a refusal");
    assert!(!error.help().is_empty());
    error.field().expect("a field").to_owned()
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let p95 = Confidence::P95;
    for method in MultinomialMethod::ALL {
        assert_eq!(field(method.intervals(&[3.0], p95)), "counts");
        assert_eq!(field(method.intervals(&[0.0, 0.0], p95)), "counts");
        assert_eq!(field(method.intervals(&[1.0, -1.0], p95)), "counts[1]");
        assert_eq!(field(method.intervals(&[f64::NAN, 1.0], p95)), "counts[0]");
        assert_eq!(
            field(method.intervals(&[1.0, f64::INFINITY], p95)),
            "counts[1]"
        );
        assert_eq!(
            field(method.intervals(&[f64::MAX, f64::MAX], p95)),
            "counts"
        );
        assert_eq!(
            field(method.intervals_into(&[1.0, 2.0], p95, &mut [])),
            "out"
        );
        let unknown = Sample::default();
        assert_eq!(
            field(method.intervals_of_shares(&[0.5, 0.5], &unknown, p95)),
            "respondents"
        );
        let known = Sample::builder().respondents(100).build().unwrap();
        assert_eq!(
            field(method.intervals_of_shares(&[0.5, 0.4], &known, p95)),
            "shares"
        );
        assert_eq!(
            field(method.intervals_of_shares(&[1.5, 0.4], &known, p95)),
            "shares[0]"
        );
        assert_eq!(
            field(method.intervals_of_shares(&[1.0], &known, p95)),
            if method == MultinomialMethod::SisonGlaz {
                "shares"
            } else {
                "counts"
            }
        );
    }
    assert_eq!(
        field(MultinomialMethod::SisonGlaz.intervals(&[2.5, 1.0], p95)),
        "counts[0]"
    );
    assert_eq!(
        field(MultinomialMethod::SisonGlaz.intervals(&[1e300, 1.0], p95)),
        "counts"
    );
    assert_eq!(
        field("sison".parse::<MultinomialMethod>()),
        "method of simultaneous intervals"
    );

    assert_eq!(
        field(DirichletPosterior::with_prior(&[1.0, 0.0], &[1.0])),
        "prior"
    );
    assert_eq!(
        field(DirichletPosterior::with_prior(&[1.0, 0.0], &[1.0, 0.0])),
        "prior[1]"
    );
    assert_eq!(
        field(DirichletPosterior::with_prior(&[1.0, 0.0], &[-1.0, 1.0])),
        "prior[0]"
    );

    for method in LeadMethod::ALL {
        assert_eq!(field(method.interval(1.0, 1.0, 0.0, p95)), "size");
        assert_eq!(field(method.interval(5.0, 1.0, 4.0, p95)), "first");
        assert_eq!(field(method.interval(3.0, -1.0, 4.0, p95)), "second");
        assert_eq!(field(method.interval(3.0, 2.0, 4.0, p95)), "second");
        assert_eq!(field(method.interval(3.0, f64::NAN, 4.0, p95)), "second");
    }
    assert_eq!(field(lead::p_value(-1.0, 2.0)), "first");
    for method in TwoSampleMethod::ALL {
        assert_eq!(
            field(method.interval([1.0, 1.0], [2.0, 0.0], p95)),
            "trials2"
        );
        assert_eq!(
            field(method.interval([3.0, 1.0], [2.0, 2.0], p95)),
            "successes1"
        );
        assert_eq!(
            field(method.interval([1.0, f64::NAN], [2.0, 2.0], p95)),
            "successes2"
        );
    }
    let small = TwoSampleMethod::MiettinenNurminen.interval([0.1, 0.1], [0.5, 0.5], p95);
    assert_eq!(field(small), "trials");
    assert_eq!(field(RankMethod::StepDown.ranks(&[1.0], p95)), "counts");
}

#[test]
fn names_read_back() {
    for method in MultinomialMethod::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        assert_eq!(
            serde_json::to_string(&method).unwrap(),
            format!("\"{method}\"")
        );
    }
    for method in LeadMethod::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        assert_eq!(
            serde_json::to_string(&method).unwrap(),
            format!("\"{method}\"")
        );
    }
    for method in TwoSampleMethod::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        assert_eq!(
            serde_json::to_string(&method).unwrap(),
            format!("\"{method}\"")
        );
    }
    for method in RankMethod::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        assert_eq!(
            serde_json::to_string(&method).unwrap(),
            format!("\"{method}\"")
        );
    }
}
