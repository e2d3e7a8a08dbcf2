//! The closed list of verdicts. Each has an example in the documentation of `Verdict`, with the words that a reader sees.

use std::collections::HashSet;

use exitpoll::Verdict;

#[test]
fn every_verdict_has_an_example_and_words_of_its_own() {
    let source = include_str!("../../src/report/verdict.rs");
    let documentation: String = (source.lines())
        .filter_map(|line| line.strip_prefix("/// "))
        .map(|line| format!("{} ", line.trim()))
        .collect();
    let mut seen = HashSet::new();
    for verdict in Verdict::ALL {
        let example = format!("Verdict::{verdict:?}, \"");
        let (_, after) = documentation
            .split_once(&example)
            .unwrap_or_else(|| panic!("no example of {verdict:?}"));
        let (words, _) = after.split_once('"').expect("words in quotes");
        assert!(seen.insert(words), "{words} stand for two verdicts");
        assert!(!words.contains("fraud"));
    }
}

#[test]
fn the_machine_names_are_those_of_the_closed_list() {
    let names: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    let listed = "within_sampling within_simple_random_sampling beyond_sampling beyond_simple_random_sampling \
                  open_until_counted different_populations undecided_by_rounding sample_size_unknown within_rounding \
                  depends_on_base seats_inside seats_outside seats_open range_inside range_outside not_comparable";
    assert_eq!(names, listed.split_whitespace().collect::<Vec<_>>());
    for verdict in Verdict::ALL {
        let json = serde_json::to_string(&verdict).unwrap();
        assert_eq!(json, format!("\"{}\"", verdict.name()));
        #[cfg(feature = "deserialize")]
        assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
    }
}
