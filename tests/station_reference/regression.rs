//! Regression with errors by region.

use crate::cases::by_case;
use crate::checks::Checks;
use crate::rows::Folder;
use exitpoll::station::{ErrorModel, Regression};

pub fn regression(folder: &Folder, checks: &mut Checks) {
    let data = by_case(folder, "station_regression_data");
    for row in folder.rows("station_regression") {
        let rows = &data[row.text("case")];
        let outcomes: Vec<f64> = rows.iter().map(|row| row.number("ln_alpha")).collect();
        let covariates: Vec<f64> = rows.iter().flat_map(|row| row.list("covariates")).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.number("weight")).collect();
        let regions: Vec<u32> = rows.iter().map(|row| row.whole("region") as u32).collect();
        let count = covariates.len() / rows.len();
        let fit =
            Regression::fit(&outcomes, &covariates, count, &weights, &regions).expect("a fit");
        let term = row.whole("term") as usize;
        checks.figure(row, "stations", rows.len() as f64);
        let mut distinct = regions.clone();
        distinct.sort_unstable();
        distinct.dedup();
        checks.figure(row, "regions", distinct.len() as f64);
        for errors in ErrorModel::ALL {
            let coefficient = fit.coefficients(errors).expect("errors")[term];
            checks.figure(row, &format!("se_{errors}"), coefficient.standard_error);
            checks.figure(row, "estimate", coefficient.value);
            if errors == ErrorModel::Cr2 {
                checks.figure(row, "df_cr2", coefficient.degrees_of_freedom);
                checks.figure(row, "p_cr2", coefficient.p_value);
            }
        }
    }
}
