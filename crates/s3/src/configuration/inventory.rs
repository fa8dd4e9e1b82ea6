//! `PutBucketInventoryConfiguration`: a list of a bucket's objects, written every day or week.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryConfiguration.html>

use s3sim_document::read::Fields;

use super::analytics::{Destination, bucket_destination};
use super::by_id::ById;
use super::schema;

/// The fields that a list can have beside bucket and key, by their names in the document.
pub const OPTIONAL_FIELDS: [&str; 17] = [
    "Size",
    "LastModifiedDate",
    "StorageClass",
    "ETag",
    "IsMultipartUploaded",
    "ReplicationStatus",
    "EncryptionStatus",
    "ObjectLockRetainUntilDate",
    "ObjectLockMode",
    "ObjectLockLegalHoldStatus",
    "IntelligentTieringAccessTier",
    "BucketKeyStatus",
    "ChecksumAlgorithm",
    "ObjectAccessControlList",
    "ObjectOwner",
    "LifecycleExpirationDate",
    "EncryptionKeyArn",
];

/// What is listed, how often, and where the list goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryConfiguration {
    /// `IsEnabled`.
    pub enabled: bool,
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Whether noncurrent versions and delete markers are listed too.
    pub all_versions: bool,
    /// Whether it is written on Sundays only.
    pub weekly: bool,
    /// Where it goes.
    pub destination: Destination,
    /// Which fields it has beside bucket and key.
    pub fields: Vec<&'static str>,
}

impl ById for InventoryConfiguration {
    const ELEMENT: &'static str = "InventoryConfiguration";
    const LIST: &'static str = "InventoryConfigurationList";

    fn contents(fields: &mut Fields<'_>) -> Option<InventoryConfiguration> {
        let enabled = schema::required(fields, "IsEnabled", "").and_then(|value| schema::boolean(&value));
        let versions = schema::required(fields, "IncludedObjectVersions", ": `All` or `Current`")
            .and_then(|value| schema::word(&value, &[("All", true), ("Current", false)]));
        let schedule = schema::required(fields, "Schedule", "");
        let destination = schema::required(fields, "Destination", "");
        let prefix = fields.optional("Filter").as_ref().and_then(schema::structure).and_then(|mut filter| {
            let prefix = schema::required(&mut filter, "Prefix", "").and_then(|prefix| schema::text(&prefix));
            schema::finish(filter);
            prefix
        });
        let known = OPTIONAL_FIELDS.map(|field| (field, field));
        let optional = schema::list(fields.optional("OptionalFields"));
        let optional = optional.iter().filter_map(|field| schema::word(field, &known)).collect();
        let weekly = schedule.as_ref().and_then(schema::structure).and_then(|mut schedule| {
            let often = schema::required(&mut schedule, "Frequency", ": `Daily` or `Weekly`");
            schema::finish(schedule);
            schema::word(&often?, &[("Daily", false), ("Weekly", true)])
        });
        let destination = destination.as_ref().and_then(schema::structure).and_then(|mut destination| {
            let bucket = schema::required(&mut destination, "S3BucketDestination", "");
            schema::finish(destination);
            bucket_destination(&bucket?, "AccountId", &["CSV", "ORC", "Parquet"])
        });
        Some(InventoryConfiguration {
            enabled: enabled?,
            prefix: prefix.unwrap_or_default().to_owned(),
            all_versions: versions?,
            weekly: weekly?,
            destination: destination?,
            fields: optional,
        })
    }
}
