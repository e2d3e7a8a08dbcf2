use exitpoll::agreement::Distance;

use super::{check, compared, missing};

#[test]
fn distances() {
    check("distances.csv", |row| {
        let name = row.text("distance");
        let Ok(distance) = name.parse::<Distance>() else {
            return missing(name);
        };
        let ours = distance.between(&row.list("p"), &row.list("v")).unwrap();
        compared(name, 1e-12, vec![(ours, row.number("value"))])
    });
}
