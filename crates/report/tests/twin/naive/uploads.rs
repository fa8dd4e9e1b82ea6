//! Multipart uploads, from the beginning to completion or abort.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::collections::BTreeMap;

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_document::tree::{Map, Node};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::event::EventKind;

use super::locks::Lock;
use super::store::{Body, Bucket, Store, Version, midnight_from};

const FIVE_MIB: u64 = 5 << 20;

/// An upload that is neither completed nor aborted.
#[derive(Clone, Debug)]
pub struct Upload {
    id: String,
    key: String,
    class: StorageClass,
    tags: Vec<(String, String)>,
    initiated: Instant,
    /// Size and ETag, by number.
    parts: BTreeMap<u32, (u64, String)>,
    /// The midnight at which a rule should have aborted it.
    owed: Option<Instant>,
}

impl Upload {
    fn bytes(&self) -> u64 {
        self.parts.values().map(|(size, _)| size).sum()
    }

    /// What the parts are billed as: in the class of the object, or in staging on the way to an archive.
    pub fn occupied(&self) -> Option<(Item, &'static str, u64)> {
        let (item, operation) = match self.class {
            StorageClass::Standard => (Item::StorageStandard, "StandardStorage"),
            StorageClass::ReducedRedundancy => (Item::StorageReducedRedundancy, "ReducedRedundancyStorage"),
            StorageClass::IntelligentTiering => (Item::StorageIntFrequent, "IntelligentTieringFAStorage"),
            StorageClass::StandardIa => (Item::StorageStandardIa, "StandardIAStorage"),
            StorageClass::OneZoneIa => (Item::StorageOneZoneIa, "OneZoneIAStorage"),
            StorageClass::GlacierIr => (Item::StorageGlacierIr, "GlacierInstantRetrievalStorage"),
            StorageClass::Glacier => (Item::StagingGlacier, "GlacierStagingStorage"),
            StorageClass::DeepArchive => (Item::StagingDeepArchive, "DeepArchiveStagingStorage"),
            StorageClass::ExpressOneZone => unreachable!("directory buckets only"),
        };
        self.owed.is_none().then(|| (item, operation, self.bytes()))
    }
}

/// The rule that has aborted an upload by a midnight: the one that was due first.
fn aborted_by(bucket: &Bucket, upload: &Upload, now: Instant) -> Option<String> {
    let rules = bucket.lifecycle.iter().flat_map(|lifecycle| &lifecycle.rules);
    let concerned = rules.filter(|rule| rule.enabled && upload.key.starts_with(&rule.filter.prefix));
    let dated = concerned.filter_map(|rule| {
        let days = rule.abort_incomplete_multipart_upload?;
        Some((midnight_from(upload.initiated + Micros::days(days.into())), rule))
    });
    let (day, rule) = dated.min_by_key(|(day, _)| *day)?;
    (day <= now).then(|| format!("rule {}", rule.id))
}

impl Store {
    /// Where the upload stands that a request names.
    fn upload(&self, b: usize, key: &str, parameters: &Map) -> Result<usize, ErrorCode> {
        let id = parameters.get("UploadId").and_then(Node::scalar);
        let named = |upload: &Upload| upload.key == key && Some(upload.id.as_str()) == id;
        self.buckets[b].uploads.iter().position(named).ok_or(ErrorCode::NoSuchUpload)
    }

    /// CreateMultipartUpload; the answer is its id.
    pub fn begin(&mut self, now: Instant, (b, key): (usize, &str), body: Body, cause: &str) -> String {
        self.mention(b, key);
        let id = self.token();
        let Body { class, tags, .. } = body;
        let (key, initiated, parts) = (key.to_owned(), now, BTreeMap::new());
        let upload = Upload { id: id.clone(), key, class, tags, initiated, parts, owed: None };
        self.note_upload(now, b, &upload, EventKind::UploadInitiated, "", class.name(), cause);
        self.buckets[b].uploads.push(upload);
        id
    }

    /// UploadPart; the answer is the class of the upload and the part's ETag.
    pub fn bring(
        &mut self,
        (b, key): (usize, &str),
        size: u64,
        parameters: &Map,
    ) -> Result<(StorageClass, String), ErrorCode> {
        let index = self.upload(b, key, parameters)?;
        let number = parameters.get("PartNumber").and_then(Node::scalar).unwrap().parse().unwrap();
        let etag = self.token();
        let upload = &mut self.buckets[b].uploads[index];
        upload.parts.insert(number, (size, etag.clone()));
        Ok((upload.class, etag))
    }

