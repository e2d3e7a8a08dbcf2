//! A sample of stations and how it is to be read.

use std::borrow::Cow;

use super::estimate::{
    Design, Estimator, Figures, Influence, Population, StationEstimate, check_of_interviews,
    combined_ratio, is_lonely,
};
use super::interviews::{InterviewEstimate, interview_estimate};
use super::replication::{
    Bootstrap, BootstrapResult, HalfSamples, ReplicateVariance, balanced, jackknife,
};
use super::sparse::{EmptyStratum, SparseStrata};
use super::table::StationTable;
use crate::error::{Error, Result};

/// A table of sampled stations with the declarations that its estimates need.
///
/// ```
/// use exitpoll::station::{Estimator, Station, StationSample, StationTable};
///
/// // R `survey`, data `scd`: arrests and alive at two of five ambulances in each of three areas.
/// let mut table = StationTable::builder(["alive"]);
/// for area in ["1", "2", "3"] {
///     table = table.stratum(area, 5);
/// }
/// for (stratum, alive, arrests) in
///     [("1", 25, 120), ("1", 24, 78), ("2", 30, 185), ("2", 49, 228), ("3", 80, 670), ("3", 70, 530)]
/// {
///     let votes = [alive];
///     table.push(&Station { stratum, votes: Some(&votes), total: Some(arrests), ..Station::default() })?;
/// }
/// let sample = StationSample::new(table.build()?);
/// let ratio = sample.estimate(Estimator::CombinedRatio)?;
/// assert!((ratio.values[0] - 0.1535063501).abs() < 1e-10);
/// assert!((ratio.standard_error(0) - 0.0075967047).abs() < 1e-10);
/// let without = sample.infinite_population().estimate(Estimator::CombinedRatio)?;
/// assert!((without.standard_error(0) - 0.0098073036).abs() < 1e-10);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct StationSample {
    pub(super) table: StationTable,
    pub(super) finite_population: bool,
    pub(super) sparse: SparseStrata,
    pub(super) from_interviews: bool,
    /// Refusals and misses at stations that are left out because nobody answered there.
    pub(super) left_out: [Option<u64>; 2],
}

impl StationSample {
    /// The sample: drawn without replacement from strata of known size where they are known, sparse strata
    /// being errors.
    #[must_use]
    pub fn new(table: StationTable) -> StationSample {
        StationSample {
            table,
            finite_population: true,
            sparse: SparseStrata::default(),
            from_interviews: false,
            left_out: [Some(0); 2],
        }
    }

