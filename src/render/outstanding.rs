//! The words for what outstanding ballots leave open, and for what statements about them rest on.

use super::room::Room;
use super::{contradictions, number, terms};
use crate::model::CompletenessOf;
use crate::partial::Reachability;
use crate::report::{Basis, CountReport, Outstanding, Report};

/// Whose ballots a bound by registered voters takes to be still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voters {
    /// Those of the contest of whom no ballot is counted.
    WithoutBallot,
    /// Those of the stations still to report, whose number the count gives.
    OfOutstandingStations,
    /// Those of the places still to report, of which a share of the registered voters says how many they are.
    LeftByShare,
    /// One at some counts, another at others.
    OfEither,
}

impl Voters {
    /// Those of one count, or of several.
    pub(super) fn of<'a>(counts: impl IntoIterator<Item = &'a CountReport>) -> Voters {
        let mut all = counts.into_iter().map(|count| {
            let completeness = count.count.completeness();
            let by_voters =
                completeness.is_some_and(|part| part.of() == CompletenessOf::RegisteredVoters);
            if by_voters {
                Voters::LeftByShare
            } else if count.count.outstanding_registered().is_some() {
                Voters::OfOutstandingStations
            } else {
                Voters::WithoutBallot
            }
        });
        let first = all.next().unwrap_or(Voters::WithoutBallot);
        if all.all(|other| other == first) {
            first
        } else {
            Voters::OfEither
        }
    }
}

/// On what a statement about outstanding ballots rests.
pub(super) fn even_if(basis: Basis, voters: Voters) -> &'static str {
    match (basis, voters) {
        (Basis::RegisteredVoters, Voters::WithoutBallot) => {
            "even if every registered voter without a counted ballot still votes"
        }
        (Basis::RegisteredVoters, Voters::OfOutstandingStations | Voters::LeftByShare) => {
            "even if every registered voter of the stations still to report votes"
        }
        (Basis::RegisteredVoters, Voters::OfEither) => {
            "even if every registered voter whose ballot can still be counted votes"
        }
        (Basis::ShareOfBallots, _) => "by the stated share of the ballots counted",
        (Basis::ShareOfStations, Voters::LeftByShare) => {
            "if turnout at the stations still to report is average, which is a projection"
        }
        (Basis::ShareOfStations, _) => {
            "if the stations still to report are of average size and turnout, which is a projection"
        }
        (Basis::AllCounted, _) => "unless ballots are added to those counted",
    }
}

/// The same of what could still happen.
pub(super) fn under(of: Basis, voters: Voters) -> &'static str {
    let words = even_if(of, voters);
    words.strip_prefix("even ").unwrap_or(words)
}

/// The same as the heading of a column or a table.
pub(super) fn heading(basis: Basis, voters: Voters) -> &'static str {
    match basis {
        Basis::ShareOfStations if voters == Voters::LeftByShare => {
            "projection by the share of registered voters"
        }
        Basis::RegisteredVoters => "bound by registered voters",
        Basis::ShareOfBallots => "bound by the stated share of ballots",
        Basis::ShareOfStations => "projection by the share of stations",
        Basis::AllCounted => "nothing is outstanding",
    }
}

/// Whether a figure can still come true, or would by a projection, which makes nothing impossible.
pub(super) fn reachable(reachability: Reachability, basis: Basis) -> &'static str {
    match (reachability, basis.is_bound()) {
        (Reachability::Possible, true) => "possible",
        (Reachability::Possible, false) => "yes",
        (Reachability::PossibleWithinRounding, _) => "only within rounding",
        (Reachability::Impossible, true) => "impossible",
        (Reachability::Impossible, false) => "no",
    }
}

/// What bounds of the final result assume where the invalid ballots are not known; `what` they are comes before it.
pub(super) fn takes_invalid_alike(what: &str) -> String {
    format!(
        "{what} take invalid ballots to be as frequent among the ballots still to be counted as among those counted."
    )
}

/// What qualifies a statement that takes invalid ballots to be as frequent among the outstanding.
pub(super) fn unless_invalid(proportion: Option<f64>) -> String {
    proportion.map_or(String::new(), |proportion| {
        let percent = number::rounded_down(proportion, 2);
        format!(", unless {percent} percent of the ballots counted were invalid")
    })
}

/// That a poll needs so many invalid ballots.
pub(super) fn only_if_invalid(proportion: f64) -> String {
    let percent = number::rounded_down(proportion, 2);
    format!(
        "can come exactly true only if at least {percent} percent of the ballots counted were invalid (a projection)"
    )
}

