//! Counts beside the most complete one: by whom they are led, and what they give.

use super::number;
use super::outline::Block;
use super::room::Room;
use super::terms::{closed, list};
use crate::report::{CountReport, Finding, Leading, Report};

/// What another count says otherwise.
pub(super) fn sentence(report: &Report, finding: &Finding, room: Room) -> Option<String> {
    match finding {
        Finding::CountCorrected {
            earlier,
            later,
            choice,
            votes_before,
            votes_after,
        } => Some(closed(&format!(
            "The final count \"{}\" gives other votes than \"{}\" before it, {} {} instead of {}: a recount or a \
             correction",
            room.name(later),
            room.name(earlier),
            room.name(choice),
            number::count(*votes_after),
            number::count(*votes_before)
        ))),
        Finding::OtherLeader { leader, counts } => {
            let shares: Vec<String> = counts
                .iter()
                .filter_map(|name| report.count(name)?.choice(leader)?.share)
                .map(|share| number::share(&share))
                .collect();
            let with = match shares.as_slice() {
                [one] => format!(", with {one} percent"),
                _ => String::new(),
            };
            let quoted: Vec<String> = counts
                .iter()
                .map(|name| format!("\"{}\"", room.name(name)))
                .collect();
            let quoted = super::terms::short_list(&quoted, room.listed);
            Some(closed(&format!(
                "In the {} {quoted}, {} leads{with}",
                if counts.len() == 1 { "count" } else { "counts" },
                room.name(leader)
            )))
        }
        _ => None,
    }
}

/// What the counts say otherwise, as the short form has it.
pub(super) fn brief(report: &Report, room: Room) -> Option<Block> {
    let said: Vec<String> = (report.findings.iter())
        .filter_map(|finding| sentence(report, finding, room))
        .take(room.listed)
        .collect();
    (!said.is_empty()).then(|| Block::Paragraph(said.join(" ")))
}

/// The shares of every other count, a line each.
pub(super) fn shares(report: &Report) -> Option<Block> {
    let others = report
        .counts
        .iter()
        .filter(|count| count.name() != report.reference);
    let lines: Vec<String> = others.filter_map(line).collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}

fn line(count: &CountReport) -> Option<String> {
    let shares: Vec<String> = (count.choices.iter())
        .filter_map(|choice| {
            Some(format!(
                "{} {}",
                choice.label,
                super::count::official_share(count, &choice.label, &choice.share?)
            ))
        })
        .collect();
    let leads = match &count.leading {
        Leading::Leader(leader) => format!("; {leader} leads"),
        _ => String::new(),
    };
    (!shares.is_empty()).then(|| closed(&format!("{}: {}{leads}", count.name(), list(&shares))))
}
