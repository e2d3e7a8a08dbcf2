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
use serde::Serialize;
use std::borrow::Cow;

use super::rows::Rows;
use super::text::{text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::record::{Call, ChoiceOutcome, PollDeviation, PollOutcome, ResultLead};
use columns::{Columns, Pollsters};
pub use note::RawPollsNote;

/// The sides between which FiveThirtyEight reckons bias: positive where a poll overstates the Democrat.
pub const SIDES: [&str; 2] = ["DEM", "REP"];

/// The polls of a file, and what was assumed in reading it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RawPolls<'a> {
    /// In the order of the file.
    pub polls: Vec<RawPoll<'a>>,
    /// What a user of the figures should know.
    pub notes: Vec<RawPollsNote>,
}

/// One row; its texts are those of the file where they stand there without quotes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RawPoll<'a> {
    /// The line of the file, from 1.
    pub line: u64,
    /// Number of the poll; several questions can have one.
    pub poll_id: Option<u64>,
    /// Number of the question.
    pub question_id: Option<u64>,
    /// Number of the race.
    pub race_id: Option<u64>,
    /// The race, such as `2022_Sen-G_AK`.
    pub race: Cow<'a, str>,
    /// The year of the election.
    pub year: Option<u16>,
    /// State, district or `US`.
    pub location: Option<Cow<'a, str>>,
    /// The kind of contest, such as `Sen-G`.
    pub kind: Cow<'a, str>,
    /// The kind in more detail, such as `Sen-GR`.
    pub kind_detail: Option<Cow<'a, str>>,
    /// Who polled.
    pub pollster: Cow<'a, str>,
    /// Number of the pollster in the table of ratings.
    pub pollster_rating_id: Option<u64>,
    /// How interviews were taken, as printed.
    pub methodology: Option<Cow<'a, str>>,
    /// For which party a poll was taken, as printed.
    pub partisan: Option<Cow<'a, str>>,
    /// The median day of fieldwork.
    pub poll_date: Date,
    /// The day of the election.
    pub election_date: Option<Date>,
    /// Respondents, or an estimate.
    pub sample_size: Option<f64>,
    /// The first two of the election.
    pub candidates: [RawCandidate<'a>; 2],
    /// The highest share of anyone else in the poll, a proportion.
    pub third: Option<f64>,
    /// The official lead of the first candidate over the second, a proportion.
    pub margin_actual: Option<f64>,
    /// What the source says of the call.
    pub right_call: Option<Call>,
    /// Sponsor, population, remarks.
    pub comment: Option<Cow<'a, str>>,
}

/// A candidate of a row; shares are proportions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RawCandidate<'a> {
    /// The name; with the party where both candidates have one name ("Generic Candidate").
    pub name: Cow<'a, str>,
    /// The party.
    pub party: Option<Cow<'a, str>>,
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
pub fn read(text: &str) -> Result<RawPolls<'_>> {
    let text = without_mark(text);
    // Old programs end lines with a carriage return alone.
    if text.contains('\r') && !text.contains('\n') {
        return read(&text.replace('\r', "\n")).map(RawPolls::into_owned);
    }
    let mut rows = Rows::new(text, b',', 1);
    let Some(line) = rows.next_row()? else {
        let help = "the file is empty; it needs a row of headings";
        return Err(Error::missing("race", help));
    };
    let columns = Columns::of(rows.cells()).map_err(|error| error.at(Place::Line(line)))?;
    let mut polls = Vec::with_capacity(text.len() / 200);
    let mut names = Pollsters::default();
    while let Some(line) = rows.next_row()? {
        let poll = columns.poll(rows.cells(), line, &mut names);
        polls.push(poll.map_err(|error| error.at(Place::Line(line)))?);
    }
    let notes = note::notes(&polls, names.renamed());
    Ok(RawPolls { polls, notes })
}

/// Reads a file.
///
/// # Errors
/// As [`read`]; also for a file that cannot be read or is not UTF-8.
pub fn read_file(path: &str) -> Result<RawPolls<'static>> {
    let text = text_of(path)?;
    let raw = read(&text).map(RawPolls::into_owned);
    raw.map_err(|error| error.at(Place::File(path.into())))
}

impl RawPoll<'_> {
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

    /// Whether the comment says that the sample size is an estimate.
    #[must_use]
    pub fn size_is_estimated(&self) -> bool {
        self.comment
            .as_deref()
            .is_some_and(|comment| comment.contains("estimated"))
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

impl RawPolls<'_> {
    /// All polls against their results.
    ///
    /// # Errors
    /// As [`RawPoll::measure`], for the first poll that has one.
    pub fn measure(&self) -> Result<Vec<PollDeviation<'_>>> {
        self.polls.iter().map(RawPoll::measure).collect()
    }

    /// The same with texts of its own, so that the text of the file can go.
    #[must_use]
    pub fn into_owned(self) -> RawPolls<'static> {
        RawPolls {
            polls: self.polls.into_iter().map(RawPoll::into_owned).collect(),
            notes: self.notes,
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl RawPoll<'_> {
    fn into_owned(self) -> RawPoll<'static> {
        RawPoll {
            race: owned(self.race),
            location: self.location.map(owned),
            kind: owned(self.kind),
            kind_detail: self.kind_detail.map(owned),
            pollster: owned(self.pollster),
            methodology: self.methodology.map(owned),
            partisan: self.partisan.map(owned),
            candidates: self.candidates.map(|candidate| RawCandidate {
                name: owned(candidate.name),
                party: candidate.party.map(owned),
                poll: candidate.poll,
                result: candidate.result,
            }),
            comment: self.comment.map(owned),
            line: self.line,
            poll_id: self.poll_id,
            question_id: self.question_id,
            race_id: self.race_id,
            year: self.year,
            pollster_rating_id: self.pollster_rating_id,
            poll_date: self.poll_date,
            election_date: self.election_date,
            sample_size: self.sample_size,
            third: self.third,
            margin_actual: self.margin_actual,
            right_call: self.right_call,
        }
    }
}
