use exitpoll::hypothesis::Adjustment;

use super::{check, compared, missing};

#[test]
fn multiplicity() {
    check("multiplicity.csv", |row| {
        let name = row.text("method");
        let adjustment = match name {
            "bonferroni" => Adjustment::Bonferroni,
            "holm" => Adjustment::Holm,
            "hochberg" => Adjustment::Hochberg,
            "benjamini_hochberg" => Adjustment::BenjaminiHochberg,
            "benjamini_yekutieli" => Adjustment::BenjaminiYekutieli,
            _ => return missing(name),
        };
        let ours = adjustment.adjust(&row.list("p_values")).unwrap();
        compared(
            name,
            1e-12,
            ours.into_iter().zip(row.list("adjusted")).collect(),
        )
    });
}
