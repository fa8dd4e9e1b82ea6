//! Workloads against closed forms: queues, closed loops, measured quantiles, and draws that disturb nobody.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod draws;
mod latencies;
mod queues;
mod throttling;

use s3sim_document::source::{Format, Sources};
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::Instant;
use s3sim_ledger::latency::Latency;
use s3sim_scenario::check::Check;
use s3sim_scenario::{Scenario, scenario};
use s3sim_simulator::run::{Moment, Observer, Options, Run, run};

/// Looks at nothing.
struct Nobody;

impl Observer for Nobody {
    fn instants(&self) -> Vec<Instant> {
        Vec::new()
    }

    fn readings(&self) -> Vec<Instant> {
        Vec::new()
    }

    fn look(&mut self, _: &Moment<'_>) {}

    fn watches(&self, _: Instant) -> bool {
        false
    }

    fn holds(&mut self, _: &Check, _: &Moment<'_>) -> bool {
        false
    }

    fn progress(&mut self, _: Instant) {}
}

fn load(text: &str) -> Scenario {
    let mut sources = Sources::new();
    let tree = match sources.read_text("workload.yaml", text, Format::Yaml) {
        Ok(tree) => tree,
        Err(problems) => panic!("{}", sources.render(&problems).join("\n")),
    };
    match scenario::read(tree, "workload") {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{}\n{text}", sources.render(&problems).join("\n")),
    }
}

/// Runs a scenario; `service` takes the place of S3's own times.
fn ran(text: &str, service: Option<&Table>) -> Run {
    run(&load(text), Options { service: service.cloned(), ..Options::default() }, &mut Nobody)
}

/// All requests of a workload.
fn of(run: &Run, workload: &str) -> Latency {
    run.ledger.latencies.of(workload, |key| !key.part)
}
