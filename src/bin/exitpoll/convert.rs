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

One contest is one document over many lines, several are a document on each line (JSON Lines). \
What a format does not say is noted on standard error and stays unknown.";

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
    let (found, refused) = Input::of(matches).documents()?;
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
