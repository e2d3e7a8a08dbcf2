//! The README says what is so: its tour is the example, its output is what its first command prints.

use exitpoll::{Comparison, io, render};

const README: &str = include_str!("../../README.md");

/// The text of the fenced block that begins with `start`.
fn block(start: &str) -> &'static str {
    let from = README.find(start).expect("the block is there");
    let body = &README[from..];
    let begin = body.find('\n').map_or(0, |at| at + 1);
    let end = body[begin..].find("\n```").expect("the block ends");
    &body[begin..begin + end]
}

#[test]
fn the_tour_is_the_example() {
    let example = include_str!("../../examples/library_tour.rs");
    let code = &example[example.find("use exitpoll").expect("code")..];
    let from = README
        .find("```rust\nuse exitpoll")
        .expect("the tour is there");
    assert!(README[from + "```rust\n".len()..].starts_with(code.trim_end()));
}

#[test]
fn the_output_is_what_the_first_command_prints() {
    let article = "examples/data/azerbaijan_2024_article.json";
    let command = format!("cargo run --no-default-features --features cli -- compare {article}");
    assert_eq!(block("```sh"), command);
    let report = Comparison::from(io::json::read_file(article).unwrap())
        .run()
        .unwrap();
    assert_eq!(
        render::text(&report, 80).trim_end(),
        block("```text\nAzerbaijan")
    );
}

#[test]
fn the_error_is_what_a_user_reads() {
    let document = r#"{"contest": {"name": "x", "choices": ["A"]}, "counts": [],
        "polls": [{"pollster": "P", "shares": {"A": "51,0"}}]}"#;
    let error = io::json::read(document).unwrap_err();
    assert_eq!(
        format!("election.json: {error}"),
        block("```text\nelection.json")
    );
}
