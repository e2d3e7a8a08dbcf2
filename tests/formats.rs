//! The formats of others: real files, traps of each specification, malformed input, mutations.
#![cfg(feature = "io")]

#[path = "formats/as_printed.rs"]
mod as_printed;
#[path = "formats/counted_once.rs"]
mod counted_once;
#[path = "formats/layouts.rs"]
mod layouts;
#[path = "formats/malformed.rs"]
mod malformed;
#[path = "formats/mutation.rs"]
mod mutation;
#[path = "formats/real.rs"]
mod real;
#[path = "formats/samples.rs"]
mod samples;
#[path = "formats/totals_of_places.rs"]
mod totals_of_places;
#[path = "formats/traps.rs"]
mod traps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exitpoll::OfficialCount;
use exitpoll::io::formats::{Reading, read, read_file};

/// What a text reads as, under this name.
fn good(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
        .complete()
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Why a text is refused.
fn fails(name: &str, text: &str) -> String {
    match read(name, text.as_bytes()) {
        Err(error) => error.to_string(),
        Ok(reading) => reading
            .complete()
            .map(|_| ())
            .expect_err("it is refused")
            .to_string(),
    }
}

/// A file that ships with the tests.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/formats")
        .join(name)
}

/// A file that may not ship; where it is absent the test says so.
fn shared(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("EXITPOLL_FORMATS").map(PathBuf::from);
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let around =
        ["../shared/data/formats", "../../shared/data/formats"].map(|path| manifest.join(path));
    let found = named
        .into_iter()
        .chain(around)
        .map(|folder| folder.join(name))
        .find(|path| path.exists());
    if found.is_none() {
        println!(
            "NOT TESTED: {name} is absent; set EXITPOLL_FORMATS to the folder of format samples"
        );
    }
    found
}

fn reading(path: &Path) -> Reading {
    read_file(path).unwrap_or_else(|error| panic!("{error}"))
}

/// The votes of a count as its document has them, by name.
fn votes(count: &OfficialCount) -> BTreeMap<String, u64> {
    let value = serde_json::to_value(count).unwrap();
    let map = value["votes"].as_object().cloned().unwrap_or_default();
    map.into_iter()
        .map(|(choice, votes)| (choice, votes.as_str().unwrap().parse().unwrap()))
        .collect()
}

fn tally(votes: &[(&str, u64)]) -> BTreeMap<String, u64> {
    votes
        .iter()
        .map(|(choice, votes)| ((*choice).to_owned(), *votes))
        .collect()
}

fn of(count: &OfficialCount, choice: &str) -> u64 {
    let all = votes(count);
    *all.get(choice)
        .unwrap_or_else(|| panic!("{choice} in {all:?}"))
}

/// The shares of a poll or a count as its document has them.
fn shares(of: &impl serde::Serialize) -> Vec<(String, String)> {
    let value = serde_json::to_value(of).unwrap();
    let map = value["shares"].as_object().cloned().unwrap_or_default();
    map.into_iter()
        .map(|(choice, text)| (choice, text.as_str().unwrap().to_owned()))
        .collect()
}

fn share(poll: &exitpoll::Poll, choice: &str) -> String {
    let all = shares(poll);
    all.iter()
        .find(|(name, _)| name == choice)
        .unwrap_or_else(|| panic!("{choice} in {all:?}"))
        .1
        .clone()
}

/// Whether a note of this text is there.
fn noted(reading: &Reading, text: &str) -> bool {
    reading
        .notes
        .iter()
        .any(|note| note.to_string().contains(text))
}
