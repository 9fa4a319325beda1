//! The mutations that clients send, and what each does to the model.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::model::Effect;

/// A move of a story: who, which mutation, with what, and what it does.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) officer: &'static str,
    pub(super) name: &'static str,
    pub(super) input: Value,
    pub(super) effects: Vec<Effect>,
}

pub(super) fn a(officer: &'static str, name: &'static str, input: Value, effects: &[Effect]) -> Move {
    Move { officer, name, input, effects: effects.to_vec() }
}

/// The stories: both branches, several sections, and the ways off the straight path that touch many rows at once.
pub(super) fn story(number: usize, sections: &HashMap<String, Value>, original: Option<&Value>) -> Vec<Move> {
    use Effect::{Changes, Ends, EndsAll, NextCycle, Opens, Skips};
    const DONE: Effect = Ends(None, "COMPLETED");
    let (pem, pmd, trantib) = (&sections["PEM"], &sections["PMD"], &sections["TRANTIB"]);
    let attach =
        || a("staf", "attachDispositionSheet", json!({}), &[DONE, Opens("FORWARD_TO_SECRETARY", None)]);
    let mut moves = vec![
        a(
            "staf",
            "receiveComplaint",
            json!({}),
            &[Skips("RECEIVE"), Opens("ATTACH_DISPOSITION_SHEET", None)],
        ),
        attach(),
        a("kasubag", "forwardToSecretary", json!({}), &[DONE, Opens("ADVISE", None)]),
        a("sekretaris", "adviseCamat", json!({ "advice": "Tinjau" }), &[DONE, Opens("CONSIDER", None)]),
        a(
            "camat",
            "considerComplaint",
            json!({ "consideration": "Setuju", "policyMatter": false }),
            &[DONE, Opens("DISPOSE", None)],
        ),
    ];
    let dispose = |supporting: &[(&'static str, &Value)]| {
        let ids: Vec<&Value> = supporting.iter().map(|(_, id)| *id).collect();
        let input =
            json!({ "instruction": "Selesaikan", "leadSectionId": trantib, "supportingSectionIds": ids });
        let mut effects = vec![DONE, Opens("SOLVE", Some("TRANTIB"))];
        effects.extend(supporting.iter().map(|(code, _)| Opens("SOLVE", Some(code))));
        a("camat", "disposeComplaint", input, &effects)
    };
    let solve = |officer, section| {
        a(officer, "submitSolution", json!({ "solution": "Sudah" }), &[Ends(Some(section), "COMPLETED")])
    };
    let lead = || {
        let effects = [Ends(Some("TRANTIB"), "COMPLETED"), Opens("SIGN", None)];
        a("kasi.trantib", "submitSolution", json!({ "solution": "Selesai" }), &effects)
    };
    let carry_out = || {
        let input = json!({ "result": "Ditutup", "answerToComplainant": "Sudah" });
        a("sekretaris", "carryOutSolution", input, &[DONE, Opens("ARCHIVE", None)])
    };
    let archive = || a("staf", "archiveComplaint", json!({ "archiveCode": "PM/1" }), &[DONE]);
    let sign = || a("camat", "signSolution", json!({}), &[DONE, Opens("CARRY_OUT", None)]);
    let reason = || json!({ "reason": "Perlu" });
    match number % 7 {
        0 => moves.extend([
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            solve("kasi.pmd", "PMD"),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            sign(),
            carry_out(),
            archive(),
        ]),
        1 => moves.extend([
            a(
                "camat",
                "disposeComplaint",
                json!({ "ownSolution": "Sudah saya putuskan" }),
                &[DONE, Skips("SOLVE"), Skips("SIGN"), Opens("CARRY_OUT", None)],
            ),
            carry_out(),
            archive(),
            a(
                "sekretaris",
                "reopenComplaint",
                reason(),
                &[NextCycle, Opens("ATTACH_DISPOSITION_SHEET", None), Changes(1)],
            ),
            attach(),
        ]),
        2 => moves.extend([
            dispose(&[("PEM", pem)]),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            a(
                "camat",
                "returnComplaint",
                json!({ "toStep": "SOLVE", "reason": "Lengkapi" }),
                &[Ends(None, "RETURNED"), Opens("SOLVE", Some("TRANTIB")), Opens("SOLVE", Some("PEM"))],
            ),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            sign(),
            carry_out(),
            archive(),
        ]),
        3 => moves.extend([
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            a("staf", "withdrawComplaint", reason(), &[EndsAll("WITHDRAWN")]),
        ]),
        4 => moves.extend([
            dispose(&[("PMD", pmd), ("PEM", pem)]),
            a(
                "kasi.trantib",
                "handBackComplaint",
                reason(),
                &[Ends(Some("TRANTIB"), "HANDED_BACK"), EndsAll("SUPERSEDED"), Opens("DISPOSE", None)],
            ),
            a(
                "camat",
                "referComplaint",
                json!({ "agency": "Dinas PU", "reason": "Kewenangan kabupaten" }),
                &[Ends(None, "REFERRED")],
            ),
        ]),
        5 => moves.extend([
            a(
                "kasubag",
                "correctComplaint",
                json!({ "reason": "Salah tulis", "description": "Yang benar", "urgency": "URGENT" }),
                &[Changes(2)],
            ),
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            solve("kasi.pemerintahan", "PEM"),
            a(
                "kasi.trantib",
                "submitSolution",
                json!({ "solution": "Selesai", "withoutSupportReason": "Tugas luar" }),
                &[Ends(Some("TRANTIB"), "COMPLETED"), Ends(Some("PMD"), "NO_ANSWER"), Opens("SIGN", None)],
            ),
            sign(),
        ]),
        _ => {
            moves.truncate(2);
            let original = original.expect("the first story is of a complaint that becomes an original");
            moves.push(a(
                "kasubag",
                "closeAsDuplicate",
                json!({ "originalId": original }),
                &[Ends(None, "CLOSED_AS_DUPLICATE")],
            ));
        }
    }
    moves
}
