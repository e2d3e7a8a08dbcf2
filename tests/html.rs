//! The page of HTML: closed, escaped, complete, and the same as the text in every figure and word.
//! With `EXITPOLL_PAGES=FOLDER` the pages are left there, for a browser to judge (`.ci/run page`).
#![cfg(all(feature = "html", feature = "io"))]

#[path = "shared/consulates.rs"]
mod consulates;

use std::fs;
use std::path::{Path, PathBuf};

use exitpoll::report::Table;
use exitpoll::{Comparison, Contest, OfficialCount, Poll, Report, io, render};

/// Every document of a folder that can be compared, by name.
fn reports(folder: &str) -> Vec<(String, Report)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder stands beside the tests");
    let mut paths: Vec<PathBuf> = entries.map(|of| of.expect("readable").path()).collect();
    paths.sort();
    let json = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|of| of == "json"));
    json.filter_map(|path| {
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let report = Comparison::from(io::json::read_file(path.to_str()?).ok()?)
            .run()
            .ok()?;
        Some((name, report))
    })
    .collect()
}

fn bundled() -> Vec<(String, Report)> {
    let found = reports("examples/data");
    assert!(found.len() >= 5, "only {} documents", found.len());
    found
}

/// One part of a page.
#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    /// Its name and attributes.
    Open(&'a str, &'a str),
    /// One that closes itself, as the shapes of a chart do.
    Whole,
    Close(&'a str),
    Text(&'a str),
}

/// A page taken apart, strictly: what is not a tag or text is a mistake.
fn tokens(page: &str) -> Vec<Token<'_>> {
    let mut rest = page
        .strip_prefix("<!DOCTYPE html>")
        .expect("a document type");
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            tokens.push(Token::Text(rest));
            break;
        };
        if at > 0 {
            tokens.push(Token::Text(&rest[..at]));
        }
        // No attribute of ours has the sign within it: names in attributes are escaped, too.
        let end = at + rest[at..].find('>').expect("a tag that is closed");
        let tag = &rest[at + 1..end];
        tokens.push(match tag.strip_prefix('/') {
            Some(name) => Token::Close(name),
            None if tag.ends_with('/') => Token::Whole,
            None => {
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                Token::Open(name, attributes)
            }
        });
        if tag.starts_with(|c: char| !(c.is_ascii_lowercase() || c == '/')) {
            panic!("not a tag: {tag}");
        }
        rest = &rest[end + 1..];
    }
    tokens
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

#[derive(Debug, Default)]
struct Read {
    caption: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Cells of figures.
    figures: Vec<String>,
}

