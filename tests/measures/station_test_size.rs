//! The test of a station whose tables are too many to look at each: many choices, some of them with hardly a vote.

use exitpoll::numeric::RandomStream;
use exitpoll::station::{DrawModel, StationTestMethod, station_test};

/// Interviews of `drawn` of the ballots, one after the other without replacement.
fn drawn_from(votes: &[u64], drawn: u64, stream: &mut RandomStream) -> Vec<u64> {
    let mut left = votes.to_vec();
    let mut table = vec![0; votes.len()];
    for _ in 0..drawn {
        let mut ballot = stream.below(left.iter().sum());
        let choice = left.iter().position(|votes| {
            let here = ballot < *votes;
            ballot = ballot.saturating_sub(*votes);
            here
        });
        let choice = choice.expect("a choice of every ballot");
        left[choice] -= 1;
        table[choice] += 1;
    }
    table
}

#[test]
fn interviews_that_were_drawn_at_random_are_as_seldom_outside_as_chance_alone_says() {
    // Four large choices and six with a vote each: 2.2 million tables and more, expected interviews of .027.
    let votes = [1050, 900, 600, 444, 1, 1, 1, 1, 1, 1];
    let stations = 100;
    let mut p_values = Vec::new();
    for station in 0..stations {
        let interviews = drawn_from(&votes, 80, &mut RandomStream::new(7, station));
        let test = station_test(DrawModel::Hypergeometric, &votes, &interviews).expect("a test");
        assert_eq!(test.method, StationTestMethod::MonteCarlo);
        p_values.push(test.p_value);
    }
    let below = |level: f64| p_values.iter().filter(|p| **p <= level).count() as f64;
    // A binomial count of 100 is above its mean by three standard deviations once in a thousand seeds.
    for level in [0.05, 0.25, 0.5] {
        let mean = stations as f64 * level;
        let spread = (mean * (1.0 - level)).sqrt();
        assert!(
            below(level) <= mean + 3.0 * spread,
            "{level}: {}",
            below(level)
        );
        assert!(
            below(level) >= mean - 3.5 * spread,
            "{level}: {}",
            below(level)
        );
    }
    // Bonferroni's level of all of them.
    assert_eq!(below(0.05 / stations as f64), 0.0);
}

#[test]
fn one_interview_for_a_choice_with_one_vote_makes_no_station_impossible() {
    // 300,000 random tables of numpy in the order of their probability: .025. Pearson's X² would say 4e-62.
    let votes = [9000, 9000, 9000, 9000, 9000, 1];
    let test = station_test(DrawModel::Hypergeometric, &votes, &[30, 30, 30, 30, 30, 1]);
    let test = test.expect("a test");
    assert!((test.p_value - 0.025).abs() < 0.007, "{}", test.p_value);
}

#[test]
fn what_no_number_of_random_tables_could_show_has_a_bound() {
    let votes = [9000, 9000, 9000, 9000, 9000, 1];
    for model in [DrawModel::Hypergeometric, DrawModel::Multinomial] {
        let test = station_test(model, &votes, &[100, 20, 10, 10, 10, 0]).expect("a test");
        assert_eq!(test.method, StationTestMethod::Bound);
        // The first choice alone: 100 of 150 where 30 are expected.
        assert!(test.p_value > test.choices[0].two_sided && test.p_value < 1e-20);
    }
}
