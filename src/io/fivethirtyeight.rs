//! FiveThirtyEight's `raw_polls.csv`: polls of American elections with their results, one row a question.
//!
//! Columns are found by name, so that the headings of every year read (tested: those of 2018, of 2023
//! and of 2024). Needed are `race`, `type_simple`, `pollster`, `polldate`, `samplesize`,
//! `cand1_name`, `cand1_pct`, `cand1_actual` and the same of `cand2`; used where they stand are
//! `poll_id`, `question_id`, `race_id`, `pollster_rating_id`, `type_detail`, `location`, `year` or
//! `cycle`, `methodology`, `partisan`, `electiondate`, `cand1_party`, `cand2_party`, `cand3_pct`,
//! `margin_actual`, `rightcall` and `comment`. Others are passed over. Empty cells and `NA` are
//! unknown; dates are `M/D/YYYY`, `M/D/YY` (70 to 99 are of the last century) or `YYYY-MM-DD`.
//!
//! What the file's codebook says and the record relies on: `cand1` and `cand2` are the first two of the
//! election, the Democrat first where they are a Democrat and a Republican; `polldate` is the median
//! day of fieldwork; an unknown sample size was estimated, at 600 where nothing better was known, and
//! only the comment may say so; `cand3_pct` is the highest share of anyone else; `rightcall` is 1, 0,
//! or .5 for a shared lead.
//!
//! Years without parties name the two "Democrat" and "Republican" where they are.
//!
//! What was assumed in reading stands in [`RawPolls::notes`].

mod columns;
mod note;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::{text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::record::{Call, ChoiceOutcome, PollDeviation, PollOutcome, ResultLead};
use columns::{Columns, Pollsters};
pub use note::RawPollsNote;

/// The sides between which FiveThirtyEight reckons bias: positive where a poll overstates the Democrat.
pub const SIDES: [&str; 2] = ["DEM", "REP"];

/// The polls of a file, and what was assumed in reading it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RawPolls {
    /// In the order of the file.
    pub polls: Vec<RawPoll>,
    /// What a user of the figures should know.
    pub notes: Vec<RawPollsNote>,
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
/// Missing: a needed column, or a needed figure of a row. Unreadable: what is no number or date. Out of
/// range: a percentage outside 0 to 100, a size that is not positive, a call that is not 1, 0 or .5,
/// two columns of one name. The error has the line. What contradicts within a poll is found when it is
/// measured.
pub fn read(text: &str) -> Result<RawPolls> {
    let text = with_line_feeds(without_mark(text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    if !read_row(&mut reader, &mut record)? {
        let help = "the file is empty; it needs a row of headings";
        return Err(Error::missing("race", help));
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
        let line = line_of(&record, &text);
        let poll = columns.poll(&record, line, &mut names);
        raw.polls
            .push(poll.map_err(|error| error.at(Place::Line(line)))?);
    }
    raw.notes = note::notes(&raw.polls, names.renamed());
    Ok(raw)
}

/// Old programs end lines with a carriage return alone, which nobody counts as the end of a line.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') && !text.contains('\n') {
        Cow::Owned(text.replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The line of a row. Its position is where the row before ended: the rest of that line end, and blank
/// lines, are still ahead.
fn line_of(record: &csv::StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let ahead = text
        .as_bytes()
        .get(position.byte() as usize..)
        .unwrap_or_default();
    let ends = ahead
        .iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'));
    position.line() + ends.filter(|byte| **byte == b'\n').count() as u64
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
    /// The poll against its result, with the lead and the share of the Democrat where the first two
    /// were a Democrat and a Republican, of the winner elsewhere.
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
