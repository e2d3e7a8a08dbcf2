//! From which design effect on others than the poll's voters could explain what is beyond chance.

use super::effective_size::Worth;
use super::row::Ways;
use super::verdict::others_could_explain;
use crate::hypothesis::RowSample;
use crate::report::RowReport;

/// Doublings after which no poll has respondents left.
const DOUBLINGS: u32 = 40;
/// Halvings of the last of them: to less than any digit that is printed.
const HALVINGS: u32 = 40;

/// By the test of the verdict, which with this design effect says that it could be votes that the poll did not cover;
/// absent where the respondents or the part that they leave out are not known.
pub(super) fn by_others(ways: &Ways<'_>, tests: usize, rows: &[RowReport]) -> Option<f64> {
    let (respondents, worth) = (ways.respondents?, ways.worth?);
    ways.outside?;
    let explain = |factor: f64| {
        let with = with_size(ways, respondents / factor);
        with.is_some_and(|ways| others_could_explain(&ways, tests, rows, None))
    };
    let mut fails = respondents / worth.size();
    if explain(fails) {
        return None;
    }
    let doubled = |times: u32| fails * 2f64.powi(times as i32);
    let mut least = (1..=DOUBLINGS)
        .map(doubled)
        .find(|factor| explain(*factor))?;
    fails = fails.max(0.5 * least);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(fails, least);
        if explain(middle) {
            least = middle;
        } else {
            fails = middle;
        }
    }
    Some(least)
}

/// The same tests at another size of the whole sample.
fn with_size<'a>(ways: &Ways<'a>, size: f64) -> Option<Ways<'a>> {
    let own = ways.worth?;
    let sample = RowSample::of_effective_size(size).ok()?;
    let sample = match own.degrees_of_freedom {
        Some(freedom) => sample.with_degrees_of_freedom(freedom).ok()?,
        None => sample,
    };
    Some(Ways {
        worth: Some(Worth {
            sample,
            within_rounding: None,
            ..own
        }),
        worth_of: Vec::new(),
        ..ways.clone()
    })
}
