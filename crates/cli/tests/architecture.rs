//! The house keeps its walls: which crate may use which.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Crate and the crates that it may use; a crate uses only those below it.
const MAY_USE: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("document", &[]),
    ("aws", &["kernel", "document"]),
    ("iam", &["aws", "document", "kernel"]),
    ("ledger", &["aws", "kernel"]),
    ("s3", &["iam", "ledger", "aws", "kernel", "document"]),
    ("billing", &["ledger", "aws", "kernel", "document"]),
    ("neighbours", &["s3", "iam", "ledger", "kernel", "aws", "document"]),
    ("scenario", &["neighbours", "s3", "ledger", "billing", "iam", "aws", "document", "kernel"]),
    ("simulator", &["scenario", "neighbours", "s3", "iam", "ledger", "aws", "document", "kernel"]),
    (
        "experiment",
        &[
            "simulator",
            "neighbours",
            "billing",
            "scenario",
            "s3",
            "iam",
            "ledger",
            "aws",
            "document",
            "kernel",
        ],
    ),
    (
        "report",
        &["experiment", "simulator", "billing", "scenario", "s3", "ledger", "aws", "document", "kernel"],
    ),
    (
        "cli",
        &[
            "report",
            "experiment",
            "simulator",
            "billing",
            "scenario",
            "s3",
            "iam",
            "ledger",
            "aws",
            "document",
            "kernel",
        ],
    ),
];

#[test]
fn crates_use_only_what_lies_below_them() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, below)| (*name, below.iter().copied().collect())).collect();
    let mut seen = 0;
    for package in &metadata.packages {
        let name =
            package.name.strip_prefix("s3sim-").expect("every crate of the workspace is called s3sim-…");
        let below = allowed.get(name).unwrap_or_else(|| panic!("{name} has no place in the table"));
        seen += 1;
        for dependency in &package.dependencies {
            let Some(used) = dependency.name.strip_prefix("s3sim-") else { continue };
            if dependency.kind == DependencyKind::Normal {
                assert!(below.contains(used), "{name} must not use {used}");
            }
        }
    }
    assert!(seen >= 10, "only {seen} crates were looked at");
}

/// Each third-party crate is used for one reason, which `ARCHITECTURE.md` gives; serde_yaml is kept behind one crate.
#[test]
fn third_parties_are_named_with_their_reason() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let architecture = std::fs::read_to_string(format!("{root}/ARCHITECTURE.md")).unwrap();
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    for package in &metadata.packages {
        for dependency in package.dependencies.iter().filter(|d| !d.name.starts_with("s3sim-")) {
            let named = architecture.contains(&format!("`{}`", dependency.name));
            assert!(named, "ARCHITECTURE.md gives no reason for `{}`", dependency.name);
            if dependency.name == "serde_yaml" {
                assert_eq!(package.name.as_str(), "s3sim-document");
            }
        }
    }
}
