//! What the report concludes, a sentence for each.

use super::explained;
use super::furthest::Furthest;
use super::outstanding::{self, Voters};
use super::predicate::{drawn, predicate_of};
use super::room::Room;
use super::terms::{self, closed, number_of, p_equals, sentence};
use super::{
    called, contradicted_figures, contradictions, coverage, number, other_counts, seat_error,
    stated_margin, voters, within_rounding,
};
use crate::report::{Finding, Report};

/// One conclusion as a sentence.
pub(super) fn phrase(report: &Report, finding: &Finding, room: Room) -> String {
    match finding {
        Finding::FiguresContradict(figures) => {
            contradicted_figures::of_figures(report, figures, room)
        }
        Finding::CountsContradict(contradicts) => {
            contradictions::of_counts(report, contradicts, room)
        }
        Finding::CountCorrected { .. } | Finding::OtherLeader { .. } => {
            other_counts::sentence(report, finding, room).unwrap_or_default()
        }
        Finding::Verdict { verdict, polls } => {
            let (one, several) = predicate_of(report, *verdict, polls);
            let what = if polls.len() == 1 { one } else { several };
            closed(&format!(
                "{} {}",
                room.list(polls),
                drawn(report, polls, what)
            ))
        }
        Finding::BeyondOverPolls {
            polls,
            beyond,
            undecided_by_rounding: undecided,
            designs_known,
        } => {
            let explains = if *designs_known {
                "explains"
            } else {
                "would explain"
            };
            let by_more = format!(
                "from the count by more than chance {explains}{}",
                terms::drawn_singly(*designs_known)
            );
            let verb = |names: &[String]| {
                if names.len() == 1 {
                    "differs"
                } else {
                    "differ"
                }
            };
            let said = match (beyond.len(), undecided.len()) {
                (0, 0) if *polls == 2 => format!("neither differs {by_more}"),
                (0, 0) => format!("none differs {by_more}"),
                (0, _) => format!(
                    "rounding decides whether {} {} {by_more}",
                    room.list(undecided),
                    verb(undecided)
                ),
                (_, 0) => format!(
                    "only {} still {} {by_more}",
                    room.list(beyond),
                    verb(beyond)
                ),
                _ => format!(
                    "{} still {} {by_more}; of {} rounding decides it",
                    room.list(beyond),
                    verb(beyond),
                    room.list(undecided)
                ),
            };
            let named = report.findings.iter().filter_map(|of| match of {
                Finding::Verdict { polls, .. } => Some(polls),
                _ => None,
            });
            format!(
                "After adjustment for the {} {} tested, {said}.",
                terms::in_words(*polls),
                called::estimates(report, named.flatten())
            )
        }
        Finding::JudgedByStatedMargin {
            polls,
            too_small,
            as_drawn_singly,
        } => stated_margin::sentence(report, polls, too_small, as_drawn_singly, room),
        Finding::Furthest {
            polls,
            choice,
            deviation: points,
            open,
            until_counted,
            tied_as_printed,
            over,
            takes_invalid_alike,
            ..
        } => {
            let furthest = Furthest {
                polls,
                of: (choice, *points),
                over,
                open: *open,
                until_counted: *until_counted,
                tied_as_printed: *tied_as_printed,
                takes_invalid_alike: *takes_invalid_alike,
            };
            furthest.sentence(report, room)
        }
        Finding::CanNoLongerComeTrue {
            poll,
            choice,
            basis,
            unless_invalid,
        } => reach(
            report,
            poll,
            "can no longer come exactly true",
            choice,
            *basis,
            *unless_invalid,
            room,
        ),
        Finding::OnlyWithinRounding {
            poll,
            choice,
            basis,
            unless_invalid,
        } => {
            let reference = report.reference();
            sentence(&format!(
                "{}, {} {}",
                outstanding::under(*basis, Voters::of([reference])),
                room.name(poll),
                within_rounding::words(
                    reference,
                    (poll, choice.as_deref()),
                    (*basis, *unless_invalid),
                    room
                )
            ))
        }
        Finding::OnlyIfInvalid {
            poll,
            choice,
            basis,
            invalid,
        } => reach(
            report,
            poll,
            &outstanding::only_if_invalid(*invalid),
            choice,
            *basis,
            None,
            room,
        ),
        Finding::CanStillComeTrue { polls, basis } => closed(&format!(
            "{} can still come exactly true, {}",
            room.list(polls),
            outstanding::under(*basis, Voters::of([report.reference()]))
        )),
        Finding::NothingIsBounded => outstanding::nothing_is_bounded(report, report.reference()),
        Finding::LeaderDecided {
            leader,
            runner_up,
            basis,
            unless_invalid,
        } => closed(&format!(
            "{} can no longer draw level with {}, {}{}",
            room.name(runner_up),
            room.name(leader),
            outstanding::even_if(*basis, Voters::of([report.reference()])),
            outstanding::unless_invalid(*unless_invalid)
        )),
        Finding::CommonDeviation {
            choice,
            polls,
            deviation,
            adjusted_p_value,
            largest_p_value,
            designs_known,
        } => format!(
            "Together {} {} put {} {} points {} {}, more than chance {}{} ({} after adjustment){}.",
            terms::in_words(*polls),
            called::together(report),
            room.name(choice),
            number::percent(deviation.abs(), 1),
            if *deviation > 0.0 { "above" } else { "below" },
            match voters::compared_with(report.reference()) {
                count if count == "the count" => count,
                votes => format!("its share of {votes}"),
            },
            explains(*designs_known),
            terms::drawn_singly(*designs_known),
            p_equals(largest_p_value.unwrap_or(*adjusted_p_value)),
            explained::of_all_together(report)
        ),
        Finding::TurnsOnOnePollster { choice, pollster } => format!(
            "That the {} together miss {} by more than chance rests on {} alone.",
            called::together(report),
            room.name(choice),
            room.name(pollster)
        ),
        Finding::ScatterBeyondSampling {
            p_value,
            designs_known,
        } => terms::sentence(&format!(
            "{} differ from one another by more than chance {}{} ({})",
            called::pooled(report, room),
            explains(*designs_known),
            terms::drawn_singly(*designs_known),
            p_equals(*p_value)
        )),
        Finding::ScatterBelowSampling { p_value } => terms::sentence(&format!(
            "{} lie closer to one another than chance would usually leave ({}): weights, quotas, calibration \
             or a shared sample can do that, and so can adjusting figures to one another",
            called::pooled(report, room),
            p_equals(*p_value)
        )),
        Finding::SeatsMissOnOneSide {
            choice,
            pollsters,
            above,
            probability,
        } => format!(
            "The ranges of all {} that miss {}'s seats lie {} the result; if each missed either way \
             independently, that would have a probability of {}.",
            number_of(*pollsters, "pollster"),
            room.name(choice),
            if *above { "above" } else { "below" },
            number::probability(*probability)
        ),
        Finding::SeatError {
            choice,
            result,
            polls,
            mean_absolute_error,
            all_above,
            inside,
            ranges,
        } => {
            format!(
                "{} won {}{}; {}{}",
                room.name(choice),
                number_of(usize::try_from(*result).unwrap_or(usize::MAX), "seat"),
                seat_error::level_with(report, choice, *result, room),
                seat_error::clause(
                    report,
                    choice,
                    (*polls, *ranges),
                    // Where every range holds the result, the side of its middle is no miss.
                    (*mean_absolute_error, all_above.filter(|_| inside < polls)),
                    room
                ),
                seat_error::hits(report, choice, (*inside, *ranges), room),
            )
        }
        Finding::CoverageExplains { .. }
        | Finding::CoverageUnknown { .. }
        | Finding::CountedWithout { .. } => {
            coverage::sentence(report, finding, room).unwrap_or_default()
        }
    }
}

fn explains(designs_known: bool) -> &'static str {
    match designs_known {
        true => "explains",
        false => "would explain",
    }
}

fn reach(
    report: &Report,
    poll: &str,
    what: &str,
    choice: &Option<String>,
    basis: crate::report::Basis,
    unless_invalid: Option<f64>,
    room: Room,
) -> String {
    let choice = choice
        .as_ref()
        .map_or(String::new(), |choice| format!(" ({})", room.name(choice)));
    closed(&format!(
        "{} {what}{choice}, {}{}",
        room.name(poll),
        outstanding::even_if(basis, Voters::of([report.reference()])),
        outstanding::unless_invalid(unless_invalid)
    ))
}
