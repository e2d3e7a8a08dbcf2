//! Why it is not said of two polls which is further from the count by more than chance.

use super::between::MOST_PAIRS;
use super::called;
use super::outline::Block;
use super::terms::{list, number_of};
use crate::report::{BetweenPolls, PairNotTested, PollReport, Report};

/// The reasons, in the order in which they stand.
const REASONS: [PairNotTested; 9] = [
    PairNotTested::NoCommonChoice,
    PairNotTested::NoRankedRow,
    PairNotTested::PartialCount,
    PairNotTested::PublishedRange,
    PairNotTested::MoreRespondentsThanBallots,
    PairNotTested::EveryoneWasAsked,
    PairNotTested::SampleSizeUnknown,
    PairNotTested::OnTheCount,
    PairNotTested::SmallCells,
];

/// Why pairs of the table have no z; `polls` is what they are called.
pub(super) fn why(report: &Report, between: &BetweenPolls, polls: &'static str) -> Option<Block> {
    let pairs = between.pairs.as_ref()?;
    if pairs.total_variation.len() > MOST_PAIRS {
        return None;
    }
    let said = REASONS.iter().filter_map(|reason| {
        let of_reason = pairs.not_tested.iter().filter(|of| **of == Some(*reason));
        let of_whom = match of_reason.count() {
            0 => return None,
            all if all == pairs.not_tested.len() => "any pair".to_owned(),
            some => number_of(some, "pair"),
        };
        let why = words(report, between, polls, *reason);
        Some(format!("There is no z of {of_whom}: {why}."))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| Block::Paragraph(said.join(" ")))
}

fn words(
    report: &Report,
    between: &BetweenPolls,
    polls: &'static str,
    reason: PairNotTested,
) -> String {
    let one_of_two = format!("one of the two {polls}");
    match reason {
        PairNotTested::NoCommonChoice => format!("the two {polls} have no choice in common"),
        PairNotTested::NoRankedRow => format!(
            "none of the choices that both name is in every {} that is ranked",
            called::one_of(polls)
        ),
        PairNotTested::PartialCount => "the count is partial".to_owned(),
        PairNotTested::PublishedRange => format!("{one_of_two} published a range"),
        PairNotTested::MoreRespondentsThanBallots => {
            format!("{one_of_two} has more respondents than the count has ballots")
        }
        PairNotTested::EveryoneWasAsked => format!(
            "{one_of_two} has as many respondents as the count has ballots, which leaves nothing to sampling"
        ),
        PairNotTested::SampleSizeUnknown => {
            match whose(between, reason, |poll| has_no_size(report, poll)).as_slice() {
                [] => format!(
                    "what the sample of {one_of_two} is worth for all its rows together is not known"
                ),
                [one] => format!("{one} gives no sample size"),
                several => format!("{} give no sample size", list(several)),
            }
        }
        PairNotTested::OnTheCount => {
            let who = match whose(between, reason, |poll| is_on_the_count(report, poll)).as_slice()
            {
                [] => format!("{one_of_two} lies"),
                [one] => format!("{one} lies"),
                several => format!("{} lie", list(several)),
            };
            format!("{who} exactly on the count, where the formula has no variance")
        }
        PairNotTested::SmallCells => format!(
            "{one_of_two} has fewer than five effective respondents, or none, for choices above the count, or for choices \
             below it"
        ),
    }
}

/// The polls of the pairs with this reason of which something holds; none where it holds of neither in one of the pairs.
fn whose(
    between: &BetweenPolls,
    reason: PairNotTested,
    holds: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (i, first) in between.polls.iter().enumerate() {
        for second in &between.polls[i + 1..] {
            let pair = between.pair(first, second);
            if pair.and_then(|pair| pair.not_tested) != Some(reason) {
                continue;
            }
            let own = [first, second].map(|poll| holds(poll).then_some(poll));
            if own.iter().all(Option::is_none) {
                return Vec::new();
            }
            for poll in own.into_iter().flatten() {
                if !names.contains(poll) {
                    names.push(poll.clone());
                }
            }
        }
    }
    names
}

fn has_no_size(report: &Report, poll: &str) -> bool {
    let mut facts = report.polls.iter();
    facts.any(|facts| facts.poll.name() == poll && facts.size.effective_size.is_none())
}

fn is_on_the_count(report: &Report, poll: &str) -> bool {
    let rank = report.reference().poll(poll).and_then(rank_of);
    rank == Some(0.0)
}

/// The distance from the count by which a poll is ranked.
fn rank_of(poll: &PollReport) -> Option<f64> {
    poll.rank.as_ref().map(|rank| rank.total_variation)
}
