//! The layout of openelections.net.

use std::collections::HashMap;
use std::io::Read;

use super::records::Records;
use super::totals::{has_total, nearly};
use super::{Heading, cell};
use crate::error::{Error, Place, Result};
use crate::io::formats::label::{is_no_choice, is_total};
use crate::station::{Station, StationTable};

/// One precinct while its rows come in.
#[derive(Default)]
struct Precinct {
    county: String,
    name: String,
    votes: Vec<u32>,
    /// Rows of each candidate so far, by party, and their lines: fusion candidates have several, a repeated one is an
    /// error.
    seen: Vec<(usize, String, u64)>,
    ballots: Option<u32>,
    registered: Option<u32>,
    /// Of the first row of the office, or of its first row where it has none.
    line: u64,
}

/// One office of a precinct file in the layout of openelections.net, a row for each candidate of a precinct.
///
/// `county` is the region, `precinct` the station; the choices are the candidates of `office` (and of
/// `district` where it is not empty) in the order of their first mention, or their parties where a file has no
/// candidates. Candidates who stand for several parties have the sum. The pseudo-offices `Registered Voters` and
/// `Ballots Cast` become registered voters and all ballots, where they hold them: ballots that are fewer than the
/// votes, as those of one party of a primary or where a voter has several votes, are not used, and all ballots are
/// then the sum of the votes. Over-votes, under-votes, blank ballots and rows of totals (`Total Votes Cast`) are no
/// choice. Rows without a precinct, which are totals of a county or of all, and those of places that are called totals
/// (`Total`, `County Total`, `Grand Totals`) are passed over. Columns by mode of voting are not read: `votes` has their
/// sum.
///
/// # Errors
/// With the line: [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a missing column, [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) for what is no whole number,
/// [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) for a candidate twice in a precinct under one party;
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for a precinct that is the sum of all others of its county, or nearly so where it has a
/// name like `All precincts`; [`ErrorKind::Missing`](crate::ErrorKind::Missing) if the file has no such office; what the table refuses.
///
/// ```
/// use exitpoll::io::stations::open_elections;
///
/// let file = "county,precinct,office,district,party,candidate,votes
/// Andrews,1,Registered Voters,,,,2539
/// Andrews,1,Governor,,REP,Greg Abbott,990
/// Andrews,1,Governor,,DEM,Beto O'Rourke,126
/// Andrews,1,Governor,,,Under Votes,4
/// ";
/// let table = open_elections(file.as_bytes(), "Governor", "")?;
/// assert_eq!(table.choices(), ["Greg Abbott", "Beto O'Rourke"]);
/// assert_eq!((table.votes(0), table.registered(0)), (Some(&[990, 126][..]), Some(2539)));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn open_elections(mut reader: impl Read, office: &str, district: &str) -> Result<StationTable> {
    let mut records = Records::new(&mut reader)?;
    let heading = Heading::read(&mut records)?;
    let place = |column: &str| heading.find(column);
    let columns = Columns {
        county: place("county")?,
        precinct: place("precinct")?,
        office: place("office")?,
        district: place("district")?,
        party: place("party")?,
        candidate: place("candidate")?,
        votes: place("votes")?,
    };
    let mut file = File {
        office,
        district,
        columns,
        choices: Vec::new(),
        precincts: Vec::new(),
        numbers: HashMap::new(),
    };
    while records.next_row(heading.len())? {
        file.add(&records)
            .map_err(|error| error.at(records.place()))?;
    }
    file.table()
}

struct Columns {
    county: usize,
    precinct: usize,
    office: usize,
    district: usize,
    party: usize,
    candidate: usize,
    votes: usize,
}

struct File<'a> {
    office: &'a str,
    district: &'a str,
    columns: Columns,
    choices: Vec<String>,
    precincts: Vec<Precinct>,
    numbers: HashMap<(String, String), usize>,
}

