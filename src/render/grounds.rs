//! The figures on which a verdict rests.

use super::rows::{self, deviation};
use super::terms::{self, number_of, p_equals};
use super::{explained, number, sample};
use crate::alignment::RowKind;
use crate::hypothesis::RowTestMethod;
use crate::numeric::Bounds;
use crate::report::{PollFacts, ReadingReport, Report, RowReport, RowSampling, SizeFacts, Verdict};

pub(super) fn of(
    report: &Report,
    facts: Option<&PollFacts>,
    reading: &ReadingReport,
    decisive: Option<&RowReport>,
) -> Option<String> {
    if reading.verdict == Verdict::NotComparable {
        return reading.not_tested().map(terms::reason);
    }
    let beyond = reading.verdict.is_beyond() || reading.verdict == Verdict::DifferentPopulations;
    if decisive.is_none() && beyond {
        return Some(
            "no final count that can still come is within chance for all choices together".into(),
        );
    }
    let row = decisive?;
    let size = facts.map(|facts| &facts.size);
    let sampled = sample::sampled(facts);
    let what = format!("{} for {}", points(row), rows::in_prose(&row.label));
    let is_final = report.reference().is_final();
    let sampling = row.sampling.as_ref();
    Some(match (reading.verdict, sampling) {
        (Verdict::WithinSampling | Verdict::WithinSimpleRandomSampling, Some(of)) => format!(
            "the least likely deviation, {what}, has {}{}",
            adjusted(reading, of),
            could_have_found(facts, reading)
        ),
        (Verdict::BeyondSampling, Some(of)) => format!("{what}, {}", adjusted(reading, of)),
        (Verdict::DifferentPopulations, Some(of)) => format!(
            "{what}, {}{} if poll and count were of the same voters",
            adjusted(reading, of),
            terms::drawn_singly(of.basis.knows_design())
        ),
        (Verdict::BeyondSimpleRandomSampling, Some(of)) => {
            format!(
                "{what}, {}{}",
                adjusted(reading, of),
                excused(size, reading, of)
            )
        }
        (Verdict::UndecidedByRounding, Some(of)) => {
            let bounds = of.adjusted_p_value_bounds;
            let counted = if is_final {
                ""
            } else {
                " and on the ballots still to be counted"
            };
            let p = p_between(bounds);
            let p = match p.strip_prefix("p from ") {
                Some(range) => format!("p can be anything from {range}"),
                None => p,
            };
            let singly = terms::drawn_singly(of.basis.knows_design());
            format!(
                "for {} {}{p}{singly}, depending on digits that were not printed{counted}",
                rows::in_prose(&row.label),
                if reading.tests > 1 {
                    "the adjusted "
                } else {
                    ""
                }
            )
        }
        (Verdict::OpenUntilCounted, Some(of)) => {
            let is = match of.basis.knows_design() {
                true => "is more than chance",
                false => "would be more than chance if respondents had been drawn singly",
            };
            let others = match reading {
                of if !explained::could_explain_any_end(of) => "",
                of if explained::is_of_votes_alone(of) => {
                    "; even then votes that the poll did not cover could explain it"
                }
                _ => "; even then voters only in poll or count could explain it",
            };
            format!(
                "so far {what}, and the ballots still to be counted decide whether that {is}{others}"
            )
        }
        (Verdict::SampleSizeUnknown, _) => {
            let size = row.break_even?;
            let range = match size.high {
                Some(high) if number::whole(size.low) != number::whole(high) => format!(
                    " ({} to {} within rounding)",
                    number::whole(size.low),
                    number::whole(high)
                ),
                Some(_) => String::new(),
                None => format!(" ({} or more within rounding)", number::whole(size.low)),
            };
            let confidence = report.settings.confidence;
            // What voters outside the poll can explain is no chance of its sample.
            let of_all = match explained::has_others(reading) {
                true => "of a poll of all voters ",
                false => "",
            };
            let of_size = of_size(size.size, of_all, sampled);
            if is_final {
                let others = match explained::could_explain(reading) {
                    true => "; the votes that the poll did not cover could explain it too",
                    false => "",
                };
                format!(
                    "{what}, which {of_size}{range} would be more than chance at {confidence}{others}"
                )
            } else {
                // What is still to be counted can make up for any of it.
                format!(
                    "so far {what}; were the count final as it stands, that would be more than chance at {confidence} \
                     {of_size}{range}"
                )
            }
        }
        (Verdict::RangeOutside, _) | (Verdict::DifferentPopulations, None) => {
            let range = row.range?;
            if range.outside_by == 0.0 {
                let side = match row.poll.bounds.high() < 1.0 {
                    true => "below",
                    false => "above",
                };
                return Some(format!(
                    "{} lies at the limit {side} which its range stays",
                    subject(&row.label)
                ));
            }
            let side = if range.outside_by > 0.0 {
                "above"
            } else {
                "below"
            };
            let outside_by = range.outside_by.abs();
            if is_final {
                let points = terms::points(&number::percent(outside_by, 2));
                format!("{} lies {points} {side} its range", subject(&row.label))
            } else {
                // Under a condition on the invalid ballots, which the next sentence names, not whatever comes.
                let on = match reading.condition {
                    Some(_) => "by the stated share of the ballots counted",
                    None => "whatever is still to be counted",
                };
                let points = terms::points(&number::rounded_down(outside_by, 2));
                format!(
                    "{} ends at least {points} {side} its range, {on}",
                    subject(&row.label)
                )
            }
        }
        _ => return None,
    })
}

