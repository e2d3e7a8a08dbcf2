//! The shares of an official count on each base that its figures allow.

use std::collections::{HashMap, HashSet};

use super::index::Places;
use super::rule::Rule;
use super::span::Span;
use super::totals::{self, Total, TotalFrom, printed_base};
use crate::model::{Base, CountEntry, OfficialCount, are_cut_off, printed_over_votes};
use crate::numeric::Bounds;

/// A count, read once for all polls.
pub(crate) struct CountView<'a> {
    pub(crate) count: &'a OfficialCount,
    /// The choices of each entry, as places in the contest.
    pub(super) sets: Vec<Places>,
    /// Valid votes, where they are known exactly.
    pub(crate) valid: Option<u64>,
    /// The least they can be, where votes and printed shares imply how many there are.
    pub(crate) valid_at_least: Option<u64>,
    /// The listed votes are all that is known: a choice of the contest has no figure, and nothing tells how many votes
    /// there are in all. What is of valid votes below is then of the listed ones.
    pub(crate) lists_some: bool,
    pub(super) valid_votes: CountShares,
    /// Shares of all ballots as shares of what they give to choices: where they are of every choice of the contest, and
    /// nothing published tells the invalid ballots.
    named: Option<CountShares>,
    pub(super) all_ballots: Option<CountShares>,
    /// The same where all ballots are only the listed votes and the invalid ballots together.
    summed_ballots: Option<CountShares>,
}

/// A count's shares on one base, by its entries.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CountShares {
    pub(super) base: Base,
    /// The share of each entry, where it can be known.
    pub(super) entries: Vec<Option<Span>>,
    pub(super) other: Option<Span>,
    /// Its invalid ballots, where the base includes them and they are known.
    pub(super) invalid: Option<Span>,
    pub(super) rules: Vec<Rule>,
}

impl<'a> CountView<'a> {
    /// The count of a contest of so many choices.
    pub(super) fn new(
        count: &'a OfficialCount,
        sets: Vec<Places>,
        choices: usize,
    ) -> CountView<'a> {
        let figures = Figures::of(count);
        let listed: HashSet<usize> = sets.iter().flatten().copied().collect();
        let lists_all = listed.len() == choices || count.other().is_some();
        let lists_some = !lists_all && figures.rests_on_votes_alone();
        let all_ballots = figures.of_all_ballots().map(CountShares::with_all_others);
        let valid_votes = figures.of_valid_votes();
        CountView {
            count,
            sets,
            valid: figures.exact_valid().filter(|_| !lists_some),
            valid_at_least: figures.implied_valid().filter(|_| !lists_some),
            lists_some,
            named: lists_all.then(|| valid_votes.of_named_choices()).flatten(),
            valid_votes,
            summed_ballots: (all_ballots.is_none() && lists_all)
                .then(|| figures.with_summed_ballots()?.of_all_ballots())
                .flatten(),
            all_ballots,
        }
    }

    /// The share of each entry by its label: of valid votes where the figures allow it. None of votes of which only some
    /// are known.
    pub(crate) fn shares(&self) -> impl Iterator<Item = (&'a CountEntry, &Places, Option<Span>)> {
        self.count
            .entries()
            .iter()
            .zip(&self.sets)
            .zip(&self.valid_votes.entries)
            .map(|((entry, set), share)| (entry, set, share.filter(|_| !self.lists_some)))
    }

    /// Whether those are of all ballots, because nothing published leads to valid votes.
    pub(crate) fn shares_are_of_all_ballots(&self) -> bool {
        self.valid_votes.base == Base::AllBallots
    }

    /// The invalid ballots as a share of all ballots: as printed, or what shares of all ballots leave that are of every
    /// choice.
    pub(crate) fn invalid_ballots(&self) -> Option<Span> {
        let left = || {
            let shares = &self.valid_votes;
            let named = shares.entries.iter().flatten().chain(&shares.other);
            self.named.is_some().then(|| Span::left_by(named))
        };
        self.count.invalid_share().map(Span::from).or_else(left)
    }

    /// The shares of those who named a choice: of valid votes, where what was published leads there.
    pub(super) fn of_named_choices(&self) -> &CountShares {
        self.named.as_ref().unwrap_or(&self.valid_votes)
    }

    /// The shares on the base of a poll, or on the nearest that the figures allow.
    pub(super) fn on(&self, wanted: Base) -> &CountShares {
        let all_ballots = self.all_ballots.as_ref();
        match (wanted, all_ballots.or(self.summed_ballots.as_ref())) {
            (Base::AllBallots, Some(shares)) => shares,
            _ => &self.valid_votes,
        }
    }
}

impl CountShares {
    /// Whether what its choices leave of all ballots holds the invalid ones, beside whoever else had votes.
    pub(super) fn leaves_invalid(&self) -> bool {
        self.base == Base::AllBallots && self.invalid.is_none()
    }

