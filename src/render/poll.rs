//! One poll against one count, in full.

use super::outline::Block;
use super::terms::{self, list, sentence};
use super::{
    ballot_figures, between, calls, coverage, measures, number, rows, sample, seats, verdict,
    voters as voters_of,
};
use crate::alignment::{Reading, common_choices};
use crate::model::Base;
use crate::report::{CountReport, LeftOut, PollFacts, PollReport, ReadingReport, Report};

pub(super) fn in_full(report: &Report, count: &CountReport, poll: &PollReport) -> Vec<Block> {
    let facts = terms::facts(report, poll);
    let mut blocks = vec![Block::Subsection(terms::name(report, poll))];
    blocks.extend(facts.map(|facts| Block::Paragraph(sample::facts(facts, poll))));
    let disclosed = facts.and_then(|facts| sample::disclosed(report, facts));
    blocks.extend(disclosed.map(Block::Paragraph));
    if let Some(reason) = &poll.not_compared {
        let what = if poll.readings().next().is_none() && poll.seats.is_none() {
            "Not compared"
        } else {
            "Not all is compared"
        };
        let figures: Vec<String> = (poll.left_out.iter())
            .filter(|of| of.reason == *reason)
            .map(|of| format!("{} {}", of.label, of.figure))
            .collect();
        let figures = match figures.as_slice() {
            [] => String::new(),
            figures => format!(" ({})", list(figures)),
        };
        blocks.push(Block::Paragraph(sentence(&format!(
            "{what}: {}{figures}",
            terms::reason(reason)
        ))));
    }
    blocks.extend(voters(facts, poll));
    let counted = if count.is_final() {
        "count"
    } else {
        "counted so far"
    };
    for reading in poll.readings() {
        if poll.as_printed().is_some() {
            blocks.push(Block::Paragraph(sentence(reading_words(facts, reading))));
        }
        blocks.extend(rows::grid(report, facts, reading, counted).block());
        let mut points = measures::lines(report, reading);
        points.extend(coverage::of_reading(reading));
        if !points.is_empty() {
            blocks.push(Block::List(points));
        }
        // Shares of everyone approached are of no votes: they get no verdict, and say so at their head.
        if !(of_all_approached(facts) && reading.reading == Reading::AsPrinted) {
            let of = verdict::of(report, facts, reading);
            blocks.push(Block::Paragraph(format!("Verdict: {of}")));
        }
    }
    let only_one = poll.readings().count() <= 1;
    if !only_one
        && !of_all_approached(facts)
        && poll
            .reading()
            .is_some_and(|own| own.verdict != poll.verdict)
    {
        let of = sentence(verdict::on_poll(poll));
        blocks.push(Block::Paragraph(format!(
            "Verdict on both readings together: {of}"
        )));
    }
    if let Some(of_seats) = &poll.seats {
        blocks.extend(seats::of(&report.contest, facts, poll, of_seats));
    }
    blocks.extend(rank(report, count, poll));
    blocks.extend(calls::table(report, count, poll));
    let apart: Vec<&LeftOut> = (poll.left_out.iter())
        .filter(|of| Some(&of.reason) != poll.not_compared.as_ref())
        .collect();
    blocks.extend(left_out(&apart));
    if !poll.not_published.is_empty() {
        let missing: Vec<String> = poll
            .not_published
            .iter()
            .map(|what| terms::not_published_of(report, poll, *what))
            .collect();
        blocks.push(Block::Paragraph(format!(
            "Not published: {}.",
            list(&missing)
        )));
    }
    blocks
}

/// With whose votes it is compared, and turnout and invalid ballots where both give them.
fn voters(facts: Option<&PollFacts>, poll: &PollReport) -> Option<Block> {
    let mut sentences = Vec::new();
    if let Some(groups) = &poll.segment {
        let who: Vec<&str> = groups.iter().map(|group| terms::voters(*group)).collect();
        let without: Vec<&str> = (poll.segment_without.iter())
            .map(|group| terms::voters(*group))
            .collect();
        let with_others = (poll.reading()).is_some_and(|reading| reading.coverage.is_some());
        sentences.push(if with_others {
            format!(
                "Compared with the count less the votes cast {}, which it gives apart.",
                list(&without)
            )
        } else if without.is_empty() {
            format!(
                "Compared with the votes of the poll's own voters, which the count gives apart: {}.",
                list(&who)
            )
        } else {
            format!(
                "Compared with the count less the votes cast {}, which it gives apart; whose the others are it does \
                 not say.",
                list(&without)
            )
        });
    }
    sentences.extend(ballot_figures::of_poll(facts, poll));
    (!sentences.is_empty()).then(|| Block::Paragraph(sentences.join(" ")))
}

