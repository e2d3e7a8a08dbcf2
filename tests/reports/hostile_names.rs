//! No name, however hostile, breaks any output: text, Markdown, a page of HTML, charts, CSV, JSON.

use crate::picture;
use crate::random_documents::random_documents;

use exitpoll::accuracy::Orientation;
use exitpoll::chart::{self, Chart};
use exitpoll::render::{self, Detail};
use exitpoll::report::Table;
use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
use exitpoll::{Comparison, CompletenessOf, Contest, Error, OfficialCount, Poll, Report};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use quick_xml::Reader;
use quick_xml::events::Event;
use unicode_width::UnicodeWidthStr;

/// What breaks tables, markup and spreadsheets, and is part of names all the same.
const PIECES: [&str; 33] = [
    "\r\n",
    "\n",
    "\t",
    "\u{85}",
    "\u{2003}",
    "\u{a0}",
    "\u{200c}",
    "\u{200d}",
    "\u{fe0f}",
    "e\u{301}\u{301}\u{301}\u{36f}",
    "\u{301}",
    "👩‍👩‍👧",
    "選挙",
    "حزب",
    "พรรค",
    "ŋ̍",
    "﷽",
    "<script>alert(1)</script>",
    "</text></svg>",
    "]]>",
    "<!--",
    "-->",
    "<?xml",
    "&amp;",
    "&#0;",
    "\"",
    "'",
    "|",
    "\\",
    "`*_~[x](http://y)",
    "=1+1,\"\"",
    "# 1. > - ",
    "$\\|$",
];
/// What moves the cursor, turns the direction, hides what follows or is no character: no name of a contest
/// has it, and those of stations and covariates may.
const STEERING: [&str; 16] = [
    "\0",
    "\u{1b}[31m",
    "\u{9b}2J",
    "\u{7}",
    "\u{8}",
    "\u{2028}",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{ffff}",
    "\u{fdd0}",
    "\u{e0001}",
    "\u{115f}",
];

fn piece(steering: bool) -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = match steering {
        true => PIECES.iter().chain(&STEERING).copied().collect(),
        false => PIECES.to_vec(),
    };
    let longest = pieces.clone();
    prop_oneof![
        12 => proptest::sample::select(pieces).prop_map(str::to_owned),
        // Any letter, sign or picture of the first planes that is not a control character or the like.
        4 => proptest::char::ranges(vec!['!'..='~', 'À'..='ʯ', '\u{900}'..='\u{dff}', '\u{4e00}'..='\u{9fff}', '😀'..='🙏'].into())
            .prop_map(String::from),
        1 => (0..longest.len(), 200..1500_usize)
            .prop_map(move |(i, n)| longest[i].repeat(n / longest[i].len() + 1)),
        1 => Just("x".repeat(2_000)),
    ]
}

/// Twelve names with a letter each, so that none is empty and no two are alike; the last two, and now and
/// then all, with what steers.
fn names() -> impl Strategy<Value = Vec<String>> {
    let list = |steering, count| {
        proptest::collection::vec(proptest::collection::vec(piece(steering), 1..5), count)
    };
    let all = prop_oneof![5 => list(false, 10), 1 => list(true, 10)];
    (all, list(true, 2)).prop_map(|(mut names, two)| {
        names.extend(two);
        let lettered = names.into_iter().enumerate().map(|(i, pieces)| {
            let letter = char::from(b'A' + i as u8);
            format!("{letter}{}{letter}", pieces.concat())
        });
        lettered.collect()
    })
}

fn report(names: &[String]) -> Result<Report, Error> {
    let [
        contest,
        a,
        b,
        c,
        first,
        second,
        evening,
        last,
        source,
        label,
        station,
        covariate,
    ] = names
    else {
        unreachable!("twelve names");
    };
    let choices = [a, b, c];
    let contest = Contest::builder(contest)
        .choices(choices)
        .house("100")
        .majority("51")
        .build()?;
    let evening = OfficialCount::builder(evening)
        .votes(a, 3_000)
        .votes(b, 2_000)
        .votes(c, 1_000)
        .completeness(CompletenessOf::Ballots, "50")
        .source(source);
    let last = OfficialCount::builder(last)
        .votes(a, 6_100)
        .votes(b, 4_000)
        .votes(c, 1_900)
        .seats(a, 50)
        .seats(b, 34)
        .seats(c, 16)
        .final_result();
    let first = Poll::builder(first)
        .share(a, "52.0")
        .share(b, "33.0")
        .share(c, "15.0")
        .seats(a, "45–55")
        .seats(b, "30")
        .respondents(1_000)
        .source(source);
    let second = Poll::builder(second)
        .share(a, "49.5")
        .merged(label, [b, c])
        .share(label, "50.5")
        .respondents(800);
    let mut table = StationTable::builder(choices).covariate(covariate);
    for i in 0..6_u32 {
        let (answers, votes) = ([10 + i, 9, 4], [300 + 7 * i, 210 + i * i, 90]);
        let interviews = [Interviews {
            answers: &answers,
            ..Interviews::default()
        }];
        let name = format!("{station}{i}");
        table.push(&Station {
            name: &name,
            votes: Some(&votes),
            covariates: &[f64::from(i * i % 5)],
            interviews: &interviews,
            ..Station::default()
        })?;
    }
    let orientation = Orientation {
        numerator: 0,
        denominator: 1,
    };
    let stations =
        StationSample::new(table.build()?).against_count(&AgainstCount::new(orientation))?;
    let first = first.build()?;
    Comparison::new(contest)
        .count(evening.build()?)
        .count(last.build()?)
        .stations(first.name(), stations)
        .poll(first)
        .poll(second.build()?)
        .run()
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || STEERING.iter().any(|of| of.starts_with(c))
        || u32::from(c) & 0xfffe == 0xfffe
}

