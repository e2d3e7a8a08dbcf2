//! Polls that are said to be of one sample, and what they give of it.

use super::contradiction::Contradiction;
use super::poll::{Poll, PollEntry};
use crate::numeric::Bounds;

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
