//! Which of two releases of one pollster came later, by what the releases are called.

use std::cmp::Ordering;

use crate::model::Poll;

/// What the name of a release says of when it came.
#[derive(Debug, Default)]
struct Told {
    /// It is marked final.
    is_final: bool,
    /// Minutes of the day; the night goes on after midnight.
    time: Option<u32>,
    /// Its place among several ("second wave", "at 90 percent").
    place: Option<u32>,
    /// It mends one that came before ("18:00, corrected").
    is_mended: bool,
}

/// Whether the one marked final stands for both: it need not have come later.
pub(super) fn stands_by_its_mark(poll: &Poll, other: &Poll) -> bool {
    Told::of(poll).is_final && !Told::of(other).is_final
}

/// The time of day in a release such as "20:00", "8 pm" or "20h30".
pub(super) fn time_of(poll: &Poll) -> Option<u32> {
    Told::of(poll).time
}

/// Whether `poll` is known to stand for `other` too: the one marked final, else the latest time, else the highest place,
/// else the one that mends the other. Where none of these tells them apart, it is not known.
pub(super) fn stands_before(poll: &Poll, other: &Poll) -> bool {
    Told::of(poll).against(&Told::of(other)) == Some(Ordering::Greater)
}

impl Told {
    fn of(poll: &Poll) -> Told {
        let release = poll.release().unwrap_or("").to_lowercase();
        let words = words(&release);
        Told {
            is_final: matches!(words.first().zip(words.last()), Some((first, last)) if *first == "final" || *last == "final"),
            time: time(&words),
            place: place(&words),
            is_mended: words.iter().any(|word| MENDED.contains(word)),
        }
    }

    fn against(&self, other: &Told) -> Option<Ordering> {
        let of_both = |own: Option<u32>, other: Option<u32>| {
            own.zip(other)
                .map_or(Ordering::Equal, |(own, other)| own.cmp(&other))
        };
        // One that mends another says so of the same time, and of the same place.
        let is_same = (self.time, self.place) == (other.time, other.place);
        let mends = match is_same {
            true => self.is_mended.cmp(&other.is_mended),
            false => Ordering::Equal,
        };
        let order = (self.is_final.cmp(&other.is_final))
            .then(of_both(self.time, other.time))
            .then(of_both(self.place, other.place))
            .then(mends);
        Some(order).filter(|order| order.is_ne())
    }
}

const MENDED: [&str; 4] = ["corrected", "correction", "revised", "revision"];

const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// Words and numbers by themselves: "8pm" is "8" and "pm", "20h30" is "20", "h" and "30"; between digits, colon and
/// point are of the number.
fn words(release: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let is_digit = |at: usize| release.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let kind = |at: usize, c: char| match c {
        '0'..='9' => 1,
        ':' | '.' | ',' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => 1,
        '%' => 2,
        c if c.is_alphabetic() => 3,
        _ => 0,
    };
    let mut start = 0;
    let mut last = 0;
    for (at, c) in release.char_indices().chain([(release.len(), ' ')]) {
        let own = kind(at, c);
        if own != last {
            if last != 0 {
                words.push(&release[start..at]);
            }
            (start, last) = (at, own);
        }
    }
    words
}

/// "20:00", "9:30 pm", "8 p.m.", "20h", "20h30", "18 Uhr" and "18.00 Uhr".
fn time(words: &[&str]) -> Option<u32> {
    let word = |at: usize| words.get(at).copied().unwrap_or("");
    let number = |at: usize| word(at).parse::<u32>().ok();
    let half = |at: usize| match (word(at), word(at + 1)) {
        ("am", _) | ("a", "m") => Some(0),
        ("pm", _) | ("p", "m") => Some(12),
        _ => None,
    };
    let is_of_clock = |at: usize| ["h", "uhr"].contains(&word(at)) || half(at).is_some();
    let at = |at: usize| -> Option<(u32, u32, Option<u32>)> {
        // A point alone can be that of a date or of a part.
        let point = is_of_clock(at + 1).then_some('.');
        let of_both = word(at)
            .split_once(':')
            .or_else(|| word(at).split_once(point?));
        if let Some((hours, minutes)) = of_both {
            return Some((
                hours.parse().ok()?,
                minutes.get(..2)?.parse().ok()?,
                half(at + 1),
            ));
        }
        let hours = number(at).filter(|_| is_of_clock(at + 1))?;
        let minutes = number(at + 2).filter(|_| word(at + 1) == "h" && word(at + 2).len() == 2);
        Some((hours, minutes.unwrap_or(0), half(at + 1)))
    };
    (0..words.len())
        .filter_map(at)
        .find_map(|(hours, minutes, half)| {
            let hours = match half {
                Some(_) if !(1..=12).contains(&hours) => return None,
                Some(half) => hours % 12 + half,
                None => hours,
            };
            let of_the_night = if hours < 6 { 24 } else { 0 };
            (hours < 24 && minutes < 60).then_some((hours + of_the_night) * 60 + minutes)
        })
}

/// "third wave", "3rd wave", "wave 3" and "at 90.5 percent", in hundredths.
fn place(words: &[&str]) -> Option<u32> {
    let number = |at: usize| {
        let number: f64 = words.get(at)?.replace(',', ".").parse().ok()?;
        (number < 1e4).then_some((100.0 * number).round() as u32)
    };
    (0..words.len()).find_map(|at| {
        let next = words.get(at + 1).copied().unwrap_or("");
        if ["wave", "release", "update", "version", "estimate"].contains(&words[at]) {
            return number(at + 1);
        }
        if ["st", "nd", "rd", "th", "percent", "%"].contains(&next) {
            return number(at);
        }
        let ordinal = ORDINALS.iter().position(|ordinal| *ordinal == words[at])?;
        Some(100 * (ordinal as u32 + 1))
    })
}
