//! `exitpoll stations`: a table of polling stations, with interviews or without.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use exitpoll::accuracy::Orientation;
use exitpoll::station::{
    AgainstCount, Estimator, LonelyStratum, SparseStrata, StationSample, StationsDrawn,
};
use exitpoll::{Comparison, Confidence, io};

use crate::output::{self, Output};
use crate::problem::{self, Problem};
use crate::settings::{self, defaulted, named};
use crate::{
    input, station_alone, station_columns, station_estimate, station_interviews, station_problem,
};

/// Those for which options bring what they need.
const ESTIMATORS: [Estimator; 8] = [
    Estimator::CombinedRatio,
    Estimator::SeparateRatio,
    Estimator::SeparateRatioCochran,
    Estimator::MeanOfRatios,
    Estimator::PostStratified,
    Estimator::PostStratifiedMean,
    Estimator::RatioTotal,
    Estimator::RatioTotalCochran,
];

/// How far shares may be from their whole by rounding.
const WHOLE: f64 = 1e-6;

const EXAMPLES: &str = "\
Examples:
  exitpoll stations consulates.csv --name country --refused refused --detail \\
      -c Putin=counted_putin -c Davankov=counted_davankov \\
      -a Putin=polled_putin -a Davankov=polled_davankov
  exitpoll stations sample.csv --strata strata.csv --stratum stratum --total total \\
      -c A=votes_a -c B=votes_b
  exitpoll stations sample.csv --election election.json -c A=votes_a -c B=votes_b

With --answers the stations are an exit poll: interviews against the counts of the very places where they \
were taken, as a section of the report (--detail). With --election it stands beside the polls of that \
document and against its counts. Without it there is no count but those of the stations in the table: their sum, or, \
where --strata or --weight say that they are a sample, each station's own and nothing else.

Without --answers the stations are a sample of counts: what they say of all stations, or with --election a \
quick count beside the polls of that document.";

pub fn command() -> Command {
    let command = Command::new("stations")
        .about("Read polling stations one by one: interviews against counts, or a quick count")
        .after_help(EXAMPLES)
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .help("A CSV table with a row for each station; - is standard input"),
        );
    let command =
        station_columns::arguments(command).mut_args(|argument| match argument.get_id().as_str() {
            "covariate"
            | "other-answers"
            | "blank-answers"
            | "refused"
            | "missed"
            | "more-answers-than-ballots" => argument.requires("answers"),
            "strata" => argument.requires("stratum"),
            "post-stratum" => argument.requires("post-strata").conflicts_with("answers"),
            _ => argument,
        });
    let command = command.args([
        Arg::new("election")
            .long("election")
            .value_name("FILE")
            .help("The document of the election, with its counts and other polls"),
        Arg::new("contest")
            .long("contest")
            .value_name("NAME")
            .conflicts_with("election")
            .help("The contest, where there is no document"),
        Arg::new("poll")
            .long("poll")
            .value_name("NAME")
            .help("Who took the poll or the quick count"),
        Arg::new("ahead")
            .long("ahead")
            .value_name("CHOICE")
            .requires("answers")
            .help("The response ratio is of its voters over those of the next one [default: the first choice, or the second]"),
        Arg::new("behind")
            .long("behind")
            .value_name("CHOICE")
            .requires("answers")
            .help("[default: the second choice, or the first where that one is ahead]"),
        Arg::new("estimator")
            .long("estimator")
            .value_name("NAME")
            .value_parser(named::<Estimator>(ESTIMATORS.map(Estimator::name)))
            .default_value(Estimator::CombinedRatio.name())
            .conflicts_with("answers")
            .help("Of a sample of counts"),
        Arg::new("lonely")
            .long("lonely")
            .value_name("POLICY")
            .value_parser(PossibleValuesParser::new(LonelyStratum::ALL.map(LonelyStratum::name)))
            .default_value(LonelyStratum::Fail.name())
            .help("What a stratum with a single sampled station adds to the variance"),
    ]);
    output::arguments(settings::arguments(command))
}

