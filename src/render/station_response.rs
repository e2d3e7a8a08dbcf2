//! Who of the voters that were to be asked at the stations gave no answer, and what that can do.

use super::number;
use super::station_lead::Two;
use super::terms::number_of;
use crate::report::{PollReport, Report};
use crate::station::StationComparison;

impl Two {
    /// What every refusal given to one of the two does.
    pub(super) fn refusals(&self, stations: &StationComparison) -> Option<String> {
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
    pub(super) fn answered(&self, stations: &StationComparison) -> Option<String> {
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
}

/// Voters who were missed, and how many of all who were to be asked answered, where that is known.
pub(super) fn missed(stations: &StationComparison) -> Option<String> {
    let of = stations.nonresponse.filter(|of| of.missed.stations > 0)?;
    let where_noted = match of.missed.stations {
        noted if noted == of.stations => String::new(),
        noted => format!(
            " at the {} of {} that noted it",
            number::whole(noted as f64),
            number_of(of.stations, "station")
        ),
    };
    let who = match of.missed.voters {
        1 => "1 voter who was to be asked was".to_owned(),
        more => format!("{} voters who were to be asked were", number::count(more)),
    };
    let mut text = format!("{who} missed{where_noted}.");
    let all = of.approached;
    let to_be_asked = all.complete + all.refused + all.missed;
    if to_be_asked > 0 {
        let these = match of.stations_with_both {
            both if both == of.stations => String::new(),
            both => format!(
                " at the {} that noted refusals and misses",
                number_of(both, "station")
            ),
        };
        text.push_str(&format!(
            " Of the {} to be asked{these} {} percent answered.",
            number::count(to_be_asked),
            number::percent(all.complete as f64 / to_be_asked as f64, 1)
        ));
    }
    Some(text)
}

/// What is lacking of refusals and misses, where a poll gives some of them station by station.
pub(super) fn not_published(report: &Report, poll: &PollReport) -> Option<String> {
    let of = report.stations(&poll.name)?.nonresponse?;
    let lacking = of.stations - of.refused.stations;
    Some(match (of.refused.stations, lacking) {
        (0, _) => "refusals".to_owned(),
        (_, 0) => return None,
        _ => format!(
            "refusals at {} of the {}",
            number::whole(lacking as f64),
            number_of(of.stations, "station")
        ),
    })
}
