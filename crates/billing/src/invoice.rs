//! The invoice: what a person is asked to pay, in cents.
//!
//! On real bills a month of one usage type, group of operations and Region is one line, rounded half-up to cents,
//! and totals add the rounded lines (BL-120 to BL-122). So the invoice can differ from the exact bill by cents, and
//! the invoice is what is paid.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::Month;

use crate::bill::Bill;
use crate::money::Money;
use crate::quantity::{Measure, Quantity};

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    /// The month billed.
    pub month: Month,
    /// The name of the account that pays.
    pub payer: Arc<str>,
    /// Under which service it stands.
    pub service: Arc<str>,
    /// Where it was used.
    pub region: Region,
    /// As AWS prints it.
    pub usage_type: Arc<str>,
    /// What was used; tells apart the groups of operations that share a usage type.
    pub item: Item,
    /// How much.
    pub usage: Quantity,
    /// What `usage` is measured in, that month.
    pub measure: Measure,
    /// The sum of the bill's rows, before rounding to cents.
    pub exact: Money,
    /// The same in whole cents.
    pub cost: Money,
}

/// The lines of all invoices, in order of month, payer, service, Region and usage type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    lines: Vec<InvoiceLine>,
}

impl Invoice {
    /// The invoices for a bill.
    pub fn of(bill: &Bill) -> Invoice {
        let mut sums: BTreeMap<_, (Quantity, Measure, Money)> = BTreeMap::new();
        for line in bill.lines() {
            let group = (
                line.month,
                line.payer.clone(),
                (line.item.service(), line.service_name()),
                line.region,
                line.usage_type.clone(),
            );
            let (usage, _, exact) = sums
                .entry((group, line.item))
                .or_insert_with(|| (Quantity::default(), line.measure, Money::ZERO));
            usage.add(line.measure, line.amount);
            *exact += line.cost;
        }
        let lines = sums
            .into_iter()
            .map(|(((month, payer, (_, service), region, usage_type), item), (usage, measure, exact))| {
                InvoiceLine {
                    month,
                    payer,
                    service,
                    region,
                    usage_type,
                    item,
                    usage,
                    measure,
                    exact,
                    cost: exact.rounded(2),
                }
            })
            .collect();
        Invoice { lines }
    }

    /// The lines.
    pub fn lines(&self) -> &[InvoiceLine] {
        &self.lines
    }

    /// What is to be paid in all.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.cost).sum()
    }

    /// What is to be paid by month and payer.
    pub fn totals(&self) -> BTreeMap<(Month, Arc<str>), Money> {
        let mut totals = BTreeMap::new();
        for line in &self.lines {
            *totals.entry((line.month, line.payer.clone())).or_default() += line.cost;
        }
        totals
    }
}
