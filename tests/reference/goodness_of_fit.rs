use exitpoll::hypothesis::{cressie_read, likelihood_ratio, pearson};

use super::{check, compared, missing};

#[test]
fn goodness_of_fit() {
    check("goodness_of_fit.csv", |row| {
        let counts = row.list("counts");
        let size: f64 = counts.iter().sum();
        let poll: Vec<f64> = counts.iter().map(|count| count / size).collect();
        let probabilities = row.list("probabilities");
        let name = row.text("method");
        let test = match name {
            "pearson" => pearson(&poll, &probabilities, size),
            "likelihood_ratio" => likelihood_ratio(&poll, &probabilities, size),
            "cressie_read" => cressie_read(&poll, &probabilities, size, 2.0 / 3.0),
            _ => return missing(name),
        };
        let test = test.unwrap();
        let pairs = vec![
            (test.statistic, row.number("statistic")),
            (test.p_value, row.number("p_value")),
        ];
        compared(name, 1e-9, pairs)
    });
}
