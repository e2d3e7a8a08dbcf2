//! What observers at polling stations reported.

use super::number;
use super::outline::{Block, Grid};
use crate::report::Report;

pub(super) fn section(report: &Report) -> Vec<Block> {
    if report.observations.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::of("observer")
        .figures("stations in all")
        .figures("stations observed")
        .figures("of them with a violation")
        .figures("stations with a violation, at most")
        .figures("confidence, %");
    let mut assumed = false;
    for observation in &report.observations {
        assumed |= !observation.observed_is_published;
        for bound in &observation.bounds {
            let mark = if observation.observed_is_published {
                ""
            } else {
                " (assumed)"
            };
            grid.row(vec![
                observation.observer.clone(),
                number::count(observation.stations),
                format!("{}{mark}", number::count(bound.observed)),
                number::count(observation.violations),
                number::count(bound.at_most),
                number::trimmed(100.0 * observation.confidence, 2),
            ]);
        }
    }
    let mut text =
        "The bound holds if the stations observed were drawn at random and every violation at \
                    them was seen. Observers are not drawn at random, some violations cannot be seen at a station, \
                    and the figures are those of the observers themselves."
            .to_owned();
    if assumed {
        text.push_str(
            " Where the number of stations observed was not published, several are assumed.",
        );
    }
    let mut blocks = vec![Block::Section("Observation of polling stations".into())];
    blocks.extend(grid.block());
    blocks.push(Block::Paragraph(text));
    blocks
}
