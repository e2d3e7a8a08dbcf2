//! What one poll adds to a record.

use super::outcome::{Call, ChoiceOutcome, PollOutcome};
use crate::accuracy::{Accuracy, Bias, brier_score, unchecked_lead_standard_error};
use crate::error::{Error, Place, Result};
use crate::numeric::normal_cdf;

/// Printed shares can add to a little more than the whole: up to this is taken for rounding.
const LARGEST_TOTAL: f64 = 1.05;

/// A figure of a poll against the result: poll − official, with the standard error that the poll's size
/// explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// The poll's figure.
    pub poll: f64,
    /// poll − official.
    pub deviation: f64,
    /// Its standard error by sampling alone, only with a known size.
    pub standard_error: Option<f64>,
}

/// One poll, measured: what [`Tally`](super::Tally) adds up and what the models are fitted to.
///
/// The *sides* of a poll are the two choices whose lead is measured: those of two blocs that the caller
/// names, so that a sign means the same in every contest; otherwise winner and runner-up, and then the
/// signed mean leaves the poll out.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PollDeviation<'a> {
    /// Who polled.
    pub pollster: &'a str,
    /// The contest.
    pub contest: &'a str,
    /// Its kind.
    pub kind: Option<&'a str>,
    /// Whether the sides are the blocs that were asked for.
    pub oriented: bool,
    /// The lead of the first side over the second, on the base of the shares; its standard error is
    /// √((p₁ + p₂ − (p₁ − p₂)²)/n).
    pub lead: Option<Deviation>,
    /// The share of the first side among those who named a compared choice, its standard error
    /// √(p(1 − p)/(n Σp)). With one choice only, its share as it stands.
    pub share: Deviation,
    /// The mean of |p − v| over the compared choices, rescaled like `share`.
    pub mean_absolute_share: f64,
    /// B of the compared choices with its expectation without bias; none with one choice or with a
    /// share of 0.
    pub b: Option<Bias>,
    /// B_w, likewise.
    pub b_weighted: Option<Bias>,
    /// Whether the poll's leader won; none where two won together and the source does not say.
    pub call: Option<Call>,
    /// The Brier score of the poll's probability that the first side is ahead, Φ(lead/se).
    pub brier: Option<f64>,
}

/// Up to this many compared choices need no allocation.
const FEW: usize = 8;

