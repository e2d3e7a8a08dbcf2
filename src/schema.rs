//! JSON Schema (draft 2020-12) of documents and of reports, from the types that read and write them.
//!
//! The repository holds both, `schema/document.json` and `schema/report.json`, for editors and for programs in
//! other languages. They describe form: names, types, what must be there. What figures must be to one another
//! (shares that sum to 100, counted votes below the registered) is checked where a document is read.
//!
//! ```
//! let schema: serde_json::Value = serde_json::from_str(&exitpoll::schema::document()).unwrap();
//! assert_eq!(schema["required"], serde_json::json!(["contest"]));
//! assert_eq!(schema["$defs"]["Poll"]["properties"]["shares"]["$ref"], "#/$defs/Figures");
//! ```

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};

use crate::io::Document;
use crate::report::Report;

/// The schema of a document as [`io::json::read`](crate::io::json::read) takes it.
#[must_use]
pub fn document() -> String {
    text::<Document>(
        SchemaSettings::draft2020_12().for_deserialize(),
        "A contest with its counts and polls",
    )
}

/// The schema of a report as [`io::json::write_report`](crate::io::json::write_report) writes it.
#[must_use]
pub fn report() -> String {
    text::<Report>(
        SchemaSettings::draft2020_12().for_serialize(),
        "A comparison of a contest's polls with its counts",
    )
}

fn text<T: JsonSchema>(settings: SchemaSettings, title: &str) -> String {
    let mut schema = settings
        .with_transform(OneParagraph)
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    format!("{:#}\n", schema.as_value())
}

/// Descriptions without the links and examples of the documentation from which they are taken.
#[derive(Debug, Clone)]
struct OneParagraph;

impl Transform for OneParagraph {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(serde_json::Value::String(description)) = schema.get_mut("description") {
            let first = description.split("\n\n").next().unwrap_or_default();
            *description = without_links(&first.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        transform_subschemas(self, schema);
    }
}

/// ``[`Poll`](crate::Poll)`` and ``[`Poll`]`` become `` `Poll` ``; brackets of intervals stay.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((label, behind)) = after.split_once(']') else {
            out.push('[');
            rest = after;
            continue;
        };
        let target = behind
            .strip_prefix('(')
            .and_then(|target| target.split_once(')'));
        match target {
            Some((_, behind)) => {
                out.push_str(label);
                rest = behind;
            }
            None if label.starts_with('`') => {
                out.push_str(label);
                rest = behind;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_labels_and_intervals_stay() {
        assert_eq!(
            without_links("as [`Poll`](crate::Poll) and [`Need`] in [0, 1] or [one](x)"),
            "as `Poll` and `Need` in [0, 1] or one"
        );
        assert_eq!(without_links("from [0, on"), "from [0, on");
    }
}
