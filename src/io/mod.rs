//! Readers and writers for the files that users have: one JSON document, or a pair of CSV tables.

pub mod csv;
pub mod fivethirtyeight;
mod form;
pub mod formats;
pub mod json;
mod rows;
pub mod stations;
mod text;

use serde::{Deserialize, Serialize};

use crate::model::{Contest, Observation, OfficialCount, Poll};

/// A contest with its counts and polls: what one document holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The contest.
    pub contest: Contest,
    /// Its official counts.
    #[serde(default)]
    pub counts: Vec<OfficialCount>,
    /// Its polls.
    #[serde(default)]
    pub polls: Vec<Poll>,
    /// What observers saw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
}
