//! A validator for the part of JSON Schema 2020-12 that the published schemas use. Any other word of the standard
//! is a panic, so that nothing goes unchecked. The crates that check all of it bring thirty others into every
//! `cargo test`.

use serde_json::{Map, Value};

pub struct Validator {
    root: Value,
}

impl Validator {
    pub fn new(schema: &str) -> Validator {
        Validator {
            root: serde_json::from_str(schema).expect("the schema is JSON"),
        }
    }

    /// The first place that is wrong, as a JSON pointer, and what is.
    pub fn first_error(&self, value: &Value) -> Option<String> {
        self.check(&self.root, value, "").err()
    }

    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let words = match schema {
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => return Err(format!("{at}: nothing may stand here")),
            Value::Object(words) => words,
            other => panic!("{other} is no schema"),
        };
        for (word, rule) in words {
            self.word(words, word, rule, value, at)?;
        }
        Ok(())
    }

    fn word(
        &self,
        words: &Map<String, Value>,
        word: &str,
        rule: &Value,
        value: &Value,
        at: &str,
    ) -> Result<(), String> {
        let wrong = |what: String| Err(format!("{at}: {what}"));
        let alternatives = || rule.as_array().expect("a list of schemas").iter();
        match word {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" => Ok(()),
            "$ref" => {
                let name = rule.as_str().expect("a reference");
                let target = name
                    .strip_prefix('#')
                    .and_then(|place| self.root.pointer(place));
                self.check(
                    target.unwrap_or_else(|| panic!("{name} is not there")),
                    value,
                    at,
                )
            }
            "type" => {
                let fits = match rule {
                    Value::String(name) => is(value, name),
                    names => names
                        .as_array()
                        .expect("names")
                        .iter()
                        .any(|name| is(value, name.as_str().expect("a name"))),
                };
                if fits {
                    Ok(())
                } else {
                    wrong(format!("{value} is not {rule}"))
                }
            }
            "const" if value == rule => Ok(()),
            "const" => wrong(format!("{value} is not {rule}")),
            "enum" if rule.as_array().expect("values").contains(value) => Ok(()),
            "enum" => wrong(format!("{value} is none of {rule}")),
            "anyOf" | "oneOf" => {
                let results: Vec<_> = alternatives()
                    .map(|one| self.check(one, value, at))
                    .collect();
                let fitting = results.iter().filter(|result| result.is_ok()).count();
                match (word, fitting) {
                    (_, 0) => {
                        // The one that fits deepest says most.
                        let errors = results.into_iter().filter_map(Result::err);
                        Err(errors
                            .max_by_key(|error| error.split(": ").next().map_or(0, str::len))
                            .expect("one"))
                    }
                    ("oneOf", 2..) => wrong(format!("{value} fits {fitting} alternatives")),
                    _ => Ok(()),
                }
            }
            "allOf" => alternatives().try_for_each(|one| self.check(one, value, at)),
            "properties" => {
                let (Some(object), Some(properties)) = (value.as_object(), rule.as_object()) else {
                    return Ok(());
                };
                properties
                    .iter()
                    .try_for_each(|(name, schema)| match object.get(name) {
                        Some(value) => self.check(schema, value, &format!("{at}/{name}")),
                        None => Ok(()),
                    })
            }
            "required" => {
                let Some(object) = value.as_object() else {
                    return Ok(());
                };
                let names = rule
                    .as_array()
                    .expect("names")
                    .iter()
                    .filter_map(Value::as_str);
                match names.into_iter().find(|name| !object.contains_key(*name)) {
                    Some(name) => wrong(format!("{name} is missing")),
                    None => Ok(()),
                }
            }
            "additionalProperties" => {
                let Some(object) = value.as_object() else {
                    return Ok(());
                };
                let known = words.get("properties").and_then(Value::as_object);
                let own = |name: &str| known.is_some_and(|known| known.contains_key(name));
                object
                    .iter()
                    .filter(|(name, _)| !own(name))
                    .try_for_each(|(name, value)| {
                        if *rule == Value::Bool(false) {
                            return wrong(format!("{name} is not known"));
                        }
                        self.check(rule, value, &format!("{at}/{name}"))
                    })
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items
                    .zip(alternatives())
                    .try_for_each(|((i, item), schema)| {
                        self.check(schema, item, &format!("{at}/{i}"))
                    })
            }
            "items" => {
                let before = words
                    .get("prefixItems")
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                let items = value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .enumerate()
                    .skip(before);
                items
                    .into_iter()
                    .try_for_each(|(i, item)| self.check(rule, item, &format!("{at}/{i}")))
            }
            "minItems" | "maxItems" => {
                let Some(length) = value.as_array().map(|list| list.len() as u64) else {
                    return Ok(());
                };
                let bound = rule.as_u64().expect("a number");
                let fits = if word == "minItems" {
                    length >= bound
                } else {
                    length <= bound
                };
                if fits {
                    Ok(())
                } else {
                    wrong(format!("{length} items, {word} is {bound}"))
                }
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                let Some(number) = value.as_f64() else {
                    return Ok(());
                };
                let bound = rule.as_f64().expect("a number");
                let fits = match word {
                    "minimum" => number >= bound,
                    "maximum" => number <= bound,
                    "exclusiveMinimum" => number > bound,
                    _ => number < bound,
                };
                if fits {
                    Ok(())
                } else {
                    wrong(format!("{number}, {word} is {bound}"))
                }
            }
            other => panic!("the schema says \"{other}\", which this validator does not know"),
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        // A number without a fraction is one, however it is written.
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0)
        }
        other => panic!("there is no type {other}"),
    }
}
