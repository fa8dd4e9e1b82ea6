//! A lifecycle configuration as S3 keeps it: validated, in words of the API.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::Day;

/// What `PutBucketLifecycleConfiguration` stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleConfiguration {
    /// 1 to 1,000 rules, in the document's order.
    pub rules: Vec<Rule>,
    /// What objects below 128 KB do when a rule has no size filter.
    pub transition_default_minimum_object_size: TransitionDefaultMinimumObjectSize,
}

/// The header `x-amz-transition-default-minimum-object-size`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransitionDefaultMinimumObjectSize {
    /// `all_storage_classes_128K`: objects below 128 KB are not moved at all. The default since September 2024.
    #[default]
    AllStorageClasses128K,
    /// `varies_by_storage_class`: objects below 128 KB move to GLACIER and DEEP_ARCHIVE only.
    VariesByStorageClass,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// As written, or made from the rule's position.
    pub id: String,
    /// `Status: Enabled`.
    pub enabled: bool,
    /// Which objects.
    pub filter: Filter,
    /// In the document's order.
    pub transitions: Vec<Transition>,
    /// What happens to current versions in the end.
    pub expiration: Option<Expiration>,
    /// In the document's order.
    pub noncurrent_transitions: Vec<NoncurrentVersionTransition>,
    /// When noncurrent versions are deleted.
    pub noncurrent_expiration: Option<NoncurrentVersionExpiration>,
    /// Days after initiation at which unfinished uploads are aborted.
    pub abort_incomplete_multipart_upload: Option<u32>,
}

/// Which objects a rule concerns: all conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Tags that the object must have, exactly.
    pub tags: Vec<(String, String)>,
    /// `ObjectSizeGreaterThan`, in bytes, strict.
    pub larger_than: Option<u64>,
    /// `ObjectSizeLessThan`, in bytes, strict.
    pub smaller_than: Option<u64>,
}

/// When an action on current versions is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// So many days of 24 h after creation, rounded up to midnight.
    Days(u32),
    /// At this midnight, and from then on for every object.
    Date(Day),
}

/// Moves current versions to another class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// When.
    pub timing: Timing,
    /// Where to.
    pub storage_class: StorageClass,
}

/// Ends current versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiration {
    /// Deletes, or puts a delete marker on top; also removes a lone delete marker of that age.
    After(Timing),
    /// Removes delete markers that have no versions below them.
    ExpiredObjectDeleteMarker,
}

/// Moves noncurrent versions to another class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoncurrentVersionTransition {
    /// Days since the version became noncurrent.
    pub noncurrent_days: u32,
    /// Where to.
    pub storage_class: StorageClass,
    /// How many newer noncurrent versions there must be; 0 = no condition.
    pub newer_noncurrent_versions: u32,
}

/// Deletes noncurrent versions for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoncurrentVersionExpiration {
    /// Days since the version became noncurrent.
    pub noncurrent_days: u32,
    /// How many newer noncurrent versions there must be; 0 = no condition.
    pub newer_noncurrent_versions: u32,
}
