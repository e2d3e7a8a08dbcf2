//! How the response ratio goes with what is known of the stations.

use super::number;
use super::outline::Grid;
use super::room::Room;
use super::stations;
use super::terms::{self, number_of};
#[cfg(feature = "chart")]
use super::terms::{p_equals, short_list};
use crate::station::{NoPattern, StationComparison};

/// Its table; none without covariates.
pub(super) fn grid(stations: &StationComparison) -> Option<Grid> {
    let pattern = stations.pattern.as_ref()?;
    let mut grid = Grid::of("covariate")
        .figures("change of ln α with one unit")
        .figures("standard error")
        .figures("degrees of freedom")
        .figures("p")
        .figures("adjusted p");
    for term in &pattern.terms {
        let decimals = number::decimals_of_error(term.coefficient.standard_error);
        grid.row(vec![
            term.covariate.clone(),
            number::signed(term.coefficient.value, decimals),
            number::fixed(term.coefficient.standard_error, decimals),
            number::trimmed(term.coefficient.degrees_of_freedom, 1),
            number::p_value(term.coefficient.p_value),
            number::p_value(term.adjusted),
        ]);
    }
    Some(grid)
}

/// What introduces the table.
pub(super) fn words(stations: &StationComparison) -> String {
    let [r, d] = stations::two(stations, Room::FULL);
    let errors = stations
        .pattern
        .as_ref()
        .map_or("", |pattern| pattern.errors.name());
    let errors = match errors.get(..2) {
        Some("hc" | "cr") => errors.to_uppercase().replace('_', " "),
        _ => errors.to_owned(),
    };
    format!(
        "How ln α, above 0 where voters of {d} answer more often than those of {r}, goes with what is known of the \
         stations (standard errors {errors}):"
    )
}

/// How many of the stations are in it, and what it could have found: not shown is not refuted.
pub(super) fn reach(stations: &StationComparison) -> Option<String> {
    let pattern = stations.pattern.as_ref()?;
    let level = stations.outside.level;
    let mut text = format!(
        "By {}{}{}.",
        number_of(pattern.stations, "station"),
        match pattern.regions {
            0 | 1 => String::new(),
            more => format!(" in {}", number_of(more, "region")),
        },
        match pattern.left_out {
            0 => String::new(),
            more => format!(
                "; {} without a ratio or without one of these figures {} left out",
                number_of(more, "station"),
                if more == 1 { "is" } else { "are" }
            ),
        }
    );
    let missed: Vec<String> = (pattern.terms.iter())
        .filter(|term| term.adjusted >= level)
        .filter_map(|term| {
            let found = number::significant(term.detectable?);
            Some(format!("{found} for {}", term.covariate))
        })
        .collect();
    if !missed.is_empty() {
        text.push_str(&format!(
            " What is not shown to go with ln α may still do so: about four times in five it would have been found at a change \
             of {}, before adjustment.",
            terms::list(&missed)
        ));
    }
    let fewest = (pattern.terms.iter()).map(|term| term.coefficient.degrees_of_freedom);
    if fewest.fold(f64::INFINITY, f64::min) < FEW {
        text.push_str(
            " With so few degrees of freedom such a test can show little, and its p-values rest on the distribution of few \
             figures.",
        );
    }
    Some(text)
}

/// Why there is none, where something is known of the stations.
pub(super) fn lacking(stations: &StationComparison) -> Option<String> {
    let why = match stations.no_pattern.as_ref()? {
        NoPattern::TooFewStations {
            stations,
            coefficients,
        } => format!(
            "{} with a ratio and all these figures, and {coefficients} coefficients to find",
            number_of(*stations, "station")
        ),
        NoPattern::Constant { covariate } => {
            format!("{covariate} is the same at all stations that have a ratio")
        }
        NoPattern::Undefined { why } => why.clone(),
    };
    Some(format!(
        "How the response ratio goes with what is known of the stations cannot be said: {why}."
    ))
}

/// Degrees of freedom below which Satterthwaite's are no good approximation themselves (Pustejovsky & Tipton 2018).
const FEW: f64 = 4.0;

/// With which covariates ln α goes by more than chance, in one sentence; none without a pattern.
#[cfg(feature = "chart")]
pub(super) fn finding(stations: &StationComparison, room: Room) -> Option<String> {
    let pattern = stations.pattern.as_ref()?;
    let level = stations.outside.level;
    let beyond: Vec<String> = (pattern.terms.iter())
        .filter(|term| term.adjusted < level)
        .map(|term| {
            let direction = match term.coefficient.value > 0.0 {
                true => "rises",
                false => "falls",
            };
            let p = p_equals(term.adjusted);
            format!(
                "{direction} with {} ({p} after adjustment)",
                room.name(&term.covariate)
            )
        })
        .collect();
    let [r, d] = stations::two(stations, room);
    let ratio = format!("response ratio, voters of {d} over those of {r}");
    Some(if beyond.is_empty() {
        format!(
            "Nothing known of the stations is shown to go with the {ratio}, by more than chance explains."
        )
    } else {
        let beyond = short_list(&beyond, room.listed);
        format!("The {ratio}, {beyond}; that alone says nothing of why.")
    })
}
