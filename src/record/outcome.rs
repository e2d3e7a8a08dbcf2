//! What goes in: polls with what their contests came to.

use jiff::civil::Date;
use serde::Serialize;

/// One poll of one contest, with the result: what a report, a table or a program fills in. Shares are
/// proportions of one base, poll and result alike. `'a` is the life of the names, `'c` that of the list of
/// choices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PollOutcome<'a, 'c> {
    /// Who polled.
    pub pollster: &'a str,
    /// The contest, under a name that no other contest has.
    pub contest: &'a str,
    /// What kind of contest it is, for figures by kind.
    pub kind: Option<&'a str>,
    /// When the poll was taken.
    pub date: Option<Date>,
    /// Effective respondents, on the base of the shares; without them nothing about sampling is
    /// recorded of the poll.
    pub size: Option<f64>,
    /// The choices.
    pub choices: &'c [ChoiceOutcome<'a>],
    /// The official lead, where the source states it to more digits than its shares.
    pub result_lead: Option<ResultLead<'a>>,
    /// Whether the poll's leader won, where the source says so; otherwise it is told from the shares.
    pub call: Option<Call>,
}

/// One choice of a poll.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChoiceOutcome<'a> {
    /// The choice, under a name of its own.
    pub choice: &'a str,
    /// What it stands for in every contest (a party, a bloc, "yes"), where there is such a thing.
    pub bloc: Option<&'a str>,
    /// Its share in the poll.
    pub poll: f64,
    /// Its share in the result. A choice without one still counts for who led the poll.
    pub result: Option<f64>,
}

/// A stated official lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResultLead<'a> {
    /// The choice that stands first in the difference.
    pub of: &'a str,
    /// The choice that is taken from it.
    pub over: &'a str,
    /// The difference of their official shares, a proportion; negative where `over` is ahead.
    pub lead: f64,
}

/// Whether the leader of a poll won.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// The poll's only leader won.
    Right,
    /// The winner led the poll together with others: half a right call.
    Shared,
    /// Another led the poll.
    Wrong,
}

impl Call {
    /// 1, ½ or 0.
    #[must_use]
    pub fn credit(self) -> f64 {
        match self {
            Call::Right => 1.0,
            Call::Shared => 0.5,
            Call::Wrong => 0.0,
        }
    }
}

/// One row of a long table of polls and results: a choice of a poll. The rows of a poll have the same
/// pollster, contest, date and `name`; they need not stand together.
///
/// ```
/// use exitpoll::record::ContestRow;
///
/// let row: ContestRow = serde_json::from_str(
///     r#"{ "pollster": "One", "contest": "Mayor 2024", "date": "2024-02-07", "size": 800,
///          "choice": "Ada", "poll": 0.52, "result": 0.5 }"#,
/// ).unwrap();
/// assert_eq!((row.choice.as_str(), row.result), ("Ada", Some(0.5)));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestRow {
    /// Who polled.
    pub pollster: String,
    /// The contest.
    pub contest: String,
    /// What kind of contest it is.
    #[serde(default)]
    pub kind: Option<String>,
    /// When the poll was taken.
    #[serde(default)]
    pub date: Option<Date>,
    /// What tells it from another poll of the same pollster, contest and date.
    #[serde(default)]
    pub name: Option<String>,
    /// Effective respondents.
    #[serde(default)]
    pub size: Option<f64>,
    /// The choice.
    pub choice: String,
    /// What the choice stands for in every contest.
    #[serde(default)]
    pub bloc: Option<String>,
    /// Its share in the poll, a proportion.
    pub poll: f64,
    /// Its share in the result, a proportion.
    #[serde(default)]
    pub result: Option<f64>,
}
