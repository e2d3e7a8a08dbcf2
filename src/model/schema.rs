//! JSON Schema of the forms that are read and written by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::entries::Entries;
use super::figure::Figure;
use super::threshold::{PercentForChoices, ThresholdForm};

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A figure: text as it was printed (\"2.00\" and \"2\" differ), or a number.",
            "type": ["string", "number"],
        })
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}s", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

impl JsonSchema for ThresholdForm {
    fn schema_name() -> Cow<'static, str> {
        "Threshold".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Percent that each choice has to reach, or percent and the choices that have to.",
            "anyOf": [
                generator.subschema_for::<Figure>(),
                generator.subschema_for::<PercentForChoices>(),
            ],
        })
    }
}
