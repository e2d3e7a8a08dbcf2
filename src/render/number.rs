//! Figures as a person reads them: no more digits than were published.

use crate::alignment::Span;
use crate::interval::Interval;
use crate::numeric::Bounds;

/// What stands where nothing is known.
pub(super) const NOTHING: &str = "–";

/// A number with `decimals`, the proper minus sign, and no negative zero.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NOTHING.into();
    }
    // Nine more digits than anybody prints: takes away binary noise such as 1.8499999999999996.
    let clean = if value.abs() < 1e6 {
        (value * 1e9).round() / 1e9
    } else {
        value
    };
    let digits = format!("{:.decimals$}", half_up(clean.abs(), decimals));
    let zero = digits.bytes().all(|b| b == b'0' || b == b'.');
    if clean < 0.0 && !zero {
        format!("−{digits}")
    } else {
        digits
    }
}

/// A figure midway between two that are printed goes to the larger, as readers round; `format!` takes the even one.
fn half_up(size: f64, decimals: usize) -> f64 {
    // 92.05 is less than that as a double, and lies midway of nothing; 5.25 does.
    let scale = match decimals {
        0 => 1.0,
        1 => 10.0,
        2 => 100.0,
        _ => return size,
    };
    let scaled = size * scale;
    let is_exact = size.mul_add(scale, -scaled) == 0.0;
    if scaled.fract() == 0.5 && is_exact && scaled < 1e15 {
        (scaled + 0.5) / scale
    } else {
        size
    }
}

/// The same with a plus sign where it is positive.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let zero = text.bytes().all(|b| b == b'0' || b == b'.');
    if value > 0.0 && !zero && value.is_finite() {
        format!("+{text}")
    } else {
        text
    }
}

