//! Exact coverage of the binomial methods: computed from binomial probabilities, nothing simulated. Checks
//! it against the literature and against the table in the documentation of `BinomialMethod`.

use exitpoll::Confidence;
use exitpoll::interval::{BinomialMethod, Interval};
use exitpoll::numeric::{beta_cdf, binomial_probability, sum};

/// The methods that are defined by x and n alone.
fn methods() -> impl Iterator<Item = BinomialMethod> {
    BinomialMethod::ALL
        .into_iter()
        .filter(|method| *method != BinomialMethod::KornGraubard)
}

/// The intervals of 0, 1, … n successes in n, at 95 percent.
fn intervals(method: BinomialMethod, trials: u32) -> Vec<Interval> {
    let successes: Vec<f64> = (0..=trials).map(f64::from).collect();
    let sizes = vec![f64::from(trials); successes.len()];
    let nothing = Interval::default();
    let mut out = vec![nothing; successes.len()];
    method
        .intervals(&successes, &sizes, Confidence::P95, &mut out)
        .unwrap();
    out
}

/// P(X = x) summed over the x for which `covers`.
fn probability(trials: u32, p: f64, covers: impl Fn(usize) -> bool) -> f64 {
    sum((0..=trials)
        .filter(|x| covers(*x as usize))
        .map(|x| binomial_probability(f64::from(x), f64::from(trials), p).unwrap()))
}

/// Probability that the interval holds p.
fn coverage(intervals: &[Interval], p: f64) -> f64 {
    let trials = intervals.len() as u32 - 1;
    probability(trials, p, |x| intervals[x].contains(p))
}

/// Coverage averaged over p uniform on [0, 1]: as the integral of C(n,x) p^x (1−p)^(n−x) over an interval
/// is that of the density of Beta(x + 1, n − x + 1) over n + 1, no grid is needed.
fn mean_coverage(intervals: &[Interval]) -> f64 {
    let trials = intervals.len() as f64 - 1.0;
    let shares = (0_u32..).zip(intervals).map(|(x, interval)| {
        let (a, b) = (f64::from(x) + 1.0, trials - f64::from(x) + 1.0);
        beta_cdf(interval.high(), a, b).unwrap() - beta_cdf(interval.low(), a, b).unwrap()
    });
    sum(shares) / (trials + 1.0)
}

/// The infimum of the coverage over 0 < p < 1. Between two neighbouring ends of intervals the x that are
/// covered stay the same and are consecutive, and P(a ≤ X ≤ b) has no minimum inside: so the infimum is a
/// limit at an end.
fn least_coverage(intervals: &[Interval]) -> f64 {
    let trials = intervals.len() as u32 - 1;
    let mut ends: Vec<f64> = intervals.iter().flat_map(|i| [i.low(), i.high()]).collect();
    ends.extend([0.0, 1.0]);
    ends.sort_by(f64::total_cmp);
    // Ends that are one and the same but for rounding.
    ends.dedup_by(|one, other| *one - *other < 1e-12);
    let mut least = 1.0_f64;
    for pair in ends.windows(2) {
        let middle = 0.5 * (pair[0] + pair[1]);
        for end in pair {
            least = least.min(probability(trials, *end, |x| intervals[x].contains(middle)));
        }
    }
    least
}

fn table() -> String {
    let mut text = String::from(
        "Coverage at 95 percent, exact: the mean over p uniform on [0, 1] and the least over 0 < p < 1 \
         (`tests/measures/coverage.rs`\ncomputes this table and compares it; Korn–Graubard without a design is \
         Clopper–Pearson).\n\n\
         | method | n = 10: mean | least | n = 100: mean | least |\n| --- | --- | --- | --- | --- |\n",
    );
    for method in methods() {
        let [ten, hundred] = [10, 100].map(|trials| intervals(method, trials));
        text += &format!(
            "| {method} | {:.4} | {:.4} | {:.4} | {:.4} |\n",
            mean_coverage(&ten),
            least_coverage(&ten),
            mean_coverage(&hundred),
            least_coverage(&hundred),
        );
    }
    text
}

