//! The rules by which poll and count were put on common ground, in words.

use super::number;
use super::terms::{base, list, number_of};
use crate::alignment::Rule;

/// One rule; nothing else was merged or left out. Of a poll that published ranges nothing is printed as
/// its figure that is only the middle of some.
pub(super) fn rule(rule: &Rule, has_ranges: bool) -> String {
    match rule {
        Rule::RestIsWhatIsLeft { .. } if has_ranges => {
            "everyone else is what the published ranges leave".into()
        }
        Rule::Remainder { bounds, .. } if has_ranges => {
            let sum = format!(
                "the published ranges sum to {} percent",
                number::from_to(percent(1.0 - bounds.high()), percent(1.0 - bounds.low()))
            );
            if bounds.contains(0.0) {
                format!("{sum}, which leaves room for 100; they are compared as printed")
            } else if bounds.low() > 0.0 {
                format!(
                    "{sum}; {} points are not accounted for",
                    number::from_to(percent(bounds.low()), percent(bounds.high()))
                )
            } else {
                format!("{sum}, more than 100: one of them must be misprinted")
            }
        }
        Rule::InvalidIsWhatIsLeft { .. } if has_ranges => {
            "what the published ranges leave of all ballots is compared with the count's invalid ballots".into()
        }
        // Figures too, and a range has none.
        Rule::InvalidTakenOut { .. } if has_ranges => {
            "invalid ballots were taken out of the poll's base".into()
        }
        Rule::Repercentaged { .. } if has_ranges => {
            "shares divided by the proportion who named a choice, which the published ranges leave open".into()
        }
        Rule::LeaderOnly { choice } => {
            format!("only {choice} is given, so it is compared with all others together")
        }
        Rule::MissingInPoll { choices } => {
            format!(
                "not in the poll, so part of everyone else: {}",
                list(choices)
            )
        }
        Rule::MissingInCount { choices } => {
            format!(
                "not in the count, so part of everyone else: {}",
                list(choices)
            )
        }
        Rule::Merged { choices } => {
            format!(
                "given as one figure, so compared together: {}",
                list(choices)
            )
        }
        Rule::RestIsWhatIsLeft { share } => format!(
            "everyone else is what the printed shares leave, {} percent",
            percent(*share)
        ),
        Rule::InvalidAmongEveryoneElse => {
            "of all ballots, what the choices leave is compared as everyone else, invalid ballots included on both sides"
                .into()
        }
        Rule::OfListedChoices { without, divisor } => format!(
            "the count gives no figure for {} nor the valid votes in all: both are shares of those who named one of the \
             other choices, the poll's shares divided by {}",
            super::terms::list(without),
            number::shortest(*divisor)
        ),
        Rule::OfCommonChoices { of_poll, of_count } => format!(
            "what the figures of everyone approached leave is refusals and votes for others together: both are shares of \
             those who named one of the choices that both list, the poll's shares divided by {} and the count's by {}",
            number::shortest(of_poll.value),
            number::shortest(of_count.value)
        ),
        Rule::OthersLeftOut {
            counted, of_count, ..
        } => format!(
            "the printed figures sum to 100 percent and leave no room for everyone else, who has {} percent in the count: \
             the poll found nobody of these, or it is of those who named one of the choices that it lists, of whom the count's \
             shares are once divided by {}",
            percent(*counted),
            number::shortest(of_count.value)
        ),
        Rule::Remainder {
            share,
            bounds,
            within_rounding,
        } => {
            let sum = percent(1.0 - share);
            if *within_rounding && *share > 0.0 {
                format!(
                    "the printed figures sum to {sum} percent; rounding alone can explain the missing {}; they are \
                     compared as printed",
                    super::terms::points(&percent(*share))
                )
            } else if *within_rounding {
                format!(
                    "the printed figures sum to {sum} percent, which rounding explains; they are compared as printed"
                )
            } else if *share < 0.0 {
                format!(
                    "the printed figures sum to {sum} percent, at least {} more than rounding \
                     explains: one of them must be misprinted",
                    super::terms::points(&percent(-bounds.high()))
                )
            } else {
                format!(
                    "the printed figures sum to {sum} percent; {} points are not accounted for",
                    number::from_to(percent(bounds.low()), percent(bounds.high()))
                )
            }
        }
        Rule::NonresponseInBase { share } => format!(
            "refusals and undisclosed answers, {} percent, are part of the base",
            percent(*share)
        ),
        Rule::NonresponseApart => {
            "those who named no choice stand beside the shares, which are of those who did".into()
        }
        Rule::Repercentaged { divisor } => format!(
            "shares divided by {}, the proportion who named a choice",
            number::shortest(*divisor)
        ),
        Rule::BaseNotStated { read_as } => format!(
            "the poll does not say what its shares are shares of; read as {}",
            base(*read_as)
        ),
        Rule::CountBaseNotStated { read_as } => format!(
            "the count does not say what its shares are shares of; read as {}",
            base(*read_as)
        ),
        Rule::CountRebased { to } => format!(
            "the count's shares were put on {} with its own invalid ballots",
            base(*to)
        ),
        Rule::CountRepercentaged { divisor } => format!(
            "the count's shares divided by {}, the proportion of its ballots that name a choice",
            number::shortest(*divisor)
        ),
        Rule::NoInvalidBallots { counted } => format!(
            "the poll is said to be of all ballots, but its choices alone sum to 100 percent: either it found no invalid \
             ballots ({} percent in the count), or these are shares of valid votes",
            number::percent(*counted, 2)
        ),
        Rule::BasesDiffer { poll, count } => format!(
            "the poll is of {}, the count of {}: the invalid ballots needed to convert one into the \
             other were not published",
            base(*poll),
            base(*count)
        ),
        Rule::InvalidIsWhatIsLeft { share } => format!(
            "what the printed shares leave of all ballots, {} percent, is compared with the count's invalid ballots",
            percent(*share)
        ),
        Rule::TotalNotKnown {
            poll,
            count,
            invalid,
        } => format!(
            "the poll is of {}, the count of {}: {} in the count {}, but of how many ballots in all is not known, as its \
             figures may not be of every choice",
            base(*poll),
            base(*count),
            number_of(
                usize::try_from(*invalid).unwrap_or(usize::MAX),
                "invalid ballot"
            ),
            if *invalid == 1 {
                "is published"
            } else {
                "are published"
            }
        ),
        Rule::InvalidTakenOut { share } => format!(
            "invalid ballots, {} percent, were taken out of the poll's base",
            percent(*share)
        ),
        Rule::ValidIsSumOfVotes { votes } => format!(
            "the count's valid votes are taken to be the sum of the votes listed, {}",
            number::count(*votes)
        ),
        Rule::ValidIsImplied { low, high } => {
            let between = number::from_to(number::whole(*low), number::whole(*high));
            format!(
                "the count's valid votes are what its votes and printed shares imply, {between}"
            )
        }
        Rule::CountFromShares => {
            "the count's printed shares were used: its votes are not complete".into()
        }
        Rule::CountShareDisagrees {
            choice,
            from_votes,
            printed,
            by_both,
        } => format!(
            "{choice}: the count prints {} percent, but its votes give {}{}",
            percent(*printed),
            number::unlike(*from_votes, &percent(*printed)),
            match by_both {
                true => "; the poll is compared with both, as if either were within rounding",
                false => "",
            }
        ),
        Rule::CountSharesCutOff => {
            "the count's printed shares are cut off, not rounded: its votes were used".into()
        }
    }
}

/// In percent, with four decimals at most and no trailing zeros.
fn percent(proportion: f64) -> String {
    number::trimmed(100.0 * proportion, 4)
}
