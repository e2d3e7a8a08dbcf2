//! What a reader assumed: typed, beside the figures, never silent.

use std::fmt;

use crate::io::fivethirtyeight::RawPollsNote;
use crate::model::{Base, CountStatus, PollKind};

/// An assumption with the line on which it rests.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Note {
    /// The line of the file, counted from 1; none where it concerns the whole file.
    pub line: Option<u64>,
    /// What was assumed or left out.
    pub assumption: Assumption,
}

/// How the encoding of a file became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodingEvidence {
    /// The caller named it.
    Declared,
    /// A byte order mark stands first.
    ByteOrderMark,
    /// Every byte sequence is valid in it.
    Valid,
    /// Zero bytes alternate with the others, as in UTF-16.
    ZeroBytes,
    /// It is not UTF-8, and any bytes are valid in a single-byte encoding: the usual one is taken.
    Fallback,
}

/// What a reader took for granted because the file does not say it, or left out because the model
/// has no place for it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Assumption {
    /// The encoding in which the bytes were read, where it is not plain UTF-8.
    Encoding {
        /// Its standard label.
        label: &'static str,
        /// How it became known.
        evidence: EncodingEvidence,
    },
    /// The separator of cells, found in the heading.
    Delimiter(char),
    /// The kind of a poll that the file does not mark.
    Kind {
        /// The kind taken.
        taken: PollKind,
        /// Polls in the file that are read so.
        polls: usize,
    },
    /// A poll marked as an exit poll whose fieldwork was not on the day of the contest: not taken
    /// for an exit poll of that contest.
    ExitMarkOfAnotherDay {
        /// The poll.
        poll: String,
    },
    /// The base of a poll's shares, taken from their sum.
    BaseFromSum {
        /// The poll.
        poll: String,
        /// The sum of the printed shares, percent.
        sum: f64,
        /// The base taken.
        base: Base,
    },
    /// A poll whose shares do not sum to 100 percent, and nothing says why: its base stays unknown.
    BaseUnknown {
        /// The poll.
        poll: String,
        /// The sum of the printed shares, percent.
        sum: f64,
    },
    /// A sample size that is only approximate, a lower limit or a range; the lower value is taken.
    SizeInexact {
        /// The poll.
        poll: String,
        /// As the file has it.
        printed: String,
        /// The number taken.
        taken: u64,
    },
    /// A sample size reduced by the responses that the source excluded.
    SizeReduced {
        /// The poll.
        poll: String,
        /// The size as printed.
        printed: u64,
        /// The number taken.
        taken: u64,
    },
    /// A sample size that the source marks as estimated or assumed: left unknown.
    SizeEstimated {
        /// The poll.
        poll: String,
        /// The size as printed.
        printed: String,
    },
    /// Decimals that the file adds to whole percent (`33.0`): the share is taken as whole percent.
    DecimalsDropped {
        /// The poll.
        poll: String,
    },
    /// A share of 0 percent in a format that also writes 0 for "less than half a step".
    ZeroMayBeSmall {
        /// The poll.
        poll: String,
        /// The choice.
        choice: String,
    },
    /// A figure that the model cannot hold as published and that was left out.
    LeftOut {
        /// The choice, field or row.
        what: String,
        /// Why.
        why: String,
    },
    /// The row that is read as the official result.
    ResultRow {
        /// The name in the row.
        name: String,
    },
    /// Whether a count is final, where the file does not say so in these words.
    Status {
        /// What the file says; empty where it says nothing.
        printed: String,
        /// The status taken.
        taken: CountStatus,
    },
    /// The day of the contest, taken from the file's name.
    DateFromFileName(String),
    /// The century of two-digit years.
    Century {
        /// The first two digits taken.
        taken: u8,
    },
    /// Votes of a choice that stand in several rows (fusion lines, reporting units): summed.
    Summed {
        /// The contest.
        contest: String,
        /// Rows that were summed.
        rows: usize,
    },
    /// Votes of a row that is no choice of the ballot (blank, void, over- or undervotes): counted as
    /// invalid.
    NoChoice {
        /// The label of the row.
        label: String,
        /// Its votes.
        votes: u64,
    },
    /// A row with votes but without a name.
    Unnamed {
        /// The label under which its votes stand.
        taken: String,
        /// Its votes.
        votes: u64,
    },
    /// A row without votes: its choice is taken as not counted there.
    VotesMissing {
        /// The choice.
        choice: String,
    },
    /// A name that differs from another one in case or spaces only: taken for the same choice.
    Spelling {
        /// As the rows have it.
        printed: String,
        /// The first spelling, under which the votes stand.
        taken: String,
    },
    /// Two rows that agree in every cell that names them; both are summed.
    RepeatedRow {
        /// The choice.
        choice: String,
    },
    /// A figure that comes again with the same text; it is taken once.
    RepeatedFigure {
        /// The choice.
        choice: String,
    },
    /// A total that the file prints and that its rows do not sum to.
    TotalDiffers {
        /// The contest.
        contest: String,
        /// The sum of the rows.
        sum: u64,
        /// The total printed.
        printed: u64,
    },
    /// Rows in which nothing stands.
    BlankRows(usize),
    /// A contest with several votes for each voter: shares are of votes, not of voters.
    SeveralVotes {
        /// The contest.
        contest: String,
        /// Votes allowed.
        votes: u64,
    },
    /// A contest of some places of a file in which others have one of the same name, with no candidate in common:
    /// an office of those places.
    Apart {
        /// The contest.
        contest: String,
    },
    /// A poll that comes again in all its figures: it is taken once.
    RepeatedPoll {
        /// The poll.
        poll: String,
    },
    /// What concerns so many of FiveThirtyEight's raw polls.
    RawPolls(RawPollsNote),
    /// Figures that are not votes although the column says so (delegates of a caucus).
    NotVotes {
        /// The contest.
        contest: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.assumption),
            None => self.assumption.fmt(f),
        }
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Assumption as A;
        match self {
            A::Encoding { label, evidence } => {
                let why = match evidence {
                    EncodingEvidence::Declared => "as declared",
                    EncodingEvidence::ByteOrderMark => "by its byte order mark",
                    EncodingEvidence::Valid => "which it is throughout",
                    EncodingEvidence::ZeroBytes => "by its zero bytes",
                    EncodingEvidence::Fallback => "because it is not UTF-8",
                };
                write!(f, "the file is read as {label}, {why}")
            }
            A::Delimiter(c) => write!(f, "cells are separated by {c:?}"),
            A::Kind { taken, polls } => {
                let kind = kind_name(*taken);
                write!(
                    f,
                    "the file does not mark exit polls: {polls} read as {kind}"
                )
            }
            A::ExitMarkOfAnotherDay { poll } => write!(
                f,
                "{poll} is marked as an exit poll, but not of this contest's day"
            ),
            A::BaseFromSum { poll, sum, base } => {
                let base = match base {
                    Base::ValidVotes => "valid votes",
                    Base::AllBallots => "all ballots",
                    Base::Approached => "everyone approached",
                };
                write!(f, "{poll}: shares sum to {sum:.1}, taken as of {base}")
            }
            A::BaseUnknown { poll, sum } => {
                write!(f, "{poll}: shares sum to {sum:.1}; of what is not known")
            }
            A::SizeInexact {
                poll,
                printed,
                taken,
            } => write!(f, "{poll}: sample size \"{printed}\" taken as {taken}"),
            A::SizeReduced {
                poll,
                printed,
                taken,
            } => write!(
                f,
                "{poll}: of {printed} respondents {taken} are in the shares"
            ),
            A::SizeEstimated { poll, printed } => write!(
                f,
                "{poll}: sample size {printed} is an estimate, taken as unknown"
            ),
            A::DecimalsDropped { poll } => {
                write!(f, "{poll}: every share ends in .0, taken as whole percent")
            }
            A::ZeroMayBeSmall { poll, choice } => {
                write!(f, "{poll}: 0 for {choice} may have been printed as \"<\"")
            }
            A::LeftOut { what, why } => write!(f, "left out: {what} ({why})"),
            A::ResultRow { name } => write!(f, "\"{name}\" is taken as the official result"),
            A::Status { printed, taken } => {
                let taken = match taken {
                    CountStatus::Final => "final",
                    CountStatus::Partial => "partial",
                };
                if printed.is_empty() {
                    write!(f, "the status is not given: taken as {taken}")
                } else {
                    write!(f, "status \"{printed}\" is taken as {taken}")
                }
            }
            A::DateFromFileName(date) => write!(f, "the day, {date}, is that of the file's name"),
            A::Century { taken } => write!(f, "two-digit years are read as {taken}yy"),
            A::Summed { contest, rows } => write!(f, "{contest}: {rows} rows are summed by choice"),
            A::NoChoice { label, votes } => {
                write!(f, "\"{label}\" ({votes}) is no choice: counted as invalid")
            }
            A::Unnamed { taken, votes } => {
                write!(f, "{votes} votes without a name stand as {taken}")
            }
            A::VotesMissing { choice } => write!(f, "no votes are given for {choice}"),
            A::Spelling { printed, taken } => {
                write!(f, "\"{printed}\" is taken for \"{taken}\"")
            }
            A::RepeatedRow { choice } => {
                write!(f, "the row of {choice} comes again; both are summed")
            }
            A::RepeatedFigure { choice } => {
                write!(f, "the figure of {choice} comes again; it is taken once")
            }
            A::TotalDiffers {
                contest,
                sum,
                printed,
            } => write!(
                f,
                "{contest}: rows sum to {sum}, the printed total is {printed}"
            ),
            A::BlankRows(rows) => write!(f, "{rows} rows hold nothing"),
            A::SeveralVotes { contest, votes } => write!(
                f,
                "{contest}: each voter has {votes} votes; shares are of votes"
            ),
            A::Apart { contest } => write!(
                f,
                "{contest}: other places have a contest of this name with other candidates; it is taken for one of its own"
            ),
            A::RepeatedPoll { poll } => {
                write!(f, "the row of {poll} comes again; it is taken once")
            }
            A::RawPolls(note) => note.fmt(f),
            A::NotVotes { contest } => write!(f, "{contest}: the figures are delegates, not votes"),
        }
    }
}

fn kind_name(kind: PollKind) -> &'static str {
    match kind {
        PollKind::ExitPoll => "exit polls",
        PollKind::QuickCount => "quick counts",
        PollKind::ParallelCount => "parallel counts",
        PollKind::LatePoll => "late polls",
    }
}

/// The notes of one file while it is read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) list: Vec<Note>,
    century: bool,
}

impl Notes {
    pub(super) fn file(&mut self, assumption: Assumption) {
        self.list.push(Note {
            line: None,
            assumption,
        });
    }

    pub(super) fn line(&mut self, line: u64, assumption: Assumption) {
        self.list.push(Note {
            line: Some(line),
            assumption,
        });
    }

    /// Notes, once for the file, that two-digit years are of this century.
    pub(super) fn century(&mut self) {
        if !self.century {
            self.century = true;
            self.file(Assumption::Century { taken: 20 });
        }
    }
}
