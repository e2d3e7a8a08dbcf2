//! `exitpoll compare`: a report of each contest.

use clap::{Arg, ArgAction, ArgMatches, Command};
use exitpoll::Comparison;

use crate::input::{self, Input};
use crate::output::{self, Output};
use crate::problem::Problem;
use crate::{many, settings};

const EXAMPLES: &str = "\
Examples:
  exitpoll compare election.json
  exitpoll compare election.json --detail --width 120
  exitpoll compare sources.csv figures.csv --format markdown
  exitpoll compare election.json --format csv --table measures --out measures.csv
  exitpoll compare election.json --format html --out report.html --force
  exitpoll compare election.json --format svg --chart deviations --out deviations.svg
  curl -s https://example.org/election.json | exitpoll compare -
  exitpoll compare *.json --format html --out reports/
  exitpoll compare --many contests.jsonl --format csv --out polls.csv

Several contests: text and Markdown stand one below the other, with a rule between them; JSON is one \
array (of a single contest one object); CSV has the columns contest and date in front; HTML and SVG need a \
folder.

--many is for thousands: each contest goes out as soon as it is compared, and memory does not grow with \
their number. Its input is a document on each line (JSON Lines), any number of files, or a table of another \
format (which is read whole). text gives a line for each contest, csv the lines of one table, json a report \
on each line. A contest that cannot be compared is named on standard error, the others go on, and the exit \
status is 1.";

pub fn command() -> Command {
    let command = Command::new("compare")
        .about("Compare the polls of a contest with its counts")
        .after_help(EXAMPLES)
        .arg(
            Arg::new("many")
                .long("many")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["detail", "chart", "join"])
                .help("Thousands of contests, each out as it goes"),
        );
    output::arguments(settings::arguments(input::arguments(command))).mut_arg("table", |table| {
        table.help("The table of --format csv [default: rows; with --many: polls]")
    })
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let input = Input::of(matches)?;
    let output = Output::of(matches);
    let compared = |comparison| settings::applied(matches, comparison).run();
    if matches.get_flag("many") {
        return many::run(&input, &output, compared);
    }
    let (found, refused) = input.documents()?;
    let mut reports = Vec::with_capacity(found.len());
    for one in found {
        let name = one.document.contest.name().to_owned();
        let report = compared(Comparison::from(one.document)).map_err(|error| {
            Problem::of_file(input::shown(&one.file), format!("{name}: {error}"))
        })?;
        reports.push((one.file, report));
    }
    output.write(&reports)?;
    if refused {
        return Err(Problem::Named);
    }
    Ok(())
}
