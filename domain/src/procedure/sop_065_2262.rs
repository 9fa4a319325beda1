//! The shipped revision: SOP 065/2262/Org. *Pengaduan Masyarakat* of 28 March 2019, spelling as in the SOP.

use chrono::NaiveDate;

use super::{Procedure, StepStandard};
use crate::working_time::Standard;

/// The procedure as the SOP states it. Step 8's activity is lost in the SOP and read from its requirement.
#[must_use]
pub fn procedure() -> Procedure {
    const WITH_SHEET: &str = "Dokumen Pengaduan yang berisi lembar disposisi";
    const SOLVED: &str =
        "Dokumen Pengaduan yang telah diberikan solusi atau pemecahan oleh seksi/subbagian terkait";
    const HALF_AN_HOUR: Standard = Standard::minutes::<30>();
    const AN_HOUR: Standard = Standard::hours::<1>();
    let step =
        |activity: &str, activity_indonesian: &str, requirements: &str, output: &str, standard: Standard| {
            StepStandard {
                activity: activity.to_owned(),
                activity_indonesian: activity_indonesian.to_owned(),
                requirements: requirements.to_owned(),
                output: output.to_owned(),
                standard,
            }
        };
    Procedure {
        number: "065/2262/Org.".to_owned(),
        title: "Pengaduan Masyarakat".to_owned(),
        revision: 1,
        legal_basis: Some(
            "Perda Kabupaten Tabanan Nomor 13 Tahun 2016; Perbup Tabanan Nomor 52 Tahun 2016".to_owned(),
        ),
        // The SOP leaves the date of approval empty.
        decided_on: None,
        effective_from: NaiveDate::from_ymd_opt(2019, 3, 28).unwrap_or_default(),
        steps: [
            step(
                "Collect or receive complaints that come by e-mail, website, SMS, telephone or in person",
                "Mengambil/menerima dokumen pengaduan yang masuk di E-mail, Website, SMS, telepon, dan pengaduan langsung dari masyarakat",
                "Internet, Handphone, Telepon dan Buku",
                "Dokumen Pengaduan",
                HALF_AN_HOUR,
            ),
            step(
                "Gather the complaints and attach a disposition sheet",
                "menghimpun dan memberi lembar disposisi pada dokumen pengaduan",
                "Dokumen Pengaduan",
                WITH_SHEET,
                AN_HOUR,
            ),
            step(
                "Read the gathered complaint and hand it to the secretary",
                "membaca dokumen pengaduan yang telah terhimpun dan menyerahkan kepada sekretaris Camat",
                WITH_SHEET,
                WITH_SHEET,
                AN_HOUR,
            ),
            step(
                "Read it and add advice and information",
                "membaca dokumen pengaduan yang telah terhimpun dan memberikan masukan serta informasi",
                WITH_SHEET,
                WITH_SHEET,
                AN_HOUR,
            ),
            step(
                "Read it, weighing the secretary's advice and information",
                "membaca dokumen pengaduan yang telah terhimpun dengan mempertimbangkan masukan dan informasi dari sekretaris camat",
                WITH_SHEET,
                WITH_SHEET,
                AN_HOUR,
            ),
            step(
                "If it is a matter of policy and needs coordination with the units concerned, coordinate with them; otherwise give the camat's own solution",
                "jika bersifat kebijakan dan memerlukan kordinasi dengan bidang terkait, maka lanjut melakukan kordinasi dengan",
                WITH_SHEET,
                "Dokumen Pengaduan yang telah di disposisi Camat",
                AN_HOUR,
            ),
            step(
                "Receive the complaint with the camat's disposition and give a solution",
                "menerima dokumen pengaduan yang telah di disposisi dan memberikan solusi atau pemecahan",
                "Dokumen Pengaduan yang telah di disposisi Camat",
                SOLVED,
                Standard::days::<2>(),
            ),
            step(
                "Examine and sign the solution",
                SOLVED,
                SOLVED,
                "Dokumen Pengaduan yang telah diberikan solusi atau pemecahan oleh seksi/subbagian terkait dan ditandatangani oleh camat",
                AN_HOUR,
            ),
            step(
                "Pass on or carry out the camat's solution",
                "meneruskan atau melaksanakan Solusi atau pemecahan dari Camat",
                "Dokumen Pengaduan yang telah diberikan solusi atau pemecahan oleh Camat",
                "Dokumen Pengaduan yang telah ditindaklanjuti",
                Standard::days::<1>(),
            ),
            step(
                "Take the followed-up complaint back and file it",
                "menerima kembali dokumen pengaduan yang telah di berikan solusi atau pemecahan dan ditindaklanjuti sebagai arsip",
                "Dokumen Pengaduan yang telah ditindaklanjuti",
                "Arsip Pengaduan",
                HALF_AN_HOUR,
            ),
        ],
    }
}
