//! Errors of form, with the fields that documents have: serde's findings, with the nearest known name
//! beside one that is not known.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::error::{Error, Place};
use crate::model::{ContestBuilder, OfficialCountBuilder, PollBuilder, SampleBuilder};

/// Names that people give to fields which are called otherwise here.
const SYNONYMS: &[(&str, &str)] = &[
    ("n", "respondents"),
    ("size", "respondents"),
    ("sample_size", "respondents"),
    ("interviews", "respondents"),
    ("clusters", "stations"),
    ("deff", "design_effect"),
    ("icc", "intracluster_correlation"),
    ("rho", "intracluster_correlation"),
    ("margin", "stated_margin"),
    ("margin_of_error", "stated_margin"),
    ("moe", "stated_margin"),
    ("confidence", "stated_confidence"),
    ("percentage", "share"),
    ("percent", "share"),
    ("percent", "shares"),
    ("results", "shares"),
    ("results", "votes"),
    ("candidate", "choice"),
    ("party", "choice"),
    ("candidates", "choices"),
    ("parties", "choices"),
    ("ballots", "ballots_cast"),
    ("electorate", "registered"),
    ("registered_voters", "registered"),
    ("name", "pollster"),
    ("url", "source"),
    ("comment", "note"),
    ("comments", "note"),
];

/// Deserialises, and gives an error of the crate: at the place in the document, without its line.
pub(super) fn deserialize<'de, D, T>(deserializer: D) -> std::result::Result<T, (Error, D::Error)>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let message = inner.to_string();
        // serde_json's message ends with the position, which is a part of the error here.
        let what = message.split(" at line ").next().unwrap_or(&message);
        let path = if path == "." { "" } else { path.as_str() };
        (of_serde(path, what), inner)
    })
}

/// The error of the crate for a message of serde's derived code, which has no other form than text.
fn of_serde(path: &str, message: &str) -> Error {
    let quoted = quoted(message);
    let parent = || match path.rsplit_once('.') {
        Some((parent, _)) => parent.to_owned(),
        None => "the document".to_owned(),
    };
    match quoted.split_first() {
        Some((name, known)) if message.starts_with("unknown field") => {
            let place = parent();
            let help = elsewhere(&place, name).unwrap_or_else(|| nearest("field", name, known));
            Error::unknown_field("field", *name, help).at(Place::Path(place))
        }
        Some((value, known)) if message.starts_with("unknown variant") => {
            let (place, field) = place_and_field(path);
            let help = format!("write one of {}", known.join(", "));
            let error = Error::unreadable(field, *value, help);
            match place {
                Some(place) => error.at(Place::Path(place.into())),
                None => error,
            }
        }
        Some((name, _)) if message.starts_with("missing field") => {
            let error = Error::missing(*name, "add the field");
            if path.is_empty() {
                error
            } else {
                error.at(Place::Path(path.into()))
            }
        }
        _ => {
            let place = if path.is_empty() {
                "the document"
            } else {
                path
            };
            Error::unexpected_form(message).at(Place::Path(place.into()))
        }
    }
}

/// The names in back quotes in one of serde's messages.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// `polls[0].sample.n` is the field `sample.n` of `polls[0]`.
fn place_and_field(path: &str) -> (Option<&str>, &str) {
    let after_index = path.find("].").map(|end| (end + 1, end + 2));
    let after_name = || path.find('.').map(|dot| (dot, dot + 1));
    match after_index.or_else(after_name) {
        Some((end, start)) => (path.get(..end), path.get(start..).unwrap_or(path)),
        None => (None, path),
    }
}

/// The nearest of the known names, or all of them where none is near.
pub(super) fn nearest(what: &str, name: &str, known: &[&str]) -> String {
    match near(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the {what}s are {}", known.join(", ")),
    }
}

fn near<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    let name = plain(name);
    let synonym = |known: &&&str| SYNONYMS.contains(&(name.as_str(), **known));
    let slips = |known: &str| strsim::damerau_levenshtein(&name, &plain(known));
    let likeness = |known: &str| strsim::jaro_winkler(&name, &plain(known));
    known.iter().find(synonym).copied().or_else(|| {
        known
            .iter()
            .copied()
            // One slip in three letters; further off it is another word.
            .filter(|known| slips(known) * 3 <= name.chars().count().max(3))
            // The first letters are the ones that people get right.
            .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
    })
}

/// Where a field that is unknown here belongs, if another part of the document has it.
fn elsewhere(place: &str, name: &str) -> Option<String> {
    let sample = fields_of::<SampleBuilder>();
    let has = |fields: &[String]| {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        if fields.contains(&name) {
            return Some(name.to_owned());
        }
        fields
            .into_iter()
            .find(|field| SYNONYMS.contains(&(name, field)))
            .map(str::to_owned)
    };
    let said = |field: String, to: &str| {
        if field == name {
            format!("put it {to}")
        } else {
            format!("did you mean `{field}`? put it {to}")
        }
    };
    let poll = place.starts_with("polls");
    if poll && place.ends_with(".sample") {
        // A name that the sample itself has nearly is the likelier one.
        let own: Vec<&str> = sample.iter().map(String::as_str).collect();
        if near(name, &own).is_some() {
            return None;
        }
        return has(&fields_of::<PollBuilder>())
            .filter(|field| field == name)
            .map(|field| said(field, "on the poll, beside `sample`"));
    }
    if poll {
        let own = fields_of::<PollBuilder>();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        if near(name, &own).is_some() {
            return None;
        }
        if let Some(field) = has(&sample) {
            return Some(said(field, "in `sample`"));
        }
    }
    let others = [
        ("contest", fields_of::<ContestBuilder>(), "on the contest"),
        ("counts", fields_of::<OfficialCountBuilder>(), "on a count"),
        ("polls", fields_of::<PollBuilder>(), "on a poll"),
    ];
    others
        .into_iter()
        .find(|(part, fields, _)| {
            !place.starts_with(part) && fields.iter().any(|field| field == name)
        })
        .map(|(_, _, to)| said(name.to_owned(), to))
}

/// The fields that a form has. Its derived code lists them when it meets one that it does not know.
fn fields_of<T: DeserializeOwned>() -> Vec<String> {
    match serde_json::from_str::<T>(r#"{"?": 0}"#) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let message = error.to_string();
            quoted(&message)
                .into_iter()
                .skip(1)
                .map(str::to_owned)
                .collect()
        }
    }
}
