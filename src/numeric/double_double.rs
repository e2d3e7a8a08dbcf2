//! Numbers of twice the working precision, for comparisons that rounding would decide.

use std::ops::{Add, Mul, Neg, Sub};

/// An unevaluated sum of two doubles, about 32 decimal digits (Dekker 1971; Knuth 1998, section 4.2.2).
///
/// Only additions, multiplications, divisions and fused multiply-adds are used, the logarithm included:
/// the same bits on every machine. Measured against 50-digit figures: 2e-31 relative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DoubleDouble {
    high: f64,
    low: f64,
}

/// ln 2.
const LN_2: DoubleDouble = DoubleDouble {
    high: std::f64::consts::LN_2,
    low: 2.319_046_813_846_299_6e-17,
};

impl DoubleDouble {
    pub(crate) const ZERO: DoubleDouble = DoubleDouble {
        high: 0.0,
        low: 0.0,
    };

    /// The product of two doubles, exact.
    pub(crate) fn product(one: f64, other: f64) -> DoubleDouble {
        let high = one * other;
        DoubleDouble {
            high,
            low: one.mul_add(other, -high),
        }
    }

    /// The nearest double.
    pub(crate) fn value(self) -> f64 {
        self.high
    }

    /// The sum of two doubles of which the first is the larger in size.
    fn renormalised(high: f64, low: f64) -> DoubleDouble {
        let total = high + low;
        DoubleDouble {
            high: total,
            low: low - (total - high),
        }
    }

    pub(crate) fn divided_by(self, other: DoubleDouble) -> DoubleDouble {
        let first = self.high / other.high;
        let rest = self - other * DoubleDouble::from(first);
        let second = rest.high / other.high;
        let rest = rest - other * DoubleDouble::from(second);
        DoubleDouble::renormalised(first, second) + DoubleDouble::from(rest.high / other.high)
    }

    /// Times a power of two, which is exact short of the ends of the range.
    fn scaled(self, factor: f64) -> DoubleDouble {
        DoubleDouble {
            high: self.high * factor,
            low: self.low * factor,
        }
    }

    /// ln of a positive, finite number: the power of two apart, then 2 artanh((m − 1)/(m + 1)).
    pub(crate) fn ln(self) -> DoubleDouble {
        // 2^±600 keeps the exponent below inside its range, subnormal numbers included.
        let (reduced, mut exponent) = if self.high < 2f64.powi(-600) {
            (self.scaled(2f64.powi(600)), -600)
        } else if self.high > 2f64.powi(600) {
            (self.scaled(2f64.powi(-600)), 600)
        } else {
            (self, 0)
        };
        let biased = (reduced.high.to_bits() >> 52) as i32 - 1023;
        exponent += biased;
        let mut mantissa = reduced.scaled(f64::from_bits(((1023 - biased) as u64) << 52));
        if mantissa.high > std::f64::consts::SQRT_2 {
            mantissa = mantissa.scaled(0.5);
            exponent += 1;
        }
        let one = DoubleDouble::from(1.0);
        let s = (mantissa - one).divided_by(mantissa + one);
        let square = s * s;
        // s² < 0.0295: the 24th power is below 2e-37.
        let mut series = DoubleDouble::ZERO;
        for odd in (0..24).rev() {
            series = series * square + one.divided_by(DoubleDouble::from(f64::from(2 * odd + 1)));
        }
        LN_2 * DoubleDouble::from(f64::from(exponent)) + (s * series).scaled(2.0)
    }
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> DoubleDouble {
        DoubleDouble {
            high: value,
            low: 0.0,
        }
    }
}

impl Add for DoubleDouble {
    type Output = DoubleDouble;
    fn add(self, other: DoubleDouble) -> DoubleDouble {
        let (high, high_rest) = two_sum(self.high, other.high);
        let (low, low_rest) = two_sum(self.low, other.low);
        let first = DoubleDouble::renormalised(high, high_rest + low);
        DoubleDouble::renormalised(first.high, first.low + low_rest)
    }
}

impl Neg for DoubleDouble {
    type Output = DoubleDouble;
    fn neg(self) -> DoubleDouble {
        DoubleDouble {
            high: -self.high,
            low: -self.low,
        }
    }
}

impl Sub for DoubleDouble {
    type Output = DoubleDouble;
    fn sub(self, other: DoubleDouble) -> DoubleDouble {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = DoubleDouble;
    fn mul(self, other: DoubleDouble) -> DoubleDouble {
        let product = DoubleDouble::product(self.high, other.high);
        let cross = self.high.mul_add(other.low, self.low * other.high);
        DoubleDouble::renormalised(product.high, product.low + cross)
    }
}

fn two_sum(one: f64, other: f64) -> (f64, f64) {
    let total = one + other;
    let of_other = total - one;
    (total, (one - (total - of_other)) + (other - of_other))
}

#[cfg(test)]
mod tests {
    use super::DoubleDouble;

    /// ln at 50 digits (mpmath), as the nearest double and what it leaves.
    const LOGARITHMS: [(f64, f64, f64); 6] = [
        (0.3, -1.2039728043259361, 8.935521583403776e-17),
        (1.5, 0.4054651081081644, -2.8811380259626426e-18),
        (7.0, 1.9459101490553132, 7.323586207904907e-17),
        (1e-300, -690.7755278982137, -2.3670096176709832e-14),
        (5e-320, -735.2178029785398, -1.1864181232543711e-14),
        (1.7e+308, 709.7268368932282, 3.0936421257994655e-14),
    ];

    #[test]
    fn logarithms_have_31_digits() {
        for (x, high, low) in LOGARITHMS {
            let reference = DoubleDouble { high, low };
            let error = (DoubleDouble::from(x).ln() - reference).value() / high;
            assert!(error.abs() < 2e-31, "ln {x}: {error:e}");
        }
    }

    #[test]
    fn a_quotient_times_its_divisor_is_the_dividend() {
        let (one, other) = (
            DoubleDouble::product(0.3, 0.7),
            DoubleDouble::from(0.1).ln(),
        );
        let error = (one.divided_by(other) * other - one).value() / one.value();
        assert!(error.abs() < 1e-31, "{error:e}");
    }
}
