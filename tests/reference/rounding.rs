use exitpoll::Bounds;
use exitpoll::Exactness;
use exitpoll::rounding::RoundedShares;

use super::runner::{Outcome, Row};

/// Shares that sum to 1: lower ends by linear and quadratic programmes, upper ends by trying all corners.
pub fn compare(row: &Row) -> Outcome {
    let bounds = |side: &str| -> Vec<Bounds> {
        let (low, high) = (format!("{side}_low"), format!("{side}_high"));
        let (low, high) = (row.numbers(&low), row.numbers(&high));
        let pairs = low.into_iter().zip(high);
        pairs
            .map(|(low, high)| Bounds::new(low, high).unwrap())
            .collect()
    };
    let ours = RoundedShares::whole(&bounds("poll"), &bounds("count")).and_then(|shares| {
        Ok(match row.text("measure") {
            "mosteller_3" => Some(shares.mosteller_3()?),
            "mosteller_6" => Some(shares.mosteller_6()?),
            "rmse" => Some(shares.root_mean_squared_error()?),
            "pearson" => Some(shares.pearson(row.number("size"))?),
            "likelihood_ratio" => Some(shares.likelihood_ratio(row.number("size"))?),
            _ => None,
        })
    });
    let ours = match ours {
        Ok(None) => return Outcome::NotYet,
        Ok(Some(found)) if found.exactness == Exactness::Outer => {
            return Outcome::Failed("outer bounds where exact ones were expected".into());
        }
        Ok(Some(found)) => Ok(vec![found.bounds.low(), found.bounds.high()]),
        Err(error) => Err(error),
    };
    // What the programmes are solved to.
    Outcome::figures(ours, &[row.number("low"), row.number("high")], 1e-6)
}
