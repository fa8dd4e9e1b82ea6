//! A bucket: its configuration, and the key spaces in which its objects are found.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_aws::region::Region;
use s3sim_document::tree::Node;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

use crate::access::Access;
use crate::configuration::analytics::AnalyticsConfiguration;
use crate::configuration::by_id::Identified;
use crate::configuration::intelligent_tiering::IntelligentTieringConfiguration;
use crate::configuration::inventory::InventoryConfiguration;
use crate::configuration::metrics::MetricsConfiguration;
use crate::configuration::stored::Stored;
use crate::encryption::default::DefaultEncryption;
use crate::lifecycle::document::LifecycleConfiguration;
use crate::lock::ObjectLockConfiguration;
use crate::notification::document::Notifications;
use crate::object::table::SpaceId;
use crate::replication::rules::Configured;
use crate::tally::CauseId;

/// The versioning state of a bucket. It never goes back to `Unversioned`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Versioning {
    /// Never configured: an overwrite destroys.
    #[default]
    Unversioned,
    /// Every write makes a new version.
    Enabled,
    /// New writes make null versions; older versions stay.
    Suspended,
}

impl Versioning {
    /// Whether a simple delete or an expiration leaves a delete marker.
    pub fn keeps_versions(self) -> bool {
        self != Versioning::Unversioned
    }
}

/// What `CreateBucket` needs.
#[derive(Clone, Debug)]
pub struct NewBucket {
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: AccountId,
    /// Where it is.
    pub region: Region,
    /// When it was made.
    pub created: Instant,
}

/// What kind of bucket it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BucketKind {
    /// The usual one.
    #[default]
    GeneralPurpose,
    /// A directory bucket, which holds S3 Express One Zone only.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-buckets-overview.html>
    Directory {
        /// The Availability Zone: `use1-az4`.
        zone: String,
    },
}

impl BucketKind {
    /// Whether it is a directory bucket.
    pub fn is_directory(&self) -> bool {
        *self != BucketKind::GeneralPurpose
    }
}

/// What is configured of a bucket beside versioning and lifecycle.
#[derive(Clone, Debug, Default)]
pub struct BucketSettings {
    /// What kind of bucket it is.
    pub kind: BucketKind,
    /// Object Lock, if the bucket has it.
    pub object_lock: Option<ObjectLockConfiguration>,
    /// Whether permanent deletions and changes of versioning need a second factor.
    pub mfa_delete: bool,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// How it encrypts what comes without a word about it.
    pub encryption: DefaultEncryption,
    /// What it tells of its objects, and whom.
    pub notifications: Notifications,
    /// Documents that are kept as they were put.
    pub documents: BTreeMap<Stored, Node>,
    /// What storage class analysis looks at.
    pub analytics: Vec<Identified<AnalyticsConfiguration>>,
    /// Lists that are written of its objects.
    pub inventory: Vec<Identified<InventoryConfiguration>>,
    /// For which objects requests are counted.
    pub metrics: Vec<Identified<MetricsConfiguration>>,
    /// Another store that the bucket stands for.
    pub elsewhere: Option<Elsewhere>,
}

/// A store that is not S3, of which a scenario says what its data outlives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// How long the first byte takes.
    pub first_byte: Micros,
    /// Whether its data outlives the loss of a host.
    pub outlives_host: bool,
    /// Of a zone.
    pub outlives_zone: bool,
    /// Of a Region.
    pub outlives_region: bool,
}

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: AccountId,
    /// Where it is.
    pub region: Region,
    /// When it was made.
    pub created: Instant,
    /// Whether it has been deleted.
    pub deleted: bool,
    /// Its versioning state.
    pub versioning: Versioning,
    /// Its lifecycle configuration.
    pub lifecycle: Option<LifecycleConfiguration>,
    /// Its replication configuration.
    pub(crate) replication: Option<Configured>,
    /// Whether the newest version of a key may not have the highest number: replicas keep theirs, uploads are dated back.
    pub(crate) has_mixed_numbers: bool,
    /// Who may use it.
    pub access: Access,
    /// What else has been configured.
    pub settings: BucketSettings,
    /// Opt-in tiers of Intelligent-Tiering, in the order of their ids.
    pub intelligent_tiering: Vec<IntelligentTieringConfiguration>,
    /// Whether requesters pay for requests and transfer.
    pub requester_pays: bool,
    /// The cause of each lifecycle rule's actions, in the order of rules.
    pub(crate) rule_causes: Vec<CauseId>,
    /// The highest `NewerNoncurrentVersions` of its lifecycle rules: how far down a stack a new version can be felt.
    pub(crate) deepest_newer: u32,
    /// Every prefix that one of its configurations uses: rows are cut there.
    pub(crate) prefixes: BTreeSet<String>,
    /// Literal keys.
    pub(crate) literals: SpaceId,
    /// Templated key spaces, by the text in front of the number.
    pub(crate) templates: BTreeMap<String, Vec<SpaceId>>,
}

impl Bucket {
    /// Whether it is a directory bucket.
    pub fn is_directory(&self) -> bool {
        self.settings.kind.is_directory()
    }

    /// Every prefix that one of its configurations uses.
    pub(crate) fn used_prefixes(&self) -> BTreeSet<String> {
        let rules = self.lifecycle.as_ref().map_or(&[][..], |c| &c.rules);
        let rules = rules.iter().map(|rule| &rule.filter.prefix);
        let tiering = self.intelligent_tiering.iter().map(|configuration| &configuration.prefix);
        let replication =
            self.replication.iter().flat_map(|c| &c.configuration.rules).map(|rule| &rule.prefix);
        let analytics = self.settings.analytics.iter().map(|configured| &configured.contents.prefix);
        let metrics = self.settings.metrics.iter().map(|configured| &configured.contents.prefix);
        let watched = analytics.chain(metrics);
        rules
            .chain(tiering)
            .chain(replication)
            .chain(watched)
            .filter(|prefix| !prefix.is_empty())
            .cloned()
            .collect()
    }

    /// All its key spaces, in a fixed order.
    pub fn spaces(&self) -> impl Iterator<Item = SpaceId> + '_ {
        std::iter::once(self.literals).chain(self.templates.values().flatten().copied())
    }
}
