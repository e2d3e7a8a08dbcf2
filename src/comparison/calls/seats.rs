//! Who has most seats, and who a majority of them.

use std::collections::HashSet;

use super::Counted;
use crate::accuracy::{Call as Outcome, Leaders, Said as Passes, leaders};
use crate::comparison::seats;
use crate::model::{Contest, Poll, SeatEstimate, same_choices};
use crate::numeric::Bounds;
use crate::report::{Call, Question, Said, SeatReport, SeatRow, SeatStatus};

/// Seats of one choice, or of a bloc: what the poll gives it, or what it can have in the end.
struct Seats<'a> {
    label: &'a str,
    low: u64,
    high: u64,
}

/// What one side gives: choices and blocs, and what any other can have at most.
pub(super) struct Side<'a> {
    named: Vec<Seats<'a>>,
    /// `None` where nothing bounds it.
    others: Option<u64>,
}

impl Side<'_> {
    fn leader(&self, otherwise: Said) -> Said {
        let figures: Vec<(f64, Bounds)> = (self.named.iter())
            .map(|seats| {
                let (low, high) = (seats.low as f64, seats.high as f64);
                (0.5 * (low + high), Bounds { low, high })
            })
            .collect();
        let name = |place: &usize| self.named[*place].label.to_owned();
        // Whoever is not named may have as many.
        let ahead = |place: &usize| {
            let least = self.named[*place].low;
            self.others.is_some_and(|others| others < least)
        };
        match leaders(&figures) {
            None => Said::Unknown,
            Some(Leaders::One(place)) if ahead(&place) => Said::Choices(vec![name(&place)]),
            Some(Leaders::Tied(places)) if places.iter().all(ahead) => {
                Said::Tie(places.iter().map(name).collect())
            }
            Some(Leaders::UndecidedByRounding(_)) => Said::Open,
            Some(_) => otherwise,
        }
    }

    fn least(&self) -> u64 {
        let named = self.named.iter();
        named.fold(0, |sum, seats| sum.saturating_add(seats.low))
    }
}

/// What the poll gives each; its choices added up where the count has no more than their sum.
pub(super) fn estimated<'a>(
    contest: &Contest,
    published: &'a Poll,
    compared: &'a SeatReport,
) -> Side<'a> {
    let mut side = Side {
        named: Vec::new(),
        others: None,
    };
    let (mut everyone_else, mut all) = (None, HashSet::new());
    let sums = || {
        let rows = compared.rows.iter();
        rows.filter(|row| !row.is_check && !row.added_up.is_empty())
    };
    for (label, choices, seats) in seats::estimates(published) {
        if choices.is_empty() {
            everyone_else = Some(seats.high());
            continue;
        }
        let in_sum = |row: &SeatRow| choices.iter().all(|of| row.choices.contains(of));
        let is_added_up = sums().any(in_sum);
        all.extend(choices);
        if !is_added_up {
            side.named.push(Seats {
                label,
                low: seats.low(),
                high: seats.high(),
            });
        }
    }
    side.named.extend(sums().map(|row| Seats {
        label: &row.label,
        low: row.low,
        high: row.high,
    }));
    let names_all = contest.choices().iter().all(|choice| all.contains(choice));
    side.others = match (everyone_else, contest.seats()) {
        (Some(most), _) => Some(most),
        (None, _) if names_all => Some(0),
        (None, Some(house)) => Some(house.saturating_sub(side.least())),
        (None, None) => None,
    };
    side
}

/// Whether whatever the poll estimates and the count gives no figure for are single choices, and the house bounds what
/// they can have.
fn are_bounded(counted: &Counted<'_>, seats: &SeatReport) -> bool {
    let single = |label: &String| counted.contest.choices().contains(label);
    seats.left_out.is_empty()
        || counted.seats.outstanding().is_some()
            && seats.left_out.iter().all(|of| single(&of.label))
}

/// What everyone in the count can have in the end, the poll's blocs together; `None` where a choice of the poll
/// has no official figure of its own and nothing bounds it, or a figure of the count is of a part of such a bloc and
/// of others.
fn counted_side<'a>(counted: &Counted<'a>, seats: &'a SeatReport) -> Option<Side<'a>> {
    if !are_bounded(counted, seats) {
        return None;
    }
    let own = || {
        let rows = seats.rows.iter();
        rows.filter(|row| !row.is_check && !row.choices.is_empty())
    };
    let mut named: Vec<Seats<'_>> = own()
        .map(|row| Seats {
            label: &row.label,
            low: row.result_low,
            high: row.result_high,
        })
        .collect();
    let mut others = counted.seats.outstanding();
    for (label, choices, result) in counted.seats.figures() {
        let shared = |row: &SeatRow| choices.iter().filter(|c| row.choices.contains(c)).count();
        if choices.is_empty() {
            others = others.map(|most| most.saturating_add(result.high));
        } else if own().any(|row| shared(row) == choices.len()) {
            continue;
        } else if own().any(|row| shared(row) > 0) {
            return None;
        } else {
            named.push(Seats {
                label,
                low: result.low,
                high: result.high,
            });
        }
    }
    // Of a house of unknown size, whoever has no figure may have any number.
    if others.is_none() && named.len() > 1 {
        others = Some(0);
    }
    Some(Side { named, others })
}

/// Whether the choice with most seats is right.
pub(super) fn leader(counted: &Counted<'_>, estimated: &Side<'_>, seats: &SeatReport) -> Call {
    let open = match seats.status {
        SeatStatus::Final => Said::Unknown,
        SeatStatus::Declared | SeatStatus::Provisional => Said::Open,
    };
    let result = counted_side(counted, seats).map_or(Said::Unknown, |side| side.leader(open));
    call(Question::Leader, estimated.leader(Said::Unknown), result)
}

/// Whether a majority was called for whoever got one, or rightly for nobody.
pub(super) fn majority(
    counted: &Counted<'_>,
    estimated: &Side<'_>,
    published: &Poll,
    seats: &SeatReport,
) -> Call {
    let Some(line) = counted.contest.majority() else {
        return call(Question::Majority, Said::Unknown, Said::Unknown);
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
    let called = holder(&estimated.named, blocs.collect(), left, line);
    // What the poll takes together is asked of the count as one; then it is the same beside every poll.
    let own = (seats.rows.iter())
        .filter(|row| !row.is_check && row.result_low >= line)
        .map(|row| Said::Choices(vec![row.label.clone()]))
        .next();
    let result = own.unwrap_or_else(|| of_the_count(counted, line));
    call(Question::Majority, called, result)
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
    match holder(&named, blocs.collect(), others, line) {
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
fn holder(named: &[Seats<'_>], blocs: Vec<Bloc<'_>>, left: Option<u64>, line: u64) -> Said {
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

fn call(question: Question, called: Said, result: Said) -> Call {
    Call {
        outcome: compare(&called, &result),
        called,
        result,
        ..Call::of(question)
    }
}

/// What two sides say, compared.
fn compare(called: &Said, result: &Said) -> Outcome {
    match (called, result) {
        (Said::Unknown, _) | (_, Said::Unknown) => Outcome::Unknown,
        (Said::Open | Said::Tie(_), _) | (_, Said::Open | Said::Tie(_)) => Outcome::Open,
        (called, result) if called == result => Outcome::Right,
        _ => Outcome::Wrong,
    }
}
