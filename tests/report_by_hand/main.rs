//! Reports of small documents against figures computed by hand.
#![cfg(all(feature = "io", feature = "deserialize"))]

mod bases;
mod said;
mod sampling;

use exitpoll::accuracy::Orientation;
use exitpoll::alignment::{Rule, align};
use exitpoll::hypothesis::RowTestMethod;
use exitpoll::io::json;
use exitpoll::report::{Basis, CallOutcome, Question, ReadingReport, Reason, RowReport, Table};
use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
use exitpoll::{
    Base, Comparison, CompletenessOf, Contest, ErrorKind, OfficialCount, Poll, Report, Sample,
    SampleBuilder, render,
};

fn contest(choices: &[&str]) -> Contest {
    let builder = Contest::builder("by hand").choices(choices.iter().copied());
    builder.build().expect("a contest")
}

fn count(votes: &[(&str, u64)]) -> OfficialCount {
    let mut builder = OfficialCount::builder("count").final_result();
    for (choice, votes) in votes {
        builder = builder.votes(*choice, *votes);
    }
    builder.build().expect("a count")
}

fn poll(name: &str, shares: &[(&str, &str)], sample: Option<SampleBuilder>) -> Poll {
    let mut builder = Poll::builder(name);
    for (choice, share) in shares {
        builder = builder.share(*choice, *share);
    }
    if let Some(sample) = sample {
        builder = builder.sample(sample);
    }
    builder.build().expect("a poll")
}

fn drawn_singly(respondents: u32) -> Option<SampleBuilder> {
    let sample = Sample::builder()
        .respondents(respondents)
        .design_effect("1");
    Some(sample)
}

fn reading<'a>(report: &'a Report, poll: &str) -> &'a ReadingReport {
    let poll = report.reference().poll(poll).expect("the poll");
    poll.reading().expect("its shares")
}

fn row<'a>(report: &'a Report, poll: &str, choice: &str) -> &'a RowReport {
    reading(report, poll).row(choice).expect("the row")
}

fn near(found: f64, by_hand: f64, within: f64) {
    assert!(
        (found - by_hand).abs() <= within * by_hand.abs(),
        "{found} instead of {by_hand}"
    );
}

const HALVES: [(&str, u64); 2] = [("A", 500_000), ("B", 500_000)];
