//! What a poll's sample is worth: respondents over design effect, or what the pollster's own margin says.

use super::ground::is_all_counted;
use crate::accuracy;
use crate::error::{Error, Result};
use crate::hypothesis::RowSample;
use crate::interval::BinomialMethod;
use crate::model::{CountStatus, OfficialCount, Poll, Sample};
use crate::numeric::{Bounds, Confidence};
use crate::report::{Reason, Settings, SizeBasis, SizeFacts};

/// What follows from a sample, against whatever count.
pub(super) fn facts(sample: &Sample, settings: &Settings) -> SizeFacts {
    let mut facts = SizeFacts {
        implied_design_effect: implied_design_effect(sample),
        ..SizeFacts::default()
    };
    let design = sample.design_effect();
    let assumed = settings.assumed_design_effect;
    let respondents = sample.respondents().is_some();
    // Without respondents and design effect together, the pollster's own margin is worth more than a guess.
    let margin = match (respondents, design) {
        (true, Some(_)) => None,
        _ => by_margin(sample),
    };
    let by_design = |factor: f64, basis: SizeBasis| {
        sample
            .effective_size_with(factor)
            .filter(|size| size.is_finite() && *size > 0.0)
            .map(|size| (basis, size, Some(factor)))
    };
    let known = match (design, margin, assumed) {
        (Some(factor), _, _) if respondents => by_design(factor, SizeBasis::Design),
        (_, Some((size, bounds, taken)), _) => {
            facts.effective_size_bounds = Some(bounds);
            facts.confidence_taken = taken;
            Some((SizeBasis::StatedMargin, size, facts.implied_design_effect))
        }
        (_, None, Some(factor)) => by_design(factor, SizeBasis::AssumedDesign),
        (_, None, None) => {
            by_design(1.0, SizeBasis::DrawnSingly).map(|(basis, size, _)| (basis, size, None))
        }
    };
    let Some((basis, size, factor)) = known else {
        return facts;
    };
    facts.basis = Some(basis);
    facts.effective_size = Some(size);
    facts.design_effect = factor;
    if basis == SizeBasis::Design {
        facts.degrees_of_freedom = design_degrees_of_freedom(sample);
    }
    facts.interval_method = Some(match settings.interval_method {
        // Without the stations, what Korn and Graubard start from is left.
        BinomialMethod::KornGraubard
            if settings
                .interval_method
                .size_reduction(sample, settings.confidence)
                .is_err() =>
        {
            BinomialMethod::ClopperPearson
        }
        method => method,
    });
    facts
}

/// Stations less strata. Zero is a fact too: it means that there is no verdict.
fn design_degrees_of_freedom(sample: &Sample) -> Option<f64> {
    // Where none was drawn, nothing is estimated from how stations differ.
    if sample.every_station() == Some(true) {
        return None;
    }
    let strata = sample.strata().unwrap_or(1);
    let stations = sample.stations()?;
    Some(stations.saturating_sub(strata) as f64)
}

/// The size that the stated margin is worth, with its rounding, and whether the confidence was taken to be
/// 95 percent.
fn by_margin(sample: &Sample) -> Option<(f64, Bounds, bool)> {
    let margin = sample.stated_margin()?;
    let bounds = sample.stated_margin_bounds()?;
    let stated = sample.stated_confidence();
    let confidence = stated.unwrap_or(Confidence::P95);
    let (size, bounds) =
        accuracy::effective_size_of_margin((margin, bounds), 0.5, confidence).ok()?;
    Some((size, bounds, stated.is_none()))
}

/// The design effect that the margin stated by the pollster implies.
fn implied_design_effect(sample: &Sample) -> Option<f64> {
    let (margin, respondents) = (sample.stated_margin()?, sample.respondents()?);
    let confidence = sample.stated_confidence().unwrap_or(Confidence::P95);
    accuracy::implied_design_effect(margin, respondents as f64, confidence).ok()
}

/// From which part of the ballots on a sample is taken to reduce its own error.
const SIZEABLE: f64 = 0.05;

/// The sample behind the rows of one reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    pub(super) sample: RowSample,
    /// The samples that the rounding of a stated margin allows, the least first.
    pub(super) within_rounding: Option<(RowSample, RowSample)>,
    /// What the size follows from.
    pub(super) basis: SizeBasis,
    /// Of a sample of stations whose design effect is known.
    pub(super) degrees_of_freedom: Option<f64>,
}

impl Worth {
    pub(super) fn size(&self) -> f64 {
        self.sample.effective_size()
    }

    /// The sizes that the rounding of a stated margin allows.
    pub(super) fn size_bounds(&self) -> Bounds {
        let ends = self
            .within_rounding
            .map(|(least, most)| Bounds::between(least.effective_size(), most.effective_size()));
        ends.unwrap_or(Bounds::exact(self.size()))
    }

