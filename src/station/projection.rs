//! The missing-at-random projection while stations come in.

use super::moments::{Aggregates, Moments, Part};
use super::sparse::StratumNamed;
use super::{EmptyStratum, Expansion, LonelyStratum, RatioEstimate, SparseStrata, StratumFrame};
use crate::error::{Error, Result};
use crate::numeric::sum;
use crate::partial::inconsistent;

/// Projected final shares and leads after every station, as [`combined_ratio`](super::combined_ratio) gives
/// them for the stations so far. Each station costs a time that depends on the number of choices only,
/// because of every stratum the means and mean products are kept, not the stations.
///
/// Variances are differences of those products and lose digits where votes are nearly in proportion to
/// ballots in every stratum: the relative error is about 10⁻¹⁶ s²_x/s²_e. `combined_ratio` does not.
///
/// ```
/// use exitpoll::station::{Expansion, RunningProjection, SparseStrata, StratumFrame};
///
/// // R `survey`, data `scd`, as in `combined_ratio`; registered voters are not used here.
/// let frame = [StratumFrame { stations: 5, registered: 0 }; 3];
/// let mut projection = RunningProjection::new(&frame, 1, Expansion::Stations)?;
/// for (stratum, alive, arrests) in
///     [(0, 25, 120), (0, 24, 78), (1, 30, 185), (1, 49, 228), (2, 80, 670), (2, 70, 530)]
/// {
///     projection.add(stratum, 0, arrests, &[alive])?;
/// }
/// let share = projection.share(0, SparseStrata::default())?;
/// assert!((share.value - 0.1535063501).abs() < 1e-10);
/// assert!((share.standard_error() - 0.0075967047).abs() < 1e-10);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RunningProjection {
    choices: usize,
    expansion: Expansion,
    strata: Vec<Moments>,
    /// Of the votes of each choice and then all votes.
    aggregates: Aggregates,
    counted: u64,
    filled: usize,
    lonely: usize,
    complete: usize,
}

impl RunningProjection {
    /// Nothing counted yet, of `choices` choices.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a stratum without stations or, where stations expand by them, without
    /// registered voters.
    pub fn new(
        frame: &[StratumFrame],
        choices: usize,
        expansion: Expansion,
    ) -> Result<RunningProjection> {
        for (index, stratum) in frame.iter().enumerate() {
            let by_size = expansion == Expansion::Registered;
            for (name, number) in [
                ("stations", stratum.stations),
                ("registered", if by_size { stratum.registered } else { 1 }),
            ] {
                if number == 0 {
                    return Err(Error::out_of_range(
                        format!("frame[{index}].{name}"),
                        0,
                        "give those of all its stations",
                    ));
                }
            }
        }
        let figures = choices + 1;
        Ok(RunningProjection {
            choices,
            expansion,
            strata: frame
                .iter()
                .map(|stratum| Moments::new(*stratum, figures))
                .collect(),
            aggregates: Aggregates::new(figures),
            counted: 0,
            filled: 0,
            lonely: 0,
            complete: 0,
        })
    }

    /// Adds a station, as [`StationCount::add`](super::StationCount::add). Registered voters are used only
    /// where stations expand by them.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown stratum, a wrong number of choices, or no registered voters where
    /// stations expand by them; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the votes exceed the valid votes, or stations or
    /// registered voters those of the stratum. Nothing is added then.
    pub fn add(
        &mut self,
        stratum: usize,
        registered: u64,
        valid: u64,
        votes: &[u64],
    ) -> Result<()> {
        self.check(stratum, registered, valid, votes)?;
        let Some(moments) = self.strata.get_mut(stratum) else {
            return Ok(());
        };
        let part = moments.part();
        // What the stratum added so far is taken off with the very figures that were put on.
        self.aggregates.put(moments, self.expansion, -1.0);
        let station = votes
            .iter()
            .copied()
            .chain([valid, registered])
            .map(|number| number as f64);
        moments.add(station);
        moments.registered = moments.registered.saturating_add(registered);
        self.aggregates.put(moments, self.expansion, 1.0);
        self.counted += 1;
        self.filled += usize::from(moments.counted == 1);
        self.lonely += usize::from(moments.part() == Part::Lonely);
        self.lonely -= usize::from(part == Part::Lonely);
        self.complete += usize::from(moments.counted == moments.frame.stations);
        Ok(())
    }

