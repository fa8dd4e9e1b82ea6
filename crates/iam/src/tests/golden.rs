//! The example policies of AWS's documentation under the requests that their pages talk about.
//!
//! `b` stands for the sample bucket, owned by 123456789012. Where a policy only denies, callers have full access to
//! S3 themselves, so that "not denied" shows as Allow. Absent keys are simply not listed.

mod enforcing;
mod examples;
mod identities;
mod keys;

use super::support::check;

#[test]
fn example_bucket_policies() {
    check(examples::EXAMPLES);
}

#[test]
fn condition_keys() {
    check(keys::KEYS);
}

#[test]
fn identity_policies() {
    check(identities::IDENTITIES);
}

#[test]
fn policies_that_enforce_something() {
    check(enforcing::ENFORCING);
}
