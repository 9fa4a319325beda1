//! An office made by the command line alone, as an operator makes it.

use tests::process::Machine;

pub const PASSWORD: &str = "rahasia sekali 2026";
pub const CODE: &str = "51.02.02";

/// Username, position and section of its officers, but for the administrator.
pub const OFFICERS: [(&str, &str, Option<&str>); 7] = [
    ("staf", "STAFF", None),
    ("kasubag", "HEAD_OF_GENERAL_AFFAIRS", None),
    ("sekretaris", "SECRETARY", None),
    ("camat", "CAMAT", None),
    ("kasi.pemerintahan", "SECTION_HEAD", Some("PEM")),
    ("kasi.trantib", "SECTION_HEAD", Some("TRANTIB")),
    ("kasi.pmd", "SECTION_HEAD", Some("PMD")),
];

/// Makes Selemadeg Timur, its administrator and all its officers.
pub fn create(machine: &Machine) {
    let password = [("PENGADUAN_PASSWORD", PASSWORD)];
    let made = machine.run_with(&["admin", "create", "--office", CODE, "--username", "admin"], &password);
    assert_eq!(
        made.succeeded(),
        "Made Kantor Camat Selemadeg Timur (51.02.02) and its administrator admin.\n"
    );
    for (username, position, section) in OFFICERS {
        let mut command =
            vec!["officer", "create", "--office", CODE, "--position", position, "--username", username];
        command.extend(section.iter().flat_map(|code| ["--section", *code]));
        let made = machine.run_with(&command, &password);
        assert_eq!(made.succeeded(), format!("Made {username} ({position}).\n"));
    }
}
