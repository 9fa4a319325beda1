//! The document guard: refuses what would cost more to parse, validate or run than any honest request does.
//!
//! async-graphql 7.2.1 dies of 2,500 nested brackets (its parser recurses without a bound) and spends gigabytes on
//! fragments that spread the next one twice (its own limits walk the unfolded tree). So the text is scanned before
//! anything parses it, and the parsed document is counted with a memory of the fragments already seen before
//! anything walks it. Both take time in proportion to the text.
//!
//! The guard also gives each request error its code, and keeps the promises of execution that async-graphql 7.2.1
//! does not keep: a failed field is `null` in the answer, a failed field that may not be null takes its parent with
//! it (GraphQL specification, section 6.4.4), and a panic is an error of its field.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
    NextRequest, NextResolve, NextSubscribe, NextValidation, ResolveInfo,
};
use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{
    ObjectType, PathSegment, Pos, Positioned, QueryPathNode, QueryPathSegment, Request, Response,
    SchemaBuilder, ServerError, ServerResult, SubscriptionType, ValidationResult, Value, Variables,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::faults::{
    BAD_USER_INPUT, OPERATION_RESOLUTION_FAILURE, PARSE_FAILED, VALIDATION_FAILED, caught, code_of, coded,
    finish, internal, is_coercion, set_code,
};
use super::limits::Limits;

/// Puts every limit on a schema, with the guard as its outermost extension: call it before any other
/// `.extension(…)`, since those added later run inside those added earlier.
pub fn limited<Q, M, S>(builder: SchemaBuilder<Q, M, S>, limits: &Limits) -> SchemaBuilder<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    builder
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(limits.directives)
        .disable_suggestions()
        .extension(DocumentGuard::new(limits.clone()))
}

/// The guard as an extension of a schema.
#[derive(Debug, Clone)]
pub struct DocumentGuard(Arc<Limits>);

impl DocumentGuard {
    /// A guard that keeps these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(limits))
    }
}

impl ExtensionFactory for DocumentGuard {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Guarded { limits: self.0.clone(), run: Arc::default() })
    }
}

/// Judges a request before it is validated. Afterwards its document is parsed and within all limits.
///
/// # Errors
///
/// One error with a code: the limit that was met, or what is wrong with the document or the variables.
pub fn check(request: &mut Request, limits: &Limits) -> ServerResult<()> {
    scan(&request.query, limits)?;
    for (name, value) in request.variables.iter() {
        check_value(name.as_str(), value, 1, limits)?;
    }
    let variables = std::mem::take(&mut request.variables);
    let name = request.operation_name.clone();
    let verdict = match request.parsed_query() {
        Ok(document) => count(document, limits).and_then(|()| match select(document, name.as_deref()) {
            Some(operation) => check_required(operation, &variables),
            None => Ok(()),
        }),
        Err(error) => Err(parse_error(error)),
    };
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

fn select<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
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

fn too_deep(limit: usize, pos: Option<Pos>) -> ServerError {
    coded("QUERY_TOO_DEEP", format!("The document is nested deeper than {limit} levels."), pos)
}

fn too_many_directives(limit: usize, pos: Option<Pos>) -> ServerError {
    coded("TOO_MANY_DIRECTIVES", format!("There are more than {limit} directives at one place."), pos)
}

/// The parser prints a drawing of the place over several lines, with names of its grammar; what it expected is the
/// part that helps.
fn parse_error(mut error: ServerError) -> ServerError {
    if let Some((_, expected)) = error.message.rsplit_once("= ") {
        let place =
            error.locations.first().map(|pos| format!(" at line {}, column {}", pos.line, pos.column));
        error.message =
            format!("Syntax error{}: {}.", place.unwrap_or_default(), expected.trim().replace('_', " "));
    }
    set_code(&mut error, PARSE_FAILED);
    error
}

fn lock(run: &Mutex<Run>) -> MutexGuard<'_, Run> {
    run.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Guarded {
    limits: Arc<Limits>,
    run: Arc<Mutex<Run>>,
}

/// What went wrong in one execution.
#[derive(Default)]
struct Run {
    begun: bool,
    errors: Vec<ServerError>,
    /// Paths of the values that must be null because something in them is that may not be; the whole answer is "".
    nulls: HashSet<String>,
}

impl Guarded {
    fn run(&self) -> MutexGuard<'_, Run> {
        lock(&self.run)
    }

    /// Codes for the sentences with which async-graphql's own limits refuse.
    fn code_limit(&self, error: ServerError, otherwise: &str) -> ServerError {
        if code_of(&error).is_some() {
            return error;
        }
        let pos = error.locations.first().copied();
        let text = error.message.as_str();
        if text.starts_with("The recursion depth of the query") {
            too_deep(self.limits.recursive_depth, pos)
        } else if text == "Query is nested too deep." {
            too_deep(self.limits.depth, pos)
        } else if text.starts_with("The number of directives on the field") {
            too_many_directives(self.limits.directives, pos)
        } else if text == "Query is too complex." {
            let message = format!("The document costs more than {} points.", self.limits.complexity);
            coded("QUERY_TOO_COMPLEX", message, pos)
        } else {
            let mut error = error;
            let code = if is_coercion(&error) { BAD_USER_INPUT } else { otherwise };
            set_code(&mut error, code);
            error
        }
    }
}

