//! What holds between the files: the direction of the rooms, and the public schema.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// Who of ours may depend on whom, and which crate only one room may use.
const ROOMS: [(&str, &[&str]); 4] = [
    ("domain", &[]),
    ("persistence", &["domain"]),
    ("api", &["domain", "persistence"]),
    ("tests", &["api", "domain", "persistence"]),
];
const ONLY_IN: [(&str, &[&str]); 5] = [
    ("sea-orm", &["persistence", "tests"]),
    ("sea-orm-migration", &["persistence"]),
    ("async-graphql", &["api"]),
    ("axum", &["api"]),
    ("tokio", &["persistence", "api", "tests"]),
];

#[test]
fn dependencies_point_one_way() {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let ours: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(metadata.packages.iter().map(|p| p.name.as_str()).collect::<BTreeSet<_>>(), ours);
    for package in &metadata.packages {
        let room = package.name.as_str();
        let (_, may) = ROOMS.iter().find(|(name, _)| *name == room).unwrap();
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            if ours.contains(name) {
                assert!(
                    may.contains(&name),
                    "{room} must not depend on {name}: dependencies point api → persistence → domain"
                );
            }
            if let Some((_, rooms)) = ONLY_IN.iter().find(|(only, _)| *only == name) {
                assert!(rooms.contains(&room), "{room} must not use {name}: it belongs to {rooms:?} only");
            }
        }
    }
}

#[test]
fn schema_graphql_is_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept.trim_end() == api::graphql::sdl().trim_end(),
        "schema.graphql is not what the program prints; run: cargo run --bin pengaduan -- schema > schema.graphql"
    );
}

/// Every type, field, argument and enum value is described, for whoever sees the schema in GraphiQL or a code generator.
#[tokio::test]
async fn every_element_of_the_schema_is_described() {
    const INTROSPECTION: &str = "{ __schema { types { name description
        fields(includeDeprecated: true) { name description args { name description } }
        inputFields { name description } enumValues { name description } } } }";
    let limits = api::http::Limits { depth: 32, complexity: 100_000, ..api::http::Limits::default() };
    let response = api::graphql::schema(&limits).execute(INTROSPECTION).await;
    let schema = serde_json::to_value(response.data).unwrap();
    let mut missing = Vec::new();
    let mut check = |path: String, element: &Value| {
        if element["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
            missing.push(path);
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for kind in list(&schema["__schema"]["types"]) {
        let name = kind["name"].as_str().unwrap().to_owned();
        let built_in = ["String", "Int", "Float", "Boolean", "ID"].contains(&name.as_str());
        if name.starts_with("__") || built_in {
            continue;
        }
        check(name.clone(), &kind);
        for field in
            list(&kind["fields"]).iter().chain(&list(&kind["inputFields"])).chain(&list(&kind["enumValues"]))
        {
            let path = format!("{name}.{}", field["name"].as_str().unwrap());
            check(path.clone(), field);
            for argument in list(&field["args"]) {
                check(format!("{path}({})", argument["name"].as_str().unwrap()), &argument);
            }
        }
    }
    assert!(missing.is_empty(), "not described: {missing:#?}");
}

/// Each command of the domain has a mutation of its name.
#[test]
fn every_command_has_its_mutation() {
    let sdl = api::graphql::sdl();
    for kind in domain::complaint::command::CommandKind::ALL {
        assert!(sdl.contains(&format!("\t{}(", kind.mutation())), "there is no mutation {}", kind.mutation());
    }
}