/// The tables of a page, and on the way the nesting of its elements and the order of its headings.
fn tables(page: &str) -> Vec<Read> {
    const VOID: [&str; 1] = ["meta"];
    let mut open: Vec<&str> = Vec::new();
    let mut tables: Vec<Read> = Vec::new();
    let (mut level, mut figure) = (0, false);
    for token in tokens(page) {
        match token {
            Token::Open(name, attributes) => {
                if !VOID.contains(&name) {
                    open.push(name);
                }
                if let Some(Ok(next)) = name.strip_prefix('h').map(str::parse::<u8>) {
                    assert!(next <= level + 1, "h{next} after h{level}");
                    level = next;
                }
                match (name, tables.last_mut()) {
                    ("table", _) => tables.push(Read::default()),
                    ("tr", Some(table)) if open.contains(&"tbody") => table.rows.push(Vec::new()),
                    ("th" | "td", Some(table)) => {
                        assert!(!attributes.contains("span="), "a merged cell");
                        figure = attributes.contains("figure");
                        match table.rows.last_mut() {
                            Some(row) => row.push(String::new()),
                            None => table.header.push(String::new()),
                        }
                    }
                    _ => {}
                }
            }
            Token::Whole => {}
            Token::Close(name) => {
                assert_eq!(
                    open.pop(),
                    Some(name),
                    "closed in another order than opened"
                );
            }
            Token::Text(text) => {
                let Some(table) = tables.last_mut() else {
                    continue;
                };
                let text = unescape(text);
                if open.contains(&"caption") {
                    table.caption.push_str(&text);
                } else if open.ends_with(&["td"]) || open.ends_with(&["th"]) {
                    if figure && open.contains(&"tbody") {
                        table.figures.push(text.clone());
                    }
                    let cells = table.rows.last_mut().unwrap_or(&mut table.header);
                    cells.last_mut().expect("a cell").push_str(&text);
                }
            }
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    for table in &tables {
        assert!(!table.caption.is_empty());
        assert!(
            table.header.iter().all(|heading| !heading.is_empty()),
            "{:?}",
            table.header
        );
        for row in &table.rows {
            assert_eq!(row.len(), table.header.len(), "{}: {row:?}", table.caption);
        }
    }
    let captions: Vec<&str> = tables.iter().map(|table| table.caption.as_str()).collect();
    for (i, caption) in captions.iter().enumerate() {
        assert!(
            !captions[..i].contains(caption),
            "two tables are called {caption}"
        );
    }
    tables
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff)
        || u32::from(c) & 0xfffe == 0xfffe
}

fn check(name: &str, report: &Report) -> String {
    let page = render::html(report);
    tables(&page);
    assert!(!page.chars().any(steers), "{name}");
    for forbidden in [
        "<script", "<link", "<img", "<iframe", "@import", "url(", " src=", "onload",
    ] {
        assert!(!page.contains(forbidden), "{name}: {forbidden}");
    }
    let headline = escaped(&render::headline(report));
    assert!(
        page.replace("</p>\n<p>", " ")
            .replace("</p><p>", " ")
            .contains(&format!("<p>{headline}")),
        "{name}: {headline}"
    );
    assert_eq!(page, render::html(report), "{name}: not the same bytes");
    page
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// Left for a browser where somebody asks for them.
fn leave(name: &str, page: &str) {
    if let Some(folder) = std::env::var_os("EXITPOLL_PAGES") {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        fs::create_dir_all(&folder).expect("a folder for pages");
        fs::write(folder.join(format!("{name}.html")), page).expect("a page is written");
    }
}

#[test]
fn every_bundled_document_has_a_page() {
    for (name, report) in bundled() {
        leave(&name, &check(&name, &report));
    }
}

#[test]
fn stations_have_their_tables_and_charts_on_a_page() {
    let page = check("consulates_2024", &consulates::report());
    leave("consulates_2024", &page);
    let captions: Vec<String> = tables(&page)
        .into_iter()
        .map(|table| table.caption)
        .collect();
    assert!(
        captions.iter().any(|of| of.starts_with("Stations of")),
        "{captions:?}"
    );
    for chart in ["Chart: stations", "Chart: response"] {
        assert!(page.contains(chart), "{chart}");
    }
}

#[test]
fn hostile_documents_have_pages_like_any_other() {
    let reports = reports("tests/data/hostile");
    assert!(
        reports.len() >= 20,
        "only {} can be compared",
        reports.len()
    );
    for (name, report) in reports {
        let page = check(&name, &report);
        let polls = report.polls.iter().map(|facts| facts.poll.name());
        for name in polls.chain([report.contest.name()]) {
            assert!(unescape(&page).contains(name), "{name}");
        }
        leave(&format!("hostile-{name}"), &page);
    }
}

#[test]
fn a_page_has_every_figure_of_the_tidy_tables() {
    for (name, report) in bundled() {
        let tables = tables(&render::html(&report));
        for (table, caption) in [
            (Table::Rows, "Every figure of every poll beside every count"),
            (Table::Polls, "Every poll beside every count"),
            (Table::Seats, "Every estimate of seats beside every count"),
        ] {
            let csv = render::csv(&report, table);
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let lines: Vec<Vec<String>> = reader
                .records()
                .map(|line| line.expect("a record").iter().map(str::to_owned).collect())
                .collect();
            let read = tables.iter().find(|table| table.caption == caption);
            let shown: &[Vec<String>] = read.map_or(&[], |table| &table.rows);
            assert!(
                lines.len() <= 200,
                "{name}: {table} is cut on the page: {}",
                lines.len()
            );
            assert_eq!(shown, lines, "{name}: {table}");
        }
    }
}

#[test]
fn a_cell_holds_one_figure() {
    let mut cells = 0;
    let folders = ["examples/data", "tests/data/cases"]
        .into_iter()
        .flat_map(reports);
    for (name, report) in folders {
        for table in tables(&render::html(&report)) {
            for figure in table
                .figures
                .iter()
                .filter(|cell| cell.contains(|c: char| c.is_ascii_digit()))
            {
                cells += 1;
                // A deviation from a limit is bounded on one side.
                let figure = figure.strip_prefix("≤ ").unwrap_or(figure);
                // "1.2e16" is the longest form that one figure has.
                let one = figure
                    .chars()
                    .all(|c| c.is_ascii_digit() || "+-<>.,e%".contains(c));
                let inner = figure.trim_start_matches(['+', '-', '<', '>']);
                assert!(
                    one && !inner.contains(['+', '-']),
                    "{name}: {}: {:?}: {figure}",
                    table.caption,
                    table.header
                );
            }
        }
    }
    assert!(cells > 5_000, "only {cells} cells");
}

/// Two choices in many polls, or many choices in few.
fn large(polls: usize, choices: usize) -> Report {
    let names: Vec<String> = (0..choices).map(|i| format!("Choice {i}")).collect();
    let contest = Contest::builder("A large contest")
        .choices(names.clone())
        .build()
        .expect("a contest");
    let count = names
        .iter()
        .enumerate()
        .fold(OfficialCount::builder("all"), |count, (i, name)| {
            count.votes(name, 1_000 + i as u64)
        });
    let count = count.final_result().build().expect("a count");
    let mut comparison = Comparison::new(contest).count(count);
    for i in 0..polls {
        let share = 100.0 / choices as f64;
        let shift = if choices == 2 {
            (i % 20) as f64 / 4.0
        } else {
            0.0
        };
        let poll =
            names
                .iter()
                .enumerate()
                .fold(Poll::builder(format!("Poll {i}")), |poll, (k, name)| {
                    let sign = if k == 0 {
                        1.0
                    } else {
                        -1.0 / (choices - 1) as f64
                    };
                    poll.share(name, format!("{:.3}", share + sign * shift))
                });
        let poll = if i % 2 == 0 {
            poll.respondents(1_000)
        } else {
            poll
        };
        comparison = comparison.poll(poll.build().expect("a poll"));
    }
    comparison.run().expect("a report")
}

#[test]
fn a_large_report_is_shown_in_part_and_says_so() {
    let report = large(150, 2);
    let page = render::html(&report);
    tables(&page);
    assert!(page.contains("110 more polls are not shown"), "polls");
    assert!(page.contains("The first 200 of 300 rows; 100 more are in the report's data."));
    assert!(page.len() < 1_500_000, "{} bytes", page.len());
    leave("large-polls", &page);
    let page = render::html(&large(2, 1_000));
    tables(&page);
    assert!(page.contains("The first 200 of 1,000 rows; 800 more are in the report's data."));
    assert!(page.len() < 2_500_000, "{} bytes", page.len());
    leave("large-choices", &page);
}

#[cfg(feature = "deserialize")]
#[test]
fn a_report_read_again_has_the_same_page() {
    for (name, report) in bundled() {
        let json = serde_json::to_string(&report).expect("a report serialises");
        let again: Report = serde_json::from_str(&json).expect("and is read again");
        assert_eq!(render::html(&report), render::html(&again), "{name}");
    }
}

#[test]
fn page_of_the_founding_case() {
    let (_, report) = bundled()
        .into_iter()
        .find(|(name, _)| name == "azerbaijan_2024_article")
        .expect("it is bundled");
    // A line for each element, so that a change is seen where it is; charts have snapshots of their own.
    let page = render::html(&report).replace("><", ">\n<");
    let page = without(&without(&page, "<style>", "</style>"), "<svg ", "</svg>");
    insta::assert_snapshot!("azerbaijan_2024_article-html", page);
}

/// The text without what stands between two marks.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let first = parts.next().expect("there is a first part").to_owned();
    parts.fold(first, |kept, part| {
        let (_, after) = part.split_once(to).expect("an end for every beginning");
        kept + from + "…" + to + after
    })
}
