//! Compares exit polls with official election results.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod error;
pub mod hypothesis;
pub mod interval;
pub mod numeric;

pub use error::{Error, Place, Result};
pub use numeric::{Bounds, Confidence};