pub fn run(matches: &ArgMatches) -> Result<(), Problem> {
    let file: &String = matches
        .get_one("file")
        .ok_or_else(|| Problem::usage("give a table of stations"))?;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let lonely: LonelyStratum = text("lonely").unwrap_or("fail").parse()?;
    let mut table = station_columns::table(matches, file)?;
    let listed_alone = table.has_ballots_without_answers();
    if listed_alone {
        table = table.listed_choices_alone();
        problem::note(&format!(
            "{}: without --other-answers nobody stands for the ballots beyond the choices; shares are of the votes and \
             answers for the choices listed",
            input::shown(file)
        ));
    }
    let policy = |lonely| SparseStrata {
        lonely,
        ..SparseStrata::default()
    };
    let mut sample = StationSample::new(table).sparse(policy(lonely));
    if lonely == LonelyStratum::Fail && station_problem::is_single(&sample) {
        sample = sample.sparse(policy(LonelyStratum::Certainty));
    }
    let election = text("election");
    let output = Output::of(matches);
    let interviews = matches.contains_id("answers");
    let asked = sample.clone();
    let files = [file, text("strata").unwrap_or(file)];
    let of_file =
        |error: exitpoll::Error| station_problem::of_file(&asked, interviews, files, &error);
    let nameless = if interviews {
        "Exit poll"
    } else {
        "Quick count"
    };
    let poll = text("poll").unwrap_or(nameless);
    let estimator: Estimator = defaulted(matches, "estimator");
    let of_groups = [Estimator::PostStratified, Estimator::PostStratifiedMean];
    if of_groups.contains(&estimator) && text("post-stratum").is_none() {
        return Err(Problem::usage(format!(
            "--estimator {estimator} needs --post-stratum and --post-strata"
        )));
    }
    if !of_groups.contains(&estimator) && problem::is_given(matches, "post-stratum") {
        return Err(Problem::usage(format!(
            "--post-stratum does nothing with --estimator {estimator}: give post_stratified or post_stratified_mean"
        )));
    }
    let level = matches
        .get_one("confidence")
        .copied()
        .unwrap_or(Confidence::P95);
    if !interviews && election.is_none() {
        let unused = ["contest", "poll", "detail", "width", "table", "chart"];
        refuse(
            matches,
            unused
                .iter()
                .chain(&settings::OF_REPORTS)
                .chain(&["adjustment"]),
        )?;
        let estimate = sample.estimate(estimator).map_err(of_file)?;
        return output.print(&station_estimate::estimated(
            &sample,
            &estimate,
            lonely,
            level,
            output.format,
        )?);
    }
    let stem = input::stem(file);
    let contest = text("contest").unwrap_or(&stem);
    let mut against = AgainstCount::new(orientation(matches, &sample)?).confidence(level);
    if let Some(adjustment) = matches.get_one("adjustment") {
        against = against.adjustment(*adjustment);
    }
    let (document, sample) = match election {
        Some(path) => (io::json::read_file(path)?, sample),
        None if sample.stations_drawn() == StationsDrawn::Some || everybody_answered(&sample) => {
            if sample.stations_drawn() != StationsDrawn::Some {
                against = against.of_these_stations();
            }
            refuse(
                matches,
                ["table", "chart"].iter().chain(&settings::OF_REPORTS),
            )?;
            let stations = sample.against_count(&against).map_err(of_file)?;
            return output.print(&station_interviews::sampled(
                &sample,
                &stations,
                lonely,
                level,
                [contest, poll],
                &output,
            )?);
        }
        None => {
            if problem::is_given(matches, "lonely") {
                return Err(Problem::usage(
                    "--lonely does nothing here: against the counts of these stations none was drawn; give --strata, \
                     --weight or --election",
                ));
            }
            // The count is that of these very stations, so that none was drawn for the comparison with it; what was said
            // where nothing was counted has no part in it.
            against = against.of_these_stations();
            let left_out = station_alone::uncounted(sample.table());
            let sample = match &left_out {
                None => sample.of_all_stations(),
                Some(words) => {
                    problem::note(&format!("{}: {words}", input::shown(file)));
                    sample.without_uncounted_answers().of_all_stations()
                }
            };
            (
                station_alone::document(contest, &sample, &against, (listed_alone, left_out))
                    .map_err(of_file)?,
                sample,
            )
        }
    };
    let comparison = settings::applied(matches, Comparison::from(document));
    let report = if interviews {
        let own = sample
            .poll(poll)
            .and_then(exitpoll::PollBuilder::build)
            .map_err(of_file)?;
        let comparison = comparison.poll(own);
        if let Some(shares) = shares(&comparison, &sample)? {
            against = against.national(shares);
        }
        let stations = sample.against_count(&against).map_err(of_file)?;
        comparison.stations(poll, stations).run()?
    } else {
        let own = sample
            .quick_count_by(poll, estimator)
            .and_then(exitpoll::PollBuilder::build);
        comparison.poll(own.map_err(of_file)?).run()?
    };
    output.write(&[(file.clone(), report)])
}

