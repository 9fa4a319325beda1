//! The walk: every field of the schema has a rule, and the running service keeps it for every position, over complaints that
//! are open, anonymous and secret. What was seen is kept as one page, `sight.md`.

mod elsewhere;
mod fixtures;
mod parity;
mod rules;
mod schema;
mod search;
mod substitutes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use domain::complaint::Confidentiality;
use domain::office::Position;
use domain::visibility::{Sight, sight_of};
use serde_json::{Value, json};
use tests::{Client, Service, on_both};

use crate::doors::{self, Door};
use crate::trial::{all, no_such};
use fixtures::{Told, everything};
use rules::{RULES, Rule, rule_of};
use schema::Schema;

/// Who looks: a name for the page, a username, what they hold, and whether their section was asked.
type Looker = (&'static str, &'static str, Option<(Position, bool)>);

/// Everybody. The head of TRANTIB is the one complained of.
const LOOKERS: [Looker; 11] = [
    ("staff", "staf", Some((Position::Staff, false))),
    ("head of GA", "kasubag", Some((Position::HeadOfGeneralAffairs, false))),
    ("secretary", "sekretaris", Some((Position::Secretary, false))),
    ("camat", "camat", Some((Position::Camat, false))),
    ("section asked", "kasi.pemerintahan", Some((Position::SectionHead, true))),
    ("section not asked", "kasi.pmd", Some((Position::SectionHead, false))),
    ("complained of", "kasi.trantib", None),
    ("administrator", "admin", Some((Position::Administrator, false))),
    ("inspector", "inspektur", Some((Position::Inspector, false))),
    ("other office", "camat.kediri", None),
    ("nobody", "", None),
];

const CONFIDENTIALITIES: [Confidentiality; 3] =
    [Confidentiality::Open, Confidentiality::Anonymous, Confidentiality::Secret];

const HEAD: &str = "\
# Who sees what

Written by the walk (`sight/mod.rs`) from the answers of the running service, and compared with `domain/src/visibility.rs` and
the rules of the fields (`sight/rules.rs`). To write it anew: `UPDATE=1 cargo test -p tests --test it sight`.

`✓` sees it; `–` hidden: null, or not in the list; `∅` the complaint does not exist for them: they are answered as for an id of
nothing, by every query, list, count, link and error. Of the section heads one was asked, one was not, and one is complained of.
";

/// What the table of the domain shows somebody.
fn sight(holds: Option<(Position, bool)>, confidentiality: Confidentiality) -> Option<Sight> {
    let (position, asked) = holds?;
    sight_of(position, asked, confidentiality)
}

async fn client(service: &Service, username: &str) -> Client {
    if username.is_empty() { service.stranger() } else { service.officer(username).await }
}

#[tokio::test]
async fn every_field_of_the_schema_has_one_rule() {
    let schema = Schema::read().await;
    let mut ruled = BTreeSet::new();
    for (of, _, fields) in RULES {
        for field in fields.split_whitespace() {
            assert!(ruled.insert((*of, field)), "{of}.{field} has two rules");
        }
    }
    let roots = ["Query", "Mutation"];
    for (of, fields) in schema.0.iter().filter(|(of, _)| !roots.contains(&of.as_str())) {
        for field in fields {
            let is_ruled = ruled.remove(&(of.as_str(), field.name.as_str()));
            assert!(is_ruled, "{of}.{} is new: say in sight/rules.rs who sees it", field.name);
        }
    }
    assert_eq!(ruled, BTreeSet::new(), "rules without a field");
}

/// What was seen of which field by whom, over all complaints of one confidentiality.
type Seen = BTreeSet<(String, String, Option<String>)>;

