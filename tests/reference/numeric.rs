use exitpoll::numeric::{beta_quantile, normal_upper_quantile, student_t_quantile};

use super::{check, compared, missing};

#[test]
fn quantiles() {
    check("quantiles.csv", |row| {
        let name = row.text("distribution");
        let p = row.number("p");
        let ours = match name {
            "normal" => -normal_upper_quantile(p),
            "beta" => {
                let parameters = row.list("parameters");
                beta_quantile(p, parameters[0], parameters[1])
            }
            "student_t" => student_t_quantile(p, row.number("parameters")).unwrap(),
            _ => return missing(name),
        };
        compared(name, 1e-9, vec![(ours, row.number("quantile"))])
    });
}
