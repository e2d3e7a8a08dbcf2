//! When a release came, by the day and the hour in its name.

use std::cmp::Ordering;

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// The day of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// With the day first and with the month first, as far as "02/11/2004" can be read so; others are the same twice.
    Dates([Option<Date>; 2]),
    /// Monday is 0.
    OfWeek(u32),
}

/// A day of the calendar; not every source writes the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    year: Option<u32>,
    month: u32,
    day: u32,
}

/// The hour of a release, in minutes from the start of the day of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    /// A time of the clock.
    Clock(u32),
    /// A part of the day, the earlier the smaller.
    Part(usize),
}

/// The parts of a day in their order, and between which hours each can be.
const PARTS: [(&[&str], [u32; 2]); 5] = [
    (&["midday", "noon"], [11, 14]),
    (&["afternoon"], [12, 19]),
    (&["evening"], [16, 26]),
    (&["closing", "close"], [12, 30]),
    // The next day.
    (&[], [24, 48]),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl Day {
    /// "2004-11-02", "2 November", "Nov 2nd, 2004", "2.11.2004", "02/11/2004" and "Tuesday".
    pub(super) fn of(words: &[&str]) -> Option<Day> {
        let dates = || (0..words.len()).find_map(|at| date(words, at));
        let week_day = |word: &&str| WEEK.iter().position(|day| is_short_for(word, day));
        let of_week = || words.iter().find_map(week_day);
        dates()
            .map(Day::Dates)
            .or_else(|| of_week().map(|day| Day::OfWeek(day as u32)))
    }

    /// Which of two days is the later, where they can be told apart. Two days of the week are of one night and those
    /// after it.
    pub(super) fn against(self, other: Day) -> Option<Ordering> {
        match (self, other) {
            (Day::Dates(own), Day::Dates(theirs)) => {
                // One source writes its dates in one way.
                let order =
                    |(own, theirs): (Option<Date>, Option<Date>)| Some(own?.against(theirs?));
                let mut orders = own.into_iter().zip(theirs).filter_map(order);
                let first = orders.next()?;
                orders.all(|other| other == first).then_some(first)
            }
            (Day::OfWeek(own), Day::OfWeek(theirs)) => Some(match (own + 7 - theirs) % 7 {
                0 => Ordering::Equal,
                1..=3 => Ordering::Greater,
                _ => Ordering::Less,
            }),
            _ => None,
        }
    }
}

impl Date {
    fn new(year: Option<u32>, month: u32, day: u32) -> Option<Date> {
        let is_one = (1..=12).contains(&month) && (1..=31).contains(&day);
        is_one.then_some(Date { year, month, day })
    }

    fn against(self, other: Date) -> Ordering {
        let years = self.year.zip(other.year);
        years
            .map_or(Ordering::Equal, |(own, theirs)| own.cmp(&theirs))
            .then((self.month, self.day).cmp(&(other.month, other.day)))
    }
}

/// The readings of a date that begins with this word.
fn date(words: &[&str], at: usize) -> Option<[Option<Date>; 2]> {
    let number = |at: usize| of_digits(words.get(at)?);
    let year = |at: usize| number(at).filter(|year| (1900..2200).contains(year));
    let any_year = || (0..words.len()).find_map(year);
    let month = |at: usize| {
        let word = words.get(at)?;
        let found = MONTHS.iter().position(|month| is_short_for(word, month))?;
        Some(found as u32 + 1)
    };
    let day = |at: usize| number(at).filter(|_| !is_of_clock(words, at + 1));
    let once = |date: Option<Date>| date.map(|date| [Some(date); 2]);
    // "2004-11-02".
    if let (Some(year), Some(month), Some(day)) = (year(at), number(at + 1), number(at + 2)) {
        return once(Date::new(Some(year), month, day));
    }
    // "02/11/2004".
    if let (Some(first), Some(second), Some(year)) = (number(at), number(at + 1), year(at + 2)) {
        let of = |day: u32, month: u32| Date::new(Some(year), month, day);
        let readings = [of(first, second), of(second, first)];
        return Some(readings).filter(|readings| readings.iter().any(Option::is_some));
    }
    // "November 2", and "2 November", "2nd November" or "2. November".
    if let Some(month) = month(at) {
        let before = || {
            let is_ending = |word: &&str| ["st", "nd", "rd", "th", "."].contains(word);
            let ending = at >= 2 && words.get(at - 1).is_some_and(is_ending);
            number(at.checked_sub(if ending { 2 } else { 1 })?)
        };
        let of = |day: u32| Date::new(any_year(), month, day);
        return once(before().and_then(of).or_else(|| of(day(at + 1)?)));
    }
    with_points(words, at).and_then(|(day, month, year)| once(Date::new(year, month, day)))
}

/// "2.11.2004" and "2.11."; "2.11" alone can be a time or a part as well, but not beside a time.
fn with_points(words: &[&str], at: usize) -> Option<(u32, u32, Option<u32>)> {
    let mut parts = words.get(at)?.split('.');
    let (day, month) = (of_digits(parts.next()?)?, of_digits(parts.next()?)?);
    let is_closed = words.get(at + 1) == Some(&".");
    let beside_time = || words.iter().any(|word| word.contains(':'));
    match parts.next() {
        Some(year) => Some((day, month, Some(of_digits(year)?))),
        None if is_of_clock(words, at + 1) => None,
        None => (is_closed || beside_time()).then_some((day, month, None)),
    }
}

fn of_digits(word: &str) -> Option<u32> {
    word.parse().ok()
}

/// "nov" and "november".
fn is_short_for(word: &str, name: &str) -> bool {
    word == name || word.len() == 3 && name.starts_with(word)
}

impl Hour {
    /// The time of the clock, or else the part of the day. Of a release that mends another it is the last of its times:
    /// "21:00 (corrected 21:40)". On a day of its own 01:00 is early, otherwise the night goes on after midnight.
    pub(super) fn of(words: &[&str], has_day: bool, is_mended: bool) -> Option<Hour> {
        let pair = |two: &[&str]| {
            ["next", "following"].contains(&two[0])
                && ["day", "morning", "afternoon", "evening"].contains(&two[1])
        };
        let is_next_day = words.windows(2).any(pair);
        let on_its_day = |minutes: u32| match (is_next_day, has_day) {
            (true, _) => minutes + DAY,
            (false, false) if minutes < 6 * 60 => minutes + DAY,
            (false, _) => minutes,
        };
        let mut times = (0..words.len())
            .filter_map(|at| time(words, at))
            .map(on_its_day);
        let clock = match is_mended {
            true => times.max(),
            false => times.next(),
        };
        let part = || {
            let is_before = words.contains(&"before");
            let named =
                |(names, _): &(&[&str], [u32; 2])| words.iter().any(|word| names.contains(word));
            match is_next_day {
                true => Some(PARTS.len() - 1),
                false => PARTS.iter().position(named).filter(|_| !is_before),
            }
        };
        clock.map(Hour::Clock).or_else(|| part().map(Hour::Part))
    }

    /// Which of two hours is the later; equal also where nothing tells them apart.
    pub(super) fn against(self, other: Hour) -> Ordering {
        match (self, other) {
            (Hour::Clock(own), Hour::Clock(theirs)) => own.cmp(&theirs),
            (Hour::Part(own), Hour::Part(theirs)) => own.cmp(&theirs),
            (Hour::Clock(time), Hour::Part(part)) => within_part(time, part),
            (Hour::Part(part), Hour::Clock(time)) => within_part(time, part).reverse(),
        }
    }
}

/// Before, in or after a part of the day.
fn within_part(time: u32, part: usize) -> Ordering {
    let [from, to] = PARTS[part].1.map(|hour| 60 * hour);
    match time {
        time if time < from => Ordering::Less,
        time if time >= to => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

/// Midnight or noon, to which the hours before a word such as "pm" are added.
fn half(words: &[&str], at: usize) -> Option<u32> {
    let word = |at: usize| words.get(at).copied().unwrap_or("");
    match (word(at), word(at + 1)) {
        ("am", _) | ("a", "m") => Some(0),
        ("pm", _) | ("p", "m") => Some(12),
        _ => None,
    }
}

/// Whether the number before this word is of a clock.
fn is_of_clock(words: &[&str], at: usize) -> bool {
    let is_hour = |word: &&str| ["h", "uhr"].contains(word);
    words.get(at).is_some_and(is_hour) || half(words, at).is_some()
}

/// "20:00", "9:30 pm", "8 p.m.", "20h", "20h30", "18 Uhr" and "18.00 Uhr" from this word on, in minutes of the day.
fn time(words: &[&str], at: usize) -> Option<u32> {
    let word = |at: usize| words.get(at).copied().unwrap_or("");
    // A point alone can be that of a date or of a part.
    let point = is_of_clock(words, at + 1).then_some('.');
    let of_both = word(at)
        .split_once(':')
        .or_else(|| word(at).split_once(point?));
    let (hours, minutes) = match of_both {
        Some((hours, minutes)) => (of_digits(hours)?, of_digits(minutes.get(..2)?)?),
        None => {
            let hours = of_digits(word(at)).filter(|_| is_of_clock(words, at + 1))?;
            let minutes = of_digits(word(at + 2));
            let minutes = minutes.filter(|_| word(at + 1) == "h" && word(at + 2).len() == 2);
            (hours, minutes.unwrap_or(0))
        }
    };
    let hours = match half(words, at + 1) {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(half) => hours % 12 + half,
        None => hours,
    };
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
