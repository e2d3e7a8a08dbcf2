//! What stands last: rules, measures that do not exist, sources, settings.

use super::outline::Block;
use super::words;
use crate::comparison::{CountReport, Report};
use crate::interval::RankMethod;

pub(super) fn of(report: &Report) -> Vec<Block> {
    let mut blocks = vec![Block::Section("Notes".into())];
    let count = report.counts.get(report.reference);
    let rules = count.map(rules).unwrap_or_default();
    if !rules.is_empty() {
        blocks.push(Block::Paragraph(
            "How poll and count were put on common ground:".into(),
        ));
        blocks.push(Block::List(rules));
    }
    let undefined = count.map(undefined).unwrap_or_default();
    if !undefined.is_empty() {
        blocks.push(Block::Paragraph("What does not exist here:".into()));
        blocks.push(Block::List(undefined));
    }
    blocks.push(Block::Paragraph("How to read the figures:".into()));
    blocks.push(Block::List(conventions(report)));
    let sources = sources(report);
    if !sources.is_empty() {
        blocks.push(Block::Paragraph("Sources:".into()));
        blocks.push(Block::List(sources));
    }
    blocks
}

/// Each statement once, with the polls to which it applies, in the order of appearance.
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
        self.0
            .into_iter()
            .map(|(what, who)| format!("{}: {what}.", words::list(&who)))
            .collect()
    }
}

fn rules(count: &CountReport) -> Vec<String> {
    let mut gathered = Gathered::default();
    for poll in &count.polls {
        for reading in &poll.readings {
            for rule in &reading.rules {
                gathered.add(rule.to_string(), &poll.name);
            }
        }
    }
    gathered.lines()
}

fn undefined(count: &CountReport) -> Vec<String> {
    let mut gathered = Gathered::default();
    for poll in &count.polls {
        for reading in &poll.readings {
            for undefined in &reading.measures.undefined {
                gathered.add(
                    format!("{}: {}", undefined.measure, undefined.reason),
                    &poll.name,
                );
            }
        }
    }
    gathered.lines()
}

fn conventions(report: &Report) -> Vec<String> {
    let settings = &report.settings;
    let polls = || report.counts.iter().flat_map(|count| &count.polls);
    let readings = || polls().flat_map(|poll| &poll.readings);
    let tested = readings().any(|reading| reading.rows.iter().any(|row| row.sampling.is_some()));
    let partial = report
        .counts
        .iter()
        .any(|count| !count.outstanding.is_empty());
    let mut lines = Vec::new();
    if readings().next().is_some() {
        lines.push(
            "Points are poll minus count, in percentage points; round is what the printed digits \
             leave open."
                .to_owned(),
        );
        lines.push(
            "The score is 100 (1 − TV/TV₀), with TV₀ the total variation between the count and \
             equal shares; rank is by it, among polls that are sources of their own. Bounds within \
             rounding let each figure move on its own."
                .to_owned(),
        );
    }
    if readings().any(|reading| reading.measures.agreement_cost_of_sampling.is_some()) {
        lines.push(
            "Chance is what sampling alone would take off the score of a perfect poll of that size."
                .to_owned(),
        );
    }
    if tested {
        lines.push(format!(
            "Intervals are {} at {}, around the poll's share; p tests the deviation against the \
             standard error that the count gives, two-sided, adjusted over the rows of a poll by \
             {}. They cover sampling error only, not who refuses to answer or how the question is \
             put.",
            words::method(settings.interval_method.name()),
            settings.confidence,
            words::method(settings.adjustment.name())
        ));
        lines.push(format!(
            "Leads have {} intervals; all together are {} intervals, which hold for all rows of a poll \
             at once; ranks are tested {}.",
            words::method(settings.lead_method.name()),
            words::method(settings.simultaneous_method.name()),
            match settings.rank_method {
                RankMethod::SingleStep => "in a single step",
                RankMethod::StepDown => "step by step, the surest lead first",
            }
        ));
        lines.extend(fallbacks(report));
    }
    if readings().any(|reading| reading.rows.iter().all(|row| row.sampling.is_none())) {
        lines.push(format!(
            "Break-even n is the number of effective respondents above which a deviation is \
             significant at {}; no interval is given for a poll of unknown size.",
            settings.confidence
        ));
    }
    if partial {
        lines.push(
            "Needs is the share of the outstanding ballots that a choice must get for the final \
             result to equal the poll; outside 0 to 100 percent that is impossible."
                .to_owned(),
        );
    }
    if polls().any(|poll| poll.seats.is_some()) {
        lines.push(
            "Seats have no sampling error of their own: a range is taken as it stands.".to_owned(),
        );
    }
    if report.counts.iter().any(|count| count.pooled.is_some()) {
        lines.push(format!(
            "Polls are pooled on the {} scale as random effects ({}, {} interval): I² is the part of \
             their variance that is not sampling, τ its root on that scale.",
            settings.pool_scale.name(),
            settings.heterogeneity_estimator.short_name(),
            words::method(settings.pool_interval.name())
        ));
    }
    if let Some(level) = settings.seat_range_confidence {
        lines.push(format!(
            "Ranges of seats are scored as {level} intervals, which is an assumption: width, and 2/α seats \
             for each seat beside."
        ));
    }
    if let Some(factor) = settings.assumed_design_effect {
        lines.push(format!(
            "A design effect of {factor} was assumed where none is published."
        ));
    }
    lines
}

/// Polls whose intervals are not by the method asked for.
fn fallbacks(report: &Report) -> Option<String> {
    let asked = report.settings.interval_method;
    let count = report.counts.get(report.reference)?;
    let others: Vec<String> = count
        .polls
        .iter()
        .filter(|poll| {
            poll.sample
                .interval_method
                .is_some_and(|used| used != asked)
        })
        .map(|poll| poll.name.clone())
        .collect();
    (!others.is_empty()).then(|| {
        format!(
            "{}: stations and strata are not known, so Clopper–Pearson stands in for {}.",
            words::list(&others),
            words::method(asked.name())
        )
    })
}

fn sources(report: &Report) -> Vec<String> {
    let mut gathered = Gathered::default();
    let text = |source: &Option<String>, note: &Option<String>| match (source, note) {
        (Some(source), Some(note)) => Some(format!("{source} ({note})")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    };
    if let Some(source) = &report.contest.source {
        gathered.add(source.clone(), "the contest");
    }
    for count in &report.counts {
        if let Some(source) = text(&count.source, &count.note) {
            gathered.add(source, &count.name);
        }
    }
    for poll in report.counts.iter().flat_map(|count| &count.polls) {
        if let Some(source) = text(&poll.source, &poll.note) {
            gathered.add(source, &poll.name);
        }
    }
    gathered.lines()
}
