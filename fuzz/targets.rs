//! What holds for the readers whatever they are given: no panic, and what reads is compared and written
//! without loss.

use exitpoll::io::{self, Document};
use exitpoll::{Comparison, render};

/// One JSON document.
#[allow(
    dead_code,
    reason = "not everything that includes this file takes both"
)]
pub fn json(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        survives(io::json::read(text));
    }
}

/// The two CSV tables, sources first, with a zero byte between them.
#[allow(
    dead_code,
    reason = "not everything that includes this file takes both"
)]
pub fn csv(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let (sources, figures) = text.split_once('\0').unwrap_or((text, ""));
        survives(io::csv::read(sources, figures));
    }
}

/// A document written and read again is the same, and so is its report.
pub fn survives(document: exitpoll::Result<Document>) {
    let Ok(document) = document else { return };
    let written = io::json::write(&document).expect("a checked document can be written");
    let read = io::json::read(&written).expect("what was written reads");
    assert_eq!(read, document);
    if let Ok(report) = Comparison::from(document).run() {
        // NaN and infinities do not come back from JSON.
        #[cfg(feature = "deserialize")]
        {
            let written = serde_json::to_string(&report).expect("a report can be written");
            let read: exitpoll::Report =
                serde_json::from_str(&written).expect("what was written reads");
            assert_eq!(read, report);
        }
        let printed = render::text_with(&report, 80, render::Detail::Full);
        assert!(!printed.contains("NaN"), "{printed}");
    }
}
