//! Sentences about single findings.

use super::number::{self, NOTHING};
use crate::alignment::Reading;
use crate::comparison::{
    CountReport, DesignEffectSource, MajorityCall, Outstanding, OutstandingBasis, PollReport,
    ReadingReport, RightCall, RowReport, SampleFacts, Scatter, SeatReport, SeatRow, Settings,
    Verdict,
};
use crate::model::{Base, CompletenessOf, CountStatus, Mode, PollKind};
use crate::partial::{Reachability, ThresholdOutcome};
use crate::rounding::Finding;

/// "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// "1 poll", "3 polls".
pub(super) fn number_of(n: usize, thing: &str) -> String {
    if n == 1 {
        format!("1 {thing}")
    } else {
        format!("{n} {thing}s")
    }
}

pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", characters.as_str())
}

pub(super) fn reading(reading: &ReadingReport) -> &'static str {
    match (reading.reading, reading.base) {
        (Reading::AsPrinted, Base::AllBallots) => "as printed, against shares of all ballots",
        (Reading::AsPrinted, _) => "as printed, against shares of valid votes",
        (Reading::OfThoseNamingAChoice, _) => "of those who named a choice",
    }
}

pub(super) fn reachable(reachability: Reachability) -> &'static str {
    match reachability {
        Reachability::Possible => "possible",
        Reachability::PossibleWithinRounding => "only within rounding",
        Reachability::Impossible => "impossible",
    }
}

pub(super) fn kind(kind: PollKind) -> &'static str {
    match kind {
        PollKind::ExitPoll => "exit poll",
        PollKind::QuickCount => "quick count",
        PollKind::ParallelCount => "parallel count",
        PollKind::LatePoll => "late poll",
    }
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::FaceToFace => "face to face",
        Mode::SecretBallot => "by secret ballot",
        Mode::Telephone => "by telephone",
        Mode::Online => "online",
        Mode::Mixed => "in mixed modes",
    }
}

/// The deviation of a row with its sign and "points".
pub(super) fn deviation(row: &RowReport) -> String {
    let decimals = number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds);
    number::signed(100.0 * row.deviation, decimals)
}

/// The row with the largest absolute deviation.
pub(super) fn largest(reading: &ReadingReport) -> Option<&RowReport> {
    use crate::alignment::RowKind;
    let rows = reading
        .rows
        .iter()
        .filter(|row| row.kind != RowKind::Remainder);
    // The first in the contest's order among equals: a leader before everyone else.
    rows.fold(None, |most: Option<&RowReport>, row| match most {
        Some(most) if row.deviation.abs() <= most.deviation.abs() + 1e-12 => Some(most),
        _ => Some(row),
    })
}

/// What kind of count it is: final, or how complete and of what.
pub(super) fn count(count: &CountReport) -> String {
    let mut parts = vec![match (count.status, &count.completeness) {
        (CountStatus::Final, _) => "final count".to_owned(),
        (CountStatus::Partial, None) => "partial count, completeness not stated".to_owned(),
        (CountStatus::Partial, Some(part)) => {
            let of = match part.of {
                CompletenessOf::Stations => "stations",
                CompletenessOf::Ballots => "the ballots",
                CompletenessOf::RegisteredVoters => "the registered voters",
            };
            let numbers = match (part.counted, part.total) {
                (Some(counted), Some(total)) => {
                    format!(" ({} of {})", number::count(counted), number::count(total))
                }
                _ => String::new(),
            };
            format!(
                "partial count, {} percent of {of}{numbers}",
                number::fixed(100.0 * part.value, 2)
            )
        }
    }];
    if let Some(valid) = count.valid {
        parts.push(format!("{} valid votes", number::count(valid)));
    }
    if let Some(time) = &count.as_of {
        parts.push(format!(
            "as of {}",
            time.strip_suffix("T00:00:00").unwrap_or(time)
        ));
    }
    sentence(&parts.join(", "))
}

