//! Errors of samples of stations, with the options that are a way out.

use exitpoll::ErrorKind;
use exitpoll::station::{LonelyStratum, SparseStrata, StationSample, StationTable};

use crate::input;
use crate::problem::Problem;

/// A table of one station that stands for several: no policy gives it a variance, and what it says needs none.
pub fn is_single(sample: &StationSample) -> bool {
    let table = sample.table();
    table.len() == 1 && table.strata().len() == 1
}

/// The error of a file with the option that its help is of: the library knows none.
pub fn of_file(
    sample: &StationSample,
    interviews: bool,
    [file, strata]: [&str; 2],
    error: &exitpoll::Error,
) -> Problem {
    let lacks = |figure| error.kind() == ErrorKind::Missing && is_of_strata(error, figure);
    // What the table of strata was to give and does not is not in the other.
    if strata != file && (lacks(".ballots") || lacks(".stations")) {
        let way_out = match lacks(".ballots") {
            true => "; a column `ballots` gives them",
            false => "",
        };
        return Problem::of_file(input::shown(strata), format!("{error}{way_out}"));
    }
    let way_out = if error.kind() == ErrorKind::Undefined && is_for_lonely(sample, interviews) {
        "; --lonely gives the policy"
    } else if lacks(".ballots") {
        "; a column `ballots` of the table of --strata gives them"
    } else if lacks(".stations") {
        "; --strata gives the numbers, --weight the weights"
    } else {
        ""
    };
    let message = without_other_policies(error);
    Problem::of_file(input::shown(file), format!("{message}{way_out}"))
}

/// The error without the advice to choose a policy for strata of which nothing is counted: the command has none.
pub fn without_other_policies(error: &exitpoll::Error) -> String {
    error.to_string().replace(
        "choose another policy than \"fail\" for empty strata, or give it together with a similar stratum",
        "give it together with a similar stratum in both tables, or leave it out of the table of strata where it is not of \
         the voters asked about",
    )
}

/// The error of a table that cannot be read, with the option that its help is of; `votes` are the columns of votes, and
/// the frames the tables of strata and post-strata.
pub fn of_table(
    file: &str,
    [strata, post_strata]: [Option<&String>; 2],
    votes: &[&str],
    error: &exitpoll::Error,
) -> Problem {
    let field = error.field().unwrap_or_default();
    // The number of all stations of a stratum stands in its own table.
    let frame = match field {
        _ if field.starts_with("strata.") => strata,
        _ if field.starts_with("post_strata.") => post_strata,
        _ => None,
    };
    if let Some(frame) = frame {
        return Problem::of_file(input::shown(frame), error.clone());
    }
    let way_out = match error.kind() {
        ErrorKind::Missing if votes.contains(&field) => "; --blank says it",
        ErrorKind::Missing if error.help().contains("empty cell of answers") => {
            "; --blank-answers says it"
        }
        ErrorKind::Inconsistent if error.help().contains("more answers than ballots") => {
            " (--more-answers-than-ballots)"
        }
        _ => "",
    };
    Problem::of_file(input::shown(file), format!("{error}{way_out}"))
}

/// Whether another policy for strata with a single station is all that is missing.
fn is_for_lonely(sample: &StationSample, interviews: bool) -> bool {
    let with = |sample: &StationSample| {
        if interviews {
            sample.interviews().is_ok()
        } else {
            sample
                .estimate(exitpoll::station::Estimator::CombinedRatio)
                .is_ok()
        }
    };
    let certain = SparseStrata {
        lonely: LonelyStratum::Certainty,
        ..SparseStrata::default()
    };
    !with(sample) && with(&sample.clone().sparse(certain))
}

fn is_of_strata(error: &exitpoll::Error, figure: &str) -> bool {
    let field = error.field().unwrap_or_default();
    field.starts_with("strata.") && field.ends_with(figure)
}

/// The station whose votes are the sum of those of all others, where there are two or more of them: the reader refuses it
/// where that can hardly be chance.
pub fn of_all_others(table: &StationTable) -> Option<String> {
    let all = table.counted();
    let is_half = |(all, of_one): (&u64, &u32)| *all == 2 * u64::from(*of_one);
    let sums = |station: &usize| {
        let votes = table.votes(*station);
        votes.is_some_and(|votes| all.iter().zip(votes).all(is_half))
    };
    let voted = |station: &usize| {
        table
            .votes(*station)
            .is_some_and(|votes| votes.iter().any(|of| *of > 0))
    };
    let station = (0..table.len()).find(sums).filter(voted)?;
    if (0..table.len()).filter(voted).count() <= 2 {
        return None;
    }
    Some(match table.name(station) {
        "" => match table.line(station) {
            Some(line) => format!("the station of line {line}"),
            None => format!("station {}", table.position(station) + 1),
        },
        name => format!("station {name}"),
    })
}
