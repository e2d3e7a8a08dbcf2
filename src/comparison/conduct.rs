//! Every poll against every count, each measure called once.

use super::calls::{self, Counted};
use super::compared::Given;
use super::counted_seats::CountedSeats;
use super::ground::{self, Ground};
use super::grounds_of_other_shares;
use super::own_votes::OwnVotes;
use super::same_voters::Declared;
use super::{
    common_deviations, counted, disclosure, facts, findings, most_complete, night, open_base,
    outstanding, own_votes, pairs, pool, ranks, seat_errors, seats, sources,
};
use crate::alignment::{ChoiceIndex, CommonTable, PollView};
use crate::error::{Error, Result};
use crate::model::{Contest, CountStatus, OfficialCount, Poll, contradictions, with_one_another};
use crate::report::{CountReport, Format, PollFacts, PollReport, Reason, Report, Settings};

/// What is the same for every count.
struct Conductor<'a> {
    given: Given<'a>,
    /// With what other publishers of their samples say of them, as in the views.
    facts: &'a [PollFacts],
    polls: Vec<PollView<'a>>,
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
        facts: &known,
        polls: known.iter().map(|of| choices.poll(&of.poll)).collect(),
        given: Given {
            contest,
            settings,
            choices,
            contradictions: contradictions(contest, counts, polls),
        },
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
            conductor.given.choices.names,
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
            conductor.given.contradictions,
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

impl Conductor<'_> {
    fn against(&self, count: &OfficialCount, is_reference: bool) -> Result<Against> {
        let Given {
            contest,
            settings,
            choices: of_contest,
            ..
        } = &self.given;
        let view = of_contest.count(count);
        let grounds = ground::grounds(contest, &view);
        let of_ballots = grounds_of_other_shares::of_all_ballots(&grounds, count);
        // What is said of the count by itself is said of its shares on their own base.
        let of_its_shares = match view.shares_are_of_all_ballots() {
            true => &of_ballots,
            false => &grounds,
        };
        let choices = counted::choices(of_contest, &view);
        // Figures of all ballots are measured as final ones are, whoever has declared them.
        let is_partial = count.status() == CountStatus::Partial && !ground::leave_nothing(&grounds);
        let leading = counted::leading_of(contest, of_contest.names, &choices, !is_partial);
        let seats = CountedSeats::new(contest, count);
        let mut on_valid_votes = Vec::with_capacity(self.polls.len());
        let mut on_all_ballots = Vec::with_capacity(self.polls.len());
        let mut polls = Vec::with_capacity(self.polls.len());
        let mut of_thresholds = Vec::with_capacity(self.polls.len());
        for (facts, poll) in self.facts.iter().zip(&self.polls) {
            let compared = self.given.compare(facts, poll, &view, &grounds, &seats)?;
            polls.push(compared.report);
            on_valid_votes.push(compared.on_valid_votes);
            on_all_ballots.push(compared.on_all_ballots);
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
        // Where nothing leads to valid votes, all ballots are one base as well.
        let of_all_ballots =
            view.shares_are_of_all_ballots() && on_valid_votes.iter().all(Option::is_none);
        let mut on_one_base = match of_all_ballots {
            true => on_all_ballots,
            false => on_valid_votes,
        };
        // Polls that are compared with other votes stand in no table with one another.
        let standing = (0..polls.len())
            .find(|&place| left_out[place].is_none() && on_one_base[place].is_some());
        for (place, aligned) in on_one_base.iter_mut().enumerate() {
            if standing.is_some_and(|of| polls[of].segment != polls[place].segment) {
                *aligned = None;
            }
        }
        let own_votes = standing
            .filter(|&place| polls[place].segment.is_some())
            .and_then(|place| own_votes::own_votes(self.polls[place].poll, count));
        let table = CommonTable::new(of_contest, on_one_base);
        let members: Vec<usize> = (0..polls.len())
            .filter(|&place| left_out[place].is_none() && table.polls[place].is_some())
            .collect();
        for (poll, reason) in polls.iter_mut().zip(&left_out) {
            poll.left_out_of_the_whole.clone_from(reason);
        }
        let part = (own_votes.as_ref()).map(|own| of_contest.count(&own.count));
        let of_part = part.map(|part| grounds_of_other_shares::of_part(&grounds, &view, &part));
        if let Some(shares) = table.common(of_contest.names, &members) {
            let grounds = of_part.as_ref().unwrap_or(match of_all_ballots {
                true => &of_ballots,
                false => &grounds,
            });
            let without_condition = ground::without_condition(grounds);
            let stage = ranks::Stage {
                ground: ground::tightest(grounds),
                without_condition: ground::tightest(&without_condition),
                is_partial,
                of_all_ballots,
                pairwise: settings.pairwise,
            };
            ranks::rank(&shares, &members, stage, &mut polls)?;
        }
        // Of what is not compared at all the reason stands that it is not.
        let why_apart: Vec<Option<Reason>> = (left_out.iter().zip(&polls))
            .map(|(reason, poll)| reason.clone().or_else(|| poll.not_compared.clone()))
            .collect();
        let pooling = pool::Pooling {
            settings,
            names: of_contest.names,
            facts: self.facts,
            table: &table,
            count: own_votes.as_ref().map_or(count, |own| &own.count),
            left_out: &why_apart,
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
            grounds: &grounds,
            grounds_of_ballots: &of_ballots,
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
}