#[async_trait]
impl Extension for Guarded {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        if !self.run().begun {
            code_unresolved(&mut response);
        }
        finish(&mut response, self.limits.errors);
        response
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        let (most, run) = (self.limits.errors, self.run.clone());
        Box::pin(next.run(ctx, stream).map(move |mut response| {
            if !lock(&run).begun {
                code_unresolved(&mut response);
            }
            finish(&mut response, most);
            response
        }))
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // Before: extensions further in may parse. After: they may have put another document in its place.
        scan(&request.query, &self.limits)?;
        let mut request = next.run(ctx, request).await?;
        check(&mut request, &self.limits)?;
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        next.run(ctx, query, variables).await.map_err(|error| self.code_limit(error, PARSE_FAILED))
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|errors| {
            errors.into_iter().map(|error| self.code_limit(error, VALIDATION_FAILED)).collect()
        })
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        *self.run() = Run { begun: true, ..Run::default() };
        let mut response = next.run(ctx, operation_name).await;
        let mut run = self.run();
        if run.nulls.contains("") {
            response.data = Value::Null;
        }
        response.errors.append(&mut run.errors);
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let node = info.path_node;
        let nullable = !info.return_type.ends_with('!');
        let outcome = caught(next.run(ctx, info)).await;
        let mut run = self.run();
        match outcome {
            Ok(Ok(value)) => {
                if run.nulls.is_empty() || !run.nulls.remove(&node.to_string()) {
                    return Ok(value);
                }
            }
            Ok(Err(mut error)) => {
                if error.path.is_empty() {
                    error.path = path_of(*node);
                }
                run.errors.push(error);
            }
            Err(panic) => run.errors.push(internal(&panic, path_of(*node))),
        }
        if !nullable {
            run.nulls.insert(node.parent.map(ToString::to_string).unwrap_or_default());
        }
        Ok(Some(Value::Null))
    }
}

/// Errors that no other hook saw, before any resolver ran, are those of finding the operation.
fn code_unresolved(response: &mut Response) {
    let unseen = |error: &&mut ServerError| error.path.is_empty() && code_of(error).is_none();
    for error in response.errors.iter_mut().filter(unseen) {
        let code = match error.message.as_str() {
            "PersistedQueryNotFound" => "PERSISTED_QUERY_NOT_FOUND",
            _ => OPERATION_RESOLUTION_FAILURE,
        };
        set_code(error, code);
    }
}

fn path_of(node: QueryPathNode<'_>) -> Vec<PathSegment> {
    let mut path: Vec<PathSegment> = std::iter::once(&node)
        .chain(node.parents())
        .map(|node| match node.segment {
            QueryPathSegment::Index(index) => PathSegment::Index(index),
            QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
        })
        .collect();
    path.reverse();
    path
}
