//! Completions and the manual, from the same definition as the command line.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::destination::{self, Destination};
use crate::problem::Problem;

pub fn completions() -> Command {
    let command = Command::new("completions")
        .about("Print completions for a shell")
        .after_help(
            "Examples:\n  exitpoll completions bash > ~/.local/share/bash-completion/completions/exitpoll\n  \
             exitpoll completions fish > ~/.config/fish/completions/exitpoll.fish",
        )
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell))
                .help("The shell"),
        );
    destination::arguments(command)
}

pub fn print_completions(matches: &ArgMatches) -> Result<(), Problem> {
    let shell: Option<Shell> = matches.get_one("shell").copied();
    let shell = shell.ok_or_else(|| Problem::usage("give a shell"))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::command(), "exitpoll", &mut script);
    Destination::of(matches).write(&String::from_utf8_lossy(&script))
}

pub fn manual() -> Command {
    let command = Command::new("man")
        .about("Print the manual page, of the program or of one of its commands")
        .after_help(
            "Examples:\n  exitpoll man | man -l -\n  exitpoll man compare > exitpoll-compare.1",
        )
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .help("One of the commands"),
        );
    destination::arguments(command)
}

pub fn print_manual(matches: &ArgMatches) -> Result<(), Problem> {
    let mut whole = crate::command();
    whole.build();
    let page = match matches.get_one::<String>("command") {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            found.ok_or_else(|| Problem::usage(format!("there is no command `{name}`")))?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    Destination::of(matches).write(&String::from_utf8_lossy(&text))
}
