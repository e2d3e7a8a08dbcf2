//! Clarity (Scytl) detail XML: contests with choices, each with its votes by way of voting and place.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::date::{DateOrder, day};
use super::gather::{Contests, OTHER, Tally, choice_name};
use super::label::{Label, label};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::{Placed, broken};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CompletenessOf, CountStatus, OfficialCount};

/// A contest while its elements come in.
struct Contest {
    line: u64,
    name: String,
    votes_allowed: u64,
    units: Option<(u64, u64)>,
    /// Percent of precincts, as printed, and counties, where the precincts are not numbered.
    percent: Option<String>,
    counties: Option<(u64, u64)>,
    tally: Tally,
    /// The choice that is open: its name, its printed total, and its votes by way of voting.
    choice: Option<(String, Option<u64>, u64)>,
}

/// The three texts at the head of a file.
#[derive(Default)]
struct Head {
    date: Option<String>,
    region: Option<String>,
    timestamp: Option<String>,
}

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let mut reader = Reader::from_str(file.text);
    let lines = Lines::of(file.text);
    let mut head = Head::default();
    let mut open: Option<Contest> = None;
    let mut contests: Contests<usize> = Contests::new();
    let mut number = 0;
    let mut element = String::new();
    let mut depth = 0_usize;
    loop {
        let line = lines.at(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            broken(
                "XML",
                format!("line {}: {error}", lines.at(reader.error_position())),
            )
        })?;
        match event {
            Event::Start(start) => {
                depth += 1;
                element = name_of(&start);
                begin(&start, line, &mut open, notes).on_line(line)?;
            }
            Event::Empty(start) => {
                begin(&start, line, &mut open, notes).on_line(line)?;
                end(&name_of(&start), &mut open, notes).on_line(line)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let name = tag.name().as_ref().to_owned();
                end(&name, &mut open, notes).on_line(line)?;
                if name == "Contest"
                    && let Some(contest) = open.take()
                {
                    number += 1;
                    finish(number, contest, &head, &mut contests, notes)?;
                }
                element.clear();
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                let text = text.trim();
                let place = match element.as_str() {
                    "ElectionDate" => &mut head.date,
                    "Region" => &mut head.region,
                    "Timestamp" => &mut head.timestamp,
                    _ => continue,
                };
                // A comment or an entity parts one text into several.
                if !text.is_empty() {
                    place.get_or_insert_default().push_str(text);
                }
            }
            Event::Eof if depth > 0 => {
                return Err(broken("XML", "it ends before its elements are closed"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    contests.finish(file.name, reading);
    Ok(())
}

fn begin(
    start: &BytesStart,
    line: u64,
    open: &mut Option<Contest>,
    notes: &mut Notes,
) -> Result<()> {
    match (name_of(start).as_str(), open.as_mut()) {
        ("Contest", _) => {
            let name = attribute(start, "text")?.filter(|text| !text.is_empty());
            let name = name.ok_or_else(|| Error::missing("Contest.text", "name the contest"))?;
            let pairs = [
                ("precinctsReported", "precinctsParticipating"),
                ("precinctsReporting", "precinctsParticipating"),
                ("precinctsReported", "totalPrecincts"),
            ];
            let counties = [
                ("countiesReported", "countiesParticipating"),
                ("countiesReporting", "countiesParticipating"),
            ];
            let first_of = |pairs: &[(&str, &str)]| -> Result<Option<(u64, u64)>> {
                for (part, whole) in pairs {
                    if let (Some(part), Some(whole)) = (number(start, part)?, number(start, whole)?)
                    {
                        return Ok(Some((part, whole)));
                    }
                }
                Ok(None)
            };
            let (units, counties) = (first_of(&pairs)?, first_of(&counties)?);
            let percent =
                attribute(start, "precinctsReportingPercent")?.filter(|text| !text.is_empty());
            *open = Some(Contest {
                line,
                name,
                votes_allowed: number(start, "voteFor")?.unwrap_or(1),
                units,
                percent,
                counties,
                tally: Tally::default(),
                choice: None,
            });
        }
        ("Choice", Some(contest)) => {
            let name = attribute(start, "text")?.filter(|text| !text.is_empty());
            let name = name.ok_or_else(|| Error::missing("Choice.text", "name the choice"))?;
            contest.choice = Some((name, number(start, "totalVotes")?, 0));
        }
        ("VoteType", Some(contest)) => {
            let votes = number(start, "votes")?;
            match (&mut contest.choice, votes) {
                (Some((_, _, sum)), Some(votes)) => *sum = sum.saturating_add(votes),
                // Beside the choices stand over- and undervotes.
                (None, Some(votes)) if contest.votes_allowed == 1 => {
                    let label = attribute(start, "name")?.unwrap_or_default();
                    notes.line(line, Assumption::NoChoice { label, votes });
                    contest.tally.add_invalid(votes)?;
                }
                _ => {}
            }
        }
        _ => {}
    }
    Ok(())
}

fn end(element: &str, open: &mut Option<Contest>, notes: &mut Notes) -> Result<()> {
    if element != "Choice" {
        return Ok(());
    }
    let Some(contest) = open else { return Ok(()) };
    let Some((name, printed, sum)) = contest.choice.take() else {
        return Ok(());
    };
    let votes = match printed {
        Some(printed) => {
            if sum > 0 && sum != printed {
                let contest = format!("{}, {name}", contest.name);
                notes.line(
                    contest_line(open),
                    Assumption::TotalDiffers {
                        contest,
                        sum,
                        printed,
                    },
                );
            }
            printed
        }
        None => sum,
    };
    let line = contest_line(open);
    let Some(contest) = open else { return Ok(()) };
    let choice = match label(&name) {
        Label::Other => OTHER.to_owned(),
        // Of a contest with several votes a voter they are no ballots.
        Label::Invalid if contest.votes_allowed == 1 => {
            notes.line(line, Assumption::NoChoice { label: name, votes });
            return contest.tally.add_invalid(votes);
        }
        Label::Invalid | Label::Total => {
            let what = format!("\"{name}\" of {}", contest.name);
            let why = "it is no choice".to_owned();
            notes.line(line, Assumption::LeftOut { what, why });
            return Ok(());
        }
        Label::Choice => choice_name(&name),
    };
    contest.tally.add(&choice, votes).map(|_| ())
}

fn contest_line(open: &Option<Contest>) -> u64 {
    open.as_ref().map_or(1, |contest| contest.line)
}

fn finish(
    i: usize,
    contest: Contest,
    head: &Head,
    contests: &mut Contests<usize>,
    notes: &mut Notes,
) -> Result<()> {
    let Contest {
        line,
        name,
        votes_allowed,
        units,
        percent,
        counties,
        tally,
        ..
    } = contest;
    if votes_allowed > 1 {
        notes.line(
            line,
            Assumption::SeveralVotes {
                contest: name.clone(),
                votes: votes_allowed,
            },
        );
    }
    let mut builder = OfficialCount::builder("detail report");
    if let Some(time) = &head.timestamp {
        builder = builder.note(format!("as of {time}"));
    }
    // What the precincts do not say, their percentage may, and else the counties.
    let share = match (units, &percent) {
        (None, Some(text)) => {
            let percent: f64 = text
                .parse()
                .map_err(|_| {
                    let help = "write percent from 0 to 100";
                    Error::unreadable("Contest.precinctsReportingPercent", text, help)
                })
                .on_line(line)?;
            Some(percent)
        }
        _ => None,
    };
    let counties = counties.filter(|_| units.is_none() && share.is_none());
    builder = match units {
        _ if share == Some(0.0) || counties.is_some_and(|(part, _)| part == 0) => {
            notes.line(
                line,
                Assumption::LeftOut {
                    what: format!("the count of {name}"),
                    why: "no precinct has reported".to_owned(),
                },
            );
            return Ok(());
        }
        None if share.is_some_and(|percent| percent < 100.0) => {
            let percent = percent.expect("its share was read from it");
            builder.completeness(CompletenessOf::Stations, percent)
        }
        // Counties are no stations: how many of those have reported is not said.
        None if counties.is_some_and(|(part, whole)| part < whole) => {
            let (part, whole) = counties.expect("they are compared above");
            notes.line(
                line,
                Assumption::Status {
                    printed: format!("{part} of {whole} counties"),
                    taken: CountStatus::Partial,
                },
            );
            builder.partial()
        }
        Some((part, whole)) if part > 0 && part < whole => {
            builder.counted(CompletenessOf::Stations, part, whole)
        }
        Some((0, _)) => {
            let why = "no precinct has reported".to_owned();
            notes.line(
                line,
                Assumption::LeftOut {
                    what: format!("the count of {name}"),
                    why,
                },
            );
            return Ok(());
        }
        _ => {
            let printed = match (units, &percent, counties) {
                (Some((part, whole)), ..) => format!("{part} of {whole} precincts"),
                (_, Some(percent), _) => format!("{percent} percent of precincts"),
                (.., Some((part, whole))) => format!("{part} of {whole} counties"),
                _ => String::new(),
            };
            notes.line(
                line,
                Assumption::Status {
                    printed,
                    taken: CountStatus::Final,
                },
            );
            let builder = builder.final_result();
            match units {
                Some((part, whole)) => builder.counted(CompletenessOf::Stations, part, whole),
                None => builder,
            }
        }
    };
    let new = contests.of(i, line, || name);
    if let Some(date) = &head.date {
        let date = day("ElectionDate", date, DateOrder::MonthDayYear, notes);
        new.date = Some(date.on_line(line)?.to_string());
    }
    new.jurisdiction.clone_from(&head.region);
    if !tally.is_empty() {
        new.result(tally.into(builder).build());
    }
    Ok(())
}

fn name_of(start: &BytesStart) -> String {
    start.name().as_ref().to_owned()
}

fn attribute(start: &BytesStart, name: &str) -> Result<Option<String>> {
    let found = start
        .try_get_attribute(name)
        .map_err(|error| broken("XML", error.to_string()))?;
    found
        .map(|attribute| {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| broken("XML", error.to_string()))?;
            Ok(value.trim().to_owned())
        })
        .transpose()
}

fn number(start: &BytesStart, name: &str) -> Result<Option<u64>> {
    match attribute(start, name)? {
        Some(text) if !text.is_empty() => {
            let element = name_of(start);
            count(&format!("{element}.{name}"), &text, DecimalMark::Point).map(Some)
        }
        _ => Ok(None),
    }
}

/// The lines of a text by the byte.
struct Lines(Vec<u64>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(
            (0..)
                .zip(text.bytes())
                .filter(|(_, b)| *b == b'\n')
                .map(|(at, _)| at)
                .collect(),
        )
    }

    fn at(&self, byte: u64) -> u64 {
        1 + self.0.partition_point(|end| *end < byte) as u64
    }
}
