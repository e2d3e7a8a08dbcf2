//! FiveThirtyEight's `raw_polls.csv`: polls of American elections with their results, one row a question.
//!
//! Columns are found by name, so that the headings of every year read (checked: those of 2016 to 2020, of 2023 and
//! of 2024). Needed are `race`, `type_simple`, `pollster`, `polldate`, `samplesize`, `cand1_name`, `cand1_pct`,
//! `cand1_actual` and the same of `cand2`; used where they stand are `poll_id`, `question_id`, `race_id`,
//! `pollster_rating_id`, `type_detail`, `location`, `year` or `cycle`, `methodology`, `partisan`, `electiondate`,
//! `cand1_party`, `cand2_party`, `cand3_pct`, `margin_actual`, `rightcall` and `comment`. Others are passed over.
//! Empty cells and `NA` are unknown; dates are `M/D/YYYY`, `M/D/YY` (70 to 99 are of the last century) or
//! `YYYY-MM-DD`.
//!
//! What the file's codebook says and the record relies on: `cand1` and `cand2` are the first two of the election, the
//! Democrat first where they are a Democrat and a Republican; `polldate` is the median day of fieldwork; an unknown
//! sample size was estimated, at 600 where nothing better was known, and only the comment may say so;
//! `cand3_pct` is the highest share of anyone else; `rightcall` is 1, 0, or .5 for a shared lead.
//!
//! What was assumed in reading stands in [`RawPolls::notes`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

use super::{text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::record::{Call, ChoiceOutcome, PollDeviation, PollOutcome, ResultLead};

/// The sides between which FiveThirtyEight reckons bias: positive where a poll overstates the Democrat.
pub const SIDES: [&str; 2] = ["DEM", "REP"];
/// The size that the file has where nothing is known.
const DEFAULT_SIZE: f64 = 600.0;

/// The polls of a file, and what was assumed in reading it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RawPolls {
    /// In the order of the file.
    pub polls: Vec<RawPoll>,
    /// What a user of the figures should know.
    pub notes: Vec<RawPollsNote>,
}

/// An assumption that concerns so many polls of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RawPollsNote {
    /// The comment says that the sample size is an estimate.
    SizeEstimated(usize),
    /// The sample size is 600, as where nothing is known, and no comment says more.
    SizePerhapsDefault(usize),
    /// The sample size is not known.
    SizeUnknown(usize),
    /// The source states whether the winner was called; its word is taken.
    CallStated(usize),
    /// The source's word on the call is not what the row's shares say, or cannot be told from them.
    CallNotInShares(usize),
    /// The shares of the candidates add to over 100 percent.
    OverWhole(usize),
    /// Pollsters that have one rating number and several names; the first name stands for all.
    PollsterRenamed(usize),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RawPoll {
    /// The line of the file, from 1.
    pub line: u64,
    /// Number of the poll; several questions can have one.
    pub poll_id: Option<u64>,
    /// Number of the question.
    pub question_id: Option<u64>,
    /// Number of the race.
    pub race_id: Option<u64>,
    /// The race, such as `2022_Sen-G_AK`.
    pub race: String,
    /// The year of the election.
    pub year: Option<u16>,
    /// State, district or `US`.
    pub location: Option<String>,
    /// The kind of contest, such as `Sen-G`.
    pub kind: String,
    /// The kind in more detail, such as `Sen-GR`.
    pub kind_detail: Option<String>,
    /// Who polled.
    pub pollster: String,
    /// Number of the pollster in the table of ratings.
    pub pollster_rating_id: Option<u64>,
    /// How interviews were taken, as printed.
    pub methodology: Option<String>,
    /// For which party a poll was taken, as printed.
    pub partisan: Option<String>,
    /// The median day of fieldwork.
    pub poll_date: Date,
    /// The day of the election.
    pub election_date: Option<Date>,
    /// Respondents, or an estimate.
    pub sample_size: Option<f64>,
    /// The first two of the election.
    pub candidates: [RawCandidate; 2],
    /// The highest share of anyone else in the poll, a proportion.
    pub third: Option<f64>,
    /// The official lead of the first candidate over the second, a proportion.
    pub margin_actual: Option<f64>,
    /// What the source says of the call.
    pub right_call: Option<Call>,
    /// Sponsor, population, remarks.
    pub comment: Option<String>,
}

