//! Charts are read again as XML: what is drawn, where, and what is said.
#![cfg(feature = "chart")]

use exitpoll::chart::{self, Chart, NoPicture};
use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unicode_width::UnicodeWidthChar;

/// One element with its attributes and the text directly in it.
#[derive(Debug, Default, Clone)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    /// The title of the group in which it stands.
    of: String,
}

impl Element {
    fn get(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, key: &str) -> f64 {
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
fn elements(svg: &str) -> Vec<Element> {
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

/// Advance widths of DejaVu Sans, the widest font of the stack, in ems: the widest of each kind.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' => 0.278,
        'I' => 0.295,
        ' ' | '.' | ',' => 0.32,
        't' | 'f' | 'r' => 0.411,
        'm' => 0.974,
        c if c.is_ascii_lowercase() || c.is_ascii_digit() => 0.64,
        _ => {
            if c.width() == Some(2) {
                1.0
            } else {
                0.7 * c.width().unwrap_or(0) as f64
            }
        }
    }
}

/// Left, top, right, bottom of a text.
fn place(text: &Element) -> (f64, f64, f64, f64) {
    let size = text.number("font-size");
    let wide = size * text.text.trim().chars().map(advance).sum::<f64>();
    let (x, y) = (text.number("x"), text.number("y"));
    let left = match text.get("text-anchor") {
        Some("middle") => x - 0.5 * wide,
        Some("end") => x - wide,
        _ => x,
    };
    (left, y - 0.75 * size, left + wide, y + 0.2 * size)
}

/// Everything lies on the page, and no text on another.
fn check(name: &str, svg: &str) {
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
    for (i, text) in texts.iter().enumerate() {
        let own = place(text);
        assert!(
            inside(own.0, own.1) && inside(own.2, own.3),
            "{name}: {text:?}"
        );
        for other in texts.iter().skip(i + 1) {
            let b = place(other);
            let apart = own.2 <= b.0 || b.2 <= own.0 || own.3 <= b.1 || b.3 <= own.1;
            assert!(apart, "{name}: {:?} over {:?}", text.text, other.text);
        }
    }
    for mark in &all {
        match mark.name.as_str() {
            "circle" => assert!(inside(mark.number("cx"), mark.number("cy")), "{name}"),
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
            _ => {}
        }
    }
}

/// `choices` choices with shares that fall, `polls` polls within half a point of them, and two counts.
fn report(
    choices: usize,
    polls: usize,
    name: impl Fn(usize) -> String,
    respondents: bool,
) -> Report {
    let names: Vec<String> = (0..choices).map(name).collect();
    let contest = Contest::builder("Example").choices(names.clone()).build();
    let count = |of: &str, done: bool| {
        let mut count = OfficialCount::builder(of);
        for (i, name) in names.iter().enumerate() {
            count = count.votes(name, 1000 * (choices - i) as u64 * if done { 2 } else { 1 });
        }
        if done {
            count.final_result().build().unwrap()
        } else {
            let part = count.completeness(CompletenessOf::Ballots, "50");
            part.build().unwrap()
        }
    };
    let total = (choices * (choices + 1) / 2) as f64;
    let mut comparison = Comparison::new(contest.unwrap())
        .count(count("evening", false))
        .count(count("final", true));
    for j in 0..polls {
        let mut poll = Poll::builder(format!(
            "Pollster {j} of the Society for Long Names of Pollsters"
        ));
        if respondents {
            poll = poll.respondents(2000 + 100 * j as u64);
        }
        for (i, name) in names.iter().enumerate() {
            let off = if (i + j) % 2 == 0 { 0.05 } else { -0.05 };
            let share = 100.0 * (choices - i) as f64 / total + off;
            poll = poll.share(name, format!("{share:.1}").as_str());
        }
        comparison = comparison.poll(poll.build().unwrap());
    }
    comparison.run().unwrap()
}

#[test]
fn nothing_overlaps_and_nothing_leaves_the_page() {
    let long = |i: usize| {
        format!("Choice {i} of the Movement for a Name that no Table holds, 選挙管理委員会")
    };
    let short = |i: usize| format!("C{i}");
    for choices in [2, 7, 30] {
        for polls in [1, 12] {
            for (kind, report) in [
                ("long", report(choices, polls, long, true)),
                ("short", report(choices, polls, short, false)),
            ] {
                for chart in Chart::ALL {
                    let name = format!("{kind} {choices} × {polls} {}", chart.name());
                    let svg = chart::svg(&report, chart).expect(&name);
                    check(&name, &svg);
                    assert_eq!(svg, chart::svg(&report, chart).unwrap(), "{name}");
                }
            }
        }
    }
}

#[test]
fn no_name_breaks_the_picture() {
    let hostile = |i: usize| match i {
        0 => "</text><script>alert(1)</script>".to_owned(),
        _ => "\"'&lt;]]> <!-- --> <?xml ?> &#x202e; --".to_owned(),
    };
    let report = report(2, 1, hostile, true);
    for chart in Chart::ALL {
        let svg = chart::svg(&report, chart).unwrap();
        check(chart.name(), &svg);
        assert!(elements(&svg).iter().all(|of| of.name != "script"));
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;"));
    }
}

/// The place of a figure by hand: the marks of the axis give the scale.
#[test]
fn marks_stand_where_the_axis_says() {
    let contest = Contest::builder("Example")
        .choices(["A", "B"])
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .votes("A", 600_000)
        .votes("B", 400_000);
    let poll = Poll::builder("Pollster")
        .share("A", "58.0")
        .share("B", "42.0");
    let report = Comparison::new(contest)
        .count(count.final_result().build().unwrap())
        .poll(poll.build().unwrap())
        .run()
        .unwrap();
    let svg = chart::svg(&report, Chart::Shares).unwrap();
    let all = elements(&svg);
    let mut marks: Vec<(f64, f64)> = all
        .iter()
        .filter(|of| of.name == "text" && of.get("text-anchor") == Some("middle"))
        .filter_map(|of| Some((of.text.parse().ok()?, of.number("x"))))
        .collect();
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    let at = |share: f64| first.1 + (share - first.0) / (last.0 - first.0) * (last.1 - first.1);
    let of_a: Vec<&Element> = all
        .iter()
        .filter(|of| of.of.starts_with("A, Pollster"))
        .collect();
    let dot = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-poll"))
        .unwrap();
    assert!((dot.number("cx") - at(58.0)).abs() < 0.02);
    let tick = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-count"))
        .unwrap();
    assert!((tick.number("x1") - at(60.0)).abs() < 0.02);
    let printed = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-rounding"))
        .unwrap();
    assert!((printed.number("x") - at(57.95)).abs() < 0.02);
    // No size, no interval; a final count leaves nothing open.
    assert!(of_a.iter().all(|of| of.get("class") != Some("xp-interval")));
    assert!(of_a.iter().all(|of| of.get("class") != Some("xp-open")));
    assert_eq!(chart::svg(&report, Chart::Night), Err(NoPicture::NoNight));
}
