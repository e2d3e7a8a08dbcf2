//! Tables that lie beside the repository.

use std::io::Read;
use std::path::{Path, PathBuf};

/// The text of a table in `../shared/data`, compressed or not; none, and a loud word, where it is not
/// there.
pub fn table(path: &str) -> Option<String> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(path);
    if !found.exists() {
        eprintln!(
            "\nNOT CHECKED: ../shared/data/{path} is not there; this test compared nothing.\n"
        );
        return None;
    }
    Some(text(&found))
}

/// The text of a file that must be there.
pub fn text(path: &PathBuf) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    if path.extension().is_some_and(|end| end == "gz") {
        let mut decoder = flate2::read::GzDecoder::new(bytes.as_slice());
        decoder
            .read_to_string(&mut text)
            .expect("a gzipped text in UTF-8");
    } else {
        text = String::from_utf8(bytes).expect("a text in UTF-8");
    }
    text
}

#[track_caller]
pub fn close(what: &str, ours: f64, theirs: f64, relative: f64) {
    let apart = (ours - theirs).abs();
    assert!(
        apart <= relative * theirs.abs(),
        "{what}: {ours} against {theirs}, {:e} apart",
        apart / theirs.abs()
    );
}
