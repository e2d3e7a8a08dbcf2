//! What a sample of counts says of all stations.

use exitpoll::Confidence;
use exitpoll::interval::Interval;
use exitpoll::station::{Lead, LonelyStratum, StationEstimate, StationSample, StationsDrawn, Unit};

use crate::output::{Column, Format};
use crate::problem::Problem;

/// What a sample of counts says of all stations.
pub fn estimated(
    sample: &StationSample,
    estimate: &StationEstimate,
    lonely: LonelyStratum,
    level: Confidence,
    format: Format,
) -> Result<String, Problem> {
    let choices = sample.table().choices();
    // One station in each stratum leaves Student's t no degree of freedom.
    let free = estimate.degrees_of_freedom > 0;
    // Where stations are alike their figures have no variance between them, which is no precision; where all are counted
    // there is nothing to draw, and the interval is the figure itself.
    let complete = sample.stations_drawn() == StationsDrawn::All;
    let intervals: Vec<_> = (0..choices.len())
        .map(|choice| {
            let known = complete || (free && varies(estimate, choice));
            known.then(|| estimate.interval(choice, level)).transpose()
        })
        .collect::<exitpoll::Result<_>>()?;
    // A policy may give the error where nothing gives the interval.
    let standard_error = |choice: usize| {
        (complete || varies(estimate, choice)).then(|| estimate.standard_error(choice))
    };
    let rows = || {
        choices
            .iter()
            .zip(&estimate.values)
            .zip(&intervals)
            .enumerate()
    };
    // Shares in percent, votes as they are, and as whole as votes are.
    let (unit, of_lead, factor, decimals) = match estimate.estimator.unit() {
        Unit::Share => ("percent", "points", 100.0, 3),
        Unit::Votes => ("votes", "votes", 1.0, 0),
        _ => ("votes of a station", "votes of a station", 1.0, 1),
    };
    let lead = leader(estimate, complete, level)?;
    Ok(match format {
        Format::Json => {
            let rows: Vec<serde_json::Value> = rows()
                .map(|(i, ((choice, value), interval))| {
                    serde_json::json!({
                        "choice": choice,
                        "value": value,
                        "standard_error": standard_error(i),
                        "interval": interval.map(|of| serde_json::json!({ "low": of.low(), "high": of.high() })),
                    })
                })
                .collect();
            let all = serde_json::json!({
                "estimator": estimate.estimator.name(),
                "confidence": level.level(),
                "stations": estimate.stations,
                "strata": estimate.strata,
                "lonely_strata": estimate.lonely_strata,
                "degrees_of_freedom": estimate.degrees_of_freedom,
                "choices": rows,
                "lead": lead.map(|of| serde_json::json!({
                    "choice": choices[of.first],
                    "over": choices[of.second],
                    "value": of.lead.value,
                    "standard_error": (complete || of.interval.is_some()).then_some(of.lead.standard_error),
                    "interval": of.interval.map(|of| serde_json::json!({ "low": of.low(), "high": of.high() })),
                })),
            });
            format!("{all:#}\n")
        }
        Format::Text => {
            let column = Column::of("choice", choices);
            let mut text = format!(
                "{} {} in {} {}, {}, in {unit}\n\n{}  {:>12}  {:>14}  {:>12}  {:>12}\n",
                estimate.stations,
                if estimate.stations == 1 {
                    "station"
                } else {
                    "stations"
                },
                estimate.strata,
                if estimate.strata == 1 {
                    "stratum"
                } else {
                    "strata"
                },
                estimate.estimator.name().replace('_', " "),
                column.cell("choice"),
                "estimate",
                "standard error",
                "low",
                "high",
            );
            for (i, ((choice, value), interval)) in rows() {
                let cell = |figure: Option<f64>| {
                    figure.map_or("–".to_owned(), |figure| {
                        printed(factor * figure, decimals)
                    })
                };
                text += &format!(
                    "{}  {:>12}  {:>14}  {:>12}  {:>12}\n",
                    column.cell(choice),
                    printed(factor * value, decimals),
                    cell(standard_error(i)),
                    cell(interval.map(|of| of.low())),
                    cell(interval.map(|of| of.high())),
                );
            }
            if let Some(of) = lead {
                let figure = |figure: f64| printed(factor * figure, decimals);
                let (first, second) = (&choices[of.first], &choices[of.second]);
                text += &format!(
                    "\nLead of {first} over {second}: {} {of_lead}{}.\n",
                    figure(of.lead.value),
                    of.interval.map_or(String::new(), |interval| format!(
                        ", standard error {}, {} to {}{}",
                        figure(of.lead.standard_error),
                        figure(interval.low()),
                        figure(interval.high()),
                        if interval.low() > 0.0 {
                            ""
                        } else {
                            ": which of the two is ahead in all stations is open"
                        }
                    ))
                );
            }
            text += unknown(estimate, intervals.contains(&None), complete);
            if estimate.lonely_strata > 0 && lonely != LonelyStratum::Fail {
                text += &format!(
                    "\nStrata with one sampled station of several, for which --lonely stood in: {}{}.\n",
                    estimate.lonely_strata,
                    match lonely {
                        LonelyStratum::Certainty =>
                            "; as certain they add nothing, which makes errors too small",
                        _ => "",
                    }
                );
            }
            let impossible = |of: &Interval| {
                of.low() < 0.0 || (estimate.estimator.unit() == Unit::Share && of.high() > 1.0)
            };
            if intervals.iter().flatten().any(impossible) {
                text += &format!(
                    "\nIntervals that reach beyond what there can be are of few stations or a small figure: Student's t has {} \
                     {} here, and the error is that of a linear approximation.\n",
                    estimate.degrees_of_freedom,
                    if estimate.degrees_of_freedom == 1 {
                        "degree of freedom"
                    } else {
                        "degrees of freedom"
                    },
                );
            }
            if complete || intervals.iter().all(Option::is_none) {
                return Ok(text);
            }
            // A count that is coming in is no random part of the stations.
            let drawn = match sample.stations_drawn() {
                StationsDrawn::All => "",
                StationsDrawn::Some => ", if stations were drawn at random within their strata",
                _ => {
                    ", if the stations were drawn at random from very many: nothing says how many there are (--strata), or \
                     how they were drawn"
                }
            };
            text + &format!(
                "\nIntervals at {} percent confidence, by Student's t{drawn}.\n",
                100.0 * level.level()
            )
        }
        other => {
            let message = "of a sample of counts alone there is text and json; --election makes it a quick count";
            return Err(Problem::usage(format!(
                "--format {}: {message}",
                other.name()
            )));
        }
    })
}

