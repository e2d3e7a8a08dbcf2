//! The columns by their headings, and a row from its cells.

use foldhash::{HashMap, HashMapExt, HashSet};
use jiff::civil::Date;
use std::borrow::Cow;

use super::{RawCandidate, RawPoll};
use crate::error::{Error, Result};
use crate::record::Call;

/// Where the columns stand.
pub(super) struct Columns {
    race: usize,
    kind: usize,
    pollster: usize,
    poll_date: usize,
    sample_size: usize,
    candidates: [CandidateColumns; 2],
    poll_id: Option<usize>,
    question_id: Option<usize>,
    race_id: Option<usize>,
    pollster_rating_id: Option<usize>,
    kind_detail: Option<usize>,
    location: Option<usize>,
    year: Option<usize>,
    methodology: Option<usize>,
    partisan: Option<usize>,
    election_date: Option<usize>,
    third: Option<usize>,
    margin_actual: Option<usize>,
    right_call: Option<usize>,
    comment: Option<usize>,
}

struct CandidateColumns {
    name: usize,
    party: Option<usize>,
    poll: usize,
    result: usize,
    fields: [&'static str; 3],
}

impl Columns {
    pub(super) fn of(headings: &[Cow<'_, str>]) -> Result<Columns> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, heading) in headings.iter().enumerate() {
            let heading = heading.as_ref();
            if !heading.is_empty() && places.insert(heading, place).is_some() {
                let help = "it is the heading of two columns; leave one out";
                return Err(Error::out_of_range("heading", heading, help));
            }
        }
        let known = |name: &str| places.get(name).copied();
        let needed = |name: &str| {
            known(name).ok_or_else(|| Error::missing(name, "add the column to the row of headings"))
        };
        Ok(Columns {
            race: needed("race")?,
            kind: needed("type_simple")?,
            pollster: needed("pollster")?,
            poll_date: needed("polldate")?,
            sample_size: needed("samplesize")?,
            candidates: [
                CandidateColumns {
                    name: needed("cand1_name")?,
                    party: known("cand1_party"),
                    poll: needed("cand1_pct")?,
                    result: needed("cand1_actual")?,
                    fields: ["cand1_name", "cand1_pct", "cand1_actual"],
                },
                CandidateColumns {
                    name: needed("cand2_name")?,
                    party: known("cand2_party"),
                    poll: needed("cand2_pct")?,
                    result: needed("cand2_actual")?,
                    fields: ["cand2_name", "cand2_pct", "cand2_actual"],
                },
            ],
            poll_id: known("poll_id"),
            question_id: known("question_id"),
            race_id: known("race_id"),
            pollster_rating_id: known("pollster_rating_id"),
            kind_detail: known("type_detail"),
            location: known("location"),
            year: known("year").or_else(|| known("cycle")),
            methodology: known("methodology"),
            partisan: known("partisan"),
            election_date: known("electiondate"),
            third: known("cand3_pct"),
            margin_actual: known("margin_actual"),
            right_call: known("rightcall"),
            comment: known("comment"),
        })
    }

    pub(super) fn poll<'a>(
        &self,
        row: &[Cow<'a, str>],
        line: u64,
        pollsters: &mut Pollsters<'a>,
    ) -> Result<RawPoll<'a>> {
        let cell = |place| cell(row, place);
        let needed = |place, field: &str| {
            cell(place)
                .ok_or_else(|| Error::missing(field, "fill in the cell, or leave the row out"))
        };
        let optional = |place: Option<usize>| place.and_then(cell);
        let number = |place: Option<usize>, field| {
            optional(place).map(|text| whole(text, field)).transpose()
        };
        let text = |place| optional(place).cloned();
        let [first, second] = &self.candidates;
        let candidate = |columns: &CandidateColumns| -> Result<RawCandidate<'a>> {
            let [name, poll, result] = columns.fields;
            let name = needed(columns.name, name)?;
            Ok(RawCandidate {
                name: name.clone(),
                party: text(columns.party).or_else(|| party_of(columns, name).map(Cow::Borrowed)),
                poll: share(needed(columns.poll, poll)?, poll)?,
                result: share(needed(columns.result, result)?, result)?,
            })
        };
        let mut candidates = [candidate(first)?, candidate(second)?];
        if candidates[0].name == candidates[1].name {
            for candidate in &mut candidates {
                let party = candidate.party.as_deref().unwrap_or("no party");
                candidate.name = Cow::Owned(format!("{} ({party})", candidate.name));
            }
        }
        let rating = number(self.pollster_rating_id, "pollster_rating_id")?;
        let pollster = needed(self.pollster, "pollster")?;
        Ok(RawPoll {
            line,
            poll_id: number(self.poll_id, "poll_id")?,
            question_id: number(self.question_id, "question_id")?,
            race_id: number(self.race_id, "race_id")?,
            race: needed(self.race, "race")?.clone(),
            year: optional(self.year)
                .map(|text| whole(text, "year"))
                .transpose()?,
            location: text(self.location),
            kind: needed(self.kind, "type_simple")?.clone(),
            kind_detail: text(self.kind_detail),
            pollster: pollsters.name(rating, pollster),
            pollster_rating_id: rating,
            methodology: text(self.methodology),
            partisan: text(self.partisan),
            poll_date: date(needed(self.poll_date, "polldate")?, "polldate")?,
            election_date: optional(self.election_date)
                .map(|text| date(text, "electiondate"))
                .transpose()?,
            sample_size: cell(self.sample_size).map(|text| size(text)).transpose()?,
            candidates,
            third: optional(self.third)
                .map(|text| share(text, "cand3_pct"))
                .transpose()?,
            margin_actual: optional(self.margin_actual)
                .map(|text| margin(text))
                .transpose()?,
            right_call: optional(self.right_call)
                .map(|text| call(text))
                .transpose()?,
            comment: text(self.comment),
        })
    }
}

