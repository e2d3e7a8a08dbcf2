//! One count, and what it still leaves open.

use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::outstanding::{self, Voters};
use super::room::Room;
use super::terms::{self, list, sentence};
use super::{needs, voters};
use crate::alignment::Span;
use crate::model::CompletenessOf;
use crate::partial::ThresholdOutcome;
use crate::report::{
    Basis, CountReport, Leading, NotPublished, Outstanding, PollReport, Report, SeatStatus,
};

/// What kind of count it is, and how complete.
pub(super) fn completeness(count: &CountReport) -> String {
    sentence(&state(count))
}

/// The same within a sentence.
pub(super) fn state(count: &CountReport) -> String {
    let mut parts = vec![match (count.is_final(), count.count.completeness()) {
        (true, _) => "final count".to_owned(),
        (false, None) if count.is_all_counted() => {
            "no polling station still to report, not declared final".to_owned()
        }
        (false, None) => match seats_alone(count) {
            Some(seats) => format!("partial count, {} seats so far", number::count(seats)),
            None => "partial count, how complete is not stated".to_owned(),
        },
        (false, Some(part)) if part.value() == 0.0 => {
            let of = terms::completeness(part.of());
            let of = of.strip_prefix("the ").unwrap_or(of);
            match part.counted() {
                Some((_, total)) => {
                    format!("nothing counted yet, 0 of {} {of}", number::count(total))
                }
                None => {
                    let share = number::as_stated(part.value(), part.bounds());
                    format!("nothing counted yet, {share} percent of the {of}")
                }
            }
        }
        (false, Some(part)) if count.is_all_counted() => {
            let total = part.counted().map_or(0, |(_, total)| total);
            let total = number::count(total);
            let all = match part.of() {
                CompletenessOf::Stations => format!("all {total} polling stations"),
                CompletenessOf::Ballots => format!("all {total} ballots"),
                CompletenessOf::RegisteredVoters => {
                    format!("all polling stations, of {total} registered voters,")
                }
            };
            format!("{all} counted, not declared final")
        }
        (false, Some(part)) => {
            let of = terms::completeness(part.of());
            let share = number::as_stated(part.value(), part.bounds());
            let numbers = part.counted().map_or(String::new(), |(counted, total)| {
                format!(" ({} of {})", number::count(counted), number::count(total))
            });
            format!("partial count, {share} percent of {of}{numbers}")
        }
    }];
    if let Some(valid) = count.valid {
        parts.push(format!("{} valid votes", number::count(valid)));
    }
    if count.is_final() && count.count.seats_are_provisional() {
        parts.push("its seats provisional".into());
    }
    // Who wins, and what was missed, by these seats stands only as long as they do.
    let of_seats = |poll: &PollReport| poll.seats.as_ref().map(|seats| seats.status);
    if count
        .polls
        .iter()
        .any(|poll| of_seats(poll) == Some(SeatStatus::Declared))
    {
        parts.push(match seats_alone(count) {
            Some(_) if !count.is_final() => "taken as declared for good".into(),
            _ => "its seats taken as declared for good".into(),
        });
    }
    if let Some(time) = count.count.as_of() {
        let time = number::time(time, count.count.as_of_is_a_day());
        parts.push(format!("as of {time}"));
    }
    parts.join(", ")
}

/// The seats of a count that gives nothing else: they say how far it is.
fn seats_alone(count: &CountReport) -> Option<u64> {
    if count.choices.iter().any(|choice| choice.share.is_some()) {
        return None;
    }
    let seats = count.choices.iter().filter_map(|choice| choice.seats);
    seats.reduce(u64::saturating_add)
}

/// Who leads.
fn leading(count: &CountReport) -> Option<String> {
    Some(match &count.leading {
        Leading::Leader(leader) => format!("{leader} leads."),
        Leading::Tie(choices) => format!("{} are level.", list(choices)),
        Leading::UndecidedByRounding(choices) => {
            format!(
                "Which of {} leads depends on digits that were not printed.",
                list(choices)
            )
        }
        Leading::Unknown => return None,
    })
}