/// A candidate of a row; shares are proportions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RawCandidate {
    /// The name; with the party where both candidates have one name ("Generic Candidate").
    pub name: String,
    /// The party.
    pub party: Option<String>,
    /// The share in the poll.
    pub poll: f64,
    /// The official share.
    pub result: f64,
}

/// Reads the text of a file.
///
/// ```
/// use exitpoll::io::fivethirtyeight::{RawPollsNote, SIDES, read};
///
/// let raw = read("\
/// race,type_simple,pollster,polldate,samplesize,cand1_name,cand1_party,cand1_pct,cand1_actual,\
/// cand2_name,cand2_party,cand2_pct,cand2_actual,margin_actual,rightcall,comment
/// 1998_Sen-G_NV,Sen-G,FM3 Research,10/13/1998,600,Harry Reid,DEM,49,48.77,John Ensign,REP,44,48.68,.09,1,
/// ")?;
/// assert!(raw.notes.contains(&RawPollsNote::SizePerhapsDefault(1)));
/// // A lead of 5 points where .09 was counted.
/// let measured = raw.polls[0].measure()?;
/// assert!(measured.oriented);
/// assert!((measured.lead.unwrap().deviation - 0.0491).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// Missing: a needed column, or a needed figure of a row. Unreadable: what is no number or date. Out of range: a
/// percentage outside 0 to 100, a size that is not positive, a call that is not 1, 0 or .5, two columns of one
/// name. The error has the line. What contradicts within a poll is found when it is measured.
pub fn read(text: &str) -> Result<RawPolls> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(without_mark(text).as_bytes());
    let mut record = csv::StringRecord::new();
    if !read_row(&mut reader, &mut record)? {
        return Err(Error::missing(
            "race",
            "the file is empty; it needs a row of headings",
        ));
    }
    let columns = Columns::of(&record).map_err(|error| error.at(Place::Line(1)))?;
    let mut raw = RawPolls {
        polls: Vec::with_capacity(text.len() / 256),
        notes: Vec::new(),
    };
    let mut names = Pollsters::default();
    while read_row(&mut reader, &mut record)? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let poll = columns.poll(&record, line, &mut names);
        raw.polls
            .push(poll.map_err(|error| error.at(Place::Line(line)))?);
    }
    raw.notes = notes(&raw.polls, names.renamed);
    Ok(raw)
}

/// Reads a file.
///
/// # Errors
/// As [`read`]; also for a file that cannot be read or is not UTF-8.
pub fn read_file(path: &str) -> Result<RawPolls> {
    read(&text_of(path)?).map_err(|error| error.at(Place::File(path.into())))
}

fn read_row(reader: &mut csv::Reader<&[u8]>, record: &mut csv::StringRecord) -> Result<bool> {
    reader.read_record(record).map_err(|error| {
        let line = error.position().map_or(0, csv::Position::line);
        Error::unreadable("row", error.to_string(), "save the file as CSV in UTF-8")
            .at(Place::Line(line))
    })
}

impl RawPoll {
    /// The poll against its result, with the lead and the share of the Democrat where the first two were a Democrat
    /// and a Republican, of the winner elsewhere.
    ///
    /// # Errors
    /// As [`PollOutcome::measure`], at the line of the row.
    pub fn measure(&self) -> Result<PollDeviation<'_>> {
        let choices = self.choices();
        let outcome = self.outcome(&choices);
        let at_line = |error: Error| error.at(Place::Line(self.line));
        outcome.measure(Some(SIDES)).map_err(at_line)
    }

    fn choices(&self) -> [ChoiceOutcome<'_>; 3] {
        let [first, second] = self.candidates.each_ref().map(|candidate| ChoiceOutcome {
            choice: &candidate.name,
            bloc: candidate.party.as_deref(),
            poll: candidate.poll,
            result: Some(candidate.result),
        });
        let third = ChoiceOutcome {
            choice: "(highest of the others)",
            bloc: None,
            // Without one, nobody was ahead of the other two.
            poll: self.third.unwrap_or(0.0),
            result: None,
        };
        [first, second, third]
    }

    fn outcome<'a, 'c>(&'a self, choices: &'c [ChoiceOutcome<'a>; 3]) -> PollOutcome<'a, 'c> {
        let [first, second] = &self.candidates;
        PollOutcome {
            pollster: &self.pollster,
            contest: &self.race,
            kind: Some(&self.kind),
            date: Some(self.poll_date),
            size: self.sample_size,
            choices,
            result_lead: self.margin_actual.map(|lead| ResultLead {
                of: &first.name,
                over: &second.name,
                lead,
            }),
            call: self.right_call,
        }
    }
}

