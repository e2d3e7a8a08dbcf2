//! Files and standard input, in every format that the library reads.

use std::io::Read;
use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use exitpoll::PollKind;
use exitpoll::io::formats::{Format, Layout, Reader, Reading};
use exitpoll::io::{self, Document};

use crate::problem::{self, Problem};
use crate::settings::named;

/// So many notes of a file are printed, unless all are asked for.
const NOTES: usize = 10;

const KINDS: [(&str, PollKind); 4] = [
    ("exit_poll", PollKind::ExitPoll),
    ("quick_count", PollKind::QuickCount),
    ("parallel_count", PollKind::ParallelCount),
    ("late_poll", PollKind::LatePoll),
];

/// A contest and where it was found.
pub struct Found {
    pub file: String,
    pub document: Document,
}

/// How files are to be read.
pub struct Input {
    files: Vec<String>,
    reader: Reader,
    format: Option<Format>,
    /// What is declared of tables that have no format of their own.
    layout: Option<Layout>,
    contest: Option<String>,
    join: bool,
    all_notes: bool,
}

pub fn arguments(command: Command) -> Command {
    let kinds = KINDS.map(|(name, _)| name);
    command
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .num_args(1..)
                .help("A document, a pair of CSV tables (sources, then figures), or a table of another format; - is standard input"),
        )
        .args([
            Arg::new("from")
                .long("from")
                .value_name("FORMAT")
                .value_parser(named::<Format>(Format::ALL.map(Format::name)))
                .hide_possible_values(true)
                .help("The format, where the content does not tell it: json, ropf, eopaod, president_polls, raw_polls, nist, open_elections, medsl, elex, clarity, kerg, kerg2"),
            Arg::new("layout")
                .long("layout")
                .value_name("FILE")
                .conflicts_with_all(["from", "encoding", "kind"])
                .help("What the columns of any other table are, as JSON; `exitpoll convert --help` shows one"),
            Arg::new("encoding")
                .long("encoding")
                .value_name("LABEL")
                .help("The encoding, where the file is not in Unicode, such as windows-1252"),
            Arg::new("kind")
                .long("kind")
                .value_name("KIND")
                .value_parser(
                    PossibleValuesParser::new(kinds).map(|name| {
                        let found = KINDS.iter().find(|(known, _)| *known == name);
                        found.map_or(PollKind::default(), |(_, kind)| *kind)
                    }),
                )
                .help("What polls are, in formats that do not say it"),
            Arg::new("contest")
                .long("contest")
                .value_name("NAME")
                .help("Only the contest of this name"),
            Arg::new("join")
                .long("join")
                .action(ArgAction::SetTrue)
                .help("Join what several files say of contests of one name, such as polls in one and counts in another"),
            Arg::new("notes")
                .long("notes")
                .action(ArgAction::SetTrue)
                .help("Every note on what was taken for granted or left out, not the first ten of a file"),
        ].map(|arg| arg.help_heading("Input")))
}

impl Input {
    /// # Errors
    /// A layout that cannot be read.
    pub fn of(matches: &ArgMatches) -> Result<Input, Problem> {
        let mut reader = Reader::new();
        let format: Option<Format> = matches.get_one("from").copied();
        if let Some(format) = format {
            reader = reader.format(format);
        }
        if let Some(label) = matches.get_one::<String>("encoding") {
            reader = reader.encoding(label);
        }
        if let Some(kind) = matches.get_one::<PollKind>("kind") {
            reader = reader.kind(*kind);
        }
        let layout = matches.get_one::<String>("layout");
        let layout = layout.map(|file| layout_of(file)).transpose()?;
        let files: Option<_> = matches.get_many::<String>("files");
        Ok(Input {
            files: files.map_or_else(Vec::new, |files| files.cloned().collect()),
            reader,
            format,
            layout,
            contest: matches.get_one("contest").cloned(),
            join: matches.get_flag("join"),
            all_notes: matches.get_flag("notes"),
        })
    }

    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Whether documents may be read as they come: nothing says that it is another format.
    pub fn may_be_documents(&self) -> bool {
        self.layout.is_none() && matches!(self.format, None | Some(Format::Json))
    }

