use exitpoll::accuracy::{
    Orientation, b, b_weighted, expected_b_weighted_without_bias, expected_b_without_bias,
    lead_standard_error, log_odds_deviation, log_odds_standard_error, martin_traugott_kennedy,
    mosteller_1, mosteller_3, mosteller_4, mosteller_5, mosteller_6, mosteller_7,
    root_mean_squared_error,
};

use super::runner::{Outcome, Row};

fn shares(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| count / total).collect()
}

pub fn compare(row: &Row) -> Outcome {
    let counts = row.numbers("counts");
    let size: f64 = counts.iter().sum();
    let (poll, count) = (shares(&counts), shares(&row.numbers("official")));
    let error = |bias: exitpoll::Result<exitpoll::accuracy::Bias>| {
        bias.map(|bias| bias.standard_error.expect("a size was given"))
    };
    let first_two = Orientation {
        numerator: 0,
        denominator: 1,
    };
    let odds = || martin_traugott_kennedy(&poll, &count, first_two, Some(size));
    // The two leading choices of the count, the earlier one among equals.
    let mut order: Vec<usize> = (0..count.len()).collect();
    order.sort_by(|a, b| count[*b].total_cmp(&count[*a]));
    let ours = match row.text("measure") {
        "a_prime" => poll
            .iter()
            .zip(&count)
            .map(|(p, v)| log_odds_deviation(*p, *v))
            .collect(),
        "a_prime_se" => poll
            .iter()
            .map(|p| log_odds_standard_error(*p, size))
            .collect(),
        measure => match measure {
            "b" => b(&poll, &count, None).map(|bias| bias.value),
            "b_w" => b_weighted(&poll, &count, None).map(|bias| bias.value),
            "b_se" => error(b(&poll, &count, Some(size))),
            "b_w_se" => error(b_weighted(&poll, &count, Some(size))),
            "mtk_a_first_two" => odds().map(|odds| odds.value),
            "mtk_a_first_two_se" => odds().map(|odds| odds.standard_error.expect("a size")),
            "b_without_bias" => expected_b_without_bias(&poll, size),
            "b_w_without_bias" => expected_b_weighted_without_bias(&poll, &count, size),
            "mosteller_7" => mosteller_7(&poll, &count, size).map(|test| test.statistic),
            "mosteller_1" => mosteller_1(&poll, &count),
            "mosteller_3" => mosteller_3(&poll, &count),
            "mosteller_4" => mosteller_4(&poll, &count),
            "mosteller_5" => mosteller_5(&poll, &count),
            "mosteller_6" => mosteller_6(&poll, &count),
            "rmse" => root_mean_squared_error(&poll, &count),
            "lead_se" => lead_standard_error([poll[order[0]], poll[order[1]]], size),
            _ => return Outcome::NotYet,
        }
        .map(|value| vec![value]),
    };
    Outcome::figures(ours, &row.numbers("value"), 1e-9)
}
