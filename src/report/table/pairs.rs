//! Every two polls against one another, as lines of a table.

use super::PairRecord;
use super::units::percent;
use crate::numeric::normal_upper_tail;
use crate::report::{Answer, BetweenPolls, PollPair, Report};

impl Report {
    /// Every two polls against one another and the reference count; columns as in [`PairRecord`]. Empty where pairs were
    /// not asked for.
    #[must_use]
    pub fn pairs(&self) -> Vec<PairRecord> {
        let Some(between) = &self.between_polls else {
            return Vec::new();
        };
        let m = between.polls.len();
        let all = (0..m).flat_map(|first| (first + 1..m).map(move |second| (first, second)));
        all.filter_map(|(first, second)| {
            let pair = between.pairs.as_ref()?.get(first, second)?;
            Some(self.of_pair(between, [first, second], &pair))
        })
        .collect()
    }

    fn of_pair(&self, between: &BetweenPolls, places: [usize; 2], pair: &PollPair) -> PairRecord {
        let [first, second] = places.map(|place| between.polls[place].clone());
        // All ranked polls have the same rows.
        let rank = (self.reference().poll(&first)).and_then(|poll| poll.rank.as_ref());
        let p = |z: f64| {
            normal_upper_tail(z.abs())
                .ok()
                .map(|tail| (2.0 * tail).min(1.0))
        };
        PairRecord {
            count: self.reference.clone(),
            first,
            second,
            total_variation: pair.total_variation.map(percent),
            difference: pair.difference.map(percent),
            difference_low: pair.interval.map(|of| percent(of.low())),
            difference_high: pair.interval.map(|of| percent(of.high())),
            z: pair.z,
            p: pair.z.and_then(p),
            p_adjusted: pair.adjusted_p_value,
            beyond_chance: (pair.z).map(|_| pair.beyond_chance.map_or(Answer::Open, Answer::from)),
            rows: rank
                .filter(|_| pair.z.is_some())
                .map(|rank| rank.rows.join(" & ")),
            not_tested: pair.not_tested.map(|why| why.name().to_owned()),
            correlation: pair.correlation,
        }
    }
}