impl RawPolls {
    /// All polls against their results.
    ///
    /// # Errors
    /// As [`RawPoll::measure`], for the first poll that has one.
    pub fn measure(&self) -> Result<Vec<PollDeviation<'_>>> {
        self.polls.iter().map(RawPoll::measure).collect()
    }
}

/// Where the columns stand.
struct Columns {
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
    fn of(headings: &csv::StringRecord) -> Result<Columns> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, heading) in headings.iter().enumerate() {
            let heading = heading.trim();
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

    fn poll(
        &self,
        row: &csv::StringRecord,
        line: u64,
        pollsters: &mut Pollsters,
    ) -> Result<RawPoll> {
        let cell = |place| cell(row, place);
        let needed = |place, field: &str| {
            cell(place)
                .ok_or_else(|| Error::missing(field, "fill in the cell, or leave the row out"))
        };
        let optional = |place: Option<usize>| place.and_then(cell);
        let number = |place: Option<usize>, field| {
            optional(place).map(|text| whole(text, field)).transpose()
        };
        let text = |place| optional(place).map(str::to_owned);
        let [first, second] = &self.candidates;
        let candidate = |columns: &CandidateColumns| -> Result<RawCandidate> {
            let [name, poll, result] = columns.fields;
            Ok(RawCandidate {
                name: needed(columns.name, name)?.to_owned(),
                party: text(columns.party),
                poll: share(needed(columns.poll, poll)?, poll)?,
                result: share(needed(columns.result, result)?, result)?,
            })
        };
        let mut candidates = [candidate(first)?, candidate(second)?];
        if candidates[0].name == candidates[1].name {
            for candidate in &mut candidates {
                let party = candidate.party.as_deref().unwrap_or("no party");
                candidate.name = format!("{} ({party})", candidate.name);
            }
        }
        let rating = number(self.pollster_rating_id, "pollster_rating_id")?;
        let pollster = needed(self.pollster, "pollster")?;
        Ok(RawPoll {
            line,
            poll_id: number(self.poll_id, "poll_id")?,
            question_id: number(self.question_id, "question_id")?,
            race_id: number(self.race_id, "race_id")?,
            race: needed(self.race, "race")?.to_owned(),
            year: optional(self.year)
                .map(|text| whole(text, "year"))
                .transpose()?,
            location: text(self.location),
            kind: needed(self.kind, "type_simple")?.to_owned(),
            kind_detail: text(self.kind_detail),
            pollster: pollsters.name(rating, pollster),
            pollster_rating_id: rating,
            methodology: text(self.methodology),
            partisan: text(self.partisan),
            poll_date: date(needed(self.poll_date, "polldate")?, "polldate")?,
            election_date: optional(self.election_date)
                .map(|text| date(text, "electiondate"))
                .transpose()?,
            sample_size: cell(self.sample_size).map(size).transpose()?,
            candidates,
            third: optional(self.third)
                .map(|text| share(text, "cand3_pct"))
                .transpose()?,
            margin_actual: optional(self.margin_actual).map(margin).transpose()?,
            right_call: optional(self.right_call).map(call).transpose()?,
            comment: text(self.comment),
        })
    }
}

