//! Owners of objects, as `objects`, selections and checks have them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use crate::expected;

/// Ten objects that the vendor left and five of the bucket's owner; after a day, access control lists are switched off.
const INBOX: &str = "
accounts: {vendor: 444455556666}
buckets:
  inbox:
    ownership: ObjectWriter
    objects: {theirs: {count: 10, owner: vendor}, ours: {count: 5}}
steps:
  still theirs: {GetObject: inbox/theirs/1, expect: AccessDenied}
  off: {PutBucketOwnershipControls: inbox, OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}, at: 1d}
  ours now: {GetObject: inbox/theirs/1, expect: ok}
expect:
  of the vendor: {count: {keys: inbox/*, owner: vendor}, at: 1h, is: 10}
  of main: {count: {keys: inbox/*, owner: main}, at: 1h, is: 5}
  looked at: {objects: inbox/theirs/*, Owner: vendor, at: 1h}
  one is not: {objects: inbox/*, Owner: vendor, at: 1h}
  all of main: {count: {keys: inbox/*, owner: main}, is: 15}
  by attribute: {objects: inbox/*, Owner: main}
";

/// With ACLs off the owner of the bucket owns every object in it, whoever wrote it, and without them nobody else does.
#[test]
fn the_writer_owns_it_until_access_control_lists_are_off() {
    for found in expected(INBOX) {
        assert_eq!(found.passed, found.name != "one is not", "{}: {}", found.name, found.actual);
        if found.name == "one is not" {
            assert_eq!(found.actual, "5 of 15 differ: inbox/ours/0 is owned by 111122223333");
        }
    }
}
