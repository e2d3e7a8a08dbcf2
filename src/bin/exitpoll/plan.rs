//! `exitpoll plan`: respondents that a question needs, what a given number answers, and simulated exit polls.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use exitpoll::hypothesis::SMALL_CELL;
use exitpoll::interval::BinomialMethod;
use exitpoll::planning::Plan;
use exitpoll::{Confidence, Sample};

use crate::output::{self, Format, Output};
use crate::problem::{self, Problem};
use crate::settings::{confidence, defaulted, named};
use crate::{destination, simulation, station_columns};

const EXAMPLES: &str = "\
Examples:
  exitpoll plan --half-width 3 --design-effect 1.7
  exitpoll plan --lead 48 44 --power 0.9
  exitpoll plan --detect 50 55
  exitpoll plan --respondents 2000 --half-width 3 --lead 48 44
  exitpoll plan --simulate last_count.csv --stratum stratum -c A=a -c B=b --stations 100,200

Shares and half-widths are in percent. With --respondents it says what so many can answer. --simulate \
draws exit polls from a full count of stations: strata in proportion, every k-th voter at each station.";

pub fn command() -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let number = || value_parser!(f64);
    let pair = |name: &'static str, values: [&'static str; 2], help: &'static str| {
        Arg::new(name)
            .long(name)
            .num_args(2)
            .value_names(values)
            .value_parser(value_parser!(f64))
            .action(ArgAction::Set)
            .help(help)
    };
    let command = Command::new("plan")
        .about("Plan a poll: how many respondents, or how many stations")
        .after_help(EXAMPLES)
        .override_usage("exitpoll plan [OPTIONS] <QUESTION>...")
        .args([
            option(
                "half-width",
                "POINTS",
                "An interval of at most ± so many points",
            )
            .value_parser(number()),
            option("share", "PERCENT", "The share that the interval is around")
                .value_parser(number())
                .default_value("50"),
            pair(
                "lead",
                ["LEADER", "SECOND"],
                "A lead that is to be called, as two shares",
            ),
            pair(
                "detect",
                ["OFFICIAL", "POLLED"],
                "A deviation from the count that is to be found",
            ),
            option(
                "respondents",
                "NUMBER",
                "What so many respondents can answer",
            )
            .value_parser(value_parser!(u64)),
            option(
                "confidence",
                "LEVEL",
                "Of intervals; tests have what is left of 1 [default: 0.95]",
            )
            .value_parser(confidence),
            option("power", "PROBABILITY", "With which what is there is found")
                .value_parser(number())
                .default_value("0.8"),
            option("design-effect", "FACTOR", "Of the sample").value_parser(number()),
            option("population", "BALLOTS", "From which the sample is drawn")
                .value_parser(value_parser!(u64)),
            option("method", "NAME", "The interval of a share")
                .value_parser(named::<BinomialMethod>(
                    BinomialMethod::ALL.map(BinomialMethod::name),
                ))
                .default_value(BinomialMethod::Wilson.name()),
        ])
        .group(
            ArgGroup::new("question")
                .args(["half-width", "lead", "detect", "respondents", "simulate"])
                .multiple(true)
                .required(true),
        );
    let command = simulation::arguments(command);
    let columns = station_columns::arguments(command).mut_args(|argument| {
        let of_table = argument.get_help_heading() == Some(station_columns::HEADING);
        match argument.get_id().as_str() {
            "choice" => argument.required(false).requires("simulate"),
            // A simulation refuses them; what it does not use is not shown.
            name if of_table && simulation::OTHERS.contains(&name) => {
                argument.requires("simulate").hide(true)
            }
            _ if of_table => argument.requires("simulate"),
            _ => argument,
        }
    });
    destination::arguments(columns.arg(output::format(&[Format::Text, Format::Json])))
}

/// One question with its answer, as a sentence and as data.
struct Answer {
    sentence: String,
    data: serde_json::Value,
}

