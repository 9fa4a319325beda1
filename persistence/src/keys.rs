//! Complaints by office and id: every look-up names its office.

use std::collections::BTreeMap;

use domain::ids::{ComplaintId, OfficeId};
use sea_orm::sea_query::{Condition, Value};
use sea_orm::{ColumnTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::complaint_filter::nothing;
use crate::statements::Texts;

/// A complaint's key.
pub(crate) type Key = (OfficeId, ComplaintId);

/// So many of several offices are named one by one, as that makes one text of all of them.
const SINGLY: usize = 32;

fn are_of_one_office(keys: &[Key]) -> bool {
    keys.windows(2).all(|pair| matches!(pair, [(one, _), (other, _)] if one == other))
}

/// Those whose columns are one of the keys.
pub(crate) fn keyed<C: ColumnTrait>(keys: &[Key], office: C, id: C) -> Condition {
    if keys.is_empty() {
        // An empty condition would be none.
        return Condition::all().add(nothing());
    }
    if !are_of_one_office(keys) && keys.len() <= SINGLY {
        let is = |(of, one): &Key| Condition::all().add(office.eq(of.0)).add(id.eq(one.0));
        return keys.iter().map(is).fold(Condition::any(), Condition::add);
    }
    let mut by_office: BTreeMap<OfficeId, Vec<Uuid>> = BTreeMap::new();
    for (office, id) in keys {
        by_office.entry(*office).or_default().push(id.0);
    }
    let of_office = |(of, ids)| Condition::all().add(office.eq(of)).add(id.is_in::<Uuid, Vec<Uuid>>(ids));
    by_office.into_iter().map(|(of, ids)| of_office((of.0, ids))).fold(Condition::any(), Condition::add)
}

/// A statement whose values are those of [`keyed`], then these; written once for as many keys.
pub(crate) fn statement(
    texts: &Texts,
    backend: DbBackend,
    keys: &[Key],
    further: Vec<Value>,
    build: impl FnOnce() -> sea_orm::sea_query::SelectStatement,
) -> Statement {
    let ids = keys.iter().map(|(_, id)| Value::from(id.0));
    let (lengths, mut values): (_, Vec<Value>) = match keys.first() {
        Some((office, _)) if are_of_one_office(keys) => {
            ([1, keys.len(), further.len()], std::iter::once(office.0.into()).chain(ids).collect())
        }
        Some(_) if keys.len() <= SINGLY => {
            let pairs = keys.iter().zip(ids).flat_map(|((office, _), id)| [office.0.into(), id]);
            ([keys.len(), keys.len(), further.len()], pairs.collect())
        }
        _ => return backend.build(&build()),
    };
    values.extend(further);
    texts.with(backend, lengths, values, build)
}
