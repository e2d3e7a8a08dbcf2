//! How near the poll and the count can come to each other.
//!
//! The shares P inside rounding bounds that sum to 1 are the base polytope of a 2-monotone set function,
//! p(X) = max(Σ_X low, 1 − Σ_rest high), the least that the choices X can have together; likewise the
//! most that they can have in the count, v(X) = min(Σ_X high, 1 − Σ_rest low). For such sets one pair of
//! vectors is the nearest by every measure at once: by every divergence Σ v·φ(p/v) (Huber & Strassen
//! 1973, *Annals of Statistics* 1), and, for differences, by every Σ φ(p − v) with symmetric convex φ,
//! and by the largest difference (least majorised elements; Fujishige 1980, *Mathematics of Operations
//! Research* 5). It is found by splitting: take all choices at their common ratio p/v (or difference);
//! if some of them must have more than that, they are a group of their own, and so on in both parts.
//! Both functions are the larger (or smaller) of two sums, so the choices that must have most are found
//! by trying four of them.

use crate::numeric::{Bounds, sum};

/// Choices with the same ratio, or the same difference, and what they have together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Group {
    pub poll: f64,
    pub count: f64,
    pub choices: f64,
}

/// What is made as equal as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Ratios,
    Differences,
}

/// The groups of the nearest pair, for bounds in which shares sum to 1.
pub(super) fn nearest(poll: &[Bounds], count: &[Bounds], between: Between) -> Vec<Group> {
    let mut groups = Vec::with_capacity(poll.len());
    // Choices before a part have been given their share already.
    let mut parts = vec![(vec![false; poll.len()], vec![true; poll.len()])];
    while let Some((before, part)) = parts.pop() {
        let start = Masses::of(poll, count, &before);
        let whole = Masses::of(poll, count, &union(&before, &part)).minus(start);
        let size = part.iter().filter(|inside| **inside).count() as f64;
        let (poll_mass, count_mass) = (whole.poll.max(0.0), whole.count.max(0.0));
        // A difference of sums that is only their rounding is none.
        let same = (poll_mass - count_mass).abs() < 1e-13;
        let group = Group {
            poll: if same { count_mass } else { poll_mass },
            count: count_mass,
            choices: size,
        };
        if size < 2.0 || (between == Between::Ratios && group.count == 0.0) {
            groups.push(group);
            continue;
        }
        // What each choice is to have at the common level: ratio·count, or count + difference.
        let (ratio, difference) = match between {
            Between::Ratios => (group.poll / group.count, 0.0),
            Between::Differences => (1.0, (group.poll - group.count) / size),
        };
        let mut best: Option<(f64, Vec<bool>)> = None;
        for (of_poll, of_count) in [
            (low as End, high as End),
            (low, low),
            (high, high),
            (high, low),
        ] {
            let choices: Vec<bool> = poll
                .iter()
                .zip(count)
                .zip(&part)
                .map(|((p, v), inside)| {
                    *inside && of_poll(p) - ratio * of_count(v) - difference > 0.0
                })
                .collect();
            let mass = Masses::of(poll, count, &union(&before, &choices)).minus(start);
            let number = choices.iter().filter(|inside| **inside).count() as f64;
            let excess = mass.poll - ratio * mass.count - difference * number;
            if number > 0.0
                && number < size
                && excess > best.as_ref().map_or(1e-14, |(most, _)| *most)
            {
                best = Some((excess, choices));
            }
        }
        match best {
            None => groups.push(group),
            Some((_, more)) => {
                let less = part
                    .iter()
                    .zip(&more)
                    .map(|(all, more)| *all && !more)
                    .collect();
                parts.push((union(&before, &more), less));
                parts.push((before, more));
            }
        }
    }
    groups
}

type End = fn(&Bounds) -> f64;

fn low(b: &Bounds) -> f64 {
    b.low
}

fn high(b: &Bounds) -> f64 {
    b.high
}

fn union(one: &[bool], other: &[bool]) -> Vec<bool> {
    one.iter().zip(other).map(|(a, b)| *a || *b).collect()
}

/// The least that choices can have in the poll and the most that they can have in the count.
#[derive(Clone, Copy)]
struct Masses {
    poll: f64,
    count: f64,
}

impl Masses {
    fn of(poll: &[Bounds], count: &[Bounds], choices: &[bool]) -> Masses {
        let total = |shares: &[Bounds], end: End, inside: bool| {
            let chosen = shares.iter().zip(choices).filter(|(_, c)| **c == inside);
            sum(chosen.map(|(b, _)| end(b)))
        };
        Masses {
            poll: total(poll, low, true).max(1.0 - total(poll, high, false)),
            count: total(count, high, true).min(1.0 - total(count, low, false)),
        }
    }

    fn minus(self, start: Masses) -> Masses {
        Masses {
            poll: self.poll - start.poll,
            count: self.count - start.count,
        }
    }
}
