//! A mean of each rated pollster over its contests, against the results or against the other pollsters.

use serde::Serialize;

use super::estimate::Estimate;
use super::rating::RatingRule;
use super::summary::clustered_mean;
use super::sums::{ClusterSums, ContestSums};
use super::tally::Tally;

/// Against what a pollster is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// The result: what a contest held in store for everyone who polled it is part of the figure.
    Result,
    /// The mean of the other pollsters' polls of the same contests: what a contest held in store for
    /// everyone cancels out. Contests that no other pollster polled do not count.
    OtherPollsters,
}

/// Which sum of the deviations of the lead.
#[derive(Clone, Copy)]
pub(super) enum Moment {
    /// Σ d over the oriented polls.
    Signed,
    /// Σ |d|.
    Absolute,
}

/// A pollster's mean with what each contest adds to it.
pub(super) struct ContestMean<'a> {
    pub pollster: &'a str,
    pub polls: u64,
    pub contests: u64,
    pub mean: Estimate,
    /// By number of the contest: √(k/(k − 1)) (S_c − n_c·mean)/n, whose squares add up to the squared
    /// standard error, and whose products with those of another pollster to their covariance.
    pub parts: Vec<(u32, f64)>,
}

/// The means of the pollsters that the rule admits, by name, and the names of the others.
pub(super) fn contest_means(
    tally: &Tally,
    reference: Reference,
    moment: Moment,
    rule: RatingRule,
) -> (Vec<ContestMean<'_>>, Vec<String>) {
    let of = |sums: &ClusterSums| match moment {
        Moment::Signed => (sums.oriented, sums.signed.value()),
        Moment::Absolute => (sums.polls, sums.absolute.value()),
    };
    let totals: Vec<ContestSums> = match reference {
        Reference::Result => Vec::new(),
        Reference::OtherPollsters => tally.contest_totals(),
    };
    let (mut means, mut others) = (Vec::new(), Vec::new());
    for (pollster, own) in tally.by_name() {
        let contests = own.contests.iter().filter_map(|(contest, sums)| {
            let (polls, sum) = of(&sums.lead);
            let sum = match reference {
                Reference::Result => sum,
                Reference::OtherPollsters => {
                    let total = totals.get(*contest as usize);
                    let (all, whole) = of(&total.expect("every contest has a total").lead);
                    let rest = all - polls;
                    if rest == 0 {
                        return None;
                    }
                    sum - polls as f64 * ((whole - sum) / rest as f64)
                }
            };
            (polls > 0).then_some((*contest, polls, sum))
        });
        let contests: Vec<(u32, u64, f64)> = contests.collect();
        let polls: u64 = contests.iter().map(|(_, polls, _)| polls).sum();
        let count = contests.len() as u64;
        if polls == 0 || polls < rule.polls || count < rule.contests {
            others.push(pollster.to_owned());
            continue;
        }
        let total = contests.iter().map(|(_, _, sum)| sum).sum();
        let mean = clustered_mean(total, polls, contests.iter().map(|(_, n, sum)| (*n, *sum)));
        let factor = (count as f64 / (count as f64 - 1.0)).sqrt() / polls as f64;
        let part = |(contest, n, sum): &(u32, u64, f64)| {
            (*contest, factor * (sum - *n as f64 * mean.value))
        };
        means.push(ContestMean {
            pollster,
            polls,
            contests: count,
            mean,
            parts: if count > 1 {
                contests.iter().map(part).collect()
            } else {
                Vec::new()
            },
        });
    }
    (means, others)
}
