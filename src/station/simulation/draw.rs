//! One simulated poll.

use super::plan::ExitPollPlan;
use crate::error::{Error, Result};
use crate::numeric::RandomStream;
use crate::numeric::normal::upper_tail_quantile;
use crate::station::ballots::draw_ballots;
use crate::station::table::{Interviews, Station, StationTable};

impl ExitPollPlan {
    /// Poll number `index` under `seed` from a count of all stations: a table of its stations with their
    /// interviews, refusals and counts.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for stations, rates or a choice that do not fit the count; [`ErrorKind::Missing`](crate::ErrorKind::Missing) for a station
    /// without votes.
    pub fn simulate(&self, count: &StationTable, seed: u64, index: u64) -> Result<StationTable> {
        self.check(count)?;
        let k = count.choices().len();
        let mut stream = RandomStream::new(seed, index);
        let mut builder = StationTable::builder(count.choices().iter().map(String::as_str));
        for (stratum, name) in count.strata().iter().enumerate() {
            builder = builder.stratum(name, count.stations_of(stratum).len() as u64);
        }
        let mut places = Vec::new();
        let mut ballots = vec![0; k + 1];
        let mut answers = vec![0; k];
        for ((stratum, name), drawn) in count
            .strata()
            .iter()
            .enumerate()
            .zip(self.allocation(count))
        {
            places.clear();
            places.extend(count.stations_of(stratum));
            for first in 0..drawn {
                let other = first + stream.below((places.len() - first) as u64) as usize;
                places.swap(first, other);
            }
            // In the table's order, so that nothing hangs on the way of drawing.
            places[..drawn].sort_unstable();
            for station in &places[..drawn] {
                let votes = count.votes(*station).zip(count.total(*station));
                let (votes, total) = votes.ok_or_else(|| {
                    let help = "a poll can be drawn only where every station has a count";
                    count.at_station(Error::missing("votes", help), *station)
                })?;
                let mut named = 0;
                for (ballots, votes) in ballots.iter_mut().zip(votes) {
                    *ballots = u64::from(*votes);
                    named += u64::from(*votes);
                }
                ballots[k] = u64::from(total) - named;
                let (other, refused) =
                    self.ask(&ballots, u64::from(total), &mut answers, &mut stream);
                builder.push(&Station {
                    name: count.name(*station),
                    stratum: name,
                    region: &count.regions()[count.region_of(*station)],
                    votes: Some(votes),
                    total: Some(total),
                    interviews: &[Interviews {
                        answers: &answers,
                        other_answers: other,
                        refused: Some(refused),
                        ..Interviews::default()
                    }],
                    ..Station::default()
                })?;
            }
        }
        builder.build()
    }

    /// Asks every k-th voter of a station; returns the answers for none of the choices, and the refusals.
    fn ask(
        &self,
        ballots: &[u64],
        total: u64,
        answers: &mut [u32],
        stream: &mut RandomStream,
    ) -> (u32, u32) {
        let every = u64::from(self.every);
        let start = stream.below(every);
        let asked = if total > start {
            (total - start).div_ceil(every)
        } else {
            0
        };
        let interviewer = self.interviewers.map(|(orientation, deviation)| {
            // A standard normal number by its quantile, the same on every machine.
            let point = (stream.below(1 << 53) as f64 + 0.5) / (1_u64 << 53) as f64;
            (
                orientation.denominator,
                deviation * upper_tail_quantile(point),
            )
        });
        let mut table = vec![0; ballots.len()];
        draw_ballots(ballots, total, asked, stream, &mut Vec::new(), &mut table);
        let (mut other, mut refused) = (0, 0);
        for (choice, asked) in table.iter().enumerate() {
            let asked = *asked as u32;
            let plain = self
                .response
                .as_ref()
                .and_then(|rates| rates.get(choice))
                .copied()
                .unwrap_or(1.0);
            let rate = match interviewer {
                Some((denominator, shift)) if denominator == choice && plain < 1.0 => {
                    1.0 / (1.0 + (1.0 - plain) / plain * (-shift).exp())
                }
                _ => plain,
            };
            let answered = if rate < 1.0 {
                (0..asked).filter(|_| stream.uniform() < rate).count() as u32
            } else {
                asked
            };
            refused += asked - answered;
            match answers.get_mut(choice) {
                Some(answers) => *answers = answered,
                None => other = answered,
            }
        }
        (other, refused)
    }
}
