//! Seats of a partial count.

use super::inconsistent;
use crate::error::{Error, Result};
use crate::model::SeatEstimate;

/// What the seats of each choice can end at, where a partial count declares seats one by one and for good: from those
/// declared to those and all outstanding ones. `None` where the seats sum to the house: then they were computed from
/// the votes so far, are provisional, and have no bound.
///
/// # Errors
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for more seats than the house has; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a house without seats.
///
/// ```
/// use exitpoll::partial::declared_seats;
///
/// // 4 of 100 are outstanding: A has 49 to 53, and a majority is open.
/// let seats = declared_seats(&[49, 47], 100)?.expect("declared one by one");
/// assert_eq!((seats[0].low(), seats[0].high()), (49, 53));
/// assert_eq!(declared_seats(&[52, 48], 100)?, None);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn declared_seats(seats: &[u64], house: u64) -> Result<Option<Vec<SeatEstimate>>> {
    if house == 0 {
        return Err(Error::out_of_range(
            "house",
            house,
            "give at least one seat",
        ));
    }
    let declared: u128 = seats.iter().map(|seats| u128::from(*seats)).sum();
    let outstanding = u128::from(house).checked_sub(declared).ok_or_else(|| {
        inconsistent(
            "seats",
            declared,
            format!("a house of {house}"),
            "give the seats declared so far, each once",
        )
    })?;
    // At most the house.
    let outstanding = u64::try_from(outstanding).unwrap_or(house);
    if outstanding == 0 {
        return Ok(None);
    }
    seats
        .iter()
        .map(|&won| SeatEstimate::range(won, won + outstanding))
        .collect::<Result<Vec<_>>>()
        .map(Some)
}
