use serde::{Deserialize, Serialize};

use crate::partial::{FindingKind, Reachability};

/// The counts as they followed one another, and how each poll stood at each of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Night {
    /// The counts, the earliest first, as positions in the report's list.
    pub order: Vec<usize>,
    /// Each poll that has shares, in the order given.
    pub courses: Vec<PollCourse>,
    /// Counts that contradict one another.
    pub contradictions: Vec<Contradiction>,
}

/// How one poll stood over the night. With two readings of its base, the one that stood better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollCourse {
    /// The poll.
    pub poll: String,
    /// By what the counts say of their completeness: taken for ballots where it is of stations.
    pub as_stated: Option<Course>,
    /// By the registered voters without a counted ballot, which assumes nothing.
    pub registered: Option<Course>,
}

/// Whether a poll could still come true, count by count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// At each count, in the order of the night; absent where the count does not say how much is
    /// outstanding. At a final count, whether the poll equals it.
    pub standings: Vec<Option<Reachability>>,
    /// The same for the figure of the count's leader alone.
    pub leader: Vec<Option<Reachability>>,
    /// The place in the order of the night from which on the poll as a whole stayed impossible.
    pub impossible_from: Option<usize>,
    /// The place from which on the leader's figure did.
    pub leader_impossible_from: Option<usize>,
}

/// Two counts that cannot both be right as they are understood: counts were revised, or a share of the
/// stations was taken for one of the ballots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The earlier count.
    pub earlier: String,
    /// The later count.
    pub later: String,
    /// The choice; absent where it is about all ballots.
    pub choice: Option<String>,
    /// In which way.
    pub kind: FindingKind,
}
