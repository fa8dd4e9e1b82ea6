//! Settings under `model` for what AWS leaves open about lifecycle rules.

use crate::expected;

/// How many of four noncurrent versions are left that a rule keeping two leaves alone, and when an object of the first
/// day moves by a rule for 10 January.
fn figures(model: &str, kept: u32, moved: &str) {
    let yaml = format!(
        "
duration: 100d
model: {{{model}}}
buckets:
  versions:
    versioning: Enabled
    lifecycle: {{Rules: [{{ID: trim, Status: Enabled, Filter: {{}}, NoncurrentVersionExpiration: {{NoncurrentDays: 1, NewerNoncurrentVersions: 2}}}}]}}
    objects: {{v: {{count: 1, created: -50d, versions: {{count: 5, every: 1d}}}}}}
  dated:
    lifecycle: {{Rules: [{{ID: cool, Status: Enabled, Filter: {{}}, Transitions: [{{Date: '2025-01-10', StorageClass: STANDARD_IA}}]}}]}}
    objects: {{o: {{count: 1}}}}
expect:
  kept: {{count: {{keys: versions/*, version: noncurrent}}, is: {kept}}}
  before: {{objects: dated/*, at: {moved}T00:00:00Z, StorageClass: STANDARD_IA}}
  not sooner: {{count: {{keys: dated/*, StorageClass: STANDARD}}, from: 0d, until: {moved}T00:00:00Z, is: 1}}
"
    );
    for found in expected(&yaml) {
        assert!(found.passed, "{model} {}: {} but {}", found.name, found.expected, found.actual);
    }
}

/// 30 days after 2025-01-01 is 2025-01-31.
#[test]
fn newer_versions_and_rules_by_date() {
    figures("", 2, "2025-01-31");
    figures("keep_n_strict: true", 3, "2025-01-31");
    figures("date_rule_sia_guard: false", 2, "2025-01-10");
}
