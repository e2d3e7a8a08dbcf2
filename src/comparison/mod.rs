//! The main job: one call from counts and polls to a [`Report`].
//!
//! [`Comparison`] holds a contest, its official counts and its polls. [`Comparison::run`] puts each
//! poll on common ground with each count, measures how far apart they are, says what chance and
//! rounding can explain, what the outstanding ballots of a partial count can still change, and how
//! the polls stand to one another.

mod between;
mod joint;
mod lead;
mod measures;
mod night;
mod outstanding;
mod pooled;
mod reliability;
mod report;
mod rounded;
mod rows;
mod seats;
mod standing;
mod together;
mod verdict;

pub use report::*;
pub use verdict::{MajorityCall, Missing, RightCall, Verdict};

use crate::alignment::{self, align};
use crate::error::{Error, ErrorKind, Result};
use crate::hypothesis::Adjustment;
use crate::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use crate::model::{Contest, CountStatus, OfficialCount, Poll, PollKind, Sample};
use crate::numeric::Confidence;
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Scale};

/// A contest with its counts and polls, ready to be compared.
///
/// ```
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
/// let row = &report.counts[0].polls[0].readings[0].rows[0];
/// assert!((row.deviation - 0.0185).abs() < 1e-12);
/// assert!((row.break_even.unwrap().size - 821.379097542).abs() < 1e-6);
/// assert!((row.needs[0].share.unwrap() - 1.198695489).abs() < 1e-9); // impossible
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    contest: Contest,
    counts: Vec<OfficialCount>,
    polls: Vec<Poll>,
    confidence: Confidence,
    interval_method: BinomialMethod,
    simultaneous_method: MultinomialMethod,
    lead_method: LeadMethod,
    rank_method: RankMethod,
    adjustment: Adjustment,
    equivalence_margin: Option<f64>,
    heterogeneity_estimator: HeterogeneityEstimator,
    pool_interval: IntervalMethod,
    pool_scale: Scale,
    seat_range_confidence: Option<Confidence>,
    pairwise: bool,
    replicates: u64,
    seed: u64,
    assumed_design_effect: Option<f64>,
}

#[cfg(feature = "io")]
impl From<crate::io::Document> for Comparison {
    fn from(document: crate::io::Document) -> Comparison {
        Comparison::new(document.contest)
            .counts(document.counts)
            .polls(document.polls)
    }
}

