//! Who of those in a poll named a choice.

use super::reading::Table;
use super::span::Span;
use crate::model::{Base, Category};

impl Table<'_> {
    /// What the poll prints for those who named a choice: the sum of their figures where all have one, and
    /// otherwise what is left by those who named none.
    pub(super) fn named(&self) -> Span {
        if self.complete() {
            return self.named_sum();
        }
        Span::left_by(self.silent())
    }

    /// The shares of those who named none.
    pub(super) fn silent(&self) -> Vec<Span> {
        [Category::Invalid, Category::Refused, Category::Undisclosed]
            .into_iter()
            .filter_map(|category| self.category(category))
            .collect()
    }

    /// What those who named none leave to the others, where all figures together sum to 100 within rounding: mostly
    /// narrower than the sum of many figures.
    pub(super) fn left_by_the_silent(&self) -> Option<Span> {
        let (printed, silent) = (self.printed(), self.silent());
        let sum = Span::sum(&printed);
        (!silent.is_empty() && !sum.is_range && sum.can_be_all()).then(|| Span::left_by(silent))
    }

    pub(super) fn named_sum(&self) -> Span {
        let named: Vec<Span> = self
            .entries()
            .chain(self.category(Category::Other))
            .collect();
        Span::sum(&named)
    }

    /// What refusals leave of the figures.
    pub(super) fn respondents(&self) -> f64 {
        let refused = self.poll.poll.category(Category::Refused);
        1.0 - refused.map_or(0.0, |share| share.value())
    }

    /// The proportion of the respondents who named a choice: refusals are in the base but not among the respondents;
    /// other silent answers are.
    pub(super) fn answered(&self) -> f64 {
        let poll = self.poll.poll;
        let share = |category| poll.category(category).map_or(0.0, |share| share.value());
        let without_answer = share(Category::Invalid) + share(Category::Undisclosed);
        let respondents = self.respondents();
        if respondents > without_answer {
            1.0 - without_answer / respondents
        } else {
            1.0
        }
    }

    /// Whether a poll that says its shares are of valid votes prints those who named no choice beside them: its
    /// choices alone sum to 100 percent within rounding.
    pub(super) fn silent_are_apart(&self) -> bool {
        let sum = self.named_sum();
        self.poll.poll.base() == Some(Base::ValidVotes)
            && !sum.is_range
            && sum.bounds.high >= 1.0 - 1e-9
    }
}
