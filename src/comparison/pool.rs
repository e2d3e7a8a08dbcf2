//! What the polls of known size say together.

use super::effective_size::{self, Worth};
use super::row::figure;
use super::scatter::scatter;
use crate::alignment::CommonTable;
use crate::hypothesis::Adjustment;
use crate::interval::Interval;
use crate::model::{Base, OfficialCount, Poll};
use crate::numeric::{Bounds, chi_squared_cdf};
use crate::pooling::{self, ScaledShares, ZeroShares, common_bias, leave_group_out};
use crate::report::{
    PollFacts, PollWeight, Pool, PooledChoice, Reason, Settings, SizeBasis, SizeFacts,
    WithoutPollster,
};
use crate::rounding::{Finding, pooled_with_bias};

/// The most polls of which each is left out in turn.
const MOST_LEFT_OUT: usize = 200;

/// The most polls of which every combination of the ends of their sizes is looked at.
const FEW: usize = 4;

/// A poll that goes into the pool, and its effective size on valid votes.
pub(super) struct Member<'a> {
    pub(super) place: usize,
    poll: &'a Poll,
    facts: &'a SizeFacts,
    pub(super) size: f64,
    /// What the rounding of a stated margin leaves of it.
    pub(super) size_bounds: Bounds,
    share_of_respondents: f64,
    /// Those of the final count.
    ballots: Option<u64>,
}

impl Member<'_> {
    /// Its size for one choice, whose design effect or margin may be published apart.
    pub(super) fn size_of(&self, choice: &str) -> f64 {
        self.own(choice).map_or(self.size, |worth| worth.size())
    }

    /// What the rounding of a stated margin leaves of that.
    pub(super) fn size_bounds_of(&self, choice: &str) -> Bounds {
        (self.own(choice)).map_or(self.size_bounds, |worth| worth.size_bounds())
    }

    fn own(&self, choice: &str) -> Option<Worth> {
        let share = self.share_of_respondents;
        effective_size::worth_of_choice(self.facts, self.poll, share, self.ballots, choice)
    }

    fn knows_design_of(&self, choice: &str) -> bool {
        let basis = self
            .own(choice)
            .map_or(self.facts.basis, |of| Some(of.basis));
        basis.is_some_and(SizeBasis::knows_design)
    }

    pub(super) fn is_of_choices_alone(&self) -> bool {
        effective_size::is_of_choices_alone(self.facts, self.poll.sample())
    }
}

/// What is pooled, and against what.
pub(super) struct Pooling<'a> {
    pub(super) settings: &'a Settings,
    pub(super) names: &'a [String],
    pub(super) facts: &'a [PollFacts],
    pub(super) table: &'a CommonTable,
    pub(super) count: &'a OfficialCount,
    /// Of each poll, why it is no source of its own.
    pub(super) left_out: &'a [Option<Reason>],
    /// The count can still change, so nothing is found against it.
    pub(super) is_partial: bool,
    /// Whether each poll's weight is told: against the most complete count.
    pub(super) weigh: bool,
    /// Whether the pool is computed again without each pollster.
    pub(super) leave_out: bool,
}

/// Absent for fewer than two polls of known size, and where they have no choice in common.
pub(super) fn pool(pooling: &Pooling<'_>) -> Option<Pool> {
    let mut members = Vec::new();
    let mut left_out = Vec::new();
    let ballots = effective_size::final_ballots(pooling.count);
    for (place, facts) in pooling.facts.iter().enumerate() {
        let reason = match (&pooling.left_out[place], &pooling.table.polls[place]) {
            (Some(reason), _) => reason.clone(),
            (None, None) if facts.poll.base() == Some(Base::ValidVotes) => Reason::CountOfOtherBase,
            (None, None) => Reason::OtherBase,
            // The middle of a range is nobody's estimate, and a poll of ranges alone has nothing else.
            (None, Some(column)) if column.cells.iter().flatten().all(|cell| cell.is_range) => {
                Reason::Range
            }
            (None, Some(column)) => {
                let (sample, share) = (facts.poll.sample(), column.share_of_respondents);
                match effective_size::worth(&facts.size, sample, share, ballots) {
                    Ok(Some(worth)) => {
                        members.push(Member {
                            place,
                            poll: &facts.poll,
                            facts: &facts.size,
                            size: worth.size(),
                            size_bounds: worth.size_bounds(),
                            share_of_respondents: share,
                            ballots,
                        });
                        continue;
                    }
                    Ok(None) => Reason::SampleSizeUnknown,
                    // What has no test of its own adds nothing to that of all.
                    Err(error) => effective_size::no_worth(&facts.size, &error, sample, ballots),
                }
            }
        };
        left_out.push((facts.poll.name().to_owned(), reason));
    }
    if members.len() < 2 {
        return None;
    }
    let mut choices: Vec<PooledChoice> = (0..pooling.table.rows.len())
        .filter_map(|row| choice(pooling, row, &members))
        .collect();
    // Without a choice of which two polls have a figure there is nothing to pool.
    if choices.is_empty() {
        return None;
    }
    conclude(pooling, &mut choices);
    let places: Vec<usize> = members.iter().map(|member| member.place).collect();
    Some(Pool {
        polls: members
            .iter()
            .map(|member| member.poll.name().to_owned())
            .collect(),
        left_out,
        choices,
        scatter: pooling
            .table
            .common(pooling.names, &places)
            .and_then(|shares| scatter(pooling, &shares, &members)),
        designs_known: (members.iter()).all(|member| {
            let mut labels = pooling.table.rows.iter().map(|row| &row.label);
            labels.all(|label| member.knows_design_of(label))
        }),
    })
}

