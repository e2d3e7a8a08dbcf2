//! No two statements of a report contradict one another, no figure of the input goes unmentioned and every value
//! lies in its own bounds: over random documents with whatever the generator has.

mod calls;
mod documents;
mod figures;
mod findings;
mod mentioned;
mod night;
#[path = "../shared/random_documents.rs"]
mod random_documents;
mod rows;
mod seats;
mod sentences;
mod verdicts;

use exitpoll::alignment::Rule;
use exitpoll::report::{CountReport, PollReport, ReadingReport};
use exitpoll::{Base, Bounds, Report};

/// What the last bits of sums may differ by.
const EQUAL: f64 = 1e-9;

fn alpha(report: &Report) -> f64 {
    report.settings.confidence.alpha()
}

fn pairs(report: &Report) -> impl Iterator<Item = (&CountReport, &PollReport)> {
    let counts = report.counts.iter();
    counts.flat_map(|count| count.polls.iter().map(move |poll| (count, poll)))
}

fn readings(report: &Report) -> impl Iterator<Item = (&CountReport, &PollReport, &ReadingReport)> {
    pairs(report).flat_map(|(count, poll)| poll.readings().map(move |of| (count, poll, of)))
}

/// Shares of everyone approached, said to be so or printed beside those who named no choice: as printed they are of no
/// votes, and have one meaning.
fn is_of_all_approached(report: &Report, poll: &PollReport) -> bool {
    let nonresponse = |rule: &Rule| matches!(rule, Rule::NonresponseInBase { .. });
    let facts = report.poll(&poll.name).expect("every poll has its facts");
    match facts.poll.base() {
        Some(base) => base == Base::Approached,
        None => (poll.as_printed()).is_some_and(|printed| printed.rules.iter().any(nonresponse)),
    }
}

fn apart(one: Bounds, other: Bounds) -> bool {
    one.low() > other.high() + EQUAL || other.low() > one.high() + EQUAL
}

fn near(what: &str, one: f64, other: f64) {
    assert!((one - other).abs() <= EQUAL, "{what}: {one} and {other}");
}

#[test]
fn every_value_lies_inside_its_own_bounds() {
    documents::run(1, figures::lie_in_their_bounds);
}

#[test]
fn every_report_comes_back_from_json() {
    documents::run(2, figures::come_back_from_json);
}

#[test]
fn every_report_is_written_without_a_broken_number() {
    documents::run(3, figures::are_written_as_numbers);
}

#[test]
fn no_row_contradicts_another() {
    documents::run(4, rows::agree);
}

#[test]
fn no_verdict_contradicts_its_p_values_or_intervals() {
    documents::run(5, verdicts::are_what_the_p_values_say);
}

#[test]
fn no_verdict_claims_a_design_that_is_unknown() {
    documents::run(6, verdicts::claim_no_design_that_is_unknown);
}

#[test]
fn no_headline_contradicts_the_tables() {
    documents::run(7, findings::say_what_the_tables_say);
}

#[test]
fn no_rank_contradicts_the_distances() {
    documents::run(8, findings::ranks_follow_the_distances);
}

#[test]
fn no_call_contradicts_the_rows() {
    documents::run(9, calls::agree_with_the_rows);
}

#[test]
fn the_night_contradicts_no_bound() {
    documents::run(10, night::agrees_with_its_bounds);
}

#[test]
fn no_bound_is_broken_by_what_came() {
    documents::run(11, night::came_as_it_was_bound_to);
}

#[test]
fn no_seat_contradicts_its_range() {
    documents::run(12, seats::agree_with_their_ranges);
}

#[test]
fn every_figure_that_is_not_compared_is_named() {
    documents::run(13, mentioned::no_figure_goes_unmentioned);
}

#[test]
fn no_sentence_contradicts_a_verdict() {
    documents::run(14, sentences::say_what_the_verdicts_are);
}
