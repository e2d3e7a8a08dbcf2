//! Who was asked, and what that is worth.

use super::number;
use super::same_sample;
use super::terms::{self, number_of, sentence};
use super::voters;
use crate::model::{PollKind, Sample};
use crate::report::{PollFacts, PollReport, Report, SizeBasis};

/// What kind of estimate it is, its sample, and where its effective size comes from.
pub(super) fn facts(of: &PollFacts, poll: &PollReport) -> String {
    let tested = poll
        .readings()
        .any(|of| of.rows.iter().any(|row| row.sampling.is_some()));
    let size = &of.size;
    let sample = of.sample();
    let mut parts = vec![who(of)];
    match (size.basis, size.effective_size) {
        (Some(SizeBasis::Design), Some(n)) => parts.push(format!(
            "{}effective size {}",
            design_effect(of, "design effect"),
            number::whole(n)
        )),
        (Some(SizeBasis::AssumedDesign), Some(n)) => parts.push(format!(
            "{}effective size {}",
            design_effect(of, "assumed design effect"),
            number::whole(n)
        )),
        // Said below, choice by choice.
        (Some(SizeBasis::DrawnSingly), _) if !sample.design_effects().is_empty() => {}
        (Some(SizeBasis::DrawnSingly), _) => {
            let so = if tested {
                format!(
                    ", so intervals and tests are as if {} had been drawn singly",
                    sampled(Some(of))
                )
            } else {
                String::new()
            };
            parts.push(format!("its design effect is not known{so}"));
        }
        (Some(SizeBasis::StatedMargin), Some(n)) => {
            let range = size.effective_size_bounds.map_or(String::new(), |bounds| {
                let (low, high) = (number::whole(bounds.low()), number::whole(bounds.high()));
                match low == high {
                    true => String::new(),
                    false => format!(" ({low} to {high} within its rounding)"),
                }
            });
            let margin = same_sample::margin_by(of).map_or_else(
                || "the pollster's own margin".to_owned(),
                |by| format!("the margin that {by} states of the same sample"),
            );
            let judged = match tested {
                true => format!("judged by {margin}, which"),
                false => margin,
            };
            parts.push(format!(
                "{judged} is worth {} {} drawn singly{range}",
                number::whole(n),
                sampled(Some(of))
            ));
        }
        _ => {}
    }
    if let Some(freedom) = size.degrees_of_freedom {
        parts.push(format!(
            "{} of the design",
            terms::degrees_of_freedom(freedom)
        ));
    }
    if let Some(ballots) = sample.population() {
        parts.push(format!(
            "corrected for sampling without replacement from {} ballots",
            number::count(ballots)
        ));
    }
    let drawn_from = poll.readings().find_map(|reading| reading.drawn_from);
    let are_all = drawn_from.is_some() && sample.respondents() == drawn_from;
    if let (Some(ballots), true) = (drawn_from, tested || are_all) {
        let all = number::count(ballots);
        parts.push(if are_all {
            format!(
                "since the {} are as many as the {all} ballots that the count has of these voters, nothing is left \
                 to sampling",
                sampled(Some(of))
            )
        } else {
            format!(
                "since the {} are a sizeable part of the {all} ballots that the count has of these voters, the \
                 error of sampling is reduced as for sampling without replacement",
                sampled(Some(of))
            )
        });
    }
    let at_confidence = |taken: bool| match (sample.stated_confidence(), taken) {
        (Some(confidence), _) => format!(" at {confidence}"),
        (None, true) => ", confidence not stated, taken for 95 percent".into(),
        (None, false) => ", confidence not stated".into(),
    };
    if let Some(margin) = sample.stated_margin() {
        let confidence = at_confidence(size.confidence_taken);
        let implied = size.implied_design_effect.map_or(String::new(), |factor| {
            format!(
                ", which implies a design effect of {}",
                number::significant(factor)
            )
        });
        let points = terms::points(&format!("±{}", number::trimmed(100.0 * margin, 2)));
        parts.push(format!("stated margin {points}{confidence}{implied}"));
    }
    let of_choices: Vec<String> = (sample.design_effects().iter())
        .map(|(choice, factor)| format!("{choice} {}", number::significant(*factor)))
        .collect();
    if !of_choices.is_empty() {
        let rest = match size.basis {
            Some(SizeBasis::DrawnSingly) if sample.lead_design_effects().is_empty() => {
                "; those of leads and ranks, and of rows without one, are not known and do not follow from these"
            }
            _ => "",
        };
        parts.push(format!(
            "design effects of single choices, by which their rows are judged: {}{rest}",
            of_choices.join(", ")
        ));
    }
    let lead = (poll.reading().and_then(|reading| reading.lead.as_ref())).and_then(|lead| {
        let factor = sample.lead_design_effect_of(&lead.leader, &lead.runner_up)?;
        Some((lead, factor))
    });
    if let Some((lead, factor)) = lead {
        parts.push(format!(
            "design effect of the lead of {} over {}, by which that is judged: {}",
            lead.leader,
            lead.runner_up,
            number::significant(factor)
        ));
    }
    let (judged, confidence) = match size.basis {
        Some(SizeBasis::Design) => ("", at_confidence(false)),
        _ => (", by which that choice is judged", at_confidence(true)),
    };
    let margin = |margin: f64| format!("±{}", number::trimmed(100.0 * margin, 2));
    match sample.margins() {
        [] => {}
        [(choice, one)] => parts.push(format!(
            "stated margin of {choice} {}{confidence}{judged}",
            terms::points(&margin(*one))
        )),
        several => {
            let each = several.iter();
            let each: Vec<String> = each
                .map(|(choice, one)| format!("{choice} {}", margin(*one)))
                .collect();
            let judged = judged.replace("that choice is", "they are");
            parts.push(format!(
                "stated margins of single choices{judged}: {} points{confidence}",
                terms::list(&each)
            ));
        }
    }
    if let Some(rate) = sample.response_rate() {
        parts.push(format!(
            "response rate {} percent",
            number::shortest((1e8 * rate).round() / 1e6)
        ));
    }
    if of.poll.is_derived() {
        parts.push("made of other polls, so neither pooled nor counted as a source".into());
    }
    sentence(&parts.join("; "))
}

