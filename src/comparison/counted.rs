//! A count by itself: its choices in the contest's order, and who leads.

use std::collections::{HashMap, HashSet};

use crate::accuracy::{Leaders, leaders};
use crate::alignment::{ChoiceIndex, CountView, Places, Span};
use crate::model::Contest;
use crate::numeric::Bounds;
use crate::report::{CountedChoice, Leading};

/// The choices of a count, in the contest's order.
pub(super) fn choices(index: &ChoiceIndex<'_>, view: &CountView<'_>) -> Vec<CountedChoice> {
    let mut choices: Vec<(Places, CountedChoice)> = view
        .shares()
        .map(|(entry, places, share)| {
            let choice = CountedChoice {
                label: entry.label().to_owned(),
                choices: entry.choices().to_vec(),
                votes: entry.votes,
                share,
                seats: None,
            };
            (places.clone(), choice)
        })
        .collect();
    let by_label: HashMap<&str, usize> = match view.count.seats() {
        [] => HashMap::new(),
        _ => {
            let labels = view.shares().map(|(entry, ..)| entry.label());
            labels.zip(0..).collect()
        }
    };
    for (label, seats) in view.count.seats() {
        match by_label.get(label.as_str()) {
            Some(&place) => choices[place].1.seats = Some(*seats),
            None => {
                let members = view.count.members(label);
                let choice = CountedChoice {
                    label: label.clone(),
                    choices: members.clone(),
                    votes: None,
                    share: None,
                    seats: Some(*seats),
                };
                choices.push((index.places(&members), choice));
            }
        }
    }
    choices.sort_by(|(a, _), (b, _)| a.cmp(b));
    choices.into_iter().map(|(_, choice)| choice).collect()
}

/// Ends of figures that differ by less are the same one: no digit that is printed is so small.
pub(super) const TOUCH: f64 = 1e-12;

/// Who leads, in the words of the report.
pub(super) fn leading<'a>(figures: impl Iterator<Item = (&'a str, Span)>) -> Leading {
    let (labels, spans): (Vec<&str>, Vec<Span>) = figures.unzip();
    // What rounds to the one figure rounds to no other: ends of two figures that only touch are no tie.
    let open = |span: &Span| {
        let is_rounded = !span.is_range && span.bounds.width() > 2.0 * TOUCH;
        let within = if is_rounded { TOUCH } else { 0.0 };
        Bounds {
            low: span.bounds.low + within,
            high: span.bounds.high - within,
        }
    };
    let figures: Vec<_> = spans.iter().map(|span| (span.value, open(span))).collect();
    let named = |places: Vec<usize>| places.into_iter().map(|i| labels[i].to_owned()).collect();
    match leaders(&figures) {
        None => Leading::Unknown,
        Some(Leaders::One(place)) => Leading::Leader(labels[place].to_owned()),
        Some(Leaders::Tied(places)) => Leading::Tie(named(places)),
        Some(Leaders::UndecidedByRounding(places)) => Leading::UndecidedByRounding(named(places)),
    }
}

/// The choices of the contest of which the count gives no share.
pub(super) fn without_figure<'a>(
    names: &'a [String],
    choices: &'a [CountedChoice],
) -> impl Iterator<Item = &'a String> {
    let known: HashSet<&String> = choices
        .iter()
        .filter(|choice| choice.share.is_some())
        .flat_map(|choice| &choice.choices)
        .collect();
    names.iter().filter(move |name| !known.contains(name))
}

/// The most that the known shares leave to choices without one.
pub(super) fn left_over(choices: &[CountedChoice]) -> f64 {
    let known: f64 = choices
        .iter()
        .filter_map(|choice| Some(choice.share?.bounds.low.max(0.0)))
        .sum();
    (1.0 - known).clamp(0.0, 1.0)
}

/// Who leads a count by its shares, or by its seats where it has none. Unknown where a choice without a
/// figure can have more than whoever leads the others.
pub(super) fn leading_of(
    contest: &Contest,
    names: &[String],
    choices: &[CountedChoice],
    is_final: bool,
) -> Leading {
    let shares = || {
        choices
            .iter()
            .filter_map(|choice| Some((choice.label.as_str(), choice.share?)))
    };
    let by_shares = leading(shares());
    if by_shares != Leading::Unknown {
        let most = shares()
            .map(|(_, share)| share.bounds.low)
            .fold(0.0, f64::max);
        let hidden = without_figure(names, choices).next().is_some();
        return if hidden && left_over(choices) >= most {
            Leading::Unknown
        } else {
            by_shares
        };
    }
    // A bloc beside its members wins nothing that they do not.
    let has_own = |member: &String| {
        let mut single = choices
            .iter()
            .filter(|of| of.choices.len() == 1 && of.seats.is_some());
        single.any(|of| of.choices[0] == *member)
    };
    let by_itself =
        |choice: &&CountedChoice| choice.choices.len() < 2 || !choice.choices.iter().all(has_own);
    let with_seats = || choices.iter().filter(by_itself);
    let seats = || with_seats().filter_map(|choice| choice.seats);
    let most = seats().max().unwrap_or(0);
    let all: u64 = seats().fold(0, u64::saturating_add);
    let without_seats = |name: &String| {
        let mut known = choices.iter().filter(|choice| choice.seats.is_some());
        !known.any(|choice| choice.choices.contains(name))
    };
    // Seats of a final count that it gives to nobody are somebody's; of a partial one they may still be to be won.
    let is_hidden = is_final || names.iter().any(without_seats);
    let left = contest.seats().map(|house| house.saturating_sub(all));
    let hidden_can_lead = match left {
        Some(left) => is_hidden && left >= most,
        None => names.iter().any(without_seats),
    };
    if hidden_can_lead {
        return Leading::Unknown;
    }
    leading(with_seats().filter_map(|choice| {
        let seats = choice.seats?;
        Some((choice.label.as_str(), Span::exact(seats as f64)))
    }))
}
