//! The main job on your own data: reads counts and polls, prints the report.
//!
//! ```text
//! cargo run --release --example compare -- election.json
//! cargo run --release --example compare -- sources.csv figures.csv --format markdown
//! ```
//!
//! Options: `--format text|markdown|json|csv`, `--detail` (everything, not the short form),
//! `--table rows|polls|seats|needs|measures|night|calls` (of `--format csv`), `--width 100`,
//! `--confidence 0.95`, `--design-effect 1.7`, `--margin 2` (points within which poll and count agree),
//! `--range-confidence 0.8` (at which ranges of seats are taken for intervals), `--bias-sd 3` (points of
//! bias beside sampling), `--bootstrap 1000 --seed 1`, and methods by name: `--method wilson`,
//! `--simultaneous goodman`, `--lead score`, `--ranks step_down`, `--adjustment holm`, `--pool REML`,
//! `--scale logit`. Without a file it compares the bundled sample.

use std::process::ExitCode;

use exitpoll::hypothesis::Adjustment;
use exitpoll::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use exitpoll::pooling::{HeterogeneityEstimator, Scale};
use exitpoll::render::{self, Detail};
use exitpoll::report::Table;
use exitpoll::{Comparison, Confidence, io};

/// An unusable command line, or an error of the library.
type Problem = Box<dyn std::error::Error>;
type Result<T> = std::result::Result<T, Problem>;

/// What the command line asks for.
struct Request {
    files: Vec<String>,
    format: Format,
    width: usize,
    detail: Detail,
    table: Table,
    replicates: u64,
    seed: u64,
    options: Vec<Set>,
}

/// An option that sets something of the comparison.
type Set = Box<dyn FnOnce(Comparison) -> Comparison>;

enum Format {
    Text,
    Markdown,
    Json,
    Csv,
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
    let comparison = request
        .options
        .into_iter()
        .fold(Comparison::from(document), |comparison, set| {
            set(comparison)
        })
        .bootstrap(request.replicates, request.seed);
    let result = comparison.run()?;
    Ok(match request.format {
        Format::Text => render::text_with(&result, request.width, request.detail),
        Format::Markdown => render::markdown_with(&result, request.detail),
        Format::Csv => render::csv(&result, request.table),
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
            detail: Detail::Brief,
            table: Table::Rows,
            replicates: 0,
            seed: 0,
            options: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                request.files.push(argument);
                continue;
            }
            if argument == "--detail" {
                request.detail = Detail::Full;
                continue;
            }
            let value = arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--format" => {
                    request.format = match value.as_str() {
                        "text" => Format::Text,
                        "markdown" => Format::Markdown,
                        "json" => Format::Json,
                        "csv" => Format::Csv,
                        _ => return Err(unusable("--format", "give text, markdown, json or csv")),
                    }
                }
                "--width" => {
                    let problem = |_| unusable("--width", "give a number of columns, such as 100");
                    request.width = value.parse().map_err(problem)?;
                }
                "--table" => request.table = value.parse()?,
                "--bootstrap" => request.replicates = whole(&argument, &value)?,
                "--seed" => request.seed = whole(&argument, &value)?,
                _ => request.options.push(option(&argument, &value)?),
            }
        }
        Ok(request)
    }
}

fn option(name: &str, value: &str) -> Result<Set> {
    Ok(match name {
        "--confidence" => {
            let level = Confidence::new(number(name, value)?)?;
            Box::new(move |c| c.confidence(level))
        }
        "--design-effect" => {
            let factor = number(name, value)?;
            Box::new(move |c| c.assume_design_effect(factor))
        }
        "--margin" => {
            let points = number(name, value)?;
            Box::new(move |c| c.equivalence_margin(points))
        }
        "--bias-sd" => {
            let points = number(name, value)?;
            Box::new(move |c| c.bias_sd(points))
        }
        "--range-confidence" => {
            let level = Confidence::new(number(name, value)?)?;
            Box::new(move |c| c.seat_range_confidence(level))
        }
        "--method" => {
            let method: BinomialMethod = value.parse()?;
            Box::new(move |c| c.interval_method(method))
        }
        "--simultaneous" => {
            let method: MultinomialMethod = value.parse()?;
            Box::new(move |c| c.simultaneous_method(method))
        }
        "--lead" => {
            let method: LeadMethod = value.parse()?;
            Box::new(move |c| c.lead_method(method))
        }
        "--ranks" => {
            let method: RankMethod = value.parse()?;
            Box::new(move |c| c.rank_method(method))
        }
        "--adjustment" => {
            let adjustment: Adjustment = value.parse()?;
            Box::new(move |c| c.adjustment(adjustment))
        }
        "--pool" => {
            let estimator: HeterogeneityEstimator = value.parse()?;
            Box::new(move |c| c.heterogeneity_estimator(estimator))
        }
        "--scale" => {
            let scale: Scale = value.parse()?;
            Box::new(move |c| c.pool_scale(scale))
        }
        _ => {
            let known = "use --format, --detail, --table, --width, --confidence, --design-effect, \
                         --margin, --range-confidence, --bias-sd, --bootstrap, --seed, --method, --simultaneous, --lead, --ranks, --adjustment, --pool or --scale";
            return Err(unusable(name, known));
        }
    })
}

fn number(option: &str, value: &str) -> Result<f64> {
    value
        .parse()
        .map_err(|_| unusable(option, "give a number with a decimal point, such as 0.95"))
}

fn whole(option: &str, value: &str) -> Result<u64> {
    value
        .parse()
        .map_err(|_| unusable(option, "give a whole number, such as 1000"))
}

fn unusable(option: &str, help: &str) -> Problem {
    format!("`{option}`: {help}").into()
}