    fn check(&self, stratum: usize, registered: u64, valid: u64, votes: &[u64]) -> Result<()> {
        let Some(moments) = self.strata.get(stratum) else {
            let help = format!("give a place below {}, counted from 0", self.strata.len());
            return Err(Error::out_of_range("stratum", stratum, help));
        };
        if votes.len() != self.choices {
            let help = format!("give one for each of the {} choices", self.choices);
            let found = format!("{} figures", votes.len());
            return Err(Error::out_of_range("votes", found, help));
        }
        let sum = votes.iter().map(|v| u128::from(*v)).sum::<u128>();
        if sum > u128::from(valid) {
            return Err(inconsistent(
                "votes",
                sum,
                format!("{valid} valid votes"),
                "give the votes of each choice, and all valid votes of the station",
            ));
        }
        if moments.counted == moments.frame.stations {
            return Err(inconsistent(
                "stratum",
                format!("complete with {} stations", moments.counted),
                "one more station",
                "give each station once, and the number of all stations in the frame",
            ));
        }
        if self.expansion == Expansion::Stations {
            return Ok(());
        }
        if registered == 0 {
            let help = "give the ballots that a station without a register was given";
            return Err(Error::out_of_range("registered", registered, help));
        }
        let left = moments.frame.registered.saturating_sub(moments.registered);
        let last = moments.counted + 1 == moments.frame.stations;
        if registered > left || (last && registered < left) {
            return Err(inconsistent(
                "registered",
                registered,
                format!("{left} left in its stratum"),
                "give the frame the sum over its stations",
            ));
        }
        Ok(())
    }

    /// The projected final share of a choice.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing is counted, and for
    /// sparse strata as the policies have it.
    pub fn share(&self, choice: usize, sparse: SparseStrata) -> Result<RatioEstimate> {
        self.estimate([(choice, 1.0)], sparse)
    }

    /// The projected final lead of one choice over another, with the variance of the difference.
    ///
    /// # Errors
    /// As [`RunningProjection::share`].
    pub fn lead(&self, first: usize, second: usize, sparse: SparseStrata) -> Result<RatioEstimate> {
        self.estimate([(first, 1.0), (second, -1.0)], sparse)
    }

    fn estimate<const N: usize>(
        &self,
        numerator: [(usize, f64); N],
        sparse: SparseStrata,
    ) -> Result<RatioEstimate> {
        if let Some((unknown, _)) = numerator.iter().find(|(choice, _)| *choice >= self.choices) {
            let help = format!("give a place below {}, counted from 0", self.choices);
            return Err(Error::out_of_range("choice", unknown, help));
        }
        // The error names the stratum, and looking for it costs nothing where there is none.
        let fails = |empty: bool| {
            let part = |m: &Moments| {
                if empty {
                    m.counted == 0
                } else {
                    m.part() == Part::Lonely
                }
            };
            let found = self.strata.iter().position(part);
            found.expect("`filled` and `lonely` count the strata")
        };
        if self.filled < self.strata.len() && sparse.empty == EmptyStratum::Fail {
            return Err(SparseStrata::empty_error(&StratumNamed::Place(fails(true))));
        }
        let total = self.aggregates.total(self.choices);
        if total <= 0.0 {
            return Err(Error::undefined("the ratio", "no vote is counted"));
        }
        if self.lonely > 0 && sparse.lonely == LonelyStratum::Fail {
            return Err(SparseStrata::lonely_error(&StratumNamed::Place(fails(
                false,
            ))));
        }
        let terms = numerator.iter().map(|(a, c)| c * self.aggregates.total(*a));
        let value = sum(terms) / total;
        // Of e = Σ c z − R t.
        let contrast = numerator.into_iter().chain([(self.choices, -value)]);
        let (known, of_lonely) = self.aggregates.variances(contrast);
        let variance = if self.complete == self.strata.len() {
            0.0
        } else {
            sparse.variance(known, self.filled, self.lonely, of_lonely)?
        };
        Ok(RatioEstimate {
            value,
            variance: variance / (total * total),
            degrees_of_freedom: self.counted - self.filled as u64,
            lonely_strata: self.lonely,
            empty_strata: self.strata.len() - self.filled,
        })
    }
}
