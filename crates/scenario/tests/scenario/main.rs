//! The format, held by examples: what is read, what is refused and in which words.

mod anything;
mod defaults;
mod examples;
mod loading;
mod populations;
mod questions;
mod requests;
mod wrong;

use s3sim_document::source::{Format, Sources};
use s3sim_kernel::time::Instant;
use s3sim_scenario::expectation::Expectation;
use s3sim_scenario::request::RequestPlan;
use s3sim_scenario::step::{Act, Step};
use s3sim_scenario::{Scenario, scenario};

trait Call {
    /// What a step calls, and what it expects.
    fn call(&self) -> (&RequestPlan, &Expectation);
}

impl Call for Step {
    fn call(&self) -> (&RequestPlan, &Expectation) {
        match &self.act {
            Act::Call { request, expect } => (request, expect),
            Act::Kms { call, .. } => panic!("{call:?} is no call to S3"),
            Act::Around { call, .. } => panic!("{call:?} is no call to S3"),
            Act::Fault(fault) => panic!("{fault:?} is no call"),
        }
    }
}

/// Reads a scenario, or all that is wrong with it as `path: message [Code]`.
fn read(yaml: &str) -> Result<Scenario, Vec<String>> {
    let tree = Sources::new().read_text("test.yaml", yaml, Format::Yaml).expect("the test is YAML");
    scenario::read(tree, "test").map_err(|problems| {
        let line = |problem: &s3sim_document::problem::Problem| {
            let code = problem.code.map(|code| format!(" [{code}]")).unwrap_or_default();
            format!("{}: {}{code}", problem.path, problem.message)
        };
        problems.list().iter().map(line).collect()
    })
}

/// Reads a scenario that is right.
fn good(yaml: &str) -> Scenario {
    read(yaml).unwrap_or_else(|problems| panic!("{yaml}\n{}", problems.join("\n")))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}