/// Whether a common deviation is shown: adjusted over the choices, regardless of rounding, and only against
/// a final count.
fn conclude(pooling: &Pooling<'_>, choices: &mut [PooledChoice]) {
    // Two choices that are all there is, but for rounding, mirror one another: one test.
    let apart: f64 = choices.iter().map(|choice| choice.pooled).sum::<f64>() - 1.0;
    let rounding = choices.iter().map(|choice| {
        let bounds = choice
            .deviation_bounds
            .map(|bounds| bounds.high - bounds.low);
        0.5 * bounds.unwrap_or(0.0)
    });
    let mirrored = choices.len() == 2 && apart.abs() < 1e-6 + rounding.sum::<f64>();
    let is_one = choices.len() == 1 || mirrored;
    let adjusted = |of: &dyn Fn(&PooledChoice) -> Option<f64>| -> Vec<Option<f64>> {
        let p_values: Vec<Option<f64>> = choices.iter().map(of).collect();
        let known: Option<Vec<f64>> = p_values.iter().copied().collect();
        let of_several = known
            .filter(|_| !is_one)
            .and_then(|p| Adjustment::Holm.adjust(&p).ok());
        of_several.map_or(p_values, |adjusted| {
            adjusted.into_iter().map(Some).collect()
        })
    };
    // Where rounding leaves no bound, it may be anything.
    let end = |of: fn(Bounds) -> f64, unknown: f64| {
        adjusted(&|choice: &PooledChoice| {
            let bounds = choice.p_value_bounds;
            choice.p_value.map(|_| bounds.map_or(unknown, of))
        })
    };
    let (printed, least) = (adjusted(&|choice| choice.p_value), end(|p| p.low, 0.0));
    let most = end(|p| p.high, 1.0);
    let alpha = pooling.settings.confidence.alpha();
    for (place, choice) in choices.iter_mut().enumerate() {
        choice.adjusted_p_value = printed[place];
        let ends = least[place].zip(most[place]);
        choice.adjusted_p_value_bounds = ends.map(|(low, high)| Bounds::between(low, high));
        choice.finding =
            (choice.finding.zip(choice.adjusted_p_value_bounds)).map(|(_, p)| {
                match (p.high < alpha, p.low >= alpha) {
                    (true, _) => Finding::Shown,
                    (false, true) => Finding::NotShown,
                    (false, false) => Finding::UndecidedByRounding,
                }
            });
    }
}

