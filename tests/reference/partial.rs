//! What a partial count allows, against the defining equations at 50 digits (tipping points by bisection).

use crate::runner::{Outcome, Row};
use exitpoll::partial::{
    OutstandingBallots, final_lead_under, final_share_bounds_from_votes, final_share_under,
    needed_share, needed_share_from_votes, tipping_point,
};

pub fn compare(row: &Row) -> Outcome {
    let arguments = row.numbers("arguments");
    let reference = row.numbers("value");
    let whole = |x: f64| x as u64;
    let ours = match (row.text("measure"), arguments.as_slice()) {
        ("final_share_under", &[v, f, shift]) => {
            final_share_under(v, f, shift).map(|share| vec![share])
        }
        ("needed_share", &[p, v, f]) => Ok(needed_share(p, v, f).into_iter().collect()),
        ("tipping_point", &[a, b, f]) => {
            tipping_point(a, b, f).map(|shift| shift.into_iter().collect())
        }
        ("final_lead_under", [a, b, c, f, shift, shares @ ..]) => {
            let pair = (*a as usize, *b as usize);
            final_lead_under(shares, pair, *c as usize, *f, *shift).map(|lead| vec![lead])
        }
        ("needed_share_from_votes", &[p, v, all, r]) => {
            needed_share_from_votes(p, whole(v), whole(all), whole(r))
                .map(|needed| needed.into_iter().collect())
        }
        ("final_share_bounds_from_votes", &[v, all, r]) => {
            let outstanding = OutstandingBallots::at_most(whole(r));
            final_share_bounds_from_votes(whole(v), whole(all), outstanding)
                .map(|bounds| vec![bounds.low(), bounds.high()])
        }
        _ => return Outcome::NotYet,
    };
    Outcome::figures(ours, &reference, 1e-12)
}
