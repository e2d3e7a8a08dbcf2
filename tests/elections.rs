//! Real elections as they were published: every row goes in, and for each election it is said what
//! could be computed, what could not, and why.
//!
//! Reads the three tables in `tests/data/elections/` and, when the environment variable
//! `EXITPOLL_ELECTIONS` names a folder, the tables of the same form there as well.

#[path = "elections/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};

use exitpoll::alignment::Rule;
use exitpoll::render::{self, Detail};
use exitpoll::report::PollReport;
use exitpoll::{Comparison, Report};
use tables::{Election, elections};

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/elections")
}

/// What was computed for one election, or why not.
fn state(election: &Election) -> (String, Option<Report>) {
    let contest = match &election.contest {
        Ok(contest) => contest.clone(),
        Err(error) => return (format!("{}: no contest: {error}", election.id), None),
    };
    let mut lines = vec![format!("{}: {}", election.id, contest.name())];
    let mut comparison = Comparison::new(contest);
    for (name, count) in &election.counts {
        match count {
            Ok(count) => comparison = comparison.count(count.clone()),
            Err(error) => lines.push(format!("  count {name}: not taken: {error}")),
        }
    }
    for (name, poll) in &election.polls {
        match poll {
            Ok(poll) => comparison = comparison.poll(poll.clone()),
            Err(error) => lines.push(format!("  poll {name}: not taken: {error}")),
        }
    }
    let report = match comparison.run() {
        Ok(report) => report,
        Err(error) => {
            lines.push(format!("  not compared: {error}"));
            return (lines.join("\n"), None);
        }
    };
    for count in &report.counts {
        lines.push(format!(
            "  against {} ({} views of what is open)",
            count.name(),
            count.outstanding.len()
        ));
        for poll in &count.polls {
            lines.push(format!("    {}", statement(poll)));
        }
    }
    (lines.join("\n"), Some(report))
}

fn statement(poll: &PollReport) -> String {
    let mut parts = vec![format!("{}: {}", poll.name, poll.verdict.name())];
    for reading in poll.readings() {
        let tested = reading
            .rows
            .iter()
            .filter(|row| row.sampling.is_some())
            .count();
        parts.push(format!(
            "{:?}: {} rows, {tested} tested",
            reading.reading,
            reading.rows.len()
        ));
        for undefined in &reading.measures.undefined {
            parts.push(format!("no {}: {}", undefined.measure, undefined.reason));
        }
    }
    if let Some(seats) = &poll.seats {
        parts.push(format!("{} seat rows", seats.rows.len()));
    }
    if let Some(reason) = &poll.not_compared {
        parts.push(format!("not compared: {reason:?}"));
    }
    if !poll.not_published.is_empty() {
        parts.push(format!("not published: {:?}", poll.not_published));
    }
    parts.join("; ")
}

/// What holds for every report, whatever went in.
fn check(id: &str, report: &Report) {
    for count in &report.counts {
        for poll in &count.polls {
            assert!(
                poll.reading().is_some() || poll.seats.is_some() || poll.not_compared.is_some(),
                "{id}: {} has neither figures nor a reason",
                poll.name
            );
            for reading in poll.readings() {
                for row in &reading.rows {
                    assert!(
                        row.deviation_bounds.contains(row.deviation),
                        "{id} {}",
                        row.label
                    );
                    assert!((row.poll.value - row.count.value - row.deviation).abs() < 1e-12);
                    let facts = report.poll(&poll.name).expect("a poll of the report");
                    assert!(row.sampling.is_none() || facts.size.effective_size.is_some());
                }
                let counted: f64 = reading.rows.iter().map(|row| row.count.value).sum();
                let slack: f64 = reading
                    .rows
                    .iter()
                    .map(|row| row.count.bounds.width())
                    .sum::<f64>()
                    / 2.0;
                // Of a count of all ballots, its choices are not all of what a poll of valid votes is printed beside.
                let differ = |rule: &Rule| matches!(rule, Rule::BasesDiffer { .. });
                let is_whole = !reading.rules.iter().any(differ);
                assert!(
                    !is_whole || (counted - 1.0).abs() <= slack + 1e-6,
                    "{id} {}: {counted}",
                    poll.name
                );
            }
        }
    }
    // NaN is not equal to itself and infinities are not written: neither comes through this.
    #[cfg(feature = "deserialize")]
    {
        let written = serde_json::to_string(report).expect("a report serialises");
        let read: Report = serde_json::from_str(&written).expect("a report reads back");
        assert_eq!(
            &read, report,
            "{id}: the report changes on its way through JSON"
        );
    }
    for width in [80, 120] {
        for detail in [Detail::Brief, Detail::Full] {
            let text = render::text_with(report, width, detail);
            for line in text.lines() {
                assert!(line.chars().count() <= width, "{id}: {line}");
            }
        }
    }
    assert!(!render::markdown(report).is_empty());
}

fn run(folder: &Path) -> Vec<(Election, Option<Report>)> {
    let (elections, rows) = elections(folder);
    let taken: usize = elections.iter().map(|election| election.rows).sum();
    assert_eq!(
        taken, rows,
        "rows of an election that the first table does not have"
    );
    let mut all = Vec::new();
    for election in elections {
        let (text, report) = state(&election);
        println!("{text}");
        if let Some(report) = &report {
            check(&election.id, report);
        }
        all.push((election, report));
    }
    all
}

#[test]
fn every_row_of_the_bundled_tables_is_taken_and_compared() {
    let all = run(&own());
    assert_eq!(all.len(), 34);
    assert_eq!(
        all.iter().map(|(election, _)| election.rows).sum::<usize>(),
        737 + 258
    );
    for (election, report) in &all {
        assert!(report.is_some(), "{}", election.id);
        assert!(
            election.counts.iter().all(|(_, count)| count.is_ok()),
            "{}",
            election.id
        );
        for (name, poll) in &election.polls {
            assert!(poll.is_ok(), "{} {name}: {poll:?}", election.id);
        }
    }
}

#[test]
fn elections_of_another_folder_are_compared_as_well() {
    let Some(folder) = std::env::var_os("EXITPOLL_ELECTIONS") else {
        return;
    };
    assert!(!run(Path::new(&folder)).is_empty());
}