fn choice(pooling: &Pooling<'_>, row: usize, members: &[Member<'_>]) -> Option<PooledChoice> {
    let settings = pooling.settings;
    let most = members.len();
    let mut having: Vec<&Member<'_>> = Vec::with_capacity(most);
    let mut shares = Vec::with_capacity(most);
    let mut bounds = Vec::with_capacity(most);
    let mut sizes = Vec::with_capacity(most);
    for member in members {
        let cell = pooling.table.polls[member.place].as_ref()?.cells[row];
        // The middle of a range is nobody's estimate.
        if let Some(span) = cell.filter(|span| !span.is_range) {
            let (share, open) = figure(&span);
            having.push(member);
            shares.push(share);
            bounds.push(open);
            sizes.push(member.size_of(&pooling.table.rows[row].label));
        }
    }
    if having.len() < 2 {
        return None;
    }
    let (count, count_bounds) = figure(&pooling.table.rows[row].count);
    let (estimator, interval) = (settings.heterogeneity_estimator, settings.pool_interval);
    let (level, scale) = (settings.confidence, settings.pool_scale);
    let scaled = scale.estimates(&shares, &sizes, ZeroShares::AddHalf).ok()?;
    let (estimates, variances) = (&scaled.estimates, &scaled.variances);
    // What does not exist here (polls that agree exactly, a count of 0 on the logit scale) is left out.
    let pooled = pooling::pool(estimates, variances, estimator, interval, level).ok()?;
    let place = |share: f64| scale.of_share(share).ok();
    let deviation_of = |pool: &pooling::Pool| common_bias(pool, place(count)?).ok();
    let bias = deviation_of(&pooled)?;
    let on_scale = |b: &Bounds| {
        Some(Bounds {
            low: place(b.low)?,
            high: place(b.high)?,
        })
    };
    let placed: Option<Vec<Bounds>> = bounds.iter().map(on_scale).collect();
    let rounded = placed
        .zip(on_scale(&count_bounds))
        .and_then(|(polls, count)| {
            let test = |variances: &[f64]| {
                pooled_with_bias(&polls, variances, estimator, interval, count, level).ok()
            };
            let at_ends = variances_within(&having, &pooling.table.rows[row].label, variances);
            at_ends
                .iter()
                .try_fold(test(variances)?, |(pooled, own), at_end| {
                    let (other, of_end) = test(at_end)?;
                    let low = pooled.low.min(other.low);
                    let high = pooled.high.max(other.high);
                    Some((Bounds { low, high }, own.and(of_end, level)))
                })
        });
    let pollsters: Vec<&str> = having.iter().map(|member| member.poll.pollster()).collect();
    // Of two polls, one is left: no pool. Of very many, none matters alone, and each would cost as much as all.
    let without = if (3..=MOST_LEFT_OUT).contains(&having.len()) && pooling.leave_out {
        leave_group_out(estimates, variances, &pollsters, estimator, interval, level)
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    let share = scale.share(pooled.pooled);
    let deviation = share - count;
    // A test against figures that can still change would be one of what is counted so far.
    let tested = |p: f64| (!pooling.is_partial).then_some(p);
    let against = rounded
        .map(|(_, test)| test)
        .filter(|_| !pooling.is_partial);
    let weights = if pooling.weigh {
        weights(pooling, &having, &shares, &scaled, pooled.tau2, count)
    } else {
        Vec::new()
    };
    Some(PooledChoice {
        label: pooling.table.rows[row].label.clone(),
        polls: having.len(),
        weights,
        corrected: (having.iter().zip(&shares))
            .filter(|(_, share)| scale.corrects(**share))
            .map(|(member, _)| member.poll.name().to_owned())
            .collect(),
        pooled: share,
        interval: scale.shares(pooled.interval),
        prediction: pooled.prediction.map(|interval| scale.shares(interval)),
        tau2: pooled.tau2,
        i2: pooled.i2,
        q: pooled.q,
        q_p_value: pooled.q_p_value,
        q_lower_tail: chi_squared_cdf(pooled.q, estimates.len() as f64 - 1.0).ok()?,
        deviation,
        deviation_bounds: rounded.map(|(pooled, _)| Bounds {
            low: (scale.share(pooled.low) - count_bounds.high).min(deviation),
            high: (scale.share(pooled.high) - count_bounds.low).max(deviation),
        }),
        p_value: tested(bias.p_value),
        adjusted_p_value: tested(bias.p_value),
        p_value_bounds: against.map(|test| test.p_value),
        adjusted_p_value_bounds: None,
        finding: against.map(|test| test.finding),
        without: without
            .into_iter()
            .map(|without| WithoutPollster {
                deviation: scale.share(without.pool.pooled) - count,
                p_value: deviation_of(&without.pool).and_then(|bias| tested(bias.p_value)),
                pollster: without.group,
            })
            .collect(),
    })
}

/// The variances at the ends of what the rounding of stated margins leaves of the sizes: of few polls at all of them, of
/// more where all sizes are least or all greatest.
fn variances_within(having: &[&Member<'_>], label: &str, variances: &[f64]) -> Vec<Vec<f64>> {
    let sizes: Vec<(f64, Bounds)> = (having.iter())
        .map(|member| (member.size_of(label), member.size_bounds_of(label)))
        .collect();
    let rounded: Vec<usize> = (0..sizes.len())
        .filter(|&place| sizes[place].1.low < sizes[place].1.high)
        .collect();
    let at = |is_least: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let mut at_end = variances.to_vec();
        for (order, &place) in rounded.iter().enumerate() {
            let (size, bounds) = sizes[place];
            let end = if is_least(order) {
                bounds.low
            } else {
                bounds.high
            };
            at_end[place] *= size / end;
        }
        at_end
    };
    match rounded.len() {
        0 => Vec::new(),
        few @ 1..=FEW => (0..1_usize << few)
            .map(|ends| at(&|order| ends >> order & 1 == 1))
            .collect(),
        _ => vec![at(&|_| true), at(&|_| false)],
    }
}

/// What each poll weighs, with its interval on the scale of the pool.
fn weights(
    pooling: &Pooling<'_>,
    having: &[&Member<'_>],
    shares: &[f64],
    scaled: &ScaledShares,
    tau2: f64,
    count: f64,
) -> Vec<PollWeight> {
    let (scale, quantile) = (
        pooling.settings.pool_scale,
        pooling.settings.confidence.critical_value(),
    );
    let weight = |variance: &f64| 1.0 / (variance + tau2);
    let all: f64 = scaled.variances.iter().map(weight).sum();
    let of_scale = scaled.estimates.iter().zip(&scaled.variances);
    having
        .iter()
        .zip(shares)
        .zip(of_scale)
        .map(|((member, share), (estimate, variance))| {
            let half_width = quantile * variance.sqrt();
            PollWeight {
                poll: member.poll.name().to_owned(),
                share: *share,
                deviation: share - count,
                interval: scale.shares(Interval {
                    low: estimate - half_width,
                    high: estimate + half_width,
                }),
                weight: weight(variance) / all,
            }
        })
        .collect()
}
