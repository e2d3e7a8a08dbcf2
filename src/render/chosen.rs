//! Which polls stand in a table that has no room for all.

use super::number;
use super::outline::Block;
use crate::report::{CountReport, Finding, PollReport, Report, SeatReport, SeatRow};

/// All polls, or those that the sentences name as the furthest, and then the nearest and the furthest, half of them each;
/// those without a place come last.
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
    kept.sort_by_key(|&place| !named.contains(&polls[place].name));
    kept.truncate(most);
    kept.sort_unstable();
    kept.into_iter().map(|place| polls[place]).collect()
}

/// How many polls the table leaves out, and by what.
pub(super) fn not_shown(count: &CountReport, shown: &[&PollReport]) -> Option<Block> {
    let more = match count.polls.len() - shown.len() {
        0 => return None,
        1 => "1 more poll is".to_owned(),
        more => format!("{} more polls are", number::whole(more as f64)),
    };
    let order = Order::of(count);
    let all: Vec<&PollReport> = count.polls.iter().collect();
    let (placed, shown_of_them) = (order.placed(&all), order.placed(shown));
    let what = match order {
        _ if placed == all.len() => "The nearest and the furthest",
        Order::Ranks if shown_of_them < placed => "The nearest and the furthest of those ranked",
        Order::Ranks => "All that are ranked are shown",
        _ if placed == 0 => "The first as they were given",
        Order::Seats if shown_of_them < placed => {
            "The nearest and the furthest of those taken together"
        }
        Order::Seats => "All that are taken together are shown",
        Order::OwnDistances if shown_of_them < placed => {
            "The nearest and the furthest of those compared"
        }
        Order::OwnDistances => "All that are compared are shown",
    };
    Some(Block::Paragraph(format!("{what}; {more} not shown.")))
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

    fn placed(self, polls: &[&PollReport]) -> usize {
        let has_place = |poll: &&&PollReport| self.place(poll).is_some();
        polls.iter().filter(has_place).count()
    }
}

/// The row whose seats are missed by most.
pub(super) fn largest_miss(seats: &SeatReport) -> Option<&SeatRow> {
    let rows = seats.rows.iter().rev();
    rows.max_by_key(|row| (row.miss > 0, !row.is_check, row.miss))
}
