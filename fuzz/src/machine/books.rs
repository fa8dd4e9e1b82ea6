//! The books of a machine: what it told, against what it holds.

use std::collections::BTreeMap;

use s3sim_document::tree::{Map, Node};
use s3sim_ledger::BucketId;
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;
use s3sim_s3::storage::Stored;

use s3sim_aws::operation::Api;

use crate::world::Listener;

/// How many versions each bucket held at the beginning.
#[derive(Clone, Debug)]
pub(super) struct Opening(BTreeMap<String, i128>);

fn versions(s3: &S3, bucket: BucketId) -> i128 {
    s3.census(bucket).map(|(_, census)| i128::from(census.count)).sum()
}

impl Opening {
    pub(super) fn of(s3: &S3) -> Opening {
        Opening(s3.buckets().map(|(id, bucket)| (bucket.name.clone(), versions(s3, id))).collect())
    }

    /// Checks everything that must hold between calls.
    pub(super) fn check(&self, s3: &S3, listener: &Listener) {
        let mut told: BTreeMap<&str, i128> = self.0.iter().map(|(name, n)| (name.as_str(), *n)).collect();
        for (name, change) in &listener.versions {
            *told.entry(name).or_default() += change;
        }
        let mut held: BTreeMap<&str, i128> = BTreeMap::new();
        for (id, bucket) in s3.buckets() {
            let counted = versions(s3, id);
            *held.entry(&bucket.name).or_default() += counted;
            self.rows(s3, id, counted);
            if counted == 0 && s3.incomplete_uploads(id).next().is_none() {
                self.empty(id, listener, &bucket.name);
            }
            if !bucket.deleted {
                listings(s3, id, listener);
            }
        }
        for (name, held) in held {
            assert_eq!(told.get(name).copied().unwrap_or_default(), held, "versions in {name}: told, held");
        }
    }

    /// The census is the sum of the rows.
    fn rows(&self, s3: &S3, bucket: BucketId, counted: i128) {
        let groups = s3.groups(bucket, "");
        let rows: i128 = groups.iter().map(|group| i128::from(group.count())).sum();
        assert_eq!(rows, counted, "versions in the rows and in the census");
        let bytes: u128 =
            groups.iter().map(|group| u128::from(group.count()) * u128::from(group.size())).sum();
        let census: u128 = s3.census(bucket).map(|(_, census)| census.bytes).sum();
        assert_eq!(bytes, census, "bytes in the rows and in the census");
    }

    /// Where nothing is, nothing is billed. What stood there at the beginning was not told of.
    fn empty(&self, bucket: BucketId, listener: &Listener, name: &str) {
        if self.0.get(name).copied().unwrap_or_default() > 0 {
            return;
        }
        for stored in Stored::ALL.iter().filter(|stored| **stored != Stored::ReplicationMetrics) {
            let level = listener.levels.get(&(bucket, *stored)).copied().unwrap_or_default();
            assert_eq!(level, 0, "{stored:?} of {name}, which is empty");
        }
    }
}

fn ask(s3: &S3, api: Api, bucket: BucketId, listener: &Listener) -> Option<Response> {
    let entry = s3.bucket(bucket);
    let parameters = Map::default();
    let caller = Caller::admin(entry.owner);
    let request = Request {
        api,
        bucket: &entry.name,
        key: "",
        parameters: &parameters,
        size: 0,
        caller,
        route: Route::default(),
        cause: "books",
    };
    Some(s3.answer(listener.now, &request)).filter(Response::is_ok)
}

/// Versions as they are listed: each key has one that is the latest and comes first, and those that are data are what
/// the plain listing shows.
fn listings(s3: &S3, bucket: BucketId, listener: &Listener) {
    let Some(plain) = ask(s3, Api::ListObjectsV2, bucket, listener) else { return };
    let keys = |list: Option<&Node>| -> Vec<String> {
        let entries = list.and_then(Node::as_list).unwrap_or_default();
        entries.iter().filter_map(|entry| Some(entry.get("Key")?.scalar()?.to_owned())).collect()
    };
    let plain = keys(plain.fields.get("Contents"));
    assert!(plain.is_sorted(), "not in the order of keys: {plain:?}");
    let Some(all) = ask(s3, Api::ListObjectVersions, bucket, listener) else { return };
    let mut latest: BTreeMap<String, usize> = BTreeMap::new();
    let mut data = Vec::new();
    for (list, is_data) in [("Versions", true), ("DeleteMarkers", false)] {
        for entry in all.fields.get(list).and_then(Node::as_list).unwrap_or_default() {
            let Some(key) = entry.get("Key").and_then(Node::scalar) else { continue };
            let is_latest = entry.get("IsLatest").and_then(Node::scalar) == Some("true");
            *latest.entry(key.to_owned()).or_default() += usize::from(is_latest);
            if is_latest && is_data {
                data.push(key.to_owned());
            }
        }
    }
    assert_eq!(data, plain, "the latest versions, and the objects");
    for (key, count) in latest {
        assert_eq!(count, 1, "versions of {key} that are the latest");
    }
}
