//! NIST SP 1500-100 version 2, Election Results Reporting, in JSON: the whole of each contest.

use std::collections::HashMap;

use serde_json::Value;

use super::gather::{Contests, OTHER, Tally, choice_name};
use super::nist_units::{Figures, Votes, last_round};
use super::note::{Assumption, Notes};
use super::place::{Placed, broken};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CompletenessOf, CountStatus, OfficialCount, OfficialCountBuilder};

/// Objects of a report by their `@id`.
pub(super) struct Report<'a> {
    pub(super) units: HashMap<&'a str, &'a Value>,
    parties: HashMap<&'a str, &'a Value>,
    status: &'a str,
}

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let root: Value =
        serde_json::from_str(file.text).map_err(|error| broken("JSON", error.to_string()))?;
    let report = Report {
        units: by_id(&root, "GpUnit"),
        parties: by_id(&root, "Party"),
        status: text(&root, "Status").unwrap_or_default(),
    };
    let mut contests: Contests<(usize, usize)> = Contests::new();
    for (e, election) in list(&root, "Election").iter().enumerate() {
        let candidates = by_id(election, "Candidate");
        for (c, contest) in list(election, "Contest").iter().enumerate() {
            let path = format!("Election[{e}].Contest[{c}]");
            let name = text(contest, "Name")
                .map_or_else(|| words(contest, "Name"), |name| Some(name.to_owned()));
            let name = name
                .ok_or_else(|| Error::missing("Name", "name the contest"))
                .under(|| path.clone())?;
            let Some(count) = count(contest, &name, &report, &candidates, &path, notes)? else {
                continue;
            };
            let count = count.build().under(|| path);
            let new = contests.of((e, c), 0, || name);
            new.date = text(election, "StartDate")
                .and_then(|date| date.get(..10))
                .map(str::to_owned);
            let district = text(contest, "ElectionDistrictId");
            let unit = district.and_then(|id| report.units.get(id));
            new.jurisdiction = unit.and_then(|unit| words(unit, "Name"));
            new.result(count);
        }
    }
    contests.finish(file.name, reading);
    Ok(())
}

fn count(
    contest: &Value,
    name: &str,
    report: &Report,
    candidates: &HashMap<&str, &Value>,
    path: &str,
    notes: &mut Notes,
) -> Result<Option<OfficialCountBuilder>> {
    let selections = list(contest, "ContestSelection");
    let district = text(contest, "ElectionDistrictId");
    let mut tally = Tally::default();
    let mut counted = false;
    let round = last_round(selections).under(|| path.to_owned())?;
    if round.others {
        notes.file(Assumption::LeftOut {
            what: format!("the counts of single rounds of {name}"),
            why: match round.taken {
                Some(round) => format!("those of the last one, {round}, are taken"),
                None => "counts of no round stand beside them".into(),
            },
        });
    }
    for (s, selection) in selections.iter().enumerate() {
        let path = || format!("{path}.ContestSelection[{s}]");
        let choice = choice(selection, report, candidates).under(path)?;
        let mut read = || -> Result<Option<Votes>> {
            let figures = Figures::of(list(selection, "VoteCounts"), round.taken, &choice, notes)?;
            figures.votes(district, report)
        };
        let Some(votes) = read().under(path)? else {
            notes.file(Assumption::VotesMissing {
                choice: format!("{choice} ({name})"),
            });
            continue;
        };
        counted = true;
        tally.add(&choice, votes.sum).under(path)?;
        if votes.units > 1 {
            notes.file(Assumption::Summed {
                contest: format!("{name}, {choice}"),
                rows: votes.units,
            });
        }
    }
    if !counted {
        return Ok(None);
    }
    let allowed = whole(contest, "VotesAllowed")
        .under(|| path.to_owned())?
        .unwrap_or(1);
    if allowed > 1 {
        notes.file(Assumption::SeveralVotes {
            contest: name.to_owned(),
            votes: allowed,
        });
    }
    let mut builder = OfficialCount::builder(if report.status.is_empty() {
        "count"
    } else {
        report.status
    });
    let status =
        text(contest, "CountStatus").map_or_else(|| report.status.to_owned(), str::to_owned);
    let reported = whole(contest, "SubUnitsReported").under(|| path.to_owned())?;
    let total = whole(contest, "TotalSubUnits").under(|| path.to_owned())?;
    let taken = match report.status {
        "certified" | "unofficial-complete" | "recount" | "correction" => CountStatus::Final,
        _ => CountStatus::Partial,
    };
    builder = match (reported, total) {
        (Some(0), _) => {
            let why = "none of its units has reported".to_owned();
            notes.file(Assumption::LeftOut {
                what: format!("the count of {name}"),
                why,
            });
            return Ok(None);
        }
        (Some(part), Some(whole)) if part < whole => {
            builder.counted(CompletenessOf::Stations, part, whole)
        }
        (part, whole) => {
            if report.status != "certified" {
                notes.file(Assumption::Status {
                    printed: status,
                    taken,
                });
            }
            if let (Some(part), Some(whole)) = (part, whole) {
                builder = builder.counted(CompletenessOf::Stations, part, whole);
            }
            match taken {
                CountStatus::Final => builder.final_result(),
                CountStatus::Partial => builder.partial(),
            }
        }
    };
    let unit = district.and_then(|id| report.units.get(id));
    let registered = unit.map(|unit| whole(unit, "VotersRegistered")).transpose();
    if let Some(registered) = registered.under(|| path.to_owned())?.flatten() {
        builder = builder.registered(registered);
    }
    if allowed == 1 {
        for field in ["Overvotes", "Undervotes", "Rejected"] {
            let mut others = || -> Result<Option<Votes>> {
                Figures::of_others(list(contest, "OtherCounts"), field, notes)?
                    .votes(district, report)
            };
            if let Some(ballots) = others().under(|| format!("{path}.OtherCounts"))? {
                notes.file(Assumption::NoChoice {
                    label: format!("{field} of {name}"),
                    votes: ballots.sum,
                });
                tally.add_invalid(ballots.sum)?;
            }
        }
    }
    Ok(Some(tally.into(builder.source(words_of_issuer(report)))))
}

