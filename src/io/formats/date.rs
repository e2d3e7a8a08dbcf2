//! Days as tables print them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::note::Notes;
use crate::error::{Error, Result};

/// The order in which a table writes a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `2021-05-04`
    #[default]
    YearMonthDay,
    /// `23.02.2025`, `09/08/2021` for the 9th of August
    DayMonthYear,
    /// `11/8/22` for the 8th of November
    MonthDayYear,
}

/// Reads a day; the time of day behind it is passed over, two-digit years are of this century.
pub(super) fn day(field: &str, cell: &str, order: DateOrder, notes: &mut Notes) -> Result<Date> {
    let unreadable = || {
        let example = match order {
            DateOrder::YearMonthDay => "2021-05-04",
            DateOrder::DayMonthYear => "23.02.2025",
            DateOrder::MonthDayYear => "11/8/2022",
        };
        Error::unreadable(
            field,
            cell.trim(),
            format!("write a day that exists, as {example}"),
        )
    };
    let first = cell.split_whitespace().next().unwrap_or_default();
    let first = first.split('T').next().unwrap_or_default();
    let mut parts = [0_i16; 3];
    let mut count = 0;
    for (i, part) in first.split(['-', '/', '.']).enumerate() {
        let place = parts.get_mut(i).ok_or_else(unreadable)?;
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unreadable());
        }
        *place = part.parse().map_err(|_| unreadable())?;
        count = i + 1;
    }
    if count != 3 {
        return Err(unreadable());
    }
    let [year, month, day] = match (order, parts) {
        (DateOrder::YearMonthDay, parts) => parts,
        (DateOrder::DayMonthYear, [day, month, year]) => [year, month, day],
        (DateOrder::MonthDayYear, [month, day, year]) => [year, month, day],
    };
    let year = if (0..100).contains(&year) && order != DateOrder::YearMonthDay {
        notes.century();
        2000 + year
    } else {
        year
    };
    let small = |number: i16| i8::try_from(number).map_err(|_| unreadable());
    Date::new(year, small(month)?, small(day)?).map_err(|_| unreadable())
}