/// Asks everything of a complaint by each door that leads to it; they all must show the same.
async fn look(client: &Client, schema: &Schema, told: &Told, is_there: bool) -> Value {
    let everything = schema.everything_of("Complaint");
    let query = format!("query ($id: ID!) {{ complaint(id: $id) {{ {everything} }} }}");
    let answer = client.send(&query, json!({ "id": told.id })).await;
    if !is_there {
        let nothing = client.send(&query, json!({ "id": no_such(&told.id) })).await;
        assert_eq!(answer.to_string(), nothing.to_string(), "it is given away");
        return Value::Null;
    }
    assert!(answer.get("errors").is_none(), "what is hidden fails no page: {answer:#}");
    let complaint = &answer["data"]["complaint"];
    for (field, arguments, opening, closing) in [
        ("node", "id: $id", "... on Complaint {", "}"),
        ("nodes", "ids: [$id]", "... on Complaint {", "}"),
        ("complaintByAgendaNumber", "agendaNumber: $n, year: 2026, officeCode: \"51.02.02\"", "", ""),
        ("complaints", "filter: { search: $n }, first: 1", "nodes {", "}"),
    ] {
        let declared = if arguments.contains("$id") { "$id: ID!" } else { "$n: String!" };
        let document =
            format!("query ({declared}) {{ {field}({arguments}) {{ {opening} {everything} {closing} }} }}");
        let seen = client.ask(&document, json!({ "id": told.id, "n": told.agenda_number })).await;
        let seen = match field {
            "nodes" => &seen[field][0],
            "complaints" => &seen[field]["nodes"][0],
            _ => &seen[field],
        };
        assert_eq!(seen, complaint, "{field} shows another complaint than complaint");
    }
    complaint.clone()
}

/// What of a complaint stands nowhere in an answer to somebody who does not see it: not in an error, a cursor or a label.
fn stands_nowhere(answer: &Value, sight: Sight) {
    let text = answer.to_string();
    for (seen, words) in [
        (sight.content, &fixtures::CONTENT[..]),
        (sight.identity, &fixtures::IDENTITY[..]),
        (sight.contact, &fixtures::CONTACT[..]),
        (sight.national_id, &fixtures::NATIONAL_ID[..]),
    ] {
        for word in words.iter().filter(|_| !seen) {
            assert!(!text.contains(word), "{word} stands in {answer:#}");
        }
    }
}

on_both!(the_service_keeps_the_rules_for_everybody, |service: Service| async move {
    let schema = Schema::read().await;
    let mut marks: BTreeMap<Rule, BTreeMap<&str, String>> = BTreeMap::new();
    let mut never_known: BTreeSet<String> = schema
        .of_a_complaint()
        .into_iter()
        .flat_map(|of| schema.0[&of].iter().map(move |field| format!("{of}.{}", field.name)))
        .collect();
    for confidentiality in &CONFIDENTIALITIES {
        let complaints = everything(&service, &confidentiality.to_string()).await;
        let mut seen_by: BTreeMap<&str, Seen> = BTreeMap::new();
        for (name, username, holds) in LOOKERS {
            let sight = sight(holds, *confidentiality);
            let client = client(&service, username).await;
            let seen = seen_by.entry(name).or_default();
            for told in &complaints {
                let complaint = look(&client, &schema, told, sight.is_some()).await;
                if let Some(sight) = sight {
                    assert!(complaint.is_object(), "{name} does not see a {confidentiality} complaint");
                    stands_nowhere(&complaint, sight);
                }
                let mut shown = Vec::new();
                schema.shown("Complaint", &complaint, &mut shown);
                seen.extend(shown);
            }
        }
        // The staff see everything that is known.
        let known = seen_by["staff"].clone();
        for (of, field, _) in &known {
            never_known.remove(&format!("{of}.{field}"));
        }
        for (name, _, holds) in LOOKERS {
            let sight = sight(holds, *confidentiality);
            for fact in &known {
                let (of, field, changed) = fact;
                let rule = rule_of(of, field).expect("it has a rule");
                let is_allowed = sight.is_some_and(|sight| rule.allows(sight, changed.as_deref()));
                assert_eq!(
                    seen_by[name].contains(fact),
                    is_allowed,
                    "{name}, {confidentiality}: {of}.{field} {changed:?}"
                );
                let mark = match (sight, is_allowed) {
                    (None, _) => '∅',
                    (Some(_), true) => '✓',
                    (Some(_), false) => '–',
                };
                let cell = marks.entry(rule).or_default().entry(name).or_default();
                // One mark for each confidentiality; a change's is its field's.
                if rule != Rule::Changed && cell.chars().count() == *confidentiality as usize {
                    cell.push(mark);
                }
            }
        }
    }
    // Without arguments there is nothing of these; what an input may lack stands in no complaint.
    assert_eq!(
        never_known.into_iter().collect::<Vec<_>>(),
        fixtures::NEVER_KNOWN,
        "make the complaints tell it"
    );
    marks.remove(&Rule::Changed);
    let page = page(&schema, &marks, &doors_of(&service).await);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sight.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &page).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(page, kept, "to write it anew: UPDATE=1 cargo test -p tests --test it sight");
});

