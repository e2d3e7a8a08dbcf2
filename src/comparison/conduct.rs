//! Every poll against every count, each measure called once.

use super::calls::{self, Counted, OfThresholds};
use super::counted_seats::CountedSeats;
use super::ground::{self, Ground};
use super::own_votes::OwnVotes;
use super::reading::{self, Sides};
use super::same_voters::Declared;
use super::{
    common_deviations, contradicted, counted, disclosure, effective_size, facts, findings,
    left_out, most_complete, night, open_base, outside, outstanding, own_votes, pairs, pool,
    published, ranks, seat_errors, seats, sources, taken_back, turnout, verdict,
};
use crate::alignment::{Alignment, ChoiceIndex, CommonTable, CountView, OnValidVotes, PollView};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Base, Contest, Contradiction, CountStatus, OfficialCount, Poll, contradictions,
    with_one_another,
};
use crate::report::{
    Basis, CountReport, Format, PollFacts, PollReport, Reason, Report, Settings, Verdict,
};

/// What is the same for every count.
struct Conductor<'a> {
    contest: &'a Contest,
    settings: &'a Settings,
    choices: ChoiceIndex<'a>,
    /// With what other publishers of their samples say of them, as in the views.
    facts: &'a [PollFacts],
    polls: Vec<PollView<'a>>,
    contradictions: Vec<Contradiction>,
}

/// One count with everything against it, and what later steps need of it.
struct Against {
    report: CountReport,
    table: CommonTable,
    /// The polls that are sources of their own and have a place in the table.
    members: Vec<usize>,
    /// The votes of their own voters, where all of them are compared with these.
    own_votes: Option<OwnVotes>,
    grounds: Vec<Ground>,
}

/// # Errors
/// See [`Comparison::run`](crate::Comparison::run).
pub(super) fn report(
    contest: &Contest,
    counts: &[OfficialCount],
    polls: &[Poll],
    settings: &Settings,
) -> Result<Report> {
    if counts.is_empty() {
        return Err(Error::missing("counts", "give at least one official count"));
    }
    if polls.is_empty() {
        return Err(Error::missing("polls", "give at least one poll"));
    }
    settings.check()?;
    contest.check(counts, polls)?;
    let counts = &*with_one_another(counts);
    let choices = ChoiceIndex::new(contest);
    let stated = facts::of(polls, settings);
    let known = facts::with_all_of_samples(&stated);
    let conductor = Conductor {
        contest,
        settings,
        facts: &known,
        polls: known.iter().map(|of| choices.poll(&of.poll)).collect(),
        contradictions: contradictions(contest, counts, polls),
        choices,
    };
    let reference = most_complete::place(counts);
    let mut against = counts
        .iter()
        .enumerate()
        .map(|(place, count)| conductor.against(count, place == reference))
        .collect::<Result<Vec<Against>>>()?;
    let between_polls = {
        let chosen = &against[reference];
        pairs::between(
            settings,
            conductor.choices.names,
            conductor.facts,
            &chosen.table,
            &chosen.members,
            (chosen.own_votes.as_ref()).map_or(&counts[reference], |own| &own.count),
            !chosen.report.is_final() && !chosen.report.is_all_counted(),
        )
    };
    let grounds: Vec<Vec<Ground>> = against
        .iter_mut()
        .map(|count| std::mem::take(&mut count.grounds))
        .collect();
    let counts: Vec<CountReport> = against.into_iter().map(|count| count.report).collect();
    let night = night::night(contest, &counts, &grounds);
    let alpha = settings.confidence.alpha();
    Ok(Report {
        format: Format,
        contest: contest.clone(),
        settings: *settings,
        findings: findings::of(
            (&counts, reference),
            conductor.facts,
            night.as_ref(),
            conductor.contradictions,
            alpha,
        ),
        polls: stated,
        reference: counts[reference].name().to_owned(),
        counts,
        between_polls,
        night,
        observations: Vec::new(),
        stations: Vec::new(),
    })
}

