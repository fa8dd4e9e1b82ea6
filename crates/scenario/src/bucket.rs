//! Buckets: their configuration, and what is in them at the start.

mod access;
pub mod external;
mod replication;

use std::collections::BTreeSet;

use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::tree::Node;
use s3sim_ledger::AccountId;
use s3sim_s3::access::Access;
use s3sim_s3::bucket::BucketKind;
use s3sim_s3::calls::bucket::{is_bucket_name, zone_of_name};
use s3sim_s3::configuration::analytics::AnalyticsConfiguration;
use s3sim_s3::configuration::by_id::{self, Identified};
use s3sim_s3::configuration::intelligent_tiering::{self, IntelligentTieringConfiguration};
use s3sim_s3::configuration::object_lock;
use s3sim_s3::configuration::request_payment::{self, Payer};
use s3sim_s3::configuration::stored::Stored;
use s3sim_s3::configuration::versioning::{self, VersioningConfiguration, VersioningStatus};
use s3sim_s3::directory::Directory;
use s3sim_s3::encryption;
use s3sim_s3::encryption::default::NewDefault;
use s3sim_s3::kms::NewKey;
use s3sim_s3::lifecycle::document::LifecycleConfiguration;
use s3sim_s3::lifecycle::read as lifecycle;
use s3sim_s3::lifecycle::validate::Circumstances;
use s3sim_s3::lock::ObjectLockConfiguration;
use s3sim_s3::notification::document::NotificationConfiguration;
use s3sim_s3::notification::read as notification;
use s3sim_s3::partition::Layout;
use s3sim_s3::replication::document::ReplicationConfiguration;

use crate::account::{self, Account};
use crate::copies;
use crate::population::{self, Population};
use crate::prices::PriceBook;
use crate::scope::Ground;
use crate::section::Section;
use crate::template::{Piece, Template};
use crate::values;
use crate::words::bucket::BUCKET;

pub use external::ExternalStore;

/// A bucket that is there before the clock starts.
#[derive(Clone, Debug)]
pub struct BucketPlan {
    /// Its name.
    pub name: String,
    /// Who owns it: the name of one of the scenario's accounts.
    pub account: String,
    /// Where it is.
    pub region: Region,
    /// Tags of the bucket.
    pub tags: Vec<(String, String)>,
    /// Versioning; `None` = never enabled.
    pub versioning: Option<VersioningStatus>,
    /// Lifecycle rules.
    pub lifecycle: Option<LifecycleConfiguration>,
    /// Replication rules.
    pub replication: Option<ReplicationConfiguration>,
    /// Whether versioning cannot be changed without a second factor.
    pub mfa_delete: bool,
    /// What kind of bucket it is.
    pub kind: BucketKind,
    /// Object Lock.
    pub object_lock: Option<ObjectLockConfiguration>,
    /// Default encryption; `None` = as in a new bucket.
    pub encryption: Option<NewDefault>,
    /// Documents that are kept as they are.
    pub documents: Vec<(Stored, Node)>,
    /// What it tells of its objects, and whom.
    pub notification: Option<NotificationConfiguration>,
    /// Who may use it.
    pub access: Access,
    /// Opt-in tiers of Intelligent-Tiering.
    pub intelligent_tiering: Vec<IntelligentTieringConfiguration>,
    /// Who pays for requests and transfer.
    pub request_payment: Payer,
    /// What storage class analysis looks at.
    pub analytics: Vec<Identified<AnalyticsConfiguration>>,
    /// How S3 has partitioned its prefixes.
    pub partitions: Layout,
    /// Another store that it stands for.
    pub external: Option<ExternalStore>,
    /// What is in it.
    pub objects: Vec<Population>,
}

/// Most copies of one bucket: what an account may have without asking for more.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html>
const MOST_COPIES: u64 = 10_000;

/// Reads every bucket, copies included, in file order.
pub(crate) fn read_all(
    reader: &Reader<'_>,
    ground: &Ground,
    accounts: &[Account],
    directory: &Directory,
    keys: &[NewKey],
    book: &mut PriceBook,
) -> Vec<BucketPlan> {
    let mut buckets: Vec<BucketPlan> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut replicating = Vec::new();
    for (name, reader) in reader.entries().unwrap_or_default() {
        let Some((names, bucket, replication)) = read(name, &reader, ground, accounts, directory, keys, book)
        else {
            continue;
        };
        for (name, account) in names {
            if !taken.insert(name.clone()) {
                reader.refused("BucketAlreadyOwnedByYou", format!("there is a bucket `{name}` already"));
                break;
            }
            if let Some(document) = &replication {
                replicating.push((buckets.len(), document.clone()));
            }
            buckets.push(BucketPlan { name, account, ..bucket.clone() });
        }
    }
    replication::read_all(replicating, &mut buckets, accounts);
    buckets
}