fn of_all_approached(facts: Option<&PollFacts>) -> bool {
    facts.is_some_and(|facts| facts.poll.is_of_all_approached())
}

fn reading_words(facts: Option<&PollFacts>, reading: &ReadingReport) -> &'static str {
    match (reading.reading, reading.base) {
        (Reading::AsPrinted, _) if of_all_approached(facts) => {
            "as printed, of everyone approached, beside shares of votes: no verdict can be given on these"
        }
        (Reading::AsPrinted, Base::AllBallots) => "as printed, against shares of all ballots",
        (Reading::AsPrinted, _) => "as printed, against shares of valid votes",
        _ if reading.is_printed_of_valid_votes() => "as printed, against shares of valid votes",
        (Reading::OfThoseNamingAChoice, _) if common_choices(&reading.rules).is_some() => {
            "as shares of those who named one of the choices that poll and count both list"
        }
        (Reading::OfThoseNamingAChoice, _) => "as shares of those who named a choice",
    }
}

/// Where it stands among the polls, or why it is not ranked.
fn rank(report: &Report, count: &CountReport, poll: &PollReport) -> Option<Block> {
    let text = match (&poll.rank, &poll.left_out_of_the_whole) {
        (Some(rank), _) if rank.of > 1 => {
            let place = match rank.rank {
                Some(own) if rank.best == rank.worst => format!("rank {own} of {}", rank.of),
                // By the middle of a range nobody stands anywhere.
                Some(_) if terms::ranks_have_ranges(count) => format!(
                    "rank {} to {} of {}, which the published ranges leave open",
                    rank.best, rank.worst, rank.of
                ),
                Some(own) => format!(
                    "rank {own} of {} as printed; rounding leaves {} to {} open",
                    rank.of, rank.best, rank.worst
                ),
                None => format!(
                    "rank open until all is counted, {} to {} of {}",
                    rank.best, rank.worst, rank.of
                ),
            };
            let beside = between::beside_neighbours(report, count, poll)
                .map_or(String::new(), |beside| format!("; {beside}"));
            let from = match voters_of::compared_with(count) {
                count if count == "the count" => String::new(),
                votes => format!(" from {votes}"),
            };
            // Everyone else is a row as the others are.
            let rest = rank.everyone_else.then(|| "everyone else".to_owned());
            let rest = rest.filter(|rest| !rank.rows.contains(rest));
            let ranked: Vec<&String> = rank.rows.iter().chain(&rest).collect();
            format!(
                "{place}, by a total variation of {} points{from} over {}{}{beside}",
                number::percent(rank.total_variation, 2),
                list(&ranked),
                match rank.takes_invalid_alike {
                    true => ", unless a tenth of the ballots counted were invalid",
                    false => "",
                }
            )
        }
        (None, Some(reason)) => format!("not ranked: {}", terms::reason(reason)),
        _ => return None,
    };
    Some(Block::Paragraph(sentence(&text)))
}

/// Figures that are not compared, each with its reason.
pub(super) fn left_out(figures: &[&LeftOut]) -> Option<Block> {
    // Those of one reason together.
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for of in figures {
        let (why, figure) = (
            terms::reason(&of.reason),
            format!("{} {}", of.label, of.figure),
        );
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, figures)) => figures.push(figure),
            None => groups.push((why, vec![figure])),
        }
    }
    let parts: Vec<String> = groups
        .iter()
        .map(|(why, figures)| {
            // "The count gives no figure for it" of several.
            let why = match (why.strip_suffix(" for it"), figures.len()) {
                (Some(why), 2..) => format!("{why} for them"),
                _ => why.clone(),
            };
            format!("{} ({why})", list(figures))
        })
        .collect();
    (!parts.is_empty()).then(|| Block::Paragraph(format!("Not compared: {}.", list(&parts))))
}
