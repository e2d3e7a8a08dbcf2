//! The main job: one call from counts and polls to a [`Report`].
//!
//! [`Comparison`] holds a contest, its official counts and its polls. [`Comparison::run`] puts each
//! poll on common ground with each count, measures how far apart they are, says what chance and
//! rounding can explain, what the outstanding ballots of a partial count can still change, and how
//! the polls stand to one another. The measures come from the measure modules; here they are only called.

mod calls;
mod common_deviations;
mod compared;
mod condition;
mod conduct;
mod contradicted;
mod counted;
mod counted_seats;
mod coverage;
mod decisive;
mod disclosure;
mod effective_size;
mod every_final_count;
mod excused;
mod facts;
mod findings;
mod further_off;
mod ground;
mod grounds_of_other_shares;
mod joint;
mod lead;
mod left_out;
mod measures;
mod most_complete;
mod need;
mod needed;
mod night;
mod observed;
mod open_base;
mod other_counts;
mod outside;
mod outstanding;
mod own_votes;
mod pairs;
mod pool;
mod published;
mod range;
mod ranks;
mod reading;
mod refusals;
mod release_time;
mod releases;
mod reliability;
mod row;
mod row_interval;
mod row_tests;
mod same_voters;
mod scatter;
mod seat_errors;
mod seat_role;
mod seats;
mod sources;
mod stations;
mod still_open;
mod taken_back;
mod turnout;
mod verdict;
mod without_others;

use crate::error::Result;
use crate::hypothesis::Adjustment;
use crate::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use crate::model::{Contest, Observation, OfficialCount, Poll};
use crate::numeric::Confidence;
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Scale};
use crate::report::{Report, Settings};
use crate::station::StationComparison;

/// A contest with its counts and polls, ready to be compared.
///
/// ```
/// use exitpoll::report::Basis;
/// use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll};
///
/// let contest = Contest::builder("Azerbaijan 2024").choice("Ilham Aliyev").build()?;
/// let count = OfficialCount::builder("CEC, 93.35 percent")
///     .share("Ilham Aliyev", "92.05")
///     .completeness(CompletenessOf::Ballots, "93.35")
///     .build()?;
/// let poll = Poll::builder("Oracle").share("Ilham Aliyev", "93.9").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
///
/// let oracle = report.reference().poll("Oracle").unwrap();
/// let row = oracle.reading().unwrap().row("Ilham Aliyev").unwrap();
/// assert!((row.deviation - 0.0185).abs() < 1e-12);
/// assert!((row.break_even.unwrap().size - 821.379097542).abs() < 1e-6);
/// let need = row.needs(Basis::ShareOfBallots).unwrap();
/// assert!((need.share.unwrap() - 1.198695489).abs() < 1e-9); // impossible
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    contest: Contest,
    counts: Vec<OfficialCount>,
    polls: Vec<Poll>,
    observations: Vec<Observation>,
    stations: Vec<(String, StationComparison)>,
    settings: Settings,
}

#[cfg(feature = "io")]
impl From<crate::io::Document> for Comparison {
    fn from(document: crate::io::Document) -> Comparison {
        Comparison::new(document.contest)
            .counts(document.counts)
            .polls(document.polls)
            .observations(document.observations)
    }
}

impl Comparison {
    /// Starts a comparison with the default [`Settings`].
    #[must_use]
    pub fn new(contest: Contest) -> Comparison {
        Comparison {
            contest,
            counts: Vec::new(),
            polls: Vec::new(),
            observations: Vec::new(),
            stations: Vec::new(),
            settings: Settings::default(),
        }
    }

    /// Takes all settings at once.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Adds an official count.
    #[must_use]
    pub fn count(mut self, count: OfficialCount) -> Self {
        self.counts.push(count);
        self
    }

    /// Adds official counts, in order.
    #[must_use]
    pub fn counts(mut self, counts: impl IntoIterator<Item = OfficialCount>) -> Self {
        self.counts.extend(counts);
        self
    }

