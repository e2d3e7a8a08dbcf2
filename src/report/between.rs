//! The polls against one another, and over the night.

use super::number::{self, NOTHING};
use super::outline::{Block, Table};
use super::words;
use crate::comparison::{Course, Night, Reliability, Report};
use crate::model::CountStatus;
use crate::partial::Reachability;

/// The polls against one another.
pub(super) fn polls(report: &Report) -> Vec<Block> {
    let Some(between) = &report.between_polls else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Section("The polls against one another".into())];
    let mut pairs = Table::new(&["poll", "poll"], &["apart", "within rounding", "choices"]);
    for pair in &between.pairs {
        let percent = |share: f64| number::fixed(100.0 * share, 2);
        pairs.row(vec![
            pair.first.clone(),
            pair.second.clone(),
            percent(pair.total_variation),
            format!(
                "{} to {}",
                percent(pair.bounds.low),
                percent(pair.bounds.high)
            ),
            pair.choices.to_string(),
        ]);
    }
    if !between.pairs.is_empty() {
        blocks.push(Block::Table(pairs));
    }
    if !between.ranges.is_empty() {
        let mut ranges = Table::new(&["choice"], &["lowest", "highest", "range"])
            .and("by")
            .and("and");
        for range in &between.ranges {
            let percent = |share: f64| number::fixed(100.0 * share, 2);
            ranges.row(vec![
                range.label.clone(),
                percent(range.lowest),
                percent(range.highest),
                percent(range.highest - range.lowest),
                range.lowest_poll.clone(),
                range.highest_poll.clone(),
            ]);
        }
        blocks.push(Block::Table(ranges));
    }
    blocks.extend(
        between
            .reliability
            .as_ref()
            .map(|r| Block::Paragraph(reliability(r))),
    );
    blocks.push(Block::Paragraph(
        "Apart is the total variation in points over the choices that both name, all others \
         together. That polls agree with one another is no evidence that they are right: they can \
         share a method, a frame, or a bias."
            .into(),
    ));
    blocks
}

fn reliability(alike: &Reliability) -> String {
    let mut parts = vec![format!(
        "Kendall's W of their orders {}, p {}",
        number::coefficient(alike.kendall_w),
        words::equals(&number::p_value(alike.kendall_w_p_value))
    )];
    if let Some(icc) = alike.icc_2_1 {
        let interval = alike.icc_2_1_interval.map_or(String::new(), |interval| {
            format!(
                " ({} to {})",
                number::coefficient(interval.low),
                number::coefficient(interval.high)
            )
        });
        parts.push(format!("ICC(2,1) {}{interval}", number::coefficient(icc)));
    }
    if let Some(icc) = alike.icc_2_k {
        parts.push(format!("ICC(2,k) {}", number::coefficient(icc)));
    }
    if let Some(alpha) = alike.krippendorff_alpha {
        let interval = alike
            .krippendorff_alpha_interval
            .map_or(String::new(), |interval| {
                format!(
                    " ({} to {})",
                    number::coefficient(interval.low),
                    number::coefficient(interval.high)
                )
            });
        parts.push(format!(
            "Krippendorff's α {}{interval}",
            number::coefficient(alpha)
        ));
    }
    format!(
        "Over the {} that all of them name: {}.",
        words::number_of(alike.choices.len(), "choice"),
        parts.join("; ")
    )
}

/// The counts as they followed one another.
pub(super) fn night(report: &Report) -> Vec<Block> {
    let Some(night) = &report.night else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    for registered in [false, true] {
        let courses: Vec<(&str, &Course)> = night
            .courses
            .iter()
            .filter_map(|course| {
                let over = if registered {
                    course.registered.as_ref()
                } else {
                    course.as_stated.as_ref()
                };
                Some((course.poll.as_str(), over?))
            })
            .collect();
        if !courses.is_empty() {
            blocks.extend(over_the_night(report, night, registered, &courses));
        }
    }
    for finding in &night.contradictions {
        let of = finding
            .choice
            .as_ref()
            .map_or(String::new(), |choice| format!(", {choice}"));
        blocks.push(Block::Paragraph(words::sentence(&format!(
            "\"{}\" contradicts \"{}\"{of}: {}",
            finding.later, finding.earlier, finding.kind
        ))));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Section("Over the night".into()));
    }
    blocks
}

fn over_the_night(
    report: &Report,
    night: &Night,
    registered: bool,
    courses: &[(&str, &Course)],
) -> Vec<Block> {
    let name = |place: usize| -> Option<&str> {
        let count = night.order.get(place)?;
        report.counts.get(*count).map(|count| count.name.as_str())
    };
    let is_final = |place: usize| {
        let count = night.order.get(place).and_then(|i| report.counts.get(*i));
        count.is_some_and(|count| count.status == CountStatus::Final)
    };
    let mut table = Table::new(&["poll"], &[]);
    for place in 0..night.order.len() {
        table = table.and(name(place).unwrap_or_default());
    }
    let mut sentences = Vec::new();
    for (poll, over) in courses {
        let cells = over
            .standings
            .iter()
            .zip(&over.leader)
            .map(|pair| match pair {
                (Some(Reachability::Impossible), Some(leader))
                    if *leader != Reachability::Impossible =>
                {
                    "leader only".to_owned()
                }
                (Some(all), _) => words::reachable(*all).to_owned(),
                (None, _) => NOTHING.to_owned(),
            });
        table.row([(*poll).to_owned()].into_iter().chain(cells).collect());
        // That a poll is not the final result to the last digit goes without saying.
        let partial = over.impossible_from.filter(|place| !is_final(*place));
        if let Some(from) = partial.and_then(name) {
            let leader = match over.leader_impossible_from {
                Some(place) if Some(place) == over.impossible_from => String::new(),
                Some(place) if is_final(place) => {
                    ", its leader's figure until the final count".into()
                }
                Some(place) => format!(
                    ", its leader's figure from \"{}\" on",
                    name(place).unwrap_or_default()
                ),
                None => ", its leader's figure never".into(),
            };
            sentences.push(format!("{poll} from \"{from}\" on{leader}"));
        }
    }
    let basis = if registered {
        "even if every registered voter still votes"
    } else {
        "by what the counts say of their completeness"
    };
    let intro = format!("whether all figures of a poll together could still come true, {basis}");
    let mut blocks = vec![
        Block::Paragraph(words::sentence(&intro)),
        Block::Table(table),
    ];
    if !sentences.is_empty() {
        let text = format!("no longer possible: {}", sentences.join("; "));
        blocks.push(Block::Paragraph(words::sentence(&text)));
    }
    blocks
}
