//! Whatever the text, the guard judges it.

use api::http::Limits;
use async_graphql::Request;
use proptest::prelude::{ProptestConfig, any, prop, proptest};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_guard(
        base in 0..DOCUMENTS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), any::<bool>()), 0..12),
    ) {
        let mut document: Vec<char> = DOCUMENTS[base].chars().collect();
        for (place, piece, replace) in changes {
            let at = place.index(document.len() + 1);
            let end = if replace { document.len().min(at + 3) } else { at };
            document.splice(at..end, PIECES[piece].chars());
        }
        let mut request = Request::new(document.into_iter().collect::<String>());
        if let Err(error) = api::http::guard::check(&mut request, &Limits::default()) {
            assert!(api::http::faults::code_of(&error).is_some(), "{error:?}");
            assert!(!error.message.contains('\n'), "{error:?}");
        }
    }
}

const DOCUMENTS: [&str; 4] = [
    "query A($v: [Int!]! = [1, 2]) @a(b: {c: [\"d\"]}) { x: echo(text: \"\\\"\\u00e9\") ...F ... on Query { y } }",
    "mutation { close(id: \"\"\"block \\\"\"\" string\"\"\") { id } }",
    "{ a { b { c(d: 1.5e-3, e: true, f: null, g: ENUM) } } } fragment F on Query { ...G } fragment G on Query { ...F }",
    "subscription S { s } # comment\n query T { t }",
];

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "\\",
    "\\u",
    "#",
    "\n",
    "\r",
    "...",
    "$",
    ":",
    "!",
    "@",
    "=",
    "-",
    "0",
    "\u{0}",
    "\u{feff}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];