impl<'a> PollOutcome<'a, '_> {
    /// Measures the poll. `sides` names the two blocs between which leads and shares are taken, where both
    /// stand in the poll.
    ///
    /// Compared are the choices that have a result; their shares are rescaled to sum to 1 on both
    /// sides, so that undecided respondents do not count as an error of every choice. Only `lead` stays
    /// on the published base.
    ///
    /// ```
    /// use exitpoll::record::{Call, ChoiceOutcome, PollOutcome};
    ///
    /// let choice = |choice, poll, result| ChoiceOutcome { choice, bloc: Some(choice), poll, result };
    /// let choices = [choice("A", 0.48, Some(0.5)), choice("B", 0.42, Some(0.5 - 0.02))];
    /// let poll = PollOutcome {
    ///     pollster: "One", contest: "Mayor 2024", kind: None, date: None, size: Some(1000.0),
    ///     choices: &choices, result_lead: None, call: None,
    /// };
    /// let measured = poll.measure(Some(["B", "A"]))?;
    /// // B led by −6 points in the poll and by −2 in the count.
    /// let lead = measured.lead.unwrap();
    /// assert!((lead.deviation - -0.04).abs() < 1e-15);
    /// assert!((lead.standard_error.unwrap() - (0.8964f64 / 1000.0).sqrt()).abs() < 1e-15);
    /// // 42 of 90 among the two, of 900 respondents.
    /// assert!((measured.share.poll - 42.0 / 90.0).abs() < 1e-15);
    /// assert_eq!(measured.call, Some(Call::Right));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// Missing: no choice with a result. Out of range: a share that is no proportion, compared shares
    /// of over 105 percent together, results or polled shares of the compared choices of 0 altogether,
    /// a size that is not positive, a stated lead outside −1 to 1. Out of range too: a choice that
    /// stands twice. Every error names pollster and contest.
    pub fn measure(&self, sides: Option<[&str; 2]>) -> Result<PollDeviation<'a>> {
        self.measured(sides).map_err(|error| self.named(error))
    }

    fn measured(&self, sides: Option<[&str; 2]>) -> Result<PollDeviation<'a>> {
        self.check()?;
        let (mut poll_total, mut result_total, mut compared) = (0.0, 0.0, 0);
        for choice in self.choices {
            if let Some(result) = choice.result {
                poll_total += choice.poll;
                result_total += result;
                compared += 1;
            }
        }
        if compared == 0 {
            return Err(Error::missing(
                "result",
                "give the result of at least one choice",
            ));
        }
        for (field, total) in [("poll", poll_total), ("result", result_total)] {
            if total <= 0.0 {
                let help = "the compared choices have no share at all; compare others";
                return Err(Error::out_of_range(field, total, help));
            }
        }
        let (first, second, oriented) = self.sides(sides)?;
        let alone = compared == 1;
        let (poll_whole, result_whole) = if alone {
            (1.0, 1.0)
        } else {
            (poll_total, result_total)
        };
        let among = |choice: &ChoiceOutcome| {
            let result = choice.result.map(|result| result / result_whole);
            (choice.poll / poll_whole, result)
        };
        let size = self.size.map(|size| size * poll_whole);
        let (share, official) = among(first);
        let official = official.ok_or_else(|| Error::missing("result", "a side needs a result"))?;
        let mut measured = PollDeviation {
            pollster: self.pollster,
            contest: self.contest,
            kind: self.kind,
            oriented,
            lead: None,
            share: Deviation {
                poll: share,
                deviation: share - official,
                standard_error: size
                    .map(|size| (share * (1.0 - share) / size).max(0.0).sqrt())
                    .filter(|error| *error > 0.0),
            },
            mean_absolute_share: (share - official).abs(),
            b: None,
            b_weighted: None,
            call: self.call.or_else(|| self.call_of_shares()),
            brier: None,
        };
        if alone {
            return Ok(measured);
        }
        if let Some(second) = second {
            self.measure_lead(&mut measured, [first, second])?;
        }
        let pairs = self.choices.iter().filter_map(|choice| {
            let (poll, result) = among(choice);
            Some((poll, result?))
        });
        measure_all(&mut measured, pairs, compared, size)?;
        Ok(measured)
    }

    fn measure_lead(
        &self,
        measured: &mut PollDeviation<'_>,
        [first, second]: [&ChoiceOutcome<'_>; 2],
    ) -> Result<()> {
        let (Some(of), Some(over)) = (first.result, second.result) else {
            return Ok(());
        };
        let official = match self.result_lead {
            Some(stated) if stated.of == first.choice && stated.over == second.choice => {
                stated.lead
            }
            Some(stated) if stated.of == second.choice && stated.over == first.choice => {
                -stated.lead
            }
            _ => of - over,
        };
        let pair = [first.poll, second.poll];
        // All respondents for one side: sampling has no error in this form.
        let standard_error = self
            .size
            .map(|size| unchecked_lead_standard_error(pair, size))
            .filter(|error| *error > 0.0);
        let lead = first.poll - second.poll;
        measured.lead = Some(Deviation {
            poll: lead,
            deviation: lead - official,
            standard_error,
        });
        if let (Some(error), true) = (standard_error, official != 0.0) {
            let ahead = normal_cdf(lead / error)?;
            measured.brier = Some(brier_score(ahead, official > 0.0)?);
        }
        Ok(())
    }

    /// The two sides; the second is missing where only one choice has a result.
    fn sides(
        &self,
        blocs: Option<[&str; 2]>,
    ) -> Result<(&ChoiceOutcome<'a>, Option<&ChoiceOutcome<'a>>, bool)> {
        let known = || self.choices.iter().filter(|choice| choice.result.is_some());
        if let Some(blocs) = blocs {
            // A bloc that stands for several choices of a contest is no side of it.
            let only = |bloc: &str| {
                let mut those = known().filter(|choice| choice.bloc == Some(bloc));
                those.next().filter(|_| those.next().is_none())
            };
            let [of, over] = blocs.map(only);
            if let (Some(of), Some(over)) = (of, over) {
                return Ok((of, Some(over), true));
            }
        }
        let mut best: Option<&ChoiceOutcome> = None;
        let mut next: Option<&ChoiceOutcome> = None;
        let ahead = |one: &ChoiceOutcome, other: Option<&ChoiceOutcome>| {
            other.is_none_or(|other| one.result > other.result)
        };
        for choice in known() {
            if ahead(choice, best) {
                next = best.replace(choice);
            } else if ahead(choice, next) {
                next = Some(choice);
            }
        }
        let help = "give the result of at least one choice";
        let best = best.ok_or_else(|| Error::missing("result", help))?;
        Ok((best, next, false))
    }

    /// Who led the poll against who won.
    pub(crate) fn call_of_shares(&self) -> Option<Call> {
        let most = |of: fn(&ChoiceOutcome) -> f64| {
            self.choices
                .iter()
                .map(of)
                .fold(f64::NEG_INFINITY, f64::max)
        };
        let (polled, won) = (
            most(|choice| choice.poll),
            most(|choice| choice.result.unwrap_or(f64::NEG_INFINITY)),
        );
        let mut winners = self
            .choices
            .iter()
            .filter(|choice| choice.result == Some(won));
        let winner = winners.next()?;
        // A stated lead can tell apart what rounded shares do not.
        let winner = match (winners.next(), self.result_lead) {
            (None, _) => winner,
            (Some(_), Some(stated)) if stated.lead != 0.0 => {
                let name = if stated.lead > 0.0 {
                    stated.of
                } else {
                    stated.over
                };
                self.choices.iter().find(|choice| choice.choice == name)?
            }
            (Some(_), _) => return None,
        };
        let leaders = self
            .choices
            .iter()
            .filter(|choice| choice.poll == polled)
            .count();
        Some(match (winner.poll == polled, leaders) {
            (false, _) => Call::Wrong,
            (true, 1) => Call::Right,
            (true, _) => Call::Shared,
        })
    }

    fn check(&self) -> Result<()> {
        let mut total = 0.0;
        for (place, choice) in self.choices.iter().enumerate() {
            for (field, share) in [("poll", Some(choice.poll)), ("result", choice.result)] {
                if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share)) {
                    let help = "give a proportion from 0 to 1";
                    return Err(Error::out_of_range(field_of(field, choice), share, help));
                }
            }
            if choice.result.is_some() {
                total += choice.poll;
            }
            let mut before = self.choices.iter().take(place);
            if before.any(|other| other.choice == choice.choice) {
                let help = "it stands twice in this poll; give each choice one name and one share";
                return Err(Error::out_of_range("choice", choice.choice, help));
            }
        }
        if total > LARGEST_TOTAL {
            let help = "compared shares are at most 1 together, and a little for rounding";
            return Err(Error::out_of_range("poll", total, help));
        }
        if let Some(size) = self.size.filter(|size| !(*size > 0.0 && size.is_finite())) {
            let help = "give a positive number of respondents, or none";
            return Err(Error::out_of_range("size", size, help));
        }
        match self.result_lead {
            Some(stated) if !(-1.0..=1.0).contains(&stated.lead) => {
                let help = "give the difference of two proportions";
                Err(Error::out_of_range("result_lead", stated.lead, help))
            }
            _ => Ok(()),
        }
    }

    fn named(&self, error: Error) -> Error {
        error.at(Place::Path(format!(
            "{} in {}",
            self.pollster, self.contest
        )))
    }
}

