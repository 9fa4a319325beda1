//! What a register calls its columns: every office's looks different. A small file (TOML) or flags say so; what they leave
//! out is looked for under the names such registers commonly use.

use std::collections::BTreeMap;

use serde::Deserialize;
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// What can be read from a register.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The complaint's number in the register; needed.
    Number,
    /// Code or name of its office; needed.
    Office,
    /// Date on which it was received; needed.
    ReceivedOn,
    /// Date on which it was closed; empty while it is open.
    ClosedOn,
    /// How it stands; where it says closed, a date of closing is needed.
    Status,
    /// Name of its category.
    Category,
    /// Subject.
    Subject,
    /// Description.
    Description,
    /// Channel: EMAIL, WEBSITE, SMS, TELEPHONE or IN_PERSON.
    Channel,
    /// Name of the complainant.
    ComplainantName,
    /// Telephone of the complainant.
    ComplainantPhone,
}

impl Column {
    fn is_needed(self) -> bool {
        matches!(self, Self::Number | Self::Office | Self::ReceivedOn)
    }

    /// Names under which registers commonly have it.
    fn common_names(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["number", "id_laporan", "nomor", "no_agenda", "no", "id"],
            Self::Office => &["office", "skpd", "kantor", "instansi", "kecamatan", "kelurahan"],
            Self::ReceivedOn => {
                &["received_on", "tanggal_masuk", "tgl_masuk", "tanggal_terima", "tgl_terima"]
            }
            Self::ClosedOn => &["closed_on", "tanggal_selesai", "tgl_selesai"],
            Self::Status => &["status"],
            Self::Category => &["category", "kategori"],
            Self::Subject => &["subject", "perihal", "hal"],
            Self::Description => &["description", "uraian", "isi", "isi_laporan"],
            Self::Channel => &["channel", "kanal", "melalui"],
            Self::ComplainantName => &["complainant_name", "nama_pelapor", "pelapor"],
            Self::ComplainantPhone => &["complainant_phone", "telepon_pelapor", "telepon"],
        }
    }
}

/// A mapping, as it stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The register's name of each column that is not called as is common.
    pub columns: BTreeMap<Column, String>,
    /// What the register calls closed, upper or lower case alike.
    pub closed: Vec<String>,
    /// How it writes dates (strftime); the first that fits.
    pub date_formats: Vec<String>,
}

impl Default for Mapping {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            columns: BTreeMap::new(),
            closed: words(&["COMPLETE", "COMPLETED", "CLOSED", "SELESAI", "ARCHIVED", "ARSIP"]),
            date_formats: words(&["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]),
        }
    }
}

/// A register whose columns cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// A column that is needed.
    #[error("the register has no column for {column}: name it with --column {column}=NAME (it has: {has})")]
    Missing {
        /// Which.
        column: Column,
        /// The columns it has.
        has: String,
    },
    /// A column that was named.
    #[error("the register has no column {name}, named for {column} (it has: {has})")]
    Unknown {
        /// For which.
        column: Column,
        /// The name.
        name: String,
        /// The columns it has.
        has: String,
    },
}

/// Where each column stands in a register.
#[derive(Clone, Debug)]
pub struct Columns(pub(super) BTreeMap<Column, (usize, String)>);

impl Mapping {
    /// Finds the columns in a header.
    ///
    /// # Errors
    /// [`MappingError`].
    pub fn columns(&self, header: &csv::StringRecord) -> Result<Columns, MappingError> {
        let has = || header.iter().collect::<Vec<_>>().join(", ");
        let find = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        let mut columns = BTreeMap::new();
        for &column in Column::VARIANTS {
            let found = match self.columns.get(&column) {
                Some(name) => {
                    let place = find(name).ok_or_else(|| MappingError::Unknown {
                        column,
                        name: name.clone(),
                        has: has(),
                    })?;
                    Some((place, name.clone()))
                }
                None => column.common_names().iter().find_map(|name| Some((find(name)?, (*name).to_owned()))),
            };
            match found {
                Some(found) => {
                    columns.insert(column, found);
                }
                None if column.is_needed() => return Err(MappingError::Missing { column, has: has() }),
                None => {}
            }
        }
        Ok(Columns(columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_flag_by_file_and_by_common_name() {
        let header = csv::StringRecord::from(vec!["ID_Laporan", "skpd", "tgl", "kategori"]);
        let mut mapping = Mapping::default();
        assert!(matches!(
            mapping.columns(&header),
            Err(MappingError::Missing { column: Column::ReceivedOn, .. })
        ));
        mapping.columns.insert(Column::ReceivedOn, "TGL".to_owned());
        let columns = mapping.columns(&header).unwrap();
        assert_eq!(columns.0[&Column::Number].0, 0);
        assert_eq!(columns.0[&Column::ReceivedOn].0, 2);
        assert!(!columns.0.contains_key(&Column::ClosedOn));
        mapping.columns.insert(Column::Category, "jenis".to_owned());
        assert!(matches!(
            mapping.columns(&header),
            Err(MappingError::Unknown { column: Column::Category, .. })
        ));
    }

    #[test]
    fn a_mapping_file_is_read_strictly() {
        let mapping: Mapping = toml::from_str("closed = ['TUTUP']\n[columns]\nreceived_on = 'tgl'").unwrap();
        assert_eq!(mapping.closed, ["TUTUP"]);
        assert_eq!(mapping.date_formats, Mapping::default().date_formats);
        assert!(toml::from_str::<Mapping>("[columns]\nrecieved_on = 'tgl'").is_err());
    }
}
