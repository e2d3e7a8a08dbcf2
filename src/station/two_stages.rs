//! Interviews as the second stage of a sample whose first are stations.

use super::estimate::{
    CovarianceMatrix, Estimator, Figures, Influence, StratumPart, is_lonely, per_interview,
};
use super::interviews::{InterviewEstimate, interview_estimate};
use super::sample::StationSample;
use crate::error::Result;

impl StationSample {
    /// The estimate of [`StationSample::interviews`] with the variance of both stages.
    ///
    /// 1 − f_h applies to what differs between stations and not to what interviewing inside them adds: with it on
    /// stations as ultimate clusters, a poll at all stations would have no error at all. So the second stage has a
    /// term of its own, V = Σ_h (1 − f_h) n_h/(n_h − 1) Σ (u_i − ū_h)² + Σ_h f_h Σ_i (1 − m_i/T_i) m_i/(m_i − 1)
    /// Σ_j (u_ij − ū_i)² with the u_ij = w (x − p)/Σ w m of the interviews (Cochran 1977, *Sampling Techniques*,
    /// 11.2; R `survey`'s `svydesign` with two stages). Where nothing is known of how many stations there are, f_h is
    /// 0 and the two estimates are one. A station with more interviews than ballots, or without a count, has
    /// m_i/T_i = 0; one with a single interview has that one's square.
    ///
    /// # Errors
    /// As [`StationSample::interviews`].
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationSample, StationTable};
    ///
    /// // Both stations of a stratum of two, 10 of 100 voters each.
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("", 2);
    /// for answers in [[6, 4], [5, 5]] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     let station = Station { votes: Some(&[55, 45]), interviews: &interviews, ..Station::default() };
    ///     table.push(&station)?;
    /// }
    /// let poll = StationSample::new(table.build()?);
    /// // Two random samples of voters: the mean of .6 and .5, with a quarter of the sum of their variances.
    /// let of_station = |p: f64| 0.9 * p * (1.0 - p) / 9.0;
    /// let both = poll.interviews_in_two_stages()?;
    /// assert!((both.standard_error(0) - (of_station(0.6) + of_station(0.5)).sqrt() / 2.0).abs() < 1e-15);
    /// assert_eq!(poll.interviews()?.standard_error(0), 0.0);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interviews_in_two_stages(&self) -> Result<InterviewEstimate> {
        let sample = self.answering()?;
        let mut estimate = interview_estimate(&sample)?;
        let second = sample.second_stage(&estimate.values)?;
        estimate.covariance.add(&second);
        Ok(estimate)
    }

    /// Σ f_h over what interviewing inside the stations adds, for these shares, to the combined ratio.
    pub(super) fn second_stage(&self, shares: &[f64]) -> Result<CovarianceMatrix> {
        self.second_stage_of(Estimator::CombinedRatio, shares, |_| true)
    }

    /// The same for another estimator, over the strata that `keep` holds for. Of shares that an estimator takes about a
    /// previous result, `shares` are those of the interviews.
    pub(super) fn second_stage_of(
        &self,
        estimator: Estimator,
        shares: &[f64],
        keep: impl Fn(&StratumPart) -> bool,
    ) -> Result<CovarianceMatrix> {
        let table = &self.table;
        let figures = Figures::of_interviews(table, self.finite_population)?;
        let of_station = per_interview(estimator, table, &figures)?;
        let k = shares.len();
        let mut covariance = CovarianceMatrix::zero(k);
        let mut sums = vec![0.0; k];
        let mut named = vec![0.0; k];
        let strata = figures.strata.iter().filter(|part| part.unsampled < 1.0);
        for part in strata.filter(|part| keep(part)) {
            for station in part.stations.clone() {
                let fraction = 1.0 - part.unsampled;
                let interviews: u64 = table
                    .interviews(station)
                    .map(|group| u64::from(group.answered))
                    .sum();
                let m = interviews as f64;
                if interviews == 0 {
                    continue;
                }
                let left = match table.total(station).map(f64::from) {
                    Some(ballots) if ballots >= m => 1.0 - m / ballots,
                    _ => 1.0,
                };
                let spread = if interviews > 1 { m / (m - 1.0) } else { 1.0 };
                let factor = fraction * left * spread;
                sums.fill(0.0);
                for group in table.interviews(station) {
                    let weight = figures.weight[station];
                    let u = of_station[station] * group.weight.map_or(1.0, |of| of / weight);
                    let of_group = factor * u * u;
                    // Σ (1_a − p_a)(1_b − p_b) over its interviews: x_a where a is b, less x_a p_b + p_a x_b, plus
                    // m p_a p_b.
                    for (choice, (named, count)) in named.iter_mut().zip(group.answers).enumerate()
                    {
                        *named = f64::from(*count);
                        covariance.add_variance(choice, of_group * *named);
                        sums[choice] += u * (*named - f64::from(group.answered) * shares[choice]);
                    }
                    covariance.add_cross(-of_group, &named, shares);
                    covariance.add_square(of_group * f64::from(group.answered), shares);
                }
                if interviews > 1 {
                    covariance.add_square(-factor / m, &sums);
                }
            }
        }
        Ok(covariance)
    }

    /// What strata of one station of several add to the combined ratio's variance under
    /// [`LonelyStratum::Adjust`](super::LonelyStratum::Adjust).
    pub(super) fn adjustment(&self) -> Result<CovarianceMatrix> {
        let figures = self.figures(self.finite_population)?;
        let influence = Influence::combined_ratio(&figures)?;
        let k = figures.choices;
        let mut covariance = CovarianceMatrix::zero(k);
        for part in figures.strata.iter().filter(|part| is_lonely(part)) {
            let station = part.stations.start;
            covariance.add_square(part.unsampled, &influence.u[station * k..(station + 1) * k]);
        }
        Ok(covariance)
    }
}
