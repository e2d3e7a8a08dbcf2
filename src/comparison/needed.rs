//! From which share of the ballots on something can no longer change.

use crate::numeric::Bounds;
use crate::partial::{counted_to_decide, counted_to_exclude};

/// From which share of the ballots on a statement about the final result holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed {
    /// By the figures as printed.
    pub(super) as_printed: f64,
    /// At most, whatever was not printed of them.
    pub(super) at_most: f64,
}

impl Needed {
    /// Where nothing was rounded, or all that rounding leaves is in the figure.
    pub(super) fn exactly(needed: f64) -> Needed {
        Needed {
            as_printed: needed,
            at_most: needed,
        }
    }

    /// For a choice that has `v` so far not to end at the share `p`.
    pub(super) fn to_exclude(p: f64, v: f64, v_bounds: Bounds) -> Option<Needed> {
        let nearest = p.clamp(v_bounds.low, v_bounds.high);
        let of = |v: f64| counted_to_exclude(p.clamp(0.0, 1.0), v.clamp(0.0, 1.0)).ok();
        Some(Needed {
            as_printed: of(v)?,
            at_most: of(nearest)?,
        })
    }

    /// For one choice to stay ahead of another.
    pub(super) fn to_decide(one: (f64, Bounds), other: (f64, Bounds)) -> Option<Needed> {
        let of = |lead: f64| counted_to_decide(lead.clamp(0.0, 1.0)).ok();
        let as_printed = of((one.0 - other.0).abs())?;
        let least = (one.1.low - other.1.high).max(other.1.low - one.1.high);
        Some(Needed {
            as_printed,
            at_most: of(least)?.max(as_printed),
        })
    }

    /// The one that takes more.
    pub(super) fn and(self, other: Needed) -> Needed {
        if self.at_most < other.at_most {
            other
        } else {
            self
        }
    }
}