/// Whether the leader can still be passed on one basis.
pub(super) fn decided(count: &CountReport, view: &Outstanding, room: Room) -> String {
    let (Some(leader), Some(second)) = (count.leading.leader(), &view.runner_up) else {
        return leading(count).unwrap_or_default();
    };
    let (leader, second) = (room.name(leader), room.name(second));
    let voters = Voters::of([count]);
    let on = outstanding::even_if(view.basis, voters);
    let unless = outstanding::unless_invalid(view.decided_unless_invalid);
    let words = match (view.decided, view.basis.is_bound()) {
        (Some(true), true) => {
            format!("{second} can no longer draw level with {leader}, {on}{unless}")
        }
        (Some(true), false) => {
            format!("{second} would not draw level with {leader} {on}; nothing is decided by that")
        }
        // Decided if invalid ballots are as frequent everywhere: so few of them would undo it that it is a projection.
        (Some(false), true) if view.decided_unless_invalid.is_some() => {
            let invalid = number::rounded_down(view.decided_unless_invalid.unwrap_or(1.0), 2);
            format!(
                "{second} could draw level with {leader} only if at least {invalid} percent of the ballots counted were \
                 invalid, {on} (a projection)"
            )
        }
        (Some(false), _) => {
            let lead = view
                .needed_lead
                .filter(|lead| *lead <= 1.0)
                .map_or(String::new(), |lead| {
                    format!(
                        ", with a lead of {} points among the ballots still to be counted",
                        outstanding::needed_lead(view, lead)
                    )
                });
            let on = outstanding::under(view.basis, voters);
            format!("{second} could still draw level with {leader}{lead}, {on}")
        }
        (None, _) => {
            let text = format!(
                "whether {second} can still draw level with {leader} is left open by rounding, {on}"
            );
            return sentence(&text);
        }
    };
    terms::closed(&words)
}

/// A count with its choices, and what the outstanding ballots can still change.
pub(super) fn section(report: &Report, count: &CountReport) -> Vec<Block> {
    let title = if count.is_final() {
        "The final count"
    } else {
        "The most complete count"
    };
    let mut blocks = vec![Block::Section(format!("{title}: {}", count.name()))];
    let sentences = [
        Some(completeness(count)),
        leading(count),
        voters::of(count),
        outstanding::note(count),
    ];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    blocks.push(Block::Paragraph(sentences.join(" ")));
    blocks.extend(choices(count));
    let view = shown(count).filter(|view| view.takes_invalid_alike);
    blocks.extend(view.map(|_| {
        let mut readings = count.polls.iter().flat_map(PollReport::readings);
        let overlaps = readings.any(|of| of.measures.final_overlap_takes_invalid_alike);
        Block::Paragraph(outstanding::takes_invalid_alike(match overlaps {
            true => "These final shares, and the overlaps of the polls with the final result,",
            false => "These final shares",
        }))
    }));
    blocks.extend(voters::segments(count));
    if count.is_final() {
        return blocks;
    }
    let shares = count.choices.iter().any(|choice| choice.share.is_some());
    if count.outstanding.is_empty() && shares {
        blocks.push(Block::Paragraph(outstanding::nothing_is_bounded(
            report, count,
        )));
    }
    // Of seats alone the outstanding ballots say nothing.
    for view in count.outstanding.iter().filter(|_| shares) {
        blocks.push(Block::Subsection(
            sentence(outstanding::heading(view.basis, Voters::of([count]))).replace('.', ""),
        ));
        let mut sentences = vec![decided(count, view, Room::FULL)];
        sentences.extend(outstanding::last_place(view, Room::FULL));
        sentences.extend(still_to_come(view));
        if view.order_decided == Some(true) && view.basis.is_bound() {
            let unless = outstanding::unless_invalid(view.order_unless_invalid);
            sentences.push(format!("The whole order is decided{unless}."));
        }
        sentences.extend(thresholds(view));
        blocks.push(Block::Paragraph(sentences.join(" ")));
        blocks.extend(needs::of(report, count, view.basis));
    }
    blocks
}

fn still_to_come(view: &Outstanding) -> Option<String> {
    let most = view
        .most_votes
        .filter(|_| view.basis != Basis::AllCounted)?;
    Some(match view.basis {
        Basis::ShareOfStations => {
            format!(
                "That would be {} valid votes still to come.",
                number::whole(most)
            )
        }
        _ => format!(
            "At most {} valid votes can still come.",
            number::whole(most)
        ),
    })
}

