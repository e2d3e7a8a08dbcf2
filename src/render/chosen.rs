//! Which polls stand in a table that has no room for all.

use super::outline::Block;
use super::{called, number};
use crate::report::{
    CountReport, Finding, PollReport, Reason, Report, SeatReport, SeatRow, Verdict,
};

/// Places that differ by less are the same.
const SAME_PLACE: f64 = 1e-9;

/// All polls, or as many as there is room for: the one that the sentences name as the furthest, one of each verdict that
/// contradicts the count, others that are named, and then the nearest and the furthest, half of them each; those without a
/// place come last.
pub(super) fn chosen<'a>(
    report: &Report,
    count: &'a CountReport,
    most: usize,
) -> Vec<&'a PollReport> {
    let order = Order::of(count);
    let mut polls: Vec<&PollReport> = count.polls.iter().collect();
    let all_fit = polls.len() <= most;
    if !all_fit || order != Order::OwnDistances {
        let at = |poll: &PollReport| order.place(poll).unwrap_or(f64::INFINITY);
        // A stable sort: equal ones keep the order given.
        polls.sort_by(|a, b| at(a).total_cmp(&at(b)));
    }
    if all_fit {
        return polls;
    }
    let placed = order.placed(&polls);
    let from_both_ends = (0..placed).map(|step| match step % 2 {
        0 => step / 2,
        _ => placed - 1 - step / 2,
    });
    let mut kept: Vec<usize> = from_both_ends.chain(placed..polls.len()).collect();
    let named = named_furthest(report, count);
    let (with_place, without) = polls.split_at(placed);
    let furthest_first = with_place.iter().rev().chain(without).copied();
    let contradicting = one_of_each_contradiction(furthest_first, named);
    kept.sort_by_key(|&place| {
        let name = &polls[place].name;
        match named.iter().position(|one| one == name) {
            Some(0) => 0,
            _ if contradicting.contains(&name) => 1,
            Some(_) => 2,
            None => 3,
        }
    });
    kept.truncate(most);
    kept.sort_unstable();
    kept.into_iter().map(|place| polls[place]).collect()
}

/// Of each verdict that contradicts the count the first poll, but of that of the poll which is named first.
fn one_of_each_contradiction<'a>(
    polls: impl Iterator<Item = &'a PollReport> + Clone,
    named: &[String],
) -> Vec<&'a String> {
    let is_named = |poll: &&PollReport| named.first() == Some(&poll.name);
    let mut seen: Vec<Verdict> = polls
        .clone()
        .filter(is_named)
        .map(|of| of.verdict)
        .collect();
    let mut names = Vec::new();
    for poll in polls.filter(|poll| stands_for_itself(poll)) {
        if poll.verdict.contradicts_the_count() && !seen.contains(&poll.verdict) {
            seen.push(poll.verdict);
            names.push(&poll.name);
        }
    }
    names
}

/// Whether no other poll of the table speaks for it.
fn stands_for_itself(poll: &PollReport) -> bool {
    !poll.left_out_of_the_whole.as_ref().is_some_and(|why| {
        why.is_of_a_release() || matches!(why, Reason::Derived | Reason::SharedSample { .. })
    })
}

/// How many polls the table leaves out, and by what.
pub(super) fn not_shown(
    report: &Report,
    count: &CountReport,
    shown: &[&PollReport],
) -> Option<Block> {
    let all = called::all(report);
    let more = match count.polls.len() - shown.len() {
        0 => return None,
        1 => format!("1 more {} is", called::one_of(all)),
        more => format!("{} more {all} are", number::whole(more as f64)),
    };
    Some(Block::Paragraph(match by_what(count, shown) {
        Some(what) => format!("{what}; {more} not shown."),
        None => format!("{more} not shown."),
    }))
}

