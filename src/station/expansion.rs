//! For how much of its stratum a counted station stands.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};

/// For how many stations a counted station stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Expansion {
    /// N_h/n_h: all stations of its stratum over the counted ones.
    Stations,
    /// M_h/Σ m: all registered voters of its stratum over those of the counted stations.
    Registered,
}

impl Expansion {
    /// Both, in the order above.
    pub const ALL: [Expansion; 2] = [Expansion::Stations, Expansion::Registered];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Expansion::Stations => "stations",
            Expansion::Registered => "registered",
        }
    }
}

impl fmt::Display for Expansion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Expansion {
    type Err = Error;
    fn from_str(text: &str) -> Result<Expansion> {
        by_name("expansion", text, Expansion::ALL, Expansion::name)
    }
}
