//! One reading of a poll against a count.

use super::effective_size::{self, Worth};
use super::ground::Ground;
use super::grounds_of_other_shares;
use super::refusals::Refusals;
use super::row::{Ways, figure, is_left, is_tested};
use super::row_tests::{adjust, tests};
use super::{condition, coverage, excused, joint, lead, measures, published, taken_back, verdict};
use crate::accuracy::{interval_score, mean_score};
use crate::alignment::{Aligned, AlignedRow, RowKind, common_choices};
use crate::error::Result;
use crate::hypothesis::{Adjustment, VerdictLevel, minimum_detectable_deviation};
use crate::interval::Interval;
use crate::model::{Base, OfficialCount, Poll};
use crate::numeric::Bounds;
use crate::partial::Reachability;
use crate::report::{
    MinimumDetectable, RangeCoverage, Reach, ReadingReport, Reason, RowReport, Settings, SizeFacts,
    Undefined,
};

/// The power at which the deviation is given that a poll could have found.
const POWER: f64 = 0.8;

/// What is the same for every reading of a poll against a count.
pub(super) struct Sides<'a> {
    pub(super) settings: &'a Settings,
    pub(super) poll: &'a Poll,
    pub(super) facts: &'a SizeFacts,
    pub(super) count: &'a OfficialCount,
    /// The ballots of a final count; unknown where it lists the votes of some choices only.
    pub(super) ballots: Option<u64>,
    pub(super) grounds: &'a [Ground],
    pub(super) is_partial: bool,
    /// The count is of the poll's own voters: nobody is outside.
    pub(super) own_voters: bool,
    /// Votes of others that are published apart were taken out of it.
    pub(super) some_taken_out: bool,
}

