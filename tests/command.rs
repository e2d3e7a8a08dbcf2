//! The command `exitpoll` as a user runs it: what it prints, what it writes, how it ends.
#![allow(missing_docs)]

#[path = "command/colour.rs"]
mod colour;
#[path = "command/files.rs"]
mod files;
#[path = "command/help.rs"]
mod help;
#[path = "command/layout.rs"]
mod layout;
#[path = "command/many.rs"]
mod many;
#[path = "command/planning.rs"]
mod planning;
#[path = "command/reports.rs"]
mod reports;
#[path = "command/station_blank.rs"]
mod station_blank;
#[path = "command/station_few.rs"]
mod station_few;
#[path = "command/station_lines.rs"]
mod station_lines;
#[path = "command/station_tables.rs"]
mod station_tables;
#[path = "command/stations.rs"]
mod stations;
#[path = "command/stations_alone.rs"]
mod stations_alone;
#[path = "command/stations_drawn.rs"]
mod stations_drawn;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const AZERBAIJAN: &str = "examples/data/azerbaijan_2024.json";
pub const ARTICLE: &str = "examples/data/azerbaijan_2024_article.json";
pub const GEORGIA: &str = "examples/data/georgia_2024.json";

/// How a run ended.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub error: String,
}

impl Run {
    /// What stands on standard output, where all went well and nothing was said.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!((self.status, self.error.as_str()), (0, ""));
        self.out
    }

    /// The message, where the run ended with this status and printed nothing.
    #[track_caller]
    pub fn failed(self, status: i32) -> String {
        assert_eq!(
            (self.status, self.out.as_str()),
            (status, ""),
            "{}",
            self.error
        );
        assert!(self.error.starts_with("error: "), "{}", self.error);
        self.error
    }
}

/// The program in the folder of the crate, with no word of the environment about colours and widths.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exitpoll"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

pub fn ended(mut command: Command) -> Run {
    let output = command.output().expect("the program runs");
    Run {
        status: output.status.code().expect("a status"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        error: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

pub fn exitpoll(arguments: &[&str]) -> Run {
    ended(program(arguments))
}

/// A run that reads this on standard input.
pub fn with_input(arguments: &[&str], input: &str) -> Run {
    let mut child = program(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("all is read");
    Run {
        status: output.status.code().expect("a status"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        error: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// An empty folder for one test.
pub fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("command")
        .join(test);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder for the test");
    path
}

pub fn report(path: &str) -> exitpoll::Report {
    let document = exitpoll::io::json::read_file(&in_crate(path)).unwrap();
    exitpoll::Comparison::from(document).run().unwrap()
}

pub fn in_crate(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
