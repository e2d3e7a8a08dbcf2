//! The stations of a poll against the count of all.

use super::number;
use super::outline::Grid;
use crate::station::StationComparison;

/// What has a part in the deviation from the count of all.
pub(super) fn words(stations: &StationComparison) -> &'static str {
    if stations.every_station {
        "Against the count of all these stations together, in which each weighs by its votes, how the interviews are \
         spread over them has a part in the deviation:"
    } else {
        "Against the count of all stations, which stations were drawn and how the interviews are spread over them \
         have a part in the deviation:"
    }
}

/// The deviations from it; none where that count was not given.
pub(super) fn grid(stations: &StationComparison) -> Option<Grid> {
    let mut grid = Grid::of("choice")
        .figures("poll, %")
        .figures(if stations.every_station {
            "count of these stations together, %"
        } else {
            "count of all stations, %"
        })
        .figures(if stations.every_station {
            "deviation, points"
        } else {
            "national deviation, points"
        })
        .figures("its interval")
        .figures("its p")
        .figures(if stations.every_station {
            "of it by how interviews are spread, points"
        } else {
            "of it by stations drawn and spread of interviews, points"
        });
    let all = stations.national.as_ref()?;
    for (choice, of) in stations.choices.iter().zip(all) {
        let interval = of.interval.map_or(number::NOTHING.into(), |interval| {
            number::wide_interval(&interval)
        });
        grid.row(vec![
            choice.clone(),
            number::percent(of.polled, 2),
            number::percent(of.official, 2),
            number::signed(100.0 * of.deviation, 2),
            interval,
            of.p_value.map_or(number::NOTHING.into(), number::p_value),
            number::signed(100.0 * of.of_station_mix, 2),
        ]);
    }
    Some(grid)
}