/// How the number of outstanding ballots is known.
pub(super) fn basis(view: &Outstanding) -> String {
    match view.basis {
        OutstandingBasis::ShareOfBallots => "by the stated share of the ballots".into(),
        OutstandingBasis::AverageStations => {
            "if the outstanding stations are of average size and turnout (an assumption)".into()
        }
        OutstandingBasis::RegisteredVoters => format!(
            "if every registered voter without a counted ballot still votes (then {} percent is \
             counted)",
            number::fixed(100.0 * view.counted, 2)
        ),
    }
}

/// Whether the leader can still be passed.
pub(super) fn decided(view: &Outstanding) -> String {
    let leader = &view.leader;
    match (&view.runner_up, view.decided) {
        (Some(second), Some(true)) => format!("{leader} can no longer be passed by {second}"),
        (Some(second), Some(false)) => {
            let tipping = match (view.needed_lead, view.tipping_point) {
                (Some(lead), Some(shift)) => format!(
                    ", with a lead of {} points among them, {} more on the log-odds scale than \
                     among the counted",
                    number::fixed(100.0 * lead, 2),
                    number::fixed(shift, 2)
                ),
                _ => String::new(),
            };
            format!("{second} could still pass {leader}{tipping}")
        }
        (Some(second), None) => {
            format!("whether {second} can still pass {leader} is undecided by rounding")
        }
        (None, _) => format!("{leader} leads"),
    }
}

/// Where the choices stand with the thresholds of the contest, a sentence each.
pub(super) fn thresholds(view: &Outstanding) -> impl Iterator<Item = String> {
    view.thresholds.iter().map(|threshold| {
        let having = |wanted: ThresholdOutcome| -> Vec<String> {
            threshold
                .outcomes
                .iter()
                .filter(|outcome| outcome.outcome == wanted)
                .map(|outcome| outcome.label.clone())
                .collect()
        };
        let parts: Vec<String> = [
            (ThresholdOutcome::Passed, "passed"),
            (ThresholdOutcome::Open, "open"),
            (ThresholdOutcome::Missed, "missed"),
            (
                ThresholdOutcome::UndecidedByRounding,
                "undecided by rounding",
            ),
        ]
        .into_iter()
        .filter_map(|(outcome, word)| {
            let who = having(outcome);
            (!who.is_empty()).then(|| format!("{word} by {}", list(&who)))
        })
        .map(|part| {
            part.replace("open by", "open for")
                .replace("rounding by", "rounding for")
        })
        .collect();
        let rule = if threshold.must_be_exceeded {
            "more than "
        } else {
            ""
        };
        sentence(&format!(
            "{} ({rule}{} %), whatever comes: {}",
            threshold.name,
            number::shortest(100.0 * threshold.share),
            parts.join("; ")
        ))
    })
}

/// Whether the polls agree better, or worse, than independent samples would.
pub(super) fn scatter(settings: &Settings, scatter: &Scatter) -> String {
    let alpha = settings.confidence.alpha();
    let what = match (scatter.finding, scatter.test.upper_tail < alpha) {
        (Finding::Shown, _) => {
            "they agree better than independent samples would: figures were adjusted, or are not \
             independent"
        }
        (Finding::UndecidedByRounding, _) => {
            "whether they agree better than independent samples would is undecided by rounding"
        }
        (_, true) => "they differ by more than sampling alone gives",
        _ => "they differ as independent samples would",
    };
    let more = scatter
        .test
        .polls_to_be_sure
        .filter(|_| scatter.finding != Finding::Shown)
        .map_or(String::new(), |polls| {
            format!(
                ", and {} polls that near to one another would show herding",
                polls
            )
        });
    format!(
        "Scatter over {} and everyone else: {} on {} df, ratio {}, lower tail {}, upper tail {}: {what}{more}.",
        number_of(scatter.choices.len(), "choice"),
        number::fixed(scatter.test.statistic, 2),
        number::whole(scatter.test.degrees_of_freedom),
        number::fixed(scatter.test.ratio, 2),
        number::p_value(scatter.test.lower_tail),
        number::p_value(scatter.test.upper_tail)
    )
}

/// A poll's name, marked where it is an average of others.
pub(super) fn name_of(poll: &PollReport) -> String {
    if poll.derived {
        format!("{} (derived)", poll.name)
    } else {
        poll.name.clone()
    }
}

