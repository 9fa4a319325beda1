//! Commands with something believable in them.

use domain::complaint::command::Command;
use domain::complaint::exits::{
    CloseAsDuplicate, ComplainantCorrection, Correct, HandBack, Refer, Reopen, Return, Withdraw,
};
use domain::complaint::steps::{
    Advise, Archive, AttachDispositionSheet, CarryOut, ComplainantDetails, Consider, Dispose,
    ForwardToSecretary, Receive, Sign, Solve,
};
use domain::complaint::{Channel, Confidentiality, Urgency};
use domain::ids::{ComplaintId, OfficerId, SectionId};
use domain::procedure::step::Step;
use domain::values::{Email, Line, NationalId, Phone, Prose, Subject};
use uuid::Uuid;

use super::sample::megati;

/// Another complaint of the office.
pub(crate) const ORIGINAL: ComplaintId = ComplaintId(Uuid::from_u128(902));

pub(crate) fn prose(text: &str) -> Prose {
    Prose::parse(text).unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(crate) fn receive() -> Receive {
    Receive {
        channel: Channel::InPerson,
        subject: Subject::parse("Sampah menumpuk di pasar Megati").unwrap(),
        description: prose("Sudah dua minggu tidak diangkut."),
        arrived_at: None,
        complainant: ComplainantDetails {
            name: Some(line("I Made Suardana")),
            phone: Some(Phone::parse("+62 812-3456-7890").unwrap()),
            email: Some(Email::parse("made@desa.id").unwrap()),
            address: Some(line("Br. Megati Kelod")),
            national_id: Some(NationalId::parse("5102020203850001").unwrap()),
        },
        confidentiality: Confidentiality::Open,
        category: None,
        village: Some(megati()),
        urgency: Urgency::Ordinary,
        reported: Vec::new(),
    }
}

pub(crate) fn receive_against(reported: &[OfficerId]) -> Receive {
    Receive { reported: reported.to_vec(), ..receive() }
}

pub(crate) fn attach() -> Command {
    Command::AttachDispositionSheet(AttachDispositionSheet { urgency: None, category: None, note: None })
}

pub(crate) fn forward() -> Command {
    Command::ForwardToSecretary(ForwardToSecretary { note: None })
}

pub(crate) fn advise() -> Command {
    Command::Advise(Advise { advice: prose("Koordinasi dengan trantib."), suggested_sections: Vec::new() })
}

pub(crate) fn advise_to_ask(suggested: &[SectionId]) -> Command {
    Command::Advise(Advise {
        advice: prose("Koordinasi dengan seksi."),
        suggested_sections: suggested.to_vec(),
    })
}

pub(crate) fn consider() -> Command {
    Command::Consider(Consider { consideration: prose("Setuju dengan sekretaris."), policy_matter: true })
}

pub(crate) fn dispose_to(lead: SectionId, supporting: &[SectionId]) -> Command {
    Command::Dispose(Dispose {
        instruction: Some(prose("Tinjau lokasi dan laporkan.")),
        lead_section: Some(lead),
        supporting_sections: supporting.to_vec(),
        own_solution: None,
    })
}

pub(crate) fn dispose_alone() -> Command {
    Command::Dispose(Dispose {
        instruction: None,
        lead_section: None,
        supporting_sections: Vec::new(),
        own_solution: Some(prose("Angkut besok pagi.")),
    })
}

pub(crate) fn solve() -> Command {
    solve_saying("Truk kedua dijadwalkan tiap Senin.")
}

pub(crate) fn solve_saying(text: &str) -> Command {
    Command::Solve(Solve { solution: prose(text), section: None, without_support_reason: None })
}

pub(crate) fn solve_for(section: SectionId) -> Command {
    Command::Solve(Solve {
        solution: prose("Truk kedua dijadwalkan tiap Senin."),
        section: Some(section),
        without_support_reason: None,
    })
}

pub(crate) fn solve_without_support() -> Command {
    Command::Solve(Solve {
        solution: prose("Truk kedua dijadwalkan tiap Senin."),
        section: None,
        without_support_reason: Some(prose("Trantib sedang bertugas di luar.")),
    })
}

pub(crate) fn sign() -> Command {
    Command::Sign(Sign { note: None })
}

pub(crate) fn carry_out() -> Command {
    Command::CarryOut(CarryOut {
        result: prose("Sampah diangkut."),
        answer: prose("Sampah sudah diangkut; jadwal tetap tiap Senin."),
    })
}

pub(crate) fn archive() -> Command {
    Command::Archive(Archive { archive_code: line("R2/K1/B7"), note: None })
}

pub(crate) fn return_to(to: Step) -> Command {
    Command::Return(Return { to, reason: prose("Belum lengkap.") })
}

pub(crate) fn hand_back() -> Command {
    Command::HandBack(HandBack { section: None, reason: prose("Bukan tugas kami.") })
}

pub(crate) fn hand_back_for(section: SectionId) -> Command {
    Command::HandBack(HandBack { section: Some(section), reason: prose("Bukan tugas kami.") })
}

pub(crate) fn refer() -> Command {
    Command::Refer(Refer { agency: line("Dinas Lingkungan Hidup"), reason: prose("TPA milik kabupaten.") })
}

pub(crate) fn duplicate_of(original: ComplaintId) -> Command {
    Command::CloseAsDuplicate(CloseAsDuplicate { original, reason: Some(prose("Pasar yang sama.")) })
}

pub(crate) fn withdraw() -> Command {
    Command::Withdraw(Withdraw { reason: prose("Sudah diselesaikan banjar.") })
}

pub(crate) fn reopen() -> Command {
    Command::Reopen(Reopen { reason: prose("Sampah menumpuk lagi.") })
}

pub(crate) fn no_correction() -> Correct {
    Correct {
        reason: prose("Salah tulis."),
        subject: None,
        description: None,
        complainant: ComplainantCorrection::default(),
        confidentiality: None,
        category: None,
        village: None,
        urgency: None,
        reported: None,
    }
}

pub(crate) fn correct() -> Command {
    let subject = Some(Subject::parse("Sampah menumpuk di pasar Bantas").unwrap());
    Command::Correct(Correct { subject, ..no_correction() })
}

pub(crate) fn correct_reported(reported: &[OfficerId]) -> Command {
    Command::Correct(Correct { reported: Some(reported.to_vec()), ..no_correction() })
}