    /// Adds a poll.
    #[must_use]
    pub fn poll(mut self, poll: Poll) -> Self {
        self.polls.push(poll);
        self
    }

    /// Adds polls, in order.
    #[must_use]
    pub fn polls(mut self, polls: impl IntoIterator<Item = Poll>) -> Self {
        self.polls.extend(polls);
        self
    }

    /// Adds what observers at polling stations reported.
    #[must_use]
    pub fn observations(mut self, observations: impl IntoIterator<Item = Observation>) -> Self {
        self.observations.extend(observations);
        self
    }

    /// Adds what the stations of a poll say: interviews against the counts of the very stations where they
    /// were taken, and against the count of all. The report carries it beside the poll of this name.
    ///
    /// ```
    /// use exitpoll::accuracy::Orientation;
    /// use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
    /// use exitpoll::{Comparison, Contest, OfficialCount, render};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// for (answers, votes) in [([14, 6], [300, 200]), ([10, 10], [240, 260]), ([9, 11], [250, 250])] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     let station = Station { votes: Some(&votes), interviews: &interviews, ..Station::default() };
    ///     table.push(&station)?;
    /// }
    /// let sample = StationSample::new(table.build()?);
    /// let yes_over_no = Orientation { numerator: 0, denominator: 1 };
    /// let against = AgainstCount::new(yes_over_no).national([0.52, 0.48]);
    ///
    /// let contest = Contest::builder("Referendum").choices(["Yes", "No"]).build()?;
    /// let count = OfficialCount::builder("final")
    ///     .votes("Yes", 520_000).votes("No", 480_000).final_result().build()?;
    /// let report = Comparison::new(contest)
    ///     .count(count)
    ///     .poll(sample.poll("Institute")?.build()?)
    ///     .stations("Institute", sample.against_count(&against)?)
    ///     .run()?;
    ///
    /// // 33 of 60 said Yes; the very stations counted 52.67 percent, and all of them 52.
    /// let stations = report.stations("Institute").unwrap();
    /// assert!((stations.matched[0].deviation - (33.0 / 60.0 - 0.79 / 1.5)).abs() < 1e-12);
    /// assert!((stations.national.as_ref().unwrap()[0].deviation - (33.0 / 60.0 - 0.52)).abs() < 1e-12);
    /// let text = render::text_with(&report, 80, render::Detail::Full);
    /// assert!(text.contains("Stations of Institute"));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn stations(mut self, poll: impl Into<String>, comparison: StationComparison) -> Self {
        self.stations.push((poll.into(), comparison));
        self
    }

    /// The confidence of every interval; 1 − confidence is the level of every test.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.settings.confidence = confidence;
        self
    }

    /// The interval around a poll's share.
    #[must_use]
    pub fn interval_method(mut self, method: BinomialMethod) -> Self {
        self.settings.interval_method = method;
        self
    }

    /// The intervals that hold for all choices of a poll together.
    #[must_use]
    pub fn simultaneous_method(mut self, method: MultinomialMethod) -> Self {
        self.settings.simultaneous_method = method;
        self
    }

    /// The interval of the lead of one choice over another.
    #[must_use]
    pub fn lead_method(mut self, method: LeadMethod) -> Self {
        self.settings.lead_method = method;
        self
    }

    /// How the ranks of the choices are tested.
    #[must_use]
    pub fn rank_method(mut self, method: RankMethod) -> Self {
        self.settings.rank_method = method;
        self
    }

    /// Asks of each choice whether poll and count agree within this deviation, in percentage points: two
    /// one-sided tests, with three answers.
    #[must_use]
    pub fn equivalence_margin(mut self, points: f64) -> Self {
        self.settings.equivalence_margin = Some(points / 100.0);
        self
    }

    /// Takes ranges of seats for intervals of this confidence, and scores them as such. Their sources give
    /// none, so without this they are scored as ranges only.
    #[must_use]
    pub fn seat_range_confidence(mut self, confidence: Confidence) -> Self {
        self.settings.seat_range_confidence = Some(confidence);
        self
    }

    /// How the variance between polls is estimated when they are pooled.
    #[must_use]
    pub fn heterogeneity_estimator(mut self, estimator: HeterogeneityEstimator) -> Self {
        self.settings.heterogeneity_estimator = estimator;
        self
    }

    /// The interval of what the polls say together.
    #[must_use]
    pub fn pool_interval(mut self, method: IntervalMethod) -> Self {
        self.settings.pool_interval = method;
        self
    }

    /// The scale on which the polls are pooled. On the logit scale, which is taken unless this says
    /// otherwise, no interval passes 0 or 100 percent.
    #[must_use]
    pub fn pool_scale(mut self, scale: Scale) -> Self {
        self.settings.pool_scale = scale;
        self
    }

    /// Whether every poll is compared with every other one, and the pool is computed again without each
    /// pollster. That takes time with the square of the number of polls; nothing else does. Both are done,
    /// unless this says otherwise. Without it the ranks that a partial or rounded count leaves open are outer
    /// bounds, but for the furthest poll.
    #[must_use]
    pub fn pairwise(mut self, asked: bool) -> Self {
        self.settings.pairwise = asked;
        self
    }

    /// Asks for bootstrap intervals, where there are such, with this many replicates (10,000,000 at most)
    /// under this seed. The same seed gives the same figures on every machine.
    #[must_use]
    pub fn bootstrap(mut self, replicates: u64, seed: u64) -> Self {
        (self.settings.replicates, self.settings.seed) = (replicates, seed);
        self
    }

    /// How p-values are adjusted for the number of choices.
    #[must_use]
    pub fn adjustment(mut self, adjustment: Adjustment) -> Self {
        self.settings.adjustment = adjustment;
        self
    }

    /// Assumes this design effect for every poll that gives none; the report says so.
    #[must_use]
    pub fn assume_design_effect(mut self, factor: f64) -> Self {
        self.settings.assumed_design_effect = Some(factor);
        self
    }

    /// Declares the standard deviation of a poll's bias, in percentage points as of a share of one half:
    /// intervals, z and verdicts are then also given for the total error, beside those of sampling.
    #[must_use]
    pub fn bias_sd(mut self, points: f64) -> Self {
        self.settings.bias_standard_deviation = Some(points / 100.0);
        self
    }

    /// Compares every poll with every count.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without any count or without any poll;
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a setting out of its range;
    /// [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) and
    /// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for names that do not fit together, such as stations
    /// of a poll that is not there. What cannot
    /// be computed for one poll, row or measure is no error: the report says why.
    pub fn run(&self) -> Result<Report> {
        let mut report = conduct::report(&self.contest, &self.counts, &self.polls, &self.settings)?;
        report.observations = observed::bounds(&self.observations);
        report.stations = stations::of_polls(&self.stations, &self.polls)?;
        Ok(report)
    }

    /// Runs many comparisons, on all processors with the feature `rayon`: the same reports in the same order
    /// either way, and of one that fails its own error.
    ///
    /// ```
    /// use exitpoll::{Comparison, Contest, OfficialCount, Poll};
    ///
    /// let contest = Contest::builder("Run-off").choices(["A", "B"]).build()?;
    /// let poll = Poll::builder("P").share("A", "53").share("B", "47").build()?;
    /// let count = OfficialCount::builder("final").votes("A", 5200).votes("B", 4800).final_result().build()?;
    /// let complete = Comparison::new(contest).poll(poll);
    /// let reports = Comparison::run_all(&[complete.clone().count(count), complete]);
    /// assert_eq!(reports[0].as_ref().unwrap().reference().poll("P").unwrap().reading().unwrap().rows.len(), 2);
    /// assert!(reports[1].as_ref().unwrap_err().to_string().contains("give at least one official count"));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn run_all(comparisons: &[Comparison]) -> Vec<Result<Report>> {
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            comparisons.par_iter().map(Comparison::run).collect()
        }
        #[cfg(not(feature = "rayon"))]
        {
            comparisons.iter().map(Comparison::run).collect()
        }
    }
}
