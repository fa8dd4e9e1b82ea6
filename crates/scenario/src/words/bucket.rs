//! Buckets and what is in them at the start.

use super::{Beside, Form, Table, Word, later, word};

/// One bucket.
pub(crate) static BUCKET: Table = Table { title: "a bucket", words: BUCKET_WORDS, beside: Beside::Nothing };

const BUCKET_WORDS: &[Word] = &[
    word("account", Form::Text, "Who owns it; default main"),
    word("region", Form::Region, "Where it is; default: the scenario's region"),
    word("tags", Form::Tags, "Tags of the bucket"),
    word("description", Form::Text, "What it is for"),
    word("count", Form::Whole, "How many copies, where the name holds `{n}`"),
    word(
        "versioning",
        Form::Document("PutBucketVersioning", &["Enabled", "Suspended"]),
        "Enabled or Suspended; default: never enabled",
    ),
    word(
        "lifecycle",
        Form::Document("PutBucketLifecycleConfiguration", &[]),
        "Lifecycle rules; default none",
    ),
    word(
        "intelligent_tiering",
        Form::Documents("PutBucketIntelligentTieringConfiguration"),
        "Opt-in archive tiers of Intelligent-Tiering, by configuration id; default none",
    ),
    word("objects", Form::Named(&POPULATION), "What is there at the start, by population"),
    later("encryption", "Default encryption; default AES256"),
    later("policy", "Bucket policy"),
    later("replication", "Replication rules"),
    later("notification", "Event notifications"),
    later("logging", "Server access logging"),
    later("website", "Static website"),
    later("cors", "Cross-origin rules"),
    later("public_access_block", "Block Public Access; default all four settings on"),
    later("ownership", "Object ownership; default BucketOwnerEnforced"),
    later("acl", "Access control list"),
    later("object_lock", "Object Lock"),
    later("accelerate", "Transfer Acceleration"),
    later("request_payment", "Requester pays"),
    later("inventory", "Inventory configurations, by id"),
    later("analytics", "Storage class analysis, by id"),
    later("metrics", "Request metrics, by id"),
    later("type", "Directory, for Express One Zone"),
    later("zone", "Availability Zone of a directory bucket"),
    later("partitions", "How S3 has partitioned the prefixes"),
    later("external", "Bytes lie elsewhere, at a price of their own"),
];

/// One population.
pub(crate) static POPULATION: Table =
    Table { title: "a population of objects", words: POPULATION_WORDS, beside: Beside::Parameters };

const POPULATION_WORDS: &[Word] = &[
    word("keys", Form::Template, "Keys; default `<population>/{n}`"),
    word(
        "count",
        Form::Whole,
        "How many objects; default 1. Two of count, size and total_size give the third",
    ),
    word("size", Form::Sizes, "Size of each; default 1MB. A distribution is cut into bins"),
    word("total_size", Form::Size, "Size of all together"),
    word("bins", Form::Whole, "Equal shares into which a distribution of sizes is cut; default 20"),
    word(
        "created",
        Form::InstantOrWindow,
        "When they were written: one instant, or one per UTC day of a window; default 0d",
    ),
    word("description", Form::Text, "What they are"),
    later("owner", "The account that owns them"),
    later("versions", "Older versions below"),
    later("deleted", "A delete marker on top"),
    later("incomplete_upload", "Parts of an unfinished upload"),
    later("encryption", "none: from before 2023"),
    later("inventory", "Imported from an S3 Inventory report"),
    later("aged", "Has lived under the bucket's rules since it was created"),
];

/// A window in time.
pub(crate) static WINDOW: Table = Table { title: "a window", words: WINDOW_WORDS, beside: Beside::Nothing };

const WINDOW_WORDS: &[Word] = &[
    word("from", Form::Instant, "First instant, included"),
    word("until", Form::Instant, "Last instant, excluded"),
];

/// A window of ages.
pub(crate) static AGES: Table =
    Table { title: "a range of ages", words: AGES_WORDS, beside: Beside::Nothing };

const AGES_WORDS: &[Word] = &[
    word("from", Form::Duration, "Youngest age, included; default 0d"),
    word("until", Form::Duration, "Oldest age, excluded; default: any"),
];
