//! What to do with strata of which too little is counted for a variance, or nothing at all.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::table::StationTable;
use crate::error::{Error, Result, by_name};

/// What a stratum with one counted station out of several adds to the variance, as R `survey` names it
/// (`options(survey.lonely.psu)`). A stratum whose only station is counted is complete and adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LonelyStratum {
    /// An error that names the stratum.
    #[default]
    Fail,
    /// Nothing, as if it were certain: the variance is too small.
    Certainty,
    /// The square of its station's deviation from the overall ratio, in place of the unknown deviation
    /// from the stratum's own: the variance is rather too large.
    Adjust,
    /// The mean of what the other strata add.
    Average,
}

impl LonelyStratum {
    /// Every policy, in the order above.
    pub const ALL: [LonelyStratum; 4] = [
        LonelyStratum::Fail,
        LonelyStratum::Certainty,
        LonelyStratum::Adjust,
        LonelyStratum::Average,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LonelyStratum::Fail => "fail",
            LonelyStratum::Certainty => "certainty",
            LonelyStratum::Adjust => "adjust",
            LonelyStratum::Average => "average",
        }
    }
}

impl fmt::Display for LonelyStratum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LonelyStratum {
    type Err = Error;
    fn from_str(text: &str) -> Result<LonelyStratum> {
        by_name("lonely", text, LonelyStratum::ALL, LonelyStratum::name)
    }
}

/// What stands for a stratum of which no station is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EmptyStratum {
    /// Nothing: an error that names the stratum. To collapse it with a neighbour, give the two as one.
    #[default]
    Fail,
    /// All other strata together: the estimate and its variance are those of the counted strata, and
    /// say how many strata and stations they stand for besides.
    LikeTheRest,
}

impl EmptyStratum {
    /// Every policy, in the order above.
    pub const ALL: [EmptyStratum; 2] = [EmptyStratum::Fail, EmptyStratum::LikeTheRest];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EmptyStratum::Fail => "fail",
            EmptyStratum::LikeTheRest => "like_the_rest",
        }
    }
}

impl fmt::Display for EmptyStratum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for EmptyStratum {
    type Err = Error;
    fn from_str(text: &str) -> Result<EmptyStratum> {
        by_name("empty", text, EmptyStratum::ALL, EmptyStratum::name)
    }
}

/// A stratum as its user knows it.
pub(super) enum StratumNamed<'a> {
    /// By its place among those that were given.
    Place(usize),
    /// By its name in a table, which has none where it has no strata.
    OfTable(&'a StationTable, usize),
}

impl fmt::Display for StratumNamed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StratumNamed::Place(place) => write!(f, "strata[{place}]"),
            StratumNamed::OfTable(table, place) => match table.strata()[*place].as_str() {
                "" if table.strata().len() == 1 => f.write_str("the table"),
                name => write!(f, "stratum \"{name}\""),
            },
        }
    }
}

/// Both policies; without any, sparse strata are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct SparseStrata {
    /// For strata with one counted station.
    pub lonely: LonelyStratum,
    /// For strata with none.
    pub empty: EmptyStratum,
}

impl SparseStrata {
    /// The error of a stratum that has one counted station.
    pub(super) fn lonely_error(stratum: &StratumNamed<'_>) -> Error {
        let reason = if matches!(stratum, StratumNamed::OfTable(table, _) if table.strata().len() == 1)
        {
            // No other stratum can stand in, and what a policy takes the station for is no variance.
            format!(
                "{stratum} has one counted station of several, and one station shows no difference between stations"
            )
        } else {
            format!(
                "{stratum} has one counted station of several; choose another policy than \"fail\" for lonely strata \
                 (certainty, adjust or average), or give it together with a similar stratum"
            )
        };
        Error::undefined("the variance", reason)
    }

    /// The error of a stratum of which nothing is counted.
    pub(super) fn empty_error(stratum: &StratumNamed<'_>) -> Error {
        Error::undefined(
            "the projection",
            format!(
                "{stratum} has no counted station; choose another policy than \"fail\" for \
                 empty strata, or give it together with a similar stratum"
            ),
        )
    }

    /// The variance of all strata from that of the strata which have one, where `lonely` of `strata` have
    /// none and add what the policy gives them.
    pub(super) fn variance(
        self,
        known: f64,
        strata: usize,
        lonely: usize,
        of_lonely: f64,
    ) -> Result<f64> {
        Ok(match self.lonely {
            LonelyStratum::Adjust => known + of_lonely,
            LonelyStratum::Average if lonely > 0 => {
                if lonely == strata {
                    return Err(Error::undefined(
                        "the variance",
                        "every stratum has one counted station, and none gives an average",
                    ));
                }
                known * strata as f64 / (strata - lonely) as f64
            }
            _ => known,
        })
    }
}
