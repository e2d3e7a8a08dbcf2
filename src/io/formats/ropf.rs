//! Rich Opinion Poll Format: polls, their scenarios, and the lists that they name by key.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::gather::{Contests, Gathered, OTHER, base_from_sum, refused};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::Placed;
use super::ropf_line::{Field, Fields, fields, list, meta};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{Poll, PollBuilder};

const NO_RESPONSE: &str = "(undisclosed)";
/// Metadata that a scenario takes over from its poll.
const INHERITED: &[&str] = &["A", "SC", "SS", "EX", "PF", "PFP", "C", "FS", "FE", "PD"];

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let mut labels: HashMap<&str, String> = HashMap::new();
    let mut records: Vec<(u64, bool, Fields)> = Vec::new();
    for (line, text) in (1..).zip(file.text.lines()) {
        let text = text.trim();
        if text.is_empty() || text.starts_with('‡') {
            continue;
        }
        if text.starts_with('•') {
            records.push((line, false, fields(text).on_line(line)?));
        } else if let Some(rest) = text.strip_prefix('&') {
            if records.is_empty() {
                let error = Error::unreadable(
                    "&",
                    text,
                    "a scenario stands below the poll to which it belongs",
                );
                return Err(error).on_line(line);
            }
            records.push((line, true, fields(rest.trim()).on_line(line)?));
        } else {
            let (key, label) = list(text).on_line(line)?;
            labels.insert(key, label);
        }
    }
    unique(&mut labels);
    let mut contests: Contests<(String, String)> = Contests::new();
    let mut taken = 0;
    let mut poll_fields: &[Field] = &[];
    let mut scenario = 0;
    for (line, below, own) in &records {
        if *below {
            scenario += 1;
        } else {
            (poll_fields, scenario) = (own, 0);
        }
        let all = with_inherited(poll_fields, own, *below);
        let name = meta(&all, "PF")
            .or_else(|| meta(&all, "C"))
            .unwrap_or_default();
        let key = (scope(&all), meta(&all, "A").unwrap_or_default().to_owned());
        let contest = contests.of(key.clone(), *line, || {
            let parts = [file.stem(), &key.0, &key.1];
            parts
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        });
        match poll(file, contest, *line, scenario, &all, &labels, notes) {
            Ok(poll) => {
                contest.poll(poll);
                taken += 1;
            }
            Err(error) => refused(reading, file.name, *line, name, error),
        }
    }
    file.note_unmarked(taken, notes);
    contests.finish(file.name, reading);
    Ok(())
}

/// Lists of one abbreviation are told apart by their keys.
fn unique(labels: &mut HashMap<&str, String>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for label in labels.values() {
        *counts.entry(label.clone()).or_default() += 1;
    }
    for (key, label) in labels.iter_mut() {
        if counts.get(label).is_some_and(|count| *count > 1) {
            *label = format!("{label} ({key})");
        }
    }
}

fn with_inherited<'a>(poll: &[Field<'a>], own: &[Field<'a>], below: bool) -> Fields<'a> {
    let copy = |field: &Field<'a>| Field {
        meta: field.meta,
        key: field.key,
        value: field.value,
    };
    let mut all: Fields = own.iter().map(copy).collect();
    if below {
        for field in poll
            .iter()
            .filter(|field| field.meta && INHERITED.contains(&field.key))
        {
            // Several commissioners are several fields of one key.
            if !own.iter().any(|other| other.meta && other.key == field.key) {
                all.push(copy(field));
            }
        }
    }
    all
}

fn scope(fields: &[Field]) -> String {
    match meta(fields, "SC") {
        None | Some("N") => "national".into(),
        Some("ND") => "district vote".into(),
        Some("N2") => "two-party preferred".into(),
        Some("E") => "European".into(),
        Some("R") => "regional".into(),
        Some(other) => match other.strip_prefix('P') {
            Some(round) => format!("presidential, round {round}"),
            None => other.to_owned(),
        },
    }
}

