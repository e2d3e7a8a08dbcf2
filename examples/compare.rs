//! The main job on your own data, in twenty lines: read a document, compare, print the report.
//!
//! `cargo run --example compare [ELECTION.json]`; the command `exitpoll compare` has every option.

use exitpoll::{Comparison, io, render};

fn main() -> exitpoll::Result<()> {
    let document = match std::env::args().nth(1) {
        Some(path) => io::json::read_file(&path)?,
        None => io::json::read(include_str!("data/georgia_2024.json"))?,
    };
    let report = Comparison::from(document).run()?;
    print!("{}", render::text(&report, 80));

    // Every figure has a name: here the largest deviation of each poll from the most complete count.
    for poll in &report.reference().polls {
        if let Some(largest) = poll.reading().and_then(|reading| reading.largest()) {
            let points = 100.0 * largest.deviation;
            println!("{}: {points:+.2} points for {}", poll.name, largest.label);
        }
    }
    Ok(())
}
