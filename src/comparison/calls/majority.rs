//! Who has a majority of the seats.

use super::Counted;
use super::seats::{Seats, Side, call};
use crate::accuracy::Said as Passes;
use crate::comparison::seats;
use crate::model::{Poll, SeatEstimate, same_choices};
use crate::report::{Call, CallOutcome, Question, Said, SeatReport};

/// Whether a majority was called for whoever got one, or rightly for nobody. Where the one side has a bloc with a majority
/// and the other side another one, or a choice alone, each of the two is asked of both sides.
pub(super) fn of(
    counted: &Counted<'_>,
    estimated: &Side<'_>,
    published: &Poll,
    seats: &SeatReport,
) -> Vec<Call> {
    let Some(line) = counted.contest.majority() else {
        return vec![call(Question::Majority, Said::Unknown, Said::Unknown)];
    };
    let house = counted.contest.seats();
    let estimates: Vec<Estimate<'_>> = seats::estimates(published)
        .map(|(label, choices, seats)| (label.as_str(), choices, seats))
        .collect();
    let left = house.map(|house| house.saturating_sub(estimated.least()));
    let blocs = counted.blocs.iter().map(|(label, members)| {
        let bloc = together(label, members, &estimates, left);
        let given = (published.seats().iter())
            .find(|(own, _)| same_choices(&published.members(own), members));
        match given {
            Some((_, given)) => bloc.beside(*given),
            None => bloc,
        }
    });
    let blocs: Vec<Bloc<'_>> = blocs.collect();
    let called = holder(&estimated.named, &blocs, left, line);
    // What the poll takes together is asked of the count as one; then it is the same beside every poll.
    let own = (seats.rows.iter())
        .filter(|row| !row.is_check && row.result_low >= line)
        .map(|row| Said::Choices(vec![row.label.clone()]))
        .next();
    let result = own.unwrap_or_else(|| of_the_count(counted, line));
    let of_one = |label: &str| Call {
        choice: Some(label.to_owned()),
        ..call(
            Question::Majority,
            estimated_has(label, estimated, &blocs, line),
            counted_has(counted, label, seats, line),
        )
    };
    if let Some(labels) = unlike(counted, &called, &result) {
        return labels.map(of_one).into();
    }
    // Who has one by the one side can have none by the other, where that leaves open who else has.
    if let (Said::Choices(of), Said::Open) | (Said::Open, Said::Choices(of)) = (&called, &result)
        && let Some(label) = of.first()
    {
        let of_holder = of_one(label);
        if of_holder.outcome == CallOutcome::Wrong {
            return vec![of_holder];
        }
    }
    vec![call(Question::Majority, called, result)]
}

/// The two that are said to have a majority, where they are not the same and one of them is a bloc.
fn unlike<'a>(counted: &Counted<'_>, called: &'a Said, result: &'a Said) -> Option<[&'a str; 2]> {
    let (Said::Choices(one), Said::Choices(other)) = (called, result) else {
        return None;
    };
    let (one, other) = (one.first()?, other.first()?);
    let is_bloc = |label: &String| !counted.contest.choices().contains(label);
    (one != other && (is_bloc(one) || is_bloc(other))).then_some([one, other])
}

/// Whether the poll gives it a majority.
fn estimated_has(label: &str, side: &Side<'_>, blocs: &[Bloc<'_>], line: u64) -> Said {
    let named = side.named.iter().find(|seats| seats.label == label);
    let bloc = || blocs.iter().find(|bloc| bloc.seats.label == label);
    match (named, bloc()) {
        (Some(seats), _) => has(seats.low, seats.high, line),
        // What is left of the house is not the poll's own figure.
        (None, Some(bloc)) => match has(bloc.seats.low, bloc.seats.high, line) {
            Said::Open if !bloc.is_known => Said::Unknown,
            said => said,
        },
        (None, None) => Said::Unknown,
    }
}

/// Whether it has one in the count, or can.
fn counted_has(counted: &Counted<'_>, label: &str, seats: &SeatReport, line: u64) -> Said {
    let row = seats.rows.iter().find(|row| row.label == label);
    let members = || {
        let bloc = counted.blocs.iter().find(|(own, _)| own == label);
        bloc.map_or_else(|| vec![label.to_owned()], |(_, members)| members.clone())
    };
    let ends = match row {
        Some(row) => Some((row.result_low, row.result_high)),
        None => (counted.seats.result(label, &members())).map(|of| (of.low, of.high)),
    };
    ends.map_or(Said::Unknown, |(low, high)| has(low, high, line))
}

