//! By how much a poll is off, and which one most.

use super::called;
use super::number;
use super::room::Room;
use super::terms::{self, closed};
use super::voters;
use crate::alignment::{RowKind, Rule};
use crate::model::Base;
use crate::report::{PollReport, ReadingReport, Reason, Report, RowReport};

/// Which polls are furthest from the count, and what of that is open.
pub(super) struct Furthest<'a> {
    pub(super) polls: &'a [String],
    /// The choice at which the first of them is furthest off, and by how much.
    pub(super) of: (&'a str, f64),
    /// The rows, where they are to be named.
    pub(super) over: &'a [String],
    pub(super) open: bool,
    pub(super) until_counted: bool,
    pub(super) tied_as_printed: bool,
    pub(super) takes_invalid_alike: bool,
}

impl Furthest<'_> {
    /// Which poll is furthest, by how much at which choice, and whether that is open, and until more is counted.
    pub(super) fn sentence(&self, report: &Report, room: Room) -> String {
        let (polls, (choice, points)) = (self.polls, self.of);
        let first = polls.first().map_or("", String::as_str);
        let figure = deviation(report, first, choice, points);
        // What more than a tenth of invalid ballots could change is said of what is counted, and not of what will be.
        let (so_far, counted) = match (
            self.open || report.reference().is_final(),
            self.takes_invalid_alike,
        ) {
            (true, _) => ("", ""),
            (false, true) => ("", " so far"),
            (false, false) => ("so far ", ""),
        };
        // All of them are no further than another.
        let ranked = (report.reference().polls.iter()).filter(|poll| poll.rank.is_some());
        if polls.len() > 1 && polls.len() == ranked.count() {
            return all_equally_far(report, polls, (so_far, self.until_counted), room);
        }
        // Which of two polls that printed figures do not tell apart need not be named beside a table that has the other
        // further off.
        if self.open && !self.over.is_empty() {
            return self.open_over_rows(report, room);
        }
        let compared_with = format!("{}{counted}", voters::compared_with(report.reference()));
        let over = self.over_what(report, room);
        let of_what = match (releases(report), compared_with_own_voters(report)) {
            (Some(releases), _) => {
                format!("Of the {releases}, the furthest from {compared_with}{over}")
            }
            (None, Some(some)) => {
                format!("Of the {some} compared with {compared_with}, the furthest{over}")
            }
            (None, None) => format!("Furthest from {compared_with}{over}"),
        };
        let of = match polls.len() {
            1 => format!(
                "is {}, {so_far}{figure} for {}{}",
                room.name(first),
                room.name(choice),
                other_base(report, first, choice, (points, &figure))
            ),
            _ => format!("are {}, equally far", room.list(polls)),
        };
        match self.what_is_open(report) {
            Some(open) => format!("{of_what} as printed {of}; {open}."),
            None => closed(&format!("{of_what} {of}")),
        }
    }

    /// That it is open who is furthest over rows that are not all that the polls have.
    fn open_over_rows(&self, report: &Report, room: Room) -> String {
        let releases = releases(report).map_or(String::new(), |of| format!("of the {of}, "));
        terms::sentence(&format!(
            "{releases}{} open which {} is furthest from {}{}",
            self.what_leaves(report),
            called::one_of(called::together(report)),
            voters::compared_with(report.reference()),
            self.over_what(report, room)
        ))
    }

    /// Over which rows, where another poll is further off by what else is shown of it.
    fn over_what(&self, report: &Report, room: Room) -> String {
        let first = self.polls.first().map_or("", String::as_str);
        if !self.over.is_empty() {
            format!(" over {}", room.list(self.over))
        } else if is_exceeded(report, first, self.of.1) {
            " over all choices".into()
        } else {
            String::new()
        }
    }

    fn what_leaves(&self, report: &Report) -> &'static str {
        match (
            self.until_counted,
            terms::ranks_have_ranges(report.reference()),
        ) {
            (true, _) => "what is still to be counted leaves",
            // A published range is no rounding.
            (false, true) if self.open => "the published ranges leave",
            (false, _) => "rounding leaves",
        }
    }

    fn what_is_open(&self, report: &Report) -> Option<String> {
        let what = self.what_leaves(report);
        match (self.open, self.tied_as_printed) {
            (true, _) => Some(format!("{what} open whether another is")),
            (false, true) => Some(format!("{what} open which of them is further off")),
            (false, false) => None,
        }
    }
}

