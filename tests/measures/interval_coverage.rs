//! What intervals of leads and confidence sets of ranks cover, from exact multinomial probabilities: every
//! sample of n respondents among three choices is enumerated.

use exitpoll::Confidence;
use exitpoll::interval::{LeadMethod, RankMethod};

/// Counts of the first two of three choices, and the probability of the sample.
fn samples(n: u32, shares: [f64; 3]) -> Vec<([f64; 3], f64)> {
    let logs = shares.map(f64::ln);
    let mut ln_factorial = vec![0.0];
    for i in 1..=n {
        ln_factorial.push(ln_factorial[i as usize - 1] + f64::from(i).ln());
    }
    let mut all = Vec::new();
    for x in 0..=n {
        for y in 0..=n - x {
            let counts = [x, y, n - x - y];
            let mut log = ln_factorial[n as usize];
            for (count, share) in counts.iter().zip(logs) {
                if *count > 0 {
                    log += f64::from(*count) * share;
                }
                log -= ln_factorial[*count as usize];
            }
            all.push((counts.map(f64::from), log.exp()));
        }
    }
    all
}

/// Shares on a grid of twentieths, none of them zero.
fn grid() -> Vec<[f64; 3]> {
    (1..19)
        .flat_map(|i| {
            (1..20 - i).map(move |j| [i, j, 20 - i - j].map(|part| f64::from(part) / 20.0))
        })
        .collect()
}

#[test]
fn intervals_of_leads() {
    // Wald covers too little at the edge of the triangle, the others about what they say: so Newcombe
    // (1998) and Tango (1998) for matched pairs.
    for n in [20, 50] {
        for method in LeadMethod::ALL {
            let intervals: Vec<_> = samples(n, [0.25, 0.25, 0.5])
                .into_iter()
                .map(|([x, y, _], _)| {
                    method
                        .interval(x, y, f64::from(n), Confidence::P95)
                        .unwrap()
                })
                .collect();
            let covered: Vec<f64> = grid()
                .into_iter()
                .map(|shares| {
                    let lead = shares[0] - shares[1];
                    samples(n, shares)
                        .iter()
                        .zip(&intervals)
                        .filter(|(_, interval)| {
                            interval.low() - 1e-12 <= lead && lead <= interval.high() + 1e-12
                        })
                        .map(|((_, probability), _)| probability)
                        .sum()
                })
                .collect();
            let mean = covered.iter().sum::<f64>() / covered.len() as f64;
            let least = covered.iter().copied().fold(1.0, f64::min);
            println!("n = {n}, {method}: mean {mean:.4}, least {least:.4}");
            match method {
                LeadMethod::Wald => assert!(mean < 0.945 && least < 0.9),
                _ => assert!((mean - 0.95).abs() < 0.012 && least > 0.91, "{method}"),
            }
        }
    }
}

#[test]
fn ranks_of_all_choices_together() {
    for (n, level) in [(20, 0.95), (40, 0.9), (40, 0.95)] {
        let confidence = Confidence::new(level).unwrap();
        for method in RankMethod::ALL {
            let ranks: Vec<_> = samples(n, [0.25, 0.25, 0.5])
                .into_iter()
                .map(|(counts, _)| method.ranks(&counts, confidence).unwrap())
                .collect();
            let mut least = 1.0f64;
            for shares in grid() {
                // All ranks that a choice can be given: ties make several.
                let best = shares.map(|own| 1 + shares.iter().filter(|s| **s > own + 1e-9).count());
                let worst =
                    shares.map(|own| 3 - shares.iter().filter(|s| **s < own - 1e-9).count());
                let covered: f64 = samples(n, shares)
                    .iter()
                    .zip(&ranks)
                    .filter(|(_, ranks)| {
                        let true_ones = best.iter().zip(worst);
                        ranks.iter().zip(true_ones).all(|(ours, (best, worst))| {
                            ours.contains(*best) && ours.contains(worst)
                        })
                    })
                    .map(|((_, probability), _)| probability)
                    .sum();
                least = least.min(covered);
            }
            println!("n = {n}, level {level}, {method}: least {least:.4}");
            assert!(least >= level, "{method} covers {least} at n = {n}");
        }
    }
}

/// Counts of four choices in every sample of n, and the logarithm of n!/∏x!.
fn samples_of_four(n: u32) -> Vec<([f64; 4], f64)> {
    let ln_factorial = |of: u32| (1..=of).map(|i| f64::from(i).ln()).sum::<f64>();
    let mut all = Vec::new();
    for x in 0..=n {
        for y in 0..=n - x {
            for z in 0..=n - x - y {
                let counts = [x, y, z, n - x - y - z];
                let ways = ln_factorial(n) - counts.map(ln_factorial).iter().sum::<f64>();
                all.push((counts.map(f64::from), ways));
            }
        }
    }
    all
}

#[test]
fn ranks_of_four_choices_together() {
    // A lead that is called settles its reverse too: of the second and third of three the test is then that of two.
    for level in [0.7, 0.9, 0.95] {
        let confidence = Confidence::new(level).unwrap();
        let samples = samples_of_four(24);
        let ranks: Vec<_> = (samples.iter())
            .map(|(counts, _)| RankMethod::StepDown.ranks(counts, confidence).unwrap())
            .collect();
        let mut least = 1.0f64;
        // Ties of two, three and all, and leads of which some are called nearly always and others nearly never.
        for shares in [
            [1, 1, 1, 1],
            [7, 1, 1, 1],
            [17, 1, 1, 1],
            [4, 4, 1, 1],
            [9, 9, 1, 1],
            [8, 3, 1, 1],
            [12, 3, 3, 2],
            [10, 6, 2, 2],
            [6, 5, 5, 4],
            [4, 3, 2, 1],
        ] {
            let total: i32 = shares.iter().sum();
            let best = shares.map(|own| 1 + shares.iter().filter(|s| **s > own).count());
            let worst = shares.map(|own| 4 - shares.iter().filter(|s| **s < own).count());
            let logs = shares.map(|of| (f64::from(of) / f64::from(total)).ln());
            let covered: f64 = (samples.iter().zip(&ranks))
                .filter(|(_, ranks)| {
                    let true_ones = best.iter().zip(worst);
                    ranks
                        .iter()
                        .zip(true_ones)
                        .all(|(ours, (best, worst))| ours.contains(*best) && ours.contains(worst))
                })
                .map(|((counts, ways), _)| {
                    let log: f64 = counts.iter().zip(logs).map(|(x, log)| x * log).sum();
                    (ways + log).exp()
                })
                .sum();
            least = least.min(covered);
        }
        println!("four choices, level {level}: least {least:.4}");
        assert!(least >= level, "covers {least} at {level}");
    }
}