/// # Errors
/// None that a poll or a count can bring about: those of an adjustment that is given p-values.
pub(super) fn compare(sides: &Sides<'_>, aligned: Aligned) -> Result<ReadingReport> {
    let settings = sides.settings;
    let sample = sides.poll.sample();
    let worth_of: Vec<(String, Worth)> = (aligned.rows.iter())
        .filter(|row| row.kind == RowKind::Choice && is_tested(row))
        .filter_map(|row| {
            let worth = effective_size::worth_of_choice(
                sides.facts,
                sides.poll,
                aligned.share_of_respondents,
                sides.ballots,
                &row.label,
            )?;
            Some((row.label.clone(), worth))
        })
        .collect();
    let (worth, no_test) = match effective_size::worth(
        sides.facts,
        sample,
        aligned.share_of_respondents,
        sides.ballots,
    ) {
        Ok(Some(worth)) => (Some(worth), None),
        Ok(None) => (None, Some(Reason::SampleSizeUnknown)),
        Err(error) => (
            None,
            Some(effective_size::no_worth(
                sides.facts,
                &error,
                sample,
                sides.ballots,
            )),
        ),
    };
    let rest_is_apart = rest_is_apart(&aligned, worth.as_ref(), &worth_of);
    let is_tested = |row: &AlignedRow| is_tested(row) && !(rest_is_apart && is_left(row));
    let tests = tests(
        (&aligned, &is_tested),
        worth.as_ref(),
        &worth_of,
        sides.is_partial,
    );
    // Rows that are each tested by themselves are no several tests.
    let tests = match settings.adjustment {
        Adjustment::None => tests.min(1),
        _ => tests,
    };
    let level = VerdictLevel::new(settings.confidence, tests.max(1))?;
    let grounds = match (aligned.base, common_choices(&aligned.rules)) {
        (Base::AllBallots, _) => {
            grounds_of_other_shares::of_all_ballots(sides.grounds, sides.count)
        }
        (_, Some(common)) => {
            grounds_of_other_shares::of_common_choices(sides.grounds, common.of_count.bounds)
        }
        _ => sides.grounds.to_vec(),
    };
    let together = worth.filter(|_| !effective_size::is_of_choices_alone(sides.facts, sample));
    let everyone = effective_size::everyone_was_asked(sides.facts, sample, sides.ballots);
    let answered = sample
        .respondents()
        .map(|n| n as f64 * aligned.share_of_respondents);
    let ways = Ways {
        settings,
        poll: sides.poll,
        sample,
        facts: sides.facts,
        worth,
        together,
        worth_of,
        rest_is_apart,
        everyone_was_asked: everyone,
        // Where nothing is left to chance no design effect would excuse a deviation.
        respondents: (answered.filter(|_| !everyone))
            .map(|n| n * effective_size::finite_population(sides.facts, sample, sides.ballots)),
        lead_sizes: lead::sizes(sides, &aligned),
        refusals: Refusals::of(&aligned, sides.poll, answered),
        no_test,
        level,
        level_of_design: (sides.facts.degrees_of_freedom)
            .and_then(|freedom| level.with_degrees_of_freedom(freedom).ok()),
        grounds: &grounds,
        is_partial: sides.is_partial,
        outside: match sides.own_voters {
            true => None,
            false => verdict::outside_of(sides.poll, sides.count),
        },
        others_unnumbered: !sides.own_voters
            && published::has_others_unnumbered(sides.poll, sides.count),
    };
    let Aligned {
        reading,
        base,
        rules,
        rows,
        ..
    } = aligned;
    let with_bias = match settings.bias_standard_deviation {
        Some(bias) => {
            let ways = ways.with_bias(bias)?;
            let mut rows: Vec<RowReport> =
                rows.iter().map(|row| ways.compare(row.clone())).collect();
            adjust(settings, tests, &mut rows)?;
            let verdict = verdict::of_rows(&ways, tests, &rows).0;
            let condition = condition::of_verdict(&ways, tests, &rows, verdict);
            Some((verdict, condition, rows))
        }
        None => None,
    };
    let mut rows: Vec<RowReport> = rows.into_iter().map(|row| ways.compare(row)).collect();
    adjust(settings, tests, &mut rows)?;
    let with_bias = with_bias.map(|(verdict, condition, with_bias)| {
        for (row, with_bias) in rows.iter_mut().zip(with_bias) {
            if let (Some(own), Some(of)) = (row.sampling.as_mut(), with_bias.sampling) {
                (own.total_error_z, own.total_error_p_value) = (of.z, of.adjusted_p_value);
            }
        }
        (verdict, condition)
    });
    // An interval of a lead by the normal distribution stands for one by t at this size.
    let by_t = together.and_then(|worth| worth.sample.interval_size(settings.confidence).ok());
    let by_t_within_rounding = together.and_then(|worth| {
        let (least, most) = worth.within_rounding?;
        let size =
            |sample: crate::hypothesis::RowSample| sample.interval_size(settings.confidence).ok();
        Some(Bounds {
            low: size(least)?,
            high: size(most)?,
        })
    });
    let no_joint_intervals =
        joint::intervals_and_ranks(settings, together.as_ref(), &ways.lead_sizes, &mut rows);
    let mut coverage = match sides.own_voters {
        true => None,
        false => coverage::of_reading(&ways, sides.poll, sides.count, &rows),
    };
    // Those whom the words name may be those who are no longer in it.
    if let (Some(coverage), true) = (&mut coverage, sides.some_taken_out) {
        coverage.left_out = None;
    }
    let (verdict, decided_by) = verdict::of_rows(&ways, tests, &rows);
    // Against figures that can still change no design effect would excuse a deviation.
    if let (Some(coverage), true, false) = (&mut coverage, verdict.is_beyond(), ways.is_partial) {
        coverage.break_even_design_effect = excused::by_others(&ways, tests, &rows);
    }
    let leading = lead::leading(sides.count, &rows);
    let mut measures = measures::of_rows(&ways, &leading, &rows);
    measures.undefined.extend(no_joint_intervals);
    if worth.is_some() && together.is_none() {
        measures.undefined.push(Undefined {
            measure: match ways.lead_sizes.is_empty() {
                true => "the intervals of the lead and of all rows together, and ranks".into(),
                false => "the intervals of all rows together, and ranks".into(),
            },
            reason: match ways.lead_sizes.is_empty() {
                true => "design effects are known of single choices alone".into(),
                false => "design effects are known of single choices and leads alone".into(),
            },
        });
    }
    let reachable: Vec<Reach> = grounds.iter().map(|ground| reach(ground, &rows)).collect();
    let has_others = ways.outside.is_some();
    let mut report = ReadingReport {
        reading,
        base,
        effective_size: worth.map(|worth| worth.size()),
        drawn_from: effective_size::drawn_from(sides.facts, sample, sides.ballots)
            .map(|(_, ballots)| ballots),
        interval_size: by_t,
        interval_size_bounds: by_t_within_rounding,
        lead_sizes: ways.lead_sizes.clone(),
        lead: lead::report(
            settings,
            &leading,
            together.zip(by_t).map(|(worth, interval)| lead::Size {
                effective: worth.size(),
                interval,
                within_rounding: by_t_within_rounding,
            }),
            &ways.lead_sizes,
            sides.is_partial,
        ),
        measures,
        rules,
        verdict,
        range_coverage: range_coverage(sides, &rows),
        verdict_with_bias: with_bias.map(|(verdict, _)| verdict),
        condition_with_bias: with_bias.and_then(|(_, condition)| condition),
        condition: condition::of_verdict(&ways, tests, &rows, verdict),
        decided_by,
        tests,
        minimum_detectable: minimum_detectable(&ways, &rows),
        reachable,
        coverage,
        rows,
    };
    if !report.rests_on_a_test() {
        (report.verdict_with_bias, report.condition_with_bias) = (None, None);
    }
    if has_others {
        taken_back::only_what_is_impossible(&mut report);
    }
    Ok(report)
}

