//! What must hold in a report that was stored and is read again.

use super::{CountReport, PollReport, ReadingReport, Report};
use crate::alignment::Span;
use crate::error::{Error, Result};
use crate::numeric::Bounds;
use crate::station::StationComparison;

impl Report {
    /// Checks what its types do not: that what is named is there, that every value lies in its own bounds, and
    /// that lists which go together are equally long. Every report of [`Comparison::run`](crate::Comparison::run)
    /// holds it.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a name that nothing has;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for figures that cannot stand together.
    pub fn check(&self) -> Result<()> {
        let counts: Vec<&str> = self.counts.iter().map(CountReport::name).collect();
        known("reference", &self.reference, &counts)?;
        let polls: Vec<&str> = self.polls.iter().map(|facts| facts.poll.name()).collect();
        for (i, count) in self.counts.iter().enumerate() {
            let place = format!("counts[{i}]");
            for choice in &count.choices {
                if let Some(share) = &choice.share {
                    span(&format!("{place}.choices.{}", choice.label), share)?;
                }
            }
            for (j, poll) in count.polls.iter().enumerate() {
                let place = format!("{place}.polls[{j}]");
                known(&format!("{place}.name"), &poll.name, &polls)?;
                of_poll(&place, poll)?;
            }
        }
        if let Some(pairs) = self.between_polls.as_ref().and_then(|b| b.pairs.as_ref()) {
            let wanted = pairs.polls * pairs.polls.saturating_sub(1) / 2;
            let lengths = [
                ("total_variation", pairs.total_variation.len()),
                ("z", pairs.z.len()),
                ("adjusted_p_value", pairs.adjusted_p_value.len()),
                ("not_tested", pairs.not_tested.len()),
                ("correlation", pairs.correlation.len()),
            ];
            // A report of an earlier version has none of these.
            let later = [
                ("interval", pairs.interval.len()),
                ("beyond_chance", pairs.beyond_chance.len()),
            ];
            let given = later.into_iter().filter(|(_, length)| *length > 0);
            for (name, length) in lengths.into_iter().chain(given) {
                if length != wanted {
                    return Err(Error::inconsistent(
                        format!("between_polls.pairs.{name}"),
                        format!("{length} figures"),
                        format!("{} polls, which have {wanted} pairs", pairs.polls),
                        "compare again",
                    ));
                }
            }
        }
        for (i, section) in self.stations.iter().enumerate() {
            let place = format!("stations[{i}]");
            known(&format!("{place}.poll"), &section.poll, &polls)?;
            of_stations(&place, &section.comparison)?;
        }
        for name in self.night.iter().flat_map(|night| &night.order) {
            known("night.order", name, &counts)?;
        }
        Ok(())
    }
}

fn of_poll(place: &str, poll: &PollReport) -> Result<()> {
    for (name, reading) in [("reading", &poll.reading), ("as_printed", &poll.as_printed)] {
        if let Some(reading) = reading {
            of_reading(&format!("{place}.{name}"), reading)?;
        }
    }
    Ok(())
}

fn of_reading(place: &str, reading: &ReadingReport) -> Result<()> {
    for row in &reading.rows {
        let place = format!("{place}.rows.{}", row.label);
        span(&format!("{place}.poll"), &row.poll)?;
        span(&format!("{place}.count"), &row.count)?;
        within(
            &format!("{place}.deviation"),
            row.deviation,
            &row.deviation_bounds,
        )?;
        if let Some(sampling) = &row.sampling {
            for (name, p, bounds) in [
                ("p_value", sampling.p_value, sampling.p_value_bounds),
                (
                    "adjusted_p_value",
                    sampling.adjusted_p_value,
                    sampling.adjusted_p_value_bounds,
                ),
            ] {
                if let Some(p) = p {
                    within(&format!("{place}.sampling.{name}"), p, &bounds)?;
                }
            }
        }
    }
    let m = &reading.measures;
    for (name, measure) in [
        ("overlap", m.overlap),
        ("mosteller_1", m.mosteller_1),
        ("mosteller_3", m.mosteller_3),
        ("mosteller_4", m.mosteller_4),
        ("mosteller_5", m.mosteller_5),
        ("mosteller_6", m.mosteller_6),
        ("root_mean_squared_error", m.root_mean_squared_error),
        ("total_variation", m.total_variation),
        ("a", m.a),
        ("b", m.b),
        ("b_w", m.b_w),
    ] {
        if let Some(measure) = measure
            && let Some(bounds) = measure.bounds
        {
            within(&format!("{place}.measures.{name}"), measure.value, &bounds)?;
        }
    }
    Ok(())
}

/// Lists by choice have the length of the choices, and the orientation names two of them.
fn of_stations(place: &str, stations: &StationComparison) -> Result<()> {
    let choices = stations.choices.len();
    let national = stations.national.as_ref().map(Vec::len);
    for (name, length) in [
        ("matched", Some(stations.matched.len())),
        ("national", national),
    ] {
        if let Some(length) = length.filter(|length| *length != choices) {
            return Err(Error::inconsistent(
                format!("{place}.comparison.{name}"),
                format!("{length} figures"),
                format!("{choices} choices"),
                "compare again",
            ));
        }
    }
    let covariates = stations.pattern.as_ref().map(|of| of.terms.len());
    for point in &stations.points {
        let place = format!("{place}.comparison.points.{}", point.station);
        for share in point.polled.iter().chain(&point.official) {
            if !(0.0..=1.0).contains(share) {
                let help = "give a proportion, 0 to 1";
                return Err(Error::out_of_range(place, share, help));
            }
        }
        if let Some(wanted) = covariates.filter(|wanted| *wanted != point.covariates.len()) {
            return Err(Error::inconsistent(
                format!("{place}.covariates"),
                format!("{} figures", point.covariates.len()),
                format!("{wanted} covariates in the pattern"),
                "compare again",
            ));
        }
    }
    let of = stations.within_precinct_error.orientation;
    for position in [of.numerator, of.denominator] {
        if position >= choices {
            return Err(Error::out_of_range(
                format!("{place}.comparison.within_precinct_error.orientation"),
                position,
                format!("give a position below the {choices} choices"),
            ));
        }
    }
    Ok(())
}

fn known(field: &str, name: &str, names: &[&str]) -> Result<()> {
    if names.contains(&name) {
        return Ok(());
    }
    let help = format!("name one of {}", names.join(", "));
    Err(Error::unknown(field, name, help))
}

fn span(field: &str, span: &Span) -> Result<()> {
    within(field, span.value, &span.bounds)
}

fn within(field: &str, value: f64, bounds: &Bounds) -> Result<()> {
    if bounds.contains(value) {
        return Ok(());
    }
    Err(Error::inconsistent(
        field,
        value,
        format!("its own bounds, {} to {}", bounds.low(), bounds.high()),
        "give a value within its bounds",
    ))
}
