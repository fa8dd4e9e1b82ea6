//! `replication` of a bucket: it is judged when every bucket is known, for its destinations have to be there.

use s3sim_document::read::Reader;
use s3sim_s3::configuration::versioning::VersioningStatus;
use s3sim_s3::replication::read;
use s3sim_s3::replication::validate::{Candidate, Circumstances};

use super::BucketPlan;
use crate::account::Account;
use crate::values;

/// Reads the configurations of buckets by their places; copies of one bucket share a document, of which the first has
/// the say.
pub(super) fn read_all(
    documents: Vec<(usize, Reader<'_>)>,
    buckets: &mut [BucketPlan],
    accounts: &[Account],
) {
    for (place, document) in documents {
        let destination = |name: &str| {
            let bucket = buckets.iter().find(|bucket| bucket.name == name)?;
            let owner = accounts.iter().find(|account| account.name == bucket.account)?;
            Some(Candidate { versioned: is_versioned(bucket), owner: owner.number.to_string() })
        };
        let bucket = &buckets[place];
        let circumstances = Circumstances {
            source: &bucket.name,
            versioned: is_versioned(bucket),
            destination: &destination,
        };
        let configuration = values::document(&document, |value| read::configuration(value, &circumstances));
        buckets[place].replication = configuration;
    }
}

fn is_versioned(bucket: &BucketPlan) -> bool {
    bucket.versioning == Some(VersioningStatus::Enabled)
}
