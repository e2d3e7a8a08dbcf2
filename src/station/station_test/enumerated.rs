//! Every table of a draw without replacement, one by one.

use crate::numeric::CompensatedSum;
use crate::numeric::double_double::DoubleDouble;

/// The probability of all tables that are no more probable than the observed one; equal probabilities are told from
/// near ones at 30 digits. `order` are the choices with votes, the small ones first: fewer ways to begin.
pub(super) fn p_value(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
    order: &[usize],
) -> f64 {
    let weights = order
        .iter()
        .map(|place| Weights::new(official[*place], drawn, all))
        .collect();
    let observed: Vec<usize> = order
        .iter()
        .map(|place| interviews[*place] as usize)
        .collect();
    let mut walk = Walk::new(weights, &observed);
    let mut table = vec![0; order.len()];
    walk.step(0, drawn as usize, 1.0, &mut table);
    (walk.tail.value() / walk.all.value()).min(1.0)
}

/// C(A, y) q^y of one choice over its value at the mode, q a common factor that brings the product of all to the
/// size of 1.
struct Weights {
    exact: Vec<DoubleDouble>,
    near: Vec<f64>,
}

impl Weights {
    fn new(votes: u64, drawn: u64, all: u64) -> Weights {
        let most = votes.min(drawn);
        // q = n/(N − n + 1): the mode of each choice is then near n A/N.
        let tilt = DoubleDouble::from(drawn as f64)
            .divided_by(DoubleDouble::from((all - drawn + 1) as f64));
        let ratio = |y: u64| {
            let up = DoubleDouble::from((votes - y) as f64) * tilt;
            up.divided_by(DoubleDouble::from((y + 1) as f64))
        };
        let mode = ((u128::from(drawn) * u128::from(votes) / u128::from(all)) as u64).min(most);
        let mut exact = vec![DoubleDouble::ZERO; most as usize + 1];
        exact[mode as usize] = DoubleDouble::from(1.0);
        for y in mode..most {
            exact[y as usize + 1] = exact[y as usize] * ratio(y);
        }
        for y in (0..mode).rev() {
            exact[y as usize] = exact[y as usize + 1].divided_by(ratio(y));
        }
        let near = exact.iter().map(|weight| weight.value()).collect();
        Weights { exact, near }
    }
}

/// The walk through all tables.
struct Walk {
    weights: Vec<Weights>,
    near: f64,
    exact: DoubleDouble,
    tail: CompensatedSum,
    all: CompensatedSum,
}

impl Walk {
    fn new(weights: Vec<Weights>, observed: &[usize]) -> Walk {
        let mut walk = Walk {
            near: 1.0,
            exact: DoubleDouble::from(1.0),
            tail: CompensatedSum::default(),
            all: CompensatedSum::default(),
            weights,
        };
        walk.exact = walk.exactly(observed);
        walk.near = walk.exact.value();
        walk
    }

    fn exactly(&self, table: &[usize]) -> DoubleDouble {
        let weights = self.weights.iter().zip(table);
        weights.fold(DoubleDouble::from(1.0), |product, (weights, count)| {
            product * weights.exact[*count]
        })
    }

    /// Whether a table with about this weight is no more probable than the observed one.
    fn is_as_improbable(&self, near: f64, table: &[usize]) -> bool {
        if (near - self.near).abs() > 1e-12 * self.near {
            return near < self.near;
        }
        // Rounding of some hundred factors stays far below 1e-24.
        (self.exactly(table) - self.exact).value() <= 1e-24 * self.near
    }

    fn step(&mut self, place: usize, left: usize, weight: f64, table: &mut [usize]) {
        let most = self.weights[place].near.len() - 1;
        if place + 1 == self.weights.len() {
            if left <= most {
                table[place] = left;
                let weight = weight * self.weights[place].near[left];
                self.all.add(weight);
                if self.is_as_improbable(weight, table) {
                    self.tail.add(weight);
                }
            }
            return;
        }
        for count in 0..=most.min(left) {
            table[place] = count;
            let weight = weight * self.weights[place].near[count];
            self.step(place + 1, left - count, weight, table);
        }
    }
}
