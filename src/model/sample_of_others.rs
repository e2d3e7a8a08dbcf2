//! What other publishers of a poll's sample state of it: the respondents are the same, and so are their number, the
//! stations, the design and the margin.

use super::contradiction::Contradiction;
use super::poll::Poll;
use super::population::Population;
use super::sample::Sample;
use super::sample_fact::{self, SampleFact, StatedFact};
use super::sample_voters::contradict;
use super::shared_sample::{figures_differ, of_each, of_each_pair};
use crate::numeric::Confidence;

/// A sample with what other publishers state of it, and the poll does not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SampleOfOthers {
    pub(crate) sample: Sample,
    /// What was added, each with the first of the polls that state it.
    pub(crate) added: Vec<(String, StatedFact)>,
}

/// Of each poll its sample with what other publishers of it add. Nothing where two of them state something differently,
/// and nothing from polls whose figures or voters cannot be of the same respondents.
pub(crate) fn of_others(polls: &[Poll]) -> Vec<Option<SampleOfOthers>> {
    of_each(polls, added)
}

fn added(poll: &Poll, partners: &[&Poll]) -> Option<SampleOfOthers> {
    let of_the_same = (partners.iter().copied())
        .filter(|other| may_be_one_release(poll, other) && are_of_the_same(poll, other));
    let stated: Vec<Statements<'_>> = std::iter::once(poll)
        .chain(of_the_same)
        .map(Statements::of)
        .collect();
    let mut pairs = (stated.iter().enumerate())
        .flat_map(|(at, own)| stated[at + 1..].iter().map(move |of| (own, of)));
    if pairs.any(|(own, theirs)| own.difference(theirs).next().is_some()) {
        return None;
    }
    let mut whole = Statements::of(poll);
    let mut sample = (*poll.sample().document).clone();
    let mut added = Vec::new();
    for theirs in &stated[1..] {
        for fact in whole.lacking(theirs) {
            let with = sample_fact::with(sample.clone(), &fact);
            // What the sample cannot have beside the rest, such as more stations than respondents, is not of it.
            if with.clone().build().is_ok() {
                sample = with;
                whole.facts.push(fact.clone());
                added.push((theirs.poll.name().to_owned(), fact));
            }
        }
    }
    let sample = sample.build().ok().filter(|_| !added.is_empty())?;
    Some(SampleOfOthers { sample, added })
}

/// Another release may have more interviews; one that does not say which it is has that of the other.
fn may_be_one_release(poll: &Poll, other: &Poll) -> bool {
    let both = poll.release().zip(other.release());
    both.is_none_or(|(own, theirs)| own == theirs)
}

/// Whether figures and voters of the two can be of the same respondents.
fn are_of_the_same(poll: &Poll, other: &Poll) -> bool {
    let voters = |of: &'_ Poll| of.population().cloned();
    let apart = |(own, theirs): (Population, Population)| contradict(&own, &theirs);
    !figures_differ(poll, other) && !voters(poll).zip(voters(other)).is_some_and(apart)
}

/// What one poll states of its sample.
struct Statements<'a> {
    poll: &'a Poll,
    facts: Vec<StatedFact>,
    confidence: Option<Confidence>,
}

impl Statements<'_> {
    fn of(poll: &Poll) -> Statements<'_> {
        Statements {
            poll,
            facts: sample_fact::stated(&poll.sample().document),
            confidence: poll.sample().stated_confidence(),
        }
    }

    fn same(&self, fact: &StatedFact) -> Option<&StatedFact> {
        self.facts.iter().find(|own| own.is_of_the_same(fact))
    }

    fn margins(&self) -> impl Iterator<Item = &StatedFact> {
        let margins = self.facts.iter();
        margins.filter(|fact| fact.fact == SampleFact::Margin)
    }

    /// How many times wider the other's margin is for its confidence, where both give one.
    fn wider(&self, other: &Statements<'_>) -> f64 {
        let both = self.confidence.zip(other.confidence);
        both.map_or(1.0, |(own, theirs)| {
            theirs.critical_value() / own.critical_value()
        })
    }

    /// What both state, and not alike. A margin is stated with its confidence: where these differ and do not explain one
    /// another, it is the confidence in which they differ.
    fn difference<'a>(
        &'a self,
        other: &'a Statements<'_>,
    ) -> impl Iterator<Item = (&'a StatedFact, &'a StatedFact)> {
        let wider = self.wider(other);
        let is_alike = move |own: &StatedFact, theirs: &StatedFact| match own.fact {
            SampleFact::Margin => wider != 1.0 || own.agrees_with(theirs, 1.0),
            SampleFact::Confidence => {
                let mut both = self
                    .margins()
                    .filter_map(|own| Some((own, other.same(own)?)));
                wider == 1.0 || both.all(|(own, theirs)| own.agrees_with(theirs, wider))
            }
            _ => own.agrees_with(theirs, 1.0),
        };
        (self.facts.iter())
            .filter_map(|own| Some((own, other.same(own)?)))
            .filter(move |(own, theirs)| !is_alike(own, theirs))
    }

    /// What the other states of the sample and this one does not. Margins go with their confidence.
    fn lacking(&self, other: &Statements<'_>) -> Vec<StatedFact> {
        let takes = |fact: &&StatedFact| {
            self.same(fact).is_none()
                && match fact.fact {
                    SampleFact::Margin => self.wider(other) == 1.0,
                    SampleFact::Confidence => {
                        let mut own = self.margins();
                        other.margins().next().is_some()
                            && own.all(|margin| other.same(margin).is_some())
                    }
                    _ => true,
                }
        };
        other.facts.iter().filter(takes).cloned().collect()
    }
}

/// Each pair of polls that are said to be of one sample, and what they state of it differently.
pub(super) fn differences(polls: &[Poll]) -> Vec<Contradiction> {
    of_each_pair(polls, |poll, other| {
        // Releases that may not be the same may well have other interviews.
        if other.release() != poll.release() || !are_of_the_same(poll, other) {
            return Vec::new();
        }
        let (own, theirs) = (Statements::of(poll), Statements::of(other));
        let found =
            own.difference(&theirs)
                .map(|(own, theirs)| Contradiction::SharedSampleFactDiffers {
                    poll: poll.name().into(),
                    other: other.name().into(),
                    fact: own.clone(),
                    other_stated: theirs.stated.clone(),
                });
        found.collect()
    })
}