/// A copy of a bucket: its name and its owner's.
type Named = (String, String);

/// The names of all copies, what they are, and the replication that is to be read when all buckets are known.
fn read<'a>(
    name: &str,
    reader: &Reader<'a>,
    ground: &Ground,
    accounts: &[Account],
    directory: &Directory,
    keys: &[NewKey],
    book: &mut PriceBook,
) -> Option<(Vec<Named>, BucketPlan, Option<Reader<'a>>)> {
    let section = Section::open(reader, &BUCKET)?;
    values::description(&section);
    let kind = kind(name, &section);
    let names = names(name, &section, &kind);
    let owners = owners(&section, names.len(), accounts);
    let account = owners.first().cloned();
    let owner = accounts
        .iter()
        .position(|known| account.as_ref().map_or(account::MAIN, String::as_str) == known.name);
    let owner = AccountId(owner.unwrap_or_default() as u16);
    let access = access::read(&section, name, owner, ground, directory);
    let region = section.get("region").and_then(|value| values::region(&value));
    let tags = section.get("tags").map(|value| values::tags(&value)).unwrap_or_default();
    let versioning = section.get("versioning").and_then(|value| values::document(&value, versioning::read));
    let directory_bucket = kind.is_directory();
    let circumstances = Circumstances { directory_bucket, ..Circumstances::general_purpose(ground.rules) };
    let lifecycle = section
        .get("lifecycle")
        .and_then(|value| values::document(&value, |value| lifecycle::configuration(value, &circumstances)));
    let intelligent_tiering = section
        .get("intelligent_tiering")
        .and_then(|value| intelligent_tiering::read_all(&value))
        .unwrap_or_default();
    let analytics = section.get("analytics").and_then(|value| by_id::read_all(&value)).unwrap_or_default();
    let notification = section.get("notification").and_then(|value| {
        let region = region.unwrap_or(ground.region);
        values::document(&value, |value| notification::configuration(value, region))
    });
    let partitions = section.get("partitions").and_then(|value| layout(&value)).unwrap_or_default();
    let replication = section.get("replication");
    let object_lock =
        section.get("object_lock").and_then(|value| values::document(&value, object_lock::read));
    let encryption =
        section.get("encryption").and_then(|value| values::document(&value, encryption::default::read));
    let request_payment = section
        .get("request_payment")
        .and_then(|value| values::document(&value, request_payment::read))
        .unwrap_or_default();
    let documents = documents(&section);
    let payer = (owner, region.unwrap_or(ground.region));
    let external = external::read(&section, names.len(), payer, ground, book);
    let objects = section
        .get("objects")
        .map(|value| populations(&value, ground, directory_bucket, accounts, keys))
        .unwrap_or_default();
    section.done();
    for population in &objects {
        if versioning.is_none()
            && object_lock.is_none()
            && (population.versions > 1
                || population.deleted
                || population.imported.iter().any(|version| !version.latest || version.delete_marker))
        {
            let name = &population.name;
            reader.wrong(format!("`{name}` has versions, so the bucket needs `versioning: Enabled`"));
        }
    }
    together(reader, versioning, lifecycle.is_some(), object_lock.is_some(), directory_bucket);
    let mfa_delete = versioning.and_then(|versioning| versioning.mfa_delete).unwrap_or_default();
    let versioning = versioning.map(|versioning| versioning.status);
    let bucket = BucketPlan {
        mfa_delete,
        kind,
        object_lock,
        encryption,
        documents,
        name: name.to_owned(),
        account: account.unwrap_or_else(|| account::MAIN.to_owned()),
        region: region.unwrap_or(ground.region),
        tags,
        // Object Lock brings versioning with it.
        versioning: versioning.or(object_lock.map(|_| VersioningStatus::Enabled)),
        lifecycle,
        notification,
        replication: None,
        access,
        intelligent_tiering,
        request_payment,
        analytics,
        partitions,
        external,
        objects,
    };
    let names = names.into_iter().zip(owners).collect();
    Some((names, bucket, replication))
}

/// The name, or the names of all copies.
fn names(name: &str, section: &Section<'_>, kind: &BucketKind) -> Vec<String> {
    let reader = section.reader();
    let count = section.get("count");
    let template = Template::lenient(name);
    let copied =
        template.pieces().iter().any(|piece| matches!(piece, Piece::Counter { .. } | Piece::Residue { .. }));
    let names: Vec<String> = match count {
        None if copied => {
            reader.wrong("has `{n}` in its name, so it should say how many there are: `count`");
            return Vec::new();
        }
        None => vec![name.to_owned()],
        Some(count) if !copied => {
            count.wrong("asks for copies, so the bucket's name should hold `{n}`");
            return Vec::new();
        }
        Some(count) => {
            let Some(number) = values::counting(&count) else { return Vec::new() };
            if number > MOST_COPIES {
                count.wrong(format!("should be at most {MOST_COPIES}"));
                return Vec::new();
            }
            (0..number).map(|n| template.key(n, s3sim_kernel::time::Day::default())).collect()
        }
    };
    let right =
        |name: &&String| is_bucket_name(name) || (kind.is_directory() && zone_of_name(name).is_some());
    if let Some(wrong) = names.iter().find(|name| !right(name)) {
        let rule = "a bucket's name has 3 to 63 lower case letters, digits, dots and hyphens, and begins and ends \
                    with a letter or digit";
        reader.refused("InvalidBucketName", format!("`{wrong}` is no bucket name: {rule}"));
    }
    names
}

