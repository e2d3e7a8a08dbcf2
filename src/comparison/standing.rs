//! Which poll stands where, by agreement score.

use super::report::{Measure, PollReport, Standing};
use crate::agreement::standings;
use crate::error::Result;
use crate::numeric::Bounds;

/// Ranks the polls that are sources of their own, each in the reading that stands on named votes.
pub(super) fn rank(polls: &mut [PollReport]) -> Result<()> {
    let score = |poll: &PollReport| -> Option<Measure> {
        if poll.derived {
            return None;
        }
        poll.readings.last()?.measures.agreement
    };
    let scored: Vec<(usize, Measure)> = polls
        .iter()
        .enumerate()
        .filter_map(|(place, poll)| Some((place, score(poll)?)))
        .collect();
    let scores: Vec<f64> = scored.iter().map(|(_, score)| score.value).collect();
    let bounds: Vec<Bounds> = scored
        .iter()
        .map(|(_, score)| score.bounds.unwrap_or(Bounds::exact(score.value)))
        .collect();
    for standing in standings(&scores, &bounds)? {
        let place = scored.get(standing.source).map(|(place, _)| *place);
        if let Some(poll) = place.and_then(|place| polls.get_mut(place)) {
            poll.standing = Some(Standing {
                rank: standing.rank,
                best_rank: standing.best_rank,
                worst_rank: standing.worst_rank,
                of: scored.len(),
            });
        }
    }
    Ok(())
}
