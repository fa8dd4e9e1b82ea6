//! `summary.json`: the run in figures.

use std::collections::BTreeMap;

use crate::requests;
use s3sim_billing::usage_group::UsageGroup;
use s3sim_document::tree::canonical;
use s3sim_experiment::outcome::Outcome;
use s3sim_ledger::event::EventKind;
use s3sim_scenario::Scenario;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Serialize)]
struct Summary {
    scenario: String,
    /// Printed, not compared.
    s3sim: &'static str,
    /// SHA-256 of the checked scenario, with its files and settings; printed, not compared.
    digest: String,
    seed: u64,
    start: String,
    end: String,
    cost: Cost,
    events: BTreeMap<&'static str, u64>,
    /// The limit that held workloads back most.
    #[serde(skip_serializing_if = "Option::is_none")]
    bottleneck: Option<String>,
    expectations: Expectations,
}

#[derive(Serialize)]
struct Cost {
    currency: &'static str,
    total: String,
    /// In the order of the summary in the terminal.
    #[serde(serialize_with = "as_map")]
    by_usage_group: Vec<(String, String)>,
    by_month: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Expectations {
    passed: usize,
    failed: usize,
}

/// The file.
///
/// # Errors
/// Only if memory cannot be written to.
pub(crate) fn json(scenario: &Scenario, outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let groups = outcome.bill.by(|line| line.group());
    let months = outcome.bill.by(|line| line.month.to_string());
    let mut events: BTreeMap<EventKind, u64> = BTreeMap::new();
    for event in &outcome.run.ledger.events {
        *events.entry(event.event).or_default() += event.count;
    }
    let passed = outcome.expected.iter().filter(|expected| expected.passed).count();
    let by_usage_group =
        groups.into_iter().map(|(group, cost): (UsageGroup, _)| (group.to_string(), cost.to_string()));
    let summary = Summary {
        scenario: scenario.name.clone(),
        s3sim: VERSION,
        digest: digest(scenario),
        seed: scenario.seed,
        start: scenario.start.to_string(),
        end: scenario.end.to_string(),
        cost: Cost {
            currency: "USD",
            total: outcome.bill.total().to_string(),
            by_usage_group: by_usage_group.collect(),
            by_month: months.into_iter().map(|(month, cost)| (month, cost.to_string())).collect(),
        },
        events: events.into_iter().map(|(kind, count)| (kind.name(), count)).collect(),
        bottleneck: requests::bottleneck(outcome),
        expectations: Expectations { passed, failed: outcome.expected.len() - passed },
    };
    let mut bytes = serde_json::to_vec_pretty(&summary)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn as_map<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// SHA-256 of a checked scenario, with its files and settings, in hexadecimal digits.
pub fn digest(scenario: &Scenario) -> String {
    let bytes = Sha256::digest(canonical(&scenario.tree).as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
