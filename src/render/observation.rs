//! What observers at polling stations reported.

use super::number;
use super::outline::{Block, Grid};
use super::room::Room;
use super::terms;
use crate::report::{ObservationReport, Report, ViolationBound};

/// Who says what of violations, what that bounds, and that observers are no random sample; of so many as there is room for.
pub(super) fn brief(report: &Report, room: Room) -> Vec<String> {
    let observations = &report.observations;
    let most = match room.listed {
        usize::MAX => observations.len(),
        listed => (listed / 2).max(1),
    };
    let said = &observations[..most.min(observations.len())];
    let mut sentences: Vec<String> = said.iter().map(|of| claim(of, room)).collect();
    match observations.len() - said.len() {
        0 => {}
        1 => sentences.push("The full report has one more observation.".into()),
        left => sentences.push(format!("The full report has {left} more observations.")),
    }
    if !said.is_empty() {
        sentences.push(match said.iter().all(is_of_all) {
            true => "Some violations cannot be seen at a station.".into(),
            false => "Observers are not drawn at random.".into(),
        });
    }
    sentences
}

/// Whether every station was observed, so that nothing is left to bound.
fn is_of_all(observation: &ObservationReport) -> bool {
    let mut bounds = observation.bounds.iter();
    observation.observed_is_published && bounds.any(|bound| bound.observed == observation.stations)
}

/// What one observer says, and what it bounds.
fn claim(of: &ObservationReport, room: Room) -> String {
    let stations = number::count(of.stations);
    let violations = usize::try_from(of.violations).unwrap_or(usize::MAX);
    let observed = of.bounds.first().filter(|_| of.observed_is_published);
    let words = match (observed, violations) {
        (Some(_), 0) if is_of_all(of) => {
            format!("no violation was seen at any of the {stations} stations")
        }
        (Some(_), some) if is_of_all(of) => format!(
            "a violation was seen at {} of all {stations} stations",
            number::whole(some as f64)
        ),
        (Some(bound), 0) => format!(
            "no violation was seen at {} of {stations} stations{}",
            number::count(bound.observed),
            at_most(of, bound)
        ),
        (Some(bound), some) => format!(
            "a violation was seen at {} of {} observed, of {stations} in all{}",
            terms::number_of(some, "station"),
            number::count(bound.observed),
            at_most(of, bound)
        ),
        (None, 0) => format!(
            "no violation was seen; at how many of {stations} stations is not published, so that nothing is bounded"
        ),
        (None, some) => format!(
            "a violation was seen at {}; how many of {stations} were observed is not published, so that nothing is \
             bounded from above",
            terms::number_of(some, "station")
        ),
    };
    terms::sentence(&format!(
        "according to {}, {words}",
        room.name(&of.observer)
    ))
}

/// What the stations observed would bound.
fn at_most(of: &ObservationReport, bound: &ViolationBound) -> String {
    format!(
        "; had these been drawn at random and every violation been seen, at most {} of all stations would have one (at {} percent confidence)",
        number::count(bound.at_most),
        number::trimmed(100.0 * of.confidence, 2),
    )
}

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
