//! An exit poll against the count, station by station.

mod matched;
mod national;
mod nonresponse;
mod outside;
mod pattern;
mod point;
mod refusal;
mod settings;
mod silent;
mod verdict;

pub use matched::{MatchedDeviation, MatchedLead};
pub use national::NationalDeviation;
pub use nonresponse::{Nonresponse, Noted};
pub use outside::{StationOutside, StationTestOf, StationsOutside, StationsTestedBy};
pub use pattern::{NoPattern, Pattern, PatternTerm};
pub use point::StationPoint;
pub use refusal::RefusalExplanation;
pub use settings::AgainstCount;
pub use silent::SilentStation;
pub use verdict::ResponseVerdict;

use serde::Serialize;

use super::drawn::StationsDrawn;
use super::sample::StationSample;
use super::table::StationTable;
use super::within_precinct_error::{Pairs, WithinPrecinctError};
use crate::error::{Error, Result};
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Pool, pool};

/// Everything that the stations of an exit poll say about its difference from the count.
///
/// The matched comparison is with the counts of the very stations at which people were asked: nothing in it
/// depends on which stations were drawn, and no design effect of stations belongs into it. The national one is
/// with the count of all: there it does. Proportions throughout.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StationComparison {
    /// The choices, in the order of all lists.
    pub choices: Vec<String>,
    /// Stations with interviews and a count.
    pub stations: usize,
    /// Stations that lack one of the two and are in nothing that follows but the national estimate.
    pub unmatched_stations: usize,
    /// Stations at which people were asked and nobody answered: their weight went to the others of their stratum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<SilentStation>,
    /// Whether the national count is of the table's stations and no others, so that none was drawn for it.
    #[serde(default)]
    pub every_station: bool,
    /// Whether shares are of the votes and answers for the listed choices alone
    /// ([`StationTable::listed_choices_alone`](crate::station::StationTable::listed_choices_alone)).
    #[serde(default)]
    pub listed_choices_alone: bool,
    /// Interviews at the matched stations.
    pub interviews: u64,
    /// Poll less count of the same stations, of each choice.
    pub matched: Vec<MatchedDeviation>,
    /// The same of the lead of the orientation's numerator over its denominator.
    pub matched_lead: MatchedLead,
    /// Poll less count of all stations, of each choice, where that count was given.
    pub national: Option<Vec<NationalDeviation>>,
    /// Within-precinct error of the two choices, and what response ratio they imply.
    pub within_precinct_error: WithinPrecinctError,
    /// How much ln α differs between stations beyond interviewing few people in each (Paule & Mandel 1982); `None` for
    /// fewer than two stations that have one.
    pub heterogeneity: Option<Pool>,
    /// Stations whose interviews can hardly be a draw from their ballots.
    pub outside: StationsOutside,
    /// How ln α goes with the covariates; `None` without covariates, or where that cannot be said.
    pub pattern: Option<Pattern>,
    /// Why that cannot be said; `None` without covariates, or where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_pattern: Option<NoPattern>,
    /// What refusals alone can explain; `None` where none were noted.
    pub refusals: Option<RefusalExplanation>,
    /// Refusals and misses as they were noted; `None` where no station noted either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonresponse: Option<Nonresponse>,
    /// What it would take to explain the difference.
    pub verdict: ResponseVerdict,
    /// The matched stations one by one, in the order of the table; empty where
    /// [`AgainstCount::points`] asked for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<StationPoint>,
}

impl StationSample {
    /// Compares the interviews with the counts of the same stations, and with that of all where it is given.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) if no station has both interviews and a count; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for settings that
    /// do not fit the table; else as [`StationSample::interviews`].
    pub fn against_count(&self, settings: &AgainstCount) -> Result<StationComparison> {
        self.against_count_with_progress(settings, &|_| {})
    }

    /// The same. `progress` is called with the stations tested so far, which is what takes time: each has an exact test of
    /// its own.
    ///
    /// # Errors
    /// As [`StationSample::against_count`].
    pub fn against_count_with_progress(
        &self,
        settings: &AgainstCount,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<StationComparison> {
        let table = self.table();
        settings.check(table)?;
        let pairs = Pairs::new(table);
        if pairs.len() == 0 {
            return Err(table.without_answers().unwrap_or_else(|| uncounted(table)));
        }
        let (orientation, confidence) = (settings.orientation, settings.confidence);
        let wpe = WithinPrecinctError::of(pairs.iter(), orientation, confidence)?;
        let (matched, matched_lead) = matched::deviations(table, &pairs, settings)?;
        let national = settings.national.as_ref();
        let national = national
            .map(|count| national::deviations(self, count, &matched, confidence))
            .transpose()?;
        let (pattern, no_pattern) = match pattern::pattern(table, &pairs, settings)? {
            Some(Ok(pattern)) => (Some(pattern), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        Ok(StationComparison {
            choices: table.choices().to_vec(),
            stations: pairs.len(),
            unmatched_stations: table.len() - pairs.len(),
            silent: silent::silent(table),
            every_station: settings.of_these_stations
                || self.stations_drawn() == StationsDrawn::All,
            listed_choices_alone: table.is_listed_alone(),
            interviews: pairs.iter().map(|pair| pair.answered).sum(),
            heterogeneity: heterogeneity(&pairs, settings)?,
            outside: outside::outside(table, &pairs, settings, progress)?,
            pattern,
            no_pattern,
            refusals: refusal::explanation(table, &pairs, settings)?,
            nonresponse: nonresponse::nonresponse(table),
            verdict: verdict::verdict(&matched_lead, &wpe, settings)?,
            points: point::points(table, &pairs, settings)?,
            within_precinct_error: wpe,
            matched,
            matched_lead,
            national,
        })
    }
}

/// Why no station where somebody answered has ballots.
fn uncounted(table: &StationTable) -> Error {
    let stations = || 0..table.len();
    let answered = |station: &usize| table.interviews(*station).any(|group| group.answered > 0);
    let counted = |station: &usize| table.total(*station).is_some();
    let help = if stations().filter(answered).any(|station| counted(&station)) {
        "the count of every station where somebody answered has no ballots: check its figures"
    } else {
        "no station where somebody answered has an official count: give its votes"
    };
    Error::missing("votes", help)
}

/// Random-effects pool of the stations' ln α with the variances that their interviews give them.
fn heterogeneity(pairs: &Pairs, settings: &AgainstCount) -> Result<Option<Pool>> {
    let (mut estimates, mut variances) = (Vec::new(), Vec::new());
    for pair in pairs.iter() {
        let error = pair.error(settings.orientation)?;
        if let (Some(log), Some(standard_error)) = (error.ln_alpha, error.ln_alpha_standard_error) {
            estimates.push(log);
            variances.push(standard_error * standard_error);
        }
    }
    if estimates.len() < 2 {
        return Ok(None);
    }
    // Moments of first order (DerSimonian & Laird) weigh by the interviews alone: with stations of very unequal size and
    // hardly any of their spread from drawing, a few large ones would make τ what they are.
    let estimator = HeterogeneityEstimator::PauleMandel;
    pool(
        &estimates,
        &variances,
        estimator,
        IntervalMethod::Wald,
        settings.confidence,
    )
    .map(Some)
}
