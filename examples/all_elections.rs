//! Every bundled election: a line for each poll, and how many of the nominal 95 % intervals cover the
//! counted share, by kind of poll.
//!
//! ```text
//! cargo run --release --example all_elections
//! ```
//!
//! The intervals are those of a simple random sample of the published size. Shares of one poll err
//! together, so that the coverage is a description of these polls and no test.

use std::collections::BTreeMap;

use exitpoll::{PollKind, Result, elections};

fn main() -> Result<()> {
    // Intervals that cover the count, and all of them, by kind of poll.
    let mut coverage: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    println!(
        "{:<11} {:<14} {:>7} {:>8} {:>8} {:>9}  poll",
        "election", "kind", "n", "leader", "largest", "covered"
    );
    for election in elections::all() {
        let report = election.comparison().run()?;
        for poll in &report.counts[report.reference].polls {
            let (mut inside, mut tested) = (0, 0);
            let (mut leader, mut largest) = (None, 0.0_f64);
            // Where there are two readings, the last is of those who named a choice.
            if let Some(reading) = poll.readings.last() {
                let most = reading
                    .rows
                    .iter()
                    .max_by(|a, b| a.count.value.total_cmp(&b.count.value));
                leader = most.map(|row| row.deviation);
                for row in &reading.rows {
                    largest = largest.max(row.deviation.abs());
                    if let Some(sampling) = &row.sampling {
                        tested += 1;
                        inside += usize::from(sampling.count_inside);
                    }
                }
            }
            let kind = name(poll.kind);
            let so_far = coverage.entry(kind).or_default();
            *so_far = (so_far.0 + inside, so_far.1 + tested);
            let size = poll
                .sample
                .respondents
                .map_or("unknown".into(), |n| n.to_string());
            let covered = if tested == 0 {
                "-".into()
            } else {
                format!("{inside} of {tested}")
            };
            let (leader, largest) = match leader {
                Some(leader) => (
                    format!("{:+.2}", 100.0 * leader),
                    format!("{:.2}", 100.0 * largest),
                ),
                None => ("seats".into(), "-".into()),
            };
            let id = election.id();
            println!(
                "{id:<11} {kind:<14} {size:>7} {leader:>8} {largest:>8} {covered:>9}  {}",
                poll.name
            );
        }
    }
    println!("\nNominal 95 % intervals that cover the counted share:");
    for (kind, (inside, all)) in coverage {
        match all {
            0 => println!("  {kind}: no size is known"),
            all => println!(
                "  {kind}: {inside} of {all}, {:.1} %",
                100.0 * inside as f64 / all as f64
            ),
        }
    }
    Ok(())
}

fn name(kind: PollKind) -> &'static str {
    match kind {
        PollKind::ExitPoll => "exit poll",
        PollKind::QuickCount => "quick count",
        PollKind::ParallelCount => "parallel count",
        PollKind::LatePoll => "late poll",
        _ => "other",
    }
}