/// Who owns each copy: copies may belong to copies of an account.
fn owners(section: &Section<'_>, copies: usize, accounts: &[Account]) -> Vec<String> {
    let known = || accounts.iter().map(|account| account.name.as_str());
    let Some(value) = section.get("account") else { return vec![account::MAIN.to_owned(); copies] };
    let text = value.node().scalar().filter(|text| copies::is_numbered(text));
    let Some(text) = text else {
        let owner = account::named(&value, known()).unwrap_or_else(|| account::MAIN.to_owned());
        return vec![owner; copies];
    };
    let owners: Vec<String> = (0..copies).map(|n| copies::numbered(text, n as u64)).collect();
    if let Some(missing) = owners.iter().find(|owner| !known().any(|name| name == *owner)) {
        value.wrong(format!("there is no account `{missing}`"));
    }
    owners
}

/// `type` and `zone`.
fn kind(name: &str, section: &Section<'_>) -> BucketKind {
    let (kind, zone) = (section.get("type"), section.get("zone"));
    let is_directory = kind.is_some_and(|kind| kind.word(&[("Directory", ())]).is_some());
    if !is_directory {
        if let Some(zone) = zone {
            zone.wrong("only a bucket of `type: Directory` is in one zone");
        }
        return BucketKind::GeneralPurpose;
    }
    let zone = zone.and_then(|zone| values::text(&zone));
    let named = zone_of_name(name).map(str::to_owned);
    BucketKind::Directory { zone: zone.or(named).unwrap_or_default() }
}

/// The documents that are kept as they are.
fn documents(section: &Section<'_>) -> Vec<(Stored, Node)> {
    const FIELDS: [(&str, Stored); 4] = [
        ("logging", Stored::Logging),
        ("website", Stored::Website),
        ("cors", Stored::Cors),
        ("accelerate", Stored::Accelerate),
    ];
    let read = |(name, stored): (&'static str, Stored)| {
        let value = section.get(name)?;
        values::document(&value, |value| stored.read(value)).map(|document| (stored, document))
    };
    FIELDS.into_iter().filter_map(read).collect()
}

/// `by_prefix`, or a list of prefixes.
fn layout(reader: &Reader<'_>) -> Option<Layout> {
    if reader.node().as_list().is_none() {
        return reader.word(&[("by_prefix", ())]).map(|()| Layout::ByPrefix);
    }
    let prefixes = reader.items()?.iter().map(values::text).collect::<Option<Vec<_>>>()?;
    Some(Layout::Prefixes(prefixes))
}

/// What S3 does not let stand together in one bucket.
fn together(
    reader: &Reader<'_>,
    versioning: Option<VersioningConfiguration>,
    lifecycle: bool,
    object_lock: bool,
    directory: bool,
) {
    let refuse = |message: &str| reader.refused("InvalidBucketState", message);
    let suspended = versioning.is_some_and(|versioning| versioning.status == VersioningStatus::Suspended);
    if object_lock && suspended {
        refuse("a bucket with Object Lock stays versioned");
    }
    if lifecycle && versioning.is_some_and(|versioning| versioning.mfa_delete == Some(true)) {
        refuse("MFA delete and lifecycle rules exclude each other");
    }
    if directory && (versioning.is_some() || object_lock) {
        reader.refused("NotImplemented", "directory buckets know neither versioning nor Object Lock");
    }
}

fn populations(
    reader: &Reader<'_>,
    ground: &Ground,
    directory: bool,
    accounts: &[Account],
    keys: &[NewKey],
) -> Vec<Population> {
    let mut populations: Vec<Population> = Vec::new();
    for (name, reader) in reader.entries().unwrap_or_default() {
        let Some(population) = population::read(name, &reader, ground, directory, accounts, keys) else {
            continue;
        };
        for other in &populations {
            let (ours, theirs) = (&population.keys, &other.keys);
            if let Some(key) = crate::template::common::common_key(ours, theirs) {
                let whose = &other.name;
                reader
                    .wrong(format!("`{ours}` can make the key `{key}`, and so can `{theirs}` of `{whose}`"));
            }
        }
        populations.push(population);
    }
    populations
}