/// With the minus sign that all reports have.
fn printed(figure: f64, decimals: usize) -> String {
    format!("{figure:.decimals$}").replace('-', "−")
}

/// How near to 0, in parts of the figure, a standard error is by rounding alone.
const ROUNDING: f64 = 1e-12;

/// The first two choices, and by how much the first is ahead.
struct Leader {
    first: usize,
    second: usize,
    lead: Lead,
    /// Where something was drawn and its error is known.
    interval: Option<Interval>,
}

/// `None` for one choice.
fn leader(
    estimate: &StationEstimate,
    complete: bool,
    level: Confidence,
) -> Result<Option<Leader>, Problem> {
    let mut order: Vec<usize> = (0..estimate.values.len()).collect();
    order.sort_by(|one, other| estimate.values[*other].total_cmp(&estimate.values[*one]));
    let [first, second, ..] = order[..] else {
        return Ok(None);
    };
    let lead = estimate.lead(first, second);
    let size = estimate.values[first].abs() + estimate.values[second].abs();
    let known =
        !complete && estimate.degrees_of_freedom > 0 && lead.standard_error > ROUNDING * size;
    let interval = known.then(|| estimate.lead_interval(first, second, level));
    Ok(Some(Leader {
        first,
        second,
        lead,
        interval: interval.transpose()?,
    }))
}

/// Why there is no interval, or none that is wider than its figure.
fn unknown(estimate: &StationEstimate, lacking: bool, complete: bool) -> &'static str {
    match (complete, lacking, estimate.degrees_of_freedom) {
        (true, ..) => {
            "\nEvery station is counted: nothing was drawn, and no interval is wider than its figure.\n"
        }
        (false, false, _) => "",
        (false, true, 0) if estimate.stations == 1 => {
            "\nOne station shows no difference between stations: how far its shares are from those of all stations is not \
             known.\n"
        }
        (false, true, 0) => {
            "\nOne station in each stratum shows no difference between the stations of a stratum: there is no degree of \
             freedom, and how far these figures are from those of all stations is not known.\n"
        }
        (false, true, _) => {
            "\nNo variance can be estimated where the sampled stations of each stratum are alike: that they are is no proof \
             that the others are.\n"
        }
    }
}

fn varies(estimate: &StationEstimate, choice: usize) -> bool {
    estimate.standard_error(choice) > ROUNDING * estimate.values[choice].abs()
}
