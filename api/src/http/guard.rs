//! The document guard: refuses what would cost more to parse, validate or run than any honest request does.
//!
//! async-graphql 7.2.1 dies of 2,500 nested brackets (its parser recurses without a bound) and spends gigabytes on
//! fragments that spread the next one twice (its own limits walk the unfolded tree). So the text is scanned before
//! anything parses it, and the parsed document is counted with a memory of the fragments already seen before
//! anything walks it. Both take time in proportion to the text.

use std::collections::HashMap;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Pos, Positioned, Request, ServerError, ServerResult, Value, Variables};

use super::faults::{BAD_USER_INPUT, PARSE_FAILED, coded, set_code};
use super::judged::Judged;
use super::limits::Limits;

/// Judges a request before it is validated. Afterwards its document is parsed and within all limits.
///
/// # Errors
///
/// One error with a code: the limit that was met, or what is wrong with the document or the variables.
pub fn check(request: &mut Request, limits: &Limits) -> ServerResult<()> {
    let is_judged = Judged::on(request).is_some();
    if !is_judged {
        scan(&request.query, limits)?;
    }
    for (name, value) in request.variables.iter() {
        check_value(name.as_str(), value, 1, limits)?;
    }
    let variables = std::mem::take(&mut request.variables);
    let name = request.operation_name.clone();
    let verdict = request.parsed_query().map_err(parse_error).and_then(|document| {
        if !is_judged {
            count(document, limits)?;
        }
        select(document, name.as_deref()).map_or(Ok(()), |operation| check_required(operation, &variables))
    });
    request.variables = variables;
    verdict
}

/// What kind of operation a checked request asks for; `None` where it asks for none that exists.
#[must_use]
pub fn operation_type(request: &mut Request) -> Option<OperationType> {
    let name = request.operation_name.clone();
    let document = request.parsed_query().ok()?;
    select(document, name.as_deref()).map(|operation| operation.ty)
}

/// Scans the text of a document, without parsing it: bytes, tokens, nesting, length of names.
///
/// # Errors
///
/// The code of the limit that was met; `GRAPHQL_PARSE_FAILED` for a string that does not end, since from there on
/// this scan and the parser could disagree about what is text and what is a bracket.
pub fn scan(text: &str, limits: &Limits) -> ServerResult<()> {
    if text.len() > limits.document_bytes {
        let message = format!("The document is longer than {} bytes.", limits.document_bytes);
        return Err(coded("DOCUMENT_TOO_LARGE", message, None));
    }
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += length_while(bytes, at, |byte| byte != b'\n' && byte != b'\r');
                continue;
            }
            0 => {
                let place = Some(position(text, at));
                return Err(coded(PARSE_FAILED, "The document contains a NUL character.", place));
            }
            b'"' => at = string_end(text, at)?,
            b'{' | b'[' | b'(' => {
                at += 1;
                nesting += 1;
                if nesting > limits.nesting {
                    let message = format!("Brackets are nested deeper than {} levels.", limits.nesting);
                    return Err(coded("NESTING_TOO_DEEP", message, Some(position(text, start))));
                }
            }
            b'}' | b']' | b')' => {
                at += 1;
                nesting = nesting.saturating_sub(1);
            }
            b'.' => at += length_while(bytes, at, |byte| byte == b'.').min(3),
            b'-' | b'0'..=b'9' => at += length_while(bytes, at, in_number),
            b'_' | b'A'..=b'Z' | b'a'..=b'z' => {
                at += length_while(bytes, at, |byte| byte == b'_' || byte.is_ascii_alphanumeric());
                if at - start > limits.name_bytes {
                    let message = format!("A name is longer than {} bytes.", limits.name_bytes);
                    return Err(coded("NAME_TOO_LONG", message, Some(position(text, start))));
                }
            }
            _ => at += 1,
        }
        tokens += 1;
        if tokens > limits.tokens {
            let message = format!("The document has more than {} tokens.", limits.tokens);
            return Err(coded("TOO_MANY_TOKENS", message, Some(position(text, start))));
        }
    }
    Ok(())
}

fn in_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

fn length_while(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).take_while(|&&byte| wanted(byte)).count()
}

