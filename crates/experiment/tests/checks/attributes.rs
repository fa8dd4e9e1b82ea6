//! Attributes of objects that checks look at: each with a check that holds and one that does not.

use crate::expected;

const VAULT: &str = "
duration: 40d
buckets:
  vault:
    versioning: Enabled
    object_lock: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 30}}}
  open: {objects: {a: {count: 3}}}
steps:
  kept: {PutObject: vault/a, size: 1KB, Tagging: project=x&team=y}
  held: {PutObject: vault/b, size: 1KB, ObjectLockLegalHoldStatus: 'ON', after: 0s}
";

/// A retention of 30 days from 2025-01-01 holds until 2025-01-31.
#[test]
fn locks_and_tags() {
    for (check, wrong) in [
        ("objects: vault/*, ObjectLockMode: COMPLIANCE", None),
        ("objects: vault/*, ObjectLockRetainUntilDate: 2025-01-31", None),
        ("objects: vault/b, ObjectLockLegalHoldStatus: 'ON'", None),
        ("objects: vault/a, ObjectLockLegalHoldStatus: 'OFF', Tags: {team: y}", None),
        ("objects: open/*, ObjectLockMode: NONE, ObjectLockLegalHoldStatus: 'OFF'", None),
        (
            "objects: vault/*, ObjectLockLegalHoldStatus: 'ON'",
            Some("1 of 2 differ: vault/a is in COMPLIANCE mode until 2025-01-31T00:00:00Z"),
        ),
        (
            "objects: vault/b, ObjectLockMode: GOVERNANCE",
            Some(
                "1 of 1 differ: vault/b is in COMPLIANCE mode until 2025-01-31T00:00:00Z, under a legal hold",
            ),
        ),
        (
            "objects: open/*, ObjectLockMode: COMPLIANCE",
            Some("3 of 3 differ: open/a/0 is without a retention"),
        ),
        ("objects: vault/a, Tags: {project: y}", Some("1 of 1 differ: vault/a is tagged project=x, team=y")),
        ("objects: vault/b, Tags: {project: x}", Some("1 of 1 differ: vault/b is without tags")),
    ] {
        let yaml = format!("{VAULT}expect: {{c: {{{check}}}}}\n");
        let all = expected(&yaml);
        let found = all.last().unwrap();
        assert_eq!(found.passed, wrong.is_none(), "{check}: {}", found.actual);
        if let Some(wrong) = wrong {
            assert_eq!(found.actual, wrong, "{check}");
        }
    }
}
