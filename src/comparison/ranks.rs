//! Which poll stands where, by total variation over the rows that all ranked polls have in common.

use super::ground::Ground;
use super::measures::rounded;
use super::row::figure;
use crate::agreement::{Distance, standings};
use crate::alignment::{CommonShares, REST, Span};
use crate::error::Result;
use crate::numeric::Bounds;
use crate::report::{PollReport, Rank, RankedRow};
use crate::rounding::farther_by;

/// Distances that differ in the last bits of their sums are equal.
const EQUAL: f64 = 1e-12;

/// What the count is besides its figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage<'a> {
    /// What bounds the final shares, where something does.
    pub(super) ground: Option<&'a Ground>,
    /// The tightest of these that takes nothing for granted of invalid ballots.
    pub(super) without_condition: Option<&'a Ground>,
    pub(super) is_partial: bool,
    /// Whether poll and count stand on all ballots.
    pub(super) of_all_ballots: bool,
    /// Whether every pair of polls may be compared.
    pub(super) pairwise: bool,
}

/// Ranks these polls. Against a partial count the rank itself is left open where outstanding ballots alone,
/// whatever the rounding, can change it.
///
/// # Errors
/// None that polls can bring about: those of ordering what is not a number.
pub(super) fn rank(
    shares: &CommonShares,
    members: &[usize],
    stage: Stage<'_>,
    polls: &mut [PollReport],
) -> Result<()> {
    let rows = compared(shares);
    let values = |spans: &[Span]| values(spans, rows);
    let boxes = |spans: &[Span]| boxes(spans, rows);
    let points =
        |spans: &[Span]| -> Vec<Bounds> { values(spans).into_iter().map(Bounds::exact).collect() };
    let last = |counted: Vec<Bounds>, ground: Option<&Ground>| -> Vec<Bounds> {
        let last = |share| match (stage.is_partial, ground) {
            (false, _) => share,
            (true, Some(ground)) => ground.decided_share(share),
            (true, None) => Bounds {
                low: 0.0,
                high: 1.0,
            },
        };
        counted.into_iter().map(last).collect()
    };
    let count = values(&shares.count);
    let distances = shares
        .polls
        .iter()
        .map(|spans| {
            let distance = Distance::TotalVariation.between(&values(spans), &count)?;
            Ok((1e12 * distance).round() / 1e12)
        })
        .collect::<Result<Vec<f64>>>()?;
    let places = |polls: Vec<Vec<Bounds>>, count: Vec<Bounds>, ground: Option<&Ground>| {
        Places {
            distances: &distances,
            polls,
            count: last(count, ground),
        }
        .of_each(stage.pairwise)
    };
    let open = places(
        shares.polls.iter().map(|spans| boxes(spans)).collect(),
        boxes(&shares.count),
        stage.ground,
    )?;
    // What the outstanding ballots leave open of the figures as they stand.
    let as_they_stand = |ground: Option<&Ground>| {
        let polls = shares.polls.iter().map(|spans| points(spans)).collect();
        places(polls, points(&shares.count), ground)
    };
    let until_counted = match stage.is_partial {
        true => as_they_stand(stage.ground)?,
        false => Vec::new(),
    };
    // The same whatever part of the ballots counted was invalid; where nothing bounds that, all ranks are open.
    let takes_invalid_alike = stage.is_partial
        && members.len() > 1
        && stage.ground.is_some_and(Ground::takes_invalid_alike);
    let whatever_is_invalid = match stage.without_condition.filter(|_| takes_invalid_alike) {
        None => Vec::new(),
        bound => as_they_stand(bound)?,
    };
    for (source, place) in open.iter().enumerate() {
        let is_open = |places: &[Place]| {
            let place: Option<&Place> = places.get(source);
            place.is_some_and(|place| place.best != place.worst)
        };
        let decided = !is_open(&until_counted);
        polls[members[source]].rank = Some(Rank {
            rank: decided.then_some(place.rank),
            best: place.best,
            worst: place.worst,
            of: members.len(),
            total_variation: distances[source],
            rows: shares.labels.clone(),
            largest: largest(shares, source, rows),
            everyone_else: rows > shares.labels.len(),
            of_all_ballots: stage.of_all_ballots,
            has_range: (shares.polls[source].iter().take(rows)).any(|span| span.is_range),
            takes_invalid_alike: decided
                && takes_invalid_alike
                && (stage.without_condition.is_none() || is_open(&whatever_is_invalid)),
        });
    }
    Ok(())
}

/// How many rows are compared: where nobody is anybody else, there is no such row that could take what rounding leaves.
pub(super) fn compared(shares: &CommonShares) -> usize {
    let mut all = shares.polls.iter().chain([&shares.count]);
    let nobody_else = all.all(|spans| spans.last().is_none_or(|rest| rest.value == 0.0));
    shares.labels.len() + usize::from(!nobody_else)
}