/// What each query of the root answers everybody, about an office's open complaint.
async fn doors_of(service: &Service) -> Vec<(String, Vec<char>)> {
    let ids = doors::ids(service, tests::SELEMADEG_TIMUR).await;
    let mut rows = Vec::new();
    for field in doors::fields(service, "Query", &ids).await {
        let mut row = Vec::new();
        for (_, username, _) in LOOKERS {
            let client = client(service, username).await;
            let answer = client.send(&field.document, doors::variables(&field)).await;
            let shown = &answer["data"][field.name.as_str()];
            let code = answer["errors"][0]["extensions"]["code"].as_str();
            // Kediri's camat is one too.
            let position = username.split(".kediri").next().unwrap_or_default();
            let expected = match doors::door(doors::QUERIES, &field.name) {
                Door::Public => None,
                Door::SignedIn | Door::Officers(_) if username.is_empty() => Some("UNAUTHENTICATED"),
                Door::SignedIn => None,
                Door::Officers(officers) => (!officers.contains(&position)).then_some("FORBIDDEN"),
            };
            assert_eq!(code, expected, "{} by {username}: {answer}", field.name);
            row.push(match code {
                Some("UNAUTHENTICATED") => '!',
                Some("FORBIDDEN") => '–',
                Some(code) => panic!("{} answers {username} with {code}: {answer}", field.name),
                None if shown.is_null() || all(shown).iter().any(Value::is_null) => '∅',
                None => '✓',
            });
        }
        rows.push((field.name, row));
    }
    rows
}

fn page(
    schema: &Schema,
    marks: &BTreeMap<Rule, BTreeMap<&str, String>>,
    doors: &[(String, Vec<char>)],
) -> String {
    let mut page = HEAD.to_owned();
    let header = |page: &mut String, first: &str| {
        let names = LOOKERS.map(|(name, ..)| name).join(" | ");
        let _ = writeln!(page, "| {first} | {names} |\n| --- |{}", " --- |".repeat(LOOKERS.len()));
    };
    page.push_str(
        "\n## Of a complaint\n\nOf each field in turn: an open, an anonymous, a secret complaint.\n\n",
    );
    header(&mut page, "rule");
    for (rule, cells) in marks {
        let cells = LOOKERS.map(|(name, ..)| cells[name].clone()).join(" | ");
        let _ = writeln!(page, "| {} | {cells} |", rule.words());
    }
    page.push_str(
        "\n## Queries\n\nAsked with ids of an open complaint that is about nobody; number 1 of the register is about one of the section heads. `!` sign in first; `–` refused; `∅` as for an id of nothing.\n\n",
    );
    header(&mut page, "query");
    for (name, row) in doors {
        let cells = row.iter().map(char::to_string).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(page, "| {name} | {cells} |");
    }
    page.push_str("\n## Mutations\n\nWho may, at whichever step; of one's own office only.\n\n| mutation | who |\n| --- | --- |\n");
    for (name, door) in doors::MUTATIONS {
        let _ = writeln!(page, "| {name} | {} |", door.words());
    }
    page.push_str("\n## Fields\n\nEvery field of every type that a query or a mutation leads to, by its rule.\n\n| type | rule | fields |\n| --- | --- | --- |\n");
    for of in schema.0.keys() {
        for (_, rule, fields) in RULES.iter().filter(|(name, ..)| name == of) {
            let fields = fields.split_whitespace().collect::<Vec<_>>().join(", ");
            let _ = writeln!(page, "| {of} | {} | {fields} |", rule.words());
        }
    }
    page
}
