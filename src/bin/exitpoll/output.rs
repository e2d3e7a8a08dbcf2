//! Reports in the form that was asked for.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use exitpoll::Report;
use exitpoll::chart::{self, Chart};
use exitpoll::render::{self, Detail};
use exitpoll::report::Table;
use unicode_width::UnicodeWidthStr;

use crate::destination::Destination;
use crate::input;
use crate::problem::Problem;
use crate::settings::named;

/// Columns of text, unless others are asked for.
const WIDTH: u16 = 80;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Json,
    Csv,
    Html,
    Svg,
}

impl Format {
    const ALL: [Format; 6] = [
        Format::Text,
        Format::Markdown,
        Format::Json,
        Format::Csv,
        Format::Html,
        Format::Svg,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Html => "html",
            Format::Svg => "svg",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            other => other.name(),
        }
    }
}

/// What the command line says of the output.
pub struct Output {
    pub format: Format,
    pub table: Option<Table>,
    pub width: usize,
    pub chart: Option<Chart>,
    pub detail: Detail,
    pub destination: Destination,
}

/// `--format` with these of the forms, the first being the default.
pub fn format(formats: &'static [Format]) -> Arg {
    let names = formats.iter().map(|format| format.name());
    let of_name = |name: String| Format::ALL.into_iter().find(|format| format.name() == name);
    Arg::new("format")
        .long("format")
        .short('f')
        .value_name("FORM")
        .value_parser(
            PossibleValuesParser::new(names).map(move |name| of_name(name).unwrap_or(Format::Text)),
        )
        .default_value("text")
        .help("The form of the output")
        .help_heading("Output")
}

/// Everything for whole reports.
pub fn arguments(command: Command) -> Command {
    let command = command.arg(format(&Format::ALL)).args([
        Arg::new("detail")
            .long("detail")
            .short('d')
            .action(ArgAction::SetTrue)
            .help("Everything, not the short form (text and markdown)")
            .help_heading("Output"),
        table(),
        chart_argument(),
        width(),
    ]);
    crate::destination::arguments(command)
}

pub fn width() -> Arg {
    Arg::new("width")
        .long("width")
        .value_name("COLUMNS")
        .value_parser(value_parser!(u16).range(40..))
        .help("Columns of text [default: 80]")
        .help_heading("Output")
}

fn table() -> Arg {
    Arg::new("table")
        .long("table")
        .value_name("TABLE")
        .value_parser(named::<Table>(Table::ALL.map(Table::name)))
        .help("The table of --format csv [default: rows]")
        .help_heading("Output")
}

fn chart_argument() -> Arg {
    let of_name = |name: String| Chart::ALL.into_iter().find(|chart| chart.name() == name);
    Arg::new("chart")
        .long("chart")
        .value_name("CHART")
        .value_parser(
            PossibleValuesParser::new(Chart::ALL.map(Chart::name))
                .map(move |name| of_name(name).unwrap_or(Chart::Shares)),
        )
        .required_if_eq("format", "svg")
        .help("The picture of --format svg")
        .help_heading("Output")
}

