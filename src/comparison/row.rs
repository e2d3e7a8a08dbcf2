//! One row of a reading: its deviation, what sampling explains of it, and what the outstanding ballots would
//! have to be.

use super::effective_size::Worth;
use super::ground::{self, Ground};
use super::joint;
use super::need::need;
use super::refusals::Refusals;
use crate::accuracy;
use crate::alignment::{AlignedRow, RowKind, Span};
use crate::error::Result;
use crate::hypothesis::{self, RowSample, RowTest, VerdictLevel};
use crate::interval::Interval;
use crate::model::{Poll, Sample};
use crate::numeric::{Bounds, EQUAL_SHARES};
use crate::partial::{self, OutsidePoll};
use crate::report::{
    BreakEven, LeadSize, Need, Reason, RowReport, RowSampling, Settings, SizeFacts,
};

/// What every row of one reading is compared with.
#[derive(Clone)]
pub(super) struct Ways<'a> {
    pub(super) settings: &'a Settings,
    pub(super) poll: &'a Poll,
    pub(super) sample: &'a Sample,
    pub(super) facts: &'a SizeFacts,
    pub(super) worth: Option<Worth>,
    /// The sample behind all rows together; absent where designs are known of single choices alone.
    pub(super) together: Option<Worth>,
    /// That of choices of which the pollster states a margin of their own, by label.
    pub(super) worth_of: Vec<(String, Worth)>,
    /// What the choices leave is not tested: each of them has a margin or a design of its own, and it has none.
    pub(super) rest_is_apart: bool,
    /// The respondents are all whose ballots the count has.
    pub(super) everyone_was_asked: bool,
    /// Those who answered, of this reading, each worth what sampling without replacement makes of them.
    pub(super) respondents: Option<f64>,
    /// Sizes for leads whose design effect is known.
    pub(super) lead_sizes: Vec<LeadSize>,
    /// What those who refused are of all who were asked, where that is known.
    pub(super) refusals: Option<Refusals>,
    /// Why there is no test although a size is known.
    pub(super) no_test: Option<Reason>,
    /// The level of the verdict, whatever the design of the sample.
    pub(super) level: VerdictLevel,
    /// The same with the degrees of freedom of the poll's design; absent where they leave none.
    pub(super) level_of_design: Option<VerdictLevel>,
    /// The bases of the outstanding ballots of a partial count.
    pub(super) grounds: &'a [Ground],
    /// The count can still change.
    pub(super) is_partial: bool,
    /// The count's votes outside the poll's population, where they are known.
    pub(super) outside: Option<OutsidePoll>,
    /// Poll and count are not of the same voters, and of those of one of them alone nobody says how many they are.
    pub(super) others_unnumbered: bool,
}

/// Figures as tests take them: sums can leave 0 to 1 within their rounding.
pub(super) fn figure(span: &Span) -> (f64, Bounds) {
    let proportion = |share: f64| share.clamp(0.0, 1.0);
    let bounds = Bounds {
        low: proportion(span.bounds.low),
        high: proportion(span.bounds.high),
    };
    (proportion(span.value), bounds)
}

/// Whether a row can be tested by sampling at all.
pub(super) fn is_tested(row: &AlignedRow) -> bool {
    row.kind != RowKind::Remainder && !row.poll.is_range
}

/// Whether it is what the poll's figures leave for everyone else, which nobody published.
pub(super) fn is_left(row: &AlignedRow) -> bool {
    row.kind == RowKind::Rest && row.published.is_none()
}

/// Whether nobody voted for a choice and the poll prints none either: it is none of the tests of a verdict.
pub(super) fn nobody(poll: &Span, count: &Span) -> bool {
    poll.value == 0.0 && !poll.is_range && count.value == 0.0 && count.bounds.high <= 0.0
}

