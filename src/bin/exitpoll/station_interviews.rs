//! Interviews at a sample of stations: beside the counts of the same ones, and what they say of all.

use exitpoll::interval::Interval;
use exitpoll::station::{InterviewEstimate, LonelyStratum, StationComparison, StationSample};
use exitpoll::{Confidence, render};

use crate::output::{Column, Format, Output};
use crate::problem::Problem;
use crate::station_problem;

/// Up to which a standard error of a share is rounding.
const ROUNDING: f64 = 1e-12;

/// One choice among the voters of all stations.
struct Share<'a> {
    choice: &'a str,
    value: f64,
    /// Absent where the stations of each stratum are alike.
    standard_error: Option<f64>,
    /// Absent without degrees of freedom, too.
    interval: Option<Interval>,
}

/// The comparison with the counts of the same stations and, where stations were drawn, the poll's own shares.
pub fn sampled(
    sample: &StationSample,
    stations: &StationComparison,
    lonely: LonelyStratum,
    level: Confidence,
    [contest, poll]: [&str; 2],
    output: &Output,
) -> Result<String, Problem> {
    let all = (!stations.every_station).then(|| sample.interviews_in_two_stages());
    let shares = |estimate: &InterviewEstimate| shares(sample, estimate, level);
    let of_lonely = lonely_strata(sample, lonely);
    match output.format {
        Format::Text => {
            let text = render::sampled_stations(stations, contest, output.width, output.detail);
            Ok(text
                + &all.map_or(String::new(), |all| match &all {
                    Ok(estimate) => {
                        table(&shares(estimate), level) + &wrapped(&of_lonely, output.width)
                    }
                    Err(error) => wrapped(&unknown(error), output.width),
                }))
        }
        Format::Markdown => {
            let text = render::sampled_stations_markdown(stations, contest, output.detail);
            Ok(text
                + &all.map_or(String::new(), |all| match &all {
                    Ok(estimate) => {
                        markdown(&shares(estimate), level) + &wrapped(&of_lonely, usize::MAX)
                    }
                    Err(error) => wrapped(&unknown(error), usize::MAX),
                }))
        }
        Format::Json => {
            let reason = match &all {
                Some(Err(error)) => Some(unknown(error)),
                _ => None,
            };
            let shares = all.and_then(Result::ok).map(|estimate| {
                let rows = shares(&estimate).into_iter().map(|of| {
                    serde_json::json!({
                        "choice": of.choice,
                        "value": of.value,
                        "standard_error": of.standard_error,
                        "interval": of.interval.map(|of| serde_json::json!({ "low": of.low(), "high": of.high() })),
                    })
                });
                rows.collect::<Vec<_>>()
            });
            let all = serde_json::json!({
                "contest": contest, "poll": poll, "comparison": stations, "all_stations": shares,
                "no_error_of_all_stations": reason,
            });
            Ok(format!("{all:#}\n"))
        }
        other => {
            let message = "of a sample of stations alone there is text, markdown and json; --election gives the count of \
                           all that the rest needs";
            Err(Problem::usage(format!(
                "--format {}: {message}",
                other.name()
            )))
        }
    }
}

fn shares<'a>(
    sample: &'a StationSample,
    estimate: &InterviewEstimate,
    level: Confidence,
) -> Vec<Share<'a>> {
    let choices = sample.table().choices().iter().enumerate();
    choices
        .map(|(place, choice)| {
            let error = estimate.standard_error(place);
            let varies = error > ROUNDING;
            Share {
                choice,
                value: estimate.values[place],
                standard_error: varies.then_some(error),
                interval: (varies)
                    .then(|| estimate.interval(place, level).ok())
                    .flatten(),
            }
        })
        .collect()
}

const HEADING: &str = "By these interviews, of the voters of all stations:";

fn table(shares: &[Share<'_>], level: Confidence) -> String {
    let choices: Vec<String> = shares.iter().map(|of| of.choice.to_owned()).collect();
    let column = Column::of("choice", &choices);
    let mut text = format!(
        "\n{HEADING}\n\n{}  {:>7}  {:>14}  {:>7}  {:>7}\n",
        column.cell("choice"),
        "poll, %",
        "standard error",
        "low",
        "high"
    );
    for of in shares {
        let [error, low, high] = cells(of);
        text += &format!(
            "{}  {:7.2}  {error:>14}  {low:>7}  {high:>7}\n",
            column.cell(of.choice),
            100.0 * of.value
        );
    }
    text + &format!("\n{}\n", terms(shares, level))
}

fn markdown(shares: &[Share<'_>], level: Confidence) -> String {
    let mut text = format!(
        "\n{HEADING}\n\n| choice | poll, % | standard error | low | high |\n| --- | ---: | ---: | ---: | ---: |\n"
    );
    for of in shares {
        let [error, low, high] = cells(of);
        let choice = of.choice.replace('|', "\\|");
        text += &format!(
            "| {choice} | {:.2} | {error} | {low} | {high} |\n",
            100.0 * of.value
        );
    }
    text + &format!("\n{}\n", terms(shares, level))
}

fn cells(of: &Share<'_>) -> [String; 3] {
    let figures = [
        of.standard_error,
        of.interval.map(|of| of.low()),
        of.interval.map(|of| of.high()),
    ];
    figures.map(|figure| figure.map_or("–".to_owned(), |figure| format!("{:.2}", 100.0 * figure)))
}

/// What the error takes for granted.
fn terms(shares: &[Share<'_>], level: Confidence) -> String {
    let none = shares.iter().all(|of| of.interval.is_none());
    if none && shares.iter().any(|of| of.standard_error.is_some()) {
        return "There is no interval: each stratum has one station with answers, which leaves Student's t no degree\nof freedom."
            .to_owned();
    }
    if none {
        return "How far these are from the shares of all is not known: the stations of each stratum are alike, or\nthere is one."
            .to_owned();
    }
    format!(
        "Intervals at {} percent confidence, by Student's t, if stations were drawn at random\nwithin their strata; of sampling alone.",
        100.0 * level.level()
    )
}

/// For how many strata a policy stood in; empty for none.
fn lonely_strata(sample: &StationSample, policy: LonelyStratum) -> String {
    let table = sample.table();
    let answered = |station: &usize| table.interviews(*station).any(|group| group.answered > 0);
    let lonely = (0..table.strata().len())
        .filter(|stratum| table.stratum_stations(*stratum) != Some(1))
        .filter(|stratum| table.stations_of(*stratum).filter(answered).count() == 1)
        .count();
    if lonely == 0 || policy == LonelyStratum::Fail {
        return String::new();
    }
    format!(
        "Strata with one station with answers of several, for which --lonely {policy} stood in: {lonely}{}.",
        match policy {
            LonelyStratum::Certainty =>
                "; as certain they add nothing, which makes errors too small",
            _ => "",
        }
    )
}

/// A paragraph of its own in lines of this width; nothing for nothing.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let start = if used == 0 || used + 1 + length > width {
            used = 0;
            "\n"
        } else {
            used += 1;
            " "
        };
        lines += start;
        lines += word;
        used += length;
    }
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}

/// Why there is no error.
fn unknown(error: &exitpoll::Error) -> String {
    format!(
        "No error can be given for what these interviews say of all stations: {}{}",
        station_problem::without_other_policies(error),
        if error.help().contains("lonely strata") {
            "; --lonely gives the policy"
        } else {
            ""
        }
    )
}
