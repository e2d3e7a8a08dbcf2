//! One station as it goes into a table.

/// What is known of one polling station, borrowed from wherever it stands. What is left at its default is
/// unknown.
///
/// ```
/// use exitpoll::station::{Interviews, Station};
///
/// let station = Station {
///     name: "12-A",
///     stratum: "north",
///     votes: Some(&[210, 190]),
///     total: Some(412),
///     interviews: &[Interviews { answers: &[22, 18], refused: Some(9), ..Interviews::default() }],
///     ..Station::default()
/// };
/// assert_eq!(station.region, "");
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Station<'a> {
    /// Its name; no two stations of a stratum and region share one. Empty where it has none.
    pub name: &'a str,
    /// The stratum from which it was drawn; empty where all stations are one.
    pub stratum: &'a str,
    /// The region for which figures of its own are wanted, or within which errors hang together.
    pub region: &'a str,
    /// The post-stratum: a group of known size that the drawing did not look at.
    pub post_stratum: &'a str,
    /// For how many stations it stands; `None` for N_h/n_h.
    pub weight: Option<f64>,
    /// Official votes of each choice.
    pub votes: Option<&'a [u32]>,
    /// All official ballots, also those for other choices and invalid ones; `None` for the sum of the votes.
    pub total: Option<u32>,
    /// Registered voters.
    pub registered: Option<u32>,
    /// Votes of each choice at the previous election.
    pub previous_votes: Option<&'a [u32]>,
    /// All ballots of the previous election; `None` for the sum of its votes.
    pub previous_total: Option<u32>,
    /// The covariates that the table declares, in its order; NaN for one that is not known here.
    pub covariates: &'a [f64],
    /// Interviews, by class where the poll has classes.
    pub interviews: &'a [Interviews<'a>],
}

/// Interviews at one station with voters of one class (sex and age, or all of them).
#[derive(Debug, Clone, Copy, Default)]
pub struct Interviews<'a> {
    /// The class; empty where there is only one.
    pub class: &'a str,
    /// The weight of each interview; `None` for the weight of the station.
    pub weight: Option<f64>,
    /// Answers for each choice.
    pub answers: &'a [u32],
    /// Answers that name none of the choices: other, spoiled.
    pub other_answers: u32,
    /// Voters who were asked and refused; `None` where nobody noted them.
    pub refused: Option<u32>,
    /// Voters who should have been asked and got away; `None` where nobody noted them.
    pub missed: Option<u32>,
}