impl Answer {
    /// Adds the power that as many respondents as were given reach.
    fn with(&mut self, given: u64, power: f64) {
        let respondents = grouped(given);
        self.sentence += &format!(" With {respondents} it is {:.1} percent.", 100.0 * power);
        self.data["with"] = serde_json::json!({ "respondents": given, "power": power });
    }
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let output = Output::of(matches);
    if let Some(file) = matches.get_one::<String>("simulate") {
        return simulation::run(matches, file, &output);
    }
    for (options, needed) in [
        (&["share", "method"][..], &["half-width", "respondents"][..]),
        (&["power"], &["lead", "detect", "respondents"]),
    ] {
        let given = |name: &&&str| problem::is_given(matches, name);
        if let Some(name) = options.iter().find(given)
            && !needed.iter().any(|name| given(&name))
        {
            return Err(Problem::usage(format!(
                "--{name} does nothing without --{}",
                needed.join(" or --")
            )));
        }
    }
    let answers = answers(matches)?;
    let text = if output.format == Format::Json {
        let data: Vec<_> = answers.into_iter().map(|answer| answer.data).collect();
        format!("{:#}\n", serde_json::Value::Array(data))
    } else {
        let sentences = answers.into_iter().map(|answer| answer.sentence + "\n");
        sentences.collect::<String>() + &assumed(matches)
    };
    output.destination.write(&text)
}

/// What the numbers take for granted: a reader who is told none takes them for those of a poll at stations.
fn assumed(matches: &ArgMatches) -> String {
    let design = match matches.get_one::<f64>("design-effect") {
        Some(factor) => format!("at a design effect of {factor}"),
        None => "as if respondents were drawn singly; voters of one station are alike, so that a poll at stations needs more \
                 (--design-effect)"
            .to_owned(),
    };
    let ballots = matches.get_one::<u64>("population");
    let ballots = ballots.map_or(String::new(), |ballots| {
        format!("from {} ballots, ", grouped(*ballots))
    });
    format!("Of sampling alone, {ballots}{design}.\n")
}

/// "1 respondent gives", "2 respondents give".
fn respondents(n: u64, [one, several]: [&str; 2]) -> String {
    match n {
        1 => format!("1 respondent {one}"),
        _ => format!("{} respondents {several}", grouped(n)),
    }
}

/// With commas between thousands, as in reports.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// That a number of respondents is too small for the distribution that it is by.
fn few(n: u64, percent: f64, whom: &str) -> String {
    let expected = n as f64 * percent / 100.0;
    if expected >= SMALL_CELL {
        return String::new();
    }
    format!(
        " That is by the normal distribution; with {expected:.1} respondents expected {whom}, a report tests by the \
         binomial distribution, which may find it less often."
    )
}

/// Said in the unit of the command line: the library would speak of proportions.
fn percentages<const N: usize>(name: &str, shares: [f64; N]) -> Result<(), Problem> {
    match shares
        .into_iter()
        .find(|share| !(0.0..=100.0).contains(share))
    {
        Some(share) => Err(Problem::Input(format!(
            "--{name} has {share}: give percent between 0 and 100, such as 48"
        ))),
        None => Ok(()),
    }
}

/// An error of a figure as one of the option that gave it.
fn of_option(error: exitpoll::Error) -> Problem {
    let option = match error.field() {
        Some("population") => "population",
        Some("design_effect") => "design-effect",
        Some("respondents") => "respondents",
        Some("power") => "power",
        _ => return Problem::from(error),
    };
    Problem::of_option(option, &error)
}