/// One poll against one count.
struct Compared {
    report: PollReport,
    /// The poll on valid votes, where what was published leads there.
    on_valid_votes: Option<OnValidVotes>,
    of_thresholds: OfThresholds,
}

impl Compared {
    fn nothing(report: PollReport) -> Compared {
        Compared {
            report,
            on_valid_votes: None,
            of_thresholds: OfThresholds::TheReading,
        }
    }
}

impl Conductor<'_> {
    fn against(&self, count: &OfficialCount, is_reference: bool) -> Result<Against> {
        let (contest, settings) = (self.contest, self.settings);
        let view = self.choices.count(count);
        let grounds = ground::grounds(contest, &view);
        let of_ballots = ground::of_all_ballots(&grounds, count);
        // What is said of the count by itself is said of its shares on their own base.
        let of_its_shares = match view.shares_are_of_all_ballots() {
            true => &of_ballots,
            false => &grounds,
        };
        let choices = counted::choices(&self.choices, &view);
        // Figures of all ballots are measured as final ones are, whoever has declared them.
        let is_partial = count.status() == CountStatus::Partial && !ground::leave_nothing(&grounds);
        let leading = counted::leading_of(contest, self.choices.names, &choices, !is_partial);
        let seats = CountedSeats::new(contest, count);
        let mut on_valid_votes = Vec::with_capacity(self.polls.len());
        let mut polls = Vec::with_capacity(self.polls.len());
        let mut of_thresholds = Vec::with_capacity(self.polls.len());
        for (facts, poll) in self.facts.iter().zip(&self.polls) {
            let compared = self.poll(facts, poll, &view, &grounds, &seats)?;
            polls.push(compared.report);
            on_valid_votes.push(compared.on_valid_votes);
            of_thresholds.push(compared.of_thresholds);
        }
        let comparable = |place: usize| {
            let poll: &PollReport = &polls[place];
            poll.reading.is_some() || poll.seats.is_some()
        };
        let declared: Vec<Option<Declared<'_>>> = (self.polls.iter().zip(&polls))
            .map(|(view, poll)| {
                let of = || Declared::of(view.poll, count, poll.segment.is_some());
                poll.reading.is_some().then(of)
            })
            .collect();
        let mut left_out = sources::left_out(self.facts, &comparable, &declared);
        if polls.len() > 1 {
            open_base::leave_out(&polls, &mut left_out);
        }
        // Polls that are compared with other votes stand in no table with one another.
        let standing = (0..polls.len())
            .find(|&place| left_out[place].is_none() && on_valid_votes[place].is_some());
        for (place, aligned) in on_valid_votes.iter_mut().enumerate() {
            if standing.is_some_and(|of| polls[of].segment != polls[place].segment) {
                *aligned = None;
            }
        }
        let own_votes = standing
            .filter(|&place| polls[place].segment.is_some())
            .and_then(|place| own_votes::own_votes(self.polls[place].poll, count));
        let table = CommonTable::new(&self.choices, on_valid_votes);
        let members: Vec<usize> = (0..polls.len())
            .filter(|&place| left_out[place].is_none() && table.polls[place].is_some())
            .collect();
        for (poll, reason) in polls.iter_mut().zip(&left_out) {
            poll.left_out_of_the_whole.clone_from(reason);
        }
        let part = (own_votes.as_ref()).map(|own| self.choices.count(&own.count));
        let of_part = part.map(|part| ground::of_part(&grounds, &view, &part));
        if let Some(shares) = table.common(self.choices.names, &members) {
            let stage = ranks::Stage {
                ground: ground::tightest(of_part.as_ref().unwrap_or(&grounds)),
                is_partial,
                pairwise: settings.pairwise,
            };
            ranks::rank(&shares, &members, stage, &mut polls)?;
        }
        let pooling = pool::Pooling {
            settings,
            names: self.choices.names,
            facts: self.facts,
            table: &table,
            count: own_votes.as_ref().map_or(count, |own| &own.count),
            left_out: &left_out,
            is_partial,
            weigh: is_reference,
            leave_out: settings.pairwise && is_reference,
        };
        let is_source = |place: usize| left_out[place].is_none();
        let mut report = CountReport {
            count: count.clone(),
            valid: view.valid,
            outstanding: of_its_shares
                .iter()
                .map(|ground| outstanding::view(contest, ground, &choices, &view, &leading))
                .collect(),
            choices,
            leading,
            common_deviations: common_deviations::of(&table, &members),
            pool: pool::pool(&pooling),
            seat_errors: seat_errors::by_choice(settings, contest.seats(), &polls, &is_source),
            polls: Vec::new(),
            not_published: Vec::new(),
        };
        let blocs = seats::blocs(count, self.facts);
        let said = Counted {
            settings,
            contest,
            report: &report,
            seats: &seats,
            blocs: &blocs,
            some_without_seats: (polls.iter()).any(|poll| {
                poll.seats
                    .as_ref()
                    .is_some_and(|of| !of.left_out.is_empty())
            }),
            ground: ground::tightest(&grounds),
            ground_of_ballots: ground::tightest(&of_ballots),
            of_all_ballots: view.shares_are_of_all_ballots(),
        };
        let of_polls = self.polls.iter().zip(self.facts).zip(&of_thresholds);
        for (poll, ((view, facts), of_thresholds)) in polls.iter_mut().zip(of_polls) {
            poll.calls = calls::of(&said, view.poll, poll, of_thresholds);
            poll.not_published = disclosure::not_published(poll, view.poll, &facts.size, count);
        }
        report.not_published = disclosure::not_published_of_count(&report, &polls);
        report.polls = polls;
        Ok(Against {
            report,
            table,
            members,
            own_votes,
            grounds: of_its_shares.clone(),
        })
    }

    /// One poll against one count.
    fn poll(
        &self,
        facts: &PollFacts,
        view: &PollView<'_>,
        count: &CountView<'_>,
        grounds: &[Ground],
        counted_seats: &CountedSeats,
    ) -> Result<Compared> {
        let poll = view.poll;
        let mut report = PollReport {
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
        };
        if poll.weighted_to_count() == Some(true) {
            report.not_compared = Some(Reason::WeightedToCount);
            return Ok(Compared::nothing(report));
        }
        let outside = outside::outside(poll, count.count);
        let covers_none = |outside: &outside::Outside| {
            outside.bounds.low >= 1.0 || outside.share.is_some_and(|share| share >= 1.0)
        };
        if outside.as_ref().is_some_and(covers_none) {
            report.not_compared = Some(Reason::CoversNoVotes);
            return Ok(Compared::nothing(report));
        }
        // Where the count has the votes of the poll's own voters, those are what the poll is about.
        let segment = own_votes::own_votes(poll, count.count);
        let of_segment = (segment.as_ref()).map(|own| self.choices.count(&own.count));
        let whole = count;
        let count = of_segment.as_ref().unwrap_or(count);
        let of_part = match &of_segment {
            Some(part) => Some(ground::of_part(grounds, whole, part)),
            None => ground::of_own_voters(poll, whole),
        };
        let grounds = of_part.as_deref().unwrap_or(grounds);
        let sides = Sides {
            settings: self.settings,
            poll,
            facts: &facts.size,
            count: count.count,
            ballots: effective_size::final_ballots(count.count).filter(|_| !count.lists_some),
            grounds,
            is_partial: count.count.status() == CountStatus::Partial
                && !ground::leave_nothing(grounds),
            own_voters: segment.is_some(),
        };
        if let Some(own) = &segment {
            report.segment = Some(own.voters.clone());
            report.segment_without.clone_from(&own.without);
        }
        // Turnout and invalid ballots of all voters are not those of a part of them, of whom none are registered apart.
        if segment.is_none() && !published::is_of_others(poll, whole.count) {
            report.turnout = turnout::turnout(poll, whole.count, self.contest);
            report.invalid = turnout::invalid(poll, whole);
        } else if segment.is_some() {
            report.invalid = turnout::invalid(poll, count);
        }
        let mut on_valid_votes = None;
        let mut of_thresholds = OfThresholds::TheReading;
        let alignment = Alignment::new(&self.choices, count, view);
        let contradicted = (alignment.as_ref().ok())
            .and_then(|of| contradicted::reason(&self.contradictions, count, view, of));
        // Valid votes do not hang on ballots that nobody accounts for: where the poll does not say that its shares
        // are of all ballots, it is compared on valid votes alone.
        let on_valid_alone = || {
            let of_ballots = contradicted == Some(Reason::FiguresContradict { choice: None });
            let aligned = alignment.as_ref().ok()?.on_valid_votes()?;
            let is_valid =
                aligned.base == Base::ValidVotes && aligned.poll_base == Base::ValidVotes;
            let may_be_valid = poll.base() != Some(Base::AllBallots);
            (of_ballots && may_be_valid && is_valid).then(|| aligned.clone())
        };
        let on_valid_alone = on_valid_alone();
        match alignment {
            // No decision is built on figures that contradict one another.
            Ok(_) if contradicted.is_some() => match on_valid_alone {
                Some(aligned) => {
                    on_valid_votes = Some(OnValidVotes::from(&aligned));
                    report.reading = Some(reading::compare(&sides, aligned)?);
                }
                None => report.not_compared = contradicted,
            },
            Ok(alignment) => {
                on_valid_votes = alignment.on_valid_votes().map(OnValidVotes::from);
                let poll_base = alignment.main.poll_base;
                if !alignment.main.is_of_valid_votes() && !self.contest.thresholds().is_empty() {
                    of_thresholds = match alignment.on_valid_votes() {
                        Some(of) => {
                            OfThresholds::Other(Box::new(reading::compare(&sides, of.clone())?))
                        }
                        None => OfThresholds::NotKnown,
                    };
                }
                let of_two_bases =
                    alignment.as_printed.is_none() && alignment.main.is_of_two_bases();
                let mut main = reading::compare(&sides, alignment.main)?;
                if of_two_bases || poll_base == Base::Approached {
                    taken_back::of_another_base(&mut main, poll_base);
                }
                report.reading = Some(main);
                report.as_printed = alignment
                    .as_printed
                    .map(|aligned| reading::compare(&sides, aligned))
                    .transpose()?;
                // What is of everyone approached is of no votes.
                if let (true, Some(printed)) =
                    (poll.is_of_all_approached(), report.as_printed.as_mut())
                {
                    taken_back::of_no_votes(printed);
                }
            }
            // Without shares there may still be seats.
            Err(_) if poll.entries().is_empty() => {}
            Err(error) if error.kind() == ErrorKind::Undefined => {
                let shares = count.shares().any(|(_, _, share)| share.is_some());
                let part = count.count.completeness();
                report.not_compared = Some(if shares {
                    Reason::NoCommonChoice
                } else if part.is_some_and(|part| part.value() == 0.0) {
                    Reason::NothingCounted
                } else {
                    Reason::CountWithoutShares
                });
            }
            Err(error) => return Err(error),
        }
        // A poll of other voters, of whom nobody says how many they are, was never going to equal the count.
        let of_others = || {
            let mut verdicts = report.readings().map(|reading| reading.verdict);
            published::has_others_unnumbered(poll, count.count)
                || verdicts.any(|verdict| verdict == Verdict::DifferentPopulations)
        };
        // Nor is it known how many of the ballots still to be counted are of a part of the voters.
        let is_all_counted = (grounds.iter()).all(|of| of.basis == Basis::AllCounted);
        if segment.is_none() && of_others() || segment.is_some() && !is_all_counted {
            let readings = [&mut report.reading, &mut report.as_printed];
            (readings.into_iter().flatten()).for_each(taken_back::without_needs);
        }
        report.seats = seats::compare(self.settings, self.contest, counted_seats, poll);
        left_out::add(self.contest, whole.count, poll, &mut report);
        report.verdict = verdict::of_poll(poll, &report);
        if open_base::is_judged_by_it(&report) {
            of_thresholds = OfThresholds::NotKnown;
        }
        Ok(Compared {
            report,
            on_valid_votes,
            of_thresholds,
        })
    }
}
