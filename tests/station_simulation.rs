//! Intervals from simulated exit polls on the 143,132 stations of the Mexican election of 2012.
//! The full run: `cargo test --release --test station_simulation -- --ignored --nocapture`.

mod shared;

use exitpoll::Confidence;
use exitpoll::io::stations::StationColumns;
use exitpoll::station::{ExitPollPlan, PlanEvaluation, StationTable, VarianceMethod};

fn count() -> Option<StationTable> {
    let file = shared::unpacked("data/mexico-2012-stations/stations.csv.gz")?;
    let table = ["pri_pvem", "pan", "prd_pt_mc", "panal", "otros"]
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            columns.choice(*choice, *choice)
        })
        .name("casilla_id")
        .stratum("estrato")
        .region("edo_id")
        .total("total")
        .read(&file[..])
        .expect("the stations");
    assert_eq!(table.len(), 143_132);
    Some(table)
}

fn evaluate(
    count: &StationTable,
    plan: &ExitPollPlan,
    method: VarianceMethod,
    polls: u64,
) -> PlanEvaluation {
    let evaluation = plan
        .evaluate(count, method, polls, 2012, Confidence::P95, &|_| {})
        .expect("an evaluation");
    println!(
        "{method:?}: {polls} polls of {:.0} stations, {:.0} interviews",
        evaluation.stations, evaluation.interviews
    );
    for (name, choice) in count.choices().iter().zip(&evaluation.choices) {
        println!(
            "  {name}: {:.2} %, bias {:+.3}, spread {:.3}, standard error {:.3} points, coverage {:.2} %",
            100.0 * choice.official,
            100.0 * choice.bias,
            100.0 * choice.standard_deviation,
            100.0 * choice.standard_error,
            100.0 * choice.coverage
        );
    }
    evaluation
}

/// Every 25th voter at 981 stations (900, and at least two in each stratum); at two in each of the 375 strata for
/// half samples.
fn plan(method: VarianceMethod) -> ExitPollPlan {
    let plan = ExitPollPlan::new(900, 25).unwrap();
    if method == VarianceMethod::Balanced {
        plan.two_in_each_stratum()
    } else {
        plan
    }
}

const METHODS: [VarianceMethod; 4] = [
    VarianceMethod::Linearised,
    VarianceMethod::Jackknife,
    VarianceMethod::Balanced,
    VarianceMethod::Bootstrap { replicates: 200 },
];

#[test]
#[ignore = "2,000 polls by four methods: half a minute in release mode"]
fn intervals_cover_95_percent_with_full_response() {
    let Some(count) = count() else {
        return;
    };
    for method in METHODS {
        for choice in evaluate(&count, &plan(method), method, 2000).choices {
            assert!(
                (0.935..=0.965).contains(&choice.coverage),
                "{method:?}: {}",
                choice.coverage
            );
            // The mean of 2,000 polls is off by no more than four of its standard errors.
            assert!(choice.bias.abs() < 4.0 * choice.standard_deviation / 2000f64.sqrt());
        }
    }
}

#[test]
fn intervals_cover_less_where_response_differs() {
    let Some(count) = count() else {
        return;
    };
    let polls = 120;
    let full = evaluate(
        &count,
        &plan(VarianceMethod::Linearised),
        VarianceMethod::Linearised,
        polls,
    );
    // 95 ± 3 · 2 percent over 120 polls.
    assert!(full.choices.iter().all(|choice| choice.coverage > 0.88));
    // Voters of the first answer 10 percent less often than the others.
    let unequal = plan(VarianceMethod::Linearised)
        .response([0.54, 0.6, 0.6, 0.6, 0.6])
        .unwrap();
    let evaluation = evaluate(&count, &unequal, VarianceMethod::Linearised, polls);
    let first = evaluation.choices[0];
    // k (1 − k)(α − 1)/(αk + 1 − k) at α = .9: what such response does to the share.
    let k = first.official;
    let expected = -0.1 * k * (1.0 - k) / (1.0 - 0.1 * k);
    assert!(
        (first.bias - expected).abs() < 0.1 * expected.abs(),
        "{} against {expected}",
        first.bias
    );
    assert!(first.coverage < 0.2, "{}", first.coverage);
}

#[test]
fn the_same_seed_gives_the_same_polls() {
    let Some(count) = count() else {
        return;
    };
    let plan = ExitPollPlan::new(800, 40).unwrap();
    let run = |seed| {
        plan.evaluate(
            &count,
            VarianceMethod::Linearised,
            4,
            seed,
            Confidence::P95,
            &|_| {},
        )
        .unwrap()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
