//! The elections that ship with the crate: complete, sourced, and each of them compares.

use std::collections::{BTreeMap, HashSet};

use exitpoll::elections::{self, Election, FigureUnit};
use exitpoll::{CountStatus, PollKind};

fn exit_pollsters(election: &Election) -> usize {
    let polls = &election.document().polls;
    let of_exit = polls
        .iter()
        .filter(|poll| poll.kind() == PollKind::ExitPoll);
    of_exit
        .map(|poll| poll.pollster())
        .collect::<HashSet<_>>()
        .len()
}

#[test]
fn at_least_twenty_elections_have_two_or_more_exit_polls() {
    let ids: HashSet<&str> = elections::all().iter().map(Election::id).collect();
    assert_eq!(ids.len(), elections::all().len(), "each name once");
    let several = elections::all()
        .iter()
        .filter(|election| exit_pollsters(election) >= 2);
    assert!(several.count() >= 20);
}

#[test]
fn an_unknown_election_lists_those_there_are() {
    let error = elections::get("XX-2024-P").unwrap_err().to_string();
    assert!(
        error.contains("XX-2024-P") && error.contains("AZ-2024-P"),
        "{error}"
    );
    for election in elections::all() {
        assert_eq!(elections::get(election.id()).unwrap(), election);
    }
}

#[test]
fn every_figure_has_a_source_and_every_source_its_figures() {
    for election in elections::all() {
        let document = election.document();
        assert!(document.contest.date().is_some() && document.contest.source().is_some());
        let names: HashSet<&str> = document
            .counts
            .iter()
            .map(|count| count.name())
            .chain(document.polls.iter().map(|poll| poll.name()))
            .collect();
        let mut of: HashSet<&str> = HashSet::new();
        for figure in election.figures() {
            assert!(
                !figure.source.trim().is_empty(),
                "{}: {figure:?}",
                election.id()
            );
            assert!(
                names.contains(figure.of.as_str()),
                "{}: {figure:?}",
                election.id()
            );
            of.insert(&figure.of);
        }
        assert_eq!(of, names, "{}", election.id());
        // What conflicts is in the notes of the document too.
        let notes: Vec<&str> = document
            .counts
            .iter()
            .filter_map(|count| count.note())
            .chain(document.polls.iter().filter_map(|poll| poll.note()))
            .collect();
        for conflict in election
            .figures()
            .iter()
            .filter_map(|figure| figure.conflict.as_deref())
        {
            assert!(
                notes.iter().any(|note| note.contains(conflict)),
                "{}: {conflict}",
                election.id()
            );
        }
    }
}

#[test]
fn votes_and_shares_of_one_count_agree_to_the_printed_digit() {
    for election in elections::all() {
        let mut by_count: BTreeMap<&str, Vec<(&str, f64, &str)>> = BTreeMap::new();
        let figures = election.figures();
        for figure in figures
            .iter()
            .filter(|figure| figure.unit == FigureUnit::Votes)
        {
            let share = figures.iter().find(|f| {
                f.unit == FigureUnit::Share && f.of == figure.of && f.choice == figure.choice
            });
            if let Some(share) = share {
                let votes: f64 = figure.printed.parse().unwrap();
                by_count.entry(&figure.of).or_default().push((
                    &figure.choice,
                    votes,
                    &share.printed,
                ));
            }
        }
        for (name, rows) in by_count {
            // Each pair says what the base can be: votes / (share ± half a unit). They must meet.
            let (mut low, mut high) = (0.0_f64, f64::INFINITY);
            for (choice, votes, share) in rows {
                let decimals = share
                    .split_once('.')
                    .map_or(0, |(_, decimals)| decimals.len());
                let half = 0.5 / 10_f64.powi(i32::try_from(decimals).unwrap());
                let share: f64 = share.parse().unwrap();
                // One unit more: some commissions cut off, or make the shares sum to 100.
                low = low.max(100.0 * votes / (share + 3.0 * half));
                high = high.min(100.0 * votes / (share - 3.0 * half).max(1e-9));
                assert!(
                    low <= high,
                    "{} {name}: {choice} {votes} {share}",
                    election.id()
                );
            }
        }
    }
}

#[test]
fn seats_of_final_results_are_at_most_the_house() {
    for election in elections::all()
        .iter()
        .filter(|election| election.document().contest.seats().is_some())
    {
        let house = election.document().contest.seats().unwrap();
        for count in &election.document().counts {
            let sum: u64 = count.seats().iter().map(|(_, seats)| seats).sum();
            assert!(
                sum <= house && sum > house * 7 / 10,
                "{} {}: {sum}",
                election.id(),
                count.name()
            );
        }
    }
}

#[test]
fn every_election_aligns_and_compares() {
    for election in elections::all() {
        let finals = election
            .document()
            .counts
            .iter()
            .filter(|count| count.status() == CountStatus::Final);
        assert!(finals.count() <= 1, "{}", election.id());
        let report = election
            .comparison()
            .run()
            .unwrap_or_else(|error| panic!("{}: {error}", election.id()));
        for count in &report.counts {
            assert_eq!(
                count.polls.len(),
                election.document().polls.len(),
                "{}",
                election.id()
            );
        }
        for poll in &report.reference().polls {
            let compared = poll.reading().is_some() || poll.seats.is_some();
            assert!(
                compared,
                "{} {}: {:?}",
                election.id(),
                poll.name,
                poll.not_compared
            );
        }
    }
}

#[test]
fn the_founding_case_is_as_published() {
    let election = elections::get("AZ-2024-P").unwrap();
    let counts = &election.document().counts;
    let last = counts
        .iter()
        .find(|count| count.status() == CountStatus::Final)
        .unwrap();
    let votes: u64 = election
        .figures()
        .iter()
        .filter(|figure| figure.of == last.name() && figure.unit == FigureUnit::Votes)
        .map(|figure| figure.printed.parse::<u64>().unwrap())
        .sum();
    assert_eq!(votes, 4_957_967);
    let part = counts
        .iter()
        .find(|count| count.status() == CountStatus::Partial)
        .unwrap();
    assert_eq!(part.completeness().unwrap().counted(), Some((6102, 6537)));
    assert_eq!(part.valid(), Some(4_651_473));
}
