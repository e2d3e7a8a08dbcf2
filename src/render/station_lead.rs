//! The lead that the stations of a poll are judged by: how far it is off, what would explain that, and what refusals can do.

use super::findings::Room;
use super::number;
use super::stations::outside;
use super::terms::{self, number_of, p_equals};
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
                "Of the lead of {r} over {d} nothing can be said by chance: everybody was asked at the stations, or \
                 the two are named too rarely"
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
            ResponseVerdict::CompatibleWithSampling => {
                format!("{beyond}; that is no proof of agreement.")
            }
            ResponseVerdict::NeedsResponseRatio { ratio, at_least } => format!(
                "{beyond}. {} would explain it: {}{}.",
                terms::sentence(&self.answering(*ratio)).trim_end_matches('.'),
                basis(stations),
                at_least_words(*at_least, *ratio)
            ),
            ResponseVerdict::NotExplained {
                ratio: Some(ratio),
                at_least,
                greatest,
            } => format!(
                "{beyond}. It would take {}: {}{}. That is more than the {} that was assumed to be possible.",
                self.answering(*ratio),
                basis(stations),
                at_least.map_or(String::new(), |least| at_least_words(least, *ratio)),
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

    /// What every refusal given to one of the two does.
    fn refusals(&self, stations: &StationComparison) -> Option<String> {
        let of = stations.refusals.as_ref()?;
        let refused = number::count(of.refused);
        let unknown = stations.stations.saturating_sub(of.stations_noted);
        let unknown = match unknown {
            0 => String::new(),
            1 => " At one more station nobody noted refusals.".to_owned(),
            more => format!(
                " At {} more stations nobody noted refusals.",
                number::whole(more as f64)
            ),
        };
        if of.can_explain {
            return Some(format!(
                " The {refused} refusals could be divided between the two such that nothing of it is left; nothing \
                 says that they were.{unknown}"
            ));
        }
        // The widest that they can do to it: all to the choice that the interviews lack.
        let (whom, left, mean) = if of.lead_all_to_denominator > 0.0 {
            (
                &self.d,
                of.lead_all_to_denominator,
                of.wpe_all_to_denominator,
            )
        } else {
            (&self.r, of.lead_all_to_numerator, of.wpe_all_to_numerator)
        };
        let alone = match unknown.is_empty() {
            true => "Refusals alone cannot explain it",
            false => "The refusals that were noted cannot explain it",
        };
        Some(format!(
            " {alone}: with all {refused} given to {whom}, the lead of {} over {} would still be {} points off the \
             counts of the same stations{}, and {} points off on the plain mean of the stations.{unknown}",
            self.r,
            self.d,
            number::signed(100.0 * left, 2),
            if of.weighted { " by the weights" } else { "" },
            number::signed(100.0 * mean, 2)
        ))
    }

    /// How many of those asked answered, and the shares that the refusals leave possible.
    fn answered(&self, stations: &StationComparison) -> Option<String> {
        let of = stations.refusals.as_ref()?;
        // Of no station are the refusals known as a whole.
        if of.asked == 0 {
            return None;
        }
        let answers = of.asked.checked_sub(of.refused)?;
        let silent: u64 = stations.silent.iter().filter_map(|of| of.refused).sum();
        // Answers where nobody noted refusals are in the shares, and not among those asked; weights are in the shares alone.
        let share = match (of.weighted, of.stations_noted == stations.stations) {
            (false, true) => "share of all asked",
            (true, true) => "weighted share of all asked",
            (false, false) => "share of all answers and noted refusals",
            (true, false) => "weighted share of all answers and noted refusals",
        };
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
                "Of {} asked at {} {} percent answered and {} refused. With every refusal given to {}, its {share} \
                 would be {} percent; with every one given to {}, that of {} {} percent.",
                number::count(of.asked),
                if of.stations_noted == stations.stations {
                    "these stations".to_owned()
                } else {
                    match of.stations_noted {
                        1 => "the one station that noted refusals,".to_owned(),
                        more => format!(
                            "the {} stations that noted refusals,",
                            number::whole(more as f64)
                        ),
                    }
                },
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
                    format!("; interval {}.", number::wide_interval(&interval))
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

fn at_least_words(least: ResponseRatio, ratio: ResponseRatio) -> String {
    let (least, ratio) = (least.size(), ratio.size());
    if least < 1.005 {
        "; the stations differ so much that both answering alike on average is possible, too"
            .to_owned()
    } else if least < ratio {
        format!(
            "; at least {} by the spread of the stations",
            number::fixed(least, 2)
        )
    } else {
        String::new()
    }
}

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
