//! Within-precinct error: interviews against the count of the same station.

use serde::Serialize;

use super::estimate::t_quantile;
use super::response::{ResponseRatio, log_ratio_of_counts};
use super::table::StationTable;
use crate::accuracy::Orientation;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{CompensatedSum, Confidence, bracketed_root, sum};

/// Interviews and official votes of one station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StationPair<'a> {
    /// Answers for each choice.
    pub answers: &'a [u64],
    /// All answers, also those that name none of the choices.
    pub answered: u64,
    /// Official votes of each choice.
    pub votes: &'a [u64],
    /// All official ballots.
    pub total: u64,
}

/// What one station shows of two choices R and D, the orientation's numerator and denominator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct StationError {
    /// (p_R − p_D) − (v_R − v_D), as a proportion: negative where D is overstated.
    pub wpe: f64,
    /// ln[(p_D/p_R)/(v_D/v_R)]; `None` where one of the counts is zero.
    pub ln_alpha: Option<f64>,
    /// √(1/x_D + 1/x_R), from the interviews alone; `None` where one of them is zero.
    pub ln_alpha_standard_error: Option<f64>,
    /// D's official share of the two.
    pub official_d: Option<f64>,
    /// The error of the shares of the two alone, 2(k − D's polled share of the two).
    pub two_party_wpe: Option<f64>,
}

/// A mean over stations, its spread and what Student's t makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeanOfStations {
    /// Stations that have the figure.
    pub stations: usize,
    /// Their plain mean.
    pub mean: f64,
    /// Their standard deviation, with n − 1; `None` for one station.
    pub standard_deviation: Option<f64>,
    /// sd/√n; `None` for one station.
    pub standard_error: Option<f64>,
    /// mean ± t·se, t on n − 1 degrees of freedom; `None` for one station.
    pub interval: Option<Interval>,
}

/// Within-precinct error over all stations.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithinPrecinctError {
    /// Which choice is R (numerator) and which is D (denominator): publications differ on the sign.
    pub orientation: Orientation,
    /// The mean of the stations' errors.
    pub wpe: MeanOfStations,
    /// The mean of their sizes.
    pub mean_absolute: f64,
    /// The mean of ln α over the stations where it exists.
    pub ln_alpha: Option<MeanOfStations>,
    /// The error of all interviews together against all votes together.
    pub pooled_wpe: f64,
    /// The response ratio of all together, ln[(Σx_D/Σx_R)/(Σv_D/Σv_R)]; `None` where a count is zero. Where stations
    /// were interviewed at different rates it follows the rates: it may differ from 1 where no station's does.
    pub pooled_response: Option<ResponseRatio>,
    /// The common response ratio, Σ (x_D v_R/T)/Σ (x_R v_D/T) with T = x_D + x_R + v_D + v_R of a station (Mantel &
    /// Haenszel 1959, *Journal of the National Cancer Institute* 22): interviews stand beside the votes of their own
    /// station only, so that rates of interviewing do not move it. `None` where a sum is zero.
    pub common_response: Option<ResponseRatio>,
    /// The mean error of the two alone, over the stations with 0 < k < 1.
    pub two_party_wpe: Option<MeanOfStations>,
    /// The one ratio α whose expected error, −2k(1 − k)(α − 1)/(αk + 1 − k), has that mean over the same stations.
    pub response_of_mean: Option<ResponseRatio>,
}

impl StationPair<'_> {
    /// What the station shows of the two choices.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for positions that are not among the choices; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without answers
    /// or without ballots.
    ///
    /// ```
    /// use exitpoll::accuracy::Orientation;
    /// use exitpoll::station::StationPair;
    ///
    /// let pair = StationPair { answers: &[10, 30], answered: 40, votes: &[200, 200], total: 400 };
    /// let error = pair.error(Orientation { numerator: 0, denominator: 1 })?;
    /// assert_eq!(error.wpe, -0.5);
    /// assert!((error.ln_alpha.unwrap() - 3f64.ln()).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn error(&self, orientation: Orientation) -> Result<StationError> {
        let (x_r, x_d) = pick(self.answers, orientation)?;
        let (v_r, v_d) = pick(self.votes, orientation)?;
        if self.answered == 0 || self.total == 0 {
            let reason = "the station has no interviews or no ballots";
            return Err(Error::undefined("the within-precinct error", reason));
        }
        let ln_alpha = [x_r, x_d, v_r, v_d].iter().all(|count| *count > 0);
        let both = x_r + x_d > 0 && v_r + v_d > 0;
        Ok(StationError {
            wpe: lead_difference([x_r, x_d, self.answered], [v_r, v_d, self.total]),
            ln_alpha: ln_alpha.then(|| log_ratio_of_counts(x_d, x_r, v_d, v_r)),
            ln_alpha_standard_error: (x_r > 0 && x_d > 0)
                .then(|| (1.0 / x_d as f64 + 1.0 / x_r as f64).sqrt()),
            official_d: (v_r + v_d > 0).then(|| v_d as f64 / (v_r + v_d) as f64),
            two_party_wpe: both
                .then(|| lead_difference([x_r, x_d, x_r + x_d], [v_r, v_d, v_r + v_d])),
        })
    }
}

