//! The stations of one poll: interviews against the counts of the same stations, and against that of all.

use super::Detail;
use super::findings::Room;
use super::number;
use super::outline::{Block, Grid};
use super::terms::{self, method, p_equals, short_list};
use super::{station_national, station_pattern};
use crate::report::{PollReport, Report};
use crate::station::{ResponseRatio, ResponseVerdict, StationComparison, StationTestOf};

/// Names of stations that are printed.
const NAMED: usize = 5;

pub(super) fn section(report: &Report, poll: &PollReport) -> Vec<Block> {
    let Some(stations) = report.stations(&poll.name) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Subsection(format!(
        "Stations of {}",
        terms::name(report, poll)
    ))];
    blocks.extend(matched_alone(stations));
    if let Some(grid) = station_national::grid(stations) {
        blocks.push(Block::Paragraph(station_national::words(stations).into()));
        blocks.extend(grid.block());
    } else if !report.reference().is_final() {
        blocks.push(Block::Paragraph(
            "Nothing is set against the count of all stations here: the most complete count is partial.".into(),
        ));
    }
    blocks.extend(what_it_takes(stations));
    blocks
}

/// The stations of an exit poll without any count but theirs.
pub(super) fn alone(stations: &StationComparison, title: &str, detail: Detail) -> Vec<Block> {
    let mut blocks = vec![Block::Title(title.to_owned())];
    blocks.extend(matched_alone(stations));
    if !stations.every_station {
        blocks.push(Block::Paragraph(
            "The count of all stations is not among these figures: the stations are a sample, and the sum of their \
             counts, without the weights of the poll, is no figure to set the poll against."
                .into(),
        ));
    }
    if detail == Detail::Full {
        blocks.extend(what_it_takes(stations));
    }
    blocks
}

/// The verdict and the interviews against the counts of the same stations.
fn matched_alone(stations: &StationComparison) -> Vec<Block> {
    let two = Two::of(stations, Room::FULL);
    let mut blocks = vec![
        Block::Paragraph(two.verdict(stations)),
        Block::Paragraph(ground(stations)),
    ];
    blocks.extend(matched(stations).block());
    blocks
}

/// Within-precinct error, response ratios, stations outside, and the pattern over covariates.
fn what_it_takes(stations: &StationComparison) -> Vec<Block> {
    let mut blocks = vec![Block::List(Two::of(stations, Room::FULL).lines(stations))];
    if let Some(grid) = station_pattern::grid(stations) {
        blocks.push(Block::Paragraph(station_pattern::words(stations)));
        blocks.extend(grid.block());
    }
    blocks
}

/// With what the interviews are compared, and what is left out.
fn ground(stations: &StationComparison) -> String {
    let mut text = format!(
        "{} interviews at {} stations against the counts of the very same stations (matched): which stations \
         were drawn has no part in it.",
        number::count(stations.interviews),
        number::whole(stations.stations as f64)
    );
    let silent = stations.silent.len();
    match stations.unmatched_stations.saturating_sub(silent) {
        0 => {}
        1 => text.push_str(" One more station lacks interviews or a count and is not in it."),
        more => text.push_str(&format!(
            " {} more stations lack interviews or a count and are not in it.",
            number::whole(more as f64)
        )),
    }
    if silent > 0 {
        let names: Vec<String> = (stations.silent.iter())
            .map(|of| station_name(&of.name, of.station))
            .collect();
        text.push_str(&format!(
            " Nobody answered at {} of the {} stations drawn ({}): the others of the same stratum take over the weight.",
            number::whole(silent as f64),
            number::whole((stations.stations + stations.unmatched_stations) as f64),
            short_list(&names, NAMED)
        ));
    }
    text
}

/// A name, or the place in the table of a station that has none.
fn station_name(name: &str, place: usize) -> String {
    match name {
        "" => format!("no. {}", number::whole((place + 1) as f64)),
        name => name.to_owned(),
    }
}

fn matched(stations: &StationComparison) -> Grid {
    let mut grid = Grid::of("choice")
        .figures("interviews, %")
        .figures("count of the same stations, %")
        .figures("matched deviation, points")
        .figures("standard error of drawing inside stations")
        .figures("its p")
        .figures("standard error by the spread of stations")
        .if_wide("spread over drawing");
    let known =
        |value: Option<f64>| value.map_or(number::NOTHING.into(), |v| number::percent(v, 2));
    for (choice, of) in stations.choices.iter().zip(&stations.matched) {
        grid.row(vec![
            choice.clone(),
            number::percent(of.polled, 2),
            number::percent(of.official, 2),
            number::signed(100.0 * of.deviation, 2),
            number::percent(of.within_standard_error, 2),
            of.p_value.map_or(number::NOTHING.into(), number::p_value),
            known(of.of_stations.standard_error),
            of.spread_ratio
                .map_or(number::NOTHING.into(), number::significant),
        ]);
    }
    grid
}