fn has(low: u64, high: u64, line: u64) -> Said {
    match Passes::of_seats(low, high, line) {
        Passes::Yes => Said::Above,
        Passes::No => Said::Below,
        Passes::Open => Said::Open,
    }
}

/// Who holds a majority in the count, or can: a choice, or a bloc that the document declares.
fn of_the_count(counted: &Counted<'_>, line: u64) -> Said {
    let figures: Vec<Estimate<'_>> = (counted.seats.figures())
        .filter_map(|(label, choices, of)| {
            let seats = SeatEstimate::range(of.low, of.high).ok()?;
            Some((label, choices.to_vec(), seats))
        })
        .collect();
    let named: Vec<Seats<'_>> = (figures.iter().filter(|(_, choices, _)| !choices.is_empty()))
        .map(|(label, _, seats)| Seats {
            label,
            low: seats.low(),
            high: seats.high(),
        })
        .collect();
    let left = counted.seats.outstanding();
    let blocs = counted.blocs.iter().map(|(label, members)| {
        let Some(of) = counted.seats.result(label, members) else {
            return together(label, members, &figures, left);
        };
        Bloc {
            seats: Seats {
                label,
                low: of.low,
                high: of.high,
            },
            is_known: true,
        }
    });
    let others = figures.iter().filter(|(_, choices, _)| choices.is_empty());
    let others = others.fold(left, |left, (_, _, seats)| {
        Some(left?.saturating_add(seats.high()))
    });
    match holder(&named, &blocs.collect::<Vec<_>>(), others, line) {
        Said::Choices(of) => Said::Choices(of),
        // Of a choice without an official figure nothing is known, whichever of the polls estimates it.
        _ if left != Some(0) && counted.some_without_seats => Said::Unknown,
        said => said,
    }
}

/// A label, the choices behind it, and their seats.
type Estimate<'a> = (&'a str, Vec<String>, SeatEstimate);

/// The seats of a bloc, as far as figures for its members bound them.
struct Bloc<'a> {
    seats: Seats<'a>,
    /// Every member has a figure, alone or with other members.
    is_known: bool,
}

impl Bloc<'_> {
    /// With an estimate of its own beside those of its members: where they contradict one another, anything between.
    fn beside(mut self, given: SeatEstimate) -> Self {
        let fits = self.seats.low <= given.high() && given.low() <= self.seats.high;
        let (low, high) = match self.is_known && !fits {
            true => (
                self.seats.low.min(given.low()),
                self.seats.high.max(given.high()),
            ),
            false => (given.low(), given.high()),
        };
        (self.seats.low, self.seats.high, self.is_known) = (low, high, true);
        self
    }
}

/// What figures say of a bloc; members without one can have what is left of the house.
fn together<'a>(
    label: &'a str,
    members: &[String],
    figures: &[Estimate<'_>],
    left: Option<u64>,
) -> Bloc<'a> {
    let (mut low, mut high, mut covered) = (0u64, 0u64, 0);
    for (_, choices, seats) in figures {
        let shared = choices.iter().filter(|of| members.contains(of)).count();
        if shared > 0 {
            high = high.saturating_add(seats.high());
        }
        if shared > 0 && shared == choices.len() {
            low = low.saturating_add(seats.low());
            covered += shared;
        }
    }
    let is_known = covered == members.len();
    if !is_known {
        high = left.map_or(u64::MAX, |left| high.saturating_add(left));
    }
    Bloc {
        seats: Seats { label, low, high },
        is_known,
    }
}

/// Whoever has at least this many seats: of those named, or else of the blocs the smallest that does; whoever is not
/// named can have what is left.
fn holder(named: &[Seats<'_>], blocs: &[Bloc<'_>], left: Option<u64>, line: u64) -> Said {
    let of = |seats: &Seats<'_>| Passes::of_seats(seats.low, seats.high, line);
    let all = || named.iter().chain(blocs.iter().map(|bloc| &bloc.seats));
    if let Some(winner) = all().find(|seats| of(seats) == Passes::Yes) {
        return Said::Choices(vec![winner.label.to_owned()]);
    }
    let is_open = |seats: &Seats<'_>| of(seats) == Passes::Open;
    let known = blocs.iter().filter(|bloc| bloc.is_known);
    if named
        .iter()
        .chain(known.map(|bloc| &bloc.seats))
        .any(is_open)
    {
        return Said::Open;
    }
    let unknown = blocs
        .iter()
        .any(|bloc| !bloc.is_known && is_open(&bloc.seats));
    match left {
        Some(left) if left < line && !unknown => Said::Nobody,
        _ => Said::Unknown,
    }
}
