//! A table of whole counts for shares and an effective size.

use crate::error::{Error, Result};

/// `size` without its fraction, shared out to `shares` (which sum to 1) by largest remainders; of equal
/// remainders the earlier choice's counts.
pub(super) fn of_shares(shares: &[f64], size: f64) -> Result<Vec<f64>> {
    // A design effect of 1.25 on 500 respondents gives 400 and not the double below it.
    let nearest = size.round();
    let total = if (size - nearest).abs() <= 1e-9 * size {
        nearest
    } else {
        size.floor()
    };
    if total < 1.0 {
        return Err(Error::out_of_range(
            "effective size",
            size,
            "Sison–Glaz counts whole respondents and needs one at least; use goodman",
        ));
    }
    let mut table: Vec<f64> = shares
        .iter()
        .map(|share| whole_part(share * total))
        .collect();
    let mut remainders: Vec<(usize, f64)> = shares
        .iter()
        .zip(&table)
        .map(|(share, count)| share * total - count)
        .enumerate()
        .collect();
    remainders.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut missing = total - table.iter().sum::<f64>();
    for (index, _) in remainders {
        if missing < 1.0 {
            break;
        }
        if let Some(count) = table.get_mut(index) {
            *count += 1.0;
            missing -= 1.0;
        }
    }
    Ok(table)
}

/// ⌊quota⌋, where a quota of 119.999999999 is 120.
fn whole_part(quota: f64) -> f64 {
    let nearest = quota.round();
    if (quota - nearest).abs() <= 1e-9 * quota {
        nearest
    } else {
        quota.floor()
    }
}

#[cfg(test)]
mod tests {
    use super::of_shares;

    #[test]
    fn the_counts_sum_to_the_whole_part_of_the_size() {
        // Quotas of 10: 4.6, 3.2, 2.2 (one to give, to the .6); the size's fraction goes first.
        assert_eq!(
            of_shares(&[0.46, 0.32, 0.22], 10.9),
            Ok(vec![5.0, 3.0, 2.0])
        );
        // Quotas of 400 that are whole but for their rounding.
        assert_eq!(
            of_shares(&[0.1 + 0.2, 0.7 - 1e-16, 0.0], 500.0 / 1.25),
            Ok(vec![120.0, 280.0, 0.0])
        );
        assert!(of_shares(&[0.5, 0.5], 0.9).is_err());
    }
}
