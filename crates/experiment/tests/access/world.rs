//! The stage: a bucket `box` of account `main` with an object `k`, and people of three accounts.
//!
//! `ann` and `xen` may do everything in S3 as far as their own accounts go, `ned` and `xun` nothing. The vendor's
//! canonical id is written `VENDOR`, main's `MAIN`.

use s3sim_document::yaml;
use s3sim_experiment::outcome::{Silent, simulate};
use s3sim_iam::principal::AccountId;
use s3sim_s3::identity::canonical_id;
use s3sim_scenario::scenario;
use s3sim_simulator::run::Options;

const PEOPLE: &str = "
start: 2026-01-01
duration: 1d
accounts: {vendor: 444455556666}
users:
  ann: {policies: {all: AmazonS3FullAccess}}
  ned: {}
  xen: {account: vendor, policies: {all: AmazonS3FullAccess}}
  xun: {account: vendor}
";

fn id(account: &str) -> String {
    canonical_id(AccountId::parse(account).unwrap())
}

/// Runs a scenario made of the stage and of what `more` adds; every step and check has to come out as it says.
pub(crate) fn holds(what: &str, more: &str) -> Result<(), String> {
    holds_where(what, more, ("", ""))
}

/// As [`holds`], with a piece of the stage replaced.
pub(crate) fn holds_where(what: &str, more: &str, (old, new): (&str, &str)) -> Result<(), String> {
    let stage = if old.is_empty() { PEOPLE.to_owned() } else { PEOPLE.replace(old, new) };
    let text =
        format!("{stage}{more}").replace("VENDOR", &id("444455556666")).replace("MAIN", &id("111122223333"));
    let tree = yaml::parse(&text).map_err(|problem| format!("{what}: {problem:?}\n{text}"))?;
    let scenario =
        scenario::read(tree, "access").map_err(|problems| format!("{what}: {:?}", problems.list()))?;
    let outcome =
        simulate(&scenario, Options::default(), &Silent).map_err(|why| format!("{what}: {why:?}"))?;
    let wrong = outcome.expected.iter().filter(|one| !one.passed);
    let wrong: Vec<String> = wrong
        .map(|one| format!("{what}: {}: expected {}, got {}", one.name, one.expected, one.actual))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Several stories, each a bucket's fields and steps `request -> expectation`, all of which have to hold.
pub(crate) fn stories(stories: &[(&str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (what, bucket, steps) in stories {
        let lines = steps.iter().enumerate().map(|(index, step)| {
            let (request, expected) = step.rsplit_once(" -> ").unwrap();
            format!("  s{index}: {{{request}, expect: {expected}}}\n")
        });
        let steps: String = lines.collect();
        let more = format!("buckets:\n  box: {{{bucket}, objects: {{o: {{keys: k}}}}}}\nsteps:\n{steps}");
        wrong.extend(holds(what, &more).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