/// Whether each choice has a margin or a design of its own, and what they leave has none: a sharper test of a figure that
/// nobody published decides nothing.
fn rest_is_apart(aligned: &Aligned, worth: Option<&Worth>, worth_of: &[(String, Worth)]) -> bool {
    let has_own = |row: &AlignedRow| {
        let mut own = worth_of.iter();
        own.any(|(choice, of)| *choice == row.label && of.basis.knows_design())
    };
    let mut others = (aligned.rows.iter()).filter(|row| is_tested(row) && !is_left(row));
    worth.is_none_or(|worth| !worth.basis.knows_design()) && others.all(has_own)
}

/// The deviation of the count's leading choice that a poll of this size finds with power .8.
fn minimum_detectable(ways: &Ways<'_>, rows: &[RowReport]) -> Option<MinimumDetectable> {
    // Of equal ones the first, as elsewhere.
    let leader = rows
        .iter()
        .rev()
        .filter(|row| row.kind == RowKind::Choice && row.sampling.is_some())
        .max_by(|a, b| a.count.value.total_cmp(&b.count.value))?;
    let official = leader.count.value.clamp(0.0, 1.0);
    let worth = ways.worth_of(&leader.label)?;
    let level = ways.level_of(Some(&worth)).ok()?;
    Some(MinimumDetectable {
        choice: leader.label.clone(),
        deviation: minimum_detectable_deviation(official, worth.size(), level, POWER).ok()?,
    })
}

/// The ranges of choices at the confidence that the pollster states for them.
fn range_coverage(sides: &Sides<'_>, rows: &[RowReport]) -> Option<RangeCoverage> {
    let confidence = sides.poll.sample().stated_confidence()?;
    let ranges = || {
        // A limit ("<5") is one of printing, and no interval that holds so often.
        let is_limit = |row: &RowReport| published::limit(row.published.as_deref()).is_some();
        let choices =
            (rows.iter()).filter(move |row| row.kind == RowKind::Choice && !is_limit(row));
        choices.filter_map(|row| Some((row, row.range?)))
    };
    if sides.is_partial || ranges().next().is_none() {
        return None;
    }
    let scores = ranges().map(|(row, _)| {
        let (_, range) = figure(&row.poll);
        let interval = Interval {
            low: range.low,
            high: range.high,
        };
        interval_score(interval, figure(&row.count).0, confidence)
    });
    Some(RangeCoverage {
        confidence,
        inside: ranges()
            .filter(|(_, range)| range.inside == Some(true))
            .count(),
        ranges: ranges().count(),
        mean_interval_score: mean_score(scores).ok()?,
    })
}

/// The least reachable row decides; a statement is only as good as the row that decides it.
fn reach(ground: &Ground, rows: &[RowReport]) -> Reach {
    let order = |reachability: Reachability| match reachability {
        Reachability::Possible => 0,
        Reachability::PossibleWithinRounding => 1,
        Reachability::Impossible => 2,
    };
    let mut worst: Option<(&RowReport, &crate::report::Need)> = None;
    for row in rows {
        let Some(need) = row.needs(ground.basis) else {
            continue;
        };
        let key = |row: &RowReport, need: &crate::report::Need| {
            (
                order(need.reachability),
                // Among impossible ones, that which stands best.
                need.is_bound,
                (1e6 * need.unless_invalid.unwrap_or(1.0)) as i64,
                row.kind == RowKind::Choice,
            )
        };
        if worst.is_none_or(|(r, n)| key(row, need) > key(r, n)) {
            worst = Some((row, need));
        }
    }
    match worst {
        Some((row, need)) => Reach {
            basis: ground.basis,
            reachability: need.reachability,
            decided_by: (need.reachability != Reachability::Possible).then(|| row.label.clone()),
            is_bound: need.is_bound,
            unless_invalid: need.unless_invalid,
        },
        None => Reach {
            basis: ground.basis,
            reachability: Reachability::Possible,
            decided_by: None,
            is_bound: ground.basis.is_bound(),
            unless_invalid: None,
        },
    }
}