/// Files without a column of parties name the two so where they are a Democrat and a Republican.
fn party_of(columns: &CandidateColumns, name: &str) -> Option<&'static str> {
    match (columns.party, name) {
        (None, "Democrat") => Some("DEM"),
        (None, "Republican") => Some("REP"),
        _ => None,
    }
}

/// A cell that holds something.
fn cell<'r, 'a>(row: &'r [Cow<'a, str>], place: usize) -> Option<&'r Cow<'a, str>> {
    let text = row.get(place)?;
    (!text.is_empty() && text != "NA").then_some(text)
}

fn decimal(text: &str, field: &str) -> Result<f64> {
    // "inf" and "NaN" are numbers to Rust, and none in a table.
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| Error::unreadable(field, text, "write a decimal number, such as 48.5"))
}

fn whole<T: std::str::FromStr>(text: &str, field: &str) -> Result<T> {
    // Programs that hold a column with gaps as decimals write "12.0".
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let help = "write a whole number";
    digits
        .parse()
        .map_err(|_| Error::unreadable(field, text, help))
}

/// A percentage as a proportion.
fn share(text: &str, field: &str) -> Result<f64> {
    let percent = decimal(text, field)?;
    if (0.0..=100.0).contains(&percent) {
        return Ok(percent / 100.0);
    }
    Err(Error::out_of_range(
        field,
        text,
        "give a percentage from 0 to 100",
    ))
}

fn margin(text: &str) -> Result<f64> {
    let points = decimal(text, "margin_actual")?;
    if (-100.0..=100.0).contains(&points) {
        return Ok(points / 100.0);
    }
    Err(Error::out_of_range(
        "margin_actual",
        text,
        "give a difference of two percentages",
    ))
}

fn size(text: &str) -> Result<f64> {
    let size = decimal(text, "samplesize")?;
    if size > 0.0 {
        return Ok(size);
    }
    Err(Error::out_of_range(
        "samplesize",
        text,
        "give a positive number, or leave the cell empty",
    ))
}

fn call(text: &str) -> Result<Call> {
    let credit = decimal(text, "rightcall")?;
    [Call::Right, Call::Shared, Call::Wrong]
        .into_iter()
        .find(|call| call.credit() == credit)
        .ok_or_else(|| Error::out_of_range("rightcall", text, "give 1, 0 or .5"))
}

fn date(text: &str, field: &str) -> Result<Date> {
    let unreadable = || {
        Error::unreadable(
            field,
            text,
            "write M/D/YYYY, such as 11/8/2022, or YYYY-MM-DD",
        )
    };
    let slashes = text.contains('/');
    let separator = if slashes { b'/' } else { b'-' };
    let mut parts = [0_i16; 3];
    let mut place = 0;
    let mut digits = 0;
    for byte in text.bytes() {
        if byte == separator && digits > 0 {
            (place, digits) = (place + 1, 0);
            continue;
        }
        let part = parts
            .get_mut(place)
            .filter(|_| byte.is_ascii_digit() && digits < 4);
        let part = part.ok_or_else(unreadable)?;
        *part = 10 * *part + i16::from(byte - b'0');
        digits += 1;
    }
    if place != 2 || digits == 0 {
        return Err(unreadable());
    }
    let [one, two, three] = parts;
    let (year, month, day) = if slashes {
        (three, one, two)
    } else {
        (one, two, three)
    };
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        _ => year,
    };
    let small = |number: i16| i8::try_from(number).map_err(|_| unreadable());
    Date::new(year, small(month)?, small(day)?).map_err(|_| unreadable())
}

/// One name for each rating number, the first that was met.
#[derive(Default)]
pub(super) struct Pollsters<'a> {
    names: HashMap<u64, Cow<'a, str>>,
    renamed: HashSet<u64>,
}

impl<'a> Pollsters<'a> {
    /// How many pollsters have several names.
    pub(super) fn renamed(&self) -> usize {
        self.renamed.len()
    }

    fn name(&mut self, rating: Option<u64>, name: &Cow<'a, str>) -> Cow<'a, str> {
        let Some(rating) = rating else {
            return name.clone();
        };
        let first = self.names.entry(rating).or_insert_with(|| name.clone());
        if first != name {
            self.renamed.insert(rating);
        }
        first.clone()
    }
}
