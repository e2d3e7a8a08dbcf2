//! Every table, one by one.

use super::null::Null;
use crate::numeric::CompensatedSum;

/// The terms and weights of two or more choices at every count, and the walk through the tables.
struct Walk<'a> {
    null: &'a Null,
    choices: Vec<Vec<(f64, f64)>>,
    table: Vec<u64>,
    tail: CompensatedSum,
}

/// P(statistic at least the observed one), from all tables of n respondents.
pub(super) fn p_value(null: &Null) -> f64 {
    let choices = null
        .expected
        .iter()
        .map(|&e| {
            (0..=null.total)
                .map(|a| (null.term_at(a as f64, e), null.weight_at(a as f64, e)))
                .collect()
        })
        .collect();
    let mut walk = Walk {
        null,
        choices,
        table: vec![0; null.choices()],
        tail: CompensatedSum::default(),
    };
    walk.step(0, null.total, 0.0, 1.0);
    walk.tail.value() / null.normaliser()
}

impl Walk<'_> {
    /// All ways in which the choices from `place` on share the `left` respondents.
    fn step(&mut self, place: usize, left: u64, terms: f64, weight: f64) {
        if place + 2 >= self.choices.len() {
            self.last_two(left, terms, weight);
            return;
        }
        for a in 0..=left {
            let (term, factor) = self.choices[place][a as usize];
            self.table[place] = a;
            self.step(place + 1, left - a, terms + term, weight * factor);
        }
    }

    fn last_two(&mut self, left: u64, terms: f64, weight: f64) {
        let [.., one, other] = self.choices.as_slice() else {
            unreachable!("two choices or more have an official share");
        };
        let size = left as usize + 1;
        let (one, other) = (&one[..size], &other[..size]);
        let (sure, unsure) = (
            self.null.observed + self.null.slack,
            self.null.observed - self.null.slack,
        );
        let mut sum = 0.0;
        for (a, (first, second)) in (0..).zip(one.iter().zip(other.iter().rev())) {
            let total = terms + first.0 + second.0;
            if total > sure {
                sum += first.1 * second.1;
            } else if total >= unsure {
                if let [.., slot, last] = self.table.as_mut_slice() {
                    (*slot, *last) = (a, left - a);
                }
                if self.null.in_tail(total, &self.table) {
                    sum += first.1 * second.1;
                }
            }
        }
        self.tail.add(weight * sum);
    }
}