fn nothing_steers(what: &str, text: &str) {
    if let Some(c) = text.chars().find(|c| steers(*c)) {
        panic!("{what} has U+{:04X}", u32::from(c));
    }
}

fn check_text(report: &Report) {
    for width in [40, 80, 120] {
        for detail in [Detail::Brief, Detail::Full] {
            let text = render::text_with(report, width, detail);
            nothing_steers("text", &text);
            for line in text.lines() {
                assert!(UnicodeWidthStr::width(line) <= width, "{width}: {line:?}");
            }
        }
    }
}

/// Cells of a line of a table: pipes that no backslash escapes part them.
fn cells(line: &str) -> usize {
    let mut escaped = false;
    let mut pipes = 0;
    for c in line.chars() {
        pipes += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    pipes
}

fn check_markdown(report: &Report) {
    for detail in [Detail::Brief, Detail::Full] {
        let text = render::markdown_with(report, detail);
        nothing_steers("Markdown", &text);
        let mut wanted = None;
        let mut tables = 0;
        for line in text.lines() {
            if !line.starts_with('|') {
                wanted = None;
                continue;
            }
            tables += usize::from(wanted.is_none());
            let found = cells(line);
            assert_eq!(*wanted.get_or_insert(found), found, "{line:?}");
        }
        assert!(tables > 0, "{text}");
    }
}

fn check_page(report: &Report) {
    let page = render::html(report);
    nothing_steers("the page", &page);
    let mut reader = Reader::from_str(&page);
    // Elements that never close are no XML, and counted here.
    reader.config_mut().check_end_names = false;
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                assert!(
                    !["script", "iframe", "img", "object"].contains(&name.as_str()),
                    "{name}"
                );
                for attribute in start.html_attributes() {
                    let attribute = attribute.expect("a well-formed attribute");
                    assert!(!attribute.key.as_ref().starts_with("on"), "{attribute:?}");
                }
                if name != "meta" {
                    open.push(name);
                }
            }
            Event::End(end) => assert_eq!(open.pop().as_deref(), Some(end.name().as_ref())),
            Event::GeneralRef(of) => {
                assert!(
                    ["lt", "gt", "amp", "quot", "apos"].contains(&&*of),
                    "{:?}",
                    &*of
                );
            }
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => panic!("nobody wrote that"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

fn check_charts(report: &Report) {
    for chart in Chart::ALL {
        let svg = chart::svg(report, chart).unwrap_or_else(|why| panic!("{}: {why}", chart.name()));
        nothing_steers(chart.name(), &svg);
        picture::check(chart.name(), &svg);
    }
}

fn check_data(report: &Report) {
    for table in Table::ALL {
        let csv = render::csv(report, table);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let lines: Vec<csv::StringRecord> = reader
            .records()
            .map(|line| line.expect("as many fields as the header"))
            .collect();
        if table == Table::Rows {
            let column = |name: &str| header.iter().position(|of| of == name).expect("a column");
            let (poll, choice) = (column("poll"), column("choice"));
            let records = report.rows();
            assert_eq!(lines.len(), records.len());
            for (line, record) in lines.iter().zip(&records) {
                assert_eq!(
                    (&line[poll], &line[choice]),
                    (record.poll.as_str(), record.choice.as_str())
                );
            }
        }
    }
    #[cfg(feature = "deserialize")]
    {
        let json = serde_json::to_string(report).expect("a report serialises");
        let again: Report = serde_json::from_str(&json).expect("and is read again");
        assert_eq!(&again, report);
    }
}

#[test]
fn no_name_breaks_any_output() {
    let cases = random_documents(24);
    let (mut compared, mut refused) = (0, Vec::new());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let counts = std::cell::RefCell::new((&mut compared, &mut refused));
    runner
        .run(&names(), |names| {
            match report(&names) {
                Ok(report) => {
                    check_text(&report);
                    check_markdown(&report);
                    check_page(&report);
                    check_charts(&report);
                    check_data(&report);
                    *counts.borrow_mut().0 += 1;
                }
                Err(error) => {
                    // A refusal is printed, too.
                    nothing_steers("an error", &error.to_string());
                    counts.borrow_mut().1.push(error.to_string());
                }
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(
        compared > cases / 2,
        "only {compared} compared; refused: {refused:#?}"
    );
}
