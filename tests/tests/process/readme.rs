//! What the README says can be pasted into a shell is pasted into a shell.

use std::process::Command;

use serde_json::Value;
use tests::Engine;
use tests::process::{Machine, Server};

use crate::office;

/// The shell blocks of a section of the README, in their order.
fn blocks(section: &str) -> Vec<String> {
    let readme = include_str!("../../../README.md");
    let (_, after) = readme.split_once(&format!("\n## {section}\n")).expect("the README has the section");
    let text = after.split("\n## ").next().unwrap_or_default();
    let blocks = text.split("```sh\n").skip(1).filter_map(|block| block.split_once("\n```"));
    blocks.map(|(block, _)| block.to_owned()).collect()
}

/// How `gql` and `login` are defined, and which service they ask.
fn definitions(server: &Server) -> String {
    let steps = blocks("A complaint through the ten steps").swap_remove(0);
    let (definitions, _) = steps.split_once("staf=$(login").expect("they come first");
    definitions
        .replace("http://127.0.0.1:8080", &format!("http://{}", server.address))
        .replace("THE_PASSWORD", &format!("'{}'", office::PASSWORD))
}

/// Runs it in a shell in which nothing may fail; answers the lines of JSON that it prints.
fn paste(text: &str) -> Vec<Value> {
    let done = Command::new("bash").args(["-euo", "pipefail", "-c", text]).output().expect("bash is there");
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{errors}\n{}", String::from_utf8_lossy(&done.stdout));
    serde_json::Deserializer::from_slice(&done.stdout)
        .into_iter::<Value>()
        .collect::<Result<_, _>>()
        .expect("it prints JSON")
}

#[track_caller]
fn nothing_is_refused(answers: &[Value]) {
    for answer in answers {
        let text = answer.to_string();
        assert!(!text.contains("\"errors\"") && !text.contains("\"code\":"), "{answer:#}");
    }
}

async fn serve(machine: &Machine) -> Server {
    machine.serve(&[], &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_goes_through_the_ten_steps_as_the_readme_says() {
    let machine = Machine::new(Engine::Sqlite).await;
    office::create(&machine);
    let server = serve(&machine).await;
    let steps = blocks("A complaint through the ten steps");
    let (_, own) = steps[0].split_once("staf=$(login").expect("the officers sign in");
    let answers = paste(&format!("{}staf=$(login{own}", definitions(&server)));
    nothing_is_refused(&answers);
    let last = answers.last().expect("it answers");
    assert_eq!(last["complaint"]["status"], "ARCHIVED", "{answers:#?}");

    let submitted = format!("{}staf=$(login staf)\n{}", definitions(&server), steps[1]);
    let answers = paste(&submitted);
    assert_eq!(answers[0]["trackComplaint"]["status"], "WAITING");
    assert_eq!(answers[1]["submissions"]["totalCount"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_is_set_up_as_the_readme_says() {
    let machine = Machine::new(Engine::Sqlite).await;
    let made = ["admin", "create", "--office", office::CODE, "--username", "admin"];
    machine.run_with(&made, &[("PENGADUAN_PASSWORD", office::PASSWORD)]).succeeded();
    let server = serve(&machine).await;
    let set_up = blocks("Setting up your office");
    let [of_the_operator, requests, record] = &set_up[..] else { panic!("three blocks: {set_up:#?}") };
    assert!(of_the_operator.contains(&made.join(" ")), "{of_the_operator}");
    let requests = requests.replace("THE_ADMINISTRATORS_PASSWORD", &format!("'{}'", office::PASSWORD));
    let answers = paste(&format!("{}{requests}\n{record}", definitions(&server)));
    let (record, answers) = answers.split_last().expect("it answers");
    nothing_is_refused(answers);
    let received = &answers.last().expect("a complaint is received")["complaint"];
    assert_eq!(received["currentStep"], "ATTACH_DISPOSITION_SHEET", "{answers:#?}");
    assert!(received["agendaNumber"].as_str().is_some_and(|number| number.starts_with("0001/PM/")));
    let kinds = &record["officeChanges"]["nodes"];
    let kinds: Vec<_> = kinds.as_array().expect("a list").iter().map(|change| &change["kind"]).collect();
    assert_eq!(kinds, ["DAY_SET", "WORKING_HOURS_SET", "RULES_CHANGED"], "newest first");
}
