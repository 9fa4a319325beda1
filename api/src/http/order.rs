//! The order of an answer's fields: that in which they were asked (GraphQL specification, section 7.2.2). async-graphql
//! 7.2.1 runs the fields of an object at once and answers them in the order in which they were done, so that the same
//! question would be answered in other bytes each time.

use std::collections::HashMap;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, FragmentDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value};

/// The order of the fields of each operation of a document.
#[derive(Debug)]
pub(super) struct Order(Vec<(Option<Name>, Fields)>);

/// Response keys in their order, with those below.
#[derive(Debug, Default)]
struct Fields {
    keys: Vec<(Name, Fields)>,
    places: HashMap<Name, usize>,
}

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

impl Order {
    /// Reads the order. The document must have passed the guard, which bounds what it unfolds to.
    pub(super) fn of(document: &ExecutableDocument) -> Self {
        let read = |set: &SelectionSet| {
            let mut fields = Fields::default();
            fields.add(set, &document.fragments);
            fields
        };
        Self(match &document.operations {
            DocumentOperations::Single(operation) => vec![(None, read(&operation.node.selection_set.node))],
            DocumentOperations::Multiple(operations) => operations
                .iter()
                .map(|(name, operation)| (Some(name.clone()), read(&operation.node.selection_set.node)))
                .collect(),
        })
    }

    /// Puts an operation's answer in order.
    pub(super) fn put(&self, operation: Option<&str>, data: &mut Value) {
        let fields = match (self.0.as_slice(), operation) {
            ([(_, only)], _) => Some(only),
            (all, Some(wanted)) => {
                all.iter().find(|(name, _)| name.as_deref() == Some(wanted)).map(|(_, fields)| fields)
            }
            (_, None) => None,
        };
        if let Some(fields) = fields {
            fields.put(data);
        }
    }
}

impl Fields {
    /// Adds a selection set's fields. The same key may be asked in several places: the first gives its place.
    fn add(&mut self, set: &SelectionSet, fragments: &Fragments) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let below = &field.node.selection_set.node;
                    let key = field.node.response_key().node.clone();
                    let place = *self.places.entry(key.clone()).or_insert_with(|| {
                        self.keys.push((key, Self::default()));
                        self.keys.len() - 1
                    });
                    if let Some((_, fields)) = self.keys.get_mut(place) {
                        fields.add(below, fragments);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.add(&fragment.node.selection_set.node, fragments);
                    }
                }
                Selection::InlineFragment(fragment) => self.add(&fragment.node.selection_set.node, fragments),
            }
        }
    }

    fn put(&self, value: &mut Value) {
        match value {
            Value::List(list) => list.iter_mut().for_each(|item| self.put(item)),
            Value::Object(object) => {
                let place = |name: &Name| self.places.get(name).copied().unwrap_or(usize::MAX);
                if !object.keys().map(place).is_sorted() {
                    object.sort_by(|one, _, other, _| place(one).cmp(&place(other)));
                }
                for (name, value) in object {
                    if let Some((_, below)) = self.places.get(name).and_then(|&place| self.keys.get(place)) {
                        below.put(value);
                    }
                }
            }
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Boolean(_)
            | Value::Binary(_)
            | Value::Enum(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    #[test]
    fn an_answer_is_put_in_the_order_of_the_question() {
        let document = async_graphql::parser::parse_query(
            "query A { b: x { d c ...F } a ... on Q { e } } query B { a b } fragment F on X { g c f }",
        )
        .unwrap();
        let mut answer =
            value!({ "e": 1, "a": 2, "b": [{ "f": 1, "c": 2, "g": 3, "d": 4 }, null, { "d": 1, "c": 2 }] });
        Order::of(&document).put(Some("A"), &mut answer);
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(text, r#"{"b":[{"d":4,"c":2,"g":3,"f":1},null,{"d":1,"c":2}],"a":2,"e":1}"#);
    }
}
