//! The two or three sentences that stand first, and what else was found.

use super::findings::phrase;
use super::number;
use super::room::Room;
use super::terms::{self, sentence};
use super::{
    caveats, could_have_missed, each_verdict, grounds, same_sample, seat_calls, voters,
    wrong_calls, wrong_thresholds,
};
use crate::alignment::RowKind;
use crate::report::{Finding, PollReport, ReadingReport, Report, RowReport, Verdict};

/// The verdicts, who is furthest, and the first of what else was found.
pub(super) fn sentences(report: &Report, room: Room) -> Vec<String> {
    let (mut sentences, further) = both(report, room);
    sentences.extend(further);
    sentences
}

/// The same in paragraphs: one of up to three sentences, or the answer and what else was found.
pub(super) fn paragraphs(report: &Report, room: Room) -> Vec<String> {
    let (mut answer, mut further) = both(report, room);
    if answer.len() + further.len() <= 3 {
        answer.append(&mut further);
    }
    let paragraphs = [answer, further].into_iter().filter(|of| !of.is_empty());
    paragraphs.map(|of| of.join(" ")).collect()
}

/// The answer, and where to look for what else was found.
pub(super) fn alone(report: &Report, room: Room) -> String {
    let (mut answer, further) = both(report, room);
    if !further.is_empty() {
        answer.push("The full report has more.".into());
    }
    answer.join(" ")
}

/// The answer, and what else was found.
fn both(report: &Report, room: Room) -> (Vec<String>, Vec<String>) {
    let mut answer = vec![each_verdict::judged_one_by_one(report, room)];
    answer.extend(each_verdict::over_polls(report, room));
    answer.extend(caveats::of_bases(report, room));
    answer.extend(caveats::assumed_design(report, room));
    let by_margin = (report.findings.iter())
        .find(|finding| matches!(finding, Finding::JudgedByStatedMargin { .. }));
    answer.extend(by_margin.map(|finding| phrase(report, finding, room)));
    answer.extend(same_sample::brief(report, room));
    answer.extend(furthest(report, room));
    answer.extend(could_have_missed::sentence(report, room));
    answer.extend(wrong_calls::of_places(report, room));
    answer.extend(seat_calls::majority(report, room));
    (answer, further(report, room))
}

fn further(report: &Report, room: Room) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(super::station_national::sentence(report, room));
    sentences.extend(super::station_national::response(report, room));
    sentences.extend(caveats::of_listed_choices(report, room));
    sentences.extend(caveats::of_common_choices(report, room));
    sentences.extend(caveats::misprinted(report, room));
    sentences.extend(caveats::with_bias(report, room));
    sentences.extend(super::within_margin::sentence(report, room));
    sentences.extend(missed_ranges(report, room));
    sentences.extend(wrong_thresholds::of_thresholds(report, room));
    sentences.extend(seat_calls::beside_shares(report, room));
    sentences.extend(seat_calls::not_compared(report, room));
    let further = report.findings.iter().find(|finding| {
        matches!(
            finding,
            Finding::CommonDeviation { .. }
                | Finding::SeatsMissOnOneSide { .. }
                | Finding::SeatError { .. }
                | Finding::ScatterBeyondSampling { .. }
                | Finding::ScatterBelowSampling { .. }
        )
    });
    let uncovered = || {
        report.findings.iter().filter(|finding| {
            matches!(
                finding,
                Finding::CoverageExplains { .. }
                    | Finding::CoverageUnknown { .. }
                    | Finding::CountedWithout { .. }
            )
        })
    };
    // Whose votes a poll did not cover comes before what else was found.
    let why = without_why(report);
    match uncovered().count() {
        0 => {
            sentences.extend(further.map(|finding| phrase(report, finding, room)));
            sentences.extend(too_alike(report, further, room));
        }
        all => {
            // They are long: where room is short, what is still open must have some.
            let most = match room.listed {
                usize::MAX => all,
                listed => listed.saturating_sub(1).max(1),
            };
            let said = uncovered().take(most);
            sentences.extend(said.map(|finding| phrase(report, finding, room)));
            match all.saturating_sub(most) {
                0 => {}
                1 => sentences.push("The full report has one more part not covered.".into()),
                left => sentences.push(format!(
                    "The full report has {left} more parts not covered."
                )),
            }
        }
    }
    sentences.extend(why);
    sentences
}