/// By what the table says what each choice can still reach: the tightest bound, or else the projection.
fn shown(count: &CountReport) -> Option<&Outstanding> {
    let shares = count.choices.iter().any(|choice| choice.share.is_some());
    let view = count.bound().or_else(|| count.projection());
    view.filter(|_| shares && !count.is_final())
}

/// The choices with what each can still reach.
fn choices(count: &CountReport) -> Option<Block> {
    let votes = count.choices.iter().any(|choice| choice.votes.is_some());
    let seats = count.choices.iter().any(|choice| choice.seats.is_some());
    let shares = count.choices.iter().any(|choice| choice.share.is_some());
    let view = shown(count);
    let mut grid = Grid::of("choice");
    if votes {
        grid = grid.figures("votes");
    }
    if shares {
        grid = grid.figures(if count.is_final() {
            "share, %"
        } else {
            "share so far, %"
        });
    }
    if seats {
        grid = grid.figures("seats");
    }
    if let Some(view) = view {
        grid = grid.figures(if view.basis.is_bound() {
            "final share between, %"
        } else {
            "projected final share, %"
        });
    }
    for choice in &count.choices {
        let mut cells = vec![choice.label.clone()];
        cells.extend(votes.then(|| choice.votes.map_or(NOTHING.into(), number::count)));
        cells.extend(shares.then(|| {
            choice.share.map_or(NOTHING.into(), |share| {
                official_share(count, &choice.label, &share)
            })
        }));
        cells.extend(seats.then(|| choice.seats.map_or(NOTHING.into(), number::count)));
        cells.extend(view.map(|view| {
            view.final_share(&choice.label)
                .map_or(NOTHING.into(), |share| {
                    number::outer_ends(share.bounds.low(), share.bounds.high(), 2)
                })
        }));
        grid.row(cells);
    }
    grid.block()
}

/// Where the choices stand with the thresholds of the contest, a sentence each.
fn thresholds(view: &Outstanding) -> impl Iterator<Item = String> {
    let order = [
        ThresholdOutcome::Passed,
        ThresholdOutcome::Missed,
        ThresholdOutcome::Open,
        ThresholdOutcome::UndecidedByRounding,
    ];
    let projected = if view.basis.is_bound() {
        ""
    } else {
        ", as a projection"
    };
    let said = (view.thresholds.iter()).filter(|threshold| !threshold.outcomes.is_empty());
    said.map(move |threshold| {
        let parts: Vec<String> = order
            .into_iter()
            .filter_map(|wanted| {
                let of = threshold.outcomes.iter().filter(|of| of.outcome == wanted);
                let who: Vec<String> = of
                    .map(|of| {
                        let unless = outstanding::unless_invalid(of.unless_invalid);
                        format!("{}{}", of.label, unless.replacen(", ", " (", 1))
                            + if unless.is_empty() { "" } else { ")" }
                    })
                    .collect();
                (!who.is_empty())
                    .then(|| format!("{} for {}", terms::threshold(wanted), list(&who)))
            })
            .collect();
        let rule = if threshold.must_be_exceeded {
            "more than "
        } else {
            ""
        };
        terms::closed(&format!(
            "{} ({rule}{} percent of the valid votes){projected}: {}",
            threshold.name,
            number::shortest(100.0 * threshold.share),
            parts.join("; ")
        ))
    })
}

/// What would say more of the polls, and the count does not give.
pub(super) fn not_published(count: &CountReport) -> Option<String> {
    let missing: Vec<&str> = (count.not_published.iter())
        .map(|what| match what {
            NotPublished::Population => "whose votes it has",
            other => terms::not_published(*other),
        })
        .collect();
    (!missing.is_empty()).then(|| format!("Not published of the count: {}.", list(&missing)))
}

/// An official share as the count has it: of a limit ("<5", ">60") what was published, not its ends.
pub(super) fn official_share(count: &CountReport, label: &str, share: &Span) -> String {
    let mut entries = count.count.entries().iter();
    let published = entries
        .find(|entry| entry.label() == label)
        .and_then(|entry| entry.share);
    let limit = published.filter(|of| of.is_limit() && of.bounds() == share.bounds);
    limit.map_or_else(|| number::share(share), |limit| limit.to_string())
}
