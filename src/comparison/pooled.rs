//! What the polls of known size say together.

use std::collections::BTreeMap;

use super::Comparison;
use super::report::{
    PollReport, PooledChoice, PooledPolls, ReadingReport, RowReport, Scatter, WithoutPollster,
};
use super::together::choices;
use crate::error::{ErrorKind, Result};
use crate::model::PollKind;
use crate::numeric::Bounds;
use crate::pooling::{
    Pool, ZeroShares, common_bias, herding, homogeneity_within_rounding, leave_group_out,
    multinomial_homogeneity, pool, pooled_with_bias,
};

/// A poll that goes into the pool: its reading on named votes, and its effective size there.
struct Member<'a> {
    /// Its place among the polls.
    place: usize,
    poll: &'a PollReport,
    reading: &'a ReadingReport,
    size: f64,
}

impl Member<'_> {
    fn row(&self, label: &str) -> Option<&RowReport> {
        choices(&self.reading.rows).find(|row| row.label == label)
    }
}

/// Absent for fewer than two polls of known size.
pub(super) fn pooled(
    settings: &Comparison,
    labels: &[String],
    polls: &[PollReport],
) -> Result<Option<PooledPolls>> {
    let members = members(polls);
    if members.len() < 2 {
        return Ok(None);
    }
    let mut choices = Vec::new();
    for label in labels {
        choices.extend(choice(settings, label, &members)?);
    }
    Ok(Some(PooledPolls {
        polls: members
            .iter()
            .map(|member| member.poll.name.clone())
            .collect(),
        choices,
        scatter: scatter(settings, labels, &members)?,
        at_least_this_wide: members
            .iter()
            .any(|member| member.poll.sample.at_least_this_wide),
    }))
}

/// Of each pollster the last release; exit polls, or late polls where there are none. Counts of a sample
/// of stations are no polls, and a poll of polls is no further one.
fn members(polls: &[PollReport]) -> Vec<Member<'_>> {
    let of_kind = |kind: PollKind| -> Vec<Member<'_>> {
        let mut last: BTreeMap<&str, Member<'_>> = BTreeMap::new();
        let known = polls
            .iter()
            .enumerate()
            .filter(|(_, poll)| poll.kind == kind && !poll.derived);
        for (place, poll) in known {
            let reading = poll.readings.last();
            if let Some((reading, size)) = reading.and_then(|r| Some((r, r.effective_size?))) {
                // Releases of one poll are one sample.
                let member = Member {
                    place,
                    poll,
                    reading,
                    size,
                };
                last.insert(&poll.pollster, member);
            }
        }
        let mut members: Vec<Member<'_>> = last.into_values().collect();
        members.sort_by_key(|member| member.place);
        members
    };
    let exit_polls = of_kind(PollKind::ExitPoll);
    if exit_polls.len() >= 2 {
        exit_polls
    } else {
        of_kind(PollKind::LatePoll)
    }
}

