//! Polls that are said to be of one sample, and what they give of it.

use std::collections::HashMap;

use super::contradiction::Contradiction;
use super::poll::{Poll, PollEntry};
use crate::numeric::Bounds;

/// Publishers that share samples, by name.
#[derive(Default)]
pub(crate) struct Samples<'a>(HashMap<&'a str, usize>);

impl<'a> Samples<'a> {
    /// Those that the polls say.
    pub(crate) fn among(polls: impl IntoIterator<Item = &'a Poll>) -> Samples<'a> {
        let mut samples = Samples::default();
        for poll in polls {
            if let Some(with) = poll.shared_with() {
                samples.join(poll.pollster(), with);
            }
        }
        samples
    }

    /// Whether the two are one publisher, or said to publish one sample.
    pub(crate) fn are_one(&self, one: &str, other: &str) -> bool {
        let of = |name: &str| self.0.get(name);
        one == other || of(one).is_some() && of(one) == of(other)
    }

    /// Whether this publisher shares a sample.
    pub(crate) fn shares(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether nobody shares a sample.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn join(&mut self, one: &'a str, other: &'a str) {
        let new = self.0.len();
        let own = *self.0.entry(one).or_insert(new);
        match self.0.get(other).copied() {
            None => {
                self.0.insert(other, own);
            }
            Some(theirs) => self
                .0
                .values_mut()
                .filter(|sample| **sample == theirs)
                .for_each(|sample| *sample = own),
        }
    }
}

/// The polls of other publishers of the same sample: those of the same release, or of any where none is.
fn partners<'a>(poll: &Poll, polls: &'a [Poll], samples: &Samples<'_>) -> Vec<&'a Poll> {
    let is_partner = |other: &&Poll| {
        other.pollster() != poll.pollster()
            && other.kind() == poll.kind()
            && samples.are_one(poll.pollster(), other.pollster())
    };
    let all: Vec<&Poll> = polls.iter().filter(is_partner).collect();
    let same_release = |other: &&&Poll| other.release() == poll.release();
    let of_release: Vec<&Poll> = all.iter().filter(same_release).copied().collect();
    if of_release.is_empty() {
        all
    } else {
        of_release
    }
}

/// Of each poll what follows from the other publishers of its sample.
pub(super) fn of_each<T: Clone>(
    polls: &[Poll],
    of: impl Fn(&Poll, &[&Poll]) -> Option<T>,
) -> Vec<Option<T>> {
    let samples = Samples::among(polls);
    if samples.is_empty() {
        return vec![None; polls.len()];
    }
    polls
        .iter()
        .map(|poll| of(poll, &partners(poll, polls, &samples)))
        .collect()
}

/// What each pair of polls of one sample says differently: of each poll beside the partners that come after it.
pub(super) fn of_each_pair<I: IntoIterator<Item = Contradiction>>(
    polls: &[Poll],
    difference: impl Fn(&Poll, &Poll) -> I,
) -> Vec<Contradiction> {
    let samples = Samples::among(polls);
    if samples.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, poll) in polls.iter().enumerate() {
        for other in partners(poll, &polls[place + 1..], &samples) {
            found.extend(difference(poll, other));
        }
    }
    found
}

/// Each pair of polls that are said to share one sample and give shares that cannot both be the sample's.
///
/// Another release may have more interviews, and other voters or another kind of estimate have shares of their own:
/// such pairs are not compared.
pub(super) fn differences(polls: &[Poll]) -> Vec<Contradiction> {
    let pairs = polls.iter().enumerate().flat_map(|(place, poll)| {
        let rest = polls[place + 1..].iter();
        rest.filter(move |other| share_one_sample(poll, other))
            .filter_map(move |other| difference(poll, other))
    });
    pairs.collect()
}

fn share_one_sample(poll: &Poll, other: &Poll) -> bool {
    let (own, theirs) = (poll.shared_with(), other.shared_with());
    poll.pollster() != other.pollster()
        && (own == Some(other.pollster())
            || theirs == Some(poll.pollster())
            || own.is_some() && own == theirs)
        && poll.kind() == other.kind()
        && poll.release() == other.release()
        && poll.population() == other.population()
}

/// Whether the two give shares that cannot both be those of one sample.
pub(super) fn figures_differ(poll: &Poll, other: &Poll) -> bool {
    difference(poll, other).is_some()
}

/// The choice that rounding leaves furthest apart, if no one base explains the shares of all choices.
fn difference(poll: &Poll, other: &Poll) -> Option<Contradiction> {
    let of_both = || {
        (poll.entries().iter())
            .filter(|entry| !entry.choices().is_empty())
            .filter_map(|entry| {
                let mut theirs = other.entries().iter();
                Some((entry, theirs.find(|of| of.choices() == entry.choices())?))
            })
    };
    // A share of all who were asked is the same part of one of valid votes for every choice.
    let same_base = poll.base().is_some() && poll.base() == other.base();
    let bases = match same_base {
        true => Bounds::exact(1.0),
        false => Bounds {
            low: 0.0,
            high: f64::INFINITY,
        },
    };
    let left = of_both().fold(bases, |left, (own, theirs)| {
        let (own, theirs) = (own.share.bounds(), theirs.share.bounds());
        let ratio = |part: f64, whole: f64| match whole > 0.0 {
            true => part / whole,
            false => f64::INFINITY,
        };
        Bounds {
            low: left.low.max(ratio(own.low, theirs.high)),
            high: left.high.min(ratio(own.high, theirs.low)),
        }
    });
    // A billionth more: a share can sit on a rounding edge.
    if left.low <= left.high * (1.0 + 1e-9) {
        return None;
    }
    let apart = |(own, theirs): &(&PollEntry, &PollEntry)| {
        let (own, theirs) = (own.share.bounds(), theirs.share.bounds());
        (own.low - theirs.high).max(theirs.low - own.high)
    };
    let (own, theirs) = of_both().max_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    Some(Contradiction::SharedSampleDiffers {
        poll: poll.name().into(),
        other: other.name().into(),
        choice: own.label().to_owned(),
        published: own.share.to_string(),
        other_published: theirs.share.to_string(),
    })
}
