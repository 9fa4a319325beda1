//! Bahasa Indonesia.

use chrono::Weekday;
use domain::administration;
use domain::complaint::command::CommandKind;
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::standing::Status;
use domain::office::Position;
use domain::procedure::step::Step;
use domain::submission;
use domain::submission::actions::SubmissionCommandKind;
use domain::working_time::SkipReason;

use super::{Other, Say, Texts};

pub(super) struct Indonesian;

impl Texts for Indonesian {
    fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Receive => "menerima pengaduan (1)",
            Step::AttachDispositionSheet => "memberi lembar disposisi (2)",
            Step::ForwardToSecretary => "menyerahkan kepada sekretaris camat (3)",
            Step::Advise => "memberikan masukan (4)",
            Step::Consider => "mempertimbangkan (5)",
            Step::Dispose => "disposisi (6)",
            Step::Solve => "memberikan solusi (7)",
            Step::Sign => "menandatangani (8)",
            Step::CarryOut => "melaksanakan solusi (9)",
            Step::Archive => "mengarsipkan (10)",
        }
    }

    fn position(&self, position: Position) -> &'static str {
        match position {
            Position::Staff => "staf Subbag Umum dan Kepegawaian",
            Position::HeadOfGeneralAffairs => "Kasubag Umum dan Kepegawaian",
            Position::Secretary => "sekretaris camat",
            Position::Camat => "camat",
            Position::SectionHead => "kepala seksi yang diminta",
            Position::Administrator => "administrator",
            Position::Inspector => "inspektur",
        }
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::InProgress => "sedang diproses",
            Status::Archived => "diarsipkan",
            Status::Referred => "diteruskan ke instansi lain",
            Status::Duplicate => "ditutup sebagai duplikat",
            Status::Withdrawn => "dicabut",
        }
    }

    fn label(&self, kind: CommandKind) -> &'static str {
        match kind {
            CommandKind::Receive => "Terima",
            CommandKind::AttachDispositionSheet => "Beri lembar disposisi",
            CommandKind::ForwardToSecretary => "Serahkan kepada sekretaris",
            CommandKind::Advise => "Beri masukan",
            CommandKind::Consider => "Pertimbangkan",
            CommandKind::Dispose => "Disposisi",
            CommandKind::Solve => "Ajukan solusi",
            CommandKind::Sign => "Tanda tangani",
            CommandKind::CarryOut => "Laksanakan dan jawab",
            CommandKind::Archive => "Arsipkan",
            CommandKind::Return => "Kembalikan untuk diperbaiki",
            CommandKind::HandBack => "Serahkan kembali kepada camat",
            CommandKind::Refer => "Teruskan ke instansi lain",
            CommandKind::CloseAsDuplicate => "Tutup sebagai duplikat",
            CommandKind::Withdraw => "Cabut",
            CommandKind::Reopen => "Buka kembali",
            CommandKind::Correct => "Perbaiki data",
        }
    }

    fn submission_label(&self, kind: SubmissionCommandKind) -> &'static str {
        match kind {
            SubmissionCommandKind::Receive => "Terima",
            SubmissionCommandKind::Join => "Gabungkan dengan pengaduan",
            SubmissionCommandKind::Dismiss => "Kesampingkan",
        }
    }

    fn submission_status(&self, status: submission::Status) -> &'static str {
        match status {
            submission::Status::Waiting => "menunggu",
            submission::Status::Received => "diterima",
            submission::Status::Joined => "digabung dengan pengaduan lain",
            submission::Status::Dismissed => "dikesampingkan",
        }
    }

    fn weekday(&self, weekday: Weekday) -> &'static str {
        match weekday {
            Weekday::Mon => "Senin",
            Weekday::Tue => "Selasa",
            Weekday::Wed => "Rabu",
            Weekday::Thu => "Kamis",
            Weekday::Fri => "Jumat",
            Weekday::Sat => "Sabtu",
            Weekday::Sun => "Minggu",
        }
    }

    fn or(&self) -> &'static str {
        "atau"
    }

    fn skipped(&self, reason: &SkipReason) -> String {
        match reason {
            SkipReason::Night => "di luar jam kerja".to_owned(),
            SkipReason::Break => "istirahat".to_owned(),
            SkipReason::Weekend => "akhir pekan".to_owned(),
            SkipReason::Holiday(name) => name.clone(),
        }
    }

    fn refusal(&self, refusal: &Refusal, say: &Say<'_>) -> String {
        match refusal {
            Refusal::Closed { status } => {
                format!(
                    "Pengaduan sudah ditutup ({}); tidak ada lagi yang dapat dilakukan di sini.",
                    self.status(*status)
                )
            }
            Refusal::Settled { status } => {
                format!("Kiriman ini sudah ditangani ({}).", self.submission_status(*status))
            }
            Refusal::WrongStep { current: Some(step) } => {
                format!("Tindakan ini tidak sesuai dengan langkah pengaduan saat ini: {}.", self.step(*step))
            }
            Refusal::WrongStep { current: None } => {
                "Tindakan ini tidak sesuai dengan keadaan pengaduan.".to_owned()
            }
            Refusal::ConflictOfInterest { permitted } => format!(
                "Pengaduan ini mengenai Anda, sehingga harus ditangani orang lain: {}, atau penggantinya.",
                say.positions(permitted)
            ),
            Refusal::NotPermitted { permitted, until: None } => {
                format!("Hanya {} yang berwenang.", say.positions(permitted))
            }
            Refusal::NotPermitted { permitted, until: Some(until) } => format!(
                "Hanya {} yang berwenang; penugasan Anda sebagai pelaksana mulai berlaku {}.",
                say.positions(permitted),
                say.time(*until)
            ),
            Refusal::SupportPending { sections } => format!(
                "Seksi pendukung belum menjawab: {}. Untuk melanjutkan tanpa mereka, berikan alasan.",
                say.sections(sections)
            ),
            Refusal::InvalidInput(problems) => {
                problems.iter().map(|p| self.fault(&p.fault, say)).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn amendment(&self, refusal: &administration::Refusal, say: &Say<'_>) -> String {
        match refusal {
            administration::Refusal::NotPermitted => {
                format!("Hanya {} yang berwenang.", say.positions(&[Position::Administrator]))
            }
            administration::Refusal::Oneself => {
                "Tidak seorang pun memberi dirinya jabatan yang mengambil langkah; harus administrator lain."
                    .to_owned()
            }
            administration::Refusal::InvalidInput(problems) => {
                problems.iter().map(|p| self.fault(&p.fault, say)).collect::<Vec<_>>().join(" ")
            }
            administration::Refusal::LastAdministrator => {
                "Ini administrator aktif terakhir di kantor; buat dahulu administrator lain.".to_owned()
            }
        }
    }

    fn fault(&self, fault: &InputFault, say: &Say<'_>) -> String {
        match fault {
            InputFault::Empty => "Tidak boleh kosong.".to_owned(),
            InputFault::Required => "Wajib diisi di sini.".to_owned(),
            InputFault::TooLong { max } => format!("Paling banyak {max} karakter."),
            InputFault::TooShort { min } => format!("Paling sedikit {min} karakter."),
            InputFault::SameAsBefore => "Harus berbeda dari yang sekarang.".to_owned(),
            InputFault::ControlCharacter => "Tidak boleh memuat karakter kendali.".to_owned(),
            InputFault::NotAPhoneNumber => {
                "Harus berupa nomor telepon: 5 sampai 20 angka, boleh dengan +, spasi, tanda hubung atau kurung.".to_owned()
            }
            InputFault::NotAnEmail => "Harus berupa alamat e-mail, misalnya nama@contoh.id.".to_owned(),
            InputFault::NotANationalId => "Harus berupa NIK 16 angka.".to_owned(),
            InputFault::NotAnId => "Bukan id dari jenis ini.".to_owned(),
            InputFault::Unknown => "Tidak dikenal di kantor ini.".to_owned(),
            InputFault::SectionInactive => "Menyebut seksi yang sudah tidak aktif.".to_owned(),
            InputFault::TooMany { max } => format!("Menyebut lebih dari {max}."),
            InputFault::NamedTwice => "Menyebut yang sama dua kali.".to_owned(),
            InputFault::LeadAmongSupporters => "Seksi utama tidak boleh berada di antara seksi pendukung.".to_owned(),
            InputFault::LeadOnly => "Hanya untuk seksi utama.".to_owned(),
            InputFault::SectionComplainedOf => {
                "Pengaduan ini mengenai kepala seksi tersebut; tunjuk seksi lain.".to_owned()
            }
            InputFault::NotTogetherWith { other } => format!("Tidak dapat diisi bersama {other}."),
            InputFault::OneOf { fields: [one, other] } => format!("Isi salah satu: {one} atau {other}."),
            InputFault::InFuture => "Tidak boleh di masa depan.".to_owned(),
            InputFault::Before { earliest } => format!("Tidak boleh sebelum {}.", say.time(*earliest)),
            InputFault::After { latest } => format!("Tidak boleh sesudah {}.", say.time(*latest)),
            InputFault::TooFarBack { days } => format!("Tidak boleh lebih dari {days} hari yang lalu."),
            InputFault::NotReturnable { possible } if possible.is_empty() => {
                "Tidak ada langkah tujuan pengembalian.".to_owned()
            }
            InputFault::NotReturnable { possible } => {
                format!("Pengaduan hanya dapat dikembalikan ke: {}.", say.steps(possible))
            }
            InputFault::SectionNotAsked => "Seksi ini tidak diminta.".to_owned(),
            InputFault::Itself => "Pengaduan tidak dapat menjadi duplikat dirinya sendiri.".to_owned(),
            InputFault::IsADuplicate => "Pengaduan ini sendiri duplikat; sebutkan aslinya.".to_owned(),
            InputFault::NoOriginal => {
                "Pengaduan ini telah diteruskan atau dicabut; sebutkan yang masih diproses atau sudah diarsipkan.".to_owned()
            }
            InputFault::WouldReveal => {
                "Akan menampakkan lebih banyak daripada yang boleh Anda lihat; mintalah kepada staf Subbag Umum.".to_owned()
            }
            InputFault::Hidden => "Anda tidak boleh melihat data ini, sehingga tidak dapat memperbaikinya.".to_owned(),
            InputFault::LineBreak => "Harus satu baris.".to_owned(),
            InputFault::NothingChanges => "Tidak ada yang berubah: isi setidaknya satu nilai baru.".to_owned(),
            InputFault::NotADate => "Harus tanggal seperti 2026-02-02, tahun 1 sampai 9999.".to_owned(),
            InputFault::NotBefore { earliest } => format!("Tidak boleh sebelum {earliest}."),
            InputFault::NotAfter { latest } => format!("Tidak boleh sesudah {latest}."),
            InputFault::NotATimeOfDay => "Harus jam seperti 07:30, dari 00:00 sampai 24:00.".to_owned(),
            InputFault::NotAWeekday => "Harus hari dari 1 (Senin) sampai 7 (Minggu).".to_owned(),
            InputFault::ClosesTooEarly { weekday, span } => {
                format!("{}: {span} harus tutup setelah buka.", self.weekday(*weekday))
            }
            InputFault::SpansOverlap { weekday, earlier, later } => {
                format!("{}: {earlier} dan {later} bertumpang tindih.", self.weekday(*weekday))
            }
            InputFault::NeverOpen => "Kantor tidak akan pernah buka; isi jam kerja suatu hari.".to_owned(),
            InputFault::SeasonsOverlap { first, second, on } => {
                format!("Musim {first} dan {second} bertumpang tindih pada {on}.")
            }
            InputFault::NotAHolidayKind => {
                "Harus jenis hari libur: national_holiday, collective_leave atau bali_dispensation; diikuti _estimated \
                 jika tanggalnya belum ditetapkan."
                    .to_owned()
            }
            InputFault::NoColumn { name } => format!("Baris pertama tidak menyebut kolom {name}."),
            InputFault::NotATable => {
                "Harus tabel dengan jumlah kolom yang sama di setiap baris.".to_owned()
            }
            InputFault::OnLine { line, fault } => format!("Baris {line}: {}", self.fault(fault, say)),
            InputFault::StandardTooLong { most } => format!("Paling lama {most}."),
            InputFault::InForceAlready { since } => {
                format!("Sudah berlaku sejak {since}, sehingga mungkin ada pengaduan yang diterima menurutnya.")
            }
            InputFault::CategoryInactive => "Menyebut kategori yang sudah tidak aktif.".to_owned(),
            InputFault::OfficerInactive => "Menyebut pejabat yang sudah tidak aktif.".to_owned(),
            InputFault::WhiteSpace => "Tidak boleh memuat spasi.".to_owned(),
            InputFault::Taken => "Sudah dipakai; pilih yang lain.".to_owned(),
            InputFault::NotAnAgendaFormat => {
                "Harus memuat {number} atau {number:4} satu kali, selain itu hanya {month} dan {year}; paling banyak 60 karakter.".to_owned()
            }
            InputFault::OutOfRange { least, most } => format!("Harus dari {least} sampai {most}."),
            InputFault::DateOutOfRange { earliest, latest } => format!("Harus dari {earliest} sampai {latest}."),
            InputFault::OutsideOffice => "Inspektur berkedudukan di kabupaten, bukan di kantor.".to_owned(),
            InputFault::HeadsNoSection => "Pemegang jabatan ini tidak mengepalai seksi.".to_owned(),
            InputFault::HoldsAlready => "Pejabat ini sudah memegang jabatan tersebut.".to_owned(),
            InputFault::NotAnActingCapacity => "Harus PLT atau PLH.".to_owned(),
            InputFault::ActsAlready { name, from, until } => format!(
                "{name} sudah menjadi pelaksana jabatan ini dari {} sampai {}; akhiri dahulu penugasan itu, atau pilih hari lain.",
                say.time(*from),
                say.time(*until)
            ),
            InputFault::OverAlready => "Sudah berakhir.".to_owned(),
            InputFault::NotProven => {
                "Pemeriksaan bahwa Anda bukan robot tidak berhasil; coba lagi.".to_owned()
            }
        }
    }

    fn other(&self, other: &Other) -> String {
        match other {
            Other::NotFound => "Pengaduan tidak ditemukan.".to_owned(),
            Other::VersionConflict { current } => format!(
                "Pengaduan telah diubah orang lain (sekarang versi {current}); lihat kembali lalu putuskan lagi."
            ),
            Other::IdempotencyMismatch => {
                "Kunci idempotensi ini sudah dipakai untuk masukan lain.".to_owned()
            }
            Other::InvalidCredentials => "Nama pengguna atau kata sandi salah.".to_owned(),
            Other::TooManySignIns => {
                "Terlalu banyak percobaan masuk yang gagal; coba lagi satu menit lagi.".to_owned()
            }
            Other::WrongPassword => "Kata sandi sekarang salah.".to_owned(),
            Other::NoSuchSession => "Sesi tidak ditemukan.".to_owned(),
            Other::NoSuchOfficer => "Pejabat tidak ditemukan di kantor ini.".to_owned(),
            Other::TooManyTrackings { until } => format!(
                "Terlalu banyak pertanyaan dari alamat ini; coba lagi sesudah {}.",
                until.format("%Y-%m-%d %H:%M:%S UTC")
            ),
            Other::ReadingsAreReviewed => {
                "Hanya camat dan inspektur yang berwenang melihat catatan pembacaan.".to_owned()
            }
            Other::OthersStandIn => {
                "Pejabat yang dilaporkan tidak melihat dan tidak menangani pengaduan ini; orang lain menggantikannya.".to_owned()
            }
            Other::WaitsForNobody => {
                "Semua yang dapat menggantikan juga dilaporkan: langkah ini menunggu, dan tidak ada seorang pun di kantor yang berwenang.".to_owned()
            }
            Other::ReadsOnly => "Token ini hanya untuk membaca.".to_owned(),
            Other::ChangesAreReviewed => {
                "Hanya administrator, camat dan inspektur yang boleh melihat perubahan kantor.".to_owned()
            }
            Other::SignInNeeded => "Silakan masuk terlebih dahulu.".to_owned(),
            Other::PageTooLong { max } => format!("Satu halaman paling banyak {max} baris."),
            Other::NotACursor => "Ini bukan kursor daftar ini dalam urutan ini.".to_owned(),
            Other::PeriodInFuture { today } => format!("Periode dimulai paling lambat hari ini ({today})."),
            Other::PeriodBackwards { from } => {
                format!("Periode berakhir paling awal pada hari pertamanya ({from}).")
            }
            Other::PeriodTooLong { latest } => format!("Periode paling lama sepuluh tahun: sampai {latest}."),
            Other::PageUnclear => "Isi salah satu, first atau last, dengan angka mulai dari 0.".to_owned(),
            Other::Unavailable => "Data tidak dapat dijangkau saat ini; coba lagi sebentar.".to_owned(),
            Other::SubmissionNotFound => "Kiriman tidak ditemukan.".to_owned(),
            Other::SubmissionVersionConflict { current } => format!(
"Kiriman telah ditangani orang lain (sekarang versi {current}); lihat kembali lalu putuskan lagi."
),
            Other::UnknownOffice => "Tidak ada kantor dengan kode ini.".to_owned(),
            Other::TooManySubmissions => "Terlalu banyak pengaduan dikirim; coba lagi nanti, atau datang ke kantor.".to_owned(),
            Other::TooManyWaiting => "Terlalu banyak pengaduan masih menunggu di kantor ini; coba lagi besok, atau datang ke kantor.".to_owned(),
            Other::ProofNotChecked => "Pemeriksaan bahwa Anda bukan robot tidak dapat dilakukan saat ini; coba lagi sebentar.".to_owned(),
        }
    }
}
