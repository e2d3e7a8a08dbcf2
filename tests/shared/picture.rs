//! Charts read again as XML: what is drawn and where, by the widths of a real font.

#![allow(dead_code, reason = "not every test reads every part of a picture")]

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unicode_width::UnicodeWidthChar;

/// One element with its attributes and the text directly in it.
#[derive(Debug, Default, Clone)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    /// The title of the group in which it stands.
    pub of: String,
}

impl Element {
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    pub fn number(&self, key: &str) -> f64 {
        self.get(key).unwrap().parse().unwrap()
    }
}

fn element(start: &BytesStart) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (
            attribute.key.as_ref().to_owned(),
            attribute.value.into_owned(),
        )
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// Every element of a well-formed picture.
pub fn elements(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut done, mut open): (Vec<Element>, Vec<Element>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let mut own = element(&start);
                own.of = open.last().map_or(String::new(), |group| group.of.clone());
                done.push(own);
            }
            Event::Text(text) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&text);
                }
            }
            Event::GeneralRef(of) => {
                let of = of.to_string();
                open.last_mut().unwrap().text.push_str(match of.as_str() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("the reference {other}"),
                });
            }
            Event::End(_) => {
                let own = open.pop().unwrap();
                if own.name == "title"
                    && let Some(group) = open.last_mut()
                {
                    group.of = own.text.clone();
                }
                done.push(own);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    done
}

/// Advance widths of DejaVu Sans, the widest font of the stack, in thousandths of an em, from space to tilde.
#[rustfmt::skip]
const PLAIN: [u16; 95] = [318, 401, 460, 838, 636, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838];
/// The same of DejaVu Sans Bold.
#[rustfmt::skip]
const BOLD: [u16; 95] = [349, 457, 522, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 581, 1000, 775, 763, 734, 831, 684, 684, 821, 837, 373, 373, 775, 638, 996, 837, 851, 733, 851, 771, 721, 683, 812, 775, 1104, 771, 725, 725, 458, 366, 458, 838, 500, 500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 365, 712, 838];

fn advance(c: char, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &PLAIN };
    let place = (c as usize).checked_sub(32);
    if let Some(known) = place.and_then(|place| table.get(place)) {
        return f64::from(*known) / 1000.0;
    }
    match c {
        '…' | '—' => 1.0,
        // Arrows and signs of arithmetic.
        '±' | '×' | '−' | '≤' | '≥' | '←'..='↓' => 0.838,
        // Letters of other scripts: the widest there commonly are.
        _ => match c.width().unwrap_or(0) {
            0 => 0.0,
            1 => 0.75,
            _ => 1.0,
        },
    }
}

/// Left, top, right, bottom of a text.
fn place(text: &Element) -> (f64, f64, f64, f64) {
    let size = text.number("font-size");
    let bold = text.get("font-weight").is_some();
    let advances = text.text.trim().chars().map(|c| advance(c, bold));
    let wide = size * advances.sum::<f64>();
    let (x, y) = (text.number("x"), text.number("y"));
    let left = match text.get("text-anchor") {
        Some("middle") => x - 0.5 * wide,
        Some("end") => x - wide,
        _ => x,
    };
    (left, y - 0.75 * size, left + wide, y + 0.2 * size)
}

/// Everything lies on the page, and no text on another.
pub fn check(name: &str, svg: &str) {
    let all = elements(svg);
    let page = all.iter().find(|of| of.name == "svg").unwrap();
    assert_eq!(page.get("role"), Some("img"));
    let (width, height) = (page.number("width"), page.number("height"));
    for wanted in ["title", "desc"] {
        assert!(
            all.iter()
                .any(|of| of.name == wanted && !of.text.is_empty())
        );
    }
    let inside = |x: f64, y: f64| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
    let texts: Vec<&Element> = all.iter().filter(|of| of.name == "text").collect();
    let places: Vec<(f64, f64, f64, f64)> = texts.iter().map(|text| place(text)).collect();
    for (i, (text, own)) in texts.iter().zip(&places).enumerate() {
        assert!(
            inside(own.0, own.1) && inside(own.2, own.3),
            "{name}: {text:?}"
        );
        for (other, b) in texts.iter().zip(&places).skip(i + 1) {
            let apart = own.2 <= b.0 || b.2 <= own.0 || own.3 <= b.1 || b.3 <= own.1;
            assert!(apart, "{name}: {:?} over {:?}", text.text, other.text);
        }
    }
    for mark in &all {
        match mark.name.as_str() {
            "circle" => {
                let (x, y, r) = (mark.number("cx"), mark.number("cy"), mark.number("r"));
                let (left, top, right, bottom) = (x - r, y - r, x + r, y + r);
                for (text, of) in texts.iter().zip(&places) {
                    let apart = right <= of.0 || of.2 <= left || bottom <= of.1 || of.3 <= top;
                    assert!(apart, "{name}: {mark:?} over {:?}", text.text);
                }
                assert!(
                    inside(x - r, y - r) && inside(x + r, y + r),
                    "{name}: {mark:?}"
                );
            }
            "line" => {
                assert!(inside(mark.number("x1"), mark.number("y1")), "{name}");
                assert!(inside(mark.number("x2"), mark.number("y2")), "{name}");
            }
            "rect" => {
                let (x, y) = (mark.number("x"), mark.number("y"));
                let (w, h) = (mark.number("width"), mark.number("height"));
                assert!(w >= 0.0 && h >= 0.0, "{name}: {mark:?}");
                assert!(inside(x, y) && inside(x + w, y + h), "{name}: {mark:?}");
            }
            "polygon" | "polyline" => {
                for corner in mark
                    .get("points")
                    .unwrap()
                    .split(' ')
                    .filter(|of| !of.is_empty())
                {
                    let (x, y) = corner.split_once(',').unwrap();
                    assert!(
                        inside(x.parse().unwrap(), y.parse().unwrap()),
                        "{name}: {mark:?}"
                    );
                }
            }
            _ => {}
        }
    }
}
