//! `exitpoll plan --simulate`: exit polls drawn from a full count of stations.

use std::io::IsTerminal;

use clap::{Arg, ArgMatches, Command, value_parser};
use exitpoll::Confidence;
use exitpoll::station::{Cost, ExitPollPlan, PlanEvaluation, StationTable, VarianceMethod};
use indicatif::{ProgressBar, ProgressStyle};

use crate::output::{Column, Format, Output};
use crate::problem::{self, Problem};
use crate::settings::defaulted;
use crate::station_columns;

pub fn arguments(command: Command) -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        let argument = Arg::new(name);
        let argument = match name {
            "simulate" => argument,
            _ => argument.requires("simulate"),
        };
        argument
            .long(name)
            .value_name(value)
            .help(help)
            .help_heading("Simulation")
    };
    let number = || value_parser!(f64);
    let cost = || {
        |text: &str| match text.parse::<f64>() {
            Ok(cost) if cost >= 0.0 && cost.is_finite() => Ok(cost),
            _ => Err("write a number of at least 0, such as 250"),
        }
    };
    command.args([
        option(
            "simulate",
            "FILE",
            "Draw exit polls from this count of stations",
        )
        .requires("choice"),
        option(
            "stations",
            "NUMBERS",
            "Stations of the poll, such as 50,100,200",
        )
        .value_delimiter(',')
        .value_parser(value_parser!(u32))
        .default_value("100"),
        option(
            "every",
            "NUMBERS",
            "Every so many-th voter is asked, such as 10,20",
        )
        .value_delimiter(',')
        .value_parser(value_parser!(u32))
        .default_value("20"),
        option(
            "response",
            "RATES",
            "Of those asked, the proportion who answer: one for each choice, such as 0.54,0.6",
        )
        .value_delimiter(',')
        .value_parser(number()),
        option("polls", "NUMBER", "Polls drawn of each plan")
            .value_parser(value_parser!(u64).range(2..))
            .default_value("400"),
        option("seed", "NUMBER", "Of the simulation")
            .value_parser(value_parser!(u64))
            .default_value("1"),
        option("cost-station", "COST", "Of one station")
            .value_parser(cost())
            .default_value("0"),
        option("cost-voter", "COST", "Of one voter asked")
            .value_parser(cost())
            .default_value("0"),
    ])
}

/// Options of the other questions, and columns that no poll is drawn from: with a simulation they would do nothing.
pub const OTHERS: [&str; 20] = [
    "blank-answers",
    "more-answers-than-ballots",
    "half-width",
    "share",
    "lead",
    "detect",
    "respondents",
    "power",
    "design-effect",
    "population",
    "method",
    "answers",
    "covariate",
    "other-answers",
    "refused",
    "missed",
    "weight",
    "strata",
    "post-stratum",
    "post-strata",
];

fn refuse_others(matches: &ArgMatches) -> Result<(), Problem> {
    match OTHERS
        .into_iter()
        .find(|name| problem::is_given(matches, name))
    {
        Some(name) => Err(Problem::usage(format!(
            "--{name} does nothing with --simulate, which draws stations and voters from the whole count"
        ))),
        None => Ok(()),
    }
}