/// A whole number with commas between thousands.
pub(super) fn whole(value: f64) -> String {
    if !value.is_finite() {
        return NOTHING.into();
    }
    if value.abs() >= 1e15 {
        return format!("{value:.1e}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && digits != "0" {
        format!("−{text}")
    } else {
        text
    }
}

pub(super) fn count(value: u64) -> String {
    whole(value as f64)
}

/// Decimals in percent with which a share is printed: its own, or two where it is exact.
pub(super) fn decimals(span: &Span) -> usize {
    let own = span.decimals.map_or(2, usize::from);
    // A computed share that is declared to be unrounded has all digits of a double.
    let exact = !span.is_range && span.bounds.width() < 1e-12;
    if exact { own.min(2) } else { own }
}

/// A share in percent; of a range its ends, since its middle is nobody's figure.
pub(super) fn share(span: &Span) -> String {
    if span.is_range {
        return ends(span.bounds.low(), span.bounds.high(), decimals(span));
    }
    fixed(100.0 * span.value, decimals(span))
}

/// Decimals of a deviation: its last digit is no finer than a tenth of what rounding hides, nor than
/// the finer of the two figures.
pub(super) fn deviation_decimals(poll: &Span, count: &Span, bounds: &Bounds) -> usize {
    let finest = decimals(poll).max(decimals(count));
    // The middle of a range can lie between two figures of its digits.
    if poll.is_range {
        return (decimals(poll) + 1).min(2);
    }
    meaningful(50.0 * bounds.width(), finest).max(decimals(poll).min(finest))
}

/// Decimals such that the last digit is no finer than a tenth of what rounding hides, `most` at most.
pub(super) fn meaningful(half_width: f64, most: usize) -> usize {
    if half_width > 0.0 && half_width.is_finite() {
        let places = (1.0 - half_width.log10() + 1e-9).floor().clamp(0.0, 9.0) as usize;
        places.min(most)
    } else {
        most
    }
}

/// How much the digits that were not printed can move a figure, as ± points; nothing where they cannot.
pub(super) fn rounding(bounds: &Bounds) -> Option<String> {
    let half_width = 50.0 * bounds.width();
    if half_width < 5e-10 || !half_width.is_finite() {
        return None;
    }
    // Two significant digits, rounded up: a bound must not be printed narrower than it is.
    let places = (1.0 - half_width.log10().floor()).clamp(0.0, 9.0) as usize;
    let scale = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    let up = (half_width * scale - 1e-6).ceil() / scale;
    let text = fixed(up, places);
    let short = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    Some(format!("±{short}"))
}

/// From one end of a deviation to the other, in points, with the digits that tell them apart.
pub(super) fn signed_ends(bounds: &Bounds) -> String {
    let decimals = meaningful(50.0 * bounds.width(), 9);
    let end = |end: f64| signed(100.0 * end, decimals);
    from_to(end(bounds.low()), end(bounds.high()))
}

/// "1.2 to 3.4" of two printed ends; one figure where they print alike.
pub(super) fn from_to(low: String, high: String) -> String {
    match low == high {
        true => low,
        false => format!("{low} to {high}"),
    }
}

/// A proportion in percent, or a difference of proportions in points.
pub(super) fn percent(proportion: f64, decimals: usize) -> String {
    fixed(100.0 * proportion, decimals)
}

/// From one end to the other, in percent; one figure where they print alike.
pub(super) fn ends(low: f64, high: f64, decimals: usize) -> String {
    let (low, high) = (percent(low, decimals), percent(high, decimals));
    if low == high {
        low
    } else if low.starts_with('−') || high.starts_with('−') {
        format!("{low} to {high}")
    } else {
        format!("{low}–{high}")
    }
}

/// "between 98.1 and 99.5 percent"; "of 99.5 percent" where both ends print alike.
pub(super) fn between_ends(bounds: Bounds, decimals: usize) -> String {
    let (low, high) = (
        percent(bounds.low(), decimals),
        percent(bounds.high(), decimals),
    );
    match low == high {
        true => format!("of {low} percent"),
        false => format!("between {low} and {high} percent"),
    }
}

/// Bounds of a share, in percent: rounded outwards, so that what is printed bounds it too. What can no longer change has
/// one figure, as printed elsewhere.
pub(super) fn outer_ends(low: f64, high: f64, decimals: usize) -> String {
    if high - low < 1e-12 {
        return percent(low, decimals);
    }
    let (low, high) = (rounded_down(low, decimals), rounded_up(high, decimals));
    match low == high {
        true => low,
        false => format!("{low}–{high}"),
    }
}

/// In percent, no more than it is; the last bits of a double are no digits.
pub(super) fn rounded_down(proportion: f64, decimals: usize) -> String {
    let unit = 10f64.powi(decimals as i32);
    fixed(
        ((100.0 * proportion * unit) + 1e-6).floor() / unit,
        decimals,
    )
}

/// In percent, no less than it is.
pub(super) fn rounded_up(proportion: f64, decimals: usize) -> String {
    let unit = 10f64.powi(decimals as i32);
    fixed(((100.0 * proportion * unit) - 1e-6).ceil() / unit, decimals)
}

/// An interval around a printed share, in percent: one decimal more than the share has, two at most.
pub(super) fn interval(interval: &Interval, share: &Span) -> String {
    ends(
        interval.low(),
        interval.high(),
        (decimals(share) + 1).min(2),
    )
}

/// The interval of a lead or of a pooled share.
pub(super) fn wide_interval(interval: &Interval) -> String {
    ends(interval.low(), interval.high(), 2)
}

/// A figure in percent with no more digits than what is open about it leaves meaningful, `most` at most.
pub(super) fn within(value: f64, bounds: Option<Bounds>, most: usize) -> String {
    within_from(value, bounds, 0, most)
}

/// The same with `least` decimals, which its figures were printed with.
pub(super) fn within_from(value: f64, bounds: Option<Bounds>, least: usize, most: usize) -> String {
    let half_width = bounds.map_or(0.0, |bounds| 50.0 * bounds.width());
    percent(value, meaningful(half_width, most).max(least.min(most)))
}

/// A stated percentage with the digits that its rounding shows it was printed with; two where it is exact.
pub(super) fn as_stated(value: f64, bounds: Bounds) -> String {
    let unit = 100.0 * bounds.width();
    let decimals = if unit > 1e-12 {
        (-unit.log10()).round().clamp(0.0, 9.0) as usize
    } else {
        2
    };
    percent(value, decimals)
}

/// What a figure printed as `printed` percent should have been: with two digits more, so that rounding does not lead
/// back to it (.5348 is "0.535" to three, which reads like the .54 that it is not).
pub(super) fn unlike(proportion: f64, printed: &str) -> String {
    let digits = printed
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    percent(proportion, (digits + 2).min(9))
}

/// A number without zeros that say nothing.
pub(super) fn shortest(value: f64) -> String {
    trimmed(value, 6)
}

/// The same with `most` decimals at most.
pub(super) fn trimmed(value: f64, most: usize) -> String {
    let text = fixed(value, most);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A correlation or the like: three decimals, and never 1 unless it is.
pub(super) fn coefficient(value: f64) -> String {
    let text = fixed(value, 3);
    // Half a unit of a double below 1 is what computing leaves of 1.
    if text == "1.000" && value < 1.0 - 1e-12 {
        ">0.999".into()
    } else {
        text
    }
}

/// Decimals of a coefficient with this standard error: three, or as many more as leave the error two
/// significant digits.
pub(super) fn decimals_of_error(error: f64) -> usize {
    if error > 0.0 && error.is_finite() {
        (1.0 - error.log10().floor()).clamp(3.0, 9.0) as usize
    } else {
        3
    }
}

/// Levels of tests, which a p-value that is not one of them does not print as.
const LEVELS: [f64; 3] = [0.01, 0.05, 0.1];

/// A p-value: with three decimals, or as many more as tell it from a level.
pub(super) fn p_value(p: f64) -> String {
    let level = LEVELS
        .into_iter()
        .find(|level| fixed(p, 3) == fixed(*level, 3));
    if let Some(level) = level.filter(|level| (p / level - 1.0).abs() > 1e-9) {
        let decimals = (4..10).find(|decimals| fixed(p, *decimals) != fixed(level, *decimals));
        return fixed(p, decimals.unwrap_or(3));
    }
    if p < 0.0005 {
        "<0.001".into()
    } else if p < 1.0 && fixed(p, 3) == "1.000" {
        ">0.999".into()
    } else {
        fixed(p, 3)
    }
}

/// A factor with the digits that its rounding leaves, three at most, and the range that rounding allows.
pub(super) fn factor(value: f64, bounds: Option<Bounds>) -> String {
    let Some(bounds) = bounds else {
        return significant(value);
    };
    let most = match value {
        value if value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        value if value >= 1.0 => 2,
        _ => 3,
    };
    let (printed, low, high) = (
        fixed(value, most),
        fixed(bounds.low(), most),
        fixed(bounds.high(), most),
    );
    if low == high {
        printed
    } else {
        format!("{printed} ({low} to {high} within rounding)")
    }
}

/// Significant digits of a measure without a unit.
pub(super) fn significant(value: f64) -> String {
    let size = value.abs();
    fixed(
        value,
        if size >= 100.0 {
            1
        } else if size >= 10.0 {
            2
        } else if size >= 1.0 {
            3
        } else {
            4
        },
    )
}

/// A probability that is not a p-value.
pub(super) fn probability(p: f64) -> String {
    if p > 0.0 && p < 0.0005 {
        "less than 0.001".into()
    } else {
        trimmed(p, 3)
    }
}

/// A time as precise as its source gives it: a day, or with hour and minute; seconds only where there are some.
pub(super) fn time(time: jiff::civil::DateTime, is_a_day: bool) -> String {
    if is_a_day {
        return time.date().to_string();
    }
    let text = time.to_string().replace('T', " ");
    match text.strip_suffix(":00") {
        Some(minutes) if time.second() == 0 && minutes.matches(':').count() == 1 => {
            minutes.to_owned()
        }
        _ => text,
    }
}