fn answers(matches: &ArgMatches) -> Result<Vec<Answer>, Problem> {
    let mut design = Sample::builder();
    if let Some(factor) = matches.get_one::<f64>("design-effect") {
        design = design.design_effect(*factor);
    }
    if let Some(ballots) = matches.get_one::<u64>("population") {
        design = design.population(*ballots);
    }
    let mut plan = Plan::new().design(design.build().map_err(of_option)?);
    let level: Confidence = matches
        .get_one("confidence")
        .copied()
        .unwrap_or(Confidence::P95);
    let power: f64 = defaulted(matches, "power");
    plan = plan.confidence(level).power(power);
    let percent = 100.0 * level.level();
    let probability = 100.0 * power;
    let method: BinomialMethod = defaulted(matches, "method");
    if method == BinomialMethod::KornGraubard {
        return Err(Problem::usage(
            "--method korn_graubard needs the stations and strata of a poll, which a plan has not: give another",
        ));
    }
    let given: Option<u64> = matches.get_one("respondents").copied();
    let share: f64 = defaulted(matches, "share");
    let two = |name: &str| -> Option<(f64, f64)> {
        let mut values = matches.get_many::<f64>(name)?;
        Some((*values.next()?, *values.next()?))
    };
    percentages("share", [share])?;
    let mut answers = Vec::new();
    if let Some(points) = matches.get_one::<f64>("half-width") {
        if !(*points > 0.0 && *points < 50.0) {
            return Err(Problem::Input(format!(
                "--half-width is {points}: give points between 0 and 50, such as 3"
            )));
        }
        let n = plan
            .respondents_for_half_width(method, share / 100.0, points / 100.0)
            .map_err(of_option)?;
        answers.push(Answer {
            sentence: format!(
                "{} a share of {share} percent an interval of at most ±{points} points ({}, {percent} percent confidence).",
                respondents(n, ["gives", "give"]),
                method.name()
            ),
            data: serde_json::json!({ "question": "half_width", "share": share / 100.0,
                "half_width": points / 100.0, "method": method.name(), "respondents": n }),
        });
    }
    if let Some((leader, second)) = two("lead") {
        percentages("lead", [leader, second])?;
        if leader <= second {
            return Err(Problem::Input(format!(
                "--lead is {leader} {second}: give the larger share first, such as 48 44"
            )));
        }
        if leader + second > 100.0 {
            return Err(Problem::Input(format!(
                "--lead is {leader} {second}: give shares of at most 100 percent together, such as 48 44"
            )));
        }
        let n = plan
            .respondents_to_call_lead(leader / 100.0, second / 100.0)
            .map_err(of_option)?;
        let data = serde_json::json!({ "question": "lead", "leader": leader / 100.0,
            "second": second / 100.0, "power": power, "respondents": n });
        let mut sentence = format!(
            "{} a lead of {leader} to {second} percent with a probability of {probability} percent.",
            respondents(n, ["calls", "call"])
        );
        sentence += &few(n, second, "of the second");
        let mut answer = Answer { sentence, data };
        if let Some(given) = given {
            let reached = plan.power_to_call_lead(leader / 100.0, second / 100.0, given);
            answer.with(given, reached.map_err(of_option)?);
        }
        answers.push(answer);
    }
    if let Some((official, polled)) = two("detect") {
        percentages("detect", [official, polled])?;
        if official == 0.0 || official == 100.0 {
            return Err(Problem::Input(format!(
                "--detect has a count of {official}: give percent above 0 and below 100, such as 50 55"
            )));
        }
        let n = plan
            .respondents_to_detect(official / 100.0, polled / 100.0)
            .map_err(of_option)?;
        let data = serde_json::json!({ "question": "detect", "official": official / 100.0,
            "polled": polled / 100.0, "power": power, "respondents": n });
        let mut sentence = format!(
            "{} a poll at {polled} percent from a count of {official} percent with a probability of {probability} percent.",
            respondents(n, ["tells", "tell"])
        );
        let least = official.min(100.0 - official);
        sentence += &few(n, least, "where the count is right");
        let mut answer = Answer { sentence, data };
        if let Some(given) = given {
            let reached = plan.power_to_detect(official / 100.0, polled / 100.0, given);
            answer.with(given, reached.map_err(of_option)?);
        }
        answers.push(answer);
    }
    if let Some(n) = given {
        if share == 0.0 || share == 100.0 {
            return Err(Problem::Input(format!(
                "--share is {share}: give percent above 0 and below 100, such as 50, from which others are to be told"
            )));
        }
        let half_width = plan
            .half_width(method, share / 100.0, n)
            .map_err(of_option)?;
        let found = plan.detectable(share / 100.0, n).map_err(of_option)?;
        let end = |end: f64| format!("{:.2}", 100.0 * end);
        let told = match (found.below.map(end), found.above.map(end)) {
            (Some(below), Some(above)) => {
                format!("it from {below} percent below and {above} above")
            }
            (Some(below), None) => format!("it from {below} percent below, and from none above,"),
            (None, Some(above)) => format!("it from {above} percent above, and from none below,"),
            (None, None) => "no other share from it".to_owned(),
        };
        answers.push(Answer {
            sentence: format!(
                "{} a share of {share} percent an interval of ±{:.2} points ({}, {percent} percent confidence), and {} {told} \
                 with a probability of {probability} percent.",
                respondents(n, ["gives", "give"]),
                100.0 * half_width,
                method.name(),
                if n == 1 { "tells" } else { "tell" },
            ),
            data: serde_json::json!({ "question": "respondents", "respondents": n, "share": share / 100.0,
                "half_width": half_width, "detectable": found, "power": power }),
        });
    }
    Ok(answers)
}
