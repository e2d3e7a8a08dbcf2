//! Which poll stands where, by total variation over the rows that all ranked polls have in common.

use super::outstanding::Ground;
use super::row::figure;
use crate::agreement::{Distance, standings};
use crate::alignment::{CommonShares, Span};
use crate::error::Result;
use crate::numeric::Bounds;
use crate::report::{PollReport, Rank};
use crate::rounding::RoundedShares;

/// Ranks these polls. Against a partial count the rank itself is left open where outstanding ballots can
/// change it.
///
/// # Errors
/// None that polls can bring about: those of ordering what is not a number.
pub(super) fn rank(
    shares: &CommonShares,
    members: &[usize],
    ground: Option<&Ground>,
    is_partial: bool,
    polls: &mut [PollReport],
) -> Result<()> {
    let values = |spans: &[Span]| -> Vec<f64> { spans.iter().map(|span| figure(span).0).collect() };
    let count = values(&shares.count);
    let official: Vec<Bounds> = shares
        .count
        .iter()
        .map(|span| {
            let (_, bounds) = figure(span);
            match (is_partial, ground) {
                (false, _) => bounds,
                (true, Some(ground)) => ground.final_share(bounds),
                (true, None) => Bounds {
                    low: 0.0,
                    high: 1.0,
                },
            }
        })
        .collect();
    let mut distances = Vec::with_capacity(members.len());
    let mut bounds = Vec::with_capacity(members.len());
    for spans in &shares.polls {
        let distance = Distance::TotalVariation.between(&values(spans), &count)?;
        let boxes: Vec<Bounds> = spans.iter().map(|span| figure(span).1).collect();
        let open = RoundedShares::separate(&boxes, &official)
            .and_then(|shares| shares.total_variation())
            .map_or(Bounds::exact(distance), |open| open.bounds);
        // The nearest first: the negative distance is a score. Distances that differ in the last bits of
        // their sums are equal.
        let distance = (1e12 * distance).round() / 1e12;
        distances.push(-distance);
        bounds.push(Bounds {
            low: -open.high.max(distance),
            high: -open.low.min(distance),
        });
    }
    for standing in standings(&distances, &bounds)? {
        let decided = standing.best_rank == standing.worst_rank;
        polls[members[standing.source]].rank = Some(Rank {
            rank: (!is_partial || decided).then_some(standing.rank),
            best: standing.best_rank.min(standing.rank),
            worst: standing.worst_rank.max(standing.rank),
            of: members.len(),
            total_variation: -standing.score,
            rows: shares.labels.clone(),
        });
    }
    Ok(())
}
