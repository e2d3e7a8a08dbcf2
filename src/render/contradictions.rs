//! Figures and counts that cannot both be right.

use super::contradicted_figures::of_figures;
use super::number;
use super::outline::Block;
use super::outstanding::{self, Voters};
use super::room::Room;
use super::terms::{self, closed};
use crate::model::Contradiction;
use crate::report::{Basis, CountContradiction, Finding, Report};

/// Names in a list where there is little room.
const FEW: usize = 3;

/// Every contradiction that the report found.
pub(super) fn sentences(report: &Report, room: Room) -> Vec<String> {
    let found = shown(report, room).filter_map(|finding| match finding {
        Finding::FiguresContradict(of) => Some(of_figures(report, of, room)),
        Finding::CountsContradict(of) => Some(of_counts(report, of, room)),
        _ => None,
    });
    found.collect()
}

/// The findings that are shown of these: where there is little room, what changes nothing is left to the full report.
fn shown(report: &Report, room: Room) -> impl Iterator<Item = &Finding> {
    let has_room = room.listed > FEW;
    report.findings.iter().filter(move |finding| match finding {
        Finding::FiguresContradict(of) => has_room || of.is_material(),
        Finding::CountsContradict(of) => has_room || of.is_bound(),
        _ => false,
    })
}

/// What stands before them: seats and ballots that the count does not tell of contradict nothing.
fn heading(report: &Report, room: Room) -> &'static str {
    let contradicts = shown(report, room).any(|finding| match finding {
        Finding::FiguresContradict(of) => !matches!(
            of,
            Contradiction::SeatsShort { .. } | Contradiction::BallotsNotTold { .. }
        ),
        Finding::CountsContradict(of) => of.is_bound(),
        _ => false,
    });
    let by_projection =
        || shown(report, room).any(|finding| matches!(finding, Finding::CountsContradict(_)));
    let not_told = shown(report, room).any(|finding| {
        matches!(
            finding,
            Finding::FiguresContradict(Contradiction::BallotsNotTold { .. })
        )
    });
    if contradicts {
        "Caution, figures contradict one another."
    } else if not_told {
        "Caution, ballots are not accounted for."
    } else if by_projection() {
        "Caution, figures may contradict one another."
    } else {
        "Caution, seats of the house are missing."
    }
}

/// The first contradiction between figures or counts, and how many more there are.
pub(super) fn caution(report: &Report, room: Room) -> Option<Block> {
    let mut found = sentences(report, room);
    let left = found.len().saturating_sub(room.listed);
    found.truncate(room.listed);
    if left > 0 {
        found.push(format!("The full report has {left} more."));
    }
    (!found.is_empty())
        .then(|| Block::Paragraph(format!("{} {}", heading(report, room), found.join(" "))))
}

/// Whether what a count says of how much is counted is contradicted, so that it bounds nothing.
pub(super) fn leave_no_bound(report: &Report, own: &str) -> bool {
    report.findings.iter().any(|finding| match finding {
        Finding::FiguresContradict(of) => match of {
            Contradiction::BallotsAndCompleteness { count, .. }
            | Contradiction::CompletenessAndRegistered { count, .. }
            | Contradiction::OutstandingAndRegistered { count, .. }
            | Contradiction::BallotsAndTurnout { count, .. } => count == own && of.is_material(),
            _ => false,
        },
        _ => false,
    })
}

/// Two counts, in the same words wherever they are named.
pub(super) fn of_counts(report: &Report, of: &CountContradiction, room: Room) -> String {
    let choice = of
        .choice
        .as_ref()
        .map_or(String::new(), |choice| format!(" on {}", room.name(choice)));
    let (later, earlier) = (room.name(&of.later), room.name(&of.earlier));
    let (Some(found), Some(left)) = (of.found, of.left) else {
        let what = terms::contradiction(of.kind);
        return closed(&format!(
            "\"{later}\" contradicts \"{earlier}\"{choice}: {what}"
        ));
    };
    let figure = number::as_stated(0.5 * (found.low() + found.high()), found);
    let (least, most) = (
        number::rounded_down(left.low(), 2),
        number::rounded_up(left.high(), 2),
    );
    closed(&match &of.choice {
        // Only the bound that is broken: the other one contradicts nothing.
        Some(choice) => {
            let bound = match found.low() > left.high() {
                true => format!("at most {most}"),
                false => format!("no less than {least}"),
            };
            let on = match of.basis {
                Some(basis @ Basis::RegisteredVoters) => {
                    let counts = report.counts.iter();
                    let voters = Voters::of(counts.filter(|count| count.name() == of.earlier));
                    let words = outstanding::even_if(basis, voters).replace(" votes", " voted");
                    format!(", {words}")
                }
                Some(Basis::ShareOfBallots) => {
                    ", by the stated share of the ballots counted".into()
                }
                _ => String::new(),
            };
            let (contradicts, projection) = match of.is_bound() {
                true => ("contradicts", ""),
                false => ("may contradict", " (a projection)"),
            };
            format!(
                "\"{later}\" {contradicts} \"{earlier}\": it gives {} {figure} percent, but after \"{earlier}\" \
                 {bound} was possible{on}{}{projection}",
                room.name(choice),
                outstanding::unless_invalid(of.unless_invalid)
            )
        }
        None => format!(
            "\"{later}\" contradicts \"{earlier}\": it has {figure} percent of the votes counted, but \"{earlier}\" \
             already had at least {least}"
        ),
    })
}