impl File<'_> {
    fn add(&mut self, record: &Records<'_>) -> Result<()> {
        let text = |column: &str, place: usize| cell::text(column, record.cell(place));
        let columns = &self.columns;
        let precinct = text("precinct", columns.precinct)?;
        let office = text("office", columns.office)?;
        let county = text("county", columns.county)?;
        if precinct.is_empty() || office.is_empty() || is_total(precinct) || is_total(county) {
            return Ok(());
        }
        let line = record.line();
        let votes = || cell::whole("votes", record.cell(columns.votes));
        let of_office = office == self.office
            && (self.district.is_empty() || text("district", columns.district)? == self.district);
        match office {
            "Registered Voters" => {
                let number = votes()?;
                self.precinct(line, county, precinct).registered = number;
            }
            "Ballots Cast" => {
                let number = votes()?;
                self.precinct(line, county, precinct).ballots = number;
            }
            _ if of_office => {
                let candidate = text("candidate", columns.candidate)?;
                let party = text("party", columns.party)?;
                let name = if candidate.is_empty() {
                    party
                } else {
                    candidate
                };
                if is_no_choice(name) {
                    return Ok(());
                }
                let number = votes()?.ok_or_else(|| Error::missing("votes", "fill in the cell"))?;
                let choice = self.choice(name);
                let precinct = self.precinct(line, county, precinct);
                if precinct.seen.is_empty() {
                    precinct.line = line;
                }
                let mut seen = precinct.seen.iter();
                if let Some((.., first)) =
                    seen.find(|(of, by, _)| (*of, by.as_str()) == (choice, party))
                {
                    let help = format!(
                        "line {first} has the same candidate and party of the same precinct: give each one row"
                    );
                    return Err(Error::duplicate("candidate", name, help));
                }
                precinct.seen.push((choice, party.to_owned(), line));
                if precinct.votes.len() <= choice {
                    precinct.votes.resize(choice + 1, 0);
                }
                let sum = u64::from(precinct.votes[choice]) + u64::from(number);
                precinct.votes[choice] = u32::try_from(sum).map_err(|_| {
                    let help = "that is the sum of the rows of the candidate in the precinct: check each figure";
                    Error::out_of_range("votes", sum, help)
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn choice(&mut self, name: &str) -> usize {
        self.choices
            .iter()
            .position(|choice| choice == name)
            .unwrap_or_else(|| {
                self.choices.push(name.to_owned());
                self.choices.len() - 1
            })
    }

    fn precinct(&mut self, line: u64, county: &str, name: &str) -> &mut Precinct {
        let key = (county.to_owned(), name.to_owned());
        let next = self.precincts.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.precincts.push(Precinct {
                county: county.into(),
                name: name.into(),
                line,
                ..Precinct::default()
            });
        }
        &mut self.precincts[number]
    }

    fn table(self) -> Result<StationTable> {
        if self.choices.is_empty() {
            let help = format!("no row has the office \"{}\"", self.office);
            return Err(Error::missing("office", help));
        }
        let k = self.choices.len();
        no_sums(&self.precincts, k)?;
        let mut builder = StationTable::builder(self.choices);
        for mut precinct in self.precincts {
            let counted = !precinct.seen.is_empty();
            precinct.votes.resize(k, 0);
            let named: u64 = precinct.votes.iter().map(|votes| u64::from(*votes)).sum();
            // Some files have the ballots of another part of the precinct.
            let ballots = precinct
                .ballots
                .filter(|ballots| counted && u64::from(*ballots) >= named);
            builder
                .push(&Station {
                    name: &precinct.name,
                    region: &precinct.county,
                    votes: counted.then_some(&precinct.votes),
                    total: ballots,
                    registered: precinct.registered,
                    ..Station::default()
                })
                .map_err(|error| error.at(Place::Line(precinct.line)))?;
            builder.last_at_line(precinct.line);
        }
        builder.build()
    }
}

/// That no precinct is the sum of the others of its county under another name than that of a total, nor nearly their sum
/// under a name that speaks of all. Two precincts that are alike are none.
fn no_sums(precincts: &[Precinct], k: usize) -> Result<()> {
    let mut counties: HashMap<&str, (usize, Vec<u64>)> = HashMap::new();
    for precinct in precincts
        .iter()
        .filter(|precinct| !precinct.seen.is_empty())
    {
        let (number, sums) = (counties.entry(&precinct.county)).or_insert_with(|| (0, vec![0; k]));
        *number += usize::from(precinct.votes.iter().any(|votes| *votes > 0));
        for (sum, votes) in sums.iter_mut().zip(&precinct.votes) {
            *sum += u64::from(*votes);
        }
    }
    for precinct in precincts
        .iter()
        .filter(|precinct| !precinct.seen.is_empty())
    {
        let Some((number, sums)) = counties.get(precinct.county.as_str()) else {
            continue;
        };
        let votes = |choice: usize| {
            precinct
                .votes
                .get(choice)
                .map_or(0, |votes| u64::from(*votes))
        };
        let any = sums.iter().any(|sum| *sum > 0);
        let others = |choice: usize| sums[choice] - votes(choice);
        let is_sum = (0..k).all(|choice| votes(choice) == others(choice));
        let is_nearly = || {
            has_total(&precinct.name) && (0..k).all(|choice| nearly(votes(choice), others(choice)))
        };
        if any && *number > 2 && (is_sum || is_nearly()) {
            let votes: Vec<String> = precinct.votes.iter().map(u32::to_string).collect();
            let value = format!("{} ({})", precinct.name, votes.join(", "));
            let other = format!(
                "{}the sum of the other precincts of {}",
                if is_sum { "" } else { "nearly " },
                precinct.county
            );
            let help = "a row of totals is no precinct: leave its rows out";
            return Err(
                Error::inconsistent("precinct", value, other, help).at(Place::Line(precinct.line))
            );
        }
    }
    Ok(())
}