impl Output {
    pub fn of(matches: &ArgMatches) -> Output {
        fn optional<T: Copy + Send + Sync + 'static>(
            matches: &ArgMatches,
            name: &str,
        ) -> Option<T> {
            matches.try_get_one(name).ok().flatten().copied()
        }
        let full = optional(matches, "detail") == Some(true);
        Output {
            format: optional(matches, "format").unwrap_or(Format::Text),
            table: optional(matches, "table"),
            width: usize::from(optional(matches, "width").unwrap_or(WIDTH)),
            chart: optional(matches, "chart"),
            detail: if full { Detail::Full } else { Detail::Brief },
            destination: Destination::of(matches),
        }
    }

    /// Writes reports, each with the file from which it came: one below the other, or each to a file of its own
    /// in a folder.
    pub fn write(&self, reports: &[(String, Report)]) -> Result<(), Problem> {
        if let Some(folder) = self.destination.folder() {
            let mut names: Vec<String> = Vec::with_capacity(reports.len());
            for (file, report) in reports {
                let stem = input::stem(file);
                let same = names.iter().filter(|name| **name == stem).count();
                names.push(stem.clone());
                let number = if same > 0 {
                    format!("-{}", same + 1)
                } else {
                    String::new()
                };
                let name = format!("{stem}{number}.{}", self.format.ending());
                let own = self.destination.in_folder(folder, &name)?;
                own.write(&self.one(report)?)?;
            }
            return Ok(());
        }
        let text = match reports {
            [(_, report)] => self.one(report)?,
            several => self.several(several)?,
        };
        self.print(&text)
    }

    /// Writes a text; headings are bold on a terminal.
    pub fn print(&self, text: &str) -> Result<(), Problem> {
        let terminal =
            anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
        if self.format == Format::Text && terminal && self.destination.is_standard_output() {
            return self.destination.write(&bold_headings(text));
        }
        self.destination.write(text)
    }

    fn one(&self, report: &Report) -> Result<String, Problem> {
        Ok(match (self.format, self.chart) {
            (Format::Text, _) => render::text_with(report, self.width, self.detail),
            (Format::Markdown, _) => render::markdown_with(report, self.detail),
            (Format::Json, _) => exitpoll::io::json::write_report(report)? + "\n",
            (Format::Csv, _) => render::csv(report, self.table.unwrap_or(Table::Rows)),
            (Format::Html, _) => render::html(report),
            (Format::Svg, chart) => {
                let chart = chart.ok_or_else(|| Problem::usage("--format svg needs --chart"))?;
                let drawn = chart::svg(report, chart);
                drawn.map_err(|reason| Problem::of_file(report.contest.name(), reason))?
            }
        })
    }

    fn several(&self, reports: &[(String, Report)]) -> Result<String, Problem> {
        let each = || reports.iter().map(|(_, report)| self.one(report));
        let joined = |between: &str| -> Result<String, Problem> {
            Ok(each()
                .collect::<Result<Vec<String>, Problem>>()?
                .join(between))
        };
        match self.format {
            Format::Text => joined(&format!("\n{}\n\n", "─".repeat(self.width))),
            Format::Markdown => joined("\n---\n\n"),
            Format::Json => {
                let list = joined(",\n")?;
                Ok(format!("[\n{}\n]\n", list.trim_end()))
            }
            Format::Csv => {
                let table = self.table.unwrap_or(Table::Rows);
                let lines = reports
                    .iter()
                    .map(|(_, report)| render::csv_of_contest(report, table));
                Ok(render::csv_heading_of_contests(table) + &lines.collect::<String>())
            }
            Format::Html | Format::Svg => Err(Problem::usage(format!(
                "{} contests do not go on one page: name a folder with --out FOLDER/",
                reports.len()
            ))),
        }
    }
}

/// Titles and headings of sections, which stand above a rule.
fn bold_headings(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let rule = |line: &&&str| {
        let first = line.chars().next();
        matches!(first, Some(c @ ('=' | '-')) if line.len() > 1 && line.chars().all(|other| other == c))
    };
    let mut out = String::with_capacity(text.len());
    for (i, line) in lines.iter().enumerate() {
        if lines.get(i + 1).filter(rule).is_some() && !line.is_empty() {
            out.push_str("\x1b[1m");
            out.push_str(line);
            out.push_str("\x1b[0m");
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// A column of names in a printed table, as wide as a terminal shows the widest.
pub struct Column(usize);

impl Column {
    pub fn of(heading: &str, names: &[String]) -> Column {
        let widths = names.iter().map(|name| name.width());
        Column(widths.fold(heading.width(), usize::max))
    }

    /// A name with the blanks that fill its cell.
    pub fn cell(&self, name: &str) -> String {
        format!("{name}{:1$}", "", self.0.saturating_sub(name.width()))
    }
}
