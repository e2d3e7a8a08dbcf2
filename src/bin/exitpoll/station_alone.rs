//! Stations that stand alone: the count is that of the table.

use exitpoll::station::{AgainstCount, StationSample, StationTable};
use exitpoll::{Contest, OfficialCount, io};

/// What the poll owes to interviews that are spread over the stations otherwise than the votes are, where that is more than
/// drawing them inside the stations gives: no answer of anybody is in it.
fn spread(
    sample: &StationSample,
    against: &AgainstCount,
    ballots: u64,
) -> exitpoll::Result<String> {
    let table = sample.table();
    let shares = (table.counted().into_iter()).map(|votes| votes as f64 / ballots as f64);
    let stations = sample.against_count(&against.clone().points(false).national(shares))?;
    let national = stations.national.iter().flatten();
    let by_spread = national.zip(&stations.matched).zip(&stations.choices);
    let furthest = by_spread
        .filter(|((of, matched), _)| of.of_station_mix.abs() > matched.within_standard_error)
        .max_by(|((a, _), _), ((b, _), _)| {
            a.of_station_mix.abs().total_cmp(&b.of_station_mix.abs())
        });
    Ok(furthest.map_or(String::new(), |((of, _), choice)| {
        format!(
            "; interviews are spread over the stations otherwise than votes, which alone puts {choice} {}{:.2} points off",
            if of.of_station_mix < 0.0 { '−' } else { '+' },
            100.0 * of.of_station_mix.abs()
        )
    }))
}

/// Which stations have interviews and no count, where others have both; those must be left out where the count is that of
/// the table.
pub fn uncounted(table: &StationTable) -> Option<String> {
    let left_out = table.answers_without_count();
    let counted = (0..table.len()).any(|station| {
        let mut groups = table.interviews(station);
        table.total(station).is_some() && groups.any(|group| group.answered > 0)
    });
    if left_out.is_empty() || !counted {
        return None;
    }
    let name = |station: &usize| match (table.name(*station), table.line(*station)) {
        ("", Some(line)) => format!("the station of line {line}"),
        ("", None) => format!("station {}", table.position(*station) + 1),
        (name, _) => name.to_owned(),
    };
    let mut names: Vec<String> = left_out.iter().take(NAMED).map(name).collect();
    if let Some(more @ 1..) = left_out.len().checked_sub(NAMED) {
        names.push(format!("{more} more"));
    }
    Some(format!(
        "{} {} interviews and no count and {} left out: the count is of {} of {} stations",
        names.join(", "),
        if left_out.len() == 1 { "has" } else { "have" },
        if left_out.len() == 1 { "is" } else { "are" },
        (0..table.len())
            .filter(|station| table.total(*station).is_some())
            .count(),
        table.len()
    ))
}

/// Names of stations that are printed.
const NAMED: usize = 5;

/// What stations whose weight goes to others add to the error: not those where nobody was to be asked.
fn without_answers(table: &StationTable) -> String {
    let answers = |station: usize| {
        let mut groups = table.interviews(station);
        let nobody_asked = groups.len() > 0
            && (table.interviews(station))
                .all(|group| group.refused == Some(0) && group.missed.unwrap_or(0) == 0);
        groups.any(|group| group.answered > 0) || nobody_asked
    };
    match (0..table.len()).filter(|station| !answers(*station)).count() {
        0 => String::new(),
        1 => ", and of what sets the others of its stratum apart, which stand for one station without answers".to_owned(),
        more => format!(
            ", and of what sets the others of their stratum apart, which stand for {more} stations without answers"
        ),
    }
}

/// The contest of a table that stands alone: its count is that of its stations.
pub fn document(
    name: &str,
    sample: &StationSample,
    against: &AgainstCount,
    (listed_alone, left_out): (bool, Option<String>),
) -> exitpoll::Result<io::Document> {
    let table = sample.table();
    let count = OfficialCount::builder("the stations of the poll").final_result();
    let counted = table.choices().iter().zip(table.counted());
    let count = counted.fold(count, |count, (choice, votes)| count.votes(choice, votes));
    // A table whose ballots exceed the votes of its choices has votes for everyone else.
    let ballots = (0..table.len()).filter_map(|station| table.total(station));
    let ballots: u64 = ballots.map(u64::from).sum();
    let beyond = if listed_alone {
        ", votes for the choices listed alone, since no answers were given that stand for other ballots"
    } else if ballots > table.counted().iter().sum() {
        ", whose ballots beyond the votes of the choices stand as votes for everyone else"
    } else {
        ", whose votes for every choice stand as valid votes"
    };
    let left_out = left_out.map_or(String::new(), |words| format!("; {words}"));
    let count = count.valid(ballots).note(format!(
        "the sum of the stations in the table{beyond}{left_out}; none of the stations was drawn: intervals and tests are \
         of interviewing inside them{}{}",
        without_answers(table),
        spread(sample, against, ballots)?
    ));
    Ok(io::Document {
        contest: Contest::builder(name).choices(table.choices()).build()?,
        counts: vec![count.build()?],
        polls: Vec::new(),
        observations: Vec::new(),
    })
}