/// The same in brackets, behind what is said of a poll; `what` comes before it.
pub(super) fn in_brackets_unless_invalid(what: &str, proportion: Option<f64>) -> String {
    proportion.map_or(String::new(), |proportion| {
        let percent = number::rounded_down(proportion, 2);
        format!(" ({what}unless {percent} percent were invalid)")
    })
}

/// The lead that would draw the runner-up level: where rounding leaves less of it, the least.
pub(super) fn needed_lead(view: &Outstanding, lead: f64) -> String {
    let stated = number::percent(lead, 2);
    match view.needed_lead_at_least {
        Some(least) if number::percent(least, 2) != stated => {
            format!("at least {}", number::rounded_down(least, 2))
        }
        _ => stated,
    }
}

/// That the last place that counts can still change hands; nothing where it is decided.
pub(super) fn last_place(view: &Outstanding, room: Room) -> Option<String> {
    let of = view.last_place.as_ref().filter(|_| view.basis.is_bound())?;
    let (holder, next) = (room.name(&of.holder), room.name(&of.next));
    let stand = match of.lead_votes {
        Some(0) => format!("{holder} and {next} are level"),
        Some(votes) => format!(
            "{holder} leads {next} by {}",
            terms::number_of(usize::try_from(votes).unwrap_or(usize::MAX), "vote")
        ),
        None => format!(
            "{holder} leads {next} by {} points",
            number::percent(of.lead, 2)
        ),
    };
    match of.decided {
        Some(true) => None,
        Some(false) => Some(terms::closed(&format!(
            "Who takes place {} is still open: {stand}",
            of.place
        ))),
        None => Some(terms::closed(&format!(
            "Whether place {} is decided is left open by rounding: {stand}",
            of.place
        ))),
    }
}

/// Whose word the share is that bounds the final result, and what it must not be.
pub(super) fn whose_statement(count: &CountReport, room: Room) -> String {
    let by_share = count
        .bound()
        .is_some_and(|view| view.basis == Basis::ShareOfBallots);
    let in_percent = (count.count.completeness()).is_some_and(|part| part.counted().is_none());
    let has_shares = count.choices.iter().any(|choice| choice.share.is_some());
    if !(by_share && in_percent && has_shares) {
        return String::new();
    }
    let source =
        (count.count.source()).map_or(String::new(), |source| format!(" in {}", room.name(source)));
    format!(", as stated{source}; a share of polling stations would bound nothing")
}

/// What the document notes of a count whose own statement bounds the final result: it may say what was counted.
pub(super) fn note(count: &CountReport) -> Option<String> {
    let by_share = |view: &Outstanding| view.basis == Basis::ShareOfBallots;
    let is_stated = count.outstanding.iter().any(by_share);
    let note = count.count.note().filter(|_| is_stated)?;
    Some(terms::closed(&format!(
        "Noted of \"{}\": {note}",
        count.name()
    )))
}

/// That nothing is known of the ballots still to come, or that what is said of them contradicts itself; seats declared
/// for good are bounded all the same.
pub(super) fn nothing_is_bounded(report: &Report, count: &CountReport) -> String {
    let seats = count.choices.iter().any(|choice| choice.seats.is_some());
    let completeness = count.count.completeness();
    let is_of_stations = completeness
        .is_some_and(|part| part.of() == CompletenessOf::Stations && part.value() > 0.0);
    let is_whole = completeness
        .and_then(|part| part.counted())
        .is_some_and(|(counted, total)| counted == total);
    let registered = count.count.registered().or(report.contest.registered());
    let most_to_come = (count.count.outstanding_registered())
        .or_else(|| registered?.checked_sub(count.count.ballots_cast()?));
    let why = if contradictions::leave_no_bound(report, count.name()) {
        "What is said of the ballots counted and of those still to be counted is contradictory"
            .into()
    } else if is_whole {
        // A count of some voters only.
        "These are counted, and how many ballots of other voters are still to come is not known"
            .into()
    } else if let (Some(most), None) = (most_to_come, count.valid) {
        format!(
            "At most {} ballots are still to be counted, and how many votes are counted is not known",
            number::count(most)
        )
    } else if let Some(part) = completeness.filter(|part| is_of_stations && part.value() >= 1.0) {
        format!(
            "\"{}\" percent may be rounded from {}, and polling stations can be of any size",
            number::as_stated(part.value(), part.bounds()),
            number::shortest(100.0 * part.bounds().low())
        )
    } else if is_of_stations {
        "How many ballots are still to be counted is not known, since polling stations can be of any size".into()
    } else {
        "How many ballots are still to be counted is not known".to_owned()
    };
    let what = if seats { "shares" } else { "result" };
    format!("{why}, so nothing bounds the final {what}.")
}