impl Comparison {
    /// Starts a comparison at 95 percent confidence, with intervals by Wilson, together by Goodman, of
    /// leads by Tango's score, ranks by step-down, p-values adjusted after Holm, polls pooled by REML
    /// on the logit scale with modified Hartung–Knapp intervals, and no assumption about designs that are
    /// not published.
    #[must_use]
    pub fn new(contest: Contest) -> Comparison {
        Comparison {
            contest,
            counts: Vec::new(),
            polls: Vec::new(),
            confidence: Confidence::P95,
            interval_method: BinomialMethod::Wilson,
            simultaneous_method: MultinomialMethod::Goodman,
            lead_method: LeadMethod::Score,
            rank_method: RankMethod::StepDown,
            adjustment: Adjustment::Holm,
            equivalence_margin: None,
            heterogeneity_estimator: HeterogeneityEstimator::RestrictedMaximumLikelihood,
            pool_interval: IntervalMethod::ModifiedHartungKnapp,
            pool_scale: Scale::Logit,
            seat_range_confidence: None,
            pairwise: true,
            replicates: 0,
            seed: 0,
            assumed_design_effect: None,
        }
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

    /// The confidence of every interval; 1 − confidence is the level of every test.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// The interval around a poll's share.
    #[must_use]
    pub fn interval_method(mut self, method: BinomialMethod) -> Self {
        self.interval_method = method;
        self
    }

    /// The intervals that hold for all choices of a poll together.
    #[must_use]
    pub fn simultaneous_method(mut self, method: MultinomialMethod) -> Self {
        self.simultaneous_method = method;
        self
    }

    /// The interval of the lead of one choice over another.
    #[must_use]
    pub fn lead_method(mut self, method: LeadMethod) -> Self {
        self.lead_method = method;
        self
    }

    /// How the ranks of the choices are tested.
    #[must_use]
    pub fn rank_method(mut self, method: RankMethod) -> Self {
        self.rank_method = method;
        self
    }

    /// Asks of each choice whether poll and count agree within this deviation, in percentage points: two
    /// one-sided tests, with three answers.
    #[must_use]
    pub fn equivalence_margin(mut self, points: f64) -> Self {
        self.equivalence_margin = Some(points / 100.0);
        self
    }

    /// Takes ranges of seats for intervals of this confidence, and scores them as such. Their sources give
    /// none, so without this they are scored as ranges only.
    #[must_use]
    pub fn seat_range_confidence(mut self, confidence: Confidence) -> Self {
        self.seat_range_confidence = Some(confidence);
        self
    }

    /// How the variance between polls is estimated when they are pooled.
    #[must_use]
    pub fn heterogeneity_estimator(mut self, estimator: HeterogeneityEstimator) -> Self {
        self.heterogeneity_estimator = estimator;
        self
    }

    /// The interval of what the polls say together.
    #[must_use]
    pub fn pool_interval(mut self, method: IntervalMethod) -> Self {
        self.pool_interval = method;
        self
    }

    /// The scale on which the polls are pooled. On the logit scale, which is taken unless this says
    /// otherwise, no interval passes 0 or 100 percent.
    #[must_use]
    pub fn pool_scale(mut self, scale: Scale) -> Self {
        self.pool_scale = scale;
        self
    }

    /// Whether every poll is compared with every other one, and the pool is computed again without each
    /// pollster. That takes time with the square of the number of polls; nothing else does. Both are done,
    /// unless this says otherwise.
    #[must_use]
    pub fn pairwise(mut self, asked: bool) -> Self {
        self.pairwise = asked;
        self
    }

    /// Asks for bootstrap intervals, where there are such, with this many replicates under this seed. The
    /// same seed gives the same figures on every machine.
    #[must_use]
    pub fn bootstrap(mut self, replicates: u64, seed: u64) -> Self {
        (self.replicates, self.seed) = (replicates, seed);
        self
    }

    /// How p-values are adjusted for the number of choices.
    #[must_use]
    pub fn adjustment(mut self, adjustment: Adjustment) -> Self {
        self.adjustment = adjustment;
        self
    }

    /// Assumes this design effect for every poll that gives none; the report says so.
    #[must_use]
    pub fn assume_design_effect(mut self, factor: f64) -> Self {
        self.assumed_design_effect = Some(factor);
        self
    }

    /// Compares every poll with every count.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without any count or without any poll; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an
    /// assumed design effect that is not a positive number, or a margin of equivalence outside (0, 100)
    /// points; [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) and
    /// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for names that do not fit together. What cannot be computed for one poll is
    /// no error: the report says why.
    pub fn run(&self) -> Result<Report> {
        if self.counts.is_empty() {
            return Err(Error::missing("counts", "give at least one official count"));
        }
        if self.polls.is_empty() {
            return Err(Error::missing("polls", "give at least one poll"));
        }
        if let Some(factor) = self.assumed_design_effect
            && !(factor > 0.0 && factor.is_finite())
        {
            return Err(Error::out_of_range(
                "assume_design_effect",
                factor,
                "give a positive variance factor, such as 1.7",
            ));
        }
        if let Some(margin) = self.equivalence_margin
            && !(margin > 0.0 && margin < 1.0)
        {
            return Err(Error::out_of_range(
                "equivalence_margin",
                100.0 * margin,
                "give percentage points between 0 and 100, such as 2",
            ));
        }
        self.contest.check(&self.counts, &self.polls)?;
        let labels = self.labels();
        let counts: Vec<CountReport> = self
            .counts
            .iter()
            .map(|count| self.against(count, &labels))
            .collect::<Result<_>>()?;
        let between_polls = self
            .reference()
            .and_then(|i| counts.get(i))
            .and_then(|count| between::between_polls(self, &labels, count));
        let night = night::night(self, &counts);
        Ok(Report {
            format: "exitpoll-report/1".into(),
            contest: ContestFacts {
                name: self.contest.name().into(),
                date: self.contest.date().map(|date| date.to_string()),
                jurisdiction: self.contest.jurisdiction().map(Into::into),
                seats: self.contest.seats(),
                majority: self.contest.majority(),
                registered: self.contest.registered(),
                source: self.contest.source().map(Into::into),
            },
            settings: Settings {
                confidence: self.confidence,
                interval_method: self.interval_method,
                simultaneous_method: self.simultaneous_method,
                lead_method: self.lead_method,
                rank_method: self.rank_method,
                adjustment: self.adjustment,
                equivalence_margin: self.equivalence_margin,
                seat_range_confidence: self.seat_range_confidence,
                heterogeneity_estimator: self.heterogeneity_estimator,
                pool_interval: self.pool_interval,
                pool_scale: self.pool_scale,
                replicates: self.replicates,
                seed: self.seed,
                assumed_design_effect: self.assumed_design_effect,
            },
            reference: self.reference().unwrap_or(0),
            counts,
            between_polls,
            night,
        })
    }

    /// The most complete count: the last final one, or the partial one with most counted; among
    /// equals, and where nothing is known, the last.
    fn reference(&self) -> Option<usize> {
        let completeness = |count: &OfficialCount| match count.status() {
            CountStatus::Final => 2.0,
            CountStatus::Partial => count.completeness().map_or(0.0, |part| part.value()),
        };
        let last_most =
            |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0));
        let counts = self
            .counts
            .iter()
            .enumerate()
            .map(|(i, count)| (i, completeness(count)));
        counts.max_by(last_most).map(|(i, _)| i)
    }

    /// The names under which rows can stand: choices, then labels of merged ones.
    fn labels(&self) -> Vec<String> {
        let mut labels = self.contest.choices().to_vec();
        let polls = self
            .polls
            .iter()
            .flat_map(|poll| poll.entries().iter().map(|e| &e.label));
        let counts = self
            .counts
            .iter()
            .flat_map(|count| count.entries().iter().map(|e| &e.label));
        for label in counts.chain(polls) {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        labels
    }

    fn against(&self, count: &OfficialCount, labels: &[String]) -> Result<CountReport> {
        let (valid, shares) = alignment::counted_shares(count);
        let mut choices: Vec<CountedChoice> = count
            .entries()
            .iter()
            .map(|entry| CountedChoice {
                label: entry.label.clone(),
                votes: entry.votes,
                share: shares
                    .iter()
                    .find(|(label, _)| *label == entry.label)
                    .map(|(_, s)| *s),
                seats: None,
            })
            .collect();
        for (label, seats) in count.seats() {
            match choices.iter_mut().find(|choice| choice.label == *label) {
                Some(choice) => choice.seats = Some(*seats),
                None => choices.push(CountedChoice {
                    label: label.clone(),
                    votes: None,
                    share: None,
                    seats: Some(*seats),
                }),
            }
        }
        let position = |label: &str| self.contest.choices().iter().position(|c| c == label);
        choices.sort_by_key(|choice| position(&choice.label).unwrap_or(usize::MAX));
        let outstanding = outstanding::views(&self.contest, count, valid, &choices);
        let mut polls: Vec<PollReport> = self
            .polls
            .iter()
            .map(|poll| self.compare(count, poll, &outstanding))
            .collect::<Result<_>>()?;
        standing::rank(&mut polls)?;
        Ok(CountReport {
            name: count.name().into(),
            status: count.status(),
            completeness: count.completeness().map(|part| CompletenessFacts {
                of: part.of(),
                value: part.value(),
                bounds: part.bounds(),
                counted: part.counted().map(|(counted, _)| counted),
                total: part.counted().map(|(_, total)| total),
            }),
            as_of: count.as_of().map(|time| time.to_string()),
            valid,
            source: count.source().map(Into::into),
            note: count.note().map(Into::into),
            choices,
            common_bias: together::common_bias(labels, &polls),
            pooled: pooled::pooled(self, labels, &polls)?,
            common_seat_errors: seats::common_errors(count, &polls, self.confidence),
            outstanding,
            polls,
        })
    }

    fn compare(
        &self,
        count: &OfficialCount,
        poll: &Poll,
        outstanding: &[Outstanding],
    ) -> Result<PollReport> {
        let mut report = PollReport {
            name: poll.name().into(),
            pollster: poll.pollster().into(),
            partners: poll.partners().to_vec(),
            sponsor: poll.sponsor().map(Into::into),
            kind: poll.kind(),
            mode: poll.mode(),
            source: poll.source().map(Into::into),
            note: poll.note().map(Into::into),
            derived: poll.is_derived(),
            sample: self.sample_facts(poll),
            readings: Vec::new(),
            seats: None,
            not_compared: None,
            verdict: Verdict::NotComparable,
            standing: None,
            missing: Vec::new(),
        };
        if poll.weighted_to_count() == Some(true) {
            let reason = "it was weighted to the official count, so its agreement means nothing";
            report.not_compared = Some(reason.into());
            return Ok(report);
        }
        match align(&self.contest, count, poll) {
            Ok(readings) => {
                for aligned in readings {
                    report.readings.push(rows::reading(
                        self,
                        &report.sample,
                        aligned,
                        outstanding,
                    )?);
                }
            }
            // Without shares there may still be seats.
            Err(_) if poll.entries().is_empty() && !poll.seats().is_empty() => {}
            Err(error) if error.kind() == ErrorKind::Undefined => {
                report.not_compared = Some(error.help().to_owned());
            }
            Err(error) => return Err(error),
        }
        report.seats = seats::compare(self, count, poll);
        if report.seats.is_none() && report.readings.is_empty() && report.not_compared.is_none() {
            report.not_compared =
                Some("the count gives no seats for the choices of the poll".into());
        }
        report.verdict = verdict::of_poll(&report);
        report.missing = verdict::missing(&report, poll, count, outstanding);
        Ok(report)
    }

    fn sample_facts(&self, poll: &Poll) -> SampleFacts {
        let sample: &Sample = poll.sample();
        let (design_effect, design_effect_source) =
            match (sample.design_effect(), self.assumed_design_effect) {
                (Some(factor), _) => (Some(factor), Some(DesignEffectSource::Published)),
                (None, Some(factor)) => (Some(factor), Some(DesignEffectSource::Assumed)),
                (None, None) => (None, None),
            };
        // Whoever interviews at polling stations, or counts at some of them, has clusters.
        let clustered = sample.stations().is_some() || poll.kind() != PollKind::LatePoll;
        let respondents = sample.respondents();
        let effective_size = sample.effective_size_with(design_effect.unwrap_or(1.0));
        // Without the stations, what Korn and Graubard start from is left.
        let (interval_method, reduction) =
            match self.interval_method.size_reduction(sample, self.confidence) {
                Ok(reduction) => (self.interval_method, reduction),
                Err(_) => (BinomialMethod::ClopperPearson, 1.0),
            };
        SampleFacts {
            respondents,
            stations: sample.stations(),
            design_effect,
            design_effect_source,
            effective_size,
            interval_method: effective_size.map(|_| interval_method),
            interval_size: effective_size.map(|n| n * reduction),
            strata: sample.strata(),
            population: sample.population(),
            at_least_this_wide: respondents.is_some() && design_effect.is_none() && clustered,
            stated_margin: sample.stated_margin(),
            stated_confidence: sample.stated_confidence(),
            implied_design_effect: measures::implied_design_effect(sample),
            response_rate: sample.response_rate(),
        }
    }
}
