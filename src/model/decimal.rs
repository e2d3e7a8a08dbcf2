//! Decimal numbers as they are printed: "2" and "2.00" differ.

use std::fmt;

/// `units` · 10^−`decimals`, both in eight bytes: a document may hold millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal(u64);

/// The bits of the number of decimals.
const DECIMALS: u32 = 4;

impl Decimal {
    /// The most decimals it can have.
    pub(super) const MOST: u8 = (1 << DECIMALS) - 1;

    /// Digits that always fit beside the decimals: 10^18 is below 2^60.
    const DIGITS: usize = 18;

    /// Of at most 15 decimals and units below 2^60.
    pub(super) fn new(units: u64, decimals: u8) -> Option<Decimal> {
        let fits = units >> (u64::BITS - DECIMALS) == 0 && decimals <= Decimal::MOST;
        fits.then(|| Decimal((units << DECIMALS) | u64::from(decimals)))
    }

    /// Reads text that is exactly what `Display` gives: digits without leading zeros, and decimals after a
    /// point where there are any. Other text may be a number too, but not written so.
    #[inline]
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        let bytes = text.as_bytes();
        let zero_leads = matches!(bytes, [b'0', b'0'..=b'9', ..]);
        if bytes.is_empty() || bytes.len() > Decimal::DIGITS || zero_leads {
            return None;
        }
        let (mut units, mut point) = (0, None);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => units = units * 10 + u64::from(byte - b'0'),
                b'.' if at > 0 && point.is_none() => point = Some(at),
                _ => return None,
            }
        }
        let decimals = point.map(|point| bytes.len() - 1 - point);
        match decimals {
            Some(0) => None,
            _ => Decimal::new(units, u8::try_from(decimals.unwrap_or(0)).ok()?),
        }
    }

    pub(super) fn units(self) -> u64 {
        self.0 >> DECIMALS
    }

    pub(super) fn decimals(self) -> u8 {
        (self.0 & u64::from(Decimal::MOST)) as u8
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, decimals) = (self.units(), self.decimals());
        if decimals == 0 {
            return write!(f, "{units}");
        }
        let scale = 10_u64.pow(u32::from(decimals));
        let width = usize::from(decimals);
        write!(f, "{}.{:0width$}", units / scale, units % scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_what_it_writes() {
        for text in [
            "0",
            "0.5",
            "2",
            "2.00",
            "92.05",
            "0.000000000000001",
            "123456789012345678",
        ] {
            let decimal = Decimal::parse(text).map(|decimal| decimal.to_string());
            assert_eq!(decimal.as_deref(), Some(text));
        }
        for text in [
            "",
            ".5",
            "5.",
            "05",
            "00",
            "-1",
            "+1",
            "1e3",
            "1,5",
            " 1",
            "1.2.3",
            "0.0000000000000001",
            "1234567890123456789",
            "½",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn holds_no_more_than_it_can() {
        assert_eq!(Decimal::new(1 << 60, 0), None);
        assert_eq!(Decimal::new(1, 16), None);
        let most = Decimal::new((1 << 60) - 1, 15).expect("the most");
        assert_eq!((most.units(), most.decimals()), ((1 << 60) - 1, 15));
    }
}
