//! The record of pollsters against figures that others published or computed.
//!
//! Tables beside the repository (`../shared`) are read where they are there; where they are not, the tests
//! that need them say so and check nothing. The environment variable `EXITPOLL_RATINGS` names a folder with
//! `raw-polls.csv.gz` and `pollster-ratings.csv` of another year of FiveThirtyEight's ratings.

#[cfg(feature = "io")]
#[path = "record/fivethirtyeight.rs"]
mod fivethirtyeight;
#[path = "record/merging.rs"]
mod merging;
#[cfg(all(feature = "io", feature = "deserialize"))]
#[path = "record/reader.rs"]
mod reader;
#[cfg(feature = "elections")]
#[path = "record/reports.rs"]
mod reports;
#[path = "shared/seeded.rs"]
mod seeded;
#[path = "record/shared.rs"]
mod shared;
#[path = "record/shirani_mehr.rs"]
mod shirani_mehr;
#[path = "record/small.rs"]
mod small;
#[cfg(feature = "deserialize")]
#[path = "record/stored.rs"]
mod stored;
#[path = "record/two_level.rs"]
mod two_level;