    /// The size that stands for sampling and a bias of this standard deviation together.
    ///
    /// # Errors
    /// As [`accuracy::total_error_size`].
    pub(super) fn with_bias(&self, bias: f64) -> Result<Worth> {
        let with = |sample: RowSample| {
            let size = accuracy::total_error_size(sample.effective_size(), bias)?;
            with_freedom(RowSample::of_effective_size(size)?, self.degrees_of_freedom)
        };
        Ok(Worth {
            sample: with(self.sample)?,
            within_rounding: match self.within_rounding {
                Some((least, most)) => Some((with(least)?, with(most)?)),
                None => None,
            },
            ..*self
        })
    }

    /// As stated, and at the ends of what the rounding of a margin allows.
    pub(super) fn each(&self) -> impl Iterator<Item = Worth> + '_ {
        let (least, most) = self.within_rounding.unzip();
        let samples = [Some(self.sample), least, most];
        samples.into_iter().flatten().map(|sample| Worth {
            sample,
            within_rounding: None,
            ..*self
        })
    }
}

/// The effective sample of a reading that is of `share` of the respondents, drawn from the ballots of
/// `count`; `None` where the size is not known.
///
/// # Errors
/// Of a design without degrees of freedom, of more respondents than there were ballots, and of as many drawn one by
/// one: none has a test.
pub(super) fn worth(
    facts: &SizeFacts,
    sample: &Sample,
    share: f64,
    ballots: Option<u64>,
) -> Result<Option<Worth>> {
    let (Some(basis), Some(size)) = (facts.basis, facts.effective_size) else {
        return Ok(None);
    };
    if let Some((n, ballots)) = too_many(sample, ballots) {
        return Err(Error::undefined(
            "the test",
            format!("{n} respondents are more than the {ballots} ballots of the final count"),
        ));
    }
    if everyone_was_asked(facts, sample, ballots) {
        return Err(Error::undefined(
            "the test",
            "everyone was asked, which leaves nothing to sampling",
        ));
    }
    if facts.degrees_of_freedom == Some(0.0)
        && let Some(stations) = sample.stations()
    {
        return Err(Error::undefined(
            "the test",
            match sample.strata() {
                Some(strata) if stations > 1 => format!(
                    "{stations} stations in {strata} strata leave no degree of freedom to judge by"
                ),
                _ => "one station leaves no degree of freedom to judge by".into(),
            },
        ));
    }
    let sized = Sized {
        basis,
        design_effect: facts.design_effect,
        degrees_of_freedom: facts.degrees_of_freedom,
        factor: share * finite_population(facts, sample, ballots),
    };
    sized.worth(size, facts.effective_size_bounds).map(Some)
}

/// The respondents and the ballots of a final count, where more are said to have answered than voted.
pub(super) fn too_many(sample: &Sample, ballots: Option<u64>) -> Option<(u64, u64)> {
    let both = sample.respondents().zip(ballots);
    both.filter(|(respondents, ballots)| respondents > ballots)
}

/// Why a sample of known size has no worth.
pub(super) fn no_worth(
    facts: &SizeFacts,
    error: &Error,
    sample: &Sample,
    ballots: Option<u64>,
) -> Reason {
    match (too_many(sample, ballots), ballots) {
        (Some((respondents, ballots)), _) => Reason::MoreRespondentsThanBallots {
            respondents,
            ballots,
        },
        (None, Some(all)) if everyone_was_asked(facts, sample, ballots) => {
            Reason::EveryoneWasAsked { ballots: all }
        }
        (None, _) => Reason::Undefined {
            why: error.to_string(),
        },
    }
}

/// What is known of one choice alone makes of the sample for the row of that choice: a design effect of its own, or the
/// pollster's own margin of it where nothing better is known; the design effect of the poll stands before that.
pub(super) fn worth_of_choice(
    facts: &SizeFacts,
    poll: &Poll,
    share_of_respondents: f64,
    ballots: Option<u64>,
    choice: &str,
) -> Option<Worth> {
    let sample = poll.sample();
    // Hardly any poll has such figures, and the search below is over all entries for each row.
    if sample.margins().is_empty() && sample.design_effects().is_empty()
        || everyone_was_asked(facts, sample, ballots)
    {
        return None;
    }
    // The margin is of the share as the pollster printed it.
    let mut entries = poll.entries().iter();
    let share = entries.find(|entry| entry.label() == choice)?.share.value();
    let sized = |basis, design_effect, degrees_of_freedom| Sized {
        basis,
        design_effect,
        degrees_of_freedom,
        factor: share_of_respondents * finite_population(facts, sample, ballots),
    };
    let own = sample.design_effect_of(choice);
    if let Some(size) = own.and_then(|factor| sample.effective_size_with(factor)) {
        let freedom = design_degrees_of_freedom(sample);
        return sized(SizeBasis::Design, own, freedom)
            .worth(size, None)
            .ok();
    }
    if facts.basis == Some(SizeBasis::Design) {
        return None;
    }
    let margin = (sample.margin(choice)?, sample.margin_bounds(choice)?);
    let confidence = sample.stated_confidence().unwrap_or(Confidence::P95);
    let (size, bounds) = accuracy::effective_size_of_margin(margin, share, confidence).ok()?;
    sized(
        SizeBasis::StatedMargin,
        facts.design_effect,
        facts.degrees_of_freedom,
    )
    .worth(size, Some(bounds))
    .ok()
}

