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
    word(
        "request_payment",
        Form::Document("PutBucketRequestPayment", &["Requester", "BucketOwner"]),
        "Who pays for requests and transfer: Requester or BucketOwner; default BucketOwner",
    ),
    word("objects", Form::Named(&POPULATION), "What is there at the start, by population"),
    word(
        "encryption",
        Form::Document("PutBucketEncryption", &[]),
        "Default encryption: the document, or its one rule, flat; default AES256",
    ),
    word("policy", Form::Document("PutBucketPolicy", &[]), "Bucket policy; default none"),
    word(
        "notification",
        Form::Document("PutBucketNotificationConfiguration", &[]),
        "Event notifications; default none",
    ),
    word("replication", Form::Document("PutBucketReplication", &[]), "Replication rules; default none"),
    word("logging", Form::Document("PutBucketLogging", &[]), "Server access logging; default none"),
    word("website", Form::Document("PutBucketWebsite", &[]), "Static website; default none"),
    word("cors", Form::Document("PutBucketCors", &[]), "Cross-origin rules; default none"),
    word(
        "public_access_block",
        Form::Document("PutPublicAccessBlock", &[]),
        "Block Public Access: true, false, or the document; default: all four settings on",
    ),
    word(
        "ownership",
        Form::Document(
            "PutBucketOwnershipControls",
            &["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"],
        ),
        "Object ownership; default BucketOwnerEnforced: ACLs are off",
    ),
    word("acl", Form::Document("PutBucketAcl", &[]), "Access control list: a canned one, or the document"),
    word(
        "object_lock",
        Form::Document("PutObjectLockConfiguration", &["Enabled"]),
        "Object Lock, with a default retention or without; switches versioning on. Default: off",
    ),
    word(
        "accelerate",
        Form::Document("PutBucketAccelerateConfiguration", &["Enabled", "Suspended"]),
        "Transfer Acceleration; default off",
    ),
    later("inventory", "Inventory configurations, by id"),
    word(
        "analytics",
        Form::Documents("PutBucketAnalyticsConfiguration"),
        "Storage class analysis, by configuration id; default none",
    ),
    later("metrics", "Request metrics, by id"),
    word(
        "type",
        Form::Choice(&["Directory"]),
        "Directory: everything in it is S3 Express One Zone. Default: a general purpose bucket",
    ),
    word("zone", Form::Text, "Availability Zone of a directory bucket; default: the one in its name"),
    word(
        "partitions",
        Form::Free,
        "How S3 has partitioned the prefixes: by_prefix, or a list; default: not at all",
    ),
    word("external", Form::Section(&EXTERNAL), "Its bytes lie in another store, at a price of its own"),
];

/// Another store than S3.
pub(crate) static EXTERNAL: Table =
    Table { title: "an external store", words: EXTERNAL_WORDS, beside: Beside::Nothing };

const EXTERNAL_WORDS: &[Word] = &[
    word("price", Form::PriceList, "What it costs: 0.08 USD/GB-mo, 0.01 USD/GB, 30 USD/mo; several add up"),
    word("first_byte", Form::Duration, "How long the first byte takes; default: at once"),
    word("survives", Form::Text, "What its data outlives: host, zone, region, or a list; default nothing"),
];

/// What can be lost.
pub(crate) const LOSSES: [&str; 3] = ["host", "zone", "region"];

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
    word("owner", Form::Text, "The account that owns them, where ACLs are on; default: the bucket's"),
    word(
        "versions",
        Form::Section(&OLDER),
        "How many versions each has, the newest at `created`, and how far apart they are",
    ),
    word(
        "deleted",
        Form::Boolean,
        "Whether a delete marker is on top, written with the object; default false",
    ),
    word(
        "incomplete_upload",
        Form::Boolean,
        "Whether they are parts of uploads that nobody completed, begun at `created`; default false",
    ),
    word(
        "encryption",
        Form::Choice(&["none"]),
        "none: written before 2023, when nothing was encrypted by itself",
    ),
    word(
        "inventory",
        Form::Text,
        "The manifest.json of an S3 Inventory report in CSV: its versions are there at the start",
    ),
    word(
        "aged",
        Form::Boolean,
        "Whether they have lived under the bucket's rules since they were created, unbilled; default false",
    ),
];

/// Versions of the objects of a population.
pub(crate) static OLDER: Table = Table { title: "versions", words: OLDER_WORDS, beside: Beside::Nothing };

const OLDER_WORDS: &[Word] = &[
    word("count", Form::Whole, "How many each object has; default 1"),
    word("every", Form::Duration, "How long before the next one each was written; default 1d"),
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
