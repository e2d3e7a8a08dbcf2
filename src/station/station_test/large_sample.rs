//! Pearson's X² of one station.

use crate::error::Result;
use crate::numeric::chi_squared_upper_tail;

/// Expected interviews below which χ² is no approximation of X² (Cochran 1954).
const FEWEST: f64 = 5.0;

/// P(χ² ≥ X² · correction) over the choices that have votes. Those with fewer than five expected interviews are thrown
/// together, with the next larger ones until they have five: by the votes alone, so that what they hold decides nothing.
pub(super) fn large_sample(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
    correction: f64,
) -> Result<f64> {
    let mut choices: Vec<(f64, f64)> = (official.iter().zip(interviews))
        .filter(|(votes, _)| **votes > 0)
        .map(|(votes, count)| (*votes as f64 / all as f64 * drawn as f64, *count as f64))
        .collect();
    choices.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut cells: Vec<(f64, f64)> = Vec::with_capacity(choices.len());
    for (expected, count) in choices {
        match cells.last_mut() {
            Some(last) if last.0 < FEWEST => {
                last.0 += expected;
                last.1 += count;
            }
            _ => cells.push((expected, count)),
        }
    }
    if cells.len() < 2 {
        return Ok(1.0);
    }
    let statistic: f64 = (cells.iter())
        .map(|(expected, count)| (count - expected).powi(2) / expected)
        .sum();
    chi_squared_upper_tail(statistic * correction, (cells.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::large_sample;
    use crate::numeric::chi_squared_upper_tail;

    #[test]
    fn choices_with_few_expected_interviews_are_thrown_together() {
        // Expected 450, 450, 60, 39 and 1: the last joins the 39, which have 40 then.
        let official = [45_000, 45_000, 6_000, 3_900, 100];
        let p = large_sample(&official, &[440, 455, 62, 38, 5], 100_000, 1_000, 1.0).unwrap();
        let statistic = 100.0 / 450.0 + 25.0 / 450.0 + 4.0 / 60.0 + 9.0 / 40.0;
        let expected = chi_squared_upper_tail(statistic, 3.0).unwrap();
        assert!((p - expected).abs() < 1e-12);
    }
}
