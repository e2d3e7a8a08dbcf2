//! What stands on a chart, in the words of the text form: charts phrase nothing of their own that is a
//! conclusion.

use super::findings::phrase;
use super::room::Room;
use super::{
    answer, brief, contradictions, count, each_verdict, number, outstanding, predicate, rows,
    seats, station_pattern, stations, terms, together, voters, wrap,
};
use crate::model::Base;
use crate::report::{
    CountReport, Finding, PollReport, Pool, PooledChoice, Reason, Report, RowReport, SeatReport,
    SeatStatus,
};
use crate::station::StationComparison;

pub(crate) use super::voters::OF_OWN_VOTERS;

/// Names on a chart's title.
const ROOM: Room = Room {
    name: 32,
    listed: 3,
    ends: false,
};

/// The contest with its date.
pub(crate) fn contest(report: &Report) -> String {
    brief::title(report)
}

/// Which polls came to which verdict; of several that were tested, what is left when all are judged at once.
pub(crate) fn verdicts(report: &Report) -> String {
    let room = ROOM.telling_apart(report);
    each_verdict::over_polls(report, room)
        .unwrap_or_else(|| each_verdict::judged_one_by_one(report, room))
}

/// Which came to which verdict each by itself, where the title says what is left of that.
pub(crate) fn each_verdict(report: &Report) -> Option<String> {
    let room = ROOM.telling_apart(report);
    each_verdict::over_polls(report, room).map(|_| each_verdict::judged_one_by_one(report, room))
}

/// Who is furthest, or how far the only poll is, by name; none where nothing says so.
pub(crate) fn furthest(report: &Report) -> Option<String> {
    answer::furthest_by_name(report, ROOM.telling_apart(report))
}

/// The findings that `wanted` picks, a sentence each.
pub(crate) fn findings(report: &Report, wanted: fn(&Finding) -> bool) -> Vec<String> {
    let room = ROOM.telling_apart(report);
    let found = report.findings.iter().filter(|finding| wanted(finding));
    found.map(|finding| phrase(report, finding, room)).collect()
}

/// What contradicts what, so that no picture shows it without a word.
pub(crate) fn cautions(report: &Report) -> Vec<String> {
    contradictions::sentences(report, ROOM.telling_apart(report))
}

/// What is said of one poll by a verdict.
pub(crate) fn predicate(report: &Report, poll: &PollReport) -> &'static str {
    predicate::predicate_of(report, poll.verdict, std::slice::from_ref(&poll.name)).0
}

/// Kind of count, completeness, valid votes, time.
pub(crate) fn count_state(count: &CountReport) -> String {
    count::state(count)
}

/// "valid votes".
pub(crate) fn base(of: Base) -> &'static str {
    terms::base(of)
}

/// On what the bounds of the final result of these counts rest.
pub(crate) fn bound_terms(basis: crate::report::Basis, counts: &[&CountReport]) -> String {
    let words = outstanding::under(basis, outstanding::Voters::of(counts.iter().copied()));
    let alike = (counts.iter().filter_map(|count| count.bound())).any(|of| of.takes_invalid_alike);
    let invalid = if alike {
        ", if invalid ballots are as frequent among those still to be counted"
    } else {
        ""
    };
    format!("{words}{invalid}")
}

/// On what share of invalid ballots a statement rests.
pub(crate) fn unless_invalid(proportion: f64) -> String {
    outstanding::unless_invalid(Some(proportion))
}

/// Why something is not there.
pub(crate) fn reason(of: &Reason) -> String {
    terms::reason(of)
}

/// A poll's name, marked where it is made of others.
pub(crate) fn poll_name(report: &Report, poll: &PollReport) -> String {
    terms::name(report, poll)
}

/// The poll's share in percent; a range as it was published.
pub(crate) fn poll_share(row: &RowReport) -> String {
    rows::poll_share(row)
}

/// The count's share in percent.
pub(crate) fn count_share(row: &RowReport) -> String {
    number::share(&row.count)
}

/// A share in percent.
pub(crate) fn share(of: &crate::alignment::Span) -> String {
    number::share(of)
}

/// The deviation in points, with its sign.
pub(crate) fn deviation(row: &RowReport) -> String {
    rows::deviation(row)
}

