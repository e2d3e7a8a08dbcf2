//! How much room a text takes, without knowing the font: from above, so that nothing runs into anything
//! in whichever font of the stack is there.

use unicode_width::UnicodeWidthChar;

/// Width of one character, in ems.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | 'I' | '.' | ',' | ':' | ';' | ' ' => 0.36,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '!' => 0.44,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 1.0,
        'A'..='Z' | '+' | '−' | '±' | '=' | '<' | '>' | '~' | '&' | '#' | '^' => 0.84,
        ' '..='~' => 0.64,
        // Letters of other scripts are wider than Latin ones; a wide character is a square.
        _ => match c.width().unwrap_or(0) {
            0 => 0.0,
            1 => 0.86,
            _ => 1.05,
        },
    }
}

/// Width of a text, in units.
pub(super) fn width(text: &str, size: f64) -> f64 {
    size * text.chars().map(em).sum::<f64>()
}

/// The text, or as much of it as fits, with an ellipsis.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut taken = size * em('…');
    let mut short: String = text
        .chars()
        .take_while(|c| {
            taken += size * em(*c);
            taken <= room
        })
        .collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The text, or as much of its beginning and its end as fits, about an ellipsis.
pub(super) fn fit_ends(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut taken = 0.0;
    let end: usize = text
        .chars()
        .rev()
        .take_while(|c| {
            taken += size * em(*c);
            taken <= 0.4 * room
        })
        .map(char::len_utf8)
        .sum();
    let end = text[text.len() - end..].trim_start();
    let start = fit(text, room - width(end, size), size);
    start + end
}

/// Lines of at most `room` units, broken at spaces; a word that does not fit by itself is broken anywhere.
pub(super) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut taken) = (String::new(), 0.0);
    let space = size * em(' ');
    for word in text.split_whitespace() {
        let wide = width(word, size);
        if !line.is_empty() && taken + space + wide > room {
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
        }
        if !line.is_empty() {
            line.push(' ');
            taken += space;
        }
        for c in word.chars() {
            let one = size * em(c);
            if !line.is_empty() && taken + one > room {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            line.push(c);
            taken += one;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
