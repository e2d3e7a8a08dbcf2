//! `exitpoll`: compares exit polls with official results, from a terminal.
//!
//! Everything that is computed, decided or phrased is the library's; here arguments are read, files are found and
//! results are written.

mod compare;
mod convert;
mod destination;
mod elections;
mod input;
mod many;
mod night;
mod output;
mod plan;
mod problem;
mod settings;
mod shell;
mod simulation;
mod station_alone;
mod station_columns;
mod station_estimate;
mod station_interviews;
mod station_problem;
mod stations;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use problem::Problem;

const ABOUT: &str = "Compares exit polls with official election results";

const EXAMPLES: &str = "\
Examples:
  exitpoll compare election.json            the answer in half a minute
  exitpoll compare election.json --detail   everything
  exitpoll elections                        the elections that are built in
  exitpoll help compare                     every option, with examples

Exit status: 0 if all went well, 1 for input that cannot be used, 2 for a wrong command line.
Nothing is coloured but on a terminal, and nothing at all where NO_COLOR is set.";

fn main() -> ExitCode {
    let matches = command().get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => problem.exit(),
    }
}

/// The whole command line: what is parsed, completed by shells and printed as the manual.
fn command() -> Command {
    Command::new("exitpoll")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(EXAMPLES)
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            compare::command(),
            night::command(),
            stations::command(),
            plan::command(),
            convert::command(),
            elections::command(),
            shell::completions(),
            shell::manual(),
        ])
}

fn run(matches: &ArgMatches) -> Result<(), Problem> {
    match matches.subcommand() {
        Some(("compare", own)) => compare::run(own),
        Some(("night", own)) => night::run(own),
        Some(("stations", own)) => stations::run(own),
        Some(("plan", own)) => plan::run(own),
        Some(("convert", own)) => convert::run(own),
        Some(("elections", own)) => elections::run(own),
        Some(("completions", own)) => shell::print_completions(own),
        Some(("man", own)) => shell::print_manual(own),
        _ => Err(Problem::usage("give a command")),
    }
}
