//! Checks, in the words of scenarios.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod attributes;
mod elsewhere;
mod owners;
mod readings;
mod uploads;

use s3sim_document::source::{Format, Sources};
use s3sim_experiment::outcome::{Expected, Silent, simulate};
use s3sim_scenario::scenario;
use s3sim_simulator::run::Options;

/// What came of everything that a scenario expects.
fn expected(yaml: &str) -> Vec<Expected> {
    let tree = Sources::new().read_text("test.yaml", yaml, Format::Yaml).unwrap();
    let scenario = scenario::read(tree, "test").unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    simulate(&scenario, Options::default(), &Silent).unwrap().expected
}
