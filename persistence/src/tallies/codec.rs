//! A row of tallies as bytes: what is counted, by measure, small numbers in few bytes.
//!
//! A row is a list of groups: the dimensions (a 0, or a 1 with channel, category and sections), the number of columns, and
//! each column: its measure, its length in bytes, and pairs of an index (less the one before) and a number. Numbers are LEB128,
//! those that may be negative zigzag.

use domain::complaint::Channel;
use domain::dashboard::measure::{Cell, Measure};
use domain::dashboard::slice::{Dimensions, SectionSet};
use strum::VariantArray;

use super::cells::Row;

/// Bytes that are no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a row of tallies")]
pub(super) struct Undecodable;

pub(super) fn encode(row: Row) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut column = Vec::new();
    for (dimensions, cells) in row {
        let mut cells = cells.into_iter().filter(|(_, value)| *value != 0).peekable();
        if cells.peek().is_none() {
            continue;
        }
        match dimensions {
            None => bytes.push(0),
            Some(Dimensions { channel, category, sections }) => {
                bytes.push(1);
                bytes.push(channel.map_or(0, |channel| channel as u8 + 1));
                put(&mut bytes, category.and_then(|number| u64::try_from(number).ok()).unwrap_or(0));
                put(&mut bytes, sections.0);
            }
        }
        let mut columns = 0;
        let mut body = Vec::new();
        while let Some((first, _)) = cells.peek() {
            let measure = first.measure;
            column.clear();
            let mut before = 0;
            while let Some((cell, value)) = cells.next_if(|(cell, _)| cell.measure == measure) {
                put(&mut column, cell.index - before);
                put(&mut column, zigzag(value));
                before = cell.index;
            }
            body.push(measure as u8);
            put(&mut body, column.len() as u64);
            body.append(&mut column);
            columns += 1;
        }
        put(&mut bytes, columns);
        bytes.append(&mut body);
    }
    bytes
}

pub(super) fn decode(bytes: &[u8]) -> Result<Row, Undecodable> {
    let mut row = Row::new();
    each(
        bytes,
        |_| true,
        |_| true,
        |dimensions, cell, value| {
            row.entry(dimensions).or_default().add([(cell, value)]);
        },
    )?;
    Ok(row)
}

/// Every number of the groups and measures that are wanted.
pub(super) fn each(
    mut bytes: &[u8],
    wanted: impl Fn(Option<&Dimensions>) -> bool,
    measured: impl Fn(Measure) -> bool,
    mut found: impl FnMut(Option<Dimensions>, Cell, i64),
) -> Result<(), Undecodable> {
    let bytes = &mut bytes;
    while let Some(kind) = byte(bytes) {
        let dimensions = match kind {
            0 => None,
            1 => Some(dimensions(bytes)?),
            _ => return Err(Undecodable),
        };
        let wanted = wanted(dimensions.as_ref());
        for _ in 0..take(bytes)? {
            let measure = byte(bytes).and_then(Measure::from_repr).ok_or(Undecodable)?;
            let length = usize::try_from(take(bytes)?).map_err(|_| Undecodable)?;
            let (mut column, rest) = bytes.split_at_checked(length).ok_or(Undecodable)?;
            *bytes = rest;
            if !(wanted && measured(measure)) {
                continue;
            }
            let mut index = 0_u64;
            while !column.is_empty() {
                index = index.checked_add(take(&mut column)?).ok_or(Undecodable)?;
                found(dimensions, Cell { measure, index }, unzigzag(take(&mut column)?));
            }
        }
    }
    Ok(())
}

fn dimensions(bytes: &mut &[u8]) -> Result<Dimensions, Undecodable> {
    let channel = match byte(bytes).ok_or(Undecodable)? {
        0 => None,
        number => Some(*Channel::VARIANTS.get(usize::from(number) - 1).ok_or(Undecodable)?),
    };
    let category = match i32::try_from(take(bytes)?).map_err(|_| Undecodable)? {
        0 => None,
        number => Some(number),
    };
    Ok(Dimensions { channel, category, sections: SectionSet(take(bytes)?) })
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Result<u64, Undecodable> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = byte(bytes).ok_or(Undecodable)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(Undecodable)
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::super::cells::Cells;
    use super::*;

    fn row() -> Row {
        let dimensions = Dimensions {
            channel: Some(Channel::InPerson),
            category: Some(12),
            sections: SectionSet::default().with(1).with(62),
        };
        let cells = [
            (Cell::of(Measure::Received), 1),
            (Cell::by(Measure::Open, 9), -3),
            (Cell::by(Measure::Open, 2), i64::MAX),
            (Cell::by_bin(Measure::Duration, 9, 900), i64::MIN),
            (Cell::by(Measure::Variant, 0x0012_3456_789a), 200),
        ];
        Row::from([(None, of(cells)), (Some(dimensions), of([cells[1]]))])
    }

    fn of(cells: impl IntoIterator<Item = (Cell, i64)>) -> Cells {
        let mut row = Cells::default();
        row.add(cells);
        row
    }

    type Numbers = Vec<(Option<Dimensions>, Vec<(Cell, i64)>)>;

    fn numbers(row: Row) -> Numbers {
        row.into_iter().map(|(dimensions, cells)| (dimensions, cells.into_iter().collect())).collect()
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        assert_eq!(decode(&encode(row())).map(numbers), Ok(numbers(row())));
        assert_eq!(decode(&[]).map(numbers), Ok(Vec::new()));
    }

    #[test]
    fn what_is_added_to_a_cell_is_summed_up() {
        let mut cells = Cells::default();
        for round in 0..1_000 {
            cells.add([(Cell::by(Measure::Left, round % 7), 1), (Cell::of(Measure::Received), i64::MAX)]);
        }
        let left = (0..7).map(|step| (Cell::by(Measure::Left, step), if step < 6 { 143 } else { 142 }));
        let all: Vec<_> = [(Cell::of(Measure::Received), -1_000)].into_iter().chain(left).collect();
        assert_eq!(cells.into_iter().collect::<Vec<_>>(), all);
    }

    #[test]
    fn zeros_are_not_written() {
        let zero = Row::from([(None, of([(Cell::of(Measure::Received), 0)]))]);
        assert!(encode(zero).is_empty());
    }

    #[test]
    fn only_what_is_wanted_is_read() {
        let mut found = Vec::new();
        let bytes = encode(row());
        each(&bytes, |d| d.is_some(), |m| m == Measure::Open, |_, cell, value| found.push((cell, value)))
            .unwrap();
        assert_eq!(found, [(Cell::by(Measure::Open, 9), -3)]);
    }

    #[test]
    fn what_is_cut_or_changed_is_no_row_or_another_and_never_a_panic() {
        let bytes = encode(row());
        for end in 0..bytes.len() {
            let _ = decode(&bytes[..end]);
        }
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                let _ = decode(&changed);
            }
        }
        assert_eq!(decode(&[7]).map(numbers), Err(Undecodable));
    }
}
