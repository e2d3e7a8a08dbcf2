//! Within-precinct error, response ratios, tests of a station, bounds on violations.

use crate::cases::by_case;
use crate::checks::Checks;
use crate::rows::{Folder, Row};
use exitpoll::Confidence;
use exitpoll::accuracy::Orientation;
use exitpoll::station::{
    DrawModel, ResponseRatio, StationPair, StationTestMethod, WithinPrecinctError, station_test,
    violation_bounds,
};

fn orientation(row: &Row) -> Orientation {
    Orientation {
        numerator: row.place("r"),
        denominator: row.place("d"),
    }
}

/// Votes of the choices and all ballots.
type Counts = (Vec<u64>, u64);

fn counts(row: &Row) -> (Counts, Counts) {
    (
        (row.counts("interviews"), row.whole("interviews_total")),
        (row.counts("official"), row.whole("official_total")),
    )
}

fn pair<'a>((answers, votes): &'a (Counts, Counts)) -> StationPair<'a> {
    StationPair {
        answers: &answers.0,
        answered: answers.1,
        votes: &votes.0,
        total: votes.1,
    }
}

const POINTS: f64 = 100.0;

pub fn wpe_stations(folder: &Folder, checks: &mut Checks) {
    for row in folder.rows("station_wpe_stations") {
        row.text("station");
        let counts = counts(row);
        let error = pair(&counts).error(orientation(row)).expect("a station");
        checks.figure(row, "wpe", POINTS * error.wpe);
        checks.optional(row, "ln_alpha", error.ln_alpha);
        checks.optional(row, "ln_alpha_se", error.ln_alpha_standard_error);
        checks.optional(row, "d_two_party", error.official_d);
        checks.optional(
            row,
            "wpe_two_party",
            error.two_party_wpe.map(|wpe| POINTS * wpe),
        );
    }
}

pub fn wpe(folder: &Folder, checks: &mut Checks) {
    let stations = by_case(folder, "station_wpe_stations");
    for row in folder.rows("station_wpe") {
        let counts: Vec<_> = stations[row.text("case")]
            .iter()
            .map(|row| counts(row))
            .collect();
        let pairs = counts.iter().map(pair);
        let wpe =
            WithinPrecinctError::of(pairs, orientation(row), Confidence::P95).expect("stations");
        checks.figure(row, "stations", wpe.wpe.stations as f64);
        checks.figure(row, "mean_wpe", POINTS * wpe.wpe.mean);
        checks.optional(
            row,
            "sd_wpe",
            wpe.wpe.standard_deviation.map(|sd| POINTS * sd),
        );
        checks.optional(row, "se_wpe", wpe.wpe.standard_error.map(|se| POINTS * se));
        checks.optional(
            row,
            "lower_95",
            wpe.wpe.interval.map(|interval| POINTS * interval.low()),
        );
        checks.optional(
            row,
            "upper_95",
            wpe.wpe.interval.map(|interval| POINTS * interval.high()),
        );
        checks.figure(row, "mean_absolute_wpe", POINTS * wpe.mean_absolute);
        let log = wpe.ln_alpha;
        checks.figure(
            row,
            "stations_ln_alpha",
            log.map_or(0.0, |log| log.stations as f64),
        );
        checks.optional(row, "mean_ln_alpha", log.map(|log| log.mean));
        checks.optional(
            row,
            "sd_ln_alpha",
            log.and_then(|log| log.standard_deviation),
        );
        checks.optional(row, "se_ln_alpha", log.and_then(|log| log.standard_error));
        let interval = log.and_then(|log| log.interval);
        checks.optional(
            row,
            "ln_alpha_lower_95",
            interval.map(|interval| interval.low()),
        );
        checks.optional(
            row,
            "ln_alpha_upper_95",
            interval.map(|interval| interval.high()),
        );
        checks.figure(row, "pooled_wpe", POINTS * wpe.pooled_wpe);
        checks.optional(
            row,
            "pooled_ln_alpha",
            wpe.pooled_response.map(ResponseRatio::ln_alpha),
        );
        checks.optional(
            row,
            "pooled_alpha",
            wpe.pooled_response.map(ResponseRatio::alpha),
        );
        let two_party = wpe.two_party_wpe;
        checks.figure(
            row,
            "stations_two_party",
            two_party.map_or(0.0, |mean| mean.stations as f64),
        );
        checks.optional(
            row,
            "mean_wpe_two_party",
            two_party.map(|mean| POINTS * mean.mean),
        );
        checks.optional(
            row,
            "alpha_mean_wpe",
            wpe.response_of_mean.map(ResponseRatio::alpha),
        );
    }
}

