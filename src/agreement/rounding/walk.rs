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

/// Goes through the vertices of a box with a fixed sum: all shares at an end but one, which takes what the
/// sum leaves. Branches that cannot do better than the best so far are left out.
pub(super) struct Walk {
    steps: Vec<Step>,
    /// What the steps from one on can still add: to the dual bound, and to the sum.
    rest: Vec<(f64, Bounds)>,
    total: f64,
    /// The vertex, as far as it is built; free shares are filled in at its end.
    vertex: Vec<f64>,
}

/// The best value so far, and how many branches have been looked at.
pub(super) struct Record {
    pub best: f64,
    pub branches: u32,
    pub budget: u32,
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
    pub(super) fn new(mut steps: Vec<Step>, total: f64) -> Walk {
        // Shares whose end matters most come first.
        let stake = |step: &Step| (step.gain[1] - step.gain[0]).abs();
        steps.sort_by(|one, other| stake(other).total_cmp(&stake(one)));
        let mut rest = Vec::with_capacity(steps.len() + 1);
        let mut after = (0.0, Bounds::exact(0.0));
        rest.push(after);
        for step in steps.iter().rev() {
            after.0 += step.best();
            after.1.low += step.share.low;
            after.1.high += step.share.high;
            rest.push(after);
        }
        rest.reverse();
        Walk {
            vertex: vec![0.0; steps.len()],
            steps,
            rest,
            total,
        }
    }

    /// Calls `leaf` at each vertex of which the dual bound, `constant` and all gains, is above the best.
    pub(super) fn run(
        &mut self,
        constant: f64,
        record: &mut Record,
        leaf: &mut dyn FnMut(&[f64], &mut Record),
    ) {
        let start = Branch {
            depth: 0,
            sum: 0.0,
            bound: constant,
            free: None,
            is_open: self.steps.iter().any(|step| step.share.width() > 0.0),
        };
        self.visit(start, record, leaf);
    }

    fn visit(
        &mut self,
        branch: Branch,
        record: &mut Record,
        leaf: &mut dyn FnMut(&[f64], &mut Record),
    ) {
        record.branches = record.branches.saturating_add(1);
        let step = self.steps.get(branch.depth).copied();
        let (Some(step), Some(&(still, rest))) = (step, self.rest.get(branch.depth + 1)) else {
            if !branch.is_open {
                if let Some(free) = branch.free {
                    let left = self.total - branch.sum;
                    self.set(free.choice, left.clamp(free.share.low, free.share.high));
                }
                leaf(&self.vertex, record);
            }
            return;
        };
        let has_room = step.share.width() > 0.0;
        let at = |end: f64, gain: f64| Branch {
            depth: branch.depth + 1,
            sum: branch.sum + end,
            bound: branch.bound + gain,
            ..branch
        };
        let free = Branch {
            free: Some(step),
            is_open: false,
            ..at(0.0, step.best())
        };
        let (low, high) = (
            Some((step.share.low, at(step.share.low, step.gain[0]))),
            has_room.then(|| (step.share.high, at(step.share.high, step.gain[1]))),
        );
        let free = (has_room && branch.is_open).then_some((step.share.low, free));
        // The better end first.
        let order = if step.gain[1] > step.gain[0] {
            [high, low, free]
        } else {
            [low, high, free]
        };
        for (end, next) in order.into_iter().flatten() {
            let free = next.free.map_or(Bounds::exact(0.0), |step| step.share);
            let can_reach = next.sum + rest.low + free.low <= self.total + SLACK
                && next.sum + rest.high + free.high >= self.total - SLACK;
            // A trillionth is less than what the bound itself is off by rounding.
            let can_do_better = next.bound + still > record.best * (1.0 + 1e-12);
            if can_reach && can_do_better && record.branches < record.budget {
                self.set(step.choice, end);
                self.visit(next, record, leaf);
            }
        }
    }

    fn set(&mut self, choice: usize, share: f64) {
        if let Some(slot) = self.vertex.get_mut(choice) {
            *slot = share;
        }
    }
}
