//! Branch and bound over one vector of shares.

use crate::numeric::Bounds;

/// How far a sum may be missed by rounding.
const SLACK: f64 = 1e-12;

/// One share: its bounds, and what it adds to the dual bound at either end.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// Its place in the vector.
    pub choice: usize,
    pub share: Bounds,
    pub gain: [f64; 2],
}

impl Step {
    fn best(&self) -> f64 {
        let [low, high] = self.gain;
        low.max(high)
    }
}

/// The best value so far, and how many branches have been looked at.
pub(super) struct Record {
    pub best: f64,
    pub branches: u32,
    pub budget: u32,
}

impl Record {
    /// Whether a bound is above the best; a trillionth is less than what the bound is off by rounding.
    pub(super) fn is_beaten_by(&self, bound: f64) -> bool {
        bound > self.best * (1.0 + 1e-12)
    }

    pub(super) fn keep(&mut self, value: f64) {
        self.best = self.best.max(value);
    }
}

/// All shares at an end but for at most one.
#[derive(Clone, Copy)]
pub(super) struct Vertex<'a> {
    /// 0 for the low end, 1 for the high one; 0 for the free share.
    ends: &'a [usize],
    free: Option<(usize, f64)>,
}

impl Vertex<'_> {
    /// The place of the free share, and the share.
    pub(super) fn free(&self) -> Option<(usize, f64)> {
        self.free
    }

    /// The share of a choice if it is the free one, otherwise at which end it is.
    pub(super) fn share(&self, choice: usize) -> Result<f64, usize> {
        match self.free {
            Some((place, share)) if place == choice => Ok(share),
            _ => Err(self.ends[choice]),
        }
    }

    /// Σ over the choices: of the end of each, and of the share of the free one.
    pub(super) fn total<T>(
        &self,
        cells: &[T],
        at_end: impl Fn((usize, &T)) -> f64,
        of_free: impl Fn(f64, &T) -> f64,
    ) -> f64 {
        let all: f64 = (self.ends.iter().zip(cells).enumerate())
            .filter(|(choice, _)| self.free.is_none_or(|(free, _)| free != *choice))
            .map(|(_, (end, cell))| at_end((*end, cell)))
            .sum();
        all + self
            .free
            .map_or(0.0, |(choice, share)| of_free(share, &cells[choice]))
    }
}

/// Goes through the vertices of a box with a fixed sum: all shares at an end but one, which takes what the
/// sum leaves. Branches that cannot do better than the best so far are left out.
pub(super) struct Walk {
    steps: Vec<Step>,
    /// What the steps from one on can still add: to the dual bound, and to the sum.
    rest: Vec<(f64, Bounds)>,
    total: f64,
    /// The end of each choice, as far as the vertex is built.
    ends: Vec<usize>,
}

/// The part of a vertex up to one share.
#[derive(Clone, Copy)]
struct Branch {
    depth: usize,
    sum: f64,
    bound: f64,
    /// The step of the free share.
    free: Option<Step>,
    /// Whether there is still to be one.
    is_open: bool,
}

impl Walk {
    /// Without steps; `start` gives them.
    pub(super) fn with_room(choices: usize) -> Walk {
        Walk {
            steps: Vec::with_capacity(choices),
            rest: Vec::with_capacity(choices + 1),
            total: 0.0,
            ends: Vec::with_capacity(choices),
        }
    }

    pub(super) fn start(&mut self, steps: impl Iterator<Item = Step>, total: f64) {
        self.total = total;
        self.steps.clear();
        self.steps.extend(steps);
        self.ends.clear();
        self.ends.resize(self.steps.len(), 0);
        // Shares whose end matters most come first; exact ones last, where they are no branch.
        let stake = |step: &Step| {
            if step.share.width() > 0.0 {
                (step.gain[1] - step.gain[0]).abs()
            } else {
                -1.0
            }
        };
        self.steps.sort_unstable_by(|one, other| {
            stake(other)
                .total_cmp(&stake(one))
                .then(one.choice.cmp(&other.choice))
        });
        self.rest.clear();
        let mut after = (0.0, Bounds::exact(0.0));
        self.rest.push(after);
        for step in self.steps.iter().rev() {
            after.0 += step.best();
            after.1.low += step.share.low;
            after.1.high += step.share.high;
            self.rest.push(after);
        }
        self.rest.reverse();
        let open = self.steps.partition_point(|step| step.share.width() > 0.0);
        self.steps.truncate(open);
    }

    /// Calls `leaf` at each vertex of which the dual bound, `constant` and all gains, is above the best.
    pub(super) fn run(
        &mut self,
        constant: f64,
        record: &mut Record,
        leaf: &mut impl FnMut(Vertex, &mut Record),
    ) {
        let start = Branch {
            depth: 0,
            sum: 0.0,
            bound: constant,
            free: None,
            is_open: !self.steps.is_empty(),
        };
        self.visit(start, record, leaf);
    }

    fn visit(
        &mut self,
        branch: Branch,
        record: &mut Record,
        leaf: &mut impl FnMut(Vertex, &mut Record),
    ) {
        record.branches = record.branches.saturating_add(1);
        let Some(step) = self.steps.get(branch.depth).copied() else {
            if !branch.is_open {
                // What is left for the free share beside the exact ones, which come last.
                let (_, exact) = self.rest[branch.depth];
                let free = branch.free.map(|free| {
                    let left = self.total - branch.sum - exact.low;
                    (free.choice, left.clamp(free.share.low, free.share.high))
                });
                let ends = &self.ends;
                leaf(Vertex { ends, free }, record);
            }
            return;
        };
        let (still, rest) = self.rest[branch.depth + 1];
        let at = |end: f64, gain: f64| Branch {
            depth: branch.depth + 1,
            sum: branch.sum + end,
            bound: branch.bound + gain,
            ..branch
        };
        let [gain_low, gain_high] = step.gain;
        let low = Some((0, at(step.share.low, gain_low)));
        let high = Some((1, at(step.share.high, gain_high)));
        let free = branch.is_open.then(|| {
            let free = Branch {
                free: Some(step),
                is_open: false,
                ..at(0.0, step.best())
            };
            (0, free)
        });
        // The better end first.
        let order = if gain_high > gain_low {
            [high, low, free]
        } else {
            [low, high, free]
        };
        for (end, next) in order.into_iter().flatten() {
            let free = next.free.map_or(Bounds::exact(0.0), |step| step.share);
            let can_reach = next.sum + rest.low + free.low <= self.total + SLACK
                && next.sum + rest.high + free.high >= self.total - SLACK;
            let can_do_better = record.is_beaten_by(next.bound + still);
            if can_reach && can_do_better && record.branches < record.budget {
                self.ends[step.choice] = end;
                self.visit(next, record, leaf);
            }
        }
    }
}
