//! The naive twin: S3 once more, slowly and plainly.
//!
//! Every version is a struct of its own in a `Vec`; every midnight looks at every version, straight from the rules as
//! AWS words them; after every happening all that is stored is weighed anew. It shares the parsed scenario, the ledger,
//! the bill and the files with the product, and nothing of how the product decides, stores or schedules.

mod archive;
mod calls;
mod locks;
mod rules;
mod store;
mod uploads;

use std::collections::BTreeMap;

use s3sim_billing::bill::Bill;
use s3sim_billing::options::Options;
use s3sim_experiment::outcome::Outcome;
use s3sim_kernel::time::{DAY, Instant, Micros};
use s3sim_ledger::Ledger;
use s3sim_report::files;
use s3sim_scenario::Scenario;
use s3sim_scenario::step::StepTime;
use s3sim_simulator::run::Run;

use store::Store;

/// What can happen.
#[derive(Clone, Copy)]
enum Happening {
    Midnight,
    /// Lifecycle does what was due at this midnight.
    Late(Instant),
    /// Restores get ready, and copies expire.
    Restores,
    Step(usize),
    Traffic(usize),
}

/// The bill and the events of a scenario as the twin sees them, written as the product writes. Everything else in
/// `outcome`, the product's, stays.
pub fn files(scenario: &Scenario, outcome: Outcome) -> Vec<files::File> {
    let ledger = run(scenario);
    let options = Options {
        prices: scenario.billing.prices.clone(),
        free_transfer: scenario.billing.free_transfer,
        ..Options::default()
    };
    let bill = Bill::of(&ledger, &options).expect("every price is known");
    let run = Run { ledger, ..outcome.run };
    files::of(scenario, &Outcome { run, bill, ..outcome }).expect("memory can be written to")
}

fn run(scenario: &Scenario) -> Ledger {
    let mut store = Store::open(scenario);
    let mut table = timetable(scenario);
    let mut woken = 0;
    while let Some(((at, _, _), happening)) = table.pop_first() {
        let delay = scenario.model.lifecycle_delay;
        match happening {
            Happening::Midnight => {
                store.midnight(at, delay);
                if delay > Micros::ZERO && at + delay <= scenario.end {
                    woken += 1;
                    table.insert((at + delay, 1, woken), Happening::Late(at));
                }
            }
            Happening::Late(due) => store.late(at, due),
            Happening::Restores => store.restores(at),
            Happening::Step(index) => store.step(at, &scenario.steps[index]),
            Happening::Traffic(index) => store.traffic(at, scenario.seed, index, &scenario.traffic[index]),
        }
        store.weigh(at);
        for alarm in std::mem::take(&mut store.alarms) {
            woken += 1;
            if alarm <= scenario.end {
                table.insert((alarm, 1, woken), Happening::Restores);
            }
        }
    }
    store.close(scenario.end)
}

/// What is known beforehand, in order: at one instant due dates come first, then alarms as they were set, then steps,
/// then traffic, each in file order.
fn timetable(scenario: &Scenario) -> BTreeMap<(Instant, u8, usize), Happening> {
    let mut table = BTreeMap::new();
    let mut midnight = store::midnight_from(scenario.start);
    while midnight < scenario.end {
        table.insert((midnight, 0, 0), Happening::Midnight);
        midnight += Micros(DAY);
    }
    let mut at = scenario.start;
    for (index, step) in scenario.steps.iter().enumerate() {
        at = match step.when {
            StepTime::At(instant) => instant,
            StepTime::After(gap) => at + gap,
        };
        if at <= scenario.end {
            table.insert((at, 2, index), Happening::Step(index));
        }
    }
    for (index, traffic) in scenario.traffic.iter().enumerate() {
        let mut at = traffic.from;
        while at < traffic.until {
            table.insert((at, 3, index), Happening::Traffic(index));
            at += traffic.every;
        }
    }
    table
}