fn poll(
    file: &File,
    contest: &mut Gathered,
    line: u64,
    scenario: usize,
    fields: &[Field],
    labels: &HashMap<&str, String>,
    notes: &mut Notes,
) -> Result<Poll> {
    let mut keys = HashSet::new();
    for field in fields {
        let several = field.meta && field.key == "C";
        if !keys.insert((field.meta, field.key)) && !several {
            return Err(Error::duplicate(
                field.key,
                field.value,
                "each key stands once on a line; a scenario needs a line of its own that begins with &",
            ));
        }
    }
    let get = |key| meta(fields, key).filter(|value| !value.is_empty());
    let name = get("PF").or_else(|| get("C")).ok_or_else(|| {
        Error::missing(
            "PF",
            "give the polling firm (•PF:) or who commissioned the poll (•C:)",
        )
    })?;
    let period = dates(fields)?;
    let release = match scenario {
        0 => period.clone(),
        number => format!("{period}, scenario {}", number + 1),
    };
    let release = contest.release(name, &release);
    let label = format!("{name} ({release})");
    let mut builder = Poll::builder(name).kind(file.unmarked()).release(&release);
    if let Some(partner) = get("PFP") {
        builder = builder.partner(partner);
    }
    let sponsors: Vec<&str> = fields
        .iter()
        .filter(|f| f.meta && f.key == "C" && get("PF").is_some())
        .map(|f| f.value)
        .collect();
    if !sponsors.is_empty() {
        builder = builder.sponsor(sponsors.join("; "));
    }
    match get("FE").or(get("FS")) {
        Some(day) if day.len() == 10 => builder = builder.fieldwork(day),
        Some(part) => notes.line(
            line,
            Assumption::LeftOut {
                what: format!("{label}: fieldwork {part}"),
                why: "it is not a day".into(),
            },
        ),
        None => {}
    }
    builder = size(builder, &label, get("SS"), get("EX"), line, notes)?;
    let seats = match get("U") {
        None | Some("%") => false,
        Some("S") => true,
        Some(other) => return Err(Error::unreadable("U", other, "the unit is % or S (seats)")),
    };
    let mut shares = Vec::new();
    for field in fields.iter().filter(|field| !field.meta) {
        let (choice, merged) = choice(field.key, labels);
        if !merged.is_empty() {
            builder = builder.merged(choice.as_str(), merged);
        }
        shares.push((choice, field.value.to_owned()));
    }
    for (key, category) in [("O", OTHER), ("N", NO_RESPONSE)] {
        if let Some(value) = get(key) {
            shares.push((category.into(), value.to_owned()));
        }
    }
    if shares.is_empty() {
        return Err(Error::missing(
            "result",
            "give at least one list with its figure, such as \"A:55\"",
        ));
    }
    for (choice, value) in &shares {
        if value.is_empty() {
            return Err(Error::missing(
                choice.as_str(),
                "give its figure behind the colon",
            ));
        }
        builder = match seats {
            true if choice == NO_RESPONSE => builder,
            true => builder.seats(choice.as_str(), value.as_str()),
            false => builder.share(choice.as_str(), value.as_str()),
        };
    }
    let together = get("ON").map(str::to_owned);
    if let Some(value) = &together {
        let why = "others and no response together are neither".to_owned();
        notes.line(
            line,
            Assumption::LeftOut {
                what: format!("{label}: •ON: {value}"),
                why,
            },
        );
    }
    if seats {
        return builder.build();
    }
    let step = shares
        .iter()
        .map(|(_, value)| precision(value))
        .fold(1.0, f64::min);
    let mut all = shares.clone();
    all.extend(together.clone().map(|value| (String::new(), value)));
    let sum: f64 = all
        .iter()
        .filter_map(|(_, value)| value.parse::<f64>().ok())
        .sum();
    let slack = (all.len().saturating_sub(1) / 2) as f64 * step;
    // A verified sum is no slip of the file; whether the model can hold it, the builder says.
    if sum > 100.0 + slack + 1e-9 && get("VS").is_none() {
        return Err(Error::out_of_range(
            "result",
            format!("{sum} in sum"),
            format!(
                "rounding explains {slack} points over 100; if the source does print it, say so with •VS:, and put each scenario on a line of its own"
            ),
        ));
    }
    // With those who did not answer in the sum it is of all respondents, of which the model has no
    // name; what is of choices only is of valid votes.
    if get("N").is_none() && together.is_none() {
        builder = base_from_sum(builder, &label, &shares, step, line, notes);
    }
    builder.build()
}