/// The offset after a string or block string that begins at `start`.
fn string_end(text: &str, start: usize) -> ServerResult<usize> {
    let bytes = text.as_bytes();
    let rest = |at: usize| bytes.get(at..).unwrap_or_default();
    let nul = |at| Err(coded(BAD_USER_INPUT, "A string contains a NUL character.", Some(position(text, at))));
    let block = rest(start).starts_with(b"\"\"\"");
    let mut at = start + if block { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0 => return nul(at),
            b'\\' if block => at += if rest(at).starts_with(b"\\\"\"\"") { 4 } else { 1 },
            b'\\' if rest(at).starts_with(b"\\u0000") => return nul(at),
            b'\\' => at += 2,
            b'"' if !block => return Ok(at + 1),
            b'"' if rest(at).starts_with(b"\"\"\"") => return Ok(at + 3),
            b'\n' | b'\r' if !block => break,
            _ => at += 1,
        }
    }
    Err(coded(PARSE_FAILED, "A string does not end.", Some(position(text, start))))
}

fn position(text: &str, offset: usize) -> Pos {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    Pos { line, column }
}

/// Lists and objects in variables are bounded like those in a document. (A body deeper than 128 levels has
/// already failed as JSON: serde_json keeps that bound itself.) PostgreSQL cannot hold NUL in a text.
fn check_value(name: &str, value: &Value, level: usize, limits: &Limits) -> ServerResult<()> {
    if level > limits.nesting {
        let message = format!("The variable \"${name}\" is nested deeper than {} levels.", limits.nesting);
        return Err(coded("NESTING_TOO_DEEP", message, None));
    }
    let text = |text: &str| {
        if text.contains('\0') {
            let message = format!("The variable \"${name}\" contains a NUL character.");
            return Err(coded(BAD_USER_INPUT, message, None));
        }
        Ok(())
    };
    match value {
        Value::String(string) => text(string),
        Value::List(items) => items.iter().try_for_each(|item| check_value(name, item, level + 1, limits)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, field)| {
            text(key.as_str())?;
            check_value(name, field, level + 1, limits)
        }),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => Ok(()),
    }
}

/// Required variables are given (GraphQL specification, section 6.1.2). async-graphql would notice only when a
/// resolver reads one.
fn check_required(operation: &OperationDefinition, variables: &Variables) -> ServerResult<()> {
    for definition in &operation.variable_definitions {
        let kind = &definition.node.var_type.node;
        let name = &definition.node.name.node;
        if kind.nullable {
            continue;
        }
        let wrong = match variables.get(name) {
            None if definition.node.default_value.is_none() => "was not given",
            Some(Value::Null) => "must not be null",
            _ => continue,
        };
        let message = format!("The variable \"${name}\" of type \"{kind}\" {wrong}.");
        return Err(coded(BAD_USER_INPUT, message, Some(definition.pos)));
    }
    Ok(())
}

pub(super) fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            all.next().filter(|_| operations.len() == 1).map(|operation| &operation.node)
        }
    }
}

/// What a selection set holds once its fragments are unfolded.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    selections: usize,
    aliases: usize,
    /// Fields of the set itself, not of those below; `__typename` has no effect and is left out.
    roots: usize,
    /// Levels of selection sets below this one.
    height: usize,
}

impl Tally {
    fn add(&mut self, below: Tally) {
        self.selections = self.selections.saturating_add(below.selections);
        self.aliases = self.aliases.saturating_add(below.aliases);
        self.height = self.height.max(below.height);
    }
}

