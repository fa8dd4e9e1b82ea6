//! Whether S3 may send to the destinations of the buckets' notification configurations.

use s3sim_document::read::Reader;
use s3sim_s3::notification::destination::{Sender, UNABLE};

use super::{Around, keys_of};
use crate::bucket::BucketPlan;
use crate::people::People;
use s3sim_s3::kms::NewKey;

/// Notes every destination of a bucket of the scenario that S3 would refuse.
pub(crate) fn check(
    reader: &Reader<'_>,
    buckets: &[BucketPlan],
    around: &Around,
    people: &People,
    keys: &[NewKey],
) {
    let known = keys_of(keys, people);
    for (name, reader) in reader.entries().unwrap_or_default() {
        let Some(bucket) = buckets.iter().find(|bucket| bucket.name == name) else { continue };
        let Some(node) = reader.node().get("notification") else { continue };
        let place = reader.child("notification", node);
        let owner = people.account(&bucket.account).map(|account| people.number(account));
        let (Some(owner), Some(configuration)) = (owner, &bucket.notification) else { continue };
        let sender = Sender { bucket: name, owner };
        for one in &configuration.destinations {
            if let Some(why) = around.destinations.obstacle(&one.arn, one.kind, sender, &known) {
                place.refused("InvalidArgument", format!("{UNABLE}: {}: {why}", one.arn));
            }
        }
    }
}
