//! How far the polls of a pool lie apart, against what sampling leaves.

use super::pool::{Member, Pooling};
use super::row::figure;
use crate::alignment::CommonShares;
use crate::hypothesis::design_upper_tail;
use crate::numeric::{Bounds, chi_squared_upper_tail};
use crate::pooling::{herding_design_effect, multinomial_homogeneity};
use crate::report::{Scatter, SizeBasis};
use crate::rounding::{homogeneity_of_sizes, homogeneity_within_rounding};

/// Over the choices that all polls have, everyone else together.
pub(super) fn scatter(
    pooling: &Pooling<'_>,
    shares: &CommonShares,
    members: &[Member<'_>],
) -> Option<Scatter> {
    let ranges = shares.polls.iter().flatten().any(|span| span.is_range);
    // Nor is the scatter of all choices known from designs of single ones.
    if shares.labels.len() < 2 || ranges || members.iter().any(Member::is_of_choices_alone) {
        return None;
    }
    let level = pooling.settings.confidence;
    // Where nobody is anybody else, or rounding alone can be all that the figures leave, there is no such category.
    let nobody_else = shares
        .polls
        .iter()
        .all(|poll| poll.last().is_none_or(|rest| rest.bounds.low <= 0.0));
    let categories = shares.labels.len() + usize::from(!nobody_else);
    let printed: Vec<Vec<f64>> = shares
        .polls
        .iter()
        .map(|poll| {
            let values: Vec<f64> = poll.iter().take(categories).map(|s| figure(s).0).collect();
            // Shares that sum to another figure within rounding are scaled to 1.
            let whole: f64 = values.iter().sum();
            values.iter().map(|share| share / whole).collect()
        })
        .collect();
    let bounds: Vec<Vec<Bounds>> = shares
        .polls
        .iter()
        .map(|poll| poll.iter().take(categories).map(|s| figure(s).1).collect())
        .collect();
    let sizes: Vec<f64> = members.iter().map(|member| member.size).collect();
    let test = multinomial_homogeneity(&printed, &sizes, level).ok()?;
    let rounded_sizes: Vec<Bounds> = members.iter().map(|member| member.size_bounds).collect();
    let rounded = homogeneity_of_sizes(&bounds, &rounded_sizes, level).ok()?;
    let published = members.iter().all(|member| {
        let size = &pooling.facts[member.place].size;
        match size.basis {
            Some(SizeBasis::Design) => true,
            // A margin no larger than that of respondents drawn singly says nothing of the design.
            Some(SizeBasis::StatedMargin) => {
                !size.margin_is_too_small() && !size.margin_is_as_drawn_singly()
            }
            _ => false,
        }
    });
    let greatest = rounded.statistic.high.max(test.statistic);
    let single = match published {
        true => None,
        false => single_draws(pooling, &drawn_singly(pooling, members), &printed, &bounds),
    };
    let design_effect = |q: f64| herding_design_effect(q, test.degrees_of_freedom, level).ok();
    let least = rounded.statistic.low.min(test.statistic);
    let design = design_degrees_of_freedom(pooling, members);
    let upper_tail = |q: f64| upper_tail(q, test.degrees_of_freedom, design);
    Some(Scatter {
        choices: shares.labels.clone(),
        everyone_else: !nobody_else,
        statistic_bounds: Bounds {
            low: least,
            high: greatest,
        },
        lower_tail_bounds: rounded.p_value.including(test.lower_tail),
        // It falls where the statistic rises.
        upper_tail_bounds: Bounds {
            low: upper_tail(greatest)?,
            high: upper_tail(least)?,
        }
        .including(upper_tail(test.statistic)?),
        design_degrees_of_freedom: design,
        fewest_expected: fewest_expected(&printed, &sizes).filter(|fewest| *fewest < FEW),
        differ_at: differ_at(pooling, shares, members, design),
        finding: published.then_some(rounded.finding),
        design_effect_for_finding: single.and_then(|(q, _)| design_effect(q)),
        design_effect_for_finding_within_rounding: single.and_then(|(_, q)| design_effect(q)),
        test,
    })
}

/// The least expected number of respondents with which the χ² of a table is used.
const FEW: f64 = 5.0;

/// The chance of a Q as large as this: of an F on the degrees of freedom of the designs, where stations are few enough to
/// tell, and otherwise of χ².
fn upper_tail(q: f64, degrees_of_freedom: f64, design: Option<f64>) -> Option<f64> {
    match design {
        Some(design) => design_upper_tail(q, degrees_of_freedom, design).ok(),
        None => chi_squared_upper_tail(q, degrees_of_freedom).ok(),
    }
}

/// Satterthwaite's degrees of freedom of a difference of the polls, whose variances are as 1 over their sizes; absent where
/// no poll of known design has stations.
fn design_degrees_of_freedom(pooling: &Pooling<'_>, members: &[Member<'_>]) -> Option<f64> {
    let variances = || members.iter().map(|member| 1.0 / member.size);
    let of_designs: f64 = (members.iter())
        .filter_map(|member| {
            let freedom = pooling.facts[member.place].size.degrees_of_freedom?;
            (freedom > 0.0).then(|| (1.0 / member.size).powi(2) / freedom)
        })
        .sum();
    (of_designs > 0.0).then(|| variances().sum::<f64>().powi(2) / of_designs)
}