/// The two choices whose lead the stations are judged by.
struct Two {
    r: String,
    d: String,
}

impl Two {
    fn of(stations: &StationComparison, room: Room) -> Two {
        let of = stations.within_precinct_error.orientation;
        // A report is checked as it is made and as it is read.
        let name = |position: usize| {
            let name = stations.choices.get(position).map_or("", String::as_str);
            room.name(name)
        };
        Two {
            r: name(of.numerator),
            d: name(of.denominator),
        }
    }

    /// Who answers more often by this ratio, and who less.
    fn sides(&self, ratio: ResponseRatio) -> (&String, &String) {
        if ratio.ln_alpha() >= 0.0 {
            (&self.d, &self.r)
        } else {
            (&self.r, &self.d)
        }
    }

    /// "voters of X answering 3.88 times as often as those of Y".
    fn answering(&self, ratio: ResponseRatio) -> String {
        let (more, less) = self.sides(ratio);
        format!(
            "voters of {more} answering {} times as often as those of {less}",
            number::fixed(ratio.size(), 2)
        )
    }

    /// Whether the lead is off the counts of the same stations by more than drawing explains; no full stop.
    fn lead(&self, stations: &StationComparison) -> String {
        let (r, d) = (&self.r, &self.d);
        let lead = &stations.matched_lead;
        let of_lead = format!(
            "The lead of {r} over {d} is {} points off the counts of the same stations",
            number::signed(100.0 * lead.deviation, 2)
        );
        match &stations.verdict {
            ResponseVerdict::CompatibleWithSampling => format!(
                "{of_lead}, within what drawing interviews from their ballots explains{}",
                lead.p_value
                    .map_or(String::new(), |p| format!(" ({})", p_equals(p)))
            ),
            ResponseVerdict::Undecided => format!(
                "Of the lead of {r} over {d} nothing can be said by chance: everybody was asked at the stations, or \
                 the two are named too rarely"
            ),
            ResponseVerdict::NeedsResponseRatio { .. } | ResponseVerdict::NotExplained { .. } => {
                format!("{of_lead}, more than drawing interviews from their ballots explains")
            }
        }
    }

    /// The three-state verdict, what refusals can do, and that nothing says why: what a reader must see first.
    fn verdict(&self, stations: &StationComparison) -> String {
        let beyond = self.lead(stations);
        let mut text = match &stations.verdict {
            ResponseVerdict::CompatibleWithSampling => {
                format!("{beyond}; that is no proof of agreement.")
            }
            ResponseVerdict::NeedsResponseRatio { ratio, at_least } => format!(
                "{beyond}. {} on average would explain it{}.",
                terms::sentence(&self.answering(*ratio)).trim_end_matches('.'),
                self.at_least(*at_least, *ratio)
            ),
            ResponseVerdict::NotExplained {
                ratio: Some(ratio),
                at_least,
                greatest,
            } => format!(
                "{beyond}. It would take {} on average{}; that is more than the {} that was assumed to be possible.",
                self.answering(*ratio),
                at_least.map_or(String::new(), |least| self.at_least(least, *ratio)),
                number::shortest(*greatest)
            ),
            ResponseVerdict::NotExplained { ratio: None, .. } => {
                format!(
                    "{beyond}, and no ratio between the response rates of their voters explains it."
                )
            }
            ResponseVerdict::Undecided => format!("{beyond}."),
        };
        let explains = !matches!(
            stations.verdict,
            ResponseVerdict::CompatibleWithSampling | ResponseVerdict::Undecided
        );
        if explains {
            text.push_str(&self.refusals(stations).unwrap_or_default());
            text.push_str(
                " Nothing here says why: unequal response, field work and the count itself can all make such a \
                 difference.",
            );
        }
        text
    }

    fn at_least(&self, least: ResponseRatio, ratio: ResponseRatio) -> String {
        let (least, ratio) = (least.size(), ratio.size());
        if least < ratio {
            format!(
                " (at least {} by the spread of the stations)",
                number::fixed(least, 2)
            )
        } else {
            String::new()
        }
    }

    /// What every refusal given to one of the two does.
    fn refusals(&self, stations: &StationComparison) -> Option<String> {
        let of = stations.refusals.as_ref()?;
        let refused = number::count(of.refused);
        if of.can_explain {
            return Some(format!(
                " The {refused} refusals could be divided between the two such that the mean difference is none; \
                 nothing says that they were."
            ));
        }
        // The widest that they can do to it: all to the choice that the interviews lack.
        let (whom, left) = if of.wpe_all_to_denominator > 0.0 {
            (&self.d, of.wpe_all_to_denominator)
        } else {
            (&self.r, of.wpe_all_to_numerator)
        };
        Some(format!(
            " Refusals alone cannot explain it: with all {refused} given to {whom}, the lead of {} over {} would \
             still be {} points off on average.",
            self.r,
            self.d,
            number::signed(100.0 * left, 2)
        ))
    }