/// (x_R − x_D)/m − (v_R − v_D)/N over one denominator, exact in whole numbers.
fn lead_difference([x_r, x_d, m]: [u64; 3], [v_r, v_d, n]: [u64; 3]) -> f64 {
    let lead = |r: u64, d: u64| i128::from(r) - i128::from(d);
    let numerator = lead(x_r, x_d) * i128::from(n) - lead(v_r, v_d) * i128::from(m);
    numerator as f64 / (i128::from(m) * i128::from(n)) as f64
}

fn pick(list: &[u64], orientation: Orientation) -> Result<(u64, u64)> {
    let place = |field: &str, place: usize| {
        list.get(place).copied().ok_or_else(|| {
            Error::out_of_range(
                field,
                place,
                format!("give a place below the {} choices", list.len()),
            )
        })
    };
    if orientation.numerator == orientation.denominator {
        let help = "give two different choices";
        return Err(Error::out_of_range(
            "denominator",
            orientation.denominator,
            help,
        ));
    }
    Ok((
        place("numerator", orientation.numerator)?,
        place("denominator", orientation.denominator)?,
    ))
}

/// The mean of figures of stations; `None` of none.
pub(super) fn mean_of_stations(
    figures: &[f64],
    confidence: Confidence,
) -> Result<Option<MeanOfStations>> {
    if figures.is_empty() {
        return Ok(None);
    }
    let n = figures.len() as f64;
    let mean = sum(figures.iter().copied()) / n;
    let mut result = MeanOfStations {
        stations: figures.len(),
        mean,
        standard_deviation: None,
        standard_error: None,
        interval: None,
    };
    if figures.len() > 1 {
        let deviation = (sum(figures.iter().map(|x| (x - mean).powi(2))) / (n - 1.0)).sqrt();
        let error = deviation / n.sqrt();
        let half_width = t_quantile(confidence, n - 1.0)? * error;
        result.standard_deviation = Some(deviation);
        result.standard_error = Some(error);
        result.interval = Some(Interval {
            low: mean - half_width,
            high: mean + half_width,
        });
    }
    Ok(Some(result))
}

impl WithinPrecinctError {
    /// Over pairs of interviews and counts of stations.
    ///
    /// # Errors
    /// As [`StationPair::error`], and [`ErrorKind::Missing`](crate::ErrorKind::Missing) without any pair.
    pub fn of<'a>(
        pairs: impl IntoIterator<Item = StationPair<'a>>,
        orientation: Orientation,
        confidence: Confidence,
    ) -> Result<WithinPrecinctError> {
        let mut errors = Vec::new();
        let (mut answers, mut votes) = ([0_u64; 3], [0_u64; 3]);
        let (mut for_d, mut for_r) = (CompensatedSum::default(), CompensatedSum::default());
        for pair in pairs {
            errors.push(pair.error(orientation)?);
            let (x_r, x_d) = pick(pair.answers, orientation)?;
            let (v_r, v_d) = pick(pair.votes, orientation)?;
            let both = (x_r + x_d + v_r + v_d).max(1) as f64;
            for_d.add(x_d as f64 * v_r as f64 / both);
            for_r.add(x_r as f64 * v_d as f64 / both);
            for (sum, more) in answers.iter_mut().zip([x_r, x_d, pair.answered]) {
                *sum += more;
            }
            for (sum, more) in votes.iter_mut().zip([v_r, v_d, pair.total]) {
                *sum += more;
            }
        }
        let wpe: Vec<f64> = errors.iter().map(|error| error.wpe).collect();
        let Some(mean) = mean_of_stations(&wpe, confidence)? else {
            return Err(Error::missing(
                "stations",
                "give at least one with interviews and a count",
            ));
        };
        let ln_alpha: Vec<f64> = errors.iter().filter_map(|error| error.ln_alpha).collect();
        let two_party: Vec<(f64, f64)> = errors
            .iter()
            .filter_map(|error| error.official_d.zip(error.two_party_wpe))
            .filter(|(k, _)| *k > 0.0 && *k < 1.0)
            .collect();
        let two_party_errors: Vec<f64> = two_party.iter().map(|(_, wpe)| *wpe).collect();
        let two_party_wpe = mean_of_stations(&two_party_errors, confidence)?;
        let known = answers[..2]
            .iter()
            .chain(&votes[..2])
            .all(|count| *count > 0);
        Ok(WithinPrecinctError {
            orientation,
            mean_absolute: sum(wpe.iter().map(|wpe| wpe.abs())) / wpe.len() as f64,
            wpe: mean,
            ln_alpha: mean_of_stations(&ln_alpha, confidence)?,
            pooled_wpe: lead_difference(answers, votes),
            pooled_response: known.then(|| {
                ResponseRatio::from_log(log_ratio_of_counts(
                    answers[1], answers[0], votes[1], votes[0],
                ))
            }),
            common_response: (for_d.value() > 0.0 && for_r.value() > 0.0)
                .then(|| ResponseRatio::from_log((for_d.value() / for_r.value()).ln())),
            response_of_mean: two_party_wpe
                .and_then(|mean| response_of_mean(&two_party, mean.mean)),
            two_party_wpe,
        })
    }
}