    /// CompleteMultipartUpload; the answer is the class and where the version stands.
    pub fn complete_upload(
        &mut self,
        now: Instant,
        (b, key): (usize, &str),
        parameters: &Map,
        cause: &str,
    ) -> Result<(StorageClass, usize), ErrorCode> {
        let at = self.upload(b, key, parameters)?;
        let listed = parameters.get("MultipartUpload").and_then(|upload| upload.get("Parts"));
        let (mut sizes, upload) = (Vec::new(), &self.buckets[b].uploads[at]);
        for part in listed.and_then(Node::as_list).unwrap_or_default() {
            let field = |name| part.get(name).and_then(Node::scalar).unwrap();
            let number: u32 = field("PartNumber").parse().unwrap();
            let (size, etag) = upload.parts.get(&number).ok_or(ErrorCode::InvalidPart)?;
            if etag != field("ETag") {
                return Err(ErrorCode::InvalidPart);
            }
            sizes.push(*size);
        }
        let Some((_, all_but_last)) = sizes.split_last() else { return Err(ErrorCode::InvalidRequest) };
        if all_but_last.iter().any(|size| *size < FIVE_MIB) {
            return Err(ErrorCode::EntityTooSmall);
        }
        let Upload { class, tags, initiated, .. } = self.buckets[b].uploads.remove(at);
        let body = Body { size: sizes.iter().sum(), class, tags };
        let index = self.put_dated(now, b, key, body, initiated, cause);
        Ok((class, index))
    }

    /// AbortMultipartUpload.
    pub fn abort(
        &mut self,
        now: Instant,
        (b, key): (usize, &str),
        parameters: &Map,
        cause: &str,
    ) -> Result<(), ErrorCode> {
        let index = self.upload(b, key, parameters)?;
        let upload = self.buckets[b].uploads.remove(index);
        self.note_upload(now, b, &upload, EventKind::UploadAborted, upload.class.name(), "", cause);
        Ok(())
    }

    /// The current version is the one whose upload was begun last. Without versions the last one completed is left.
    fn put_dated(
        &mut self,
        now: Instant,
        b: usize,
        key: &str,
        body: Body,
        created: Instant,
        cause: &str,
    ) -> usize {
        let versions = self.buckets[b].objects.get(key).map_or(&[][..], Vec::as_slice);
        let newer = versions.iter().take_while(|version| version.created > created).count();
        if newer == 0 || self.buckets[b].versioning.is_none() {
            self.put(now, b, key, body, created, cause);
            return 0;
        }
        let highest = versions.iter().map(|version| version.number).max().unwrap_or(0);
        let number = if self.keeps_versions(b) { highest + 1 } else { 0 };
        let replaced = versions.iter().position(|version| number == 0 && version.number == 0);
        let Body { size, class, tags } = body;
        let lock = Lock::default_of(self.buckets[b].object_lock, created);
        let serial = self.serial();
        let version = Version { serial, number, size, class, tags, lock, ..self.blank(created) };
        let versions = self.buckets[b].objects.get_mut(key).expect("there");
        versions.insert(newer, version);
        self.note(now, b, key, newer, EventKind::Created, "", class.name(), cause);
        // There is one null version only.
        match replaced {
            Some(old) if old < newer => {
                self.destroy(now, b, key, old, cause);
                newer - 1
            }
            Some(old) => {
                self.destroy(now, b, key, old + 1, cause);
                newer
            }
            None => newer,
        }
    }

    /// Midnight: rules abort uploads, or owe that.
    pub fn abort_at_midnight(&mut self, now: Instant, b: usize, late: bool) {
        self.abort_all(now, now, b, |upload| upload.owed.is_none(), late);
    }

    /// What was due at a midnight is aborted later.
    pub fn abort_late(&mut self, now: Instant, due: Instant, b: usize) {
        self.abort_all(now, due, b, |upload| upload.owed == Some(due), false);
    }

    fn abort_all(
        &mut self,
        now: Instant,
        due: Instant,
        b: usize,
        which: impl Fn(&Upload) -> bool,
        owe: bool,
    ) {
        for mut upload in std::mem::take(&mut self.buckets[b].uploads) {
            match aborted_by(&self.buckets[b], &upload, due).filter(|_| which(&upload)) {
                Some(_) if owe => upload.owed = Some(due),
                Some(cause) => {
                    let from = upload.class.name();
                    self.note_upload(now, b, &upload, EventKind::UploadAborted, from, "", &cause);
                    continue;
                }
                None => {}
            }
            self.buckets[b].uploads.push(upload);
        }
    }

    /// Forgets which uploads should have been aborted.
    pub fn forgive_uploads(&mut self, b: usize) {
        self.buckets[b].uploads.iter_mut().for_each(|upload| upload.owed = None);
    }

    #[allow(clippy::too_many_arguments)]
    fn note_upload(
        &mut self,
        now: Instant,
        b: usize,
        upload: &Upload,
        kind: EventKind,
        from: &'static str,
        to: &'static str,
        cause: &str,
    ) {
        let (key, bytes) = (upload.key.clone(), upload.bytes());
        self.note_named(now, b, &key, (bytes, String::new()), kind, from, to, cause);
    }
}