/// What is known of the lead of one of these choices over the other makes of the sample for that lead.
pub(super) fn worth_of_lead(
    facts: &SizeFacts,
    sample: &Sample,
    share_of_respondents: f64,
    ballots: Option<u64>,
    [first, second]: [&str; 2],
) -> Option<Worth> {
    if everyone_was_asked(facts, sample, ballots) {
        return None;
    }
    let factor = sample.lead_design_effect_of(first, second)?;
    let sized = Sized {
        basis: SizeBasis::Design,
        design_effect: Some(factor),
        degrees_of_freedom: design_degrees_of_freedom(sample),
        factor: share_of_respondents * finite_population(facts, sample, ballots),
    };
    sized.worth(sample.effective_size_with(factor)?, None).ok()
}

/// How a size becomes a sample.
struct Sized {
    basis: SizeBasis,
    design_effect: Option<f64>,
    degrees_of_freedom: Option<f64>,
    /// Of those who answered, and of a population that is not endless.
    factor: f64,
}

impl Sized {
    fn worth(&self, size: f64, bounds: Option<Bounds>) -> Result<Worth> {
        Ok(Worth {
            sample: self.sample(size)?,
            within_rounding: match bounds {
                Some(bounds) => Some((self.sample(bounds.low)?, self.sample(bounds.high)?)),
                None => None,
            },
            basis: self.basis,
            degrees_of_freedom: self.degrees_of_freedom,
        })
    }

    fn sample(&self, size: f64) -> Result<RowSample> {
        let size = size * self.factor;
        // "Exact" only where respondents are known to be drawn singly.
        let single = self.basis == SizeBasis::Design
            && self.design_effect == Some(1.0)
            && self.factor == 1.0;
        let sample = if single {
            RowSample::drawn_singly(size)?
        } else {
            RowSample::of_effective_size(size)?
        };
        with_freedom(sample, self.degrees_of_freedom)
    }
}

fn with_freedom(sample: RowSample, degrees_of_freedom: Option<f64>) -> Result<RowSample> {
    match degrees_of_freedom {
        Some(freedom) => sample.with_degrees_of_freedom(freedom),
        None => Ok(sample),
    }
}

/// The ballots of a count of which none is outstanding; where they are not given its valid and invalid votes, as far as it
/// gives these.
pub(super) fn final_ballots(count: &OfficialCount) -> Option<u64> {
    let votes = || {
        let invalid = count.invalid().unwrap_or(0);
        count.valid_votes()?.checked_add(invalid)
    };
    let ballots = count.ballots().or_else(votes);
    ballots.filter(|_| count.status() == CountStatus::Final || is_all_counted(count))
}

/// Whether designs are known of single choices alone: what they are worth together, in leads, ranks and the fit of
/// all rows, does not follow from that, and is not that of respondents drawn singly either.
pub(super) fn is_of_choices_alone(facts: &SizeFacts, sample: &Sample) -> bool {
    facts.basis == Some(SizeBasis::DrawnSingly) && !sample.design_effects().is_empty()
}

/// The ballots of a final count that the respondents are a sizeable part of, where they count as drawn from these
/// one by one. What a design effect adds varies between clusters, and asking more people inside them takes nothing off
/// it: its correction is on stations, and stands in the design effect of a poll that was made from them (Cochran 1977,
/// *Sampling Techniques*, 9.3). A pollster's own margin is of the pollster's own making, and a population that the poll
/// states has its correction already.
pub(super) fn drawn_from(
    facts: &SizeFacts,
    sample: &Sample,
    ballots: Option<u64>,
) -> Option<(u64, u64)> {
    let singly = facts.basis? != SizeBasis::StatedMargin
        && facts.design_effect.is_none_or(|factor| factor == 1.0)
        && sample.design_effects().is_empty();
    let (n, ballots) = (sample.respondents()?, ballots?);
    let sizeable = n as f64 >= SIZEABLE * ballots as f64 && n <= ballots;
    (singly && sizeable && sample.stations().is_none() && sample.population().is_none())
        .then_some((n, ballots))
}

/// Whether the respondents of this reading are as many as the ballots of the count: the variance is 0 then, which no test
/// can divide by.
pub(super) fn everyone_was_asked(facts: &SizeFacts, sample: &Sample, ballots: Option<u64>) -> bool {
    drawn_from(facts, sample, ballots).is_some_and(|(n, ballots)| n == ballots)
}

/// (N − 1)/(N − n), by which a sample without replacement from N ballots is worth more; not where it is all of them.
pub(super) fn finite_population(facts: &SizeFacts, sample: &Sample, ballots: Option<u64>) -> f64 {
    drawn_from(facts, sample, ballots).map_or(1.0, |(n, ballots)| {
        (ballots as f64 - 1.0).max(1.0) / ((ballots - n) as f64).max(1.0)
    })
}