impl Ways<'_> {
    /// The tightest bound of the final result.
    pub(super) fn bound(&self) -> Option<&Ground> {
        ground::tightest(self.grounds)
    }

    /// The sample behind the row of this label.
    pub(super) fn worth_of(&self, label: &str) -> Option<Worth> {
        let own = self.worth_of.iter().find(|(choice, _)| choice == label);
        own.map(|(_, worth)| *worth).or(self.worth)
    }

    /// The same with this bias beside sampling.
    ///
    /// # Errors
    /// As [`accuracy::total_error_size`].
    pub(super) fn with_bias(&self, bias: f64) -> Result<Self> {
        let mut ways = self.clone();
        for worth in (ways.worth.iter_mut())
            .chain(ways.together.iter_mut())
            .chain(ways.worth_of.iter_mut().map(|(_, of)| of))
        {
            *worth = worth.with_bias(bias)?;
        }
        Ok(ways)
    }

    /// The level of a test of this sample.
    pub(super) fn level_of(&self, worth: Option<&Worth>) -> Result<VerdictLevel> {
        let design = match worth {
            Some(worth) => worth.degrees_of_freedom,
            None => self.facts.degrees_of_freedom,
        };
        match (design, self.level_of_design) {
            (Some(_), Some(level)) if design == self.facts.degrees_of_freedom => Ok(level),
            (Some(freedom), _) => self.level.with_degrees_of_freedom(freedom),
            (None, _) => Ok(self.level),
        }
    }

    /// Everything that the official share can be in the end, as far as statements rest on it.
    pub(super) fn official(&self, count: &Span) -> Bounds {
        self.official_after(count, ground::decided_counted(self.grounds))
    }

    /// The same if so much of the valid votes were counted; none if nothing bounds the result.
    pub(super) fn official_after(&self, count: &Span, counted: Option<Bounds>) -> Bounds {
        let (_, bounds) = figure(count);
        match (self.is_partial, counted) {
            (false, _) => bounds,
            (true, Some(counted)) => partial::final_share_within(bounds, counted),
            (true, None) => Bounds {
                low: 0.0,
                high: 1.0,
            },
        }
    }

    pub(super) fn compare(&self, row: AlignedRow) -> RowReport {
        let (p, v) = (row.poll, row.count);
        let deviation = no_noise(p.value - v.value);
        let real = row.kind != RowKind::Remainder;
        let (poll, count) = (figure(&p), figure(&v));
        let log_odds_deviation = if real {
            accuracy::log_odds_deviation(poll.0, count.0).ok()
        } else {
            None
        };
        let is_apart = self.rest_is_apart && is_left(&row);
        let tested = is_tested(&row) && !is_apart;
        let worth = self.worth_of(&row.label);
        let break_even = if tested && !self.everyone_was_asked {
            self.break_even(&row, worth.as_ref())
        } else {
            None
        };
        let (mut sampling, not_tested) = match &worth {
            Some(worth) if tested => match self.sampling(worth, &row) {
                Ok(sampling) => (Some(sampling), None),
                Err(error) => (
                    None,
                    Some(Reason::Undefined {
                        why: error.to_string(),
                    }),
                ),
            },
            _ if row.poll.is_range => (None, Some(Reason::Range)),
            _ if is_apart => (None, Some(Reason::RestOfUnknownDesign)),
            _ => (None, self.no_test.clone().filter(|_| tested)),
        };
        // Against figures that can still change no design effect would excuse, or fail to excuse, a deviation.
        if let (Some(sampling), false) = (&mut sampling, self.is_partial) {
            let of = (self.respondents.zip(break_even)).filter(|(_, even)| even.size > 0.0);
            sampling.break_even_design_effect = of.map(|(n, even)| n / even.size);
            sampling.break_even_design_effect_bounds =
                of.filter(|(_, even)| even.low > 0.0)
                    .map(|(n, even)| Bounds {
                        // Of a deviation that can be 0 every design effect makes chance.
                        low: even.high.map_or(0.0, |high| n / high),
                        high: n / even.low,
                    });
        }
        let interval = sampling.map(|sampling| sampling.interval);
        RowReport {
            range: (real && row.poll.is_range).then(|| self.range(&row)),
            deviation,
            deviation_bounds: Bounds {
                low: no_noise(p.bounds.low - v.bounds.high).min(deviation),
                high: no_noise(p.bounds.high - v.bounds.low).max(deviation),
            },
            relative_deviation: (v.value > 0.0).then(|| deviation / v.value),
            log_odds_deviation,
            log_odds_standard_error: log_odds_deviation
                .and(worth)
                .and_then(|worth| accuracy::log_odds_standard_error(poll.0, worth.size()).ok()),
            sampling,
            not_tested,
            with_refusals: (self.refusals)
                .filter(|_| tested)
                .map(|refusals| refusals.around(poll.0)),
            break_even,
            needs: if real {
                self.needs(&row, interval)
            } else {
                Vec::new()
            },
            label: row.label,
            kind: row.kind,
            choices: row.choices,
            published: row.published,
            poll: p,
            count: v,
        }
    }

    /// What the outstanding ballots would have to give, on each basis. Of a poll that does not cover all voters its share
    /// leaves that among all of them to be anything that the others can make of it.
    fn needs(&self, row: &AlignedRow, interval: Option<Interval>) -> Vec<Need> {
        let (mut row, mut interval) = (row.clone(), interval);
        if let Some(outside) = self.outside {
            let of_all = |share: Bounds| outside.total(share);
            row.poll = Span::range(of_all(figure(&row.poll).1));
            interval = interval.map(|of| {
                let Bounds { low, high } = of_all(Bounds::between(of.low, of.high));
                Interval { low, high }
            });
        }
        let needs = self.grounds.iter();
        needs.map(|ground| need(&row, ground, interval)).collect()
    }

    fn sampling(&self, worth: &Worth, row: &AlignedRow) -> Result<RowSampling> {
        let settings = self.settings;
        let (mut poll, count) = (figure(&row.poll), figure(&row.count));
        // A deviation that is nothing but binary noise is tested as none.
        if no_noise(poll.0 - count.0) == 0.0 {
            poll.0 = count.0;
            poll.1.low = poll.1.low.min(poll.0);
            poll.1.high = poll.1.high.max(poll.0);
        }
        // Of so few respondents the digits of a 0 hide none.
        let hides_none = |share: f64| {
            self.sample
                .respondents()
                .is_some_and(|n| n as f64 * share < 1.0)
        };
        if nobody(&row.poll, &row.count) && !self.is_partial && hides_none(poll.1.high) {
            poll.1 = Bounds::exact(0.0);
        }
        let official = self.official(&row.count);
        let test_of = |sample: &RowSample, official: (f64, Bounds)| {
            sample.test(poll, official, settings.confidence)
        };
        let test = test_of(&worth.sample, (count.0, official))?;
        // Where the pollster's margin is rounded, so is the size.
        let ends: Vec<RowTest> = match worth.within_rounding {
            Some((least, most)) => [least, most]
                .iter()
                .map(|sample| test_of(sample, (count.0, official)))
                .collect::<Result<_>>()?,
            None => Vec::new(),
        };
        let p_value_bounds = ends.iter().fold(test.p_value_bounds, |open, end| Bounds {
            low: open.low.min(end.p_value_bounds.low),
            high: open.high.max(end.p_value_bounds.high),
        });
        let p_value_bounds = p_value_bounds.including(test.p_value);
        let interval = |share: f64| self.interval(worth, &test, share);
        let printed = interval(poll.0)?;
        let interval_within_rounding = self.interval_within_rounding(worth, &test, poll)?;
        let alpha = settings.confidence.alpha();
        let inside = if self.inverts_the_test() {
            within(p_value_bounds, alpha)
        } else {
            // Both ends of an interval rise with the share: the ends of the rounding decide.
            let (mut surely, mut never) = (true, true);
            for worth in worth.each() {
                let lowest = self.interval(&worth, &test, poll.1.low)?;
                let highest = self.interval(&worth, &test, poll.1.high)?;
                surely &= highest.low <= official.low && official.high <= lowest.high;
                never &= lowest.low > official.high || highest.high < official.low;
            }
            (surely || never).then_some(surely)
        };
        let size = worth.size();
        let standard_error = (count.0 * (1.0 - count.0) / size).sqrt();
        let z = (standard_error > 0.0).then(|| no_noise(poll.0 - count.0) / standard_error);
        let known = |value: f64| (!self.is_partial).then_some(value);
        let (equivalence, equivalence_undecided_by_rounding) = if self.is_partial {
            (None, false)
        } else {
            joint::equivalence(settings, poll, count, worth)?
        };
        Ok(RowSampling {
            test: test.method,
            effective_size: size,
            standard_error,
            interval: printed,
            interval_within_rounding,
            basis: worth.basis,
            total_error_interval: self.total_error_interval(worth, poll.0)?,
            total_error_z: None,
            total_error_p_value: None,
            inside,
            z: z.and_then(known),
            p_value: known(test.p_value),
            p_value_bounds,
            adjusted_p_value: known(test.p_value),
            adjusted_p_value_bounds: p_value_bounds,
            break_even_design_effect: None,
            break_even_design_effect_bounds: None,
            simultaneous_interval: None,
            ranks: None,
            equivalence,
            equivalence_undecided_by_rounding,
        })
    }

    /// None of a sample without degrees of freedom, of whatever size.
    fn break_even(&self, row: &AlignedRow, worth: Option<&Worth>) -> Option<BreakEven> {
        let level = self.level_of(worth).ok()?;
        let found = hypothesis::break_even(figure(&row.poll), figure(&row.count), level);
        let found = found.ok()?;
        let size = found.size?;
        Some(BreakEven {
            size,
            low: found.least.unwrap_or(size).min(size),
            high: found.greatest.map(|most| most.max(size)),
        })
    }
}

/// What binary leaves of nothing is nothing.
fn no_noise(difference: f64) -> f64 {
    if difference.abs() <= EQUAL_SHARES {
        0.0
    } else {
        difference
    }
}

/// Whether all, or none, of the p-values are at least α.
pub(super) fn within(p_values: Bounds, alpha: f64) -> Option<bool> {
    match (p_values.low >= alpha, p_values.high < alpha) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