/// How near to its bound a mean error is there by rounding alone.
const AT_THE_EDGE: f64 = 1e-12;

/// The α at which Σ expected error = Σ error; `None` where every answer is for one of the two.
fn response_of_mean(two_party: &[(f64, f64)], mean: f64) -> Option<ResponseRatio> {
    let expected = |log: f64| {
        let ratio = ResponseRatio::from_log(log);
        let errors = two_party
            .iter()
            .map(|(k, _)| ratio.expected_within_precinct_error(*k));
        sum(errors) / two_party.len() as f64 - mean
    };
    // A mean error that no finite ratio reaches: of errors between −2(1 − k) and 2k it is the least or the most.
    let of_k = |end: &dyn Fn(f64) -> f64| {
        sum(two_party.iter().map(|(k, _)| end(*k))) / two_party.len() as f64
    };
    let (least, most) = (of_k(&|k| -2.0 * (1.0 - k)), of_k(&|k| 2.0 * k));
    if mean - least <= AT_THE_EDGE || most - mean <= AT_THE_EDGE {
        return None;
    }
    let mut end = 1.0;
    while expected(-end) * expected(end) > 0.0 {
        end *= 2.0;
        if end > 600.0 {
            return None;
        }
    }
    bracketed_root(expected, -end, end)
        .ok()
        .map(ResponseRatio::from_log)
}

/// The interviews and counts of a table, for the stations that have both.
pub(super) struct Pairs {
    pub(super) stations: Vec<usize>,
    choices: usize,
    answers: Vec<u64>,
    answered: Vec<u64>,
    votes: Vec<u64>,
    totals: Vec<u64>,
}

impl Pairs {
    pub(super) fn new(table: &StationTable) -> Pairs {
        let choices = table.choices().len();
        let mut pairs = Pairs {
            stations: Vec::new(),
            choices,
            answers: Vec::new(),
            answered: Vec::new(),
            votes: Vec::new(),
            totals: Vec::new(),
        };
        let mut answers = vec![0; choices];
        for station in 0..table.len() {
            let answered = table.answers(station, &mut answers);
            let (Some(votes), Some(total)) = (table.votes(station), table.total(station)) else {
                continue;
            };
            if answered == 0 || total == 0 {
                continue;
            }
            pairs.stations.push(station);
            pairs.answers.extend_from_slice(&answers);
            pairs.answered.push(answered);
            pairs
                .votes
                .extend(votes.iter().map(|votes| u64::from(*votes)));
            pairs.totals.push(u64::from(total));
        }
        pairs
    }

    pub(super) fn len(&self) -> usize {
        self.stations.len()
    }

    pub(super) fn get(&self, place: usize) -> StationPair<'_> {
        let figures = place * self.choices..(place + 1) * self.choices;
        StationPair {
            answers: &self.answers[figures.clone()],
            answered: self.answered[place],
            votes: &self.votes[figures],
            total: self.totals[place],
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = StationPair<'_>> {
        (0..self.len()).map(|place| self.get(place))
    }
}