    /// Takes the stations of the table for all that there are, N_h = n_h: none was drawn, and what is left of the
    /// variance is of interviewing inside them ([`StationSample::interviews_in_two_stages`]). This is the sample for a
    /// comparison with the sum of the counts of its own stations, in which what differs between stations has no part.
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationSample, StationTable, StationsDrawn};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// for (votes, answers) in [([900, 100], [90, 10]), ([100, 900], [10, 90])] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     let station = Station { votes: Some(&votes), interviews: &interviews, ..Station::default() };
    ///     table.push(&station)?;
    /// }
    /// let drawn = StationSample::new(table.build()?);
    /// let whole = drawn.clone().of_all_stations();
    /// assert_eq!(whole.stations_drawn(), StationsDrawn::All);
    /// // Shares of .9 and .1 from 100 of 1,000 voters each: a quarter of 2 · .9 · .09/99.
    /// let error = whole.interviews_in_two_stages()?.standard_error(0);
    /// assert!((error - (0.25_f64 * 2.0 * 0.9 * 0.09 / 99.0).sqrt()).abs() < 1e-15);
    /// assert!(drawn.interviews_in_two_stages()?.standard_error(0) > 0.39);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn of_all_stations(mut self) -> Self {
        self.table.take_for_all();
        self
    }

    /// Leaves out the stations where somebody answered and nobody gave a count
    /// ([`StationTable::without_uncounted_answers`]).
    #[must_use]
    pub fn without_uncounted_answers(mut self) -> Self {
        self.table = self.table.without_uncounted_answers();
        self
    }

    /// Leaves 1 − f_h out of variances, as if stations had been drawn with replacement.
    #[must_use]
    pub fn infinite_population(mut self) -> Self {
        self.finite_population = false;
        self
    }

    /// What strata with one sampled station, or none, are to be taken for.
    #[must_use]
    pub fn sparse(mut self, sparse: SparseStrata) -> Self {
        self.sparse = sparse;
        self
    }

    /// Takes the interviews of each station for its votes in every estimator and replicate. Stations at which nobody
    /// answered leave their weight to the others of their stratum, as [`StationSample::interviews`] has it, and are no
    /// longer in the table.
    #[must_use]
    pub fn from_interviews(mut self) -> Self {
        let silent = (0..self.table.len()).filter(|station| !self.table.responds(*station));
        self.left_out = self.noted_at(silent);
        if let Cow::Owned(table) = self.table.answering() {
            self.table = table;
        }
        self.from_interviews = true;
        self
    }

    /// The sample of the stations at which anybody answered.
    ///
    /// # Errors
    /// A stratum of whose stations none has an answer, unless empty strata are like the rest.
    pub(super) fn answering(&self) -> Result<Cow<'_, StationSample>> {
        let Cow::Owned(table) = self.table.answering() else {
            return Ok(Cow::Borrowed(self));
        };
        let silent = (0..table.strata().len())
            .find(|stratum| {
                table.stations_of(*stratum).is_empty()
                    && !self.table.stations_of(*stratum).is_empty()
            })
            .filter(|_| self.sparse.empty == EmptyStratum::Fail);
        if let Some(stratum) = silent {
            let reason = format!(
                "nobody answered at the {} stations of stratum \"{}\"; give it together with a similar one",
                self.table.stations_of(stratum).len(),
                table.strata()[stratum]
            );
            return Err(Error::undefined("the estimate from interviews", reason));
        }
        Ok(Cow::Owned(StationSample {
            table,
            ..self.clone()
        }))
    }

    pub(super) fn figures(&self, finite_population: bool) -> Result<Figures> {
        if self.from_interviews {
            Figures::of_interviews(&self.table, finite_population)
        } else {
            Figures::of_votes(&self.table, finite_population)
        }
    }

    /// The stations.
    #[must_use]
    pub fn table(&self) -> &StationTable {
        &self.table
    }

    /// Figures of all stations from the official counts of the sampled ones (a quick count).
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for stations without a count or weight, or what the estimator needs besides;
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where it does not exist for these stations, and for sparse strata as the policies
    /// have it, or where the sample is [`from_interviews`](StationSample::from_interviews) and the estimator needs whole
    /// counts.
    pub fn estimate(&self, estimator: Estimator) -> Result<StationEstimate> {
        if self.from_interviews {
            check_of_interviews(estimator)?;
        }
        let figures = self.figures(self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        let (values, covariance) = if estimator == Estimator::PostStratifiedMean {
            let population = Population {
                table: &self.table,
                figures: &figures,
            };
            let (influence, covariance) = population.post_stratified_mean()?;
            (influence.values, covariance)
        } else if estimator == Estimator::CombinedRatio {
            combined_ratio(&figures, design)?
        } else {
            let influence = Influence::of(estimator, &self.table, &figures)?;
            let covariance = design.covariance(&influence.u, figures.choices)?;
            (influence.values, covariance)
        };
        Ok(StationEstimate {
            estimator,
            values,
            covariance,
            degrees_of_freedom: (figures.len() - figures.strata.len()) as u64,
            stations: figures.len(),
            strata: figures.strata.len(),
            lonely_strata: design.lonely(),
            empty_strata: figures.empty.len(),
        })
    }

    /// The combined ratio of one region, with the variance of a domain: stations outside count as zeros, so
    /// that the number of its stations is as uncertain as it is.
    ///
    /// A region with one sampled station has a variance of 0, which is no precision.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown region; else as [`StationSample::estimate`].
    pub fn estimate_region(&self, region: usize) -> Result<StationEstimate> {
        let inside = |station: usize| self.table.region_of(station) == region;
        let figures = self.region_figures(region, self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        let mut influence = Influence::combined_ratio(&figures)?;
        let (mut stations, mut strata, mut lonely) = (0, 0, 0);
        for part in &figures.strata {
            let here = part
                .stations
                .clone()
                .filter(|station| inside(*station))
                .count();
            stations += here;
            strata += usize::from(here > 0);
            lonely += usize::from(here > 0 && is_lonely(part));
        }
        if stations == 1 {
            // x − (x/t) t is 0 but for rounding.
            influence.u.fill(0.0);
        }
        Ok(StationEstimate {
            estimator: Estimator::CombinedRatio,
            values: influence.values,
            covariance: design.covariance(&influence.u, figures.choices)?,
            degrees_of_freedom: (stations - strata) as u64,
            stations,
            strata,
            lonely_strata: lonely,
            empty_strata: figures.empty.len(),
        })
    }

    /// The figures of one region, with zeros elsewhere.
    pub(super) fn region_figures(&self, region: usize, finite_population: bool) -> Result<Figures> {
        let regions = self.table.regions().len();
        if region >= regions {
            let help = format!("give a place below {regions}, counted from 0");
            return Err(Error::out_of_range("region", region, help));
        }
        let figures = self.figures(finite_population)?;
        Ok(figures.domain(|station| self.table.region_of(station) == region))
    }

    /// By what factor the combined ratio's variance is that of a simple random sample of as many *stations*:
    /// what the strata and weights cost or bring, not what interviewing in stations costs. `None` for a choice
    /// that has the same share everywhere.
    ///
    /// # Errors
    /// As [`StationSample::estimate`].
    pub fn station_design_effects(&self) -> Result<Vec<StationDesignEffect>> {
        let figures = self.figures(self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        let influence = Influence::combined_ratio(&figures)?;
        let covariance = design.covariance(&influence.u, figures.choices)?;
        let n = figures.len() as f64;
        let all: f64 = figures.weight.iter().sum();
        Ok((0..figures.choices)
            .map(|choice| {
                // Σ u is 0 for a ratio, and so is the weighted mean of z = u/w.
                let rows = influence.u.iter().skip(choice).step_by(figures.choices);
                let squares: f64 = rows.zip(&figures.weight).map(|(u, w)| u * u / w).sum();
                let variance = n / (n - 1.0) * squares / all;
                let effect = |of_sample: f64| {
                    let ratio = covariance.get(choice, choice) / of_sample;
                    (of_sample > 0.0).then_some(ratio)
                };
                StationDesignEffect {
                    with_replacement: effect(variance * all * all / n),
                    without_replacement: effect(variance * all * (all - n) / n)
                        .filter(|_| (all - n).abs() > 1e-9 * all),
                }
            })
            .collect())
    }

    /// The combined ratio's variance from the stratified jackknife JKn,
    /// Σ_h (1 − f_h)(n_h − 1)/n_h Σ_i (R_(hi) − R)², (hi) without station i of stratum h (Wolter 2007,
    /// *Introduction to Variance Estimation*, 4.5).
    ///
    /// # Errors
    /// As [`StationSample::estimate`], and [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a replicate has no ballots.
    pub fn jackknife(&self) -> Result<ReplicateVariance> {
        let figures = self.figures(self.finite_population)?;
        jackknife(&figures, Design::new(&self.table, &figures, self.sparse)?)
    }

    /// The combined ratio's variance from balanced repeated replication, with Fay's ρ = `fay` (0 for McCarthy's
    /// original; Judkins 1990, *Journal of Official Statistics* 6). It knows no finite population; strata of one station
    /// add nothing where the policy is certainty.
    ///
    /// # Errors
    /// As [`StationSample::estimate`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) unless every other stratum has two sampled stations, or if a
    /// half sample has no ballots; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a set that does not fit, or a ρ outside [0, 1).
    pub fn balanced_replication(
        &self,
        halves: &HalfSamples,
        fay: f64,
    ) -> Result<ReplicateVariance> {
        let figures = self.figures(false)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        balanced(&figures, design.lonely_policy(), halves, fay)
    }

    /// The combined ratio's variance from random resamples. `progress` is called with the replicates done so
    /// far, from any thread.
    ///
    /// # Errors
    /// As [`StationSample::estimate`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a lonely stratum under another policy than
    /// certainty, and if a resample has no ballots.
    pub fn bootstrap(
        &self,
        bootstrap: Bootstrap,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        let figures = self.figures(self.finite_population)?;
        bootstrap.run(
            &figures,
            Design::new(&self.table, &figures, self.sparse)?,
            progress,
        )
    }

    /// The same from every possible resample with its probability, for very small samples. `progress` is called with the
    /// resamples looked at so far.
    ///
    /// # Errors
    /// As [`StationSample::bootstrap`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for more than four million resamples.
    pub fn bootstrap_of_all_resamples(
        &self,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        let figures = self.figures(self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        Bootstrap::all(&figures, design, progress)
    }

    /// Shares of all voters from the interviews: Σ w x/Σ w m with the stations as ultimate clusters. Where the number
    /// of all stations is known, 1 − f_h is on the whole of their variance, as R `survey` has it for a design of one
    /// stage; [`StationSample::interviews_in_two_stages`] keeps what interviewing inside stations adds.
    ///
    /// A station at which nobody answered is a non-response of the first stage (Särndal, Swensson & Wretman 1992,
    /// *Model Assisted Survey Sampling*, 15.6): the stations of its stratum that answered take over its weight in
    /// proportion to theirs, n_h is their number, and what is lonely or empty is judged without it. Interviews that have
    /// weights of their own keep them. Where it is noted that nobody refused or was missed, nobody was to be asked: that is
    /// what the sample gives there, and the station stays.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without any interview, or without one in a stratum of which stations
    /// are in the table; else as [`StationSample::estimate`].
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("north", 30).stratum("south", 30);
    /// for (stratum, answers) in
    ///     [("north", [8, 2]), ("north", [6, 4]), ("north", [0, 0]), ("south", [2, 8]), ("south", [1, 9])]
    /// {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     table.push(&Station { stratum, interviews: &interviews, ..Station::default() })?;
    /// }
    /// // Half of the stations are in each stratum, and so are half of the weights: (.7 + .15)/2.
    /// let estimate = StationSample::new(table.build()?).interviews()?;
    /// assert!((estimate.values[0] - 0.425).abs() < 1e-15);
    /// assert_eq!((estimate.stations, estimate.degrees_of_freedom), (4, 2));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interviews(&self) -> Result<InterviewEstimate> {
        interview_estimate(&*self.answering()?)
    }
}

/// What a stratified sample of stations is worth against a simple random one of as many.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct StationDesignEffect {
    /// Against drawing with replacement.
    pub with_replacement: Option<f64>,
    /// Against drawing without; `None` too if all stations are in the sample.
    pub without_replacement: Option<f64>,
}
