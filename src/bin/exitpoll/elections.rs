//! `exitpoll elections`: the elections that are built in.

use clap::{Arg, ArgAction, ArgMatches, Command};
use exitpoll::elections::{self, Election, FigureUnit};
use exitpoll::io::json;

use crate::output::{self, Output};
use crate::problem::Problem;
use crate::settings;

const EXAMPLES: &str = "\
Examples:
  exitpoll elections
  exitpoll elections AZ-2024-P
  exitpoll elections AZ-2024-P --sources
  exitpoll elections AZ-2024-P --document --out az.json
  exitpoll elections AZ-2024-P --format html --out az.html";

pub fn command() -> Command {
    let command = Command::new("elections")
        .about("List the elections that are built in, or compare one of them")
        .after_help(EXAMPLES)
        .args([
            Arg::new("name")
                .value_name("NAME")
                .help("The election; without it all are listed"),
            Arg::new("sources")
                .long("sources")
                .action(ArgAction::SetTrue)
                .requires("name")
                .conflicts_with("document")
                .help("Every figure with where it was printed"),
            Arg::new("document")
                .long("document")
                .action(ArgAction::SetTrue)
                .requires("name")
                .help("The election as a JSON document, to be changed and compared"),
        ]);
    output::arguments(settings::arguments(command))
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let output = Output::of(matches);
    let Some(name) = matches.get_one::<String>("name") else {
        return output.destination.write(&list());
    };
    let election = elections::get(name)?;
    if matches.get_flag("sources") {
        return output.destination.write(&sources(election));
    }
    if matches.get_flag("document") {
        return output
            .destination
            .write(&(json::write(election.document())? + "\n"));
    }
    let report = settings::applied(matches, election.comparison()).run()?;
    output.write(&[(name.clone(), report)])
}

fn list() -> String {
    let mut text = String::from("name         date        counts  polls  contest\n");
    for election in elections::all() {
        let document = election.document();
        let date = document
            .contest
            .date()
            .map_or(String::new(), |date| date.to_string());
        text += &format!(
            "{:<12} {date:<10}  {:>6}  {:>5}  {}\n",
            election.id(),
            document.counts.len(),
            document.polls.len(),
            document.contest.name()
        );
    }
    text
}

fn sources(election: &Election) -> String {
    let mut text = String::new();
    if let Some(note) = election.note() {
        text += &format!("{note}\n\n");
    }
    let mut last = "";
    for figure in election.figures() {
        if figure.of != last {
            text += &format!("{}{}\n", if last.is_empty() { "" } else { "\n" }, figure.of);
            last = &figure.of;
        }
        let unit = match figure.unit {
            FigureUnit::Votes => "votes",
            FigureUnit::Share => "%",
            FigureUnit::Seats => "seats",
        };
        text += &format!(
            "  {}: {} {unit}, {}\n",
            figure.choice, figure.printed, figure.source
        );
        if let Some(conflict) = &figure.conflict {
            text += &format!("    otherwise: {conflict}\n");
        }
    }
    text
}