/// How many polls are compared with the votes of their own voters, where others that have a verdict are not.
fn compared_with_own_voters(report: &Report) -> Option<String> {
    let polls = || report.judged().filter(|poll| poll.reading().is_some());
    let ranked = || polls().filter(|poll| poll.rank.is_some());
    let of_own = ranked().all(|poll| poll.segment.is_some());
    let (some, all) = (ranked().count(), polls().count());
    (of_own && some > 0 && some < all).then(|| terms::in_words(some))
}

/// All polls that are ranked are equally far, by the figures as they are printed.
fn all_equally_far(
    report: &Report,
    polls: &[String],
    (so_far, until_counted): (&str, bool),
    room: Room,
) -> String {
    let releases = releases(report).map_or(String::new(), |of| format!("of the {of}, "));
    let counted = match until_counted {
        true => "; what is still to be counted leaves open which of them is further off",
        false => "",
    };
    terms::sentence(&format!(
        "{releases}{} are {so_far}equally far from {} as printed{counted}",
        room.list(polls),
        voters::compared_with(report.reference())
    ))
}

/// Whether another poll that is ranked by figures is further off at one choice: the furthest is so over all of them.
fn is_exceeded(report: &Report, furthest: &str, points: f64) -> bool {
    let polls = report.reference().polls.iter();
    let others = polls.filter(|poll| poll.name != furthest);
    let mut ranks = others
        .filter_map(|poll| poll.rank.as_ref())
        .filter(|rank| !rank.has_range);
    ranks.any(|rank| {
        let largest = rank.largest.as_ref();
        largest.is_some_and(|row| row.deviation.abs() > points.abs() + 1e-9)
    })
}

/// The row on which a verdict beyond chance rests, where the one with the largest deviation is not beyond chance
/// itself.
pub(super) fn decided_elsewhere<'a>(
    report: &Report,
    reading: &'a ReadingReport,
) -> Option<&'a RowReport> {
    let row = reading.row(reading.decided_by.as_deref()?)?;
    let alpha = report.settings.confidence.alpha();
    let is_beyond = |row: &&RowReport| {
        (row.sampling).is_some_and(|of| of.adjusted_p_value_bounds.high() < alpha)
    };
    let largest = reading.largest().filter(|largest| !is_beyond(largest))?;
    (reading.verdict.is_beyond() && row.label != largest.label).then_some(row)
}

/// A deviation in points with its direction, and no more digits than the poll's figure has.
pub(super) fn deviation(report: &Report, poll: &str, choice: &str, deviation: f64) -> String {
    let count = report.reference();
    let row = count.poll(poll).and_then(|poll| {
        let readings = poll.reading().into_iter().chain(poll.as_printed());
        readings.filter_map(|reading| reading.row(choice)).next()
    });
    let decimals = row.map_or(2, |row| {
        number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds)
    });
    let figure = in_points(deviation, decimals);
    match row {
        Some(row) if row.poll.is_of_limit => beyond_limit(deviation, decimals),
        // A range has no figure of its own to be off.
        Some(row) if row.range.is_some() => format!("{figure} at the middle of its range"),
        _ => figure,
    }
}

/// The same of a limit, which bounds it.
fn beyond_limit(deviation: f64, decimals: usize) -> String {
    let points = terms::points(&number::rounded_down(deviation.abs(), decimals));
    let side = if deviation > 0.0 { "high" } else { "low" };
    format!("at least {points} too {side}")
}

/// "4.21 points too high".
fn in_points(deviation: f64, decimals: usize) -> String {
    let figure = number::percent(deviation.abs(), decimals);
    let points = terms::points(&figure);
    if figure.bytes().all(|b| b == b'0' || b == b'.') {
        points
    } else if deviation > 0.0 {
        format!("{points} too high")
    } else {
        format!("{points} too low")
    }
}