pub fn run(matches: &ArgMatches, file: &str, output: &Output) -> Result<(), Problem> {
    refuse_others(matches)?;
    let count = station_columns::table(matches, file)?;
    if count.choices().len() == 1 && !matches.contains_id("total") {
        return Err(Problem::usage(
            "a single --choice without --total has every ballot, and no poll of it errs: give another, or --total",
        ));
    }
    let numbers = |name: &str| -> Vec<u32> {
        let given = matches.get_many(name).into_iter().flatten();
        given.copied().collect()
    };
    let cost = Cost {
        station: defaulted(matches, "cost-station"),
        voter: defaulted(matches, "cost-voter"),
    };
    let polls: u64 = defaulted(matches, "polls");
    let seed = defaulted(matches, "seed");
    let level = matches
        .get_one("confidence")
        .copied()
        .unwrap_or(Confidence::P95);
    let mut plans = Vec::new();
    for stations in numbers("stations") {
        for every in numbers("every") {
            let of_number = |error: exitpoll::Error| match error.field() {
                Some("every") => Problem::of_option("every", &error),
                _ => Problem::of_option("stations", &error),
            };
            let plan = ExitPollPlan::new(stations as usize, every).map_err(of_number)?;
            let mut plan = plan.cost(cost);
            if let Some(rates) = matches.get_many::<f64>("response") {
                plan = plan
                    .response(rates.copied())
                    .map_err(|error| Problem::of_option("response", &error))?;
            }
            plans.push((every, plan));
        }
    }
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(polls.saturating_mul(plans.len() as u64))
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} polls, {eta} left") {
        bar.set_style(style);
    }
    let mut evaluated = Vec::with_capacity(plans.len());
    for ((every, plan), before) in plans.into_iter().zip((0..).step_by(polls as usize)) {
        let progress = |done: u64| bar.set_position(before + done);
        let method = VarianceMethod::Linearised;
        let evaluation = plan
            .evaluate(&count, method, polls, seed, level, &progress)
            .map_err(|error| of_count(file, error))?;
        evaluated.push((every, evaluation));
    }
    bar.finish_and_clear();
    let text = match output.format {
        Format::Json => {
            let list: Vec<_> = evaluated
                .iter()
                .map(|(every, evaluation)| {
                    serde_json::json!({ "every": every, "choices": count.choices(), "evaluation": evaluation })
                })
                .collect();
            format!("{:#}\n", serde_json::Value::Array(list))
        }
        _ => table(&count, &evaluated, polls, level) + others(matches, &count),
    };
    output.destination.write(&text)
}

/// That nobody else refuses, where there are others and rates.
fn others(matches: &ArgMatches, count: &StationTable) -> &'static str {
    let beyond = |station: usize| {
        let figures = count.votes(station).zip(count.total(station));
        figures.is_some_and(|(votes, total)| {
            votes.iter().map(|of| u64::from(*of)).sum::<u64>() < u64::from(total)
        })
    };
    if matches.contains_id("response") && (0..count.len()).any(beyond) {
        "\nVoters whose ballots are for none of these choices all answer: a --choice with a rate of its own has them refuse,\n\
         too.\n"
    } else {
        ""
    }
}

/// An error of drawing from the count: of the option where one does not fit the count, else of the file.
fn of_count(file: &str, error: exitpoll::Error) -> Problem {
    let shown = crate::input::shown(file);
    let option = match error.field() {
        Some("response") => "response",
        Some("stations") => "stations",
        _ => return Problem::of_file(shown, error),
    };
    Problem::of_file(shown, problem::in_option(option, &error))
}

fn table(
    count: &StationTable,
    evaluated: &[(u32, PlanEvaluation)],
    polls: u64,
    level: Confidence,
) -> String {
    let coverage = format!("{} % intervals that cover, %", 100.0 * level.level());
    let names = count.choices();
    let column = Column::of("choice", names);
    let mut text = format!(
        "{polls} simulated polls of each plan, drawn from the {} stations of the count; errors in points\n\n\
         stations  every  interviews        cost  {}  root mean squared error   bias  {coverage}\n",
        count.len(),
        column.cell("choice"),
    );
    let width = coverage.chars().count();
    for (every, evaluation) in evaluated {
        for (name, choice) in names.iter().zip(&evaluation.choices) {
            text += &format!(
                "{:8.0}  {every:5}  {:10.0}  {:10.0}  {}  {:23.2}  {:+5.2}  {:width$.1}\n",
                evaluation.stations,
                evaluation.interviews,
                evaluation.cost,
                column.cell(name),
                100.0 * choice.root_mean_squared_error,
                100.0 * choice.bias,
                100.0 * choice.coverage,
            );
        }
    }
    text
}
