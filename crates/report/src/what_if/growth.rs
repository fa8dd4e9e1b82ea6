//! What options have cost at the end of each billing period, and from when on one of two has cost less.

use s3sim_billing::money::Money;
use s3sim_experiment::break_even::Crossing;
use s3sim_experiment::what_if::{Figures, WhatIf};
use s3sim_scenario::Scenario;

use super::AS_WRITTEN;
use crate::files::{File, period};

/// `what-if-cost.csv`, where several options ran and there are several billing periods, and `break-even.csv`, where two
/// of them cross.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn growth(scenario: &Scenario, found: &WhatIf, crossings: &[Crossing]) -> std::io::Result<Vec<File>> {
    let base = found.base.iter().map(|trial| (AS_WRITTEN, trial));
    let options = scenario.question.options.iter().map(|option| option.name.as_str()).zip(&found.options);
    let ran: Vec<(&str, &Figures)> =
        base.chain(options).filter_map(|(name, trial)| Some((name, trial.figures.as_ref()?))).collect();
    let mut files = Vec::new();
    let periods = ran.iter().map(|(_, figures)| figures.paid.len()).max().unwrap_or(0);
    if ran.len() > 1 && periods > 1 {
        files.push(File { name: "what-if-cost.csv", bytes: costs(scenario, &ran)? });
    }
    if !crossings.is_empty() {
        let name = |place: usize| scenario.question.options[place].name.as_str();
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["option", "cheaper_than", "from"])?;
        for Crossing { cheaper, than, from } in crossings {
            writer.write_record([name(*cheaper), name(*than), &from.day().to_string()])?;
        }
        let bytes = writer.into_inner().map_err(|error| error.into_error())?;
        files.push(File { name: "break-even.csv", bytes });
    }
    Ok(files)
}

/// An option and a billing period a row: what it cost in the period, and until its end.
fn costs(scenario: &Scenario, ran: &[(&str, &Figures)]) -> std::io::Result<Vec<u8>> {
    let granularity = match scenario.billing.granularity {
        s3sim_scenario::billing::Granularity::Month => s3sim_ledger::usage::Granularity::Month,
        s3sim_scenario::billing::Granularity::Day => s3sim_ledger::usage::Granularity::Day,
        s3sim_scenario::billing::Granularity::Hour => s3sim_ledger::usage::Granularity::Hour,
    };
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(["option", "billing_period", "cost", "paid"])?;
    for (name, figures) in ran {
        let mut before = Money::ZERO;
        for (start, paid) in &figures.paid {
            let cost = *paid - before;
            writer.write_record([
                *name,
                &period(*start, granularity),
                &cost.to_string(),
                &paid.to_string(),
            ])?;
            before = *paid;
        }
    }
    writer.into_inner().map_err(|error| error.into_error())
}
