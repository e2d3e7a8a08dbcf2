use serde::Serialize;

use super::Basis;
use crate::numeric::Bounds;
use crate::partial::{FindingKind, InvalidBallots, Reachability};

/// The counts as they followed one another, and how each poll stood at each of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Night {
    /// The names of the counts, the earliest first.
    pub order: Vec<String>,
    /// Each poll of which it is known whether it can come true, in the order given, on each basis on which a count can
    /// be read.
    pub courses: Vec<PollCourse>,
    /// Counts that contradict one another.
    pub contradictions: Vec<CountContradiction>,
}

impl Night {
    /// The course of this poll on this basis.
    #[must_use]
    pub fn course(&self, poll: &str, basis: Basis) -> Option<&PollCourse> {
        self.courses
            .iter()
            .find(|course| course.poll == poll && course.basis == basis)
    }
}

/// How one poll stood over the night on one basis, in the reading on which its verdict stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PollCourse {
    /// The poll.
    pub poll: String,
    /// How the number of outstanding ballots is known.
    pub basis: Basis,
    /// Count by count, the earliest first; a count that says nothing on this basis is left out. At a final
    /// count: whether the poll equals it.
    pub steps: Vec<CourseStep>,
    /// The count from which on the poll as a whole stayed impossible.
    pub impossible_from: Option<String>,
    /// The count from which on the leader's figure did.
    pub leader_impossible_from: Option<String>,
}

/// How a poll stood at one count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CourseStep {
    /// The count.
    pub count: String,
    /// The poll as a whole.
    pub whole: Reachability,
    /// The figure of the count's leader alone; absent where several lead.
    pub leader: Option<Reachability>,
    /// Where the poll as a whole is impossible by a stated share of the ballots: what proportion of the ballots
    /// counted would have to be invalid for it to be possible all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless_invalid: Option<f64>,
}

/// Two counts that cannot both be right as they are understood: counts were revised, or a share of the
/// ballots was misstated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CountContradiction {
    /// The earlier count.
    pub earlier: String,
    /// The later count.
    pub later: String,
    /// The choice; absent where it is about all ballots.
    pub choice: Option<String>,
    /// In which way.
    pub kind: FindingKind,
    /// The figure of the later count: the share of the choice, or the share of all votes that is counted.
    #[serde(default)]
    pub found: Option<Bounds>,
    /// What the earlier count leaves for it.
    #[serde(default)]
    pub left: Option<Bounds>,
    /// On what that rests; absent for a final count, and from reports that were stored before it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// What proportion of the ballots of the earlier count would have to be invalid for it to contradict nothing, where
    /// it rests on a stated share of the ballots and nothing says how many are invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless_invalid: Option<f64>,
}

impl CountContradiction {
    /// Whether it stands as a contradiction: what fewer invalid ballots than a [tenth](InvalidBallots::ENOUGH) would undo is
    /// a projection.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.unless_invalid
            .is_none_or(|unless| unless >= InvalidBallots::ENOUGH)
    }
}