impl PollDeviation<'_> {
    /// Whether sums can take it; `measure` gives nothing else.
    pub(super) fn check_finite(&self) -> Result<()> {
        let biases = [self.b, self.b_weighted].into_iter().flatten();
        let biases =
            biases.flat_map(|bias| [bias.value, bias.expected_without_bias.unwrap_or(0.0)]);
        let deviations = self.lead.iter().chain([&self.share]);
        let figures = deviations.flat_map(|one| [one.poll, one.deviation]);
        let others = [self.mean_absolute_share, self.brier.unwrap_or(0.0)];
        let mut all = biases.chain(figures).chain(others);
        if let Some(figure) = all.find(|figure| !figure.is_finite()) {
            let help = "give a finite number";
            return Err(Error::out_of_range("deviation", figure, help));
        }
        let mut errors = self
            .lead
            .iter()
            .chain([&self.share])
            .filter_map(|one| one.standard_error);
        match errors.find(|error| !(*error > 0.0 && error.is_finite())) {
            None => Ok(()),
            Some(error) => {
                let help = "give a positive, finite number, or none";
                Err(Error::out_of_range("standard_error", error, help))
            }
        }
    }
}

fn field_of(field: &str, choice: &ChoiceOutcome<'_>) -> String {
    format!("{field} of {}", choice.choice)
}

fn measure_all(
    measured: &mut PollDeviation<'_>,
    pairs: impl Iterator<Item = (f64, f64)>,
    compared: usize,
    size: Option<f64>,
) -> Result<()> {
    let mut few = [[0.0; FEW]; 2];
    let mut many;
    let [polls, results] = if compared <= FEW {
        few.each_mut().map(|few| few.split_at_mut(compared).0)
    } else {
        many = [vec![0.0; compared], vec![0.0; compared]];
        many.each_mut().map(Vec::as_mut_slice)
    };
    let mut absolute = 0.0;
    for ((poll, result), pair) in polls.iter_mut().zip(&mut *results).zip(pairs) {
        (*poll, *result) = pair;
        absolute += (*poll - *result).abs();
    }
    measured.mean_absolute_share = absolute / compared as f64;
    let accuracy = Accuracy::of(polls, results, size)?;
    measured.b = accuracy.b;
    measured.b_weighted = accuracy.b_weighted;
    Ok(())
}
