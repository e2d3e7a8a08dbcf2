//! Figures that cannot both be right, both of them in words.

use super::number;
use super::room::Room;
use super::terms::{self, closed, sentence};
use super::{shared_sample, voters};
use crate::model::{CompletenessOf, Contradiction};
use crate::report::Report;

/// The time of a count's figures.
fn as_of(report: &Report, name: &str) -> String {
    let count = report.count(name).map(|of| &of.count);
    let time = count.and_then(|count| {
        let time = count.as_of()?;
        Some(number::time(time, count.as_of_is_a_day()))
    });
    time.unwrap_or_default()
}

/// Figures of the sources, both of them shown.
pub(super) fn of_figures(report: &Report, contradiction: &Contradiction, room: Room) -> String {
    let n = number::count;
    let words = match contradiction {
        Contradiction::BallotsUnaccounted {
            count,
            valid,
            invalid,
            ballots_cast,
        } => format!(
            "{}: {} valid and {} invalid votes are not the {} cast",
            room.name(count),
            n(*valid),
            n(*invalid),
            terms::ballots(*ballots_cast)
        ),
        Contradiction::BallotsNotTold {
            count,
            listed,
            by_shares,
            ballots_cast,
        } => {
            let left = ballots_cast - listed;
            let (least, listed) = match by_shares {
                true => ("at least ", "in none of its votes and shares"),
                false => ("", "no votes that it lists"),
            };
            format!(
                "{}: of the {} cast {least}{} ({} percent) are {listed}, and it does not say what they are; shares of \
                 valid votes take all of them for invalid, and were they votes for others, every one would be smaller",
                room.name(count),
                terms::ballots(*ballots_cast),
                n(left),
                number::percent(left as f64 / *ballots_cast as f64, 2)
            )
        }
        Contradiction::VotesExceedBallots {
            count,
            votes,
            invalid,
            ballots_cast,
        } => {
            let invalid = invalid.filter(|of| *of > 0);
            let parts = match invalid {
                Some(invalid) => format!(
                    "{} votes and {} invalid ones are {}",
                    n(*votes),
                    n(invalid),
                    n(votes.saturating_add(invalid))
                ),
                None => format!("{} votes are", n(*votes)),
            };
            let of_ballots = match contradiction.is_material() {
                true => ", and nothing is compared of all ballots",
                false => "",
            };
            format!(
                "{}: {parts}{} more than the {} cast; shares are of the votes listed, {}{of_ballots}",
                room.name(count),
                if invalid.is_some() { "," } else { "" },
                terms::ballots(*ballots_cast),
                moves_none(contradiction.excess(), *votes)
            )
        }
        Contradiction::VotesExceedValid {
            count,
            votes,
            valid,
        } => format!(
            "{}: the votes of its choices are {}, more than the {} valid ones; shares are of the votes listed, {}",
            room.name(count),
            n(*votes),
            n(*valid),
            moves_none(contradiction.excess(), *votes)
        ),
        Contradiction::VotesFell {
            earlier,
            later,
            earlier_votes,
            later_votes,
        } => format!(
            "{} has {} votes, fewer than the {} of {} before it",
            room.name(later),
            n(*later_votes),
            n(*earlier_votes),
            room.name(earlier)
        ),
        Contradiction::ChoiceFell {
            choice,
            earlier,
            later,
            earlier_votes,
            later_votes,
        } => format!(
            "{} has {} votes for {}, fewer than the {} of {} before it",
            room.name(later),
            n(*later_votes),
            room.name(choice),
            n(*earlier_votes),
            room.name(earlier)
        ),
        Contradiction::SeatsFell {
            choice,
            earlier,
            later,
            earlier_seats,
            later_seats,
        } => format!(
            "{} gives {} {}, fewer than the {} that {} had declared",
            room.name(later),
            room.name(choice),
            terms::number_of(usize::try_from(*later_seats).unwrap_or(usize::MAX), "seat"),
            n(*earlier_seats),
            room.name(earlier)
        ),
        Contradiction::MoreOfFewer {
            choice,
            fewer,
            more,
            votes_of_fewer,
            votes_of_more,
        } => format!(
            "{} has {} votes for {}, more than the {} of {}, which has more votes in all",
            room.name(fewer),
            n(*votes_of_fewer),
            room.name(choice),
            n(*votes_of_more),
            room.name(more)
        ),
        Contradiction::SeatsShort {
            count,
            seats,
            house,
        } => {
            return sentence(&format!(
                "the count \"{}\" gives {} of the {} seats of the house and does not say whose the other {}",
                room.name(count),
                n(*seats),
                n(*house),
                match house.saturating_sub(*seats) {
                    1 => "seat is".into(),
                    others => format!("{} are", n(others)),
                }
            ));
        }
        Contradiction::RespondentsExceedBallots {
            poll,
            respondents,
            count,
            ballots,
        } => format!(
            "{} has {} respondents, more than the {} of {}",
            room.name(poll),
            n(*respondents),
            terms::ballots(*ballots),
            room.name(count)
        ),
        Contradiction::PopulationBelowBallots {
            poll,
            population,
            count,
            ballots,
        } => format!(
            "{} says that its sample was drawn from {} ballots, but {} has {}",
            room.name(poll),
            n(*population),
            room.name(count),
            n(*ballots)
        ),
        Contradiction::BallotsAndCompleteness {
            count,
            of,
            ballots,
            counted,
        } => {
            let of = match of {
                CompletenessOf::RegisteredVoters => "are registered where it is counted",
                _ => "ballots are counted",
            };
            format!(
                "{} says that {} {of}, but has {} ballots",
                room.name(count),
                n(*counted),
                n(*ballots)
            )
        }
        Contradiction::CompletenessAndRegistered {
            count,
            ballots,
            least_in_all,
            registered,
        } => format!(
            "{} says what part of the ballots its {} are: that makes at least {} in all, more than the {} registered \
             voters",
            room.name(count),
            n(*ballots),
            n(*least_in_all),
            n(*registered)
        ),
        Contradiction::OutstandingAndRegistered {
            count,
            ballots,
            outstanding,
            registered,
        } => format!(
            "{} has {} ballots counted and {} registered voters at stations still to report, together more than the {} \
             registered voters",
            room.name(count),
            n(*ballots),
            n(*outstanding),
            n(*registered)
        ),
        Contradiction::RegisteredDiffer {
            count,
            registered,
            of_contest,
        } => format!(
            "{} has {} registered voters, but the contest {}: a bound that rests on them takes the larger number",
            room.name(count),
            n(*registered),
            n(*of_contest)
        ),
        Contradiction::BallotsAndTurnout {
            count,
            ballots,
            registered,
            published,
        } => format!(
            "{} prints a turnout of {published} percent, but its {} ballots are {} percent of the {} registered \
             voters",
            room.name(count),
            n(*ballots),
            number::unlike(*ballots as f64 / *registered as f64, published),
            n(*registered)
        ),
        Contradiction::NoTotalFits {
            count,
            choice,
            votes,
            published,
            other,
            other_votes,
            other_published,
        } => format!(
            "{}: no number of votes in all makes {} for {} {published} percent and {} for {} {other_published}",
            room.name(count),
            n(*votes),
            room.name(choice),
            n(*other_votes),
            room.name(other)
        ),
        Contradiction::CompletenessFell {
            earlier,
            later,
            of,
            before,
            after,
            votes_before,
            votes_after,
        } => {
            let percent = |part: f64| number::trimmed(100.0 * part, 2);
            let votes = match votes_before.zip(*votes_after) {
                Some((before, after)) if after > before => {
                    format!(", although it has {} votes against {}", n(after), n(before))
                }
                Some((before, after)) if after < before => {
                    format!(", and has {} votes against {}", n(after), n(before))
                }
                _ => String::new(),
            };
            format!(
                "{} counts {} percent of {}, less than the {} percent of {} before it{votes}",
                room.name(later),
                percent(*after),
                terms::completeness(*of),
                percent(*before),
                room.name(earlier)
            )
        }
        Contradiction::TotalsDiffer {
            earlier,
            later,
            of,
            before,
            after,
        } => {
            let what = match of {
                CompletenessOf::Stations => "polling stations",
                CompletenessOf::RegisteredVoters => "registered voters",
                CompletenessOf::Ballots => "ballots",
            };
            format!(
                "{} is of {} {what} in all, but {} of {}",
                room.name(earlier),
                n(*before),
                room.name(later),
                n(*after)
            )
        }
        Contradiction::ShareOfBallotsMissed {
            earlier,
            later,
            counted,
            stated,
            in_all,
        } => format!(
            "{} calls its {} ballots {} percent of all, but they are {} percent of the {} of {}",
            room.name(earlier),
            n(*counted),
            number::trimmed(100.0 * stated, 2),
            number::percent(*counted as f64 / *in_all as f64, 2),
            n(*in_all),
            room.name(later)
        ),
        Contradiction::CountedBeforeTheVote { count, as_of, vote } => format!(
            "{} is of {as_of}, before the day of the vote, {vote}",
            room.name(count)
        ),
        Contradiction::PartialAfterFinal { partial, last, .. } => format!(
            "{} is said to be partial, but its figures are of {}, after those of the final count {}, of {}",
            room.name(partial),
            as_of(report, partial),
            room.name(last),
            as_of(report, last)
        ),
        Contradiction::AskedAfterTheVote {
            poll,
            fieldwork,
            vote,
        } => format!(
            "The fieldwork of {} was on {fieldwork}, after the day of the vote, {vote}",
            room.name(poll)
        ),
        Contradiction::ShareAndStep {
            poll,
            choice,
            published,
            step,
        } => format!(
            "{} gives its shares as rounded to multiples of {}, but {published} for {}",
            room.name(poll),
            number::shortest(*step),
            room.name(choice)
        ),
        Contradiction::ResponseRateAndRefusals {
            poll,
            stated,
            respondents,
            others,
        } => format!(
            "{} states a response rate of {} percent, but {} answers and {} refusals or misses leave at most {}",
            room.name(poll),
            number::trimmed(100.0 * stated, 2),
            n(*respondents),
            n(*others),
            number::rounded_up(
                *respondents as f64 / (*respondents as f64 + *others as f64),
                1
            )
        ),
        Contradiction::RefusedShareAndNumber {
            poll,
            published,
            respondents,
            refusals,
            misses,
        } => format!(
            "{} prints {} percent as refused, but {} who refused beside {} respondents{} are {} percent of those approached",
            room.name(poll),
            terms::figure_in_words(published),
            n(*refusals),
            n(*respondents),
            misses.map_or(String::new(), |misses| format!(
                " and {} who were missed",
                n(misses)
            )),
            number::percent(
                *refusals as f64
                    / (*respondents as f64 + *refusals as f64 + misses.unwrap_or(0) as f64),
                1
            )
        ),
        Contradiction::InterviewsAndRespondents {
            poll,
            stations,
            interviews,
            respondents,
        } => format!(
            "{} has {} respondents, more than {} at each of {} stations make",
            room.name(poll),
            n(*respondents),
            number::trimmed(*interviews, 2),
            n(*stations)
        ),
        Contradiction::AddedBallotsInvalid {
            earlier,
            later,
            ballots,
            votes,
        } => format!(
            "{} has {} more than {}, but only {} more valid votes: {} percent of what was added would have to be invalid",
            room.name(later),
            terms::ballots(*ballots),
            room.name(earlier),
            n(*votes),
            number::rounded_down(1.0 - *votes as f64 / (*ballots).max(1) as f64, 1)
        ),
        Contradiction::PartsAndWhole {
            count,
            choice,
            votes,
            parts,
            more,
            ..
        } => voters::parts_and_whole((count, choice), (*votes, *parts), *more, room),
        Contradiction::OutsideAndParts { .. }
        | Contradiction::OutsideExceedsParts { .. }
        | Contradiction::OutsideDiffers { .. } => {
            voters::outside_contradicts(report, contradiction, room)
        }
        Contradiction::SharedSampleDiffers { .. }
        | Contradiction::SharedSampleVotersDiffer { .. }
        | Contradiction::SharedSampleFactDiffers { .. } => {
            shared_sample::contradicts(report, contradiction, room)
        }
        Contradiction::VotesAndShare {
            count,
            choice,
            from_votes,
            published,
            votes_stand,
        } => format!(
            "{} prints {published} percent for {}, but its votes give {}{}{}",
            room.name(count),
            room.name(choice),
            number::unlike(*from_votes, published),
            match votes_stand {
                true =>
                    "; the votes sum to the valid votes, the printed shares not to 100 percent, so that the votes stand",
                false => "",
            },
            match contradiction.is_compared_with_both() {
                true => "; polls are compared with both, as if either were within rounding",
                false => "",
            }
        ),
    };
    closed(&words)
}

/// The most by which a share of the votes can be off where so many of them are too many: all of them one choice's.
fn moves_none(excess: u64, votes: u64) -> String {
    let others = votes.saturating_sub(excess).max(1) as f64;
    let most = (excess as f64 / others).min(1.0);
    let decimals = [2, 4]
        .into_iter()
        .find(|of| most > 0.5 * 0.1_f64.powi(of + 2));
    let points = number::rounded_up(most, decimals.unwrap_or(6) as usize);
    format!("and none is off by more than {points} points for that")
}
