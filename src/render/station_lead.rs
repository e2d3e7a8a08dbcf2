//! The lead that the stations of a poll are judged by: how far it is off, what would explain that, and what refusals can do.

use super::number;
use super::room::Room;
use super::station_response;
use super::stations::outside;
use super::terms::{self, number_of, p_equals};
use crate::interval::Interval;
use crate::station::{ResponseRatio, ResponseVerdict, StationComparison};

/// The two choices whose lead the stations are judged by.
pub(super) struct Two {
    pub(super) r: String,
    pub(super) d: String,
}

impl Two {
    pub(super) fn of(stations: &StationComparison, room: Room) -> Two {
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
        if ratio.size() < ALIKE {
            return format!("voters of {more} and of {less} answering alike");
        }
        format!(
            "voters of {more} answering {} times as often as those of {less}",
            number::fixed(ratio.size(), 2)
        )
    }

    /// Whether the lead is off the counts of the same stations by more than drawing explains; no full stop.
    pub(super) fn lead(&self, stations: &StationComparison) -> String {
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
                "Of the lead of {r} over {d} nothing can be said by chance: {}",
                nothing_to_chance(stations)
            ),
            ResponseVerdict::NeedsResponseRatio { .. } | ResponseVerdict::NotExplained { .. } => {
                format!("{of_lead}, more than drawing interviews from their ballots explains")
            }
        }
    }

    /// The three-state verdict, what refusals can do, and that nothing says why: what a reader must see first.
    pub(super) fn verdict(&self, stations: &StationComparison) -> String {
        let beyond = self.lead(stations);
        let mut text = match &stations.verdict {
            ResponseVerdict::CompatibleWithSampling => match stations.matched_lead.detectable {
                Some(found) => format!(
                    "{beyond}; that is no proof of agreement: a lead {} points off would have been found four times in \
                         five.",
                    number::percent(found, 1)
                ),
                None => format!("{beyond}; that is no proof of agreement."),
            },
            ResponseVerdict::NeedsResponseRatio { ratio, at_least } => format!(
                "{beyond}. {} would explain it: {}{}.",
                terms::sentence(&self.answering(*ratio)).trim_end_matches('.'),
                basis(stations),
                at_least_words(*at_least, *ratio, stations)
            ),
            ResponseVerdict::NotExplained {
                ratio: Some(ratio),
                at_least,
                greatest,
            } => format!(
                "{beyond}. It would take {}: {}{}. That is more than the {} that was assumed to be possible.",
                self.answering(*ratio),
                basis(stations),
                at_least.map_or(String::new(), |least| at_least_words(
                    least, *ratio, stations
                )),
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

    /// The ratio that would explain the lead, and what refusals can do, in one sentence; no full stop.
    pub(super) fn what_it_takes(&self, stations: &StationComparison) -> Option<String> {
        let (r, d) = (&self.r, &self.d);
        let ratio = match stations.verdict {
            ResponseVerdict::NeedsResponseRatio { ratio, .. } => Some(ratio),
            ResponseVerdict::NotExplained { ratio, .. } => ratio,
            _ => return None,
        };
        let takes = match ratio {
            Some(ratio) => format!(
                "To explain how far the lead of {r} over {d} is off the counts of its stations it would take {}",
                self.answering(ratio)
            ),
            None => format!(
                "No ratio between the response rates of voters explains how far the lead of {r} over {d} is off the counts of its stations"
            ),
        };
        let refusals = stations.refusals.as_ref().map(|of| {
            let noted = of.stations_noted == stations.stations;
            match (of.can_explain, noted) {
                (true, _) => "; the refusals could be divided so that nothing of it is left",
                (false, true) => "; refusals alone cannot explain it",
                (false, false) => "; the refusals that were noted cannot explain it",
            }
        });
        let refusals = refusals.unwrap_or("");
        Some(format!("{takes}{refusals}, and nothing here says why"))
    }

    pub(super) fn lines(&self, stations: &StationComparison) -> Vec<String> {
        let of = &stations.within_precinct_error;
        let mean = &of.wpe;
        let mut lines = vec![format!(
            "Within-precinct error, the lead of {} over {} in the interviews less that in the count: {} points on \
             average of {}{}{}",
            self.r,
            self.d,
            number::signed(100.0 * mean.mean, 2),
            number_of(mean.stations, "station"),
            mean.standard_deviation.map_or(String::new(), |sd| format!(
                ", with a standard deviation of {}",
                number::percent(sd, 2)
            )),
            match mean.interval {
                Some(interval) if interval.width() > ROUNDING => {
                    format!(
                        "; interval {}{}.",
                        number::wide_interval(&interval),
                        few_words(mean.stations, &interval)
                    )
                }
                Some(_) => "; they are alike, which gives no interval.".to_owned(),
                None => ".".to_owned(),
            },
        )];
        if let Some(log) = of.ln_alpha {
            lines.push(format!(
                "Response ratio by the mean ln α of {}: {}.",
                number_of(log.stations, "station"),
                self.answering(ResponseRatio::from_log(log.mean))
            ));
        }
        if let Some(ratio) = of.common_response {
            lines.push(format!(
                "Common response ratio of the stations, interviews beside the votes of their own station (Mantel–Haenszel): \
                 {}.",
                self.answering(ratio)
            ));
        }
        if let Some(ratio) = of.pooled_response {
            lines.push(format!(
                "Response ratio by all interviews and votes thrown together, in which stations weigh by their numbers: \
                 {}.{}",
                self.answering(ratio),
                rates(ratio, of.common_response)
            ));
        }
        if let Some(pool) = &stations.heterogeneity {
            let same = pool.q_p_value > stations.outside.level || pool.tau2 <= 0.0;
            lines.push(if same {
                format!(
                    "ln α is not shown to differ between stations by more than few interviews in each give (I² {} percent, {}).",
                    number::percent(pool.i2, 0),
                    p_equals(pool.q_p_value)
                )
            } else {
                format!(
                "ln α differs between stations by a standard deviation of {} beyond what few interviews in each give \
                 (I² {} percent, {}).",
                number::fixed(pool.tau2.sqrt(), 2),
                number::percent(pool.i2, 0),
                p_equals(pool.q_p_value)
            )
            });
        }
        lines.extend(self.answered(stations));
        lines.extend(station_response::missed(stations));
        lines.push(outside(stations));
        lines
    }
}

/// Why drawing interviews from the ballots leaves nothing to chance.
fn nothing_to_chance(stations: &StationComparison) -> &'static str {
    let of = stations.within_precinct_error.orientation;
    let official = |place: usize| stations.matched.get(place).map(|of| of.official);
    let two = [official(of.numerator), official(of.denominator)];
    if two == [Some(0.0); 2] {
        "no ballot of the stations is for either of the two"
    } else if two.iter().flatten().any(|share| *share >= 1.0) {
        "all ballots of the stations are for one of the two"
    } else {
        "everybody was asked at the stations, or each of them has ballots for one choice alone"
    }
}

/// What is to be thought of an interval of the mean of few stations.
fn few_words(stations: usize, interval: &Interval) -> String {
    if stations >= FEW {
        return String::new();
    }
    // A lead of 100 points may be one of −100.
    let all = if interval.low() < -2.0 && interval.high() > 2.0 {
        "; it leaves out no error that there can be"
    } else {
        ""
    };
    format!(
        " by Student's t on {}, wide because {stations} stations can show little of the mean of many{all}",
        match stations - 1 {
            1 => "1 degree of freedom".to_owned(),
            more => format!("{more} degrees of freedom"),
        }
    )
}

/// Over what the ratio of the verdict is a mean.
fn basis(stations: &StationComparison) -> String {
    let of = &stations.within_precinct_error;
    let all = match of.wpe.stations {
        1 => "one station".to_owned(),
        more => format!(
            "{} stations, each counting the same",
            number::whole(more as f64)
        ),
    };
    let complete = (of.ln_alpha).is_some_and(|mean| mean.stations == of.wpe.stations);
    if complete {
        format!("that is the mean of ln α over the {all}")
    } else if of.response_of_mean.is_some() {
        format!("that ratio gives the mean error of the {all}")
    } else {
        "that is the common ratio of the stations (Mantel–Haenszel)".to_owned()
    }
}

fn at_least_words(
    least: ResponseRatio,
    ratio: ResponseRatio,
    stations: &StationComparison,
) -> String {
    let (least, ratio) = (least.size(), ratio.size());
    let of = stations.within_precinct_error.wpe.stations;
    if least < ALIKE && of < FEW {
        "; the ratios of so few stations leave both answering alike on average possible, too"
            .to_owned()
    } else if least < ALIKE {
        "; the stations differ so much that both answering alike on average is possible, too"
            .to_owned()
    } else if least < ratio {
        format!(
            "; at least {} by the spread of the stations",
            number::rounded_down(0.01 * least, 2)
        )
    } else {
        String::new()
    }
}

/// Below which a ratio is printed as 1.
const ALIKE: f64 = 1.005;

/// Stations below which Student's t makes an interval of their mean more than about twice as wide as that of many.
const FEW: usize = 5;

/// Up to which a difference of shares is rounding.
const ROUNDING: f64 = 1e-12;

/// How far ratios may lie apart, in ln α, before a reader is told of it: about five percent.
const APART: f64 = 0.05;

/// That the ratio of all together is not that of the stations, where the two differ.
fn rates(pooled: ResponseRatio, common: Option<ResponseRatio>) -> &'static str {
    match common {
        Some(common) if (pooled.ln_alpha() - common.ln_alpha()).abs() > APART => {
            " It differs from the common ratio because stations differ in their voters and in what part of them was \
             interviewed, which is not how willing voters were to answer."
        }
        _ => "",
    }
}
