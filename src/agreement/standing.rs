use serde::Serialize;

use super::paired::check_numbers;
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// Where one source stands among all by its score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// Its place in the list of scores, from 0.
    pub source: usize,
    /// Its score.
    pub score: f64,
    /// One more than the number of sources with a better score; equal scores have equal ranks.
    pub rank: usize,
    /// How many other sources have the same score.
    pub tied_with: usize,
    /// The best rank that rounding allows: one more than the number of sources that are better whatever
    /// the figures were before rounding.
    pub best_rank: usize,
    /// The worst rank that rounding allows.
    pub worst_rank: usize,
}

/// Orders sources by score, the highest first, and says which rank each could have within the rounding
/// bounds of the scores (`bounds` empty: the scores are exact). Takes m log m steps.
///
/// Each score is taken to move within its bounds on its own. Where the scores share a rounded figure, as
/// polls compared with one rounded count do, not every rank between best and worst need be attained: the
/// two are outer bounds then.
///
/// ```
/// use exitpoll::{Bounds, agreement::standings};
/// let scores = [80.0, 90.0, 79.0, 90.0];
/// let bounds = [(78.0, 82.0), (88.0, 92.0), (78.5, 79.5), (89.0, 91.0)].map(|(l, h)| Bounds::new(l, h).unwrap());
/// let list = standings(&scores, &bounds)?;
/// assert_eq!(list.iter().map(|s| s.source).collect::<Vec<_>>(), [1, 3, 0, 2]);
/// assert_eq!(list.iter().map(|s| s.rank).collect::<Vec<_>>(), [1, 1, 3, 4]);
/// // The third and fourth could change places.
/// assert_eq!((list[2].best_rank, list[2].worst_rank), (3, 4));
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a score that is no finite number, or bounds that are not one per score and
/// around it.
pub fn standings(scores: &[f64], bounds: &[Bounds]) -> Result<Vec<Standing>> {
    check_numbers("scores", scores)?;
    if !bounds.is_empty() && bounds.len() != scores.len() {
        return Err(Error::out_of_range(
            "bounds",
            format!("{} bounds", bounds.len()),
            format!("give one for each of the {} scores, or none", scores.len()),
        ));
    }
    let exact: Vec<Bounds>;
    let bounds = if bounds.is_empty() {
        exact = scores.iter().copied().map(Bounds::exact).collect();
        &exact
    } else {
        bounds
    };
    for (source, (score, bounds)) in scores.iter().zip(bounds).enumerate() {
        if !bounds.contains(*score) {
            return Err(Error::out_of_range(
                format!("bounds[{source}]"),
                format!("{} to {}", bounds.low, bounds.high),
                format!("give bounds that contain the score {score}"),
            ));
        }
    }
    let sorted = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values
    };
    let values = sorted(scores.to_vec());
    let lows = sorted(bounds.iter().map(|bounds| bounds.low).collect());
    let highs = sorted(bounds.iter().map(|bounds| bounds.high).collect());
    let above = |list: &[f64], value: f64| list.len() - list.partition_point(|x| *x <= value);
    let mut list: Vec<Standing> = scores
        .iter()
        .zip(bounds)
        .enumerate()
        .map(|(source, (&score, bounds))| {
            let better = above(&values, score);
            let below = values.partition_point(|x| *x < score);
            // The source itself is above its own low end unless it is exact.
            let itself = usize::from(bounds.high > bounds.low);
            Standing {
                source,
                score,
                rank: better + 1,
                tied_with: values.len() - better - below - 1,
                best_rank: above(&lows, bounds.high) + 1,
                worst_rank: above(&highs, bounds.low) + 1 - itself,
            }
        })
        .collect();
    list.sort_by_key(|standing| (standing.rank, standing.source));
    Ok(list)
}