#[test]
fn the_documented_table_is_the_computed_one() {
    let documented = include_str!("../../src/interval/binomial/coverage.md");
    let computed = table();
    assert!(
        documented == computed,
        "src/interval/binomial/coverage.md should read\n{computed}"
    );
}

#[test]
fn a_grid_agrees_with_the_integral_and_never_falls_below_the_infimum() {
    for method in methods() {
        for trials in [1, 10, 100] {
            let intervals = intervals(method, trials);
            let points = 1000;
            let grid: Vec<f64> = (0..points)
                .map(|i| coverage(&intervals, (f64::from(i) + 0.5) / f64::from(points)))
                .collect();
            let mean = sum(grid.iter().copied()) / f64::from(points);
            assert!(
                (mean - mean_coverage(&intervals)).abs() < 2e-3,
                "{method}, n = {trials}: {mean} against {}",
                mean_coverage(&intervals)
            );
            let least = least_coverage(&intervals);
            assert!(
                grid.iter().all(|c| *c >= least - 1e-12),
                "{method} {trials}"
            );
        }
    }
}

/// What the theory promises of exact tests.
#[test]
fn exact_methods_never_cover_less_than_they_say() {
    for trials in [1, 2, 5, 10, 33, 100] {
        let exact = intervals(BinomialMethod::ClopperPearson, trials);
        let blaker = intervals(BinomialMethod::Blaker, trials);
        assert!(least_coverage(&exact) >= 0.95 - 1e-12, "n = {trials}");
        assert!(least_coverage(&blaker) >= 0.95 - 1e-12, "n = {trials}");
        assert!(mean_coverage(&blaker) <= mean_coverage(&exact));
    }
}

/// Brown, Cai & DasGupta (2001), sections 1 and 2: how the standard interval covers at n and p.
#[test]
fn wald_covers_as_brown_cai_and_dasgupta_print() {
    for (trials, p, printed) in [
        (100, 0.106, 0.952),
        (100, 0.107, 0.911),
        (30, 0.2, 0.946),
        (98, 0.2, 0.928),
        (17, 0.5, 0.951),
        (40, 0.5, 0.919),
        (591, 0.005, 0.945),
        (592, 0.005, 0.792),
    ] {
        let covered = coverage(&intervals(BinomialMethod::Wald, trials), p);
        assert!(
            (covered - printed).abs() <= 0.0005,
            "n = {trials}, p = {p}: {covered} against {printed}"
        );
    }
    assert_eq!(least_coverage(&intervals(BinomialMethod::Wald, 100)), 0.0);
}

/// Newcombe (1998), table II: mean coverage over n from 5 to 100, .8814 for the simple method without and
/// .9521 for the score method without continuity correction.
#[test]
fn mean_coverage_is_as_newcombe_prints() {
    for (method, printed) in [
        (BinomialMethod::Wald, 0.8814),
        (BinomialMethod::Wilson, 0.9521),
    ] {
        let means = (5..=100).map(|trials| mean_coverage(&intervals(method, trials)));
        let mean = sum(means) / 96.0;
        assert!((mean - printed).abs() <= 0.0001, "{method}: {mean}");
    }
}

/// Wilson's interval dips beside 0: below the lower end at x = 1, which nears .1765/n, only x = 0 is
/// covered, so the coverage nears e^−.1765 = .838 however large n is (Brown, Cai & DasGupta 2001,
/// section 4.1.1).
#[test]
fn wilson_dips_to_838_beside_0() {
    let trials = 100_000.0;
    let [none, one] = [0.0, 1.0].map(|x| {
        BinomialMethod::Wilson
            .interval(x, trials, Confidence::P95)
            .unwrap()
    });
    assert!((trials * one.low() - 0.1765).abs() < 5e-5);
    assert!(none.high() > one.low());
    let dip = binomial_probability(0.0, trials, one.low()).unwrap();
    assert!((dip - 0.838).abs() < 5e-4, "{dip}");
}