/// The shares of the rows that are compared.
pub(super) fn values(spans: &[Span], rows: usize) -> Vec<f64> {
    spans.iter().take(rows).map(|span| figure(span).0).collect()
}

/// What was published of them.
pub(super) fn boxes(spans: &[Span], rows: usize) -> Vec<Bounds> {
    spans.iter().take(rows).map(|span| figure(span).1).collect()
}

/// The distances from the count that are open where this one is that of the figures as printed.
pub(super) fn open_distance(poll: &[Bounds], count: &[Bounds], distance: f64) -> Bounds {
    let open = rounded(poll, count)
        .and_then(|shares| shares.total_variation().ok())
        .map_or(Bounds::exact(distance), |open| open.bounds);
    Bounds {
        low: open.low.min(distance),
        high: open.high.max(distance),
    }
}

/// The row that is furthest off; of equal ones the first, a choice before everyone else.
fn largest(shares: &CommonShares, source: usize, rows: usize) -> Option<RankedRow> {
    let mut most: Option<RankedRow> = None;
    let labels = shares.labels.iter().map(String::as_str).chain([REST]);
    for ((label, poll), count) in (labels.zip(&shares.polls[source]).take(rows)).zip(&shares.count)
    {
        let (official, ends) = (figure(count), figure(poll).1);
        if poll.is_range && ends.low <= official.1.low && official.1.high <= ends.high {
            continue;
        }
        // The middle of a limit is nobody's estimate: what remains of it whatever share lies behind.
        let deviation = match poll.is_of_limit {
            true => Bounds::between(ends.low - official.1.high, ends.high - official.1.low)
                .nearest_to_zero(),
            false => figure(poll).0 - official.0,
        };
        if most
            .as_ref()
            .is_none_or(|of| deviation.abs() > of.deviation.abs() + 1e-9)
        {
            most = Some(RankedRow {
                choice: label.to_owned(),
                deviation,
            });
        }
    }
    most
}

/// The polls and the count within what is open of them.
struct Places<'a> {
    distances: &'a [f64],
    polls: Vec<Vec<Bounds>>,
    count: Vec<Bounds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    rank: usize,
    best: usize,
    worst: usize,
}

impl Places<'_> {
    /// By the distances of each poll on its own, and then of two against one and the same count: of every pair,
    /// or else of the furthest poll with all others.
    fn of_each(&self, pairwise: bool) -> Result<Vec<Place>> {
        let bounds: Vec<Bounds> = (self.polls.iter().zip(self.distances))
            .map(|(poll, &distance)| open_distance(poll, &self.count, distance))
            .collect();
        // The nearest first: the negative distance is a score.
        let scores: Vec<f64> = self.distances.iter().map(|distance| -distance).collect();
        let own: Vec<Bounds> = bounds
            .iter()
            .map(|b| Bounds {
                low: -b.high,
                high: -b.low,
            })
            .collect();
        let mut places = vec![
            Place {
                rank: 1,
                best: 1,
                worst: 1
            };
            scores.len()
        ];
        for standing in standings(&scores, &own)? {
            places[standing.source] = Place {
                rank: standing.rank,
                best: standing.best_rank.min(standing.rank),
                worst: standing.worst_rank.max(standing.rank),
            };
        }
        // Against exact figures each distance moves with its own poll only: nothing more can be said.
        if self.count.iter().all(|share| share.low == share.high) {
            return Ok(places);
        }
        let furthest = (0..scores.len()).min_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        let subjects = if pairwise {
            0..scores.len()
        } else {
            furthest.map_or(0..0, |one| one..one + 1)
        };
        for subject in subjects {
            let (mut nearer, mut not_nearer) = (0, 0);
            for other in (0..scores.len()).filter(|other| *other != subject) {
                match self.order(other, subject, &bounds) {
                    Order::Nearer => {
                        nearer += 1;
                        let place = &mut places[other];
                        place.worst = place.worst.min(scores.len() - 1).max(place.rank);
                    }
                    Order::NotNearer => not_nearer += 1,
                    Order::Open => {}
                }
            }
            let place = &mut places[subject];
            place.best = place.best.max(nearer + 1).min(place.rank);
            place.worst = place.worst.min(scores.len() - not_nearer).max(place.rank);
        }
        Ok(places)
    }

    /// How one poll stands to another at every count that is allowed.
    fn order(&self, one: usize, other: usize, bounds: &[Bounds]) -> Order {
        let farther = |one: usize, other: usize| {
            farther_by(&self.polls[one], &self.polls[other], &self.count)
        };
        if bounds[one].high + EQUAL < bounds[other].low {
            Order::Nearer
        } else if bounds[other].high + EQUAL < bounds[one].low {
            Order::NotNearer
        } else if farther(one, other) < -EQUAL {
            Order::Nearer
        } else if farther(other, one) <= EQUAL {
            Order::NotNearer
        } else {
            Order::Open
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Nearer at every count.
    Nearer,
    /// Nearer at none.
    NotNearer,
    Open,
}
