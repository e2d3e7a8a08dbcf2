//! `exitpoll convert`: files of other formats as documents.

use clap::{Arg, ArgAction, ArgMatches, Command};
use exitpoll::io::json;

use crate::destination::{self, Destination};
use crate::input::{self, Input};
use crate::problem::Problem;

const EXAMPLES: &str = "\
Examples:
  exitpoll convert sources.csv figures.csv --out election.json
  exitpoll convert polls.ropf counts.csv --join --out election.json
  exitpoll convert results.json --from nist --contest \"Governor\"
  exitpoll convert raw_polls.csv --lines | exitpoll compare --many - --format csv
  exitpoll convert table.csv --layout layout.json --out election.json

One contest is one document over many lines, several are a document on each line (JSON Lines). \
What a format does not say is noted on standard error and stays unknown.

A layout says which column is what. Of a table with a row for each source and a column for each choice:
  {\"shape\": {\"wide\": {\"unit\": \"percent\", \"choices\": [
     {\"choice\": \"Ada\", \"column\": \"Ada, %\"}, {\"choice\": \"Ben\", \"column\": \"Ben, %\"}]}},
   \"contest\": {\"is\": \"Mayor\"}, \"source\": {\"column\": \"Institute\"}, \"respondents\": \"asked\",
   \"rows\": {\"result_where\": {\"column\": \"Institute\", \"is\": \"Commission\"}}, \"decimal_mark\": \"comma\"}
Of one with a row for each figure: {\"shape\": {\"long\": {\"choice\": \"party\", \"figures\": [[\"share\", \
\"percent\"]]}}, ...}. Other fields: keep, told_apart_by, fieldwork, sum_rows, delimiter, encoding, missing, \
heading_starts_with, base and kind; the documentation of `io::formats::Layout` says what they are.";

pub fn command() -> Command {
    let command = Command::new("convert")
        .about("Convert files of other formats to JSON documents")
        .after_help(EXAMPLES)
        .arg(
            Arg::new("lines")
                .long("lines")
                .action(ArgAction::SetTrue)
                .help("A document on each line, also for one contest")
                .help_heading("Output"),
        );
    destination::arguments(input::arguments(command))
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let (found, refused) = Input::of(matches)?.documents()?;
    let text = match found.as_slice() {
        [one] if !matches.get_flag("lines") => json::write(&one.document)? + "\n",
        several => {
            let mut lines = String::new();
            for one in several {
                let line = serde_json::to_string(&one.document);
                lines += &line.map_err(|error| Problem::Input(error.to_string()))?;
                lines.push('\n');
            }
            lines
        }
    };
    Destination::of(matches).write(&text)?;
    if refused {
        return Err(Problem::Named);
    }
    Ok(())
}
