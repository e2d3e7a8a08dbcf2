//! `exitpoll compare --many`: contests as they come, one at a time in memory.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};

use exitpoll::io::formats::{self, Format as FileFormat};
use exitpoll::io::{Document, json};
use exitpoll::report::Table;
use exitpoll::{Comparison, Report, render};
use indicatif::{ProgressBar, ProgressStyle};

use crate::destination::Sink;
use crate::input::{self, Input};
use crate::output::{Format, Output};
use crate::problem::{self, Problem};

pub fn run(
    input: &Input,
    output: &Output,
    compared: impl Fn(Comparison) -> exitpoll::Result<Report>,
) -> Result<(), Problem> {
    let table = output.table.unwrap_or(Table::Polls);
    if !matches!(output.format, Format::Text | Format::Json | Format::Csv) {
        return Err(Problem::usage(
            "--many goes with --format text, json or csv",
        ));
    }
    let mut run = Run {
        format: output.format,
        table,
        sink: output.destination.open()?,
        bar: bar(input.files(), output.destination.is_standard_output()),
        contests: 0,
        failed: 0,
    };
    if run.format == Format::Csv {
        let heading = render::csv_heading_of_contests(table);
        run.sink.write_all(heading.as_bytes())?;
    }
    for file in input.files() {
        run.file(input, file, &compared)?;
    }
    run.bar.finish_and_clear();
    let Run {
        sink,
        contests,
        failed,
        ..
    } = run;
    sink.finish()?;
    if failed > 0 {
        problem::report(&format!(
            "{failed} of {} could not be compared",
            contests + failed
        ));
        return Err(Problem::Named);
    }
    if contests == 0 {
        return Err(Problem::Input("there is no contest in the input".into()));
    }
    Ok(())
}

/// What goes on from contest to contest.
struct Run {
    format: Format,
    table: Table,
    sink: Sink,
    bar: ProgressBar,
    contests: u64,
    failed: u64,
}

impl Run {
    fn file(
        &mut self,
        input: &Input,
        file: &str,
        compared: &impl Fn(Comparison) -> exitpoll::Result<Report>,
    ) -> Result<(), Problem> {
        let reader: Box<dyn Read> = if file == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            match File::open(file) {
                Ok(opened) => Box::new(opened),
                Err(error) => {
                    self.fail(format!("{file}: cannot read the file: {error}"));
                    return Ok(());
                }
            }
        };
        let mut reader = BufReader::with_capacity(1 << 16, self.bar.wrap_read(reader));
        let start = match reader.fill_buf() {
            Ok(start) => start,
            Err(error) => {
                self.fail(format!(
                    "{}: cannot read the file: {error}",
                    input::shown(file)
                ));
                return Ok(());
            }
        };
        let plain = start.trim_ascii_start();
        let plain = plain.strip_prefix("\u{feff}".as_bytes()).unwrap_or(plain);
        let is_json =
            plain.starts_with(b"{") && matches!(formats::detect(file, start), Ok(FileFormat::Json));
        if input.may_be_documents() && is_json {
            for document in json::documents(reader) {
                match document {
                    Ok(document) => self.document(input, file, document, compared)?,
                    Err(error) => self.fail(format!("{}: {error}", input::shown(file))),
                }
            }
            return Ok(());
        }
        let mut bytes = Vec::new();
        if let Err(error) = reader.read_to_end(&mut bytes) {
            self.fail(format!(
                "{}: cannot read the file: {error}",
                input::shown(file)
            ));
            return Ok(());
        }
        let reading = match input.read(file, &bytes) {
            Ok(reading) => reading,
            Err(Problem::Input(message)) => {
                self.fail(message);
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        drop(bytes);
        self.bar.suspend(|| input.tell(file, &reading));
        self.failed += reading.refused.len() as u64;
        for document in reading.documents {
            self.document(input, file, document, compared)?;
        }
        Ok(())
    }

    fn document(
        &mut self,
        input: &Input,
        file: &str,
        document: Document,
        compared: &impl Fn(Comparison) -> exitpoll::Result<Report>,
    ) -> Result<(), Problem> {
        if !input.wants(&document) {
            return Ok(());
        }
        let name = document.contest.name().to_owned();
        match compared(Comparison::from(document)) {
            Ok(report) => {
                let text = self.rendered(&report)?;
                self.sink.write_all(text.as_bytes())?;
                self.sink.flush()?;
                self.contests += 1;
            }
            Err(error) => self.fail(format!("{}: {name}: {error}", input::shown(file))),
        }
        self.bar.set_message(format!("{} contests", self.contests));
        Ok(())
    }

    fn rendered(&self, report: &Report) -> Result<String, Problem> {
        Ok(match self.format {
            Format::Csv => render::csv_of_contest(report, self.table),
            Format::Json => {
                let line = serde_json::to_string(report);
                line.map_err(|error| Problem::Input(error.to_string()))? + "\n"
            }
            _ => render::line(report) + "\n",
        })
    }

    /// Names what cannot be used; the others go on.
    fn fail(&mut self, message: String) {
        self.failed += 1;
        self.bar.suspend(|| problem::report(&message));
    }
}

/// How far the run has come, in bytes of its input: on standard error if that is a terminal and the results go
/// elsewhere.
fn bar(files: &[String], to_standard_output: bool) -> ProgressBar {
    if to_standard_output && std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let sizes: Option<u64> = files
        .iter()
        .map(|file| std::fs::metadata(file).ok().map(|about| about.len()))
        .sum();
    let (bar, template) = match sizes {
        Some(bytes) => (
            ProgressBar::new(bytes),
            "{wide_bar} {percent} %, {msg}, {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
