//! The main job on your own data: reads counts and polls, prints the report.
//!
//! ```text
//! cargo run --release --example compare -- election.json
//! cargo run --release --example compare -- sources.csv figures.csv --format markdown
//! ```
//!
//! Options: `--format text|markdown|json`, `--confidence 0.95`, `--design-effect 1.7`,
//! `--method wilson`, `--width 100`. Without a file it compares the bundled sample.

use std::process::ExitCode;

use exitpoll::interval::BinomialMethod;
use exitpoll::{Comparison, Confidence, Error, Result, io, report};

/// What the command line asks for.
struct Request {
    files: Vec<String>,
    format: Format,
    width: usize,
    confidence: Option<Confidence>,
    design_effect: Option<f64>,
    method: Option<BinomialMethod>,
}

enum Format {
    Text,
    Markdown,
    Json,
}

fn main() -> ExitCode {
    match answer(std::env::args().skip(1)) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: impl Iterator<Item = String>) -> Result<String> {
    let request = Request::read(arguments)?;
    let files: Vec<&str> = request.files.iter().map(String::as_str).collect();
    let document = match files.as_slice() {
        [] => io::json::read(include_str!("data/azerbaijan_2024.json"))?,
        [json] => io::json::read_file(json)?,
        [sources, figures] => io::csv::read_files(sources, figures)?,
        [_, _, extra, ..] => {
            return Err(unusable(
                extra,
                "give one JSON file, or sources.csv and figures.csv",
            ));
        }
    };
    let mut comparison = Comparison::from(document);
    if let Some(confidence) = request.confidence {
        comparison = comparison.confidence(confidence);
    }
    if let Some(factor) = request.design_effect {
        comparison = comparison.assume_design_effect(factor);
    }
    if let Some(method) = request.method {
        comparison = comparison.interval_method(method);
    }
    let result = comparison.run()?;
    Ok(match request.format {
        Format::Text => report::text(&result, request.width),
        Format::Markdown => report::markdown(&result),
        Format::Json => {
            serde_json::to_string_pretty(&result)
                .map_err(|error| unusable("--format json", &error.to_string()))?
                + "\n"
        }
    })
}

impl Request {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Request> {
        let mut request = Request {
            files: Vec::new(),
            format: Format::Text,
            width: 80,
            confidence: None,
            design_effect: None,
            method: None,
        };
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                request.files.push(argument);
                continue;
            }
            let value = arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--format" => {
                    request.format = match value.as_str() {
                        "text" => Format::Text,
                        "markdown" => Format::Markdown,
                        "json" => Format::Json,
                        _ => return Err(unusable("--format", "give text, markdown or json")),
                    }
                }
                "--confidence" => {
                    request.confidence = Some(Confidence::new(number(&argument, &value)?)?)
                }
                "--design-effect" => request.design_effect = Some(number(&argument, &value)?),
                "--method" => request.method = Some(value.parse()?),
                "--width" => {
                    let problem = |_| unusable("--width", "give a number of columns, such as 100");
                    request.width = value.parse().map_err(problem)?;
                }
                _ => {
                    let known = "use --format, --confidence, --design-effect, --method or --width";
                    return Err(unusable(&argument, known));
                }
            }
        }
        Ok(request)
    }
}

fn number(option: &str, value: &str) -> Result<f64> {
    value
        .parse()
        .map_err(|_| unusable(option, "give a number with a decimal point, such as 0.95"))
}

fn unusable(option: &str, mend: &str) -> Error {
    Error::Missing {
        field: option.into(),
        mend: mend.into(),
    }
}
