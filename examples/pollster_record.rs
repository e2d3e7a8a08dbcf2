//! The record of pollsters from a file of FiveThirtyEight's raw polls:
//!
//! ```sh
//! cargo run --release --example pollster_record -- raw-polls.csv
//! ```
//!
//! Without a file it takes the 42 polls in `tests/data/fivethirtyeight` (by FiveThirtyEight, CC BY
//! 4.0), which are far too few to rate anyone by: it then asks for two polls in two contests instead of
//! ten in five.

use exitpoll::Confidence;
use exitpoll::interval::RankMethod;
use exitpoll::io::fivethirtyeight::{read, read_file};
use exitpoll::pooling::HeterogeneityEstimator;
use exitpoll::record::{
    DeviationSummary, Estimate, Figure, HouseEffects, RatingRule, Record, Reference, Summary,
    Tally, TotalError, house_effects, ranking,
};

const EXTRACT: &str = include_str!("../tests/data/fivethirtyeight/raw_polls_2023_extract.csv");
/// So many of the ranked are printed.
const ROWS: usize = 25;

fn main() -> exitpoll::Result<()> {
    let (raw, rule) = match std::env::args().nth(1) {
        Some(path) => (read_file(&path)?, RatingRule::default()),
        None => (
            read(EXTRACT)?,
            RatingRule {
                polls: 2,
                contests: 2,
            },
        ),
    };
    let polls = raw.measure()?;
    let tally = Tally::of(&polls)?;
    let record = tally.record(rule);
    println!(
        "{} polls of {} pollsters in {} contests; rated from {} polls in {} contests on",
        polls.len(),
        tally.pollsters(),
        tally.contests(),
        rule.polls,
        rule.contests
    );
    for note in &raw.notes {
        println!("- {note}");
    }
    if let Some(overall) = &record.overall {
        println!("\nAll polls, errors of the lead in points:");
        print_overall(overall);
    }
    let ranked = ranking(
        &tally,
        Reference::Result,
        rule,
        RankMethod::StepDown,
        Confidence::P95,
    )?;
    let effects = house_effects(
        &tally,
        Reference::OtherPollsters,
        rule,
        HeterogeneityEstimator::RestrictedMaximumLikelihood,
        Confidence::P95,
    );
    println!(
        "\n{:<34} {:>5} {:>5} {:>11} {:>6} {:>11} {:>6} {:>7} {:>6} {:>9}",
        "pollster",
        "polls",
        "races",
        "error ± se",
        "times",
        "bias ± se",
        "calls",
        "outside",
        "house",
        "ranks"
    );
    for one in ranked.iter().take(ROWS) {
        if let Some(own) = record.pollster(&one.pollster) {
            print_row(&own.summary, &one.pollster, effects.as_ref().ok());
        }
        println!(" {:>4}–{}", one.ranks.best, one.ranks.worst);
    }
    println!(
        "{} rated, {} not. error: mean |d|; times: error over what the sizes explain; outside: share of leads\n\
         outside their 95 % margin; house: against others in the same races, partially pooled; ranks: what\n\
         chance leaves open at 95 %, all together.",
        ranked.len(),
        unrated(&record)
    );
    if let Err(error) = effects {
        println!("No house effects: {error}");
    }
    println!(
        "\n{:<10} {:>6} {:>6} {:>9} {:>11} {:>8} {:>8}",
        "kind", "polls", "races", "95 % cover", "multiplier", "contest", "poll"
    );
    for total in TotalError::by_kind(&polls, Figure::Share, Confidence::P95)? {
        let sds = total
            .model
            .map(|model| [model.contest_sd.value, model.poll_sd.value]);
        let [contest, poll] =
            sds.map_or(["–".to_owned(), "–".to_owned()], |sds| sds.map(points));
        println!(
            "{:<10} {:>6} {:>6} {:>8.1} % {:>11.2} {contest:>8} {poll:>8}",
            total.kind.as_deref().unwrap_or("–"),
            total.polls,
            total.contests,
            100.0 * total.coverage,
            total.multiplier
        );
    }
    println!(
        "Of the share among the two: what contests and polls add to sampling (standard deviations, points)."
    );
    Ok(())
}

fn print_overall(overall: &Summary) {
    let Some(lead) = &overall.lead else { return };
    println!(
        "mean |d| {}, root mean squared {}, mean d {} over {} polls",
        with_error(lead.mean_absolute),
        points(lead.root_mean_squared),
        lead.mean.map_or("–".to_owned(), with_error),
        lead.oriented
    );
    if let Some(calls) = overall.calls {
        println!(
            "{:.1} of {} winners called, {:.1} %",
            calls.right,
            calls.polls,
            100.0 * calls.share
        );
    }
    if let Some(b) = overall.b.and_then(|b| b.sized) {
        println!(
            "B {:.4}, {:.4} without bias",
            b.mean, b.expected_without_bias
        );
    }
    if let Some(sampling) = &lead.sampling {
        let covered = sampling.coverage.iter().map(|coverage| {
            format!(
                "{:.1} % of {:.0} % intervals",
                100.0 * coverage.share,
                100.0 * coverage.level
            )
        });
        println!("covered by {}", covered.collect::<Vec<_>>().join(", "));
        println!(
            "places of the results in the stated distributions, by tenths: {:?}",
            sampling.pit
        );
    }
}

fn print_row(summary: &Summary, name: &str, effects: Option<&HouseEffects>) {
    let name: String = name.chars().take(34).collect();
    let lead = summary.lead.as_ref();
    let sampling = lead.and_then(|lead| lead.sampling.as_ref());
    let text = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let figure =
        |of: fn(&DeviationSummary) -> Option<Estimate>| text(lead.and_then(of).map(with_error));
    let outside = sampling.and_then(|sampling| sampling.coverage_at(0.95));
    let house = effects.and_then(|all| all.pollsters.iter().find(|one| one.pollster == name));
    print!(
        "{name:<34} {:>5} {:>5} {:>11} {:>6} {:>11} {:>6} {:>7} {:>6}",
        summary.polls,
        summary.contests,
        figure(|lead| Some(lead.mean_absolute)),
        text(sampling.map(|sampling| format!("{:.2}", sampling.relative_error))),
        figure(|lead| lead.mean),
        text(
            summary
                .calls
                .map(|calls| format!("{:.0} %", 100.0 * calls.share))
        ),
        text(outside.map(|coverage| format!("{:.0} %", 100.0 * (1.0 - coverage.share)))),
        text(house.map(|house| format!("{:+.1}", 100.0 * house.pooled.value))),
    );
}

fn unrated(record: &Record) -> usize {
    record.pollsters.iter().filter(|one| !one.rated).count()
}

fn points(proportion: f64) -> String {
    format!("{:.2}", 100.0 * proportion)
}

fn with_error(estimate: Estimate) -> String {
    let error = estimate
        .standard_error
        .map_or("–".to_owned(), |error| format!("{:.1}", 100.0 * error));
    format!("{:.1} ± {error}", 100.0 * estimate.value)
}
