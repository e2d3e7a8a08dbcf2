//! A share with what its rounding allows, and what can be done to it.

use std::borrow::Borrow;

use serde::Serialize;

use crate::model::PublishedShare;
use crate::numeric::Bounds;

/// A share as a proportion, with the values that its rounding allows. The share itself is always one of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Span {
    /// The share; the middle of a range.
    pub value: f64,
    /// The shares that it can stand for.
    pub bounds: Bounds,
    /// Decimals in percent with which it was printed; none if it was not rounded.
    pub decimals: Option<u8>,
    /// A range or a limit was published ("30–34", "<1", ">60"), not a rounded figure.
    pub is_range: bool,
    /// A limit ("<1", ">60") is, or is part of, what makes it a range: its middle is nobody's estimate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_of_limit: bool,
}

/// What was published of a share, and of the shares that it is a sum of: what says least of the middle decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Published {
    Figure,
    Range,
    Limit,
}

impl Span {
    /// The one way to make a span: its bounds hold its value, also where the last bit of a sum says
    /// otherwise.
    fn around(
        value: f64,
        (low, high): (f64, f64),
        decimals: Option<u8>,
        published: Published,
    ) -> Span {
        Span {
            value,
            bounds: Bounds {
                low: low.min(value),
                high: high.max(value),
            },
            decimals,
            is_range: published != Published::Figure,
            is_of_limit: published == Published::Limit,
        }
    }

    fn published(&self) -> Published {
        match (self.is_range, self.is_of_limit) {
            (false, _) => Published::Figure,
            (true, false) => Published::Range,
            (true, true) => Published::Limit,
        }
    }

    pub(crate) fn exact(value: f64) -> Span {
        Span::around(value, (value, value), None, Published::Figure)
    }

    /// Any share within these bounds, none of them more likely than another.
    pub(crate) fn range(Bounds { low, high }: Bounds) -> Span {
        Span::around(0.5 * (low + high), (low, high), None, Published::Range)
    }

    /// Known only to lie within `bounds`, with the most likely value.
    pub(super) fn within(value: f64, bounds: (f64, f64), decimals: Option<u8>) -> Span {
        Span::around(value, bounds, decimals, Published::Figure)
    }

    pub(super) fn complement(&self) -> Span {
        let ends = (1.0 - self.bounds.high, 1.0 - self.bounds.low);
        Span::around(1.0 - self.value, ends, self.decimals, self.published())
    }

    pub(super) fn times(self, factor: Span) -> Span {
        let (own, other) = (self.bounds, factor.bounds);
        let ends = (own.low * other.low, own.high * other.high);
        Span::around(
            self.value * factor.value,
            ends,
            self.decimals,
            self.published_by(factor),
        )
    }

    /// The same, or any multiple of it by these factors.
    pub(super) fn or_times(self, factors: Bounds, decimals: Option<u8>) -> Span {
        let ends = [
            factors.low * self.value,
            (factors.high * self.value).min(1.0),
        ];
        let Bounds { low, high } = self.bounds;
        let ends = (low.min(ends[0]), high.max(ends[1]));
        Span::around(self.value, ends, decimals, self.published())
    }

    /// Divided by a divisor that can be zero only where nothing is left to share: then 1 at most.
    pub(crate) fn over(self, divisor: Span) -> Span {
        let share = |part: f64, whole: f64| if whole > part { part / whole } else { 1.0 };
        let (own, other) = (self.bounds, divisor.bounds);
        let ends = (share(own.low, other.high), share(own.high, other.low));
        let value = share(self.value, divisor.value);
        Span::around(value, ends, self.decimals, self.published_by(divisor))
    }

    /// What it is once the other has scaled it: by the middle of a range a figure becomes nobody's too.
    fn published_by(self, other: Span) -> Published {
        match other.is_range && self.bounds.high > 0.0 {
            true => self.published().max(Published::Range),
            false => self.published(),
        }
    }

    /// The share of `whole` that this is, where `whole` is a sum that contains it: the ends are where the
    /// others go the other way.
    pub(super) fn part_of(self, whole: Span) -> Span {
        let part = |own: f64, others: f64| {
            if own + others > 0.0 {
                own / (own + others)
            } else {
                0.0
            }
        };
        let (own, all) = (self.bounds, whole.bounds);
        let ends = (
            part(own.low, all.high - own.high),
            part(own.high, all.low - own.low),
        );
        let value = part(self.value, whole.value - self.value);
        Span::around(value, ends, whole.decimals, self.published_by(whole))
    }

    /// The sum of shares, in the order given.
    pub(crate) fn sum(spans: impl IntoIterator<Item = impl Borrow<Span>>) -> Span {
        let nothing = (0.0, (0.0, 0.0), None, Published::Figure);
        let (value, ends, decimals, published) = spans.into_iter().fold(
            nothing,
            |(value, (low, high), decimals, published), span| {
                let span = span.borrow();
                (
                    value + span.value,
                    (low + span.bounds.low, high + span.bounds.high),
                    // An unrounded part makes nothing exact: the rounded ones decide.
                    decimals.max(span.decimals),
                    published.max(span.published()),
                )
            },
        );
        Span::around(value, ends, decimals, published)
    }

    /// The same where it is all there is with others, and they sum to `whole`: within what the others leave of one.
    pub(super) fn within_what_others_leave(self, whole: Bounds) -> Span {
        let own = self.bounds;
        self.narrowed_to(Bounds {
            low: 1.0 - (whole.high - own.high),
            high: 1.0 - (whole.low - own.low),
        })
    }

    /// Whether it can be all there is: a sum of shares that reaches 100 within rounding, and does not pass it.
    pub(super) fn can_be_all(&self) -> bool {
        self.bounds.low <= 1.0 + 1e-9 && self.bounds.high >= 1.0 - 1e-9
    }

    /// The same range with the middle of what of it is at most `most`.
    pub(super) fn amid(self, most: Span) -> Span {
        let Bounds { low, high } = self.bounds;
        let high = high.min(most.bounds.high).max(low);
        Span {
            value: 0.5 * (low + high),
            ..self
        }
    }

    /// What these bounds leave of it, beyond binary noise.
    pub(super) fn narrowed_to(self, to: Bounds) -> Span {
        let Bounds { mut low, mut high } = self.bounds;
        if to.low > low + NOISE {
            low = to.low;
        }
        if to.high < high - NOISE {
            high = to.high;
        }
        Span::around(self.value, (low, high), self.decimals, self.published())
    }

    /// What `spans` leave of one, not below zero.
    pub(crate) fn left_by(spans: impl IntoIterator<Item = impl Borrow<Span>>) -> Span {
        let left = Span::sum(spans).complement();
        // What binary noise leaves of nothing is nothing.
        let zero = |share: f64| if share < NOISE { 0.0 } else { share };
        let ends = (zero(left.bounds.low), zero(left.bounds.high));
        Span::around(zero(left.value), ends, left.decimals, left.published())
    }
}

/// A billionth of a point: what sums of shares in binary leave of nothing.
pub(super) const NOISE: f64 = 1e-11;

impl From<PublishedShare> for Span {
    fn from(share: PublishedShare) -> Span {
        let bounds = share.bounds();
        let published = match (share.is_range(), share.is_limit()) {
            (_, true) => Published::Limit,
            (true, false) => Published::Range,
            (false, false) => Published::Figure,
        };
        let ends = (bounds.low, bounds.high);
        Span::around(share.value(), ends, share.decimals(), published)
    }
}