/// What the figure is of, where that is not plain: everyone else, of whom the count lists nobody or the poll has no
/// figure; or a reading, on which ranks stand, that is not that of the printed figures: of whom it is, and what those say.
pub(super) fn other_base(
    report: &Report,
    poll: &str,
    choice: &str,
    (points, ranked): (f64, &str),
) -> String {
    let poll = report.reference().poll(poll);
    // That nobody else has votes is then taken from the list, which may leave some out.
    let unlisted = |reading: &ReadingReport| {
        let row = reading.row(choice);
        let none = row.is_some_and(|row| row.kind == RowKind::Rest && row.count.value == 0.0);
        let is_sum = |rule: &Rule| matches!(rule, Rule::ValidIsSumOfVotes { .. });
        none && reading.rules.iter().any(is_sum)
    };
    if poll.and_then(|poll| poll.reading()).is_some_and(unlisted) {
        return ", of whom the count lists nobody".into();
    }
    // The poll has no figure for them.
    let left = |reading: &ReadingReport| {
        let row = reading.row(choice);
        let rest = row.is_some_and(|row| row.kind == RowKind::Rest);
        let is_left = |rule: &Rule| matches!(rule, Rule::RestIsWhatIsLeft { .. });
        rest && reading.rules.iter().any(is_left)
    };
    let left = match poll.is_some_and(|poll| poll.readings().any(left)) {
        true => ", by what its published figures leave",
        false => "",
    };
    // Shares of other votes than the count's are no further reading of the same.
    let stated = poll.and_then(|poll| report.poll(&poll.name)?.poll.base());
    let printed = poll
        .and_then(PollReport::as_printed)
        .filter(|reading| (stated, reading.base) != (Some(Base::ValidVotes), Base::AllBallots))
        .and_then(|reading| reading.row(choice));
    if let (Some(row), true) = (printed, poll.is_some_and(PollReport::base_is_open)) {
        let decimals = number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds);
        return format!(
            "{left}, if its shares are of valid votes ({} if they are of all ballots)",
            in_points(row.deviation, decimals)
        );
    }
    if !left.is_empty() {
        return left.into();
    }
    // Where the poll stands on all ballots alone, and the ranks on valid votes.
    let reading = poll.and_then(|poll| poll.reading());
    let rank = poll.and_then(|poll| poll.rank.as_ref());
    let own = reading
        .filter(|reading| reading.base != Base::ValidVotes)
        .filter(|_| rank.is_none_or(|rank| !rank.of_all_ballots))
        .and_then(|reading| reading.row(choice));
    let own = own.filter(|row| (row.least_deviation() - points).abs() > 1e-9);
    let Some(row) = printed.or(own) else {
        return String::new();
    };
    let decimals = number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds);
    let figure = match row.poll.is_of_limit {
        true => beyond_limit(row.least_deviation(), decimals),
        false => in_points(row.deviation, decimals),
    };
    if figure == ranked {
        return String::new();
    }
    match printed {
        Some(_) => format!(" among those who named a choice ({figure} as printed)"),
        None => format!(" on valid votes ({figure} as printed)"),
    }
}

/// The releases that are ranked, where the table has others of the same polls beside them, which may be further off: the
/// last ones only where of all of them it is known that they are.
fn releases(report: &Report) -> Option<&'static str> {
    let polls = report.reference().polls.iter();
    let others = polls.filter(|poll| poll.reading().is_some());
    let reasons = others.filter_map(|poll| poll.left_out_of_the_whole.as_ref());
    let beside: Vec<&Reason> = reasons.filter(|of| of.is_of_a_release()).collect();
    let all = |is: fn(&Reason) -> bool| beside.iter().all(|of| is(of));
    if beside.is_empty() {
        None
    } else if all(|of| matches!(of, Reason::BesideFinalRelease { .. })) {
        Some("final releases")
    } else if all(|of| !matches!(of, Reason::BesideLastOfDocument { .. })) {
        Some("last releases")
    } else {
        Some("releases taken")
    }
}
