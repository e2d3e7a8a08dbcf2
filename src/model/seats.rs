use std::fmt;

use super::figure::Figure;
use super::share::split_range;
use crate::error::{Error, ErrorKind, Result};

/// An estimate of seats: one number, or a range such as "150–160" without a stated confidence.
///
/// A range stays a range: its middle and half-width serve for deviations, its ends for *inside or
/// outside*. It is not an interval of any confidence until its source declares one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatEstimate {
    low: u64,
    high: u64,
}

impl SeatEstimate {
    /// One number of seats.
    #[must_use]
    pub fn number(seats: u64) -> SeatEstimate {
        SeatEstimate {
            low: seats,
            high: seats,
        }
    }

    /// A range, ends included.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `low` > `high`.
    pub fn range(low: u64, high: u64) -> Result<SeatEstimate> {
        if low > high {
            let value = format!("{low}–{high}");
            return Err(Error::out_of_range(
                "seats",
                value,
                "write the lower end first",
            ));
        }
        Ok(SeatEstimate { low, high })
    }

    pub(crate) fn parse(field: &str, figure: &Figure) -> Result<SeatEstimate> {
        let text = figure.text();
        let Some((low, high)) = split_range(&text) else {
            return figure.whole(field).map(SeatEstimate::number).map_err(|error| {
                let help = "write a number of seats such as 155, or a range such as 150–160 (for fewer than 10, 0–9; for more than 300 of 543, 301–543)";
                match error.kind() {
                    ErrorKind::Unreadable => Error::unreadable(field, &*text, help),
                    _ => error,
                }
            });
        };
        let (low, high) = (
            Figure::from(low).whole(field)?,
            Figure::from(high).whole(field)?,
        );
        SeatEstimate::range(low, high)
            .map_err(|_| Error::out_of_range(field, figure, "write the lower end first"))
    }

    /// The lower end.
    #[must_use]
    pub fn low(&self) -> u64 {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub fn high(&self) -> u64 {
        self.high
    }

    /// Whether it is a range rather than one number.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low < self.high
    }

    /// The middle, in seats.
    #[must_use]
    pub fn midpoint(&self) -> f64 {
        (self.low as f64 + self.high as f64) / 2.0
    }

    /// Half the range, in seats.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) as f64 / 2.0
    }

    /// Whether `seats` lies in the range, ends included.
    #[must_use]
    pub fn contains(&self, seats: u64) -> bool {
        self.low <= seats && seats <= self.high
    }
}

impl fmt::Display for SeatEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_range() {
            write!(f, "{}–{}", self.low, self.high)
        } else {
            write!(f, "{}", self.low)
        }
    }
}