pub fn alpha(folder: &Folder, checks: &mut Checks) {
    for row in folder.rows("station_alpha") {
        match row.text("question") {
            "expected" => {
                let (k, alpha) = (row.number("in1"), row.number("in2"));
                let ratio = ResponseRatio::new(alpha).expect("a ratio");
                checks.figure(row, "out", ratio.expected_share(k));
                checks.figure(
                    row,
                    "expected_wpe",
                    POINTS * ratio.expected_within_precinct_error(k),
                );
                checks.figure(row, "ln_alpha", ratio.ln_alpha());
            }
            "implied" => {
                let [official_r, official_d, polled_r, polled_d] =
                    ["in1", "in2", "in3", "in4"].map(|column| row.number(column));
                let ratio = ResponseRatio::implied(official_r, official_d, polled_r, polled_d)
                    .expect("a ratio");
                checks.figure(row, "out", ratio.alpha());
                checks.figure(row, "ln_alpha", ratio.ln_alpha());
            }
            "from_wpe" => {
                let wpe = row.number("in2") / POINTS;
                let ratio = ResponseRatio::from_within_precinct_error(row.number("in1"), wpe);
                checks.result(row, "out", &ratio.clone().map(ResponseRatio::alpha));
                checks.result(row, "ln_alpha", &ratio.map(ResponseRatio::ln_alpha));
            }
            other => checks.fail(other, "no question of this name"),
        }
    }
}

pub fn test(folder: &Folder, checks: &mut Checks) {
    for row in folder.rows("station_test") {
        let model = match row.text("model") {
            "hypergeometric" => DrawModel::Hypergeometric,
            "multinomial" => DrawModel::Multinomial,
            other => {
                checks.fail(other, "no model of this name");
                continue;
            }
        };
        let test = station_test(model, &row.counts("official"), &row.counts("interviews"))
            .expect("a test");
        assert_eq!(test.method, StationTestMethod::Exact);
        checks.figure(row, "probability", test.probability);
        checks.figure(row, "p_two_sided", test.p_value);
        let of = |figure: fn(&exitpoll::station::ChoiceTest) -> f64| -> Vec<f64> {
            test.choices.iter().map(figure).collect()
        };
        checks.list(row, "p_upper", &of(|choice| choice.upper));
        checks.list(row, "p_lower", &of(|choice| choice.lower));
        checks.list(row, "p_two_choice", &of(|choice| choice.two_sided));
    }
}

pub fn violations(folder: &Folder, checks: &mut Checks) {
    for row in folder.rows("station_violations") {
        let [stations, observed, seen] = ["N", "n", "x"].map(|column| row.whole(column));
        let bounds =
            violation_bounds(stations, observed, seen, row.number("confidence")).expect("bounds");
        checks.figure(row, "upper", bounds.upper as f64);
        checks.figure(row, "lower", bounds.lower as f64);
        checks.figure(row, "tie", f64::from(bounds.tie));
        checks.figure(
            row,
            "upper_if_tie_counts",
            (bounds.upper + u64::from(bounds.tie)) as f64,
        );
        checks.figure(row, "p_at_upper", bounds.probability_at_upper);
        checks.figure(row, "p_above_upper", bounds.probability_above_upper);
    }
}
