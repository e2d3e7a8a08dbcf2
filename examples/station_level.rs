//! Interviews against the counts of the very places where they were taken: the exit poll at consulates in 44
//! countries, March 2024.
//!
//! The stations make a poll like any other, and a section of its own in the report of the comparison: what drawing
//! voters inside the stations explains, what refusals can do, which response ratio it would take, and that nothing
//! says why.
//!
//! `cargo run --example station_level`

use exitpoll::accuracy::Orientation;
use exitpoll::io::stations::StationColumns;
use exitpoll::render::{self, Detail};
use exitpoll::station::{AgainstCount, StationSample};
use exitpoll::{Comparison, Contest, OfficialCount};

const CHOICES: [&str; 5] = ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"];

fn main() -> Result<(), exitpoll::Error> {
    let columns = CHOICES
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
    let davankov_over_putin = Orientation {
        numerator: table.choice("Davankov")?,
        denominator: table.choice("Putin")?,
    };

    // The count of all is here that of the 44 countries together: all of them were polled.
    let votes = table.counted();
    let all: u64 = votes.iter().sum();
    let national = votes.iter().map(|of_one| *of_one as f64 / all as f64);

    let sample = StationSample::new(table).of_all_stations();
    let poll = sample.poll("Exit poll at consulates")?.build()?;
    let against = AgainstCount::new(davankov_over_putin)
        .national(national)
        .of_these_stations();
    let stations = sample.against_count(&against)?;

    let contest = Contest::builder("Presidential vote abroad, 44 countries, March 2024")
        .choices(CHOICES)
        .build()?;
    let count = CHOICES.iter().zip(votes).fold(
        OfficialCount::builder("official count").final_result(),
        |count, (choice, votes)| count.votes(*choice, votes),
    );
    let report = Comparison::new(contest)
        .count(count.build()?)
        .stations(poll.name(), stations)
        .poll(poll)
        .run()?;

    print!("{}", render::text_with(&report, 100, Detail::Full));
    Ok(())
}
