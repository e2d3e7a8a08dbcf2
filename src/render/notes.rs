//! What stands last: how to read the figures, rules, measures that do not exist, sources.

use super::explained;
use super::number;
use super::outline::Block;
use super::terms::{self, list, method};
use super::{observation, rules, sample};
use crate::hypothesis::Adjustment;
use crate::interval::RankMethod;
use crate::report::{
    Basis, CountReport, PollFacts, PollReport, Question, ReadingReport, Report, SizeBasis,
};

pub(super) fn section(report: &Report) -> Vec<Block> {
    let count = report.reference();
    let mut blocks = observation::section(report);
    blocks.push(Block::Section("Notes".into()));
    let gathered = [
        ("How to read the figures:", conventions(report, count)),
        (
            "How poll and count were put on common ground:",
            applied(count),
        ),
        ("Measures that do not exist here:", undefined(count)),
        ("Sources:", sources(report)),
    ];
    for (heading, lines) in gathered {
        if !lines.is_empty() {
            blocks.push(Block::Paragraph(heading.into()));
            blocks.push(Block::List(lines));
        }
    }
    blocks
}

/// Each statement once, with those to whom it applies, in the order of appearance.
#[derive(Default)]
struct Gathered(Vec<(String, Vec<String>)>);

impl Gathered {
    fn add(&mut self, statement: String, who: &str) {
        match self.0.iter_mut().find(|(known, _)| *known == statement) {
            Some((_, whose)) if whose.iter().any(|name| name == who) => {}
            Some((_, whose)) => whose.push(who.to_owned()),
            None => self.0.push((statement, vec![who.to_owned()])),
        }
    }

    fn lines(self) -> Vec<String> {
        let lines = self.0.into_iter();
        lines
            .map(|(what, who)| format!("{}: {what}.", list(&who)))
            .collect()
    }
}

fn readings(count: &CountReport) -> impl Iterator<Item = (&PollReport, &ReadingReport)> + Clone {
    count
        .polls
        .iter()
        .flat_map(|poll| poll.readings().map(move |reading| (poll, reading)))
}

fn applied(count: &CountReport) -> Vec<String> {
    let mut gathered = Gathered::default();
    for (poll, reading) in readings(count) {
        for rule in &reading.rules {
            let words = rules::rule(rule, super::rows::has_range(reading));
            gathered.add(words, &poll.name);
        }
    }
    gathered.lines()
}

fn undefined(count: &CountReport) -> Vec<String> {
    let mut gathered = Gathered::default();
    for (poll, reading) in readings(count) {
        for undefined in &reading.measures.undefined {
            gathered.add(
                format!("{}: {}", undefined.measure, undefined.reason),
                &poll.name,
            );
        }
    }
    gathered.lines()
}