    /// Whether this contest is asked for.
    pub fn wants(&self, document: &Document) -> bool {
        let wanted = self.contest.as_deref();
        wanted.is_none_or(|name| document.contest.name() == name)
    }

    /// Every contest of every file, and whether something in them was refused, which is named on standard error.
    pub fn documents(&self) -> Result<(Vec<Found>, bool), Problem> {
        let mut found: Vec<Found> = Vec::new();
        let mut joined: Option<Reading> = None;
        let mut refused = false;
        let mut files = self.files.iter();
        while let Some(file) = files.next() {
            let bytes = bytes_of(file)?;
            let declared = self.format.is_some() || self.layout.is_some();
            if !declared && io::csv::is_sources(&bytes) {
                let figures = files.next().ok_or_else(|| {
                    let missing =
                        "this is a table of sources: give the table of its figures after it";
                    Problem::of_file(file, missing)
                })?;
                found.push(Found {
                    file: file.clone(),
                    document: io::csv::read_files(file, figures)?,
                });
                continue;
            }
            let reading = self.read(file, &bytes)?;
            refused |= self.tell(file, &reading);
            if self.join {
                joined = Some(match joined {
                    None => reading,
                    Some(earlier) => earlier.with(reading)?,
                });
                continue;
            }
            found.extend(reading.documents.into_iter().map(|document| Found {
                file: file.clone(),
                document,
            }));
        }
        let file = self.files.first().cloned().unwrap_or_default();
        let documents = joined.map_or_else(Vec::new, |reading| reading.documents);
        found.extend(documents.into_iter().map(|document| Found {
            file: file.clone(),
            document,
        }));
        if let Some(contest) = &self.contest {
            let names: Vec<String> = found
                .iter()
                .map(|found| found.document.contest.name().to_owned())
                .collect();
            found.retain(|found| self.wants(&found.document));
            if found.is_empty() {
                let names = names.join(", ");
                let message =
                    format!("there is no contest \"{contest}\"; the contests are {names}");
                return Err(Problem::Input(message));
            }
        }
        Ok((found, refused))
    }

    /// One file in memory.
    pub fn read(&self, file: &str, bytes: &[u8]) -> Result<Reading, Problem> {
        Ok(match &self.layout {
            Some(layout) => layout.read(shown(file), bytes)?,
            None => self.reader.read(shown(file), bytes)?,
        })
    }

    /// Says what was assumed and what was refused; true if anything was.
    pub fn tell(&self, file: &str, reading: &Reading) -> bool {
        let file = shown(file);
        let printed = if self.all_notes {
            reading.notes.len()
        } else {
            reading.notes.len().min(NOTES)
        };
        for note in reading.notes.iter().take(printed) {
            problem::note(&format!("{file}: {note}"));
        }
        let more = reading.notes.len() - printed;
        if more > 0 {
            problem::note(&format!("{file}: and {more} more, which --notes shows"));
        }
        for refused in &reading.refused {
            problem::report(&format!("left out: {}: {}", refused.what, refused.error));
        }
        !reading.refused.is_empty()
    }
}

/// A declared layout.
fn layout_of(file: &str) -> Result<Layout, Problem> {
    let text = bytes_of(file)?;
    serde_json::from_slice(&text).map_err(|error| {
        Problem::of_file(shown(file), format!("the layout cannot be read: {error}"))
    })
}

/// A name for messages.
pub fn shown(file: &str) -> &str {
    if file == "-" { "standard input" } else { file }
}

/// The file's name without folders and ending, for files that are named after it.
pub fn stem(file: &str) -> String {
    let stem = Path::new(shown(file)).file_stem();
    stem.map_or_else(
        || "report".to_owned(),
        |stem| stem.to_string_lossy().replace(' ', "_"),
    )
}

/// The bytes of a file, or of standard input.
pub fn bytes_of(file: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|error| Problem::of_file(shown(file), format!("cannot read the file: {error}")))?;
    Ok(bytes)
}