/// That figures which show a difference do not show what made it.
fn without_why(report: &Report) -> Option<String> {
    // After adjustment for all polls that were tested, none may be left.
    let none_left = (report.findings.iter()).any(|of| {
        matches!(of, Finding::BeyondOverPolls { beyond, undecided_by_rounding, .. }
            if beyond.is_empty() && undecided_by_rounding.is_empty())
    });
    let differs = |poll: &PollReport| {
        poll.verdict.is_beyond() && !none_left
            || matches!(
                poll.verdict,
                Verdict::DifferentPopulations
                    | Verdict::DependsOnBase
                    | Verdict::RangeOutside
                    | Verdict::SeatsOutside
            )
    };
    // Of an earlier release the sentences before say nothing.
    let some = report.judged().any(differs)
        || (report.findings.iter()).any(|of| matches!(of, Finding::CanNoLongerComeTrue { .. }));
    some.then(|| "Nothing here says why.".into())
}

/// That polls which miss the count together lie closer to one another than independent samples would, which the test of
/// that takes them for.
pub(super) fn too_alike(report: &Report, said: Option<&Finding>, room: Room) -> Option<String> {
    let together = said.filter(|finding| matches!(finding, Finding::CommonDeviation { .. }));
    let alike = (report.findings.iter())
        .find(|finding| matches!(finding, Finding::ScatterBelowSampling { .. }))?;
    together.map(|_| {
        format!(
            "That takes them for independent samples. {}",
            phrase(report, alike, room)
        )
    })
}

/// Ranges that the result lies outside of, of polls whose verdict is of something else.
fn missed_ranges(report: &Report, room: Room) -> Option<String> {
    let missed: Vec<String> = (report.reference().polls.iter())
        .filter_map(|poll| {
            let is_the_verdict = |of: &&ReadingReport| match of.verdict {
                Verdict::NotComparable => true,
                // Which range it was, where the largest deviation is another's.
                Verdict::RangeOutside => of.decided_by == of.largest().map(|row| row.label.clone()),
                // Of ranges alone the verdict says enough; beside figures, which range it was.
                Verdict::DifferentPopulations => of.rows.iter().all(|row| row.sampling.is_none()),
                _ => false,
            };
            let reading = poll.reading().filter(|of| !is_the_verdict(of))?;
            let is_missed =
                |row: &&RowReport| row.range.is_some_and(|range| range.inside == Some(false));
            // The one that the verdict names, where it is of ranges.
            let decisive = (reading.decided_by.as_deref()).and_then(|label| reading.row(label));
            let missed =
                (decisive.filter(is_missed)).or_else(|| reading.rows.iter().find(is_missed))?;
            // A range that follows from those of the others is nobody's.
            if missed.kind == RowKind::Rest && missed.published.is_none() {
                return Some(format!(
                    "what {}'s figures leave for {}",
                    room.name(&poll.name),
                    missed.label
                ));
            }
            let range = match missed.published.as_deref() {
                Some(range) => format!("{} percent", terms::figure_in_words(range)),
                None => "range".into(),
            };
            Some(format!(
                "{}'s {range} for {}",
                room.name(&poll.name),
                room.name(&missed.label)
            ))
        })
        .take(2)
        .collect();
    (!missed.is_empty()).then(|| {
        sentence(&format!(
            "the official share lies outside {}",
            terms::list(&missed)
        ))
    })
}

/// Who is furthest; how far the one poll is, where there is only one.
pub(super) fn furthest(report: &Report, room: Room) -> Option<String> {
    furthest_of(report, room, |_| "Its largest deviation".into())
}

