//! Documents and variables: hostile ones are refused, ordinary ones pass.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::{ACCEPT, JSON, Server};

fn doubling(levels: usize, leaf: &str) -> String {
    let mut document = "{ ...F0 }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        document.push_str(&format!(" fragment F{level} on Query {{ ...F{next} ...F{next} }}"));
    }
    document + &format!(" fragment F{levels} on Query {{ {leaf} }}")
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + &close.repeat(levels)
}

#[test]
fn hostile_documents_are_refused_at_once_and_by_name() {
    let server = Server::start();
    let deep_selections =
        format!("{{ branch {} }}", nested("{ next ", "}", 12).replace("next }", "next { level } }"));
    let chain: String = (0..40).map(|n| format!(" fragment C{n} on Branch {{ ...C{} }}", n + 1)).collect();
    let cases: Vec<(&str, String, &str)> = vec![
        ("nested lists", format!("{{ echo(list: {}) }}", nested("[", "]", 2_500)), "NESTING_TOO_DEEP"),
        ("nested objects", format!("{{ echo(text: {}) }}", nested("{a:", "}", 2_500)), "NESTING_TOO_DEEP"),
        ("nested selections", nested("{branch", "}", 2_500), "NESTING_TOO_DEEP"),
        ("opened only", "{branch".repeat(2_500), "NESTING_TOO_DEEP"),
        ("opened only, within the limit", "{branch".repeat(64), "GRAPHQL_PARSE_FAILED"),
        (
            "nested types",
            format!("query($a: {}) {{ root {{ level }} }}", nested("[", "]", 2_500)),
            "NESTING_TOO_DEEP",
        ),
        (
            "after a string that looks like a block",
            format!("{{ echo(text: \"\"\" \" \" {}", "[".repeat(3_000)),
            "GRAPHQL_PARSE_FAILED",
        ),
        (
            "after an escaped block end",
            format!("{{ echo(text: \"\"\"\\\"\"\"\"\"\", list: {}", "[".repeat(3_000)),
            "NESTING_TOO_DEEP",
        ),
        ("after a comment's end", format!("{{ #\r echo(list: {}", "[".repeat(3_000)), "NESTING_TOO_DEEP"),
        (
            "selections within the nesting",
            nested("{branch", "}", 60).replace("{branch}", "{level}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "inline fragments",
            format!("{{ root {} }}", nested("{ ... ", "}", 40).replace("... }", "level }")),
            "QUERY_TOO_DEEP",
        ),
        (
            "deeper than the schema allows",
            deep_selections.replace("branch", "branch { next { next { next { next { next { next").replacen(
                " }",
                " } } } } } } }",
                1,
            ),
            "QUERY_TOO_DEEP",
        ),
        ("doubling fragments", doubling(25, "root { level }"), "TOO_MANY_FIELDS"),
        ("doubling fragments to nothing", doubling(25, "...Missing"), "TOO_MANY_FIELDS"),
        ("many doublings", doubling(400, "root { level }"), "QUERY_TOO_DEEP"),
        (
            "a chain of fragments",
            format!("{{ root {{ ...C0 }} }}{chain} fragment C40 on Branch {{ level }}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "an unused chain",
            format!("{{ root {{ level }} }}{chain} fragment C40 on Branch {{ level }}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "a cycle",
            "{ root { ...A } } fragment A on Branch { next { ...B } } fragment B on Branch { ...A }".into(),
            "FRAGMENT_CYCLE",
        ),
        (
            "an unused cycle",
            "{ root { level } } fragment A on Branch { next { ...A } }".into(),
            "FRAGMENT_CYCLE",
        ),
        (
            "aliases",
            format!("{{ {} }}", (0..101).map(|n| format!("a{n}: echo ")).collect::<String>()),
            "TOO_MANY_ALIASES",
        ),
        ("fields", format!("{{ {} }}", "echo ".repeat(2_001)), "TOO_MANY_FIELDS"),
        ("tokens", format!("{{ echo(list: [{}]) }}", "1 ".repeat(5_000)), "TOO_MANY_TOKENS"),
        ("bytes", format!("{{ echo(text: \"{}\") }}", "x".repeat(50_000)), "DOCUMENT_TOO_LARGE"),
        ("spaces", format!("{{ echo {} }}", " ".repeat(50_000)), "DOCUMENT_TOO_LARGE"),
        ("a long alias", format!("{{ {}: echo }}", "x".repeat(300)), "NAME_TOO_LONG"),
        (
            "directives on a field",
            format!("{{ echo {} }}", "@skip(if: false) ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "directives on a spread",
            format!("{{ ...A {} }} fragment A on Query {{ echo }}", "@skip(if: false) ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "directives on an operation",
            format!("query {} {{ echo }}", "@a ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "guessing by aliases",
            "mutation { a: logIn(name: \"1\") b: logIn(name: \"2\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        (
            "guessing by fragments",
            "mutation { ...A ... { ...A } } fragment A on Mutation { logIn(name: \"1\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        (
            "guessing by operations",
            "mutation A { logIn(name: \"1\") } mutation B { logIn(name: \"2\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        ("no end of a string", "{ echo(text: \"abc\n\") }".into(), "GRAPHQL_PARSE_FAILED"),
        ("a lone surrogate", "{ echo(text: \"\\ud800\") }".into(), "GRAPHQL_PARSE_FAILED"),
        ("NUL in a string", "{ echo(text: \"a\\u0000\") }".into(), "BAD_USER_INPUT"),
        ("NUL", "{ echo \0 }".into(), "GRAPHQL_PARSE_FAILED"),
        ("a huge number", format!("{{ twice(number: {}) }}", "9".repeat(400)), "GRAPHQL_PARSE_FAILED"),
        ("a number too large for its type", "{ twice(number: 4000000000) }".into(), "BAD_USER_INPUT"),
        ("nothing", String::new(), "GRAPHQL_PARSE_FAILED"),
        ("prose", "how many complaints?".into(), "GRAPHQL_PARSE_FAILED"),
        ("an unknown field", "{ password }".into(), "GRAPHQL_VALIDATION_FAILED"),
        ("a subscription", "subscription { x }".into(), "GRAPHQL_VALIDATION_FAILED"),
    ];
    for (what, document, code) in cases {
        let begun = Instant::now();
        let reply = server.query(&document);
        let time = begun.elapsed();
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{what}: {:?}", reply.json());
        assert!(reply.json().get("data").is_none(), "{what}: {reply:?}");
        assert!(reply.body.len() < 20_000, "{what}: {} bytes", reply.body.len());
        assert!(time < Duration::from_millis(500), "{what}: {time:?}");
    }
}

#[test]
fn ordinary_documents_pass() {
    let server = Server::start();
    let aliases: String = (0..40).map(|n| format!("a{n}: echo(text: \"({{[#{n}\") ")).collect();
    for document in [
        "{ echo(text: \"\"\"[[[ \\\"\"\" {{{ \"\"\") # ((((\n }".to_owned(),
        format!("\u{feff}{{ {aliases} }}"),
        "mutation M { __typename ...A } fragment A on Mutation { logIn(name: \"x\") }".to_owned(),
        "{ echo(text: \"\\u00e9 Run🏃Swim🏊\") branch { next { next { leaves { name } } } } }".to_owned(),
        "{ twice(number: -12) }".to_owned(),
        introspection(),
    ] {
        let reply = server.query(&document);
        assert_eq!(reply.status, 200, "{document}: {:?}", reply.json());
        assert!(reply.json().get("errors").is_none(), "{document}: {:?}", reply.json());
    }
}

/// The document by which GraphQL.js 16 asks for a schema.
fn introspection() -> String {
    let mut of_type = "kind name".to_owned();
    for _ in 0..9 {
        of_type = format!("kind name ofType {{ {of_type} }}");
    }
    format!(
        "query IntrospectionQuery {{ __schema {{ queryType {{ name }} mutationType {{ name }} types {{ ...FullType }}
           directives {{ name description locations args {{ ...InputValue }} }} }} }}
         fragment FullType on __Type {{ kind name description fields(includeDeprecated: true) {{ name description
           args {{ ...InputValue }} type {{ ...TypeRef }} isDeprecated deprecationReason }}
           inputFields {{ ...InputValue }} interfaces {{ ...TypeRef }}
           enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
           possibleTypes {{ ...TypeRef }} }}
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue }}
         fragment TypeRef on __Type {{ {of_type} }}"
    )
}

#[test]
fn variables_are_judged_before_anything_runs() {
    let server = Server::start();
    let list = "query($v: [String!]) { echo(list: $v) }";
    let number = "query($v: Int!) { twice(number: $v) }";
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for (what, document, variables, code) in [
        ("nested within JSON's bound", list, nested(100), "NESTING_TOO_DEEP"),
        ("nested beyond JSON's bound", list, nested(5_000), "BAD_REQUEST"),
        ("NUL", list, r#"["a\u0000"]"#.to_owned(), "BAD_USER_INPUT"),
        ("a lone surrogate", list, r#"["\ud800"]"#.to_owned(), "BAD_REQUEST"),
        ("wrong type", number, "\"two\"".to_owned(), "BAD_USER_INPUT"),
        ("null", number, "null".to_owned(), "BAD_USER_INPUT"),
        ("too large", number, "1e300".to_owned(), "BAD_USER_INPUT"),
        ("no number at all", number, "1e999".to_owned(), "BAD_REQUEST"),
        (
            "a time that is none",
            "query($v: DateTime!) { at(time: $v) }",
            "\"soon\"".to_owned(),
            "BAD_USER_INPUT",
        ),
    ] {
        let body = format!("{{\"query\": {}, \"variables\": {{\"v\": {variables}}}}}", json!(document));
        let reply = server.post(&[JSON, ACCEPT], body.as_bytes());
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{what}: {reply:?}");
        assert!(reply.json().get("data").is_none(), "{what}: {reply:?}");
    }
    let reply = server.query(number);
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "not given: {reply:?}");
    let twice = r#"{"query": "{ nonsense }", "query": "{ echo }"}"#;
    assert_eq!(server.post(&[JSON, ACCEPT], twice.as_bytes()).status, 200);
}

#[test]
fn a_flood_of_errors_is_cut() {
    let server = Server::start();
    let reply = server.query(&format!("{{ {} }}", (0..900).map(|n| format!("x{n} ")).collect::<String>()));
    let answer = reply.json();
    assert_eq!(answer["errors"].as_array().unwrap().len(), 20);
    assert_eq!(answer["extensions"]["errorsOmitted"], 880);
    let long = json!({ "query": "query($v: Int!) { twice(number: $v) }", "variables": { "v": "x".repeat(500_000) } });
    assert!(server.ask(&long).body.len() < 2_000);
}