fn choice(
    settings: &Comparison,
    label: &str,
    members: &[Member<'_>],
) -> Result<Option<PooledChoice>> {
    let having: Vec<(&Member<'_>, &RowReport)> = members
        .iter()
        .filter_map(|member| Some((member, member.row(label)?)))
        .collect();
    let Some((_, first)) = having.first() else {
        return Ok(None);
    };
    if having.len() < 2 {
        return Ok(None);
    }
    let count = first.count;
    let shares: Vec<f64> = having.iter().map(|(_, row)| row.poll.value).collect();
    let bounds: Vec<Bounds> = having.iter().map(|(_, row)| row.poll.bounds).collect();
    let sizes: Vec<f64> = having.iter().map(|(member, _)| member.size).collect();
    let (estimator, interval) = (settings.heterogeneity_estimator, settings.pool_interval);
    let level = settings.confidence;
    let scale = settings.pool_scale;
    let scaled = scale.estimates(&shares, &sizes, ZeroShares::AddHalf)?;
    let (estimates, variances) = (&scaled.estimates, &scaled.variances);
    let pooled = match pool(estimates, variances, estimator, interval, level) {
        Ok(pooled) => pooled,
        // What does not exist here (polls that agree exactly) is left out.
        Err(error) if error.kind() == ErrorKind::Undefined => return Ok(None),
        Err(error) => return Err(error),
    };
    // On the logit scale a count of 0 or 1 has no place.
    let place = |share: f64| scale.of_share(share).ok();
    let deviation_of = |pool: &Pool| common_bias(pool, place(count.value)?).ok();
    let Some(bias) = deviation_of(&pooled) else {
        return Ok(None);
    };
    let on_scale = |b: &Bounds| {
        Some(Bounds {
            low: place(b.low)?,
            high: place(b.high)?,
        })
    };
    let placed: Option<Vec<Bounds>> = bounds.iter().map(on_scale).collect();
    let rounded = placed
        .zip(on_scale(&count.bounds))
        .and_then(|(polls, count)| {
            pooled_with_bias(&polls, variances, estimator, interval, count, level).ok()
        });
    let deviation_bounds = rounded.map(|(pooled, _)| Bounds {
        low: scale.share(pooled.low) - count.bounds.high,
        high: scale.share(pooled.high) - count.bounds.low,
    });
    let pollsters: Vec<&str> = having
        .iter()
        .map(|(member, _)| member.poll.pollster.as_str())
        .collect();
    // Of two polls, one is left: no pool.
    let without = if having.len() > 2 && settings.pairwise {
        match leave_group_out(estimates, variances, &pollsters, estimator, interval, level) {
            Ok(without) => without,
            Err(error) if error.kind() == ErrorKind::Undefined => Vec::new(),
            Err(error) => return Err(error),
        }
    } else {
        Vec::new()
    };
    Ok(Some(PooledChoice {
        label: label.to_owned(),
        polls: having.len(),
        pooled: scale.share(pooled.pooled),
        interval: scale.shares(pooled.interval),
        prediction: pooled.prediction.map(|interval| scale.shares(interval)),
        tau2: pooled.tau2,
        i2: pooled.i2,
        q: pooled.q,
        q_p_value: pooled.q_p_value,
        q_lower_tail: herding(estimates, variances, level)?.lower_tail,
        deviation: scale.share(pooled.pooled) - count.value,
        deviation_bounds,
        p_value: bias.p_value,
        p_value_bounds: rounded.map(|(_, test)| test.p_value),
        finding: rounded.map(|(_, test)| test.finding),
        without: without
            .into_iter()
            .map(|without| WithoutPollster {
                deviation: scale.share(without.pool.pooled) - count.value,
                p_value: deviation_of(&without.pool).map(|bias| bias.p_value),
                pollster: without.group,
            })
            .collect(),
    }))
}

/// Over the choices that all polls have, everyone else together.
fn scatter(
    settings: &Comparison,
    labels: &[String],
    members: &[Member<'_>],
) -> Result<Option<Scatter>> {
    let in_all = |label: &&String| members.iter().all(|member| member.row(label).is_some());
    let choices: Vec<String> = labels.iter().filter(in_all).cloned().collect();
    if choices.len() < 2 {
        return Ok(None);
    }
    let sizes: Vec<f64> = members.iter().map(|member| member.size).collect();
    let mut shares: Vec<Vec<f64>> = Vec::with_capacity(members.len());
    let mut bounds: Vec<Vec<Bounds>> = Vec::with_capacity(members.len());
    for member in members {
        let rows = || choices.iter().filter_map(|label| member.row(label));
        let left = |sum: f64| (1.0 - sum).clamp(0.0, 1.0);
        let rest = left(rows().map(|row| row.poll.value).sum());
        let rest_bounds = Bounds {
            low: left(rows().map(|row| row.poll.bounds.high).sum()),
            high: left(rows().map(|row| row.poll.bounds.low).sum()),
        };
        // Shares that sum to more than 1 within rounding are scaled to it.
        let whole: f64 = rows().map(|row| row.poll.value).sum::<f64>() + rest;
        shares.push(
            rows()
                .map(|row| row.poll.value / whole)
                .chain([rest / whole])
                .collect(),
        );
        bounds.push(
            rows()
                .map(|row| row.poll.bounds)
                .chain([rest_bounds])
                .collect(),
        );
    }
    // Where nobody is anybody else, there is no such category.
    if shares.iter().all(|row| row.last() == Some(&0.0)) {
        shares
            .iter_mut()
            .for_each(|row| row.truncate(choices.len()));
        bounds
            .iter_mut()
            .for_each(|row| row.truncate(choices.len()));
    }
    let level = settings.confidence;
    let test = multinomial_homogeneity(&shares, &sizes, level);
    let rounded = homogeneity_within_rounding(&bounds, &sizes, level);
    let (Ok(test), Ok(rounded)) = (test, rounded) else {
        return Ok(None);
    };
    Ok(Some(Scatter {
        choices,
        test,
        statistic_bounds: rounded.statistic,
        lower_tail_bounds: rounded.p_value,
        finding: rounded.finding,
    }))
}
