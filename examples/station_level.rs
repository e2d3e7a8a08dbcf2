//! Interviews against the counts of the very places where they were taken: the exit poll at consulates in 44
//! countries, March 2024.
//!
//! `cargo run --example station_level`

use exitpoll::accuracy::Orientation;
use exitpoll::io::stations::StationColumns;
use exitpoll::station::{AgainstCount, ResponseVerdict, StationSample};

fn main() -> Result<(), exitpoll::Error> {
    let columns = ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"]
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            let column = choice.to_lowercase();
            columns
                .choice(*choice, format!("counted_{column}"))
                .answers(format!("polled_{column}"))
        })
        .name("country")
        .refused("refused");
    let table = columns.read_file(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/data/consulates_2024.csv"
    ))?;
    let (r, d) = (table.choice("Davankov")?, table.choice("Putin")?);
    let orientation = Orientation {
        numerator: r,
        denominator: d,
    };
    let comparison = StationSample::new(table).against_count(&AgainstCount::new(orientation))?;

    println!(
        "{} interviews in {} countries, against the counts there",
        comparison.interviews, comparison.stations
    );
    println!("\n             poll   count  difference  from drawing  between countries");
    for (choice, matched) in comparison.choices.iter().zip(&comparison.matched) {
        println!(
            "{choice:11} {:5.2} % {:5.2} %  {:+6.2}       ± {:.2}        ± {:.2}",
            100.0 * matched.polled,
            100.0 * matched.official,
            100.0 * matched.deviation,
            100.0 * matched.within_standard_error,
            100.0 * matched.of_stations.standard_error.unwrap_or(0.0)
        );
    }

    let wpe = &comparison.within_precinct_error;
    println!(
        "\nLevel. Davankov less Putin, poll less count, mean of the countries: {:+.2} points",
        100.0 * wpe.wpe.mean
    );
    if let Some(refusals) = &comparison.refusals {
        println!(
            "Refusals. With all {} given to Putin it is still {:+.2} points: refusals alone {} explain the gap.",
            refusals.refused,
            100.0 * refusals.wpe_all_to_denominator,
            if refusals.can_explain {
                "can"
            } else {
                "cannot"
            }
        );
    }
    match comparison.verdict {
        ResponseVerdict::CompatibleWithSampling => {
            println!("Verdict. Drawing voters by chance explains it.")
        }
        ResponseVerdict::NeedsResponseRatio { ratio, at_least } => println!(
            "Verdict. It needs a response ratio of {:.2}, at least {:.2}; that says nothing about why.",
            ratio.size(),
            at_least.size()
        ),
        ResponseVerdict::NotExplained {
            ratio: Some(ratio),
            greatest,
            ..
        } => println!(
            "Verdict. It would take voters of Davankov answering {:.2} times as often as those of Putin, on average, \
             more than the {greatest} declared possible; that says nothing about why.",
            ratio.size()
        ),
        other => println!("Verdict. {other:?}"),
    }

    if let Some(pool) = &comparison.heterogeneity {
        println!(
            "\nPattern. ln α differs between countries by {:.2} beyond drawing (I² {:.0} percent).",
            pool.tau2.sqrt(),
            100.0 * pool.i2
        );
    }
    let outside = &comparison.outside;
    println!(
        "{} of {} countries have a p-value of at most {:.2}; {} after adjustment for their number, first {}.",
        outside.below_level,
        outside.tested,
        outside.level,
        outside.outside.len(),
        outside
            .outside
            .iter()
            .take(3)
            .map(|station| station.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    );
    Ok(())
}
