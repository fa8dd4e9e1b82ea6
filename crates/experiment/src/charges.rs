//! What budgets and billing alarms make of a run: they look at the bill as it grows.
//!
//! Modelling choice: charges are known as soon as they are made; AWS's own figures lag by hours. Data points of
//! `EstimatedCharges` come every six hours from 00:00 UTC.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html>

use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_billing::bill::Bill;
use s3sim_billing::budget::{self, MAIL, Sent, Watch};
use s3sim_kernel::time::{HOUR, Instant};
use s3sim_ledger::message::{Entry, Journal, ThingKind, What};
use s3sim_neighbours::alarm::Alarm;
use s3sim_scenario::Scenario;

/// The time between two data points of estimated charges.
const DATA_POINTS: i64 = 6 * HOUR;

/// The instants before which somebody wants to know what has been used.
pub fn instants(scenario: &Scenario) -> Vec<Instant> {
    let mut instants = Vec::new();
    if !scenario.budgets.is_empty() {
        instants.extend(budget::refreshes(scenario.start, scenario.end));
    }
    if !scenario.alarms.is_empty() {
        instants.extend(data_points(scenario));
        // What the months before have amounted to.
        let months = (1..).map_while(|month| scenario.start.month().start().plus_months(month));
        instants.extend(months.take_while(|month| *month <= scenario.end));
    }
    instants
}

fn data_points(scenario: &Scenario) -> impl Iterator<Item = Instant> {
    let first = scenario.start.micros().div_euclid(DATA_POINTS) + 1;
    let last = scenario.end.micros().div_euclid(DATA_POINTS);
    (first..=last).map(|number| Instant::from_micros(number * DATA_POINTS))
}

/// Lets budgets and alarms look at the bills of those instants. Their alerts go into the journal, and those of budgets
/// are given back.
pub fn watch(scenario: &Scenario, bills: &BTreeMap<Instant, Bill>, journal: &mut Journal) -> Vec<Sent> {
    let mut all = Vec::new();
    for (place, budget) in scenario.budgets.iter().enumerate() {
        let thing = journal.add(ThingKind::Budget, &budget.name);
        let mut watch = Watch::new(budget, place, scenario.start);
        for now in budget::refreshes(scenario.start, scenario.end) {
            let Some(bill) = bills.get(&now) else { continue };
            for sent in watch.refresh(now, bill) {
                let (at, number) = (now + MAIL, all.len() as u64);
                journal.note(Entry { at, thing, what: What::Alerted, since: now, number });
                all.push(sent);
            }
        }
    }
    for alarm in &scenario.alarms {
        let thing = journal.add(ThingKind::Alarm, &alarm.name);
        let mut state = Alarm::new(alarm.terms);
        let nothing = Bill::default();
        for (number, now) in data_points(scenario).enumerate() {
            let Some(bill) = bills.get(&now) else { continue };
            let month = now.month().start();
            let before =
                if month > scenario.start { bills.get(&month).unwrap_or(&nothing) } else { &nothing };
            let charges = (bill.cost(&alarm.filter) - before.cost(&alarm.filter)).units();
            // The payer has to switch the metric on, and it is in one Region.
            let there = scenario.billing.alerts && alarm.region == Region::US_EAST_1;
            if state.see(there.then_some(charges)) {
                journal.note(Entry {
                    at: now,
                    thing,
                    what: What::Alerted,
                    since: now,
                    number: number as u64,
                });
            }
        }
    }
    all.sort_by_key(|sent| (sent.found, sent.budget, sent.alert));
    all
}
