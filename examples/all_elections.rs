//! Every bundled election: a line for each poll, and how many of the nominal 95 % intervals cover the
//! counted share, by kind of poll.
//!
//! ```text
//! cargo run --release --example all_elections
//! ```
//!
//! The intervals are those of a simple random sample of the published size. The shares of one poll err
//! together, so the coverage describes these polls and is not a test.

use std::collections::BTreeMap;

use exitpoll::{PollKind, Result, elections};

/// Intervals that cover the count, that do not, and that rounding leaves open.
#[derive(Default)]
struct Coverage {
    inside: usize,
    outside: usize,
    open: usize,
}

impl Coverage {
    fn add(&mut self, inside: Option<bool>) {
        match inside {
            Some(true) => self.inside += 1,
            Some(false) => self.outside += 1,
            None => self.open += 1,
        }
    }

    fn all(&self) -> usize {
        self.inside + self.outside + self.open
    }
}

fn main() -> Result<()> {
    let mut by_kind: BTreeMap<&str, Coverage> = BTreeMap::new();
    println!(
        "{:<11} {:<14} {:>7} {:>8} {:>8} {:>9}  poll",
        "election", "kind", "n", "leader", "largest", "covered"
    );
    for election in elections::all() {
        let report = election.comparison().run()?;
        for poll in &report.reference().polls {
            let Some(facts) = report.poll(&poll.name) else {
                continue;
            };
            let kind = name(facts.poll.kind());
            let size = facts.poll.sample().respondents();
            let size = size.map_or("unknown".to_owned(), |n| n.to_string());
            let (mut leader, mut largest, mut covered) =
                ("seats".to_owned(), "-".to_owned(), "-".to_owned());
            if let Some(reading) = poll.reading() {
                let points = |share: f64| format!("{:+.2}", 100.0 * share);
                let first = reading
                    .compared()
                    .max_by(|a, b| a.count.value.total_cmp(&b.count.value));
                leader = first.map_or(leader, |row| points(row.deviation));
                largest = reading
                    .largest()
                    .map_or(largest, |row| points(row.deviation));
                let mut own = Coverage::default();
                for sampling in reading.compared().filter_map(|row| row.sampling.as_ref()) {
                    own.add(sampling.inside);
                    by_kind.entry(kind).or_default().add(sampling.inside);
                }
                if own.all() > 0 {
                    covered = format!("{} of {}", own.inside, own.all());
                }
            }
            by_kind.entry(kind).or_default();
            let id = election.id();
            println!(
                "{id:<11} {kind:<14} {size:>7} {leader:>8} {largest:>8} {covered:>9}  {}",
                poll.name
            );
        }
    }
    println!("\nNominal 95 % intervals that cover the counted share:");
    for (kind, coverage) in by_kind {
        match coverage.all() {
            0 => println!("  {kind}: no sample size is known"),
            all => println!(
                "  {kind}: {} of {all}, {:.1} % ({} open within rounding)",
                coverage.inside,
                100.0 * coverage.inside as f64 / all as f64,
                coverage.open
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
