//! The schema as introspection tells it, and documents that ask everything of a thing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::trial::all;

/// A field, as far as a document needs it.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    /// The type it ends in, without lists.
    pub ends_in: String,
    /// Whether an argument must be given.
    pub asks: bool,
}

/// The objects of the schema, by name.
#[derive(Debug)]
pub struct Schema(pub BTreeMap<String, Vec<Field>>);

/// What a complaint leads to and is a matter of its own: its rules are not the complaint's.
const ELSEWHERE: [&str; 7] =
    ["Office", "Officer", "Section", "Category", "Village", "Procedure", "Complaint"];

impl Schema {
    /// Read from the service's own description of itself.
    pub async fn read() -> Self {
        const TYPE: &str = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query = format!(
            "{{ __schema {{ types {{ kind name fields {{ name type {{ {TYPE} }} args {{ defaultValue type {{ kind }} }} }} }} }} }}"
        );
        let answer = api::graphql::schema(&api::http::Limits::default()).execute(query).await;
        let answer = serde_json::to_value(answer.data).expect("JSON");
        let is_object = |of: &&Value| {
            of["kind"] == "OBJECT" && of["name"].as_str().is_some_and(|name| !name.starts_with("__"))
        };
        let types = all(&answer["__schema"]["types"]).iter().filter(is_object);
        Self(types.map(|of| (text(&of["name"]), all(&of["fields"]).iter().map(field).collect())).collect())
    }

    /// Everything that can be asked of a thing without arguments, but for what is a matter of its own.
    pub fn everything_of(&self, of: &str) -> String {
        let fields = self.0.get(of).map(Vec::as_slice).unwrap_or_default();
        let fields = fields.iter().filter(|field| !field.asks);
        let asked = fields.map(|field| match self.0.contains_key(&field.ends_in) {
            false => field.name.clone(),
            true if ELSEWHERE.contains(&field.ends_in.as_str()) => format!("{} {{ __typename }}", field.name),
            true => format!("{} {{ {} }}", field.name, self.everything_of(&field.ends_in)),
        });
        asked.collect::<Vec<_>>().join(" ")
    }

    /// Which fields an answer shows, in the words of the table; of a change also what it is about.
    pub fn shown(&self, of: &str, value: &Value, found: &mut Vec<(String, String, Option<String>)>) {
        for field in self.0.get(of).into_iter().flatten() {
            let below = &value[field.name.as_str()];
            let is_shown = match below {
                Value::Null => false,
                Value::String(text) => !text.is_empty(),
                Value::Array(items) => !items.is_empty(),
                Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
            };
            if !is_shown {
                continue;
            }
            let changed = (of == "Change").then(|| text(&value["field"]));
            found.push((of.to_owned(), field.name.clone(), changed));
            if self.0.contains_key(&field.ends_in) && !ELSEWHERE.contains(&field.ends_in.as_str()) {
                match below {
                    Value::Array(items) => {
                        items.iter().for_each(|item| self.shown(&field.ends_in, item, found))
                    }
                    one => self.shown(&field.ends_in, one, found),
                }
            }
        }
    }

    /// The things that a complaint leads to, itself first, that are no matter of their own.
    pub fn of_a_complaint(&self) -> Vec<String> {
        let mut found = vec!["Complaint".to_owned()];
        let mut at = 0;
        while let Some(of) = found.get(at).cloned() {
            for field in self.0.get(&of).into_iter().flatten().filter(|field| !field.asks) {
                let is_elsewhere = ELSEWHERE.contains(&field.ends_in.as_str());
                if self.0.contains_key(&field.ends_in) && !is_elsewhere && !found.contains(&field.ends_in) {
                    found.push(field.ends_in.clone());
                }
            }
            at += 1;
        }
        found
    }
}

fn field(field: &Value) -> Field {
    let mut ends_in = &field["type"];
    while ends_in["name"].is_null() {
        ends_in = &ends_in["ofType"];
    }
    let must_be_given =
        |argument: &&Value| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
    Field {
        name: text(&field["name"]),
        ends_in: text(&ends_in["name"]),
        asks: all(&field["args"]).iter().any(|argument| must_be_given(&argument)),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