    /// With the invalid ballots as what is left by every choice and a figure of all others.
    fn with_all_others(mut self) -> CountShares {
        let known: Option<Vec<Span>> = self.entries.iter().copied().collect();
        if let (true, Some(known), Some(other)) = (self.leaves_invalid(), known, self.other) {
            let left = Span::left_by(known.iter().chain([&other]));
            self.invalid = Some(left).filter(|left| left.bounds.high > 1e-9);
        }
        self
    }

    /// Shares of all ballots over their sum; absent of any other, and where a choice has none.
    fn of_named_choices(&self) -> Option<CountShares> {
        let all: Option<Vec<Span>> = self.entries.iter().copied().collect();
        let all: Vec<Span> = all?.into_iter().chain(self.other).collect();
        let sum = Span::sum(&all);
        if self.base != Base::AllBallots || sum.value <= 0.0 {
            return None;
        }
        let part = |share: Option<Span>| share.map(|share| share.part_of(sum));
        let divided = Rule::CountRepercentaged { divisor: sum.value };
        Some(CountShares {
            base: Base::ValidVotes,
            entries: self.entries.iter().map(|share| part(*share)).collect(),
            other: part(self.other),
            invalid: None,
            rules: self.rules.iter().cloned().chain([divided]).collect(),
        })
    }
}

/// What the shares follow from.
struct Figures<'a> {
    count: &'a OfficialCount,
    printed: Base,
    valid: Option<(Total, TotalFrom)>,
    ballots: Option<Total>,
    /// Invalid ballots as a share of all ballots.
    invalid: Option<Span>,
    /// By choice, what the printed share makes of the one that the votes give, where polls are judged by both.
    by_print: HashMap<String, Bounds>,
}

