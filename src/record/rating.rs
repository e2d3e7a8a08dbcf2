//! The record as a table, and who is rated in it.

use serde::Serialize;

use super::summary::Summary;
use super::sums::Sums;
use super::tally::{PollsterSums, Tally};

/// How much a pollster must have polled before it is rated: ranked, and given a house effect. With few
/// polls a rating says how lucky they were. The default is a convention, not a theorem: 10 polls in 5
/// contests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub struct RatingRule {
    /// At least this many polls.
    pub polls: u64,
    /// In at least this many contests.
    pub contests: u64,
}

impl Default for RatingRule {
    fn default() -> RatingRule {
        RatingRule {
            polls: 10,
            contests: 5,
        }
    }
}

/// The record of many pollsters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Record {
    /// From when on a pollster is rated.
    pub rule: RatingRule,
    /// All polls together; with none, there is nothing to sum up.
    pub overall: Option<Summary>,
    /// Every pollster, rated or not, by name.
    pub pollsters: Vec<PollsterRecord>,
}

/// The record of one pollster.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PollsterRecord {
    /// Its name.
    pub pollster: String,
    /// Whether it has polled enough to be rated.
    pub rated: bool,
    /// Its figures.
    pub summary: Summary,
}

impl RatingRule {
    pub(super) fn admits(self, own: &PollsterSums) -> bool {
        own.sums.polls >= self.polls && own.contests.len() as u64 >= self.contests
    }
}

impl Record {
    /// The record of a pollster by its name.
    #[must_use]
    pub fn pollster(&self, name: &str) -> Option<&PollsterRecord> {
        let place = self
            .pollsters
            .binary_search_by(|one| one.pollster.as_str().cmp(name));
        self.pollsters.get(place.ok()?)
    }
}

impl Tally {
    /// What the sums say of every pollster and of all together.
    #[must_use]
    pub fn record(&self, rule: RatingRule) -> Record {
        let by_name = self.by_name();
        let mut all = Sums::default();
        for (_, own) in &by_name {
            all.merge(&own.sums);
        }
        let mut contests = Vec::new();
        let pollsters = by_name.into_iter().map(|(name, own)| {
            contests.clear();
            contests.extend(own.contests.iter().map(|(_, sums)| *sums));
            PollsterRecord {
                pollster: name.to_owned(),
                rated: rule.admits(own),
                summary: Summary::of(&own.sums, &contests),
            }
        });
        Record {
            rule,
            pollsters: pollsters.collect(),
            overall: (all.polls > 0).then(|| Summary::of(&all, &self.contest_totals())),
        }
    }
}
