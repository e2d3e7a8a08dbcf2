//! FiveThirtyEight's published table of pollsters follows from its raw polls.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use exitpoll::io::fivethirtyeight::{RawPolls, RawPollsNote, read};
use exitpoll::record::{Call, RatingRule, Record, Summary, Tally};

use crate::shared::{table, text};

/// A row of the published table; figures with the half-width of their last digit.
struct Rating {
    pollster: String,
    id: Option<u64>,
    polls: f64,
    error: (f64, f64),
    calls: (f64, f64),
    misses: Option<(f64, f64)>,
    bias: Option<(f64, f64)>,
    bias_polls: Option<f64>,
}

/// "86%", "4.2", "0.891355140" or "D +1.8", in proportions, with its half-width.
fn figure(cell: &str) -> Option<(f64, f64)> {
    let (text, unit) = match cell.strip_suffix('%') {
        Some(text) => (text, 0.01),
        None => (cell, 1.0),
    };
    let (text, sign) = match text.split_once(' ') {
        Some(("R", text)) => (text.trim_start_matches('+'), -1.0),
        Some((_, text)) => (text.trim_start_matches('+'), 1.0),
        None => (text, 1.0),
    };
    if matches!(text, "" | "NA") {
        return None;
    }
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let value: f64 = text.parse().unwrap_or_else(|_| panic!("figure {cell}"));
    Some((
        sign * unit * value,
        unit * 0.5 * 10_f64.powi(-(decimals as i32)),
    ))
}

fn ratings(text: &str) -> Vec<Rating> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let place = |names: &[&str]| {
        headings
            .iter()
            .position(|heading| names.contains(&heading.trim()))
    };
    let needed = |names: &[&str]| place(names).unwrap_or_else(|| panic!("no column {names:?}"));
    let pollster = needed(&["Pollster"]);
    let polls = needed(&["Polls Analyzed", "# of Polls", "Polls"]);
    let error = needed(&["Simple Average Error"]);
    let calls = needed(&["Races Called Correctly"]);
    let misses = place(&["Misses Outside MOE"]);
    let bias = place(&["Bias"]);
    let bias_polls = place(&["# of Polls for Bias Analysis"]);
    let id = place(&["Pollster Rating ID"]);
    let rows = reader.records().map(|record| {
        let record = record.expect("a row");
        let cell = |at: usize| record[at].trim().to_owned();
        let optional = |at: Option<usize>| at.and_then(|at| figure(&cell(at)));
        Rating {
            pollster: cell(pollster),
            id: id.map(|at| cell(at).parse().expect("a number")),
            polls: figure(&cell(polls)).expect("polls").0,
            error: figure(&cell(error)).expect("an error"),
            calls: figure(&cell(calls)).expect("calls"),
            misses: optional(misses),
            bias: optional(bias),
            bias_polls: optional(bias_polls).map(|(polls, _)| polls),
        }
    });
    rows.collect()
}

/// Our record beside each row of the table, by number where both have numbers, by name otherwise.
fn beside<'a>(
    raw: &RawPolls<'_>,
    record: &'a Record,
    ratings: &'a [Rating],
) -> Vec<(&'a Rating, &'a Summary)> {
    let by_id: HashMap<u64, &str> = raw
        .polls
        .iter()
        .filter_map(|poll| Some((poll.pollster_rating_id?, &*poll.pollster)))
        .collect();
    let pairs = ratings.iter().map(|rating| {
        let name = rating
            .id
            .and_then(|id| by_id.get(&id).copied())
            .unwrap_or(&rating.pollster);
        let ours = record.pollster(name);
        (
            rating,
            &ours.unwrap_or_else(|| panic!("no polls of {name}")).summary,
        )
    });
    pairs.collect()
}

fn outside(summary: &Summary) -> u64 {
    let lead = summary.lead.as_ref().expect("leads");
    let sampling = lead.sampling.as_ref().expect("sizes");
    sampling
        .coverage_at(0.95)
        .expect("a recorded level")
        .outside
}

#[test]
fn the_table_of_517_pollsters_of_2023() {
    let folder = "polls-fivethirtyeight-2023";
    let (Some(polls), Some(table)) = (
        table(&format!("{folder}/raw-polls.csv.gz")),
        table(&format!("{folder}/pollster-ratings.csv")),
    ) else {
        return;
    };
    let raw = read(&polls).expect("raw polls");
    assert_eq!(raw.polls.len(), 11_475);
    let tally = Tally::of(&raw.measure().expect("measured")).expect("a tally");
    let record = tally.record(RatingRule::default());
    let ratings = ratings(&table);
    assert_eq!((ratings.len(), record.pollsters.len()), (517, 517));
    let (mut same_misses, mut biases) = (0, 0);
    for (rating, ours) in beside(&raw, &record, &ratings) {
        let name = &rating.pollster;
        let lead = ours.lead.as_ref().expect("leads");
        assert_eq!(ours.polls as f64, rating.polls, "{name}");
        // The raw columns are rounded to .01.
        let error = 100.0 * lead.mean_absolute.value;
        assert!((error - rating.error.0).abs() <= 0.005, "{name}: {error}");
        let calls = ours.calls.expect("winners").right;
        assert!(
            (calls - rating.calls.0 * rating.polls).abs() < 1e-6,
            "{name}: {calls}"
        );
        let misses = (rating.misses.expect("misses").0 * rating.polls).round();
        let more = (outside(ours) as f64 - misses).abs();
        assert!(more <= 1.0, "{name}: {} {misses}", outside(ours));
        same_misses += usize::from(more == 0.0);
        assert_eq!(
            lead.oriented as f64,
            rating.bias_polls.unwrap_or(0.0),
            "{name}"
        );
        assert_eq!(lead.mean.is_some(), rating.bias.is_some(), "{name}");
        if let (Some(ours), Some((theirs, _))) = (lead.mean, rating.bias) {
            let points = 100.0 * ours.value;
            assert!(
                (points - theirs).abs() <= 0.005,
                "{name}: {points} {theirs}"
            );
            biases += 1;
        }
    }
    assert_eq!((same_misses, biases), (509, 473));
    // SOURCES.md and `peers/record.py`.
    let overall = record.overall.expect("polls");
    let lead = overall.lead.expect("leads");
    assert!((100.0 * lead.mean_absolute.value - 5.4873).abs() <= 0.5e-4);
    assert!((overall.calls.expect("winners").share - 0.79769).abs() <= 0.5e-5);
    assert_eq!(overall.contests, 2113);
}