/// What the polls of the table are among all; nothing where no word for it is true.
fn by_what(count: &CountReport, shown: &[&PollReport]) -> Option<String> {
    let order = Order::of(count);
    let all: Vec<&PollReport> = count.polls.iter().collect();
    let (placed, shown_of_them) = (order.placed(&all), order.placed(shown));
    if placed == 0 {
        let is_shown = |(one, other): (&&PollReport, &&PollReport)| one.name == other.name;
        let are_first = shown.iter().zip(&all).all(is_shown);
        return are_first.then(|| "The first as they were given".to_owned());
    }
    let (of_whom, are_whom) = match order {
        Order::Ranks => (" of those ranked", "ranked"),
        Order::Seats => (" of those taken together", "taken together"),
        Order::OwnDistances => (" of those compared", "compared"),
    };
    if shown_of_them == placed {
        return Some(format!("All that are {are_whom} are shown"));
    }
    let ends = order
        .ends(&all, shown)
        .filter(|_| shown_of_them == shown.len())?;
    let of_whom = if placed == all.len() { "" } else { of_whom };
    Some(format!("{ends}{of_whom}"))
}

/// The polls that the sentences name as the furthest from this count.
fn named_furthest<'a>(report: &'a Report, count: &CountReport) -> &'a [String] {
    let named = report.findings.iter().find_map(|finding| match finding {
        Finding::Furthest { polls, .. } => Some(polls.as_slice()),
        _ => None,
    });
    (named.filter(|_| count.name() == report.reference)).unwrap_or_default()
}

/// By what the polls of a count are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// By the distances by which they are ranked.
    Ranks,
    /// None is ranked: each by its own distance.
    OwnDistances,
    /// By the seats that they miss most, where none gives shares.
    Seats,
}

impl Order {
    fn of(count: &CountReport) -> Order {
        let any = |has: fn(&PollReport) -> bool| count.polls.iter().any(has);
        if any(|poll| poll.rank.is_some()) {
            Order::Ranks
        } else if any(|poll| poll.reading().is_some()) {
            Order::OwnDistances
        } else {
            Order::Seats
        }
    }

    /// How far off the poll is; nothing of one that has no place beside the others.
    fn place(self, poll: &PollReport) -> Option<f64> {
        match self {
            Order::Ranks => poll.rank.as_ref().map(|rank| rank.total_variation),
            Order::OwnDistances => {
                let distance = poll.reading()?.measures.total_variation;
                distance.map(|of| of.value)
            }
            Order::Seats if poll.left_out_of_the_whole.is_some() => None,
            Order::Seats => Some(largest_miss(poll.seats.as_ref()?)?.miss as f64),
        }
    }

    /// Which ends of all that have a place are shown; nothing where one that is not shown is as near or as far as one that
    /// is, or nearer or further, or where a range has no figure of its own to be so far off by.
    fn ends(self, all: &[&PollReport], shown: &[&PollReport]) -> Option<&'static str> {
        if self != Order::Seats && all.iter().any(|poll| has_range(poll)) {
            return None;
        }
        let is_shown = |poll: &&PollReport| shown.iter().any(|of| of.name == poll.name);
        let hidden = all.iter().filter(|poll| !is_shown(poll));
        let hidden: Vec<f64> = hidden.filter_map(|poll| self.place(poll)).collect();
        let mut ends = [false; 2];
        for place in shown.iter().filter_map(|poll| self.place(poll)) {
            let is_at = [
                hidden.iter().all(|other| place + SAME_PLACE < *other),
                hidden.iter().all(|other| place > *other + SAME_PLACE),
            ];
            if is_at == [false; 2] {
                return None;
            }
            ends = [ends[0] || is_at[0], ends[1] || is_at[1]];
        }
        match ends {
            [true, true] => Some("The nearest and the furthest"),
            [true, false] => Some("The nearest"),
            [false, true] => Some("The furthest"),
            [false, false] => None,
        }
    }

    fn placed(self, polls: &[&PollReport]) -> usize {
        let has_place = |poll: &&&PollReport| self.place(poll).is_some();
        polls.iter().filter(has_place).count()
    }
}

/// Whether the poll has a share that is a range, or a limit, which the middle stands for in a distance.
fn has_range(poll: &PollReport) -> bool {
    let mut rows = poll.readings().flat_map(|reading| &reading.rows);
    rows.any(|row| row.range.is_some() || row.poll.is_of_limit)
}

/// The row whose seats are missed by most.
pub(super) fn largest_miss(seats: &SeatReport) -> Option<&SeatRow> {
    let rows = seats.rows.iter().rev();
    rows.max_by_key(|row| (row.miss > 0, !row.is_check, row.miss))
}