/// The same as a sentence that stands alone.
#[cfg(feature = "chart")]
pub(super) fn furthest_by_name(report: &Report, room: Room) -> Option<String> {
    furthest_of(report, room, |poll| {
        format!("The largest deviation of {}", room.name(poll))
    })
}

fn furthest_of(report: &Report, room: Room, of_one: impl Fn(&str) -> String) -> Option<String> {
    let furthest = report
        .findings
        .iter()
        .find(|finding| matches!(finding, Finding::Furthest { .. }));
    let polls = &report.reference().polls;
    let mut ranked = polls.iter().filter(|poll| poll.rank.is_some());
    match (furthest, polls.as_slice(), ranked.next(), ranked.next()) {
        // The sentence before has not named it.
        (_, [one], ..) if each_verdict::only_derived(report) => {
            only_poll(report, room, one, |poll| {
                format!("The largest deviation of {}", room.name(poll))
            })
        }
        (_, [one], ..) => only_poll(report, room, one, of_one),
        // One of several that can be compared is not the furthest of anything.
        (Some(_), _, Some(one), None) => only_poll(report, room, one, |poll| {
            format!("The largest deviation of {}", room.name(poll))
        }),
        (Some(finding), ..) => Some(phrase(report, finding, room)),
        _ => None,
    }
}

/// The largest deviation of the one poll, and what it could have found.
fn only_poll(
    report: &Report,
    room: Room,
    poll: &PollReport,
    of: impl Fn(&str) -> String,
) -> Option<String> {
    let reading = poll.reading()?;
    let row = reading.largest()?;
    let nothing = || {
        let choice = grounds::found_nothing(reading);
        choice.map_or(String::new(), |choice| {
            format!(
                "; {}with so few {} any deviation for {} could easily have been missed",
                grounds::if_drawn_singly(reading, choice),
                grounds::few(terms::facts(report, poll)),
                room.name(choice)
            )
        })
    };
    let found = reading
        .minimum_detectable
        .as_ref()
        .filter(|_| poll.verdict.is_within())
        // Of a count of one choice nothing is off.
        .filter(|least| least.deviation >= 0.0005);
    let found = match found {
        // A sentence of its own says it of all polls within chance.
        Some(_) if could_have_missed::sentence(report, room).is_some() => String::new(),
        Some(least) => format!(
            "; {}a deviation of less than {} points for {} could easily have been missed",
            grounds::if_drawn_singly(reading, &least.choice),
            number::percent(least.deviation, 1),
            room.name(&least.choice)
        ),
        None => nothing(),
    };
    if row.least_deviation() == 0.0 {
        return Some(terms::closed(&format!(
            "{} does not deviate from {} {}{found}",
            room.name(&poll.name),
            voters::compared_with(report.reference()),
            match poll.as_printed() {
                Some(_) => "among those who named a choice",
                None => "as printed",
            }
        )));
    }
    let points = super::furthest::deviation(report, &poll.name, &row.label, row.least_deviation());
    let label = room.name(&row.label);
    let base = super::furthest::other_base(
        report,
        &poll.name,
        &row.label,
        (row.least_deviation(), &points),
    );
    let decided =
        super::furthest::decided_elsewhere(report, reading).map_or(String::new(), |row| {
            let points =
                super::furthest::deviation(report, &poll.name, &row.label, row.least_deviation());
            let is = match row.sampling.is_none_or(|of| of.basis.knows_design()) {
                true => "what is more than chance",
                false => "what would be more than chance if respondents had been drawn singly",
            };
            let base = super::furthest::other_base(
                report,
                &poll.name,
                &row.label,
                (row.least_deviation(), &points),
            );
            format!("; {is} is {points} for {}{base}", room.name(&row.label))
        });
    Some(terms::closed(&format!(
        "{} is {points} for {label}{base}{decided}{found}",
        of(&poll.name)
    )))
}
