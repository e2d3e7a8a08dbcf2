//! Which columns of a table of polling stations hold what.

use clap::{Arg, ArgAction, ArgMatches, Command};
use exitpoll::io;
use exitpoll::io::stations::{BlankAnswers, BlankVotes, StationColumns, StrataColumns};
use exitpoll::station::StationTable;

use crate::problem::{self, Problem};
use crate::{input, station_problem};

/// Options that take the heading of a column, with what the column holds.
const COLUMNS: [(&str, &str); 9] = [
    ("name", "With the station's name"),
    ("stratum", "With its stratum"),
    ("region", "With its region"),
    (
        "post-stratum",
        "With its post-stratum, for estimators that know how many stations are in each",
    ),
    ("weight", "With its weight"),
    (
        "total",
        "With all ballots; without it, the sum of the votes",
    ),
    ("refused", "With refusals"),
    ("missed", "With voters who were missed"),
    (
        "other-answers",
        "With answers that name none of the choices",
    ),
];

/// Under which the help has these options.
pub const HEADING: &str = "Columns";

pub fn arguments(command: Command) -> Command {
    let heading = HEADING;
    let columns = COLUMNS.map(|(name, help)| {
        Arg::new(name)
            .long(name)
            .value_name("COLUMN")
            .help(help)
            .help_heading(heading)
    });
    command
        .arg(
            Arg::new("choice")
                .long("choice")
                .short('c')
                .value_name("NAME=COLUMN")
                .action(ArgAction::Append)
                .required(true)
                .help("A choice and the column with its votes; the column alone if it has that name; for each choice")
                .help_heading(heading),
        )
        .arg(
            Arg::new("answers")
                .long("answers")
                .short('a')
                .value_name("NAME=COLUMN")
                .action(ArgAction::Append)
                .help("A choice and the column with those interviewed who named it; for each choice or for none")
                .help_heading(heading),
        )
        .args(columns)
        .args([
            Arg::new("covariate")
                .long("covariate")
                .value_name("COLUMN")
                .action(ArgAction::Append)
                .help("With something known of each station, such as its distance, that the response ratio may go with; for each")
                .help_heading(heading),
            Arg::new("blank")
                .long("blank")
                .value_name("MEANING")
                .value_parser(["fail", "zero", "no_count"])
                .default_value("fail")
                .help("What an empty cell of votes means")
                .help_heading(heading),
            Arg::new("blank-answers")
                .long("blank-answers")
                .value_name("MEANING")
                .value_parser(["fail", "zero"])
                .default_value("fail")
                .help("What an empty cell of answers means where others of its row are filled in")
                .help_heading(heading),
            Arg::new("more-answers-than-ballots")
                .long("more-answers-than-ballots")
                .action(ArgAction::SetTrue)
                .help("Take stations with more answers than ballots as they are, where voters were asked whose ballots are counted elsewhere")
                .help_heading(heading),
            Arg::new("encoding")
                .long("encoding")
                .value_name("LABEL")
                .help("The encoding of the tables, where they are not in Unicode, such as windows-1252")
                .help_heading(heading),
            Arg::new("strata")
                .long("strata")
                .value_name("FILE")
                .help("A table of the strata with the columns stratum and stations: how many there are, sampled or not; also ballots, where an estimator needs them")
                .help_heading(heading),
            Arg::new("post-strata")
                .long("post-strata")
                .value_name("FILE")
                .requires("post-stratum")
                .help("A table of the post-strata with the columns post_stratum and stations")
                .help_heading(heading),
        ])
}

/// The table that the file named `file` holds.
pub fn table(matches: &ArgMatches, file: &str) -> Result<StationTable, Problem> {
    let columns = columns(matches)?;
    let of_file = |file: &str| {
        let file = input::shown(file).to_owned();
        move |error: exitpoll::Error| Problem::of_file(file, error)
    };
    let mut builder = columns.builder();
    if let Some(strata) = matches.get_one::<String>("strata") {
        let text = text_of(matches, strata)?;
        let frame = StrataColumns::new("stratum", "stations").ballots_if_given("ballots");
        builder = frame
            .declare(text.as_bytes(), builder)
            .map_err(of_file(strata))?;
    }
    if let Some(strata) = matches.get_one::<String>("post-strata") {
        let text = text_of(matches, strata)?;
        let frame = StrataColumns::new("post_stratum", "stations");
        builder = frame
            .declare_post_strata(text.as_bytes(), builder)
            .map_err(of_file(strata))?;
    }
    let text = text_of(matches, file)?;
    if is_of_candidates(&text) {
        let message = "the table has a row for each candidate of a precinct (the layout of openelections.net): a table of \
                       stations has a row for each station, with a column for each choice";
        return Err(Problem::of_file(input::shown(file), message));
    }
    let filled = columns.read_into(text.as_bytes(), builder);
    let table = filled
        .and_then(exitpoll::station::StationTableBuilder::build)
        .map_err(|error| {
            let frames = ["strata", "post-strata"].map(|name| matches.get_one::<String>(name));
            station_problem::of_table(file, frames, &votes_columns(matches), &error)
        })?;
    if let Some(station) = station_problem::of_all_others(&table) {
        problem::note(&format!(
            "{}: {station} has as many votes for every choice as all others together, as stations with few votes can by \
             chance; if it is a row of totals, leave it out",
            input::shown(file)
        ));
    }
    Ok(table)
}

