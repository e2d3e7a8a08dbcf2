//! Which polls count as sources of their own: one release of each pollster, one publisher of each sample, one
//! kind of estimate, no poll of polls.

use std::collections::{HashMap, HashSet};

use super::published::Declared;
use crate::model::{Poll, PollKind};
use crate::report::{PollFacts, Reason};

/// The kinds of estimates, that which stands for them first.
const ORDER: [PollKind; 4] = [
    PollKind::ExitPoll,
    PollKind::LatePoll,
    PollKind::QuickCount,
    PollKind::ParallelCount,
];

/// Of each poll, why it is not among those that are ranked, averaged and pooled; `None` of those that are.
/// `comparable` says which have shares that can be compared, `declared` whom those are of that stand in one table.
pub(super) fn left_out(
    facts: &[PollFacts],
    comparable: &dyn Fn(usize) -> bool,
    declared: &[Option<Declared<'_>>],
) -> Vec<Option<Reason>> {
    let polls: Vec<&Poll> = facts.iter().map(|facts| &facts.poll).collect();
    let mut reasons: Vec<Option<Reason>> = polls
        .iter()
        .map(|poll| poll.is_derived().then_some(Reason::Derived))
        .collect();
    for kind in ORDER {
        of_other_voters(&polls, kind, declared, &mut reasons);
    }
    // Two publishers of one sample are one source.
    let mut samples = Samples::default();
    for poll in &polls {
        if let Some(with) = poll.shared_with() {
            samples.join(poll.pollster(), with);
        }
    }
    // The last release stands for the pollster; releases of one kind are one sample, but not where they are of other
    // voters.
    let samples_of: Vec<_> = (polls.iter().enumerate())
        .map(|(place, poll)| {
            let others = matches!(reasons[place], Some(Reason::OtherVoters { .. }));
            let voters = declared[place].as_ref().filter(|_| others);
            (poll.pollster(), poll.kind(), voters.map(Declared::voters))
        })
        .collect();
    let mut last: HashMap<_, usize> = HashMap::new();
    for (place, poll) in polls.iter().enumerate() {
        let key = samples_of[place];
        if reasons[place].is_some() && key.2.is_none() || !comparable(place) {
            continue;
        }
        match last.get(&key) {
            Some(&earlier) if !is_later(poll, polls[earlier]) => {
                reasons[place] = release_beside(polls[earlier], poll);
            }
            Some(&earlier) => {
                reasons[earlier] = release_beside(poll, polls[earlier]);
                last.insert(key, place);
            }
            None => {
                last.insert(key, place);
            }
        }
    }
    // What is named is the release that counts, not the next one.
    for place in 0..polls.len() {
        if reasons[place].as_ref().is_some_and(Reason::is_of_a_release) {
            reasons[place] = release_beside(polls[last[&samples_of[place]]], polls[place]);
        }
    }
    // Of the publishers of one sample the latest release stands for it; the first of them where none is later.
    let mut first: HashMap<(usize, PollKind), usize> = HashMap::new();
    for (place, poll) in polls.iter().enumerate() {
        if reasons[place].is_some() || !comparable(place) {
            continue;
        }
        let Some(sample) = samples.of(poll.pollster()) else {
            continue;
        };
        let key = (sample, poll.kind());
        match first.get(&key) {
            Some(&other) if is_surely_later(poll, polls[other]) => {
                reasons[other] = shared_sample(poll);
                first.insert(key, place);
            }
            Some(&other) => reasons[place] = shared_sample(polls[other]),
            None => {
                first.insert(key, place);
            }
        }
    }
    // What is named is the release that stands for the sample in the end.
    for place in 0..polls.len() {
        let sample = samples.of(polls[place].pollster());
        let stands = sample.and_then(|sample| first.get(&(sample, polls[place].kind())));
        if let (Some(Reason::SharedSample { .. }), Some(&stands)) = (&reasons[place], stands) {
            reasons[place] = shared_sample(polls[stands]);
        }
    }
    // One kind of estimate: exit polls, or else the first kind that there is.
    let stands = |kind: PollKind| {
        (0..polls.len()).any(|p| reasons[p].is_none() && comparable(p) && polls[p].kind() == kind)
    };
    if let Some(kind) = ORDER.into_iter().find(|kind| stands(*kind)) {
        for (place, poll) in polls.iter().enumerate() {
            if reasons[place].is_none() && comparable(place) && poll.kind() != kind {
                reasons[place] = Some(Reason::OtherKind);
            }
        }
    }
    reasons
}

/// Leaves out the polls of other voters than those that most pollsters asked; where as many asked others, than those
/// of the polls that leave out least.
fn of_other_voters(
    polls: &[&Poll],
    kind: PollKind,
    declared: &[Option<Declared<'_>>],
    reasons: &mut [Option<Reason>],
) {
    let known: Vec<(usize, &Declared<'_>)> = (declared.iter().enumerate())
        .filter(|(place, _)| reasons[*place].is_none() && polls[*place].kind() == kind)
        .filter_map(|(place, declared)| Some((place, declared.as_ref()?)))
        .collect();
    let [(_, first), rest @ ..] = known.as_slice() else {
        return;
    };
    // Hardly ever do any differ, and the search below is over all pairs.
    if rest.iter().all(|(_, other)| other == first) {
        return;
    }
    let pollsters_with = |own: &Declared<'_>| {
        let same = known.iter().filter(|(_, other)| !own.differs(other));
        same.map(|(place, _)| polls[*place].pollster())
            .collect::<HashSet<&str>>()
            .len()
    };
    let weighed = known
        .iter()
        .map(|(place, own)| (*place, *own, pollsters_with(own)));
    let standing = weighed.max_by(|(a, of_a, most_a), (b, of_b, most_b)| {
        let least_outside = of_b.outside_at_most().total_cmp(&of_a.outside_at_most());
        most_a.cmp(most_b).then(least_outside).then(b.cmp(a))
    });
    let Some((place, standing, _)) = standing else {
        return;
    };
    for (other, declared) in &known {
        if standing.differs(declared) {
            reasons[*other] = Some(Reason::OtherVoters {
                than: polls[place].name().into(),
            });
        }
    }
}

/// Why a release does not count beside that which does. One that is marked final stands, but is not known to be the
/// later one where the other gives a time that it does not have or that is before.
fn release_beside(stands: &Poll, other: &Poll) -> Option<Reason> {
    let name = || stands.name().into();
    let by_its_mark = is_final(stands) && !is_final(other);
    let of_other = time_of(other).filter(|_| by_its_mark);
    Some(match of_other {
        Some(time) if time_of(stands).is_none_or(|own| own < time) => {
            Reason::BesideFinalRelease { stands: name() }
        }
        _ => Reason::EarlierRelease { later: name() },
    })
}

fn shared_sample(stands: &Poll) -> Option<Reason> {
    Some(Reason::SharedSample {
        with: stands.name().into(),
    })
}

/// Whether one release says of itself that it came later than the other.
fn is_surely_later(poll: &Poll, other: &Poll) -> bool {
    is_later(poll, other) && !is_later(other, poll)
}

/// Whether a release that stands later in the document also came later: the one marked final, else the
/// latest time, else the last in the document.
fn is_later(poll: &Poll, earlier: &Poll) -> bool {
    match (is_final(poll), is_final(earlier)) {
        (true, false) => return true,
        (false, true) => return false,
        _ => {}
    }
    match (time_of(poll), time_of(earlier)) {
        (Some(own), Some(other)) => own >= other,
        _ => true,
    }
}

fn is_final(poll: &Poll) -> bool {
    let release = poll.release().unwrap_or("").to_lowercase();
    release == "final" || release.starts_with("final ") || release.ends_with(" final")
}

/// The time of day in a release such as "20:00" or "exit poll, 21:00"; the night goes on after midnight.
fn time_of(poll: &Poll) -> Option<u32> {
    let release = poll.release()?;
    release
        .split(|c: char| !(c.is_ascii_digit() || c == ':'))
        .find_map(|word| {
            let (hours, minutes) = word.split_once(':')?;
            let (hours, minutes): (u32, u32) =
                (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
            (hours < 24 && minutes < 60)
                .then_some((hours + if hours < 6 { 24 } else { 0 }) * 60 + minutes)
        })
}

/// Publishers that share samples, by name.
#[derive(Default)]
struct Samples<'a>(HashMap<&'a str, usize>);

impl<'a> Samples<'a> {
    fn of(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    fn join(&mut self, one: &'a str, other: &'a str) {
        let new = self.0.len();
        let own = *self.0.entry(one).or_insert(new);
        match self.of(other) {
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
