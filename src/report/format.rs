use std::fmt;

use serde::Serialize;

/// The version of a stored report. A reader of one version refuses the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "String", into = "String")]
pub struct Format;

impl Format {
    /// As it is written.
    pub const NAME: &'static str = "exitpoll-report/2";
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Format::NAME)
    }
}

impl From<Format> for String {
    fn from(_: Format) -> String {
        Format::NAME.into()
    }
}

impl TryFrom<String> for Format {
    type Error = String;

    fn try_from(name: String) -> Result<Format, String> {
        if name == Format::NAME {
            Ok(Format)
        } else {
            Err(format!(
                "the report has the format \"{name}\"; this version reads \"{}\": compare again",
                Format::NAME
            ))
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Format {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The version of the form.",
            "const": Format::NAME,
        })
    }
}
