//! What a person reads: a [`Report`] as text for a terminal, or as Markdown.
//!
//! Both have the same order: the headline sentence, each count with an overview of the polls, the
//! most complete count in full, the polls against one another, notes last. Percentage points carry
//! their sign, and no figure more digits than what was published.

mod against;
mod between;
mod headline;
mod markdown;
mod notes;
mod number;
mod outline;
mod poll;
mod seats;
mod text;
mod together;
mod words;

use std::fmt;

use crate::comparison::Report;
use outline::Block;

/// The report as text that fits `width` columns; 80 at least.
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, report};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
/// let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// let text = report::text(&report, 80);
/// assert!(text.contains("−2.0"));
/// assert!(text.lines().all(|line| line.chars().count() <= 80));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn text(report: &Report, width: usize) -> String {
    text::render(&blocks(report), width.max(80))
}

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    markdown::render(&blocks(report))
}

/// One to three sentences on the most complete count: who is within chance and who is not, who is
/// furthest, who can no longer come true.
#[must_use]
pub fn headline(report: &Report) -> String {
    headline::of(report)
}

/// The report as a list of blocks.
fn blocks(report: &Report) -> Vec<Block> {
    let contest = &report.contest;
    let title: Vec<&str> = [Some(contest.name.as_str()), contest.date.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let mut blocks = vec![
        Block::Title(title.join(", ")),
        Block::Paragraph(headline::of(report)),
    ];
    for (i, count) in report.counts.iter().enumerate() {
        blocks.extend(against::count(report, count, i == report.reference));
    }
    blocks.extend(between::night(report));
    blocks.extend(between::polls(report));
    blocks.extend(notes::of(report));
    blocks
}

impl fmt::Display for Report {
    /// The text at 80 columns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self, 80))
    }
}
