//! What was assumed in reading a file.

use serde::Serialize;
use std::fmt;

use super::RawPoll;

/// The size that the file has where nothing is known.
const DEFAULT_SIZE: f64 = 600.0;

/// An assumption that concerns so many polls of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
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

/// What is said of these polls; nothing that concerns none of them.
pub(super) fn notes(polls: &[RawPoll<'_>], renamed: usize) -> Vec<RawPollsNote> {
    let (mut estimated, mut perhaps_default, mut unknown) = (0, 0, 0);
    let (mut stated, mut not_in_shares, mut over_whole) = (0, 0, 0);
    for poll in polls {
        match poll.sample_size {
            _ if poll.size_is_estimated() => estimated += 1,
            None => unknown += 1,
            Some(size) => perhaps_default += usize::from(size == DEFAULT_SIZE),
        }
        let choices = poll.choices();
        if poll.right_call.is_some() {
            stated += 1;
            let told = poll.outcome(&choices).call_of_shares();
            not_in_shares += usize::from(poll.right_call != told);
        }
        let total: f64 = choices.iter().map(|choice| choice.poll).sum();
        over_whole += usize::from(total > 1.0 + 1e-9);
    }
    let mut notes = vec![
        RawPollsNote::SizeEstimated(estimated),
        RawPollsNote::SizePerhapsDefault(perhaps_default),
        RawPollsNote::SizeUnknown(unknown),
        RawPollsNote::CallStated(stated),
        RawPollsNote::CallNotInShares(not_in_shares),
        RawPollsNote::OverWhole(over_whole),
        RawPollsNote::PollsterRenamed(renamed),
    ];
    notes.retain(|note| note.polls() > 0);
    notes
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
