//! The exit poll at consulates in 44 countries with its stations, and the share that refused as a covariate.

use exitpoll::accuracy::Orientation;
use exitpoll::io::stations::StationColumns;
use exitpoll::station::{AgainstCount, StationSample};
use exitpoll::{Comparison, Contest, OfficialCount, Report};

const CHOICES: [&str; 5] = ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"];

pub fn report() -> Report {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/data/consulates_2024.csv"
    );
    let mut reader = csv::Reader::from_path(path).expect("it stands beside the tests");
    let header = reader.headers().expect("a header").clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(header.iter().chain(["refusals, %"]))
        .expect("a line");
    for line in reader.records() {
        let line = line.expect("a line");
        let sum = |prefix: &str| -> f64 {
            let of = header
                .iter()
                .zip(&line)
                .filter(|(name, _)| name.starts_with(prefix));
            of.map(|(_, figure)| figure.parse::<f64>().expect("a number"))
                .sum()
        };
        let (refused, answered) = (sum("refused"), sum("polled_"));
        let refusal = (100.0 * refused / (refused + answered)).to_string();
        writer
            .write_record(line.iter().chain([refusal.as_str()]))
            .expect("a line");
    }
    let columns = CHOICES
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            let column = choice.to_lowercase();
            columns
                .choice(*choice, format!("counted_{column}"))
                .answers(format!("polled_{column}"))
        });
    let columns = columns
        .name("country")
        .refused("refused")
        .covariate("refusals, %");
    let table = columns
        .read(&writer.into_inner().expect("all is written")[..])
        .expect("a table");
    let orientation = Orientation {
        numerator: table.choice("Davankov").expect("a choice"),
        denominator: table.choice("Putin").expect("a choice"),
    };
    let mut votes = [0_u64; CHOICES.len()];
    for station in 0..table.len() {
        for (sum, of_one) in votes.iter_mut().zip(table.votes(station).expect("votes")) {
            *sum += u64::from(*of_one);
        }
    }
    let all: u64 = votes.iter().sum();
    let sample = StationSample::new(table);
    let poll = sample
        .poll("Exit poll at consulates")
        .expect("a poll")
        .build()
        .expect("a poll");
    let settings = AgainstCount::new(orientation)
        .national(votes.map(|of| of as f64 / all as f64))
        .of_these_stations();
    let count = CHOICES.iter().zip(votes).fold(
        OfficialCount::builder("official count").final_result(),
        |count, (choice, votes)| count.votes(*choice, votes),
    );
    let contest =
        Contest::builder("Presidential vote abroad, 44 countries, March 2024").choices(CHOICES);
    Comparison::new(contest.build().expect("a contest"))
        .count(count.build().expect("a count"))
        .stations(
            poll.name(),
            sample.against_count(&settings).expect("stations"),
        )
        .poll(poll)
        .run()
        .expect("a report")
}
