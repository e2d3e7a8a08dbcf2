//! Two numbers that go through the same arithmetic: the compiler keeps them in one register, so that two
//! results take the time of one.

use std::ops::{Add, Div, Mul, Sub};

/// What a number and a pair of numbers can both do.
pub(crate) trait Arithmetic:
    Copy + From<f64> + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
}

impl Arithmetic for f64 {}

impl Arithmetic for Pair {}

#[derive(Clone, Copy)]
pub(crate) struct Pair(pub(crate) [f64; 2]);

impl Pair {
    #[inline]
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Pair {
        Pair(self.0.map(function))
    }

    #[inline]
    pub(crate) fn all(self, holds: impl Fn(f64) -> bool) -> bool {
        let Pair([a, b]) = self;
        holds(a) && holds(b)
    }

    #[inline]
    fn with(self, other: Pair, operation: impl Fn(f64, f64) -> f64) -> Pair {
        let (Pair([a, b]), Pair([c, d])) = (self, other);
        Pair([operation(a, c), operation(b, d)])
    }
}

impl From<f64> for Pair {
    #[inline]
    fn from(value: f64) -> Pair {
        Pair([value, value])
    }
}

impl Add for Pair {
    type Output = Pair;
    #[inline]
    fn add(self, other: Pair) -> Pair {
        self.with(other, f64::add)
    }
}

impl Sub for Pair {
    type Output = Pair;
    #[inline]
    fn sub(self, other: Pair) -> Pair {
        self.with(other, f64::sub)
    }
}

impl Mul for Pair {
    type Output = Pair;
    #[inline]
    fn mul(self, other: Pair) -> Pair {
        self.with(other, f64::mul)
    }
}

impl Div for Pair {
    type Output = Pair;
    #[inline]
    fn div(self, other: Pair) -> Pair {
        self.with(other, f64::div)
    }
}
