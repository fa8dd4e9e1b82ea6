//! Actions of services that are not simulated: authorized like any other, and nothing more.

use crate::expected;

/// An SCP adds nothing to what is attached already: with FullAWSAccess beside it everything passes, without it S3 alone.
#[test]
fn actions_of_other_services_are_only_authorized() {
    let found = expected(
        "
accounts: {dev: {id: 444455556666, unit: dev}, open: {id: 555566667777, unit: open}}
organization:
  units:
    dev: {scps: {FullAWSAccess: null, s3: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}}
    open: {scps: {s3: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}}
users:
  ann: {policies: {vms: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'ec2:Run*', Resource: '*'}]}}}
  bob: {}
buckets: {a-1: {}}
expect:
  allowed: {'ec2:RunInstances': '*', as: ann}
  by the policy: {'ec2:RunInstances': '*', as: ann, expect: {decided_by: identity}}
  another action: {'ec2:StopInstances': '*', as: ann, expect: {code: AccessDenied, status: 403}}
  nobody allowed it: {'ec2:RunInstances': 'arn:aws:ec2:us-east-1:111122223333:instance/i-1', as: bob, expect: {decided_by: none}}
  the SCP keeps it out: {'ec2:RunInstances': '*', as: dev/admin, expect: {code: AccessDenied, decided_by: scp}}
  S3 passes: {ListBuckets: '*', as: dev/admin, expect: Allow}
  both pass beside the default: {'ec2:RunInstances': '*', as: open/admin, expect: Allow}
",
    );
    let wrong: Vec<_> = found.iter().filter(|one| !one.passed).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
