//! On which side of a threshold a share lies, in words that hold where it lies on the threshold itself.

use crate::model::{Contest, ContestThreshold};
use crate::report::{Call, CountReport, PollReport, Question, Said};

/// Shares that differ by less are the same one, computed otherwise.
const SAME: f64 = 1e-12;

/// The threshold that a call is about.
pub(super) fn line<'a>(contest: &'a Contest, question: &Question) -> Option<&'a ContestThreshold> {
    let Question::Threshold(name) = question else {
        return None;
    };
    contest.thresholds().iter().find(|line| line.name() == name)
}

/// Whether the final share of the choice is the threshold itself: neither above it nor below.
pub(super) fn count_is_on(contest: &Contest, count: &CountReport, call: &Call) -> bool {
    let counted = || {
        let choice = count.choice(call.choice.as_deref()?)?;
        let (votes, valid) = choice.votes.zip(count.valid.filter(|_| count.is_final()))?;
        Some(is_it(contest, call, votes as f64 / valid as f64))
    };
    counted() == Some(true)
}

/// Whether an end of the range that a poll published for it is.
pub(super) fn poll_is_on(contest: &Contest, poll: &PollReport, call: &Call) -> bool {
    let row = || poll.reading()?.row(call.choice.as_deref()?);
    // ">60" is above 60.
    let published = row().filter(|row| row.range.is_some() && !row.poll.is_of_limit);
    published.is_some_and(|row| {
        let ends = row.poll.bounds;
        [ends.low(), ends.high()]
            .iter()
            .any(|end| is_it(contest, call, *end))
    })
}

fn is_it(contest: &Contest, call: &Call, share: f64) -> bool {
    let line = line(contest, &call.question);
    line.is_some_and(|line| (share - line.threshold().share()).abs() < SAME)
}

/// "Above" or "below"; of what is on the line, on which side that counts.
pub(super) fn side(
    contest: &Contest,
    question: &Question,
    passes: bool,
    on_line: bool,
) -> &'static str {
    let must_be_exceeded =
        line(contest, question).is_some_and(|line| line.threshold().must_be_exceeded());
    match (passes, on_line, must_be_exceeded) {
        (true, true, false) => "at or above",
        (false, true, true) => "not above",
        (true, ..) => "above",
        (false, ..) => "below",
    }
}

/// The same of what one side says to a question of a threshold.
pub(super) fn said(
    contest: &Contest,
    call: &Call,
    of: &Said,
    on_line: bool,
) -> Option<&'static str> {
    match (of, line(contest, &call.question)) {
        (Said::Above, Some(_)) => Some(side(contest, &call.question, true, on_line)),
        (Said::Below, Some(_)) => Some(side(contest, &call.question, false, on_line)),
        _ => None,
    }
}
