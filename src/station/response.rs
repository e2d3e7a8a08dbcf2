//! How unequal response turns a count into the answers that were given.

use serde::Serialize;

use crate::error::{Error, Result};

/// The response ratio α = r_D/r_R: by what factor voters of D were more willing to answer than those of R.
///
/// ln α = ln[(p_D/p_R)/(v_D/v_R)], polled shares over official ones: the measure A of Martin, Traugott and
/// Kennedy with D above. That such a ratio would explain a deviation does not say that response was the cause.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseRatio {
    log: f64,
}

impl ResponseRatio {
    /// From α itself.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless α is positive and finite.
    pub fn new(alpha: f64) -> Result<ResponseRatio> {
        if alpha > 0.0 && alpha.is_finite() {
            return Ok(ResponseRatio { log: alpha.ln() });
        }
        Err(Error::out_of_range(
            "alpha",
            alpha,
            "give a positive, finite ratio of response rates",
        ))
    }

    /// From ln α.
    pub(crate) fn from_log(log: f64) -> ResponseRatio {
        ResponseRatio { log }
    }

    /// The ratio that four shares imply: the polled ones of R and D, and the official ones.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if one of them is 0; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for one that is no proportion.
    ///
    /// ```
    /// use exitpoll::station::ResponseRatio;
    ///
    /// // Official 58.4 to 40.3, polled 64.5 to 34.2 (R, D): R's voters answered more.
    /// let ratio = ResponseRatio::implied(0.403, 0.584, 0.342, 0.645)?;
    /// assert!((ratio.alpha() - 1.301445).abs() < 1e-6);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn implied(
        official_r: f64,
        official_d: f64,
        polled_r: f64,
        polled_d: f64,
    ) -> Result<ResponseRatio> {
        for (field, share) in [
            ("official_r", official_r),
            ("official_d", official_d),
            ("polled_r", polled_r),
            ("polled_d", polled_d),
        ] {
            if !(0.0..=1.0).contains(&share) {
                return Err(Error::out_of_range(
                    field,
                    share,
                    "give a proportion from 0 to 1",
                ));
            }
            if share == 0.0 {
                return Err(Error::undefined(
                    "the response ratio",
                    format!("`{field}` is 0"),
                ));
            }
        }
        Ok(ResponseRatio::from_log(log_ratio(
            polled_d * official_r,
            polled_r * official_d,
        )))
    }

    /// The ratio at which D's official share k of the two would give a mean within-precinct error `wpe` (a
    /// proportion, R less D, poll less count): α = (1 − k)(2k − w)/(k (w + 2(1 − k))).
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < k < 1; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) unless −2(1 − k) < w < 2k, which no
    /// response ratio exceeds.
    ///
    /// ```
    /// use exitpoll::station::ResponseRatio;
    ///
    /// let ratio = ResponseRatio::from_within_precinct_error(0.5, -0.056_603_773_584_905_66)?;
    /// assert!((ratio.alpha() - 1.12).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn from_within_precinct_error(official_d: f64, wpe: f64) -> Result<ResponseRatio> {
        let k = official_d;
        if !(k > 0.0 && k < 1.0) {
            return Err(Error::out_of_range(
                "official_d",
                k,
                "give D's share of the two, between 0 and 1",
            ));
        }
        if !(wpe > -2.0 * (1.0 - k) && wpe < 2.0 * k) {
            let reason = format!(
                "at an official share of {k} no response gives an error of {wpe}: it lies between {} and {}",
                -2.0 * (1.0 - k),
                2.0 * k
            );
            return Err(Error::undefined("the response ratio", reason));
        }
        // (1 − k)(2k − w) − k (w + 2(1 − k)) = −w.
        let above = (1.0 - k) * (2.0 * k - wpe);
        let below = k * (wpe + 2.0 * (1.0 - k));
        Ok(ResponseRatio::from_log(log_of(above, below, -wpe)))
    }

    /// α.
    #[must_use]
    pub fn alpha(self) -> f64 {
        self.log.exp()
    }

    /// ln α.
    #[must_use]
    pub fn ln_alpha(self) -> f64 {
        self.log
    }

    /// α or 1/α, whichever is above 1: the advantage without its direction.
    #[must_use]
    pub fn size(self) -> f64 {
        self.log.abs().exp()
    }

    /// D's share of the answers that would be given, αk/(αk + 1 − k), at an official share k of the two.
    #[must_use]
    pub fn expected_share(self, official_d: f64) -> f64 {
        let (alpha, k) = (self.alpha(), official_d);
        alpha * k / (alpha * k + (1.0 - k))
    }

    /// The within-precinct error that would follow, −2k(1 − k)(α − 1)/(αk + 1 − k), as a proportion: negative
    /// where D is overstated.
    ///
    /// ```
    /// use exitpoll::station::ResponseRatio;
    ///
    /// let ratio = ResponseRatio::new(1.12)?;
    /// assert!((ratio.expected_within_precinct_error(0.2) - -0.0375).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn expected_within_precinct_error(self, official_d: f64) -> f64 {
        let (more, k) = (self.log.exp_m1(), official_d);
        // 1 + k (α − 1), without the difference that is 0 in doubles for a tiny α.
        -2.0 * k * (1.0 - k) * more / (self.alpha() * k + (1.0 - k))
    }
}

/// ln(a/b), to full accuracy also where they are near one another.
fn log_ratio(a: f64, b: f64) -> f64 {
    log_of(a, b, a - b)
}

/// ln(a/b) with a − b as the caller knows it best.
fn log_of(a: f64, b: f64, difference: f64) -> f64 {
    let change = difference / b;
    if change.abs() < 0.5 {
        change.ln_1p()
    } else {
        (a / b).ln()
    }
}

/// ln[(x_D/x_R)/(v_D/v_R)] from counts, all positive: the products are exact.
pub(super) fn log_ratio_of_counts(
    polled_d: u64,
    polled_r: u64,
    official_d: u64,
    official_r: u64,
) -> f64 {
    let above = i128::from(polled_d) * i128::from(official_r);
    let below = i128::from(polled_r) * i128::from(official_d);
    log_of(above as f64, below as f64, (above - below) as f64)
}
