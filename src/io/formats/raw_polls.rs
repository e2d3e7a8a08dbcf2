//! FiveThirtyEight's `raw_polls.csv`: a contest for each race, with its result and its polls.
//!
//! The columns are those of [`crate::io::fivethirtyeight`], which reads the file for a record; here its rows
//! become documents.

use std::collections::{HashMap, HashSet};

use super::gather::{Contests, Gathered, choice_name, refused};
use super::note::{Assumption, Notes};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::io::fivethirtyeight::{self as raw, RawCandidate, RawPoll, RawPollsNote};
use crate::model::{OfficialCount, Poll, PollBuilder};

/// The file drops zeros at the end of a figure, so that digits have to be told from its neighbours.
const MOST_DECIMALS: usize = 4;

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let polls = raw::read(file.text)?;
    let results = polls.polls.iter().flat_map(|poll| &poll.candidates);
    let result_decimals = decimals(results.map(|candidate| candidate.result));
    for note in polls.notes {
        // What the file says of calls is of no use to a comparison, which makes its own.
        if !matches!(
            note,
            RawPollsNote::CallStated(_) | RawPollsNote::CallNotInShares(_)
        ) {
            notes.file(Assumption::RawPolls(note));
        }
    }
    let several = races_of_several_pairs(&polls.polls);
    let mut contests: Contests<[&str; 3]> = Contests::new();
    let (mut unmarked, mut thirds) = (0, 0);
    // Rows of a question that say the same, by its number.
    let mut known: HashMap<u64, Vec<&RawPoll>> = HashMap::new();
    for poll in &polls.polls {
        if let Some(question) = poll.question_id {
            let of_question = known.entry(question).or_default();
            let same = |other: &&RawPoll| {
                let there = RawPoll {
                    line: poll.line,
                    ..(**other).clone()
                };
                there == *poll
            };
            if of_question.iter().any(same) {
                let poll_name = format!(
                    "{} ({}, question {question})",
                    poll.pollster, poll.poll_date
                );
                notes.line(poll.line, Assumption::RepeatedPoll { poll: poll_name });
                continue;
            }
            of_question.push(poll);
        }
        let key = key(poll);
        let contest = contests.of(key, poll.line, || {
            let [race, first, second] = key;
            if several.contains(race) {
                format!("{race}, {first} against {second}")
            } else {
                race.to_owned()
            }
        });
        match added(file, contest, poll, result_decimals, notes) {
            Ok(()) => {
                unmarked += 1;
                thirds += usize::from(poll.third.is_some_and(|share| share > 0.0));
            }
            Err(error) => refused(reading, file.name, poll.line, &poll.pollster, error),
        }
    }
    if thirds > 0 {
        notes.file(Assumption::LeftOut {
            what: format!("the highest share of anyone else in {thirds} polls"),
            why: "the file does not say whose it is".to_owned(),
        });
    }
    file.note_unmarked(unmarked, notes);
    contests.finish(file.name, reading);
    Ok(())
}

fn key<'a>(poll: &'a RawPoll<'_>) -> [&'a str; 3] {
    let [first, second] = &poll.candidates;
    [&poll.race, &first.name, &second.name]
}

/// Races whose rows are of different pairs of candidates, such as the rounds of a run-off under one name.
fn races_of_several_pairs<'a>(polls: &'a [RawPoll<'_>]) -> HashSet<&'a str> {
    let mut pairs: HashMap<&str, [&str; 3]> = HashMap::new();
    let keys = polls.iter().map(key);
    keys.filter_map(|key| {
        let [race, ..] = key;
        (*pairs.entry(race).or_insert(key) != key).then_some(race)
    })
    .collect()
}

fn added(
    file: &File,
    contest: &mut Gathered,
    poll: &RawPoll<'_>,
    result_decimals: usize,
    notes: &mut Notes,
) -> Result<()> {
    let count = count(poll, result_decimals)?;
    let own = own(file, contest, poll, notes)?;
    match contest.only_count() {
        None => {
            contest.date = poll.election_date.map(|date| date.to_string());
            contest.jurisdiction = poll.location.as_deref().map(str::to_owned);
            contest.count(count);
        }
        Some(known) if *known == count => {}
        Some(_) => {
            let [first, second] = &poll.candidates;
            let result = |candidate: &RawCandidate| percent(candidate.result, result_decimals);
            return Err(Error::inconsistent(
                "cand1_actual",
                format!("{} against {}", result(first), result(second)),
                format!("the result of an earlier row of {}", poll.race),
                "give every row of a race the same result",
            ));
        }
    }
    contest.poll(own);
    Ok(())
}

fn count(poll: &RawPoll<'_>, decimals: usize) -> Result<OfficialCount> {
    let mut builder = OfficialCount::builder("result").final_result();
    for candidate in &poll.candidates {
        builder = builder.share(choice(candidate), percent(candidate.result, decimals));
    }
    builder.build()
}

fn own(file: &File, contest: &mut Gathered, poll: &RawPoll<'_>, notes: &mut Notes) -> Result<Poll> {
    let mut release = poll.poll_date.to_string();
    if let Some(question) = poll.question_id {
        release.push_str(&format!(", question {question}"));
    }
    let release = contest.release(&poll.pollster, &release);
    let mut builder = Poll::builder(poll.pollster.as_ref())
        .release(&release)
        .kind(file.unmarked())
        .fieldwork(poll.poll_date.to_string());
    let remarks = [
        ("methodology", &poll.methodology),
        ("partisan", &poll.partisan),
        ("comment", &poll.comment),
    ];
    let remarks: Vec<String> = remarks
        .iter()
        .filter_map(|(field, text)| Some(format!("{field}: {}", text.as_deref()?)))
        .collect();
    if !remarks.is_empty() {
        builder = builder.note(remarks.join("; "));
    }
    if let Some(size) = poll.sample_size {
        builder = sized(
            builder,
            poll,
            size,
            format!("{} ({release})", poll.pollster),
            notes,
        );
    }
    let shares = poll.candidates.iter().map(|candidate| candidate.poll);
    let decimals = decimals(shares);
    for candidate in &poll.candidates {
        builder = builder.share(choice(candidate), percent(candidate.poll, decimals));
    }
    builder.build()
}

fn sized(
    builder: PollBuilder,
    poll: &RawPoll<'_>,
    size: f64,
    label: String,
    notes: &mut Notes,
) -> PollBuilder {
    let printed = size.to_string();
    if poll.size_is_estimated() {
        notes.line(
            poll.line,
            Assumption::SizeEstimated {
                poll: label,
                printed,
            },
        );
        return builder;
    }
    // Weighted samples and averages of versions are not whole.
    let taken = size as u64;
    if taken as f64 != size {
        let inexact = Assumption::SizeInexact {
            poll: label,
            printed,
            taken,
        };
        notes.line(poll.line, inexact);
    }
    builder.respondents(taken)
}

fn choice(candidate: &RawCandidate<'_>) -> String {
    choice_name(&candidate.name)
}

/// The decimals that the percentages need, the most of them.
fn decimals(shares: impl Iterator<Item = f64>) -> usize {
    let needed = |share: f64| {
        let text = percent(share, MOST_DECIMALS);
        let (_, decimals) = text.split_once('.').unwrap_or((&text, ""));
        decimals.trim_end_matches('0').len()
    };
    shares.map(needed).max().unwrap_or(0)
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$}", 100.0 * share)
}