/// The row of a range as the subject of a sentence: of several ballots their share.
fn subject(label: &str) -> &str {
    match rows::in_prose(label) {
        "invalid ballots" => "the share of invalid ballots",
        label => label,
    }
}

/// "With more than 821 effective respondents"; what nobody voted for is more than chance in a poll of any size.
fn of_size(size: f64, of_all: &str, sampled: &str) -> String {
    match (number::whole(size).as_str(), of_all) {
        ("0", "") => "of a poll of any size".into(),
        ("0", of_all) => format!("{of_all}of any size"),
        (size, of_all) => format!("{of_all}with more than {size} effective {sampled}"),
    }
}

pub(super) fn points(row: &RowReport) -> String {
    terms::points(&deviation(row))
}

/// "p = 0.012 after adjustment for 3 tests", with the distribution where it is not the normal one.
fn adjusted(reading: &ReadingReport, of: &RowSampling) -> String {
    let tests = match reading.tests {
        0 | 1 => String::new(),
        tests => format!(" after adjustment for {}", number_of(tests, "test")),
    };
    let by = match of.test {
        RowTestMethod::Score => String::new(),
        other => format!(" ({})", terms::row_test(other)),
    };
    let p = match of.adjusted_p_value {
        Some(p) => p_equals(p),
        // Against a partial count: every final share that it allows.
        None => p_between(of.adjusted_p_value_bounds),
    };
    format!("{p}{tests}{by}")
}

/// "p from 0.012 to 0.3", or "p = 0.012".
fn p_between(bounds: Bounds) -> String {
    let (low, high) = (
        number::p_value(bounds.low()),
        number::p_value(bounds.high()),
    );
    if low == high {
        return p_equals(bounds.low());
    }
    // No p is 0, and none that is not 1 is printed as 1.
    let low = low.replace('<', "less than ");
    let high = high.replace('>', "more than ");
    format!("p from {low} to {high}")
}

/// Not shown is not refuted: what a poll of this size was likely to show.
fn could_have_found(facts: Option<&PollFacts>, reading: &ReadingReport) -> String {
    if let Some(choice) = found_nothing(reading) {
        return format!(
            "; that does not show agreement: {}with so few {} no deviation of any size for {choice} would have been found \
             four times in five",
            if_drawn_singly(reading, choice),
            few(facts)
        );
    }
    reading.minimum_detectable.as_ref().map_or(String::new(), |least| {
        format!(
            "; that does not show agreement: {}a deviation of {} points for {} would have been found four \
             times in five",
            if_drawn_singly(reading, &least.choice),
            number::percent(least.deviation, 1),
            least.choice
        )
    })
}

/// What a poll could have found of this choice is known of respondents drawn singly, where its design is not.
pub(super) fn if_drawn_singly(reading: &ReadingReport, choice: &str) -> &'static str {
    let sampling = reading.row(choice).and_then(|row| row.sampling);
    match sampling.is_none_or(|of| of.basis.knows_design()) {
        true => "",
        false => "if respondents had been drawn singly, ",
    }
}

/// The leading choice of a poll within chance that could have found no deviation of it, however large.
pub(super) fn found_nothing(reading: &ReadingReport) -> Option<&str> {
    if !reading.verdict.is_within() || reading.minimum_detectable.is_some() {
        return None;
    }
    // As the comparison takes it: of equal ones the first.
    let choices = reading.rows.iter().rev();
    let leader = choices
        .filter(|row| row.kind == RowKind::Choice && row.sampling.is_some())
        .max_by(|a, b| a.count.value.total_cmp(&b.count.value))?;
    Some(&leader.label)
}

/// Of what a poll has too few: with few degrees of freedom it is stations.
pub(super) fn few(facts: Option<&PollFacts>) -> &'static str {
    let by_stations = facts.is_some_and(|facts| facts.size.degrees_of_freedom.is_some());
    if by_stations {
        "polling stations"
    } else {
        sample::sampled(facts)
    }
}

/// The design effects that would excuse the poll, by what it did not cover and by chance alone, beside the one that its stated margin implies.
fn excused(size: Option<&SizeFacts>, reading: &ReadingReport, of: &RowSampling) -> String {
    let Some(needed) = of.break_even_design_effect else {
        return String::new();
    };
    let implied =
        size.and_then(|size| size.implied_design_effect)
            .map_or(String::new(), |implied| {
                let only = if implied > needed { "" } else { "only " };
                format!(
                    ", and the stated margin implies {only}{}",
                    number::significant(implied)
                )
            });
    let by_chance = number::factor(needed, of.break_even_design_effect_bounds);
    let coverage = reading.coverage.as_ref();
    let by_others = coverage.and_then(|coverage| coverage.break_even_design_effect);
    match by_others.filter(|by_others| *by_others < needed) {
        Some(by_others) => format!(
            "; from a design effect of {} on votes that the poll did not cover could explain it, from {by_chance} on \
             chance alone{implied}",
            number::factor(by_others, Some(Bounds::exact(by_others)))
        ),
        None => format!(
            "; with a design effect above {by_chance} it would be no more than chance{implied}"
        ),
    }
}