fn words_of_issuer(report: &Report) -> String {
    format!("NIST SP 1500-100 report, status {}", report.status)
}

fn choice(
    selection: &Value,
    report: &Report,
    candidates: &HashMap<&str, &Value>,
) -> Result<String> {
    let writein = selection.get("IsWriteIn").and_then(Value::as_bool) == Some(true);
    let names = |field: &str, among: &HashMap<&str, &Value>, name: &str| -> Result<Vec<String>> {
        list(selection, field)
            .iter()
            .map(|id| {
                let id = id.as_str().unwrap_or_default();
                let found = among.get(id).and_then(|object| {
                    text(object, name)
                        .map(str::to_owned)
                        .or_else(|| words(object, name))
                });
                found.ok_or_else(|| {
                    Error::unreadable(field, id, format!("no object of this @id has a {name}"))
                })
            })
            .collect()
    };
    let people = names("CandidateIds", candidates, "BallotName")?;
    if !people.is_empty() {
        return Ok(choice_name(&people.join(" / ")));
    }
    if writein {
        return Ok(OTHER.to_owned());
    }
    let parties = names("PartyIds", &report.parties, "Name")?;
    if !parties.is_empty() {
        return Ok(choice_name(&parties.join(" / ")));
    }
    let named = words(selection, "Selection").or_else(|| words(selection, "Name"));
    named.map(|name| choice_name(&name)).ok_or_else(|| {
        Error::missing(
            "ContestSelection",
            "name it by CandidateIds, PartyIds or Selection",
        )
    })
}

pub(super) fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value
        .get(field)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// `InternationalizedText`: English if it is there, else the first language.
fn words(value: &Value, field: &str) -> Option<String> {
    let texts = list(value.get(field)?, "Text");
    let english = texts
        .iter()
        .find(|one| text(one, "Language").is_some_and(|l| l.starts_with("en")));
    text(english.or(texts.first())?, "Content").map(str::to_owned)
}

fn by_id<'a>(value: &'a Value, field: &str) -> HashMap<&'a str, &'a Value> {
    list(value, field)
        .iter()
        .filter_map(|object| Some((text(object, "@id")?, object)))
        .collect()
}

/// A whole number; the schema allows fractions of votes, which no election of single votes has.
pub(super) fn whole(value: &Value, field: &str) -> Result<Option<u64>> {
    let Some(number) = value.get(field).filter(|number| !number.is_null()) else {
        return Ok(None);
    };
    let float = number
        .as_f64()
        .filter(|float| float.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(float));
    match (number.as_u64(), float) {
        (Some(whole), _) if whole <= 1 << 53 => Ok(Some(whole)),
        (None, Some(float)) => Ok(Some(float as u64)),
        _ => Err(Error::out_of_range(
            field,
            number,
            "give a whole number from 0 to 2^53",
        )),
    }
}