impl Figures<'_> {
    fn of(count: &OfficialCount) -> Figures<'_> {
        let valid = totals::valid(count);
        let known = totals::ballots(count);
        let invalid = totals::invalid(count)
            .zip(known)
            .map(|(invalid, ballots)| Span::exact(invalid as f64 / ballots as f64))
            .or_else(|| count.invalid_share().map(Span::from));
        let exact = |ballots: u64| Total {
            value: ballots as f64,
            low: ballots as f64,
            high: ballots as f64,
        };
        // Valid votes and the share of invalid ballots give all ballots.
        let from_share = || {
            let (total, _) = valid?;
            let valid_share = invalid?.complement();
            (valid_share.bounds.low > 0.0).then(|| Total {
                value: total.value / valid_share.value,
                low: total.low / valid_share.bounds.high,
                high: total.high / valid_share.bounds.low,
            })
        };
        Figures {
            count,
            printed: printed_base(count),
            valid,
            ballots: known.map(exact).or_else(from_share),
            invalid,
            by_print: printed_over_votes(count),
        }
    }

    /// All ballots as the listed votes and the invalid ballots, where nobody gives them.
    fn with_summed_ballots(&self) -> Option<Figures<'_>> {
        let (valid, TotalFrom::SumOfVotes) = self.valid? else {
            return None;
        };
        let invalid = totals::invalid(self.count)? as f64;
        let ballots = valid.value + invalid;
        Some(Figures {
            ballots: Some(Total {
                value: ballots,
                low: ballots,
                high: ballots,
            }),
            invalid: Some(Span::exact(invalid / ballots)),
            by_print: self.by_print.clone(),
            ..*self
        })
    }

    /// Whether all ballots rest on the sum of the listed votes.
    fn is_summed(&self) -> bool {
        self.ballots.is_some()
            && totals::ballots(self.count).is_none()
            && self.count.invalid_share().is_none()
    }

    /// Whether the number of valid votes is the sum of those listed, and no printed share says that this is all of them.
    fn rests_on_votes_alone(&self) -> bool {
        let is_sum = matches!(self.valid, Some((_, TotalFrom::SumOfVotes)));
        is_sum
            && self
                .count
                .entries()
                .iter()
                .all(|entry| entry.share.is_none())
    }

    fn exact_valid(&self) -> Option<u64> {
        let (total, _) = self.valid?;
        // Exact totals were whole numbers of votes.
        (total.low == total.high).then_some(total.value as u64)
    }

    /// The least that votes and printed shares of valid votes imply.
    fn implied_valid(&self) -> Option<u64> {
        match self.valid? {
            (total, TotalFrom::VotesAndShares) => Some(total.low.floor() as u64),
            _ => None,
        }
    }

    fn of_valid_votes(&self) -> CountShares {
        let total = self.valid.map(|(total, _)| total);
        let rebase = (self.printed == Base::AllBallots)
            .then_some(self.invalid)
            .flatten();
        // Shares of all ballots stay so where the invalid ones are not known and no votes help.
        let votes_help = total.is_some() && self.count.entries().iter().any(|e| e.votes.is_some());
        let base = match (self.printed, rebase) {
            (Base::AllBallots, None) if !votes_help => Base::AllBallots,
            _ => Base::ValidVotes,
        };
        let to_base = |share: Span| match (self.printed, base) {
            (Base::AllBallots, Base::ValidVotes) => {
                rebase.map(|invalid| share.over(invalid.complement()))
            }
            _ => Some(share),
        };
        self.shares(base, total, to_base)
    }

    fn of_all_ballots(&self) -> Option<CountShares> {
        if self.ballots.is_none() && self.invalid.is_none() && self.printed != Base::AllBallots {
            return None;
        }
        let to_base = |share: Span| match self.printed {
            Base::AllBallots => Some(share),
            _ => self
                .invalid
                .map(|invalid| share.times(invalid.complement())),
        };
        let shares = self.shares(Base::AllBallots, self.ballots, to_base);
        // Votes without a number of ballots are no shares of them.
        (shares.entries.iter().any(Option::is_some)).then_some(shares)
    }

    /// The shares on one base: votes over its total, or printed shares put on it.
    fn shares(
        &self,
        base: Base,
        total: Option<Total>,
        to_base: impl Fn(Span) -> Option<Span>,
    ) -> CountShares {
        let count = self.count;
        let loose = total.is_some_and(|total| total.low < total.high);
        let decimals = count
            .entries()
            .iter()
            .filter_map(|entry| entry.share?.decimals())
            .max();
        let (mut used_shares, mut used_votes, mut rebased) = (false, false, false);
        let mut place = |votes: Option<u64>, printed: Option<Span>, by_print: Option<&Bounds>| {
            let from_votes = votes.zip(total).map(|(votes, total)| {
                let votes = votes as f64;
                let ends = (votes / total.high, votes / total.low);
                Span::within(votes / total.value, ends, decimals.filter(|_| loose))
            });
            let from_print = printed.and_then(&to_base);
            // A total that is only implied by printed shares gives no better figure than those.
            match (from_votes, from_print) {
                (Some(share), None) => {
                    used_votes = true;
                    Some(share)
                }
                (Some(share), Some(_)) if !loose => {
                    used_votes = true;
                    Some(by_print.map_or(share, |of| share.or_times(*of, decimals)))
                }
                (_, Some(share)) => {
                    used_shares = true;
                    rebased |= self.printed != base;
                    Some(share)
                }
                (None, None) => None,
            }
        };
        let entries: Vec<Option<Span>> = count
            .entries()
            .iter()
            .map(|entry| {
                let by_print = self.by_print.get(entry.label());
                place(entry.votes, entry.share.map(Span::from), by_print)
            })
            .collect();
        let other = count
            .other()
            .and_then(|(votes, share)| place(votes, share.map(Span::from), None));
        let mut rules = Vec::new();
        if used_shares {
            if count.base().is_none() {
                rules.push(Rule::CountBaseNotStated {
                    read_as: self.printed,
                });
            }
            if count.entries().iter().any(|entry| entry.votes.is_some()) {
                rules.push(Rule::CountFromShares);
            }
        }
        match self.valid {
            Some((total, TotalFrom::SumOfVotes))
                if used_votes && (base == Base::ValidVotes || self.is_summed()) =>
            {
                rules.push(Rule::ValidIsSumOfVotes {
                    votes: total.value as u64,
                });
            }
            Some((total, TotalFrom::VotesAndShares)) if used_votes => {
                rules.push(Rule::ValidIsImplied {
                    low: total.low,
                    high: total.high,
                });
            }
            _ => {}
        }
        if rebased {
            rules.push(Rule::CountRebased { to: base });
        }
        rules.extend(self.disagreements());
        CountShares {
            base,
            entries,
            other,
            invalid: (base == Base::AllBallots).then_some(self.invalid).flatten(),
            rules,
        }
    }

    /// Printed shares that the votes do not give, on the base that the source states or on either one
    /// where it states none.
    fn disagreements(&self) -> impl Iterator<Item = Rule> {
        let cut_off = are_cut_off(self.count);
        let rounded = self.count.entries().iter().filter(move |_| !cut_off);
        let one_by_one = rounded.filter_map(|entry| {
            let printed = entry.share?;
            let votes = entry.votes? as f64;
            let of = |total: Option<Total>| {
                total.map(|total| (votes / total.value, votes / total.high, votes / total.low))
            };
            let valid = of(self.valid.map(|(total, _)| total));
            let ballots = of(self.ballots);
            let candidates = match self.count.base() {
                Some(Base::AllBallots) => [ballots, None],
                Some(_) => [valid, None],
                None => [valid, ballots],
            };
            let bounds = printed.bounds();
            let mut known = candidates.into_iter().flatten().peekable();
            let (first, _, _) = *known.peek()?;
            // One unit of a double on either side: a vote count can sit on a rounding edge.
            let fits = known
                .any(|(_, low, high)| low <= bounds.high + 1e-12 && bounds.low - 1e-12 <= high);
            (!fits).then(|| Rule::CountShareDisagrees {
                choice: entry.label().to_owned(),
                from_votes: first,
                printed: printed.value(),
                by_both: self.by_print.contains_key(entry.label()),
            })
        });
        one_by_one.chain(cut_off.then_some(Rule::CountSharesCutOff))
    }
}
