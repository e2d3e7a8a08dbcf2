//! Which of two releases of one pollster came later, by what the releases are called and by their days of fieldwork.

use std::cmp::Ordering;

use super::release_time::{Day, Hour};
use crate::model::Poll;

/// What the name of a release says of when it came.
#[derive(Debug)]
struct Told {
    /// It is marked final.
    is_final: bool,
    day: Option<Day>,
    hour: Option<Hour>,
    /// Its place among several ("second wave", "v2", "at 90 percent").
    place: Option<u32>,
    /// It mends one that came before ("18:00, corrected", "update").
    is_mended: bool,
}

/// Whether the one marked final stands for both: it need not have come later.
pub(super) fn stands_by_its_mark(poll: &Poll, other: &Poll) -> bool {
    Told::of(poll).is_final && !Told::of(other).is_final
}

/// Whether `poll` may have come before `other`, by a day or an hour that `other` gives.
pub(super) fn may_be_before(poll: &Poll, other: &Poll) -> bool {
    let (own, theirs) = (Told::of(poll), Told::of(other));
    let is_timed = theirs.day.is_some() || theirs.hour.is_some();
    is_timed && own.in_time(&theirs).is_none_or(Ordering::is_lt)
}

/// Whether `poll` is known to stand for `other` too: the one marked final, else the latest time, else the highest place,
/// else the one that mends the other, else the later day of fieldwork. Where none of these tells them apart, it is not
/// known.
pub(super) fn stands_before(poll: &Poll, other: &Poll) -> bool {
    let of_words = Told::of(poll).against(&Told::of(other));
    let days = poll.fieldwork().zip(other.fieldwork());
    let of_fieldwork = days.map_or(Ordering::Equal, |(own, theirs)| own.cmp(&theirs));
    of_words.then(of_fieldwork).is_gt()
}

impl Told {
    fn of(poll: &Poll) -> Told {
        let release = poll.release().unwrap_or("").to_lowercase();
        let words = words(&release);
        let is_mended = words.iter().any(|word| MENDED.contains(word));
        let day = Day::of(&words);
        Told {
            is_final: matches!(words.first().zip(words.last()), Some((first, last)) if *first == "final" || *last == "final"),
            hour: Hour::of(&words, day.is_some(), is_mended),
            day,
            place: place(&words),
            is_mended,
        }
    }

    /// By day and hour; absent where the two give nothing that can be compared. An hour of a day says nothing beside an
    /// hour of which the day is not known.
    fn in_time(&self, other: &Told) -> Option<Ordering> {
        let of_hours = || {
            let hours = self.hour.zip(other.hour);
            hours.map(|(own, theirs)| own.against(theirs))
        };
        match (self.day, other.day) {
            (None, None) => of_hours(),
            (Some(own), Some(theirs)) => match own.against(theirs)? {
                Ordering::Equal => of_hours(),
                order => Some(order),
            },
            _ => None,
        }
    }

    fn against(&self, other: &Told) -> Ordering {
        let places = self.place.zip(other.place);
        // One that mends another says so of the same time, and of the same place.
        let is_same = (self.day, self.hour, self.place) == (other.day, other.hour, other.place);
        let mends = match is_same {
            true => self.is_mended.cmp(&other.is_mended),
            false => Ordering::Equal,
        };
        (self.is_final.cmp(&other.is_final))
            .then(self.in_time(other).unwrap_or(Ordering::Equal))
            .then(places.map_or(Ordering::Equal, |(own, theirs)| own.cmp(&theirs)))
            .then(mends)
    }
}

const MENDED: [&str; 6] = [
    "corrected",
    "correction",
    "revised",
    "revision",
    "updated",
    "update",
];

/// What releases are numbered as.
const NUMBERED: [&str; 10] = [
    "wave",
    "release",
    "update",
    "version",
    "v",
    "estimate",
    "projection",
    "number",
    "no",
    "#",
];

const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// Words and numbers by themselves: "8pm" is "8" and "pm", "20h30" is "20", "h" and "30"; between digits, colon and
/// point are of the number; behind one ("2.") a point is a word of its own.
fn words(release: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let is_digit = |at: usize| release.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let kind = |at: usize, c: char| match c {
        '0'..='9' => 1,
        ':' | '.' | ',' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => 1,
        '.' if at > 0 && is_digit(at - 1) => 4,
        '%' | '#' => 2,
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

/// "third wave", "3rd wave", "wave 3", "v3", "3." and "at 90.5 percent", in hundredths.
fn place(words: &[&str]) -> Option<u32> {
    let number = |at: usize| {
        let number: f64 = words.get(at)?.replace(',', ".").parse().ok()?;
        (number < 1e4).then_some((100.0 * number).round() as u32)
    };
    if let [only] = words
        && only.parse::<u32>().is_ok()
    {
        return number(0);
    }
    (0..words.len()).find_map(|at| {
        let next = words.get(at + 1).copied().unwrap_or("");
        if NUMBERED.contains(&words[at]) && number(at + 1).is_some() {
            return number(at + 1);
        }
        let is_whole = || words[at].parse::<u32>().is_ok();
        if ["st", "nd", "rd", "th", "percent", "%"].contains(&next) || next == "." && is_whole() {
            return number(at);
        }
        let ordinal = ORDINALS.iter().position(|ordinal| *ordinal == words[at])?;
        Some(100 * (ordinal as u32 + 1))
    })
}