/// A cell that holds something.
fn cell(row: &csv::StringRecord, place: usize) -> Option<&str> {
    let text = row.get(place)?.trim();
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
    let separator = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(separator);
    let mut part = || {
        parts
            .next()
            .filter(|part| part.len() <= 4)?
            .parse::<i16>()
            .ok()
    };
    let (Some(one), Some(two), Some(three)) = (part(), part(), part()) else {
        return Err(unreadable());
    };
    if parts.next().is_some() {
        return Err(unreadable());
    }
    let (year, month, day) = if separator == '/' {
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
struct Pollsters {
    names: HashMap<u64, String>,
    renamed: usize,
    again: HashMap<u64, String>,
}

impl Pollsters {
    fn name(&mut self, rating: Option<u64>, name: &str) -> String {
        let Some(rating) = rating else {
            return name.to_owned();
        };
        let Some(first) = self.names.get(&rating) else {
            self.names.insert(rating, name.to_owned());
            return name.to_owned();
        };
        if first != name && self.again.insert(rating, name.to_owned()).is_none() {
            self.renamed += 1;
        }
        first.clone()
    }
}

fn notes(polls: &[RawPoll], renamed: usize) -> Vec<RawPollsNote> {
    let count = |is: &dyn Fn(&RawPoll) -> bool| polls.iter().filter(|poll| is(poll)).count();
    let estimated = |poll: &RawPoll| {
        let comment = poll.comment.as_deref().unwrap_or_default();
        comment.contains("estimated")
    };
    let not_in_shares = |poll: &RawPoll| {
        let choices = poll.choices();
        poll.right_call.is_some() && poll.right_call != poll.outcome(&choices).call_of_shares()
    };
    let over_whole = |poll: &RawPoll| {
        let total: f64 = poll.choices().iter().map(|choice| choice.poll).sum();
        total > 1.0 + 1e-9
    };
    [
        RawPollsNote::SizeEstimated(count(&estimated)),
        RawPollsNote::SizePerhapsDefault(count(&|poll| {
            poll.sample_size == Some(DEFAULT_SIZE) && !estimated(poll)
        })),
        RawPollsNote::SizeUnknown(count(&|poll| poll.sample_size.is_none())),
        RawPollsNote::CallStated(count(&|poll| poll.right_call.is_some())),
        RawPollsNote::CallNotInShares(count(&not_in_shares)),
        RawPollsNote::OverWhole(count(&over_whole)),
        RawPollsNote::PollsterRenamed(renamed),
    ]
    .into_iter()
    .filter(|note| note.polls() > 0)
    .collect()
}

impl RawPollsNote {
    /// How many polls (or pollsters) it concerns.
    #[must_use]
    pub fn polls(self) -> usize {
        match self {
            RawPollsNote::SizeEstimated(polls)
            | RawPollsNote::SizePerhapsDefault(polls)
            | RawPollsNote::SizeUnknown(polls)
            | RawPollsNote::CallStated(polls)
            | RawPollsNote::CallNotInShares(polls)
            | RawPollsNote::OverWhole(polls)
            | RawPollsNote::PollsterRenamed(polls) => polls,
        }
    }
}

impl fmt::Display for RawPollsNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let polls = self.polls();
        f.write_str(&match self {
            RawPollsNote::SizeEstimated(_) => {
                format!("the sample size of {polls} polls is an estimate, as their comments say")
            }
            RawPollsNote::SizePerhapsDefault(_) => format!(
                "{polls} polls have the sample size {DEFAULT_SIZE}, which the source gives to polls of unknown size"
            ),
            RawPollsNote::SizeUnknown(_) => format!("the sample size of {polls} polls is not known"),
            RawPollsNote::CallStated(_) => {
                format!("whether {polls} polls called the winner is the source's word")
            }
            RawPollsNote::CallNotInShares(_) => format!(
                "of {polls} polls the source's word on the call is not what their shares say, or cannot be told from them"
            ),
            RawPollsNote::OverWhole(_) => {
                format!("the shares of {polls} polls add to over 100 percent")
            }
            RawPollsNote::PollsterRenamed(_) => {
                format!("{polls} pollsters have several names under one number; the first is used")
            }
        })
    }
}
