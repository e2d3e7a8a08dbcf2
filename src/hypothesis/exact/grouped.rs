//! Every table, those that share all but their last two choices together.

use super::null::{Null, binomial_outside, log_poisson};
use super::profile::{Profile, boundary};
use crate::error::Result;
use crate::numeric::CompensatedSum;

/// So many groups at most: each takes about a microsecond.
const MOST_GROUPS: u64 = 100_000;

/// Windows of more counts than this are not held.
const MOST_COUNTS: u64 = 1_000_000;

struct Walk<'a> {
    null: &'a Null,
    profile: Profile,
    /// Sums of terms from here on belong to the tail for sure.
    limit: f64,
    table: Vec<u64>,
    tail: CompensatedSum,
    groups: u64,
}

/// P(statistic at least the observed one) without a table left out; `None` if there are too many groups.
///
/// The terms are convex, so whatever the first choices have, the counts of the next that leave the table
/// short of the observed one are an interval, and what lies outside is a binomial tail: at each choice that
/// tail is added, and only the interval is walked through.
pub(super) fn p_value(null: &Null) -> Result<Option<f64>> {
    let limit = null.observed + null.slack;
    let Some(profile) = Profile::new(null, limit, MOST_COUNTS) else {
        return Ok(None);
    };
    let mut walk = Walk {
        null,
        profile,
        limit,
        table: vec![0; null.choices()],
        tail: CompensatedSum::default(),
        groups: 0,
    };
    if !walk.count(0, null.total, 0.0) {
        return Ok(None);
    }
    walk.step(0, null.total, 0.0, 1.0)?;
    Ok(Some(walk.tail.value() / null.normaliser()))
}

impl Walk<'_> {
    /// The counts of the choice at `place` that leave room below the limit.
    fn range(&self, place: usize, left: u64, terms: f64) -> Option<(u64, u64)> {
        let (own, rest) = (&self.profile.terms[place], &self.profile.rest[place + 1]);
        let high = own.high().min(left.checked_sub(rest.low)?);
        let low = own.low.max(left.saturating_sub(rest.high()));
        let below = |a: u64| terms + own.at(a) + rest.at(left - a) < self.limit;
        // The sum is convex: the least lies where its increments change sign.
        let falls = |a: u64| own.at(a + 1) + rest.at(left - a - 1) < own.at(a) + rest.at(left - a);
        if low > high {
            return None;
        }
        let mode = boundary(low, high, |a| a == high || !falls(a));
        below(mode).then(|| {
            let lowest = boundary(low, mode, below);
            let highest = high - boundary(0, high - mode, |offset| below(high - offset));
            (lowest, highest)
        })
    }

    /// Counts the groups; false once they are too many.
    fn count(&mut self, place: usize, left: u64, terms: f64) -> bool {
        let places = self.table.len();
        if place + 2 >= places {
            self.groups += 1;
            return self.groups <= MOST_GROUPS;
        }
        let Some((low, high)) = self.range(place, left, terms) else {
            return true;
        };
        if place + 3 == places {
            self.groups = self.groups.saturating_add(high - low + 1);
            return self.groups <= MOST_GROUPS;
        }
        (low..=high).all(|a| {
            let term = self.term(place, a);
            self.count(place + 1, left - a, terms + term)
        })
    }

    fn term(&self, place: usize, a: u64) -> f64 {
        self.profile.terms[place].at(a)
    }

    fn step(&mut self, place: usize, left: u64, terms: f64, weight: f64) -> Result<()> {
        let (own, both) = (self.null.expected[place], self.profile.rest_expected[place]);
        let is_last = place + 2 >= self.table.len();
        let range = if is_last {
            self.short_of_observed(place, left, terms)
        } else {
            self.range(place, left, terms)
        };
        let outside = binomial_outside(range, left, own / both)?;
        self.tail
            .add(weight * log_poisson(left as f64, both).exp() * outside);
        if is_last {
            return Ok(());
        }
        let Some((low, high)) = range else {
            return Ok(());
        };
        for a in low..=high {
            self.table[place] = a;
            let factor = self.null.weight_at(a as f64, own);
            self.step(
                place + 1,
                left - a,
                terms + self.term(place, a),
                weight * factor,
            )?;
        }
        Ok(())
    }

    /// The counts of the last but one choice with which the table does not belong to the tail.
    fn short_of_observed(&mut self, place: usize, left: u64, terms: f64) -> Option<(u64, u64)> {
        let (mut low, mut high) = self.range(place, left, terms)?;
        // Within the limit lie only tables that fall short and, at the ends, the few that rounding leaves
        // undecided.
        while self.ends_in_tail(place, low, left, terms) {
            low += 1;
            if low > high {
                return None;
            }
        }
        while self.ends_in_tail(place, high, left, terms) {
            high -= 1;
        }
        Some((low, high))
    }

    fn ends_in_tail(&mut self, place: usize, a: u64, left: u64, terms: f64) -> bool {
        if let [.., slot, last] = self.table.as_mut_slice() {
            (*slot, *last) = (a, left - a);
        }
        let total = terms + self.term(place, a) + self.term(place + 1, left - a);
        self.null.in_tail(total, &self.table)
    }
}