fn choice(key: &str, labels: &HashMap<&str, String>) -> (String, Vec<String>) {
    let one = |key: &str| labels.get(key).cloned().unwrap_or_else(|| key.to_owned());
    if key.contains('+') {
        let parts: Vec<String> = key.split('+').map(one).collect();
        (parts.join(" + "), parts)
    } else {
        (one(key), Vec::new())
    }
}

/// The step to which a printed value was rounded.
fn precision(value: &str) -> f64 {
    match value.split_once('.') {
        Some((_, decimals)) => decimals.chars().take(6).fold(1.0, |step, _| step / 10.0),
        None => 1.0,
    }
}

/// The dates of a poll as one text, checked to be in order.
fn dates(fields: &[Field]) -> Result<String> {
    let get = |key: &'static str| {
        meta(fields, key)
            .filter(|value| !value.is_empty())
            .map(|value| checked(key, value).map(|()| value))
            .transpose()
    };
    let (start, end, published) = (get("FS")?, get("FE")?, get("PD")?);
    for (earlier, later) in [(start, end), (end, published), (start, published)] {
        if let (Some(earlier), Some(later)) = (earlier, later) {
            // A month is compared with the month of a day.
            let shared = earlier.len().min(later.len());
            if earlier.get(..shared) > later.get(..shared) {
                return Err(Error::out_of_range(
                    "FS",
                    format!("{earlier} … {later}"),
                    "fieldwork starts (FS), ends (FE) and is published (PD) in this order",
                ));
            }
        }
    }
    match (start, end, published) {
        (Some(start), Some(end), _) if start != end => Ok(format!("{start} – {end}")),
        (Some(day), ..) | (None, Some(day), _) => Ok(day.to_owned()),
        (None, None, Some(published)) => Ok(format!("published {published}")),
        (None, None, None) => Err(Error::missing("FE", "give at least one date: FS, FE or PD")),
    }
}

fn checked(key: &str, value: &str) -> Result<()> {
    let full = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    full.parse::<Date>()
        .map(|_| ())
        .map_err(|_| Error::unreadable(key, value, "write 2021-05-04, 2021-05 or 2021"))
}

/// The respondents in the shares: `1000`, `≈1000`, `≥1000`, `600–700`, less those excluded.
fn size(
    builder: PollBuilder,
    label: &str,
    printed: Option<&str>,
    excluded: Option<&str>,
    line: u64,
    notes: &mut Notes,
) -> Result<PollBuilder> {
    let Some(printed) = printed else {
        return Ok(builder);
    };
    let bare = printed.trim_start_matches(['≈', '≥']).trim_start();
    let lower = bare.split('–').next().unwrap_or(bare).trim();
    let mut taken = count("SS", lower, DecimalMark::Point)?;
    if lower != printed {
        notes.line(
            line,
            Assumption::SizeInexact {
                poll: label.into(),
                printed: printed.into(),
                taken,
            },
        );
    }
    if let Some(percent) = excluded {
        let rate: f64 = percent
            .parse()
            .ok()
            .filter(|rate| (0.0..100.0).contains(rate))
            .ok_or_else(|| {
                Error::unreadable(
                    "EX",
                    percent,
                    "give the percent of responses excluded, from 0 to under 100",
                )
            })?;
        let all = taken;
        taken = (all as f64 * (1.0 - rate / 100.0)).round() as u64;
        notes.line(
            line,
            Assumption::SizeReduced {
                poll: label.into(),
                printed: all,
                taken,
            },
        );
    }
    Ok(builder.respondents(taken))
}