fn count(document: &ExecutableDocument, limits: &Limits) -> ServerResult<()> {
    let mut walk = Walk { document, limits, seen: HashMap::new() };
    let mut total = Tally::default();
    for (_, operation) in document.operations.iter() {
        let definition = &operation.node;
        walk.check_directives(&definition.directives, operation.pos)?;
        for variable in &definition.variable_definitions {
            walk.check_directives(&variable.node.directives, variable.pos)?;
        }
        let tally = walk.set(&definition.selection_set.node, 0)?;
        total.add(tally);
        if definition.ty == OperationType::Mutation {
            total.roots = total.roots.saturating_add(tally.roots);
        }
        walk.check_tally(total, operation.pos)?;
        if total.roots > 1 {
            let message = "A document may hold one mutation field only.";
            return Err(coded("ONE_MUTATION_ONLY", message, Some(operation.pos)));
        }
    }
    // Fragments that nothing spreads are walked by the validation all the same.
    for (name, fragment) in &document.fragments {
        walk.fragment(name.as_str(), fragment.pos, 0)?;
    }
    Ok(())
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// `None` while the fragment is being counted: to meet it then is a cycle.
    seen: HashMap<&'a str, Option<Tally>>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, set: &'a SelectionSet, level: usize) -> ServerResult<Tally> {
        let mut tally = Tally::default();
        for item in &set.items {
            self.check_directives(item.node.directives(), item.pos)?;
            tally.selections = tally.selections.saturating_add(1);
            match &item.node {
                Selection::Field(field) => {
                    tally.aliases = tally.aliases.saturating_add(usize::from(field.node.alias.is_some()));
                    tally.roots =
                        tally.roots.saturating_add(usize::from(field.node.name.node != "__typename"));
                    tally.add(self.below(&field.node.selection_set.node, level, item.pos)?);
                }
                Selection::InlineFragment(fragment) => {
                    let below = self.below(&fragment.node.selection_set.node, level, item.pos)?;
                    tally.add(below);
                    tally.roots = tally.roots.saturating_add(below.roots);
                }
                Selection::FragmentSpread(spread) => {
                    let below = self.fragment(spread.node.fragment_name.node.as_str(), item.pos, level)?;
                    tally.add(below);
                    tally.roots = tally.roots.saturating_add(below.roots);
                }
            }
            self.check_tally(tally, item.pos)?;
        }
        Ok(tally)
    }

    /// A set one level down. The bound keeps this walk's own stack small, too.
    fn below(&mut self, set: &'a SelectionSet, level: usize, pos: Pos) -> ServerResult<Tally> {
        if set.items.is_empty() {
            return Ok(Tally::default());
        }
        if level >= self.limits.recursive_depth {
            return Err(too_deep(self.limits.recursive_depth, Some(pos)));
        }
        let tally = self.set(set, level + 1)?;
        Ok(Tally { height: tally.height + 1, ..tally })
    }

    fn fragment(&mut self, name: &str, pos: Pos, level: usize) -> ServerResult<Tally> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Tally::default()); // validation says that it does not exist
        };
        match self.seen.get(name.as_str()) {
            Some(Some(tally)) if level + tally.height > self.limits.recursive_depth => {
                return Err(too_deep(self.limits.recursive_depth, Some(pos)));
            }
            Some(Some(tally)) => return Ok(*tally),
            Some(None) => {
                let message = format!("The fragment \"{name}\" spreads itself.");
                return Err(coded("FRAGMENT_CYCLE", message, Some(pos)));
            }
            None => {}
        }
        self.check_directives(&fragment.node.directives, fragment.pos)?;
        self.seen.insert(name.as_str(), None);
        let tally = self.below(&fragment.node.selection_set.node, level, pos)?;
        self.seen.insert(name.as_str(), Some(tally));
        Ok(tally)
    }

    fn check_tally(&self, tally: Tally, pos: Pos) -> ServerResult<()> {
        if tally.selections > self.limits.fields {
            let message = format!("The document selects more than {} fields.", self.limits.fields);
            return Err(coded("TOO_MANY_FIELDS", message, Some(pos)));
        }
        if tally.aliases > self.limits.aliases {
            let message = format!("The document has more than {} aliases.", self.limits.aliases);
            return Err(coded("TOO_MANY_ALIASES", message, Some(pos)));
        }
        Ok(())
    }

    fn check_directives(&self, directives: &[Positioned<Directive>], pos: Pos) -> ServerResult<()> {
        if directives.len() > self.limits.directives {
            return Err(too_many_directives(self.limits.directives, Some(pos)));
        }
        Ok(())
    }
}

pub(super) fn too_deep(limit: usize, pos: Option<Pos>) -> ServerError {
    coded("QUERY_TOO_DEEP", format!("The document is nested deeper than {limit} levels."), pos)
}

pub(super) fn too_many_directives(limit: usize, pos: Option<Pos>) -> ServerError {
    coded("TOO_MANY_DIRECTIVES", format!("There are more than {limit} directives at one place."), pos)
}

/// The parser prints a drawing of the place over several lines, with names of its grammar; what it expected is the
/// part that helps.
pub(super) fn parse_error(mut error: ServerError) -> ServerError {
    if let Some((_, expected)) = error.message.rsplit_once("= ") {
        let place =
            error.locations.first().map(|pos| format!(" at line {}, column {}", pos.line, pos.column));
        error.message =
            format!("Syntax error{}: {}.", place.unwrap_or_default(), expected.trim().replace('_', " "));
    }
    set_code(&mut error, PARSE_FAILED);
    error
}
