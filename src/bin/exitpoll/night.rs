//! `exitpoll night`: the counts of one night, and how each poll stood at each of them.

use clap::{ArgMatches, Command};
use exitpoll::chart::{self, Chart};
use exitpoll::report::{CountReport, Table};
use exitpoll::{Comparison, Report, render};

use crate::destination;
use crate::input::{self, Input};
use crate::output::{self, Format, Output};
use crate::problem::Problem;
use crate::settings;

const EXAMPLES: &str = "\
Examples:
  exitpoll night election.json
  exitpoll night election.json --format csv --out night.csv
  exitpoll night election.json --format svg --out night.svg

A document with at least two counts. Each says of itself how complete it is; bounds rest on that, or on \
the registered voters.";

const FORMATS: [Format; 5] = [
    Format::Text,
    Format::Markdown,
    Format::Json,
    Format::Csv,
    Format::Svg,
];

pub fn command() -> Command {
    let command = Command::new("night")
        .about("Follow the counts of a night: what each left open, and from when on a poll could not come true")
        .after_help(EXAMPLES);
    let command = settings::arguments(input::arguments(command));
    destination::arguments(command.arg(output::format(&FORMATS)).arg(output::width()))
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let output = Output::of(matches);
    let (found, refused) = Input::of(matches)?.documents()?;
    let [one] = <[_; 1]>::try_from(found).map_err(|found: Vec<_>| {
        let names: Vec<&str> = found
            .iter()
            .map(|one| one.document.contest.name())
            .collect();
        let names = names.join(", ");
        Problem::Input(format!(
            "a night is of one contest: choose one by --contest: {names}"
        ))
    })?;
    let comparison = settings::applied(matches, Comparison::from(one.document));
    let report = comparison
        .run()
        .map_err(|error| Problem::of_file(input::shown(&one.file), error))?;
    let text = rendered(&report, &output)?.ok_or_else(|| {
        let why = why_none(&report);
        Problem::of_file(input::shown(&one.file), format!("there is no night: {why}"))
    })?;
    output.print(&text)?;
    if refused {
        return Err(Problem::Named);
    }
    Ok(())
}

/// Why there is nothing to follow.
fn why_none(report: &Report) -> &'static str {
    let has_shares =
        |count: &&CountReport| count.choices.iter().any(|choice| choice.share.is_some());
    let with_shares = report.counts.iter().filter(has_shares);
    if report.counts.len() < 2 {
        "it takes at least two counts"
    } else if with_shares.clone().count() == 0 {
        "it follows shares, and the counts give none"
    } else if with_shares.clone().all(CountReport::is_final) {
        "no count that gives shares is partial"
    } else {
        "no partial count says how many ballots it leaves to be counted"
    }
}

fn rendered(report: &Report, output: &Output) -> Result<Option<String>, Problem> {
    let Some(night) = &report.night else {
        return Ok(None);
    };
    Ok(match output.format {
        Format::Markdown => render::night_markdown(report),
        Format::Json => {
            let json = serde_json::to_string_pretty(night);
            Some(json.map_err(|error| Problem::Input(error.to_string()))? + "\n")
        }
        Format::Csv => Some(render::csv(report, Table::Night)),
        Format::Svg => {
            let drawn = chart::svg(report, Chart::Night);
            Some(drawn.map_err(|reason| Problem::of_file(report.contest.name(), reason))?)
        }
        _ => render::night(report, output.width),
    })
}
