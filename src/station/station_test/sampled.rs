//! Random tables of a draw without replacement.

use crate::numeric::RandomStream;
use crate::station::ballots::draw_ballots;

/// Tables drawn at most, and ballots in all of them together.
const MOST: u64 = 100_000;
const MOST_BALLOTS: u64 = 40_000_000;

/// Drawing ends with so many tables that are no more probable than the observed one: by then the p-value is known to a
/// fourteenth of itself.
const ENOUGH: u64 = 200;

/// What no p-value of random tables is below.
pub(super) const LEAST: f64 = 1.0 / (MOST + 1) as f64;

/// ln C(A, y) of one choice, for y up to what a draw can have.
fn log_ways(votes: u64, drawn: u64) -> Vec<f64> {
    let mut sum = 0.0;
    let steps = (0..votes.min(drawn)).map(|y| {
        sum += ((votes - y) as f64 / (y + 1) as f64).ln();
        sum
    });
    std::iter::once(0.0).chain(steps).collect()
}

/// A number of the figures themselves, so that stations do not share their random numbers.
fn stream_of(official: &[u64], interviews: &[u64]) -> u64 {
    // Fowler–Noll–Vo.
    let figures = official.iter().chain(interviews);
    figures.fold(0xcbf2_9ce4_8422_2325, |hash, figure| {
        (hash ^ figure).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The sequential Monte Carlo p-value of Besag & Clifford (1991, *Biometrika* 78), which is a test of its own: at most α
/// with a probability of at most α, whatever the tables.
pub(super) fn p_value(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
    order: &[usize],
) -> f64 {
    // Whom nobody asked is as random a draw as those who were, and C(A, y) = C(A, A − y): the smaller one is drawn.
    let swapped = drawn > all - drawn;
    let drawn = drawn.min(all - drawn);
    // The largest first: most ballots are found at once.
    let votes: Vec<u64> = order.iter().rev().map(|place| official[*place]).collect();
    let observed = (order.iter().rev()).map(|place| match swapped {
        true => official[*place] - interviews[*place],
        false => interviews[*place],
    });
    let ways: Vec<Vec<f64>> = votes.iter().map(|votes| log_ways(*votes, drawn)).collect();
    let log = |table: &[u64]| -> f64 {
        let each = ways.iter().zip(table);
        each.map(|(ways, count)| ways[*count as usize]).sum()
    };
    let mut table: Vec<u64> = observed.collect();
    // Equal probabilities differ by rounding alone, and count.
    let limit = log(&table) + 1e-9;
    let most = (MOST_BALLOTS / drawn.max(1)).min(MOST);
    let mut stream = RandomStream::new(0, stream_of(official, interviews));
    let mut left = Vec::with_capacity(votes.len());
    let mut found = 0;
    for tables in 1..=most {
        draw_ballots(&votes, all, drawn, &mut stream, &mut left, &mut table);
        if log(&table) <= limit {
            found += 1;
            if found == ENOUGH {
                return found as f64 / tables as f64;
            }
        }
    }
    (found + 1) as f64 / (most + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::p_value;
    use crate::station::station_test::enumerated;

    #[test]
    fn random_tables_give_the_exact_p_value_as_far_as_so_many_can() {
        let tables: [(&[u64], &[u64]); 4] = [
            (&[1, 1, 2, 400, 396], &[0, 1, 0, 34, 45]),
            (&[3, 40, 60, 97], &[1, 12, 10, 27]),
            // More than half of the ballots.
            (&[3, 40, 60, 97], &[3, 35, 41, 71]),
            (&[2, 150, 148], &[2, 30, 18]),
        ];
        for (official, interviews) in tables {
            let (all, drawn) = (official.iter().sum(), interviews.iter().sum());
            let order: Vec<usize> = (0..official.len()).collect();
            let exact = enumerated::p_value(official, interviews, all, drawn, &order);
            let sampled = p_value(official, interviews, all, drawn, &order);
            // Four standard errors of 1/√200.
            assert!(
                (sampled / exact - 1.0).abs() < 4.0 / 200.0_f64.sqrt(),
                "{official:?}: {sampled} and {exact}"
            );
            let again = p_value(official, interviews, all, drawn, &order);
            assert_eq!(sampled, again);
        }
    }
}