/// Whether a poll has two readings of its base.
pub(super) fn several(poll: &PollReport) -> bool {
    poll.readings.len() > 1
}

/// Who asked how many where, and what follows for the intervals.
pub(super) fn sample(poll: &PollReport) -> String {
    let facts: &SampleFacts = &poll.sample;
    let mut parts = Vec::new();
    let who = match (facts.respondents, facts.stations) {
        (Some(people), Some(places)) => {
            format!(
                "{} respondents at {} stations",
                number::count(people),
                number::count(places)
            )
        }
        (Some(people), None) => format!("{} respondents", number::count(people)),
        (None, Some(places)) => {
            format!(
                "number of respondents not known, {} stations",
                number::count(places)
            )
        }
        (None, None) => "number of respondents not known".into(),
    };
    let how = poll.mode.map_or(String::new(), |m| format!(" {}", mode(m)));
    parts.push(format!("{}{how}: {who}", kind(poll.kind)));
    match (
        facts.design_effect,
        facts.design_effect_source,
        facts.effective_size,
    ) {
        (Some(factor), Some(source), Some(size)) => {
            let whose = match source {
                DesignEffectSource::Published => "design effect",
                DesignEffectSource::Assumed => "assumed design effect",
            };
            parts.push(format!(
                "{whose} {}, effective size {}",
                number::significant(factor),
                number::whole(size)
            ));
        }
        _ if facts.at_least_this_wide => {
            parts.push("design effect not known: intervals are at least this wide".into());
        }
        _ => {}
    }
    if let Some(ballots) = facts.population {
        parts.push(format!(
            "corrected for a sample without replacement from {} ballots",
            number::count(ballots)
        ));
    }
    if let Some(margin) = facts.stated_margin {
        let confidence = match facts.stated_confidence {
            Some(confidence) => format!(" at {confidence}"),
            None => ", confidence not stated".into(),
        };
        let implied = match facts.implied_design_effect {
            Some(factor) => format!(
                ", which implies a design effect of {}",
                number::fixed(factor, 2)
            ),
            None => String::new(),
        };
        let points = number::fixed(100.0 * margin, 2);
        let points = points.trim_end_matches('0').trim_end_matches('.');
        parts.push(format!(
            "stated margin ±{points} points{confidence}{implied}"
        ));
    }
    if let Some(rate) = facts.response_rate {
        parts.push(format!(
            "response rate {} percent",
            number::fixed(100.0 * rate, 1)
        ));
    }
    sentence(&parts.join("; "))
}

fn row<'a>(reading: &'a ReadingReport, label: Option<&String>) -> Option<&'a RowReport> {
    reading.rows.iter().find(|row| Some(&row.label) == label)
}

/// The verdict on one reading with its reason.
pub(super) fn verdict(
    reading: &ReadingReport,
    sample: &SampleFacts,
    settings: &Settings,
) -> String {
    let decisive = row(reading, reading.decided_by.as_ref());
    let reason = decisive.and_then(|row| Some((row, row.sampling?)));
    let p = reason.map_or(NOTHING.to_owned(), |(_, s)| {
        number::p_value(s.adjusted_p_value)
    });
    let label = decisive.map_or("", |row| row.label.as_str());
    let because = match reading.verdict {
        Verdict::WithinSampling => format!(
            "the least likely deviation, {label} {} points, has p = {p} after adjustment",
            decisive.map_or(NOTHING.into(), deviation)
        ),
        Verdict::BeyondSampling => format!(
            "{label} is {} points off, p {} after adjustment",
            decisive.map_or(NOTHING.into(), deviation),
            equals(&p)
        ),
        Verdict::BeyondSimpleRandomSampling => format!(
            "{label} is {} points off, p {} after adjustment if respondents were drawn singly; a \
             design effect above {} would make that single deviation chance{}",
            decisive.map_or(NOTHING.into(), deviation),
            equals(&p),
            reason.map_or(NOTHING.into(), |(_, s)| number::significant(
                s.break_even_design_effect
            )),
            reason.map_or(String::new(), |(_, s)| with_implied(
                sample,
                s.break_even_design_effect
            ))
        ),
        Verdict::UndecidedByRounding => format!(
            "for {label} the adjusted p lies between {} and {}, depending on digits not printed",
            reason.map_or(NOTHING.into(), |(_, s)| number::p_value(
                s.adjusted_p_value_bounds.low
            )),
            reason.map_or(NOTHING.into(), |(_, s)| number::p_value(
                s.adjusted_p_value_bounds.high
            ))
        ),
        Verdict::SampleSizeUnknown => match decisive.and_then(|row| Some((row, row.break_even?))) {
            Some((row, size)) => format!(
                "with more than {} effective respondents, {} points for {label} would not be \
                 chance at {} confidence",
                range(size.low, size.size, size.high),
                deviation(row),
                settings.confidence
            ),
            None => "nothing can be said about chance".into(),
        },
        Verdict::WithinRounding => "every difference can be rounding alone".into(),
        _ => match sample.respondents {
            Some(_) => "no figure can be tested".into(),
            None => "no figure can be compared".into(),
        },
    };
    format!(
        "{} – {because}.",
        sentence(&reading.verdict.to_string()).trim_end_matches('.')
    )
}

