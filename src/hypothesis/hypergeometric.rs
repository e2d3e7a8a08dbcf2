//! Interviews at one polling station against its official count.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::numeric::double_double::DoubleDouble;

/// How many interviews went to a choice, against what drawing them from the station's own ballots gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Hypergeometric {
    /// P(X ≤ observed).
    pub lower: f64,
    /// P(X ≥ observed).
    pub upper: f64,
    /// The probability of all counts that are no more probable than the observed one.
    pub two_sided: f64,
}

/// The test of `observed` interviews for a choice among `interviews` at a station whose `votes` ballots
/// have `for_choice` for it.
///
/// Interviews are a draw without replacement from the ballots of the station, so their number for the
/// choice is hypergeometric: P(X = x) = C(A, x)·C(N − A, n − x)/C(N, n). It has less spread than the
/// binomial, by (N − n)/(N − 1). The two-sided value is by order of probability, as Fisher's exact test
/// takes it; equal probabilities are told from near ones at 32 digits. Tails below 1e-290 may come out as 0.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for more than 2^53 votes, or none; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the choice has more
/// votes than there are, there are more interviews than votes, or the observed count cannot occur.
///
/// ```
/// use exitpoll::hypothesis::hypergeometric;
///
/// // Both of 2 interviews for a choice with 2 of 4 ballots: 1 of C(4, 2) = 6 draws, and as many for 0.
/// let test = hypergeometric(4, 2, 2, 2)?;
/// assert!((test.upper - 1.0 / 6.0).abs() < 1e-15 && (test.two_sided - 1.0 / 3.0).abs() < 1e-15);
/// assert_eq!(test.lower, 1.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn hypergeometric(
    votes: u64,
    for_choice: u64,
    interviews: u64,
    observed: u64,
) -> Result<Hypergeometric> {
    if votes == 0 || votes > 1 << 53 {
        return Err(Error::out_of_range(
            "votes",
            votes,
            "give from 1 to 2^53 ballots of the station",
        ));
    }
    for (field, value) in [("for_choice", for_choice), ("interviews", interviews)] {
        if value > votes {
            return Err(contradiction(
                field,
                value,
                format!("`votes` {votes}"),
                "no part is larger than the whole",
            ));
        }
    }
    let against = votes - for_choice;
    let (least, most) = (
        interviews.saturating_sub(against),
        interviews.min(for_choice),
    );
    if !(least..=most).contains(&observed) {
        return Err(contradiction(
            "observed",
            observed,
            format!(
                "{interviews} interviews, {for_choice} ballots for the choice and {against} not"
            ),
            &format!("such draws have {least} to {most} for the choice"),
        ));
    }
    let weights = Weights {
        for_choice,
        interviews,
        against,
    };
    let exact = weights.tails(least, most, observed);
    Ok(Hypergeometric {
        lower: exact.lower.value().min(1.0),
        upper: exact.upper.value().min(1.0),
        two_sided: exact.two_sided.value().min(1.0),
    })
}

/// P(X ≤ x), P(X ≥ x), that of all counts no more probable, and P(X = x), at 30 digits.
pub(crate) struct ExactTails {
    pub(crate) lower: DoubleDouble,
    pub(crate) upper: DoubleDouble,
    pub(crate) two_sided: DoubleDouble,
    pub(crate) probability: DoubleDouble,
}

/// The tails of `observed` successes in `drawn` of `all`, `marked` of which are successes; the observed number
/// must be possible.
pub(crate) fn exact_tails(all: u64, marked: u64, drawn: u64, observed: u64) -> ExactTails {
    let against = all - marked;
    let weights = Weights {
        for_choice: marked,
        interviews: drawn,
        against,
    };
    weights.tails(drawn.saturating_sub(against), drawn.min(marked), observed)
}

/// P(X = x) without its constant factor.
struct Weights {
    for_choice: u64,
    interviews: u64,
    against: u64,
}

/// Weights are those of the mode times 1; below this they are left out.
const NEGLIGIBLE: f64 = 1e-300;

impl Weights {
    /// P(X = x + 1)/P(X = x).
    fn ratio(&self, x: u64) -> DoubleDouble {
        let of = |number: u64| DoubleDouble::from(number as f64);
        let up = of(self.for_choice - x) * of(self.interviews - x);
        up.divided_by(of(x + 1) * of(self.against + x + 1 - self.interviews))
    }

    fn tails(&self, least: u64, most: u64, observed: u64) -> ExactTails {
        // (n + 1)(A + 1)/(N + 2), in 128 bits.
        let product = u128::from(self.interviews + 1) * u128::from(self.for_choice + 1);
        let mode = product / u128::from(self.for_choice + self.against + 2);
        let mode = u64::try_from(mode).unwrap_or(most).clamp(least, most);
        let one = DoubleDouble::from(1.0);
        let mut weight = one;
        let above: Vec<(u64, DoubleDouble)> = (mode..most)
            .map(|x| {
                weight = weight * self.ratio(x);
                (x + 1, weight)
            })
            .take_while(|(_, weight)| weight.value() > NEGLIGIBLE)
            .collect();
        weight = one;
        let below: Vec<(u64, DoubleDouble)> = (least..mode)
            .rev()
            .map(|x| {
                weight = weight.divided_by(self.ratio(x));
                (x, weight)
            })
            .take_while(|(_, weight)| weight.value() > NEGLIGIBLE)
            .collect();
        let all = || {
            below
                .iter()
                .rev()
                .chain([(mode, one)].iter())
                .chain(&above)
                .copied()
                .collect()
        };
        let all: Vec<(u64, DoubleDouble)> = all();
        let at_observed = all
            .iter()
            .find(|(x, _)| *x == observed)
            .map_or(DoubleDouble::ZERO, |(_, weight)| *weight);
        let sum = |keep: &dyn Fn(u64, DoubleDouble) -> bool| {
            all.iter()
                .filter(|(x, weight)| keep(*x, *weight))
                .fold(DoubleDouble::ZERO, |total, (_, weight)| total + *weight)
        };
        let total = sum(&|_, _| true);
        let share = |part: DoubleDouble| part.divided_by(total);
        // Rounding in hundreds of thousands of factors stays below 1e-25.
        let as_improbable =
            |weight: DoubleDouble| (weight - at_observed).value() <= 1e-24 * at_observed.value();
        ExactTails {
            probability: share(at_observed),
            lower: share(sum(&|x, _| x <= observed)),
            upper: share(sum(&|x, _| x >= observed)),
            two_sided: share(sum(&|_, weight| as_improbable(weight))),
        }
    }
}

fn contradiction(field: &str, value: u64, other: String, help: &str) -> Error {
    Error::inconsistent(
        field.to_string(),
        value.to_string(),
        other,
        help.to_string(),
    )
}