/// The same table worked out from the columns that the source computed (`error`, `bias`, `rightcall`),
/// row by row, and what the shares alone say of the calls.
#[test]
fn every_row_agrees_with_the_columns_that_the_source_computed() {
    let Some(polls) = table("polls-fivethirtyeight-2023/raw-polls.csv.gz") else {
        return;
    };
    let raw = read(&polls).expect("raw polls");
    let mut reader = csv::Reader::from_reader(polls.as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let place = |name: &str| {
        headings
            .iter()
            .position(|heading| heading == name)
            .expect(name)
    };
    let (error, bias) = (place("error"), place("bias"));
    let measured = raw.measure().expect("measured");
    for ((poll, ours), row) in raw.polls.iter().zip(&measured).zip(reader.records()) {
        let row = row.expect("a row");
        let lead = 100.0 * ours.lead.expect("a lead").deviation;
        let theirs: f64 = row[error].parse().expect("an error");
        assert!(
            (lead.abs() - theirs).abs() < 0.01 + 1e-9,
            "line {}",
            poll.line
        );
        assert_eq!(ours.oriented, !row[bias].is_empty(), "line {}", poll.line);
        if ours.oriented {
            let theirs: f64 = row[bias].parse().expect("a bias");
            assert!((lead - theirs).abs() < 0.01 + 1e-9, "line {}", poll.line);
        }
    }
    // Nine polls of two contests that rounded shares show as a tie, and two in which the winner was not
    // among those tied for the lead.
    let tied = raw
        .polls
        .iter()
        .filter(|poll| poll.margin_actual == Some(0.0));
    let tied = tied.map(|poll| &*poll.race).collect::<Vec<_>>();
    let mut expected = ["2004_Gov-G_WA"; 9];
    expected[8] = "2020_House-G_IA-2";
    assert_eq!(tied, expected);
    assert!(raw.notes.contains(&RawPollsNote::CallNotInShares(11)));
    assert!(raw.notes.contains(&RawPollsNote::CallStated(11_475)));
    let counted = raw
        .polls
        .iter()
        .filter(|poll| poll.right_call == Some(Call::Shared))
        .count();
    assert!(counted > 0);
}

#[test]
fn the_table_of_another_year() {
    let Some(folder) = std::env::var_os("EXITPOLL_RATINGS").map(PathBuf::from) else {
        eprintln!(
            "\nNOT CHECKED: EXITPOLL_RATINGS names no folder with ratings of another year.\n"
        );
        return;
    };
    let polls = text(&folder.join("raw-polls.csv.gz"));
    let raw = read(&polls).expect("raw polls");
    let tally = Tally::of(&raw.measure().expect("measured")).expect("a tally");
    let record = tally.record(RatingRule::default());
    let ratings = ratings(&text(&folder.join("pollster-ratings.csv")));
    let mut apart: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (rating, ours) in beside(&raw, &record, &ratings) {
        let lead = ours.lead.as_ref().expect("leads");
        let mut check = |what, ours: f64, theirs: f64, most: f64| {
            // Percentages that end in a printed 5 round either way.
            if (ours - theirs).abs() > most + 1e-9 {
                let line = format!("{}: {ours} against {theirs}", rating.pollster);
                apart.entry(what).or_default().push(line);
            }
        };
        check("polls", ours.polls as f64, rating.polls, 0.0);
        let error = 100.0 * lead.mean_absolute.value;
        check(
            "average error",
            error,
            rating.error.0,
            rating.error.1 + 0.005,
        );
        check(
            "calls",
            ours.calls.expect("winners").share,
            rating.calls.0,
            rating.calls.1,
        );
        if let Some((misses, half)) = rating.misses {
            let share = outside(ours) as f64 / rating.polls;
            check(
                "misses by over one poll",
                share,
                misses,
                half + 1.0 / rating.polls,
            );
            check("misses", share, misses, half);
        }
        if let (Some(mean), Some((bias, half))) = (lead.mean, rating.bias) {
            check("bias", 100.0 * mean.value, bias, half + 0.005);
        }
    }
    let (polls, pollsters) = (raw.polls.len(), ratings.len());
    println!("{polls} polls, {pollsters} pollsters; apart: {apart:#?}");
    // Misses of polls at the very margin hang on digits that the raw columns do not have.
    let few = apart.remove("misses").map_or(0, |those| those.len());
    assert!(
        few * 25 <= pollsters,
        "misses of {few} of {pollsters} pollsters"
    );
    assert!(apart.is_empty(), "{apart:#?}");
}
