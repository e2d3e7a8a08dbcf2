//! What the name of an OpenElections file says.

/// What `20241105__sd__general__buffalo__precinct` says.
#[derive(Default)]
pub(super) struct FileName {
    pub(super) date: Option<String>,
    pub(super) place: Option<String>,
    pub(super) primary: bool,
}

impl FileName {
    pub(super) fn of(stem: &str) -> FileName {
        let mut parts = stem.split("__");
        let date = parts.next().unwrap_or_default();
        if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
            return FileName::default();
        }
        let (year, rest) = date.split_at(4);
        let (month, day) = rest.split_at(2);
        let state = parts.next().unwrap_or_default().to_ascii_uppercase();
        let rest: Vec<&str> = parts.collect();
        let primary = rest.iter().any(|part| part.contains("primary"));
        let units = [
            "general", "precinct", "county", "primary", "runoff", "special",
        ];
        let county = rest
            .iter()
            .find(|part| !units.iter().any(|unit| part.contains(unit)));
        let place = match county {
            Some(county) => format!("{state}, {}", county.replace('_', " ")),
            None => state,
        };
        FileName {
            date: Some(format!("{year}-{month}-{day}"))
                .filter(|text| text.parse::<jiff::civil::Date>().is_ok()),
            place: Some(place).filter(|place| !place.is_empty()),
            primary,
        }
    }
}