    /// How many of those asked answered, and the shares that the refusals leave possible.
    fn answered(&self, stations: &StationComparison) -> Option<String> {
        let of = stations.refusals.as_ref()?;
        let answers = of.asked.checked_sub(of.refused)?;
        let silent: u64 = stations.silent.iter().filter_map(|of| of.refused).sum();
        let in_all = if silent > 0 {
            format!(
                " With the {} who refused where nobody answered, {} percent of all asked did.",
                number::count(silent),
                number::percent(answers as f64 / (of.asked + silent) as f64, 1)
            )
        } else {
            String::new()
        };
        Some(
            format!(
                "Of {} asked at these stations {} percent answered and {} refused. With every refusal given to {}, its share \
             of all asked would be {} percent; with every one given to {}, that of {} {} percent.",
                number::count(of.asked),
                number::percent(answers as f64 / of.asked as f64, 1),
                number::count(of.refused),
                self.r,
                number::percent(of.share_all_to_numerator, 2),
                self.d,
                self.d,
                number::percent(of.share_all_to_denominator, 2),
            ) + &in_all,
        )
    }

    fn lines(&self, stations: &StationComparison) -> Vec<String> {
        let of = &stations.within_precinct_error;
        let mean = &of.wpe;
        let mut lines = vec![format!(
            "Within-precinct error, the lead of {} over {} in the interviews less that in the count: {} points on \
             average of {} stations{}{}",
            self.r,
            self.d,
            number::signed(100.0 * mean.mean, 2),
            number::whole(mean.stations as f64),
            mean.standard_deviation.map_or(String::new(), |sd| format!(
                ", with a standard deviation of {}",
                number::percent(sd, 2)
            )),
            mean.interval.map_or(".".into(), |interval| format!(
                "; interval {}.",
                number::wide_interval(&interval)
            )),
        )];
        if let Some(log) = of.ln_alpha {
            lines.push(format!(
                "Response ratio by the mean ln α of {} stations: {}.",
                number::whole(log.stations as f64),
                self.answering(ResponseRatio::from_log(log.mean))
            ));
        }
        if let Some(ratio) = of.pooled_response {
            lines.push(format!(
                "Response ratio by all interviews and votes together, in which large stations weigh more: {}.",
                self.answering(ratio)
            ));
        }
        if let Some(pool) = &stations.heterogeneity {
            lines.push(format!(
                "ln α differs between stations by a standard deviation of {} beyond what few interviews in each give \
                 (I² {} percent, {}).",
                number::fixed(pool.tau2.sqrt(), 2),
                number::percent(pool.i2, 0),
                p_equals(pool.q_p_value)
            ));
        }
        lines.extend(self.answered(stations));
        lines.push(outside(stations));
        lines
    }
}

/// What the stations show, in one sentence.
#[cfg(feature = "chart")]
pub(super) fn finding(stations: &StationComparison, room: Room) -> String {
    Two::of(stations, room).lead(stations) + "."
}

/// The two choices, numerator first.
pub(super) fn two(stations: &StationComparison, room: Room) -> [String; 2] {
    let two = Two::of(stations, room);
    [two.r, two.d]
}

/// With what the interviews are compared, and how many stations are left out.
#[cfg(feature = "chart")]
pub(super) fn compared(stations: &StationComparison) -> String {
    ground(stations)
}

/// Which stations are outside.
#[cfg(feature = "chart")]
pub(super) fn outside_words(stations: &StationComparison) -> String {
    outside(stations)
}

fn outside(stations: &StationComparison) -> String {
    let of = &stations.outside;
    let whole = |value: usize| number::whole(value as f64);
    let what = match of.tests {
        StationTestOf::AllChoices => "over all choices",
        StationTestOf::TwoChoices => "over the two choices",
    };
    let mut text = format!(
        "Stations outside, each tested {what} as a draw from its own ballots: {} of {} have a p-value of at most {}, \
         where chance alone leaves no more than {} percent of them on average",
        whole(of.below_level),
        whole(of.tested),
        number::shortest(of.level),
        number::shortest(100.0 * of.level)
    );
    if of.outside.is_empty() {
        text.push_str("; none after adjustment for their number.");
    } else {
        let names: Vec<String> = (of.outside.iter())
            .map(|of| station_name(&of.name, of.station))
            .collect();
        text.push_str(&format!(
            "; {} after adjustment for their number ({}): {}.",
            whole(names.len()),
            method(of.adjustment.name()),
            short_list(&names, NAMED)
        ));
    }
    text
}
