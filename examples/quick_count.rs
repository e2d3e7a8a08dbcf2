//! The quick count of the Mexican presidential election of 2018 through the night: what its stations said at each
//! time, and why the early figures should not be trusted.
//!
//! `cargo run --release --example quick_count` (reads `tests/data/mexico_2018`, or the folder that is named)

use exitpoll::Confidence;
use exitpoll::station::{
    BayesianQuickCount, Bootstrap, Estimator, LonelyStratum, RandomOrders, SparseStrata, Station,
    StationSample, StationTable,
};
use indicatif::ProgressBar;

const CHOICES: [&str; 4] = ["López Obrador", "Anaya", "Meade", "Rodríguez"];
/// Of all votes, in percent.
const FINAL: [f64; 4] = [53.19, 22.27, 16.40, 5.23];
/// Stations of the sample, whether they came in or not.
const DRAWN: usize = 7787;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mexico_2018").into());
    let (table, arrived) = read(&folder)?;
    let sample = StationSample::new(table).sparse(SparseStrata {
        lonely: LonelyStratum::Certainty,
        ..SparseStrata::default()
    });

    let mut order: Vec<usize> = (0..arrived.len()).collect();
    order.sort_by(|one, other| arrived[*one].cmp(&arrived[*other]));
    let times = [
        "19:30", "20:00", "20:30", "21:00", "22:00", "23:00", "24:00",
    ];
    let stations_by = |time: &str| {
        let clock = if time == "24:00" {
            "2018-07-02T00:00".into()
        } else {
            format!("2018-07-01T{time}")
        };
        order
            .iter()
            .filter(|station| arrived[**station] <= clock)
            .count()
    };
    let mut steps: Vec<(&str, usize)> = times
        .iter()
        .map(|time| (*time, stations_by(time)))
        .collect();
    steps.push(("all", order.len()));
    steps.retain(|(_, stations)| *stations > 0);
    let finals = FINAL.map(|share| share / 100.0);
    let numbers: Vec<usize> = steps.iter().map(|(_, stations)| *stations).collect();
    let bar = ProgressBar::new(numbers.len() as u64);
    let night = sample.replay(&order, &numbers, &finals, Confidence::P95, &|done| {
        bar.set_position(done)
    })?;
    bar.finish_and_clear();
    println!("time   stations  {}  choices covered", CHOICES[0]);
    let choices = sample.table().choices();
    for ((time, _), step) in steps.iter().zip(&night) {
        let interval = step.intervals[0].map_or("no interval".to_owned(), |of| {
            format!("[{:5.2}, {:5.2}]", 100.0 * of.low(), 100.0 * of.high())
        });
        println!(
            "{time:5}  {:8}  {:5.2} {interval}  {} of {}",
            step.stations,
            100.0 * step.values[0],
            step.covered_choices,
            choices.len()
        );
        for doubt in &step.doubts {
            println!("       {}", doubt.words(choices));
        }
    }
    println!("final            {:5.2}", FINAL[0]);
    println!(
        "of the {DRAWN} stations drawn {} never came: at the end, too, nothing says that the others are a random part\n",
        DRAWN.saturating_sub(order.len())
    );

    // How often such intervals contain the truth: the sampled stations for the whole count, and in a random order.
    let whole = sample.clone().of_all_stations();
    let truth = whole.estimate(Estimator::CombinedRatio)?.values;
    let runs = 200;
    let bar = ProgressBar::new(runs);
    let orders = RandomOrders::new(runs, 2018)?;
    // With all of them the figure is the truth itself.
    let mut at = numbers.clone();
    at.retain(|stations| *stations < order.len());
    let coverage = whole.replay_coverage(orders, &at, &truth, Confidence::P95, &|done| {
        bar.set_position(done)
    })?;
    bar.finish_and_clear();
    println!(
        "stations  coverage of the 95 percent intervals, had these come in a random order ({runs} runs)"
    );
    for step in coverage {
        print!("{:8}", step.stations);
        for (name, coverage) in CHOICES.iter().zip(&step.coverage) {
            let coverage = coverage.map_or("–".to_owned(), |of| format!("{:.1} %", 100.0 * of));
            print!("  {name} {coverage}");
        }
        println!();
    }
    println!();

    let estimate = sample.estimate(Estimator::CombinedRatio)?;
    let jackknife = sample.jackknife()?;
    let replicates = 2000;
    let bar = ProgressBar::new(replicates);
    let bootstrap = sample.bootstrap(Bootstrap::new(replicates, 2018)?, &|done| {
        bar.set_position(done)
    })?;
    bar.finish_and_clear();
    let draws = 2000;
    let bar = ProgressBar::new(draws);
    let posterior = sample
        .bayesian_quick_count(BayesianQuickCount::new(draws, 2018)?, &|done| {
            bar.set_position(done)
        })?;
    bar.finish_and_clear();
    println!(
        "                share   standard error: linearised, jackknife, bootstrap | Bayesian: mean, spread"
    );
    for (choice, name) in CHOICES.iter().enumerate() {
        println!(
            "{name:14}  {:6.3}  {:.5}  {:.5}  {:.5} | {:6.3}  {:.5}",
            100.0 * estimate.values[choice],
            100.0 * estimate.standard_error(choice),
            100.0 * jackknife.covariance.standard_error(choice),
            100.0 * bootstrap.covariance.standard_error(choice),
            100.0 * posterior.means[choice],
            100.0 * posterior.standard_deviations[choice]
        );
    }
    let lead = estimate.lead(0, 1);
    println!(
        "lead            {:6.3}  {:.5}",
        100.0 * lead.value,
        100.0 * lead.standard_error
    );
    Ok(())
}

/// The table, and of each of its stations when it came in.
fn read(folder: &str) -> Result<(StationTable, Vec<String>), Box<dyn std::error::Error>> {
    let mut builder = StationTable::builder(CHOICES);
    let mut strata = csv::Reader::from_path(format!("{folder}/strata.csv"))?;
    for row in strata.records() {
        let row = row?;
        builder = builder.stratum(&row[0], row[1].parse()?);
    }
    let mut stations = csv::Reader::from_path(format!("{folder}/stations.csv"))?;
    let mut rows: Vec<csv::StringRecord> = stations.records().collect::<Result<_, _>>()?;
    // As the table keeps them: by stratum.
    rows.sort_by_key(|row| row[4].parse::<u32>().unwrap_or(0));
    for (line, row) in rows.iter().enumerate() {
        let number = |column: usize| {
            let text = &row[column];
            text.parse::<u32>()
                .map_err(|_| format!("column {column} of row {line} is no whole number: {text}"))
        };
        builder.push(&Station {
            stratum: &row[4],
            region: &row[0],
            votes: Some(&[number(6)?, number(7)?, number(8)?, number(9)?]),
            total: Some(number(12)?),
            registered: Some(number(5)?),
            ..Station::default()
        })?;
    }
    Ok((
        builder.build()?,
        rows.iter().map(|row| row[13].to_string()).collect(),
    ))
}
