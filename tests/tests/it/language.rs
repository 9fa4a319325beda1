//! Messages in Indonesian, which is what is spoken where nothing is asked for, and in English.

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use crate::trial::all;

on_both!(a_refusal_speaks_the_language_of_accept_language, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let input = story.input(&json!({ "advice": "a" }));
    let camat = service.officer("camat").await;
    let (indonesian, english) = (
        "Tindakan ini tidak sesuai dengan langkah pengaduan saat ini: memberi lembar disposisi (2).",
        "This does not fit the step at which the complaint stands: attach the disposition sheet (2).",
    );
    for (language, expected) in [
        (Some("id"), indonesian),
        (Some("id-ID,id;q=0.9,en;q=0.8"), indonesian),
        (Some("en"), english),
        (Some("en-GB,en;q=0.9,id;q=0.5"), english),
        (Some("EN"), english),
        (Some("fr, en;q=0.3"), english),
        (Some("fr"), indonesian),
        (Some("*"), indonesian),
        (Some("en;q=0, id"), indonesian),
        (Some("en;q=nonsense"), indonesian),
        (Some(""), indonesian),
        (None, indonesian),
    ] {
        let client = camat.in_some_language(language);
        let error = client.refused("adviseCamat", "WRONG_STEP", input.clone()).await;
        assert_eq!(error["message"], expected, "{language:?}");
    }
});

on_both!(labels_reasons_and_faults_are_in_both_languages, |service: Service| async move {
    // Due over a weekend, with a break.
    service.at("2026-02-06T11:00:00+08:00");
    let story = service.complaint_at(At::Solve).await;
    for (language, labels, reasons, permitted) in [
        (
            "en",
            ["Submit solution", "Hand back", "Withdraw", "Correct"],
            ["break", "outside office hours", "weekend"],
            "Only the staff of General Affairs may do this.",
        ),
        (
            "id",
            ["Ajukan solusi", "Serahkan kembali kepada camat", "Cabut", "Perbaiki data"],
            ["istirahat", "di luar jam kerja", "akhir pekan"],
            "Hanya staf Subbag Umum dan Kepegawaian yang berwenang.",
        ),
    ] {
        let client = service.officer("kasi.pemerintahan").await.in_language(language);
        let query =
            "query ($id: ID!) { complaint(id: $id) { actions { name label allowed refusal { message } }
            openSteps { dueExplanation { skipped { reason } } } } }";
        let seen = client.ask(query, json!({ "id": story.id })).await["complaint"].take();
        let found: Vec<&str> = all(&seen["actions"]).iter().filter_map(|a| a["label"].as_str()).collect();
        for label in labels {
            assert!(found.contains(&label), "{language}: {label} is not among {found:?}");
        }
        let mut skipped: Vec<&str> = all(&seen["openSteps"][0]["dueExplanation"]["skipped"])
            .iter()
            .filter_map(|span| span["reason"].as_str())
            .collect();
        skipped.sort_unstable();
        skipped.dedup();
        let mut expected = reasons.to_vec();
        expected.sort_unstable();
        assert_eq!(skipped, expected, "{language}");
        let withdraw =
            all(&seen["actions"]).iter().find(|a| a["name"] == "withdrawComplaint").expect("it fits");
        assert_eq!(withdraw["refusal"]["message"], permitted);
    }
});

on_both!(errors_beside_the_data_are_in_both_languages, |service: Service| async move {
    let stranger = service.stranger();
    for (language, sign_in, wrong, page) in [
        ("en", "Sign in first.", "Username or password is wrong.", "A page has at most 100 rows."),
        (
            "id",
            "Silakan masuk terlebih dahulu.",
            "Nama pengguna atau kata sandi salah.",
            "Satu halaman paling banyak 100 baris.",
        ),
    ] {
        let answer = stranger.in_language(language).send("{ complaints { totalCount } }", json!({})).await;
        assert_eq!(answer["errors"][0]["message"], sign_in);
        let login = "mutation { login(username: \"x\", password: \"y\") { userErrors { message } } }";
        let answer = stranger.in_language(language).ask(login, json!({})).await;
        assert_eq!(answer["login"]["userErrors"][0]["message"], wrong);
        let client = service.officer("camat").await.in_language(language);
        let answer = client.send("{ complaints(first: 101) { totalCount } }", json!({})).await;
        assert_eq!(answer["errors"][0]["message"], page);
    }
});

on_both!(a_holiday_is_named_in_the_explanation, |service: Service| async move {
    // Imlek is on Tuesday 17 February, with collective leave on Monday 16.
    service.at("2026-02-13T14:00:00+08:00");
    let story = service.receive(json!({})).await;
    let seen =
        story.seen_by("staf", "openSteps { dueAt dueExplanation { skipped { from to reason } } }").await;
    let reasons: Vec<Value> =
        all(&seen["openSteps"][0]["dueExplanation"]["skipped"]).iter().map(|s| s["reason"].clone()).collect();
    assert!(
        reasons.iter().any(|reason| reason.as_str().is_some_and(|text| text.contains("Imlek"))),
        "{reasons:?}"
    );
    assert_eq!(
        seen["openSteps"][0]["dueAt"], "2026-02-18T00:00:00Z",
        "half an hour on Friday, half an hour on Wednesday"
    );
});
