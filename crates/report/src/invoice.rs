//! The invoices of a run in the terminal: in cents, as AWS asks for them.

use std::collections::BTreeMap;

use s3sim_billing::bill::Bill;
use s3sim_billing::invoice::{Invoice, InvoiceLine};
use s3sim_experiment::words::grouped_decimal;

use crate::table::Table;

/// The invoices, one for each month and account that pays. Every line of them ends with a line feed.
///
/// Each line is rounded half-up to cents, and the totals add what is printed; so they can differ from the exact bill by
/// cents. A usage type that has several prices stands there once for each, with what it was for.
/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/getting-viewing-bill.html>
pub fn text(bill: &Bill) -> String {
    let invoice = Invoice::of(bill);
    let mut sheets: BTreeMap<_, Vec<&InvoiceLine>> = BTreeMap::new();
    for line in invoice.lines() {
        sheets.entry((line.month, &*line.payer)).or_default().push(line);
    }
    let totals = invoice.totals();
    let mut text = String::new();
    for ((month, payer), lines) in sheets {
        let head = ["service", "Region", "usage type", "usage", "unit", "USD"];
        let mut table = Table::new(head.map(str::to_owned).to_vec(), 3);
        for line in &lines {
            let alike = |other: &&&InvoiceLine| {
                (other.region, &other.usage_type) == (line.region, &line.usage_type)
                    && other.service == line.service
            };
            let mut usage_type = line.usage_type.to_string();
            if lines.iter().filter(alike).count() > 1 {
                usage_type += &format!(" ({})", line.item.id());
            }
            table.push(vec![
                line.service.to_string(),
                line.region.name().to_owned(),
                usage_type,
                grouped_decimal(&line.usage.fixed(3)),
                line.item.unit().name().to_owned(),
                grouped_decimal(&line.cost.fixed(2)),
            ]);
        }
        let total = totals.get(&(month, payer.into())).copied().unwrap_or_default();
        let total = grouped_decimal(&total.fixed(2));
        text += &format!("\nInvoice {month}, {payer}\n");
        let lines = table.under_headings();
        for line in &lines {
            text += &format!("{line}\n");
        }
        let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        text += &format!("  total{total:>width$}\n", width = width.saturating_sub(7));
    }
    text
}
