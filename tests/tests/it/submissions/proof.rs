//! The operator's program that checks whether a person submits.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::{Value, json};
use tests::{Engine, Service, usual};

/// A program, for as long as its folder is kept.
struct Program {
    folder: tempfile::TempDir,
}

impl Program {
    fn new(script: &str) -> Self {
        let program = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::write(program.path(), format!("#!/bin/sh\n{script}\n")).expect("it can be written");
        let executable = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(program.path(), executable).expect("it can be made a program");
        program
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("proof")
    }

    async fn serving(&self, at_once: u16) -> Service {
        Service::open_as(Engine::Sqlite, |serving| {
            serving.submissions.proof_command = Some(self.path().into());
            serving.submissions.proofs_at_once = at_once;
            serving.submissions.submissions_address = 2;
        })
        .await
    }
}

async fn send(service: &Service, input: Value) -> Value {
    let query = "mutation ($input: SubmitComplaintInput!) { submitComplaint(input: $input) {
        trackingCode userErrors { code field } } }";
    service.stranger().send(query, json!({ "input": usual(&input) })).await
}

fn is_kept(answer: &Value) -> bool {
    answer["data"]["submitComplaint"]["trackingCode"].is_string()
}

fn is_unavailable(answer: &Value) -> bool {
    answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
}

#[tokio::test]
async fn a_proof_holds_or_does_not() {
    let program = Program::new("read -r proof; case \"$proof\" in benar) exit 0;; esac; exit 1");
    let service = program.serving(4).await;
    for input in [json!({}), json!({ "proof": "salah" })] {
        let answer = send(&service, input).await;
        let refused = json!([{ "code": "INVALID_INPUT", "field": ["input", "proof"] }]);
        assert_eq!(answer["data"]["submitComplaint"]["userErrors"], refused);
    }
    let answer = send(&service, json!({ "proof": "benar" })).await;
    assert_eq!(answer["data"]["submitComplaint"]["userErrors"][0]["code"], "LIMIT_EXCEEDED", "both counted");
    service.at("2026-02-02T09:00:00+08:00");
    let input = json!({ "proof": "benar", "idempotencyKey": "satu" });
    let answer = send(&service, input).await;
    assert!(is_kept(&answer), "{answer}");
    // Who sends again needs no new proof.
    assert_eq!(send(&service, json!({ "idempotencyKey": "satu", "proof": "basi" })).await, answer);
}

#[tokio::test]
async fn a_program_that_fails_is_nobodys_fault() {
    for script in ["exit 2", "kill -9 $$", "echo rusak >&2; exit 127"] {
        let program = Program::new(script);
        let service = program.serving(4).await;
        for _ in 0..5 {
            let answer = send(&service, json!({ "proof": "x" })).await;
            assert!(is_unavailable(&answer), "{script} {answer}");
        }
        // None of these was held against its sender.
        std::fs::write(program.path(), "#!/bin/sh\nexit 0\n").expect("it can be written");
        assert!(is_kept(&send(&service, json!({ "proof": "x" })).await), "{script}");
    }
    let program = Program::new("exit 0");
    let service = program.serving(4).await;
    std::fs::remove_file(program.path()).expect("it can be removed");
    assert!(is_unavailable(&send(&service, json!({ "proof": "x" })).await), "it cannot be run");
}

/// One that hangs is ended after its time limit, and holds its place until then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_hangs_is_ended() {
    let program = Program::new("echo $$ > \"$0.pid\"; exec sleep 600");
    let service = program.serving(1).await;
    let (one, other) =
        tokio::join!(send(&service, json!({ "proof": "x" })), send(&service, json!({ "proof": "y" })));
    assert!(is_unavailable(&one) && is_unavailable(&other), "{one} {other}");
    let pid = std::fs::read_to_string(program.path().with_extension("pid")).expect("it ran");
    let runs = PathBuf::from("/proc").join(pid.trim()).join("cmdline");
    let command = std::fs::read_to_string(runs).unwrap_or_default();
    assert!(!command.contains("sleep"), "it was ended");
    std::fs::write(program.path(), "#!/bin/sh\nexit 0\n").expect("it can be written");
    assert!(is_kept(&send(&service, json!({ "proof": "x" })).await), "its place is free again");
}