/// What else was published about it: who paid, who was asked when and what, and how it was weighted.
pub(super) fn disclosed(report: &Report, of: &PollFacts) -> Option<String> {
    let (poll, sample) = (&of.poll, of.poll.sample());
    let is_here = |publisher: &str| {
        let mut pollsters = report.polls.iter().map(|facts| facts.poll.pollster());
        pollsters.any(|pollster| pollster == publisher)
    };
    let mut parts = Vec::new();
    parts.extend(poll.sponsor().map(|who| format!("paid for by {who}")));
    if !poll.partners().is_empty() {
        parts.push(format!("together with {}", terms::list(poll.partners())));
    }
    parts.extend(poll.shared_with().map(|who| {
        let absent = if is_here(who) {
            ""
        } else {
            ", of whom no poll is given here"
        };
        format!("one sample with {who}{absent}")
    }));
    parts.extend(poll.fieldwork().map(|day| format!("fieldwork on {day}")));
    parts.extend(
        poll.hours()
            .map(|hours| format!("hours of interviewing {hours}")),
    );
    parts.extend(
        (sample.station_selection()).map(|how| format!("how the stations were selected: {how}")),
    );
    if let Some(population) = poll.population() {
        parts.extend(voters::covered(population));
        parts.extend(population.left_out().map(|who| format!("left out: {who}")));
    }
    parts.extend(did_not_answer(sample));
    if !poll.weighting().is_empty() {
        parts.push(format!("weighted by {}", terms::list(poll.weighting())));
    }
    parts.extend(poll.wording().map(|words| format!("question: \"{words}\"")));
    let published =
        (!parts.is_empty()).then(|| sentence(&format!("published: {}", parts.join("; "))));
    let sentences: Vec<String> = (published.into_iter())
        .chain(same_sample::in_full(of))
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Refusals and misses, and what part of those approached answered, where all of it follows.
fn did_not_answer(sample: &Sample) -> Option<String> {
    match (sample.refusals(), sample.misses()) {
        (Some(refused), Some(missed)) => {
            let both = format!(
                "{} refused and {} were missed",
                number::count(refused),
                number::count(missed)
            );
            let answered = sample
                .respondents()
                .filter(|_| sample.response_rate().is_none());
            let all = answered.and_then(|n| n.checked_add(refused)?.checked_add(missed));
            Some(match answered.zip(all) {
                Some((answered, all)) => format!(
                    "{both}, so that {} percent of the {} approached answered",
                    number::percent(answered as f64 / all as f64, 1),
                    number::count(all)
                ),
                None => both,
            })
        }
        (Some(refused), None) => Some(format!("{} refused", number::count(refused))),
        (None, Some(missed)) => Some(format!("{} were missed", number::count(missed))),
        (None, None) => None,
    }
}

fn who(of: &PollFacts) -> String {
    let sample = of.sample();
    let mode = of
        .poll
        .mode()
        .map_or(String::new(), |mode| format!(" {}", terms::mode(mode)));
    let kind = match of.poll.is_derived() {
        // Nobody was asked for it.
        true => format!("Estimate{mode}"),
        false => format!("{}{mode}", terms::kind(of.poll.kind())),
    };
    let people = match sample.respondents() {
        Some(people) => format!("{} {}", number::count(people), sampled(Some(of))),
        None => format!("number of {} not known", sampled(Some(of))),
    };
    let stations = sample.stations().map_or(String::new(), |stations| {
        let all = number_of(
            usize::try_from(stations).unwrap_or(usize::MAX),
            "polling station",
        );
        match sample.respondents() {
            Some(_) => format!(" at {all}"),
            None => format!(", {all}"),
        }
    });
    format!("{kind}, {people}{stations}")
}

/// What the sample is made of: a quick count asks nobody and takes the ballots counted at its stations.
pub(super) fn sampled(of: Option<&PollFacts>) -> &'static str {
    match of.map(|of| of.poll.kind()) {
        Some(PollKind::QuickCount | PollKind::ParallelCount) => "ballots",
        _ => "respondents",
    }
}

fn design_effect(of: &PollFacts, name: &str) -> String {
    of.size.design_effect.map_or(String::new(), |factor| {
        format!("{name} {}, ", number::significant(factor))
    })
}
