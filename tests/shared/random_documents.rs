//! How long properties over random documents are tried.

/// How many random documents a property is tried on: so many, or what `EXITPOLL_DOCUMENTS` asks for. `.ci/run` asks for
/// more where they are optimised, and for fewer where a single feature is tested that changes nothing in them.
pub fn random_documents(unless_asked: u32) -> u32 {
    match std::env::var("EXITPOLL_DOCUMENTS") {
        Ok(number) => number.parse().expect("a number of documents"),
        Err(_) => unless_asked,
    }
}