/// Refuses options of a report beside the count of all stations, where there is none.
fn refuse<'a>(
    matches: &ArgMatches,
    mut names: impl Iterator<Item = &'a &'static str>,
) -> Result<(), Problem> {
    match names.find(|name| problem::is_given(matches, name)) {
        Some(name) => Err(Problem::usage(format!(
            "--{name} does nothing for a sample of stations alone: --election gives the count of all that it needs"
        ))),
        None => Ok(()),
    }
}

/// Whether no station leaves anything to chance, so that no poll has an error by the counts of these stations.
fn everybody_answered(sample: &StationSample) -> bool {
    let table = sample.table();
    (0..table.len()).all(|station| {
        let answered: u64 = (table
            .interviews(station)
            .map(|group| u64::from(group.answered)))
        .sum();
        table.total(station).map(u64::from) == Some(answered)
    })
}

fn orientation(matches: &ArgMatches, sample: &StationSample) -> Result<Orientation, Problem> {
    let table = sample.table();
    let place = |option: &str| -> Result<Option<usize>, Problem> {
        let name = matches.get_one::<String>(option);
        Ok(name.map(|name| table.choice(name)).transpose()?)
    };
    let (ahead, behind) = (place("ahead")?, place("behind")?);
    if table.choices().len() < 2 {
        let message =
            "interviews are judged by the lead of one --choice over another: give two or more";
        return Err(Problem::usage(message));
    }
    // The first that is not the other one.
    let other = |than: usize| usize::from(than == 0);
    let (numerator, denominator) = match (ahead, behind) {
        (Some(ahead), Some(behind)) => (ahead, behind),
        (Some(ahead), None) => (ahead, other(ahead)),
        (None, Some(behind)) => (other(behind), behind),
        (None, None) => (0, 1),
    };
    if numerator == denominator {
        let name = &table.choices()[numerator];
        return Err(Problem::usage(format!(
            "--ahead and --behind are both {name}: give two choices"
        )));
    }
    Ok(Orientation {
        numerator,
        denominator,
    })
}

/// The share of each of the table's choices in the most complete count, where that is final and has all of them.
fn shares(comparison: &Comparison, sample: &StationSample) -> Result<Option<Vec<f64>>, Problem> {
    let report = comparison.run()?;
    let count = report.reference();
    if !count.is_final() {
        return Ok(None);
    }
    let table = sample.table();
    let share = |choice: &String| Some(count.choice(choice)?.share?.value);
    let shares: Option<Vec<f64>> = table.choices().iter().map(share).collect();
    let answers_beyond = (0..table.len()).any(|station| {
        let mut groups = table.interviews(station);
        groups.any(|group| group.answers.iter().sum::<u32>() < group.answered)
    });
    if let Some(shares) = &shares
        && !answers_beyond
        && shares.iter().sum::<f64>() < 1.0 - WHOLE
    {
        return Err(Problem::usage(format!(
            "the count \"{}\" has votes for choices that no --choice names, and no answers stand for them: give \
             --other-answers, or a --choice with its --answers for each",
            count.name()
        )));
    }
    Ok(shares)
}
