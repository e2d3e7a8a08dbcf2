use exitpoll::accuracy::{
    b, b_weighted, lead_standard_error, log_odds_deviation, log_odds_standard_error,
    martin_traugott_kennedy, mosteller_1, mosteller_3, mosteller_4, mosteller_5, mosteller_6,
    root_mean_squared_error,
};

use super::{check, compared, missing};

#[test]
fn accuracy() {
    check("accuracy.csv", |row| {
        let counts = row.list("counts");
        let size: f64 = counts.iter().sum();
        let poll: Vec<f64> = counts.iter().map(|count| count / size).collect();
        let official = row.list("official");
        let total: f64 = official.iter().sum();
        let count: Vec<f64> = official.iter().map(|share| share / total).collect();
        let name = row.text("measure");
        let first_two = |shares: &[f64]| [shares[0], shares[1]];
        // The lead is that of the two leading choices of the count, the earlier one among equals.
        let mut order: Vec<usize> = (0..count.len()).collect();
        order.sort_by(|a, b| count[*b].total_cmp(&count[*a]));
        let leaders = [poll[order[0]], poll[order[1]]];
        let one = |value: exitpoll::Result<f64>| vec![value.unwrap()];
        let error = |bias: exitpoll::accuracy::Bias| bias.standard_error.unwrap();
        let mtk =
            || martin_traugott_kennedy(first_two(&poll), first_two(&count), Some(size)).unwrap();
        let ours = match name {
            "a_prime" => {
                let pairs = poll.iter().zip(&count);
                pairs
                    .map(|(p, v)| log_odds_deviation(*p, *v).unwrap())
                    .collect()
            }
            "a_prime_se" => poll
                .iter()
                .map(|p| log_odds_standard_error(*p, size).unwrap())
                .collect(),
            "b" => vec![b(&poll, &count, None).unwrap().value],
            "b_w" => vec![b_weighted(&poll, &count, None).unwrap().value],
            "b_se" => vec![error(b(&poll, &count, Some(size)).unwrap())],
            "b_w_se" => vec![error(b_weighted(&poll, &count, Some(size)).unwrap())],
            "mtk_a_first_two" => vec![mtk().value],
            "mtk_a_first_two_se" => vec![mtk().standard_error.unwrap()],
            "mosteller_1" => one(mosteller_1(&poll, &count)),
            "mosteller_3" => one(mosteller_3(&poll, &count)),
            "mosteller_4" => one(mosteller_4(&poll, &count)),
            "mosteller_5" => one(mosteller_5(&poll, &count)),
            "mosteller_6" => one(mosteller_6(&poll, &count)),
            "rmse" => one(root_mean_squared_error(&poll, &count)),
            "lead_se" => one(lead_standard_error(leaders, size)),
            _ => return missing(name),
        };
        compared(
            name,
            1e-9,
            ours.into_iter().zip(row.list("value")).collect(),
        )
    });
}
