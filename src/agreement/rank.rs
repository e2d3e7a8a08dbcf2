//! Ranks of figures.

/// The rank of each figure, 1 for the largest, equal figures sharing the mean of their places; and Σ (t³ − t)
/// over the groups of t equal figures.
pub(super) fn ranks_and_ties(figures: &[f64]) -> (Vec<f64>, f64) {
    let mut order: Vec<(usize, f64)> = figures.iter().copied().enumerate().collect();
    // Not `total_cmp`: 0 and −0 are the same figure.
    order.sort_by(|(_, one), (_, other)| {
        other.partial_cmp(one).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut ranks = vec![0.0; figures.len()];
    let (mut before, mut ties) = (0.0, 0.0);
    for group in order.chunk_by(|(_, one), (_, other)| one == other) {
        let size = group.len() as f64;
        for &(place, _) in group {
            ranks[place] = before + 0.5 * (size + 1.0);
        }
        before += size;
        ties += (size * size - 1.0) * size;
    }
    (ranks, ties)
}

#[cfg(test)]
mod tests {
    use super::ranks_and_ties;

    #[test]
    fn equal_figures_share_the_mean_of_their_places() {
        let (ranks, ties) = ranks_and_ties(&[0.2, 0.5, 0.1, 0.2]);
        assert_eq!(ranks, [2.5, 1.0, 4.0, 2.5]);
        assert_eq!(ties, 6.0);
        let (ranks, ties) = ranks_and_ties(&[0.0, -0.0, 0.0]);
        assert_eq!((ranks, ties), (vec![2.0; 3], 24.0));
    }
}