/// The fewest respondents that a poll would have of a category if all polls had the same shares.
fn fewest_expected(shares: &[Vec<f64>], sizes: &[f64]) -> Option<f64> {
    let all: f64 = sizes.iter().sum();
    let least = sizes.iter().copied().reduce(f64::min)?;
    let categories = 0..shares.first()?.len();
    let pooled = |category: usize| {
        let named = shares.iter().zip(sizes);
        named.map(|(poll, size)| poll[category] * size).sum::<f64>() / all
    };
    // Of a category that nobody has nothing is expected, and nothing tested.
    let expected = categories.map(|of| least * pooled(of));
    expected.filter(|of| *of > 0.0).reduce(f64::min)
}

/// The choices at which the polls surely differ, each beside all others together.
fn differ_at(
    pooling: &Pooling<'_>,
    shares: &CommonShares,
    members: &[Member<'_>],
    design: Option<f64>,
) -> Vec<String> {
    let (level, choices) = (pooling.settings.confidence, shares.labels.len() as f64);
    let differs = |(place, label): &(usize, &String)| {
        let sizes: Vec<Bounds> = members.iter().map(|of| of.size_bounds_of(label)).collect();
        let boxes: Vec<Vec<Bounds>> = (shares.polls.iter())
            .map(|poll| figure(&poll[*place]).1)
            .map(|of| vec![of, Bounds::between(1.0 - of.high, 1.0 - of.low)])
            .collect();
        let test = homogeneity_of_sizes(&boxes, &sizes, level).ok();
        let least = test.map(|of| of.statistic.low);
        let p = least.and_then(|q| upper_tail(q, members.len() as f64 - 1.0, design));
        let row: Vec<Vec<f64>> = (shares.polls.iter())
            .map(|poll| figure(&poll[*place]).0)
            .map(|of| vec![of, 1.0 - of])
            .collect();
        let own: Vec<f64> = members.iter().map(|of| of.size_of(label)).collect();
        let enough = fewest_expected(&row, &own).is_some_and(|fewest| fewest >= FEW);
        enough && p.is_some_and(|p| choices * p < level.alpha())
    };
    let labels = shares.labels.iter().enumerate();
    labels
        .filter(differs)
        .map(|(_, label)| label.clone())
        .collect()
}

/// The sizes at design effect 1.
fn drawn_singly(pooling: &Pooling<'_>, members: &[Member<'_>]) -> Vec<f64> {
    let own = |member: &Member<'_>| pooling.facts[member.place].size.design_effect;
    members
        .iter()
        .map(|member| member.size * own(member).unwrap_or(1.0))
        .collect()
}

/// Q at these sizes: of the printed figures, and at the largest value that rounding leaves.
fn single_draws(
    pooling: &Pooling<'_>,
    sizes: &[f64],
    printed: &[Vec<f64>],
    bounds: &[Vec<Bounds>],
) -> Option<(f64, f64)> {
    let level = pooling.settings.confidence;
    let rounded = homogeneity_within_rounding(bounds, sizes, level).ok()?;
    let test = multinomial_homogeneity(printed, sizes, level).ok()?;
    Some((test.statistic, rounded.statistic.high.max(test.statistic)))
}