fn conventions(report: &Report, count: &CountReport) -> Vec<String> {
    let settings = &report.settings;
    let tested = readings(count).any(|(_, of)| of.rows.iter().any(|row| row.sampling.is_some()));
    // Break-even sizes stand where no row is tested.
    let break_even = readings(count).any(|(_, of)| {
        let rows = || of.rows.iter();
        rows().all(|row| row.sampling.is_none()) && rows().any(|row| row.break_even.is_some())
    });
    let mut lines = Vec::new();
    match settings.bias_standard_deviation {
        None if tested => lines.push(
            "Intervals, p-values and verdicts are of sampling alone: refusals, voters not covered and the \
             wording of questions add to the error of an exit poll, often more than sampling does."
                .to_owned(),
        ),
        Some(bias) => lines.push(format!(
            "Beside the intervals of sampling alone stand intervals that allow for {}, at a share of one half.",
            terms::bias(bias)
        )),
        None => {}
    }
    if readings(count).next().is_some() {
        lines.push(
            "A deviation is the poll's share less the count's, in percentage points; \"rounding\" is how \
             far the digits that were not printed can move it."
                .to_owned(),
        );
        let times_chance = match readings(count).any(|(_, of)| of.measures.times_chance.is_some()) {
            true => {
                " \"Times chance\" is that total variation over what a perfect poll of the same size shows on \
                 average, where 1 is what sampling alone gives; it is not a test."
            }
            false => "",
        };
        lines.push(format!(
            "Overlap is 100 less the total variation between poll and count: of a hundred votes, so many \
             stand where the poll put them.{times_chance}"
        ));
    }
    if readings(count).any(|(_, of)| super::rows::has_range(of)) {
        lines.push(
            "Where a poll published ranges of shares, deviations and measures are from the middle of each \
             range, and no sampling interval is made around it."
                .to_owned(),
        );
    }
    let has_limit = |of: &ReadingReport| {
        let mut rows = of.rows.iter();
        rows.any(|row| row.range.is_some() && row.poll.is_of_limit)
    };
    if readings(count).any(|(_, of)| has_limit(of)) {
        lines.push(
            "Of a limit such as \"<1\" or \">60\" the deviation is bounded on one side: it is at most what stands behind \
             \"≤\" and at least what stands behind \"≥\", whatever share lies behind the limit; only measures over all \
             choices take the middle between it and 0 or what the other figures leave of 100."
                .to_owned(),
        );
    }
    if tested {
        lines.push(format!(
            "Intervals around a poll's share are {} at {}. A p-value tests the deviation against the \
             standard error that the count gives, on both sides; it is {}. Cells with fewer than five expected respondents are tested by the binomial distribution.",
            method(settings.interval_method.name()),
            settings.confidence,
            match settings.adjustment {
                Adjustment::None => "not adjusted for the number of rows of a poll".into(),
                of => format!("adjusted over the rows of a poll ({})", method(of.name())),
            }
        ));
        lines.push(format!(
            "Leads have {} intervals, between choices with fewer than 200 respondents together widened to those of the \
             binomial test of the two, and are called where these exclude 0; intervals for all rows together are {}; ranks are tested {}.",
            method(settings.lead_method.name()),
            method(settings.simultaneous_method.name()),
            match settings.rank_method {
                RankMethod::SingleStep => "in a single step",
                RankMethod::StepDown => "step by step, the surest lead first",
            }
        ));
        if !report.contest.thresholds().is_empty() {
            lines.push(
                "Whether a poll has a choice above a threshold is called where the interval of its share, of fewer than 200 \
                 respondents widened to the binomial one as leads are, excludes the threshold."
                    .to_owned(),
            );
        }
        lines.extend(other_methods(report));
    }
    if break_even {
        let mut polls = report.polls.iter();
        let sampled = match polls.any(|of| sample::sampled(Some(of)) == "ballots") {
            true => "respondents, or ballots of a quick count,",
            false => "respondents",
        };
        let mut readings = (report.reference().polls.iter()).flat_map(|poll| poll.readings());
        let of_all = match readings.any(explained::has_others) {
            true => ", were the poll one of all voters whose votes are counted",
            false => "",
        };
        lines.push(format!(
            "The break-even size is the number of effective {sampled} above which a deviation would be \
             more than chance at {}{of_all}. No interval is given for a poll of unknown size.",
            settings.confidence
        ));
    }
    let needs = |count: &CountReport| {
        let mut rows = readings(count).flat_map(|(_, of)| &of.rows);
        rows.any(|row| row.needs.iter().any(|need| need.basis != Basis::AllCounted))
    };
    if needs(count) && !count.is_final() {
        lines.push(
            "The share needed is what a choice must get of the ballots still to be counted for the final \
             result to equal the poll; no ballots give it less than none of them or more than all."
                .to_owned(),
        );
    }
    if report.counts.iter().any(needs) {
        lines.push(
            "A bound holds unless votes are annulled or recounted; a projection bounds nothing."
                .to_owned(),
        );
    }
    let mut calls = count.polls.iter().flat_map(|poll| &poll.calls);
    if calls.any(|call| matches!(call.question, Question::Threshold(_))) {
        lines.push("Thresholds are shares of the valid votes.".to_owned());
    }
    if count.polls.iter().any(|poll| poll.seats.is_some()) {
        lines.push(
            "Seats have no sampling error that could be computed: a range is taken as it stands."
                .to_owned(),
        );
    }
    if count.pool.is_some() {
        lines.push(format!(
            "Polls are pooled on the {} scale with random effects ({}, {} interval). I² is the part of the \
             variance between polls that sampling does not explain, τ its standard deviation on that scale.",
            settings.pool_scale.name(),
            settings.heterogeneity_estimator.short_name(),
            method(settings.pool_interval.name())
        ));
    }
    if let Some(level) = settings.seat_range_confidence {
        lines.push(format!(
            "Ranges of seats are scored as {level} intervals, as declared by the caller."
        ));
    }
    let is_assumed = |facts: &PollFacts| facts.size.basis == Some(SizeBasis::AssumedDesign);
    if let Some(factor) = settings.assumed_design_effect
        && report.polls.iter().any(is_assumed)
    {
        lines.push(format!(
            "A design effect of {} was assumed where none was published.",
            number::shortest(factor)
        ));
    }
    lines
}

/// Polls whose intervals are not by the method asked for.
fn other_methods(report: &Report) -> Option<String> {
    let asked = report.settings.interval_method;
    let others: Vec<String> = report
        .polls
        .iter()
        .filter_map(|facts| Some((facts, facts.size.interval_method?)))
        .filter(|(_, used)| *used != asked)
        .map(|(facts, used)| format!("{} ({})", facts.poll.name(), method(used.name())))
        .collect();
    (!others.is_empty()).then(|| {
        format!(
            "Not by {}, for which stations and strata would have to be known: {}.",
            method(asked.name()),
            list(&others)
        )
    })
}

fn sources(report: &Report) -> Vec<String> {
    let mut gathered = Gathered::default();
    let text = |source: Option<&str>, note: Option<&str>| match (source, note) {
        (Some(source), Some(note)) => Some(format!("{source} ({note})")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    };
    if let Some(source) = report.contest.source() {
        gathered.add(source.to_owned(), "the contest");
    }
    for count in &report.counts {
        if let Some(source) = text(count.count.source(), count.count.note()) {
            gathered.add(source, count.name());
        }
    }
    for facts in &report.polls {
        if let Some(source) = text(facts.poll.source(), facts.poll.note()) {
            gathered.add(source, facts.poll.name());
        }
    }
    for observation in &report.observations {
        if let Some(source) = text(observation.source.as_deref(), observation.note.as_deref()) {
            gathered.add(source, &observation.observer);
        }
    }
    gathered.lines()
}
