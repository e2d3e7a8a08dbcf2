//! Plans an exit poll on the last count: what stations and interviews buy, and what unequal response costs.
//!
//! `cargo run --release --example plan_a_poll [STATIONS.csv]`; without a file, on a made-up country of 6,000
//! stations. The file has the columns `stratum`, `a`, `b`, `c`, `total`.

use exitpoll::Confidence;
use exitpoll::io::stations::StationColumns;
use exitpoll::station::{
    Cost, ExitPollPlan, PlanEvaluation, Station, StationTable, VarianceMethod,
};
use indicatif::{ProgressBar, ProgressStyle};

const POLLS: u64 = 400;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = match std::env::args().nth(1) {
        Some(path) => StationColumns::new()
            .stratum("stratum")
            .choice("A", "a")
            .choice("B", "b")
            .choice("C", "c")
            .total("total")
            .read_file(&path)?,
        None => made_up()?,
    };
    let cost = Cost {
        station: 150.0,
        voter: 2.0,
    };
    println!(
        "{POLLS} simulated polls of each plan, on {} stations",
        count.len()
    );
    println!("stations  every  interviews    cost   error of A   coverage");
    for (stations, every) in [
        (50, 10),
        (100, 10),
        (100, 20),
        (200, 20),
        (200, 40),
        (400, 40),
    ] {
        let plan = ExitPollPlan::new(stations, every)?.cost(cost);
        row(&run(&plan, &count)?, every, "");
    }
    let plan = ExitPollPlan::new(200, 20)?.cost(cost);
    row(
        &run(&plan.clone().response([0.6; 3])?, &count)?,
        20,
        "60 percent answer, whomever they voted for",
    );
    row(
        &run(&plan.response([0.54, 0.6, 0.6])?, &count)?,
        20,
        "voters of A answer 10 percent less often",
    );
    Ok(())
}

fn row(evaluation: &PlanEvaluation, every: u32, note: &str) {
    let first = evaluation.choices[0];
    println!(
        "{:8.0}  {every:5}  {:10.0}  {:6.0}  {:4.2} points  {:5.1} %   {note}",
        evaluation.stations,
        evaluation.interviews,
        evaluation.cost,
        100.0 * first.root_mean_squared_error,
        100.0 * first.coverage
    );
}

fn run(
    plan: &ExitPollPlan,
    count: &StationTable,
) -> Result<PlanEvaluation, Box<dyn std::error::Error>> {
    let bar = ProgressBar::new(POLLS);
    bar.set_style(ProgressStyle::with_template(
        "{wide_bar} {pos} of {len} polls, {eta} left",
    )?);
    let method = VarianceMethod::Linearised;
    let evaluation = plan.evaluate(count, method, POLLS, 1, Confidence::P95, &|done| {
        bar.set_position(done)
    })?;
    bar.finish_and_clear();
    Ok(evaluation)
}

/// 20 strata of 300 stations, in each of which shares differ by some points.
fn made_up() -> Result<StationTable, exitpoll::Error> {
    let mut builder = StationTable::builder(["A", "B", "C"]);
    let mut state = 7_u64;
    let mut uniform = || {
        // Knuth's multiplier: a made-up country needs no better numbers.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for stratum in 0..20 {
        let of_stratum = 0.35 + 0.2 * uniform();
        for station in 0..300 {
            let total = 200.0 + 500.0 * uniform();
            let a = of_stratum + 0.2 * (uniform() - 0.5);
            let c = 0.05 + 0.1 * uniform();
            let votes = [a, 1.0 - a - c, c].map(|share| (total * share) as u32);
            builder.push(&Station {
                name: &station.to_string(),
                stratum: &format!("stratum {stratum}"),
                votes: Some(&votes),
                ..Station::default()
            })?;
        }
    }
    builder.build()
}
