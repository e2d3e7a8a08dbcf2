//! Seats against their ranges.

use exitpoll::{Report, Verdict};

use crate::pairs;

/// Seats against their ranges.
pub fn agree_with_their_ranges(report: &Report) {
    for (_, poll) in pairs(report) {
        let Some(seats) = &poll.seats else { continue };
        for row in &seats.rows {
            let surely = row.low <= row.result_low && row.result_high <= row.high;
            let never = row.result_high < row.low || row.high < row.result_low;
            match row.inside {
                Some(true) => assert!(surely && row.miss == 0, "{row:?}"),
                Some(false) => assert!(never && row.miss > 0, "{row:?}"),
                None => assert!(!row.is_known() || !row.is_range(), "{row:?}"),
            }
        }
        let counted = || {
            seats
                .rows
                .iter()
                .filter(|row| row.is_range() && !row.is_check)
        };
        assert_eq!(seats.ranges, counted().count());
        assert_eq!(
            seats.inside,
            counted().filter(|row| row.inside == Some(true)).count()
        );
        if poll.readings().next().is_none() {
            match poll.verdict {
                Verdict::SeatsInside => assert!(seats.rows.iter().all(|row| row.miss == 0)),
                Verdict::SeatsOutside => assert!(seats.rows.iter().any(|row| row.miss > 0)),
                _ => {}
            }
        }
    }
}
