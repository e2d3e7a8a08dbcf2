//! Whether polls lie closer together, or further apart, than chance would leave them.

use super::room::Room;
use super::terms::{self, number_of, sentence};
use super::{called, number};
use crate::report::{Pool, Report, Scatter, SizeBasis};
use crate::rounding::Finding as Shown;

/// Whether the polls lie closer together, or further apart, than independent samples would.
pub(super) fn of(report: &Report, pool: &Pool, of: &Scatter) -> String {
    let alpha = report.settings.confidence.alpha();
    let test = &of.test;
    let singly = if pool.designs_known {
        ""
    } else {
        " drawn singly"
    };
    let (upper, lower) = (of.upper_tail_bounds, of.lower_tail_bounds);
    let surely = of
        .design_effect_for_finding_within_rounding
        .map_or(String::new(), |factor| {
            format!(" ({} regardless of rounding)", number::significant(factor))
        });
    let assumed = assumed_design(report, pool);
    let polls = called::pooled(report, Room::FULL);
    let what = match of.finding {
        Some(Shown::Shown) => format!(
            "{polls} lie closer to one another than chance would usually leave. Weights, quotas, calibration or \
             a shared sample can do that, and so can adjusting figures to one another"
        ),
        Some(Shown::UndecidedByRounding) => format!(
            "rounding decides whether {polls} lie closer to one another than chance would usually leave"
        ),
        // An assumption shows nothing: what it would have to be is all that can be said.
        _ if lower.high() < alpha && assumed.is_some() => format!(
            "with the design effect of {} that was assumed {polls} would lie closer to one another than chance usually \
             leaves{}. Weights, quotas, calibration or a shared sample could do that; nothing is concluded from an \
             assumption",
            number::shortest(assumed.unwrap_or(1.0)),
            of.design_effect_for_finding
                .map_or(String::new(), |from| format!(
                    "; that would be so from {} on{surely}",
                    number::significant(from)
                ))
        ),
        // Never a finding while a design is not known: what it is not explained by comes first.
        _ if lower.high() < alpha => format!(
            "{polls} lie closer to one another than even samples{singly} usually would. Weights, quotas, calibration \
             or a shared sample can do that; not every design effect is known, so nothing is concluded from it"
        ),
        _ if lower.low() < alpha && upper.low() >= alpha => format!(
            "rounding decides whether {polls} lie closer to one another than even samples{singly} usually would, for \
             which weights, quotas, calibration or a shared sample are the first explanations"
        ),
        _ if upper.low() < alpha && of.fewest_expected.is_some() && of.differ_at.is_empty() => {
            format!(
                "whether {polls} differ from one another by more than samples{singly} would is not judged: one of them would have \
             fewer than five respondents for a choice"
            )
        }
        _ if upper.high() < alpha && of.everyone_else && of.differ_at.is_empty() => format!(
            "what {polls} leave for everyone else differs by more than samples{singly} would, and no choice by itself does"
        ),
        _ if upper.high() < alpha => {
            format!("{polls} differ from one another by more than samples{singly} would")
        }
        _ if upper.low() < alpha => format!(
            "rounding decides whether {polls} differ from one another by more than samples{singly} would"
        ),
        _ => format!("{polls} differ from one another about as samples{singly} would"),
    };
    let closer = of
        .design_effect_for_finding
        .filter(|_| test.upper_tail >= alpha && lower.low() >= alpha);
    let from = closer.map_or(String::new(), |factor| {
        format!(
            " Not every design effect is known: from {} on{surely} {polls} would lie closer to one another \
             than chance would usually leave, for which weights, quotas, calibration or a shared sample are the first \
             explanations.",
            number::significant(factor)
        )
    });
    format!(
        "{} Over {}{}: Q = {} on {}, {} times what chance gives; {} for so little scatter, {} for so much{}.{from}",
        sentence(&what),
        number_of(of.choices.len(), "choice"),
        if of.everyone_else {
            " and everyone else"
        } else {
            ""
        },
        q(of),
        match of.design_degrees_of_freedom {
            Some(design) => format!(
                "{} and, of the designs, {}",
                terms::degrees_of_freedom(test.degrees_of_freedom),
                number::significant(design)
            ),
            None => terms::degrees_of_freedom(test.degrees_of_freedom),
        },
        number::fixed(test.ratio, 2),
        terms::p_equals(lower.high()),
        terms::p_equals(upper.high()),
        if of.statistic_bounds.width() > 0.0 {
            ", each the largest p that rounding leaves"
        } else {
            ""
        },
    )
}

/// The design effect that was assumed for some of the polls of the pool.
fn assumed_design(report: &Report, pool: &Pool) -> Option<f64> {
    let facts = report.polls.iter();
    let mut own = facts.filter(|of| pool.polls.iter().any(|name| of.poll.name() == name));
    let is_assumed = own.any(|of| of.size.basis == Some(SizeBasis::AssumedDesign));
    report.settings.assumed_design_effect.filter(|_| is_assumed)
}

/// Q as printed, with what rounding leaves of it where that is another figure.
fn q(of: &Scatter) -> String {
    let [printed, low, high] = [
        of.test.statistic,
        of.statistic_bounds.low(),
        of.statistic_bounds.high(),
    ]
    .map(|q| number::fixed(q, 2));
    if low == high {
        printed
    } else {
        format!("{printed} ({low} to {high} within rounding)")
    }
}