/// A proportion in percent.
pub(crate) fn percent(proportion: f64, decimals: usize) -> String {
    number::percent(proportion, decimals)
}

/// From one end to the other, in percent.
pub(crate) fn ends(low: f64, high: f64, decimals: usize) -> String {
    number::ends(low, high, decimals)
}

/// Bounds of a share, in percent, no narrower than they are.
pub(crate) fn outer_ends(low: f64, high: f64, decimals: usize) -> String {
    number::outer_ends(low, high, decimals)
}

/// From one printed end to the other.
pub(crate) fn from_to(low: String, high: String) -> String {
    number::from_to(low, high)
}

/// A proportion as points with a sign.
pub(crate) fn points(proportion: f64, decimals: usize) -> String {
    number::signed(100.0 * proportion, decimals)
}

/// A number of people with commas between thousands.
pub(crate) fn whole(value: f64) -> String {
    number::whole(value)
}

/// A list in words.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    terms::list(names)
}

/// The same of very many, which are not all named.
pub(crate) fn short_list<S: AsRef<str>>(names: &[S]) -> String {
    let room = Room {
        name: 80,
        listed: 12,
        ends: true,
    };
    room.list(names)
}

/// One line without anything that steers or cannot be seen.
pub(crate) fn clean(text: &str) -> String {
    wrap::clean(text)
}

/// What the polls together show, or that they show nothing.
pub(crate) fn pooled(report: &Report, count: &CountReport, pool: &Pool) -> String {
    together::finding(report, count, pool, ROOM.telling_apart(report))
}

/// How far the polls of a pool differ, and whether what they have in common is chance.
pub(crate) fn heterogeneity(count: &CountReport, choice: &PooledChoice) -> String {
    together::heterogeneity(count, choice)
}

/// On what intervals of a pool rest where a design is not known.
pub(crate) fn pool_terms(pool: &Pool) -> Option<&'static str> {
    (!pool.designs_known).then_some(together::SINGLY)
}

/// What the polls that are taken together are compared with.
pub(crate) fn compared_with(count: &CountReport) -> String {
    voters::compared_with(count)
}

/// "100–110".
pub(crate) fn seat_range(low: u64, high: u64) -> String {
    seats::whole_range(low, high)
}

/// How many ranges of seats have the result inside.
pub(crate) fn seats_inside<'a>(of: impl Iterator<Item = &'a SeatReport>, is_final: bool) -> String {
    seats::inside(of, is_final)
}

/// What seats that can still change are.
pub(crate) fn seat_status(of: SeatStatus) -> &'static str {
    seats::status(of)
}

/// What the stations of a poll show, in one sentence.
pub(crate) fn stations(of: &StationComparison) -> String {
    stations::finding(of, ROOM)
}

/// With what the response ratio goes, in one sentence; none without covariates.
pub(crate) fn pattern(of: &StationComparison) -> Option<String> {
    station_pattern::finding(of, ROOM)
}

/// The two choices whose lead the stations are judged by, numerator first.
pub(crate) fn two(of: &StationComparison) -> [String; 2] {
    stations::two(of, ROOM)
}

/// How many interviews at how many stations, and what is left out.
pub(crate) fn stations_compared(of: &StationComparison) -> String {
    stations::compared(of)
}

/// Which stations are outside, and how that was judged.
pub(crate) fn stations_outside(of: &StationComparison) -> String {
    stations::outside_words(of)
}

/// A name that leaves room for what stands beside it.
pub(crate) fn short(name: &str) -> String {
    ROOM.name(name)
}

/// "p = 0.012".
pub(crate) fn p_equals(p: f64) -> String {
    terms::p_equals(p)
}

/// A number without a unit.
pub(crate) fn figure(value: f64, decimals: usize) -> String {
    if decimals == 0 {
        number::whole(value)
    } else {
        number::fixed(value, decimals)
    }
}

/// A number with no more digits than it has.
pub(crate) fn shortest(value: f64) -> String {
    number::shortest(value)
}

/// A coefficient with its standard error.
pub(crate) fn with_error(value: f64, error: f64) -> (String, String) {
    let decimals = number::decimals_of_error(error);
    (
        number::signed(value, decimals),
        number::fixed(error, decimals),
    )
}

/// A number without a unit, with its sign.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    number::signed(value, decimals)
}
