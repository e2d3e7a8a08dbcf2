use exitpoll::agreement::Distance;

use super::runner::{Outcome, Row};

pub fn compare(row: &Row) -> Outcome {
    let Ok(distance) = row.text("distance").parse::<Distance>() else {
        return Outcome::NotYet;
    };
    let ours = distance.between(&row.numbers("p"), &row.numbers("v"));
    Outcome::figure(ours, row.number("value"), 1e-12)
}
