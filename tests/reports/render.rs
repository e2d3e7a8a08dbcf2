//! No name, however hostile, breaks what is printed; the short form is short.

use exitpoll::render::{self, Detail};
use exitpoll::report::Table;
use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::random_documents::random_documents;
use crate::seeded::seeded;

/// Pieces of names that steer terminals, turn the direction of writing, take two columns or none, or are
/// markup.
const PIECES: [&str; 24] = [
    "\u{1b}[31mred",
    "a\u{202e}b",
    "\u{2066}c\u{2069}",
    "\u{200b}\u{feff}d",
    "選挙管理委員会",
    "e\u{301}\u{302}\u{303}",
    "حزب الوسط",
    "👩‍👩‍👧‍👦",
    "- list",
    "> quote",
    "1. one",
    "+ plus",
    "# head",
    "~~gone~~",
    "$x^2$",
    "&lt;b&gt;",
    "https://example.org/a_b",
    "www.example.org",
    "a|b",
    "`code`",
    "[a](b)",
    "*bold* _it_",
    "tab\tline\nbreak",
    "\"quoted\", 'x'",
];

fn name() -> impl Strategy<Value = String> {
    (
        proptest::collection::vec(0..PIECES.len(), 1..4),
        0..120usize,
    )
        .prop_map(|(pieces, long)| {
            let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
            text + &"n".repeat(long)
        })
}

/// Shares of two choices in several polls against a partial or final count; names end in a number, so that
/// no two are alike.
fn report(names: &[String], polls: usize, whole: bool) -> Option<Report> {
    let own = |i: usize| format!("{} {i}", names[i % names.len()]);
    let (a, b) = (own(0), own(1));
    let contest = Contest::builder(own(2))
        .choices([a.clone(), b.clone()])
        .build()
        .ok()?;
    let count = OfficialCount::builder(own(3)).votes(&a, 530).votes(&b, 470);
    let count = if whole {
        count.final_result()
    } else {
        count.completeness(CompletenessOf::Ballots, "90.0")
    };
    let mut comparison = Comparison::new(contest).count(count.build().ok()?);
    for i in 0..polls {
        let first = 40 + i % 20;
        let mut poll = Poll::builder(own(4 + i))
            .share(&a, format!("{first}.0"))
            .share(&b, format!("{}.0", 100 - first));
        if i % 3 != 0 {
            poll = poll.respondents(1_000);
        }
        comparison = comparison.poll(poll.build().ok()?);
    }
    comparison.run().ok()
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff)
}

/// What is left of Markdown once every escaped character is taken out.
fn unescaped(markdown: &str) -> String {
    let mut text = String::new();
    let mut characters = markdown.chars();
    while let Some(c) = characters.next() {
        if c == '\\' {
            characters.next();
        } else {
            text.push(c);
        }
    }
    text
}

proptest! {
    #![proptest_config(seeded(random_documents(32)))]

    #[test]
    fn no_name_breaks_a_page(
        names in proptest::collection::vec(name(), 1..6),
        polls in 1..30usize,
        whole in any::<bool>(),
        width in 40..140usize,
    ) {
        let report = report(&names, polls, whole);
        prop_assume!(report.is_some());
        let report = report.expect("assumed");
        for detail in [Detail::Brief, Detail::Full] {
            for width in [width, 80] {
                let text = render::text_with(&report, width, detail);
                for line in text.lines() {
                    prop_assert!(line.width() <= width, "{} columns of {width}: {line:?}", line.width());
                    prop_assert!(!line.chars().any(steers), "{line:?}");
                }
            }
            let markdown = render::markdown_with(&report, detail);
            prop_assert!(!markdown.chars().any(steers));
            let mut cells = 0;
            for line in unescaped(&markdown).lines() {
                prop_assert!(!line.contains(['`', '*', '_', '~', '$', '&', '<', '>', '[', ']', '@']), "{line}");
                prop_assert!(!line.contains("://") && !line.contains("www."), "{line}");
                let bars = line.matches('|').count();
                if line.starts_with("| ") {
                    prop_assert!(cells == 0 || cells == bars, "{line}");
                    cells = bars;
                } else {
                    prop_assert_eq!(bars, 0);
                    cells = 0;
                }
            }
        }
        let short = render::text(&report, 80);
        prop_assert!(short.lines().count() <= 30, "{}", short);
        for table in Table::ALL {
            let csv = render::csv(&report, table);
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let header = reader.headers().expect("a header").clone();
            prop_assert_eq!(header.iter().collect::<Vec<_>>(), columns(table));
            for record in reader.records() {
                // As many cells as columns, and names as they were given.
                let record = record.expect("a record of as many cells as the header");
                prop_assert_eq!(&record[0], report.reference().name());
            }
        }
        prop_assert_eq!(report.rows().len(), 2 * polls);
    }
}

/// The columns that issue readers rely on, written out.
fn columns(table: Table) -> Vec<&'static str> {
    let names = match table {
        Table::Rows => {
            "count, poll, reading, choice, kind, poll_percent, poll_low, poll_high, count_percent, \
                        count_low, count_high, deviation, deviation_low, deviation_high, effective_size, \
                        interval_low, interval_high, inside, z, p, p_adjusted, break_even_size"
        }
        Table::Polls => {
            "count, poll, reading, rank, overlap, times_chance, largest_deviation, largest_choice, \
                         verdict, verdict_choice, leader_call"
        }
        Table::Seats => "count, poll, choice, low, high, result_low, result_high, inside, miss",
        Table::Needs => {
            "count, basis, is_bound, poll, reading, choice, needs_percent, low, high, reachable"
        }
        Table::Measures => "count, poll, reading, measure, value, low, high, standard_error",
        Table::Night => {
            "count, as_of, basis, is_bound, choice, counted_percent, final_low, final_high, poll, \
                         poll_percent, reachable, takes_invalid_alike"
        }
        Table::Calls => "count, poll, question, choice, called, result, call, unless_invalid",
        Table::Pairs => {
            "count, first, second, total_variation, difference, difference_low, difference_high, z, p, p_adjusted, \
             beyond_chance, rows, not_tested, correlation"
        }
    };
    names.split(", ").collect()
}

#[test]
fn a_name_of_a_hundred_thousand_letters_takes_no_time() {
    let name = "x".repeat(100_000);
    let report = report(&[name], 3, true).expect("a long name is a name");
    let start = std::time::Instant::now();
    let text = render::text_with(&report, 80, Detail::Full);
    assert!(text.len() > 100_000);
    assert!(render::text(&report, 80).lines().count() <= 30);
    // Without optimisation and on a busy machine; wrapping in the square of the length took many minutes.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn the_short_form_names_the_nearest_and_the_furthest() {
    // 40 to 59 percent against 53: the fourteenth poll is right, the first is 13 points off.
    let report = report(&["p".to_owned()], 20, true).expect("as given");
    let text = render::text(&report, 80);
    assert!(text.contains("p 17 "), "{text}");
    assert!(text.contains("p 4 "), "{text}");
    assert!(text.contains("more polls are not shown"), "{text}");
}
