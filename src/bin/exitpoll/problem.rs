//! What can go wrong, and the exit status that says so.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use clap::error::ErrorKind;

/// Why a command did not do what was asked.
pub enum Problem {
    /// Input that cannot be used: status 1.
    Input(String),
    /// A command line that cannot be meant: status 2.
    Usage(String),
    /// Some of the input could not be used, and each was named when it was met: status 1.
    Named,
    /// Nobody reads the output any more, as below `head`: no message, status 0.
    NobodyReads,
}

impl Problem {
    pub fn usage(message: impl Into<String>) -> Problem {
        Problem::Usage(message.into())
    }

    /// Bad input of a file.
    pub fn of_file(file: impl Display, error: impl Display) -> Problem {
        Problem::Input(format!("{file}: {error}"))
    }

    /// A value of an option, of which the library says what is wrong with the figure that it is.
    pub fn of_option(option: &str, error: &exitpoll::Error) -> Problem {
        Problem::Input(in_option(option, error))
    }

    /// Says what is wrong, and how the program ends.
    pub fn exit(self) -> ExitCode {
        match self {
            Problem::Input(message) => {
                report(&message);
                ExitCode::FAILURE
            }
            Problem::Usage(message) => crate::command()
                .error(ErrorKind::ValueValidation, message)
                .exit(),
            Problem::Named => ExitCode::FAILURE,
            Problem::NobodyReads => ExitCode::SUCCESS,
        }
    }
}

impl From<exitpoll::Error> for Problem {
    fn from(error: exitpoll::Error) -> Problem {
        Problem::Input(error.to_string())
    }
}

impl From<io::Error> for Problem {
    /// Of the output: input has its file in front.
    fn from(error: io::Error) -> Problem {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Problem::NobodyReads,
            _ => Problem::Input(format!("cannot write the output: {error}")),
        }
    }
}

/// What the library says of a figure, as of the option that gave it.
pub fn in_option(option: &str, error: &exitpoll::Error) -> String {
    // One of the rates that --response has, or the number that another is.
    let word = if option == "response" { "has" } else { "is" };
    let value = error.value().unwrap_or_default();
    format!("--{option} {word} {value}: {}", error.help())
}

/// A message that something is wrong, on standard error; in colour on a terminal.
pub fn report(message: &str) {
    anstream::eprintln!("\x1b[1;31merror:\x1b[0m {message}");
}

/// A message of what was taken for granted, on standard error.
pub fn note(message: &str) {
    anstream::eprintln!("\x1b[1mnote:\x1b[0m {message}");
}

/// Whether an option stands on the command line, its default not counting.
pub fn is_given(matches: &clap::ArgMatches, name: &str) -> bool {
    matches.value_source(name) == Some(clap::parser::ValueSource::CommandLine)
}