/// What the stated margin implies, beside the design effect that would excuse the poll.
fn with_implied(sample: &SampleFacts, needed: f64) -> String {
    sample
        .implied_design_effect
        .map_or(String::new(), |implied| {
            let only = if implied > needed { "" } else { "only " };
            format!(
                ", and the stated margin implies {only}{}",
                number::significant(implied)
            )
        })
}

/// "= 0.012" or "< 0.001".
pub(super) fn equals(p: &str) -> String {
    if p.starts_with('<') {
        format!("< {}", p.trim_start_matches('<'))
    } else {
        format!("= {p}")
    }
}

/// "821 (775 to 873 within rounding)".
fn range(low: f64, value: f64, high: Option<f64>) -> String {
    let end = high.map_or("any number".to_owned(), number::whole);
    format!(
        "{} ({} to {end} within rounding)",
        number::whole(value),
        number::whole(low)
    )
}

pub(super) fn right_call(call: RightCall) -> &'static str {
    match call {
        RightCall::Right => "leader called right",
        RightCall::Wrong => "leader called wrong",
        RightCall::Open => "leader left open",
        RightCall::Unknown => "leader not named",
    }
}

pub(super) fn majority(call: MajorityCall) -> &'static str {
    match call {
        MajorityCall::Right => "majority called right",
        MajorityCall::Wrong => "majority called wrong",
        MajorityCall::Open => "majority left open",
        MajorityCall::Unknown => "majority not called",
    }
}

/// The verdict on seats with its reason: the result that lies furthest from its range.
pub(super) fn seat_verdict(poll: &PollReport, seats: &SeatReport) -> String {
    let verdict = sentence(&poll.verdict.to_string());
    let furthest = seats
        .rows
        .iter()
        .fold(None, |most: Option<&SeatRow>, row| match most {
            Some(most) if row.distance_to_range <= most.distance_to_range => Some(most),
            _ => Some(row),
        });
    let because = match furthest {
        Some(row) if row.distance_to_range > 0 => format!(
            "{} got {}, {} beside {}",
            row.label,
            number::count(row.result),
            number_of(
                usize::try_from(row.distance_to_range).unwrap_or(usize::MAX),
                "seat"
            ),
            row.estimate()
                .map_or(NOTHING.into(), |estimate| estimate.to_string())
        ),
        _ => "every result lies in the range given".into(),
    };
    format!("{} – {because}.", verdict.trim_end_matches('.'))
}

/// The name of a method as papers write it: "clopper_pearson" is Clopper–Pearson.
pub(super) fn method(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        first + letters.as_str()
    };
    match name.rsplit_once('_') {
        Some((first, "continuity")) => format!("{} with continuity correction", capital(first)),
        Some((first, "bounded")) => format!("bounded {}", capital(first)),
        _ => name.split('_').map(capital).collect::<Vec<_>>().join("–"),
    }
}
