//! The document of `PutBucketReplication`, as S3 has accepted it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html>

use s3sim_aws::class::StorageClass;

/// A replication configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicationConfiguration {
    /// ARN of the role that S3 assumes.
    pub role: String,
    /// The rules, in the document's order: 1 to 1,000.
    pub rules: Vec<Rule>,
}

/// A rule: which objects go to which bucket, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id; made up where the document has none.
    pub id: String,
    /// Whether it does anything.
    pub enabled: bool,
    /// In which of the two grammars it is written.
    pub schema: Schema,
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Tags that the object must bring, exactly.
    pub tags: Vec<(String, String)>,
    /// `SseKmsEncryptedObjects`: whether objects under a KMS key are replicated too; `None` = not said.
    pub sse_kms_encrypted_objects: Option<bool>,
    /// `ReplicaModifications`: whether changes of the tags, list or lock of replicas go back; `None` = not said.
    pub replica_modifications: Option<bool>,
    /// `ExistingObjectReplication`: accepted, and without effect; `None` = not said.
    pub existing_objects: Option<bool>,
    /// Where replicas go.
    pub destination: Destination,
}

/// The two grammars of a rule.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Without `Filter`: delete markers that users make are replicated.
    V1,
    /// With `Filter`.
    V2 {
        /// Among rules for the same object and destination the largest number counts.
        priority: i32,
        /// `DeleteMarkerReplication`.
        delete_markers: bool,
    },
}

/// Where replicas go, and what they become there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The name of the bucket.
    pub bucket: String,
    /// `Account`: twelve digits, the owner of the bucket.
    pub account: Option<String>,
    /// The class of replicas; `None` = that of the source.
    pub storage_class: Option<StorageClass>,
    /// `AccessControlTranslation`: the owner of the bucket owns the replicas.
    pub owner_override: bool,
    /// `ReplicaKmsKeyID`, as written.
    pub replica_kms_key: Option<String>,
    /// `ReplicationTime`: whether replication time control is on; `None` = not said.
    pub replication_time: Option<bool>,
    /// `Metrics`: whether metrics are on; `None` = not said.
    pub metrics: Option<Metrics>,
}

/// `Metrics`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// Whether they are on.
    pub enabled: bool,
    /// Whether `EventThreshold` was given: it is always 15 minutes.
    pub event_threshold: bool,
}

impl Rule {
    /// Its priority; rules of the first grammar have none, and stand behind all others.
    pub fn priority(&self) -> Option<i32> {
        match self.schema {
            Schema::V1 => None,
            Schema::V2 { priority, .. } => Some(priority),
        }
    }

    /// Whether delete markers that users make are replicated.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html>
    pub fn replicates_delete_markers(&self) -> bool {
        match self.schema {
            Schema::V1 => true,
            Schema::V2 { delete_markers, .. } => delete_markers,
        }
    }

    /// Whether replication time control is on.
    pub fn has_time_control(&self) -> bool {
        self.destination.replication_time == Some(true)
    }

    /// Whether metrics are on: by themselves, or because time control is.
    pub fn has_metrics(&self) -> bool {
        self.has_time_control() || self.destination.metrics.is_some_and(|metrics| metrics.enabled)
    }
}
