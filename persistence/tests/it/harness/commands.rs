//! Commands as they are usually given.

use domain::complaint::command::Command;
use domain::complaint::exits::{
    CloseAsDuplicate, ComplainantCorrection, Correct, HandBack, Refer, Reopen, Return, Withdraw,
};
use domain::complaint::steps::{
    Advise, Archive, AttachDispositionSheet, CarryOut, ComplainantDetails, Consider, Dispose,
    ForwardToSecretary, Receive, Sign, Solve,
};
use domain::complaint::{Channel, Confidentiality, Urgency};
use domain::ids::{CategoryId, ComplaintId, SectionId};
use domain::procedure::step::Step;
use domain::values::{Email, Line, NationalId, Phone, Prose, Subject};

pub(crate) fn prose(text: &str) -> Prose {
    Prose::parse(text).unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(crate) fn receive() -> Receive {
    Receive {
        channel: Channel::InPerson,
        subject: Subject::parse("Jalan rusak di Banjar Bantas").unwrap(),
        description: prose("Aspal berlubang sejak hujan pekan lalu.\nMohon diperbaiki."),
        arrived_at: None,
        complainant: ComplainantDetails {
            name: Some(line("I Wayan Sudarma")),
            phone: Some(Phone::parse("0812-3456-7890").unwrap()),
            email: Some(Email::parse("wayan@contoh.id").unwrap()),
            address: Some(line("Banjar Bantas Tengah")),
            national_id: Some(NationalId::parse("5102020304850001").unwrap()),
        },
        confidentiality: Confidentiality::Open,
        category: None,
        village: None,
        urgency: Urgency::Ordinary,
        reported: Vec::new(),
    }
}

pub(crate) fn attach() -> Command {
    Command::AttachDispositionSheet(AttachDispositionSheet { urgency: None, category: None, note: None })
}

pub(crate) fn forward() -> Command {
    Command::ForwardToSecretary(ForwardToSecretary { note: Some(prose("Mohon arahan.")) })
}

pub(crate) fn advise(suggested: &[SectionId]) -> Command {
    Command::Advise(Advise {
        advice: prose("Sebaiknya ditangani seksi terkait."),
        suggested_sections: suggested.to_vec(),
    })
}

pub(crate) fn consider() -> Command {
    Command::Consider(Consider { consideration: prose("Sudah dipertimbangkan."), policy_matter: true })
}

pub(crate) fn dispose(lead: SectionId, supporting: &[SectionId]) -> Command {
    Command::Dispose(Dispose {
        instruction: Some(prose("Tindak lanjuti.")),
        lead_section: Some(lead),
        supporting_sections: supporting.to_vec(),
        own_solution: None,
    })
}

pub(crate) fn decide_alone(instruction: Option<&str>) -> Command {
    Command::Dispose(Dispose {
        instruction: instruction.map(prose),
        lead_section: None,
        supporting_sections: Vec::new(),
        own_solution: Some(prose("Perbaiki dengan dana kecamatan.")),
    })
}

pub(crate) fn solve() -> Command {
    solve_without(None)
}

pub(crate) fn solve_without(reason: Option<&str>) -> Command {
    Command::Solve(Solve {
        solution: prose("Tambal sulam dalam tiga hari."),
        section: None,
        without_support_reason: reason.map(prose),
    })
}

pub(crate) fn sign() -> Command {
    Command::Sign(Sign { note: Some(prose("Setuju.")) })
}

pub(crate) fn carry_out() -> Command {
    Command::CarryOut(CarryOut {
        result: prose("Jalan sudah ditambal."),
        answer: prose("Terima kasih atas laporannya."),
    })
}

pub(crate) fn archive() -> Command {
    Command::Archive(Archive { archive_code: line("300/PM/7"), note: Some(prose("Map biru.")) })
}

pub(crate) fn send_back(to: Step) -> Command {
    Command::Return(Return { to, reason: prose("Belum lengkap.") })
}

pub(crate) fn hand_back() -> Command {
    Command::HandBack(HandBack { section: None, reason: prose("Bukan tugas seksi kami.") })
}

pub(crate) fn refer() -> Command {
    Command::Refer(Refer { agency: line("Dinas PUPR Tabanan"), reason: prose("Jalan kabupaten.") })
}

pub(crate) fn duplicate_of(original: ComplaintId) -> Command {
    Command::CloseAsDuplicate(CloseAsDuplicate { original, reason: Some(prose("Sudah dilaporkan.")) })
}

pub(crate) fn withdraw() -> Command {
    Command::Withdraw(Withdraw { reason: prose("Pelapor mencabut.") })
}

pub(crate) fn reopen() -> Command {
    Command::Reopen(Reopen { reason: prose("Rusak lagi.") })
}

pub(crate) fn correct(subject: &str) -> Command {
    Command::Correct(Correct {
        reason: prose("Salah tulis."),
        subject: Some(Subject::parse(subject).unwrap()),
        description: None,
        complainant: ComplainantCorrection::default(),
        confidentiality: None,
        category: None,
        village: None,
        urgency: None,
        reported: None,
    })
}

pub(crate) fn correct_category(category: CategoryId) -> Command {
    let Command::Correct(correct) = correct("Jalan rusak") else { unreachable!() };
    Command::Correct(Correct { subject: None, category: Some(category), ..correct })
}
