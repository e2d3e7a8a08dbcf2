//! Which of several counts is the most complete.

use std::cmp::Ordering;

use crate::model::{CountStatus, OfficialCount};

/// The most complete count: the last final one, by their times where both have one, that is no part of another, or the partial one with most votes; where votes do not tell, the
/// latest, or the one with most counted of the same; among equals the last. A percentage of the stations and one of
/// the ballots say nothing of one another.
pub(super) fn place(counts: &[OfficialCount]) -> usize {
    let mut most = 0;
    for (place, count) in counts.iter().enumerate().skip(1) {
        if is_at_least(count, &counts[most]) {
            most = place;
        }
    }
    most
}

/// Whether a count that stands later in the document is at least as complete as another.
fn is_at_least(count: &OfficialCount, other: &OfficialCount) -> bool {
    let is_final = |count: &OfficialCount| count.status() == CountStatus::Final;
    let first_difference = |orders: [Option<Ordering>; 4]| {
        let mut orders = orders.into_iter().flatten();
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    let both = |one: Option<u64>, two: Option<u64>| one.zip(two).map(|(one, two)| one.cmp(&two));
    let (own, theirs) = (count.completeness(), other.completeness());
    let counted = || match own.zip(theirs) {
        Some((own, theirs)) => {
            (own.of() == theirs.of()).then(|| own.value().total_cmp(&theirs.value()))
        }
        // A count that says how complete it is before one that does not.
        None => Some(own.is_some().cmp(&theirs.is_some())),
    };
    if is_final(count) && is_final(other) {
        return !count.has_fewer_voters_than(other) && !other.is_surely_after(count);
    }
    first_difference([
        Some(is_final(count).cmp(&is_final(other))),
        both(count.votes(), other.votes()),
        count
            .as_of()
            .zip(other.as_of())
            .map(|(own, theirs)| own.cmp(&theirs)),
        counted(),
    ])
    .is_ge()
}
