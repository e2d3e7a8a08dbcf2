//! From figures to places.

/// A straight scale with round marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    /// Holds all values, from `from` to `to` on the page (either may be the larger), with at most `marks`
    /// marks at 1, 2 or 5 times a power of ten, and a mark at both ends.
    pub(super) fn holding(
        values: impl IntoIterator<Item = f64>,
        (from, to): (f64, f64),
        marks: usize,
    ) -> Scale {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (mut low, mut high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
            (l.min(v), h.max(v))
        });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // One figure alone: the narrowest scale that means something is a point.
        let size = high.abs().max(low.abs());
        if high - low < (1e-9 * size).max(1e-6) {
            let half = (1e-3 * size).max(0.5);
            (low, high) = (low - half, high + half);
        }
        let mut step = 10_f64.powf(((high - low) / marks as f64).log10().floor());
        let spans = |step: f64| (high / step - 1e-9).ceil() - (low / step + 1e-9).floor();
        let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
        while spans(step) > marks as f64 {
            // 1, 2, 5, 10, ...
            step *= factors.next().unwrap_or(2.0);
        }
        Scale {
            low: (low / step + 1e-9).floor() * step,
            high: (high / step - 1e-9).ceil() * step,
            from,
            to,
            step,
        }
    }

    /// The part of this scale that holds all values, with the same marks and as many units of the page for
    /// each unit of the figures, on at least `least` units of the page; it starts at `from` and ends below.
    pub(super) fn part(&self, values: &[f64], from: f64, least: f64) -> Scale {
        let size = (self.to - self.from).abs() / (self.high - self.low);
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                (l.min(*v), h.max(*v))
            });
        let low = (low / self.step + 1e-9).floor() * self.step;
        let high = ((high / self.step - 1e-9).ceil() * self.step).max(low + self.step);
        let missing = (least / size - (high - low)) / self.step;
        let high = high + missing.ceil().max(0.0) * self.step;
        Scale {
            low,
            high,
            from: from + (high - low) * size,
            to: from,
            step: self.step,
        }
    }

    /// Where a value lies on the page.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.from + part * (self.to - self.from)
    }

    /// The same of a value that may lie outside.
    pub(super) fn beyond(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The marks.
    pub(super) fn marks(&self) -> Vec<f64> {
        let first = (self.low / self.step).round();
        let steps = ((self.high - self.low) / self.step)
            .round()
            .clamp(0.0, 100.0) as usize;
        (0..=steps)
            .map(|i| (first + i as f64) * self.step)
            .collect()
    }

    /// Decimals that its marks need.
    pub(super) fn decimals(&self) -> usize {
        (-self.step.log10() + 1e-9).ceil().clamp(0.0, 6.0) as usize
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.from, self.to)
    }
}