/// Whether a table has the headings of openelections.net: its rows read as stations would give other figures.
fn is_of_candidates(text: &str) -> bool {
    let heading = text.lines().next().unwrap_or_default();
    let has = |name: &str| heading.split(',').any(|cell| cell.trim() == name);
    ["county", "precinct", "office", "candidate", "votes"]
        .into_iter()
        .all(has)
}

/// The columns of official votes.
fn votes_columns(matches: &ArgMatches) -> Vec<&str> {
    let choices = pairs(matches, "choice").into_iter();
    choices.map(|(_, column)| column).collect()
}

/// The text of a table, decoded as the other commands decode theirs, with what was taken for granted.
fn text_of(matches: &ArgMatches, file: &str) -> Result<String, Problem> {
    let bytes = input::bytes_of(file)?;
    let declared = matches.get_one::<String>("encoding").map(String::as_str);
    let (text, notes) = io::formats::decoded(&bytes, declared)
        .map_err(|error| Problem::of_file(input::shown(file), error))?;
    for note in notes {
        problem::note(&format!("{}: {note}", input::shown(file)));
    }
    Ok(text.into_owned())
}

fn columns(matches: &ArgMatches) -> Result<StationColumns, Problem> {
    let answers = pairs(matches, "answers");
    let choices = pairs(matches, "choice");
    let known = |(name, _): &&(&str, &str)| !choices.iter().any(|(choice, _)| choice == name);
    if let Some((name, _)) = answers.iter().find(known) {
        return Err(Problem::usage(format!(
            "--answers {name}: there is no --choice {name}"
        )));
    }
    if !answers.is_empty() {
        let lacks = |(name, _): &&(&str, &str)| !answers.iter().any(|(own, _)| own == name);
        let lacking: Vec<&str> = choices
            .iter()
            .filter(lacks)
            .map(|(name, _)| *name)
            .collect();
        if !lacking.is_empty() {
            return Err(Problem::usage(format!(
                "there is no --answers of {}: give the column of each choice, or of none",
                lacking.join(", ")
            )));
        }
    }
    // A column holds one figure of a station, and each figure is of one choice.
    for (option, pairs) in [("choice", &choices), ("answers", &answers)] {
        for (place, (name, column)) in pairs.iter().enumerate() {
            if name.is_empty() || column.is_empty() {
                let message =
                    format!("--{option} {name}={column}: write NAME=COLUMN, or the column alone");
                return Err(Problem::usage(message));
            }
            if pairs
                .iter()
                .take(place)
                .any(|(_, earlier)| earlier == column)
            {
                return Err(Problem::usage(format!(
                    "--{option} {name}={column}: the column is that of another choice"
                )));
            }
        }
    }
    let mut columns = StationColumns::new();
    for (name, votes) in choices {
        columns = columns.choice(name, votes);
        if let Some((_, column)) = answers.iter().find(|(own, _)| *own == name) {
            columns = columns.answers(*column);
        }
    }
    let with: [fn(StationColumns, String) -> StationColumns; COLUMNS.len()] = [
        StationColumns::name,
        StationColumns::stratum,
        StationColumns::region,
        StationColumns::post_stratum,
        StationColumns::weight,
        StationColumns::total,
        StationColumns::refused,
        StationColumns::missed,
        StationColumns::other_answers,
    ];
    for ((name, _), with) in COLUMNS.iter().zip(with) {
        if let Some(column) = matches.get_one::<String>(name) {
            columns = with(columns, column.clone());
        }
    }
    let covariates = matches.get_many::<String>("covariate");
    for column in covariates.into_iter().flatten() {
        columns = columns.covariate(column.clone());
    }
    let blank = match matches.get_one::<String>("blank").map(String::as_str) {
        Some("zero") => BlankVotes::Zero,
        Some("no_count") => BlankVotes::NoCount,
        _ => BlankVotes::Fail,
    };
    if matches
        .get_one::<String>("blank-answers")
        .is_some_and(|of| of == "zero")
    {
        columns = columns.blank_answers(BlankAnswers::Zero);
    }
    if matches.get_flag("more-answers-than-ballots") {
        columns = columns.more_answers_than_ballots();
    }
    Ok(columns.blank_votes(blank))
}

/// `NAME=COLUMN`, or one word for both.
fn pairs<'a>(matches: &'a ArgMatches, option: &str) -> Vec<(&'a str, &'a str)> {
    let given = matches.get_many::<String>(option).into_iter().flatten();
    given
        .map(|pair| pair.split_once('=').unwrap_or((pair, pair)))
        .collect()
}
