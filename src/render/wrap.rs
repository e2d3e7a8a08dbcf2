//! Names and sentences in a line: display width, breaking, and what must not reach a page.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::visible::is_invisible;

/// Columns that a text takes at most: none for a combining mark, two for a wide character. Few terminals join letters,
/// such as the Arabic lam and alef, and some widen what a selector of emoji follows, so that a line must hold both ways.
pub(super) fn columns(text: &str) -> usize {
    let singly: usize = text.chars().map(|c| c.width().unwrap_or(0)).sum();
    singly.max(UnicodeWidthStr::width(text))
}

/// One line: white space of every kind becomes one space, and characters that steer a terminal, change
/// the direction of writing or cannot be seen are taken out.
pub(super) fn clean(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}'))
        .map(|word| word.chars().filter(|c| !is_invisible(*c)));
    for word in words {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let start = line.len();
        line.extend(word);
        if line.len() == start {
            line.truncate(before);
        }
    }
    line
}

/// Breaks a cleaned text at spaces; a word that does not fit by itself is broken anywhere. Takes time
/// proportional to its length.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let (mut line, mut taken) = (String::new(), 0);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = columns(word);
        if taken > 0 && taken + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        if wide <= width {
            line.push_str(word);
            taken += wide;
            continue;
        }
        for c in word.chars() {
            let one = c.width().unwrap_or(0);
            if taken + one > width {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(c);
            taken += one;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The text in at most `width` columns, with an ellipsis where something is left out: a release in brackets behind a name
/// stays, and what stands before it is cut.
pub(super) fn clip(text: &str, width: usize) -> String {
    // A name so long is cut anyway, and need not be read to its end for each place where it stands.
    let most = width.saturating_mul(16).saturating_add(64);
    let (text, whole) = match text.char_indices().nth(most) {
        Some((end, _)) => (clean(&text[..end]), false),
        None => (clean(text), true),
    };
    if whole && columns(&text) <= width {
        return text;
    }
    if let Some((name, bracket, left)) = before_bracket(&text, width).filter(|_| whole) {
        return format!("{} {bracket}", clip(name, left));
    }
    let short = beginning(&text, width);
    let open = |short: &str| short.rfind('(') > short.rfind(')');
    let Some(at) = short.rfind('(').filter(|_| open(&short)) else {
        return format!("{short}…");
    };
    // A bracket that is cut open is closed again, unless nothing of it is left.
    match beginning(&text, width.saturating_sub(1)) {
        shorter if shorter.len() > at + 1 => format!("{shorter}…)"),
        _ => format!("{}…", short[..at].trim_end()),
    }
}

/// As much of the beginning as leaves a column of `width` free.
fn beginning(text: &str, width: usize) -> String {
    let mut taken = 0;
    let fits = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken < width
    };
    let short: String = text.chars().take_while(fits).collect();
    short.trim_end().to_owned()
}

/// A name, what stands in brackets behind it, and the columns that are left for the name, where those do for a name.
fn before_bracket(text: &str, width: usize) -> Option<(&str, &str, usize)> {
    let at = text.ends_with(')').then(|| text.rfind(" ("))??;
    let bracket = &text[at + 1..];
    let left = width.checked_sub(columns(bracket) + 1)?;
    (left >= LEAST_NAME).then_some((&text[..at], bracket, left))
}

/// Columns in which a name can still be known.
const LEAST_NAME: usize = 8;

/// The beginning and the end of the text in at most `width` columns, for names that begin alike.
pub(super) fn clip_ends(text: &str, width: usize) -> String {
    let text = clean(text);
    if columns(&text) <= width {
        return text;
    }
    if let Some((name, bracket, left)) = before_bracket(&text, width) {
        return format!("{} {bracket}", clip_ends(name, left));
    }
    let mut taken = 0;
    let of_end = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken <= 2 * width / 5
    };
    let end: usize = text
        .chars()
        .rev()
        .take_while(of_end)
        .map(char::len_utf8)
        .sum();
    // A mark stays with its letter.
    let end = text[text.len() - end..]
        .trim_start_matches(|c: char| c.is_whitespace() || c.width() == Some(0));
    let start = clip(&text, width - columns(end));
    // A bracket that was closed where it was cut, or that opens in what is left out.
    match (start.strip_suffix("…)"), end.contains(')')) {
        (Some(start), true) => format!("{start}…{end}"),
        _ => start + end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_is_left() {
        let hostile = "a\u{1b}[31mb\u{202e}c\u{200b}\u{feff}d\te\r\nf\u{2028}g\u{7f}\u{9b}";
        assert_eq!(clean(hostile), "a[31mbcd e f g");
        assert_eq!(clean(" \u{200b} \u{202e} "), "");
    }

    #[test]
    fn lines_fit_by_display_width() {
        assert_eq!(columns("選挙"), 4);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(wrap("選挙選挙選挙", 5), ["選挙", "選挙", "選挙"]);
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(clip("Social Research Center", 10), "Social Re…");
        assert_eq!(clip("選挙選挙", 6), "選挙…");
        assert_eq!(clip("Gallup (parallel count)", 12), "Gallup (pa…)");
        assert_eq!(clip("Gallup (parallel count)", 9), "Gallup…");
        assert_eq!(clip("Gallup (parallel count)", 8), "Gallup…");
        assert_eq!(clip("A (b) cdefghi", 8), "A (b) c…");
        assert_eq!(
            clip("Gallup International (20:00)", 20),
            "Gallup Inte… (20:00)"
        );
    }

    #[test]
    fn names_that_begin_alike_keep_their_ends() {
        assert_eq!(clip_ends("Free Farmers number 12", 14), "Free Far…er 12");
        assert_eq!(clip_ends("選挙選挙選挙12", 8), "選挙…12");
        assert_eq!(clip_ends("abcdefghie\u{301}", 5), "ab…ie\u{301}");
        assert_eq!(clip_ends("Gallup (one count)", 16), "Gallup…count)");
        assert_eq!(
            clip_ends("Institute of the North (20:00)", 22),
            "Institut…North (20:00)"
        );
        for width in 2..20 {
            assert!(columns(&clip_ends("選挙 (Gallup) 選挙 number 12", width)) <= width);
        }
    }

    #[test]
    fn arabic_letters_take_a_column_each() {
        assert_eq!(columns("لا"), 2);
        assert_eq!(columns("ا\u{64b}"), 1);
        assert_eq!(columns("\u{263a}\u{fe0f}"), 2);
    }

    #[test]
    fn a_long_name_takes_time_in_proportion() {
        let name = "x".repeat(1_000_000);
        let start = std::time::Instant::now();
        assert_eq!(wrap(&name, 80).len(), 12_500);
        // Quadratic, it took minutes.
        assert!(start.elapsed().as_secs() < 5);
    }
}
