//! Ballots drawn at random.

use crate::numeric::RandomStream;

/// How many of `drawn` ballots of `all`, drawn without replacement, are of each choice; `left` is room for what is left
/// of the votes.
pub(super) fn draw_ballots(
    votes: &[u64],
    all: u64,
    drawn: u64,
    stream: &mut RandomStream,
    left: &mut Vec<u64>,
    table: &mut [u64],
) {
    left.clear();
    left.extend_from_slice(votes);
    table.fill(0);
    for taken in 0..drawn {
        let mut ballot = stream.below(all - taken);
        for (left, count) in left.iter_mut().zip(table.iter_mut()) {
            if ballot < *left {
                *left -= 1;
                *count += 1;
                break;
            }
            ballot -= *left;
        }
    }
}
