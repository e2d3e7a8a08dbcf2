//! Stations at which people were asked and nobody answered.

use serde::Serialize;

use crate::station::table::StationTable;

/// A station that was drawn and visited, and at which nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SilentStation {
    /// Its place in the table.
    pub station: usize,
    /// Its place in the order in which the stations were given, from 0.
    pub position: usize,
    /// Its line in the file; absent where it was read from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Its name; empty where it has none.
    pub name: String,
    /// Voters who refused there; absent where nobody noted them.
    pub refused: Option<u64>,
}

pub(super) fn silent(table: &StationTable) -> Vec<SilentStation> {
    (0..table.len())
        .filter(|station| table.interviews(*station).len() > 0 && !table.responds(*station))
        .map(|station| SilentStation {
            station,
            position: table.position(station),
            line: table.line(station),
            name: table.name(station).to_owned(),
            refused: (table.interviews(station))
                .map(|group| group.refused.map(u64::from))
                .sum(),
        })
        .collect()
}
