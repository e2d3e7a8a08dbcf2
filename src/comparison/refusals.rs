//! What refusals could make of a share: none of those who refused for a choice, or all of them.

use crate::alignment::{Aligned, Reading, Rule, Span};
use crate::model::{Category, Poll};
use crate::numeric::Bounds;

/// Those who refused, against all who were asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusals {
    /// Their share of the answers of the reading and themselves.
    share: f64,
    /// The shares of the reading are of them, too.
    in_base: bool,
}

impl Refusals {
    /// What the poll prints of them, which is of what its shares are of; otherwise their number beside that of the
    /// answers of the reading.
    pub(super) fn of(aligned: &Aligned, poll: &Poll, answered: Option<f64>) -> Option<Refusals> {
        let (answered, refused) = (answered?, poll.sample().refusals()? as f64);
        let printed = poll
            .category(Category::Refused)
            .map(|of| Span::from(of).value);
        let named = aligned.rules.iter().find_map(|rule| match rule {
            Rule::Repercentaged { divisor } => Some(*divisor),
            _ => None,
        });
        let of = match (printed, aligned.reading, named) {
            (Some(share), Reading::AsPrinted, _) => Refusals {
                share,
                in_base: true,
            },
            (Some(share), _, Some(named)) => Refusals {
                share: share / (named + share),
                in_base: false,
            },
            _ => Refusals {
                share: refused / (answered + refused),
                in_base: false,
            },
        };
        (refused > 0.0).then_some(of)
    }

    /// A share were none of those who refused for the choice, and were all of them.
    pub(super) fn around(self, share: f64) -> Bounds {
        let low = match self.in_base {
            true => share,
            false => (1.0 - self.share) * share,
        };
        Bounds {
            low,
            high: low + self.share,
        }
    }
}
