//! One poll against one count.

use super::calls::OfThresholds;
use super::counted_seats::CountedSeats;
use super::ground::{self, Ground};
use super::grounds_of_other_shares;
use super::outside::Outside;
use super::own_votes::{self, OwnVotes};
use super::reading::{self, Sides};
use super::{
    contradicted, effective_size, left_out, open_base, outside, published, seats, taken_back,
    turnout, verdict,
};
use crate::alignment::{Aligned, Alignment, ChoiceIndex, CountView, OnOneBase, PollView};
use crate::error::{ErrorKind, Result};
use crate::model::{Base, Contest, Contradiction, CountStatus, Poll};
use crate::report::{Basis, PollFacts, PollReport, Reason, Settings, Verdict};

/// What is the same for every poll and every count.
pub(super) struct Given<'a> {
    pub contest: &'a Contest,
    pub settings: &'a Settings,
    pub choices: ChoiceIndex<'a>,
    pub contradictions: Vec<Contradiction>,
}

/// A poll with what later steps need of it.
pub(super) struct Compared {
    pub report: PollReport,
    /// The poll on valid votes, where what was published leads there.
    pub on_valid_votes: Option<OnOneBase>,
    /// The poll on all ballots, where it says that it is of these and the count is too.
    pub on_all_ballots: Option<OnOneBase>,
    pub of_thresholds: OfThresholds,
}

/// The count that a poll is compared with: that of its own voters, where there is one, and the whole of which that is
/// a part.
struct Against<'a> {
    whole: &'a CountView<'a>,
    count: &'a CountView<'a>,
    segment: Option<&'a OwnVotes>,
    grounds: &'a [Ground],
}

impl Compared {
    fn nothing(report: PollReport) -> Compared {
        Compared {
            report,
            on_valid_votes: None,
            on_all_ballots: None,
            of_thresholds: OfThresholds::TheReading,
        }
    }
}

