//! Which polls count as sources of their own: one release of each pollster, one publisher of each sample, one
//! kind of estimate, no poll of polls.

use std::collections::{HashMap, HashSet};

use super::releases::{may_be_before, stands_before, stands_by_its_mark};
use super::same_voters::{Declared, SameVoters};
use crate::model::{Poll, PollKind, Samples};
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
    let open: Vec<usize> = (0..polls.len())
        .filter(|&place| reasons[place].is_none() && comparable(place))
        .collect();
    for source in sources(&polls, &open, declared) {
        one_of_each(&polls, &source, &mut reasons);
    }
    for kind in ORDER {
        of_other_voters(&polls, kind, declared, &mut reasons);
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

/// The polls of one sample together: releases of one kind, but not where they are of other voters, and whoever else
/// publishes the sample.
fn sources(polls: &[&Poll], open: &[usize], declared: &[Option<Declared<'_>>]) -> Vec<Vec<usize>> {
    let samples = Samples::among(polls.iter().copied());
    let differ = |one: usize, other: usize| {
        let both = declared[one].as_ref().zip(declared[other].as_ref());
        both.is_some_and(|(own, theirs)| own.compared(theirs) == SameVoters::No)
    };
    let mut sources: Vec<Vec<usize>> = Vec::new();
    let mut of_publisher: HashMap<(&str, PollKind), Vec<usize>> = HashMap::new();
    for &place in open {
        let poll = polls[place];
        let is_same = |source: &Vec<usize>| source.iter().all(|&other| !differ(place, other));
        // Whoever shares a sample is looked for among all; else only one's own releases can be of it.
        let candidates: Vec<usize> = match samples.shares(poll.pollster()) {
            false => of_publisher
                .get(&(poll.pollster(), poll.kind()))
                .cloned()
                .unwrap_or_default(),
            true => (0..sources.len())
                .filter(|&source| {
                    let first = polls[sources[source][0]];
                    first.kind() == poll.kind()
                        && samples.are_one(first.pollster(), poll.pollster())
                })
                .collect(),
        };
        let is_new_there = |source: &Vec<usize>| {
            let mut own = source.iter().map(|&other| polls[other].pollster());
            own.all(|pollster| pollster != poll.pollster())
        };
        let found = (candidates.iter().copied())
            .find(|&source| is_same(&sources[source]))
            // What two publishers say of its voters can contradict one another; it is one sample all the same.
            .or_else(|| {
                candidates
                    .iter()
                    .copied()
                    .find(|&source| is_new_there(&sources[source]))
            });
        let source = found.unwrap_or(sources.len());
        if source == sources.len() {
            sources.push(Vec::new());
            of_publisher
                .entry((poll.pollster(), poll.kind()))
                .or_default()
                .push(source);
        }
        sources[source].push(place);
    }
    sources
}

/// Lets one poll stand for its sample: of each publisher the last release, and of the publishers the latest of these,
/// the first where none is later. What is named is the release that counts, not the next one.
fn one_of_each(polls: &[&Poll], source: &[usize], reasons: &mut [Option<Reason>]) {
    let mut last: Vec<usize> = Vec::new();
    for (at, &place) in source.iter().enumerate() {
        let pollster = polls[place].pollster();
        if source[..at]
            .iter()
            .any(|&of| polls[of].pollster() == pollster)
        {
            continue;
        }
        let own = (source.iter().copied()).filter(|&of| polls[of].pollster() == pollster);
        let own: Vec<usize> = own.collect();
        let stands = last_release(polls, &own);
        for &other in own.iter().filter(|&&other| other != stands) {
            reasons[other] = Some(release_beside(polls[stands], polls[other]));
        }
        last.push(stands);
    }
    last.sort_unstable();
    let later = |first: usize, next: usize| match stands_before(polls[next], polls[first]) {
        true => next,
        false => first,
    };
    let Some(stands) = last.iter().copied().reduce(later) else {
        return;
    };
    for &other in last.iter().filter(|other| **other != stands) {
        reasons[other] = shared_sample(polls[stands]);
    }
}

/// Of a pollster's releases that which no other is known to stand before; of several such the last of the document.
fn last_release(polls: &[&Poll], own: &[usize]) -> usize {
    let is_open = |&&place: &&usize| {
        let mut others = own.iter();
        !others.any(|&other| stands_before(polls[other], polls[place]))
    };
    let open = own.iter().rev().find(is_open);
    *open.unwrap_or(&own[own.len() - 1])
}

/// Leaves out the polls of other voters than those that most pollsters asked; where as many asked others, than those
/// of the polls that leave out least. Those that do not say whom they asked do not stand for one that does and is
/// compared with the votes of its own voters.
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
        let same = (known.iter()).filter(|(_, other)| own.compared(other) == SameVoters::Yes);
        same.map(|(place, _)| polls[*place].pollster())
            .collect::<HashSet<&str>>()
            .len()
    };
    let gives_way = |own: &Declared<'_>| (known.iter()).any(|(_, other)| own.gives_way_to(other));
    let weighed = (known.iter())
        .filter(|(_, own)| !gives_way(own))
        .map(|(place, own)| (*place, *own, pollsters_with(own)));
    let standing = weighed.max_by(|(a, of_a, most_a), (b, of_b, most_b)| {
        let least_outside = of_b.outside_at_most().total_cmp(&of_a.outside_at_most());
        most_a.cmp(most_b).then(least_outside).then(b.cmp(a))
    });
    let Some((place, standing, _)) = standing else {
        return;
    };
    for (other, declared) in &known {
        let than = || polls[place].name().into();
        reasons[*other] = match standing.compared(declared) {
            SameVoters::Yes => continue,
            SameVoters::No => Some(Reason::OtherVoters { than: than() }),
            SameVoters::NotKnown => Some(Reason::VotersNotKnown { beside: than() }),
        };
    }
}

/// Why a release does not count beside that which does. One that is marked final stands, but is not known to be the
/// later one where the other gives a time that it does not have or that is before.
fn release_beside(stands: &Poll, other: &Poll) -> Reason {
    let name = || stands.name().into();
    if stands_by_its_mark(stands, other) && may_be_before(stands, other) {
        Reason::BesideFinalRelease { stands: name() }
    } else if stands_before(stands, other) {
        Reason::EarlierRelease { later: name() }
    } else {
        Reason::BesideLastOfDocument { stands: name() }
    }
}

fn shared_sample(stands: &Poll) -> Option<Reason> {
    Some(Reason::SharedSample {
        with: stands.name().into(),
    })
}
