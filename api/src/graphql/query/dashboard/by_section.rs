//! `bySection`

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::dashboard::figures::by_section::{OfSection, of_section};

use super::loaded::Loaded;
use super::numbers::{Bins, Rate, int};
use crate::graphql::page::rows;
use crate::graphql::types::Section;

/// A section's work in step 7, by its own clock.
#[derive(SimpleObject, Clone, Debug)]
pub struct SectionSummary {
    /// The section.
    section: Section,
    /// Inflow: times it was asked in the period, as lead or to support.
    assigned: i32,
    /// Its step records: done in the period, open at its end. Practice K2.
    bins: Bins,
    /// Of these: doneOnTime ÷ (doneOnTime + doneLate + openLate).
    on_time: Rate,
    /// Stock: its open step records as lead. Practice K1.
    open_as_lead: i32,
    /// Stock: its open step records to support. Practice K1.
    open_as_support: i32,
    /// Throughput: of the solutions it submitted in the period, those that were returned to it for correction until `asOf`.
    /// Practice K3.
    rework: Rate,
}

#[derive(Debug)]
pub(super) struct BySections(pub(super) Arc<Loaded>);

#[Object]
impl BySections {
    /// The sections of the offices in scope, or those of the filter, most often asked first, then by code; inactive ones only
    /// where they were asked or have work open.
    #[graphql(complexity = "first.unwrap_or(10).max(0) as usize * child_complexity + 1")]
    async fn by_section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; all where left out.")] first: Option<i32>,
    ) -> Result<Option<Vec<SectionSummary>>> {
        let limit = rows(ctx, first)?;
        let mut found = Vec::new();
        for o in &self.0.scope.offices {
            let (flow, stock) = self.0.of_office(o);
            for section in &o.office.sections {
                let named =
                    |set: domain::dashboard::slice::SectionSet| set.numbers().any(|n| n == section.number);
                if !o.selection.sections.is_none_or(named) {
                    continue;
                }
                let figures = of_section(section.number, flow, &stock);
                let idle = figures.assigned == 0 && figures.open_as_lead + figures.open_as_support == 0;
                if section.active || !idle {
                    let shown = Section { office: Arc::clone(&o.office), section: section.clone() };
                    found.push((figures, shown));
                }
            }
        }
        found.sort_by(|(a, x), (b, y)| {
            (Reverse(a.assigned), &x.section.code).cmp(&(Reverse(b.assigned), &y.section.code))
        });
        let summary = |(figures, section): (OfSection, Section)| SectionSummary {
            section,
            assigned: int(figures.assigned),
            bins: figures.bins.into(),
            on_time: figures.bins.on_time().into(),
            open_as_lead: int(figures.open_as_lead),
            open_as_support: int(figures.open_as_support),
            rework: figures.rework.into(),
        };
        Ok(Some(found.into_iter().take(limit).map(summary).collect()))
    }
}