impl Given<'_> {
    pub fn compare(
        &self,
        facts: &PollFacts,
        view: &PollView<'_>,
        count: &CountView<'_>,
        grounds: &[Ground],
        counted_seats: &CountedSeats,
    ) -> Result<Compared> {
        let poll = view.poll;
        let mut compared = Compared::nothing(nothing_yet(poll));
        if let Some(reason) = of_no_votes_counted(poll, count) {
            compared.report.not_compared = Some(reason);
            return Ok(compared);
        }
        // Where the count has the votes of the poll's own voters, those are what the poll is about.
        let segment = own_votes::own_votes(poll, count.count);
        let of_segment = (segment.as_ref()).map(|own| self.choices.count(&own.count));
        let of_part = match &of_segment {
            Some(part) => Some(grounds_of_other_shares::of_part(grounds, count, part)),
            None => ground::of_own_voters(poll, count),
        };
        let against = Against {
            whole: count,
            count: of_segment.as_ref().unwrap_or(count),
            segment: segment.as_ref(),
            grounds: of_part.as_deref().unwrap_or(grounds),
        };
        let report = &mut compared.report;
        if let Some(own) = &segment {
            report.segment = Some(own.voters.clone());
            report.segment_without.clone_from(&own.without);
        }
        self.ballots(poll, &against, report);
        self.shares(facts, view, &against, &mut compared)?;
        let report = &mut compared.report;
        if is_not_of_the_outstanding(poll, &against, report) {
            let readings = [&mut report.reading, &mut report.as_printed];
            (readings.into_iter().flatten()).for_each(taken_back::without_needs);
        }
        report.seats = seats::compare(self.settings, self.contest, counted_seats, poll);
        left_out::add(self.contest, count.count, poll, report);
        report.verdict = verdict::of_poll(poll, report);
        if open_base::is_judged_by_it(report) {
            compared.of_thresholds = OfThresholds::NotKnown;
        }
        Ok(compared)
    }

    /// Turnout and invalid ballots. Those of all voters are not those of a part of them, of whom none are registered
    /// apart.
    fn ballots(&self, poll: &Poll, against: &Against<'_>, report: &mut PollReport) {
        if let Some(own) = against.segment {
            report.invalid = turnout::invalid(poll, against.count).filter(|_| own.is_theirs_alone);
        } else if !published::is_of_others(poll, against.whole.count) {
            report.turnout = turnout::turnout(poll, against.whole.count, self.contest);
            report.invalid = turnout::invalid(poll, against.whole);
        }
    }

    /// The readings of the poll's shares, or why there is none.
    fn shares(
        &self,
        facts: &PollFacts,
        view: &PollView<'_>,
        against: &Against<'_>,
        compared: &mut Compared,
    ) -> Result<()> {
        let (poll, count) = (view.poll, against.count);
        let sides = Sides {
            settings: self.settings,
            poll,
            facts: &facts.size,
            count: count.count,
            ballots: effective_size::final_ballots(count.count).filter(|_| !count.lists_some),
            grounds: against.grounds,
            is_partial: count.count.status() == CountStatus::Partial
                && !ground::leave_nothing(against.grounds),
            own_voters: (against.segment).is_some_and(|own| own.is_theirs_alone),
            some_taken_out: against.segment.is_some(),
        };
        let alignment = match Alignment::new(&self.choices, count, view) {
            Ok(alignment) => alignment,
            // Without shares there may still be seats.
            Err(_) if poll.entries().is_empty() => return Ok(()),
            Err(error) if error.kind() == ErrorKind::Undefined => {
                compared.report.not_compared = Some(why_without_common_choice(count));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        // No decision is built on figures that contradict one another.
        let contradicted = contradicted::reason(&self.contradictions, count, view, &alignment);
        let Some(reason) = contradicted else {
            return self.readings(&sides, alignment, compared);
        };
        match on_valid_votes_alone(poll, &alignment, &reason) {
            Some(aligned) => {
                compared.on_valid_votes = Some(OnOneBase::from(&aligned));
                compared.report.reading = Some(reading::compare(&sides, aligned)?);
            }
            None => compared.report.not_compared = Some(reason),
        }
        Ok(())
    }

    fn readings(
        &self,
        sides: &Sides<'_>,
        alignment: Alignment,
        compared: &mut Compared,
    ) -> Result<()> {
        compared.on_valid_votes = alignment.on_valid_votes().map(OnOneBase::from);
        let of_ballots = alignment.on_all_ballots(sides.poll);
        compared.on_all_ballots = of_ballots.map(OnOneBase::from);
        let poll_base = alignment.main.poll_base;
        if !alignment.main.is_of_valid_votes() && !self.contest.thresholds().is_empty() {
            compared.of_thresholds = match alignment.on_valid_votes() {
                Some(of) => OfThresholds::Other(Box::new(reading::compare(sides, of.clone())?)),
                None => OfThresholds::NotKnown,
            };
        }
        let of_two_bases = alignment.main.is_of_two_bases();
        let mut main = reading::compare(sides, alignment.main)?;
        if of_two_bases || poll_base == Base::Approached {
            taken_back::of_another_base(&mut main, poll_base);
        }
        let mut as_printed = alignment
            .as_printed
            .map(|aligned| reading::compare(sides, aligned))
            .transpose()?;
        // What is of everyone approached is of no votes.
        if let (true, Some(printed)) = (sides.poll.is_of_all_approached(), &mut as_printed) {
            taken_back::of_no_votes(printed);
        }
        compared.report.reading = Some(main);
        compared.report.as_printed = as_printed;
        Ok(())
    }
}

fn nothing_yet(poll: &Poll) -> PollReport {
    PollReport {
        name: poll.name().into(),
        segment: None,
        segment_without: Vec::new(),
        turnout: None,
        invalid: None,
        reading: None,
        as_printed: None,
        seats: None,
        not_compared: None,
        left_out: Vec::new(),
        verdict: Verdict::NotComparable,
        left_out_of_the_whole: None,
        rank: None,
        calls: Vec::new(),
        not_published: Vec::new(),
    }
}

/// Why the poll says nothing of the votes of this count, whatever its figures are.
fn of_no_votes_counted(poll: &Poll, count: &CountView<'_>) -> Option<Reason> {
    if poll.weighted_to_count() == Some(true) {
        return Some(Reason::WeightedToCount);
    }
    let covers_none = |outside: Outside| {
        outside.bounds.low >= 1.0 || outside.share.is_some_and(|share| share >= 1.0)
    };
    outside::outside(poll, count.count)
        .is_some_and(covers_none)
        .then_some(Reason::CoversNoVotes)
}

fn why_without_common_choice(count: &CountView<'_>) -> Reason {
    let completeness = count.count.completeness();
    if count.shares().any(|(_, _, share)| share.is_some()) {
        Reason::NoCommonChoice
    } else if completeness.is_some_and(|part| part.value() == 0.0) {
        Reason::NothingCounted
    } else {
        Reason::CountWithoutShares
    }
}

/// The comparison that is left where ballots that nobody accounts for contradict the count. Valid votes do not hang on
/// these: a poll that does not say that its shares are of all ballots is compared on valid votes alone.
fn on_valid_votes_alone(poll: &Poll, alignment: &Alignment, reason: &Reason) -> Option<Aligned> {
    let of_ballots = *reason == Reason::FiguresContradict { choice: None };
    let aligned = alignment.on_valid_votes()?;
    let is_valid = aligned.base == Base::ValidVotes && aligned.poll_base == Base::ValidVotes;
    let may_be_valid = poll.base() != Some(Base::AllBallots);
    (of_ballots && may_be_valid && is_valid).then(|| aligned.clone())
}

/// Whether what the ballots still to be counted would have to give says nothing of the poll. A poll of other voters, of
/// whom nobody says how many they are, was never going to equal the count; nor is it known how many of the ballots
/// still to be counted are of a part of the voters.
fn is_not_of_the_outstanding(poll: &Poll, against: &Against<'_>, report: &PollReport) -> bool {
    if against.segment.is_some() {
        return !(against.grounds.iter()).all(|of| of.basis == Basis::AllCounted);
    }
    let mut verdicts = report.readings().map(|reading| reading.verdict);
    published::has_others_unnumbered(poll, against.count.count)
        || published::may_be_of_others(poll, against.count.count)
        || verdicts.any(|verdict| verdict == Verdict::DifferentPopulations)
}
