//! Archives: restores, their copies, and the opt-in tiers of Intelligent-Tiering.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html>

use std::cell::RefCell;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node};
use s3sim_kernel::time::{HOUR, Instant, MINUTE, Micros};
use s3sim_ledger::event::EventKind;
use s3sim_s3::configuration::intelligent_tiering;

use super::rules::Deed;
use super::store::{Bucket, SMALL, Store, Version, midnight_from};

/// How far a restore has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restore {
    None,
    /// Under way since it was asked for of this archive.
    Running {
        archive: Archive,
        speed: Speed,
        days: Option<u32>,
        ready: Instant,
    },
    /// There is a copy until then.
    Copy(Instant),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    Bulk,
    Standard,
    Expedited,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Archive {
    Glacier,
    Deep,
    /// The opt-in tiers.
    Access,
    DeepAccess,
}

impl Archive {
    fn of(version: &Version) -> Option<Archive> {
        match (version.class, version.tier) {
            (StorageClass::Glacier, _) => Some(Archive::Glacier),
            (StorageClass::DeepArchive, _) => Some(Archive::Deep),
            (StorageClass::IntelligentTiering, AccessTier::Archive) => Some(Archive::Access),
            (StorageClass::IntelligentTiering, AccessTier::DeepArchive) => Some(Archive::DeepAccess),
            _ => None,
        }
    }

    fn copies(self) -> bool {
        matches!(self, Archive::Glacier | Archive::Deep)
    }

    fn operation(self) -> &'static str {
        if self == Archive::Deep { "DeepArchiveRestoreObject" } else { "RestoreObject" }
    }

    /// The longest time of the table of retrieval options; `None` if that is not offered.
    fn time(self, speed: Speed, size: u64) -> Option<Micros> {
        let deep = matches!(self, Archive::Deep | Archive::DeepAccess);
        let time = match (deep, speed) {
            (true, Speed::Expedited) => return None,
            (true, Speed::Standard) => 12 * HOUR,
            (true, Speed::Bulk) => 48 * HOUR,
            // 300 MB a second on top, from 250 MB on, which no object here reaches.
            (false, Speed::Expedited) => 5 * MINUTE,
            (false, Speed::Standard) => 5 * HOUR,
            (false, Speed::Bulk) => 12 * HOUR,
        };
        assert!(size < 250 << 20);
        Some(Micros(time))
    }
}

/// Whether a version can be read.
pub fn readable(version: &Version) -> Result<(), ErrorCode> {
    let archived = Archive::of(version).is_some() && !matches!(version.restore, Restore::Copy(_));
    if archived { Err(ErrorCode::InvalidObjectState) } else { Ok(()) }
}

/// A copy stays for its days, and then to the next midnight.
fn expiry(from: Instant, days: u32) -> Instant {
    midnight_from(from + Micros::days(days.into()))
}

/// Where a version is archived, in the words of `events.csv`.
fn place(version: &Version) -> &'static str {
    let tiered = matches!(Archive::of(version), Some(Archive::Access | Archive::DeepAccess));
    if tiered { version.tier.name() } else { version.class.name() }
}

impl Store {
    /// RestoreObject. <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html>
    pub fn restore(
        &mut self,
        now: Instant,
        (b, key, index): (usize, &str, usize),
        parameters: &Map,
        cause: &str,
    ) -> Result<(), ErrorCode> {
        let request = parameters.get("RestoreRequest").unwrap();
        let days = request.get("Days").and_then(Node::scalar).map(|days| days.parse::<u32>().unwrap());
        let tier = request.get("GlacierJobParameters").and_then(|job| job.get("Tier"));
        let speed = match tier.and_then(Node::scalar) {
            Some("Expedited") => Speed::Expedited,
            Some("Bulk") => Speed::Bulk,
            _ => Speed::Standard,
        };
        let version = self.buckets[b].objects[key][index].clone();
        let archive = Archive::of(&version).ok_or(ErrorCode::InvalidObjectState)?;
        match (archive.copies(), days) {
            (true, None) => return Err(ErrorCode::MalformedXml),
            (false, Some(_)) => return Err(ErrorCode::InvalidArgument),
            _ => {}
        }
        let time = archive.time(speed, version.size).ok_or(ErrorCode::InvalidArgument)?;
        let mut ready = now + time;
        match version.restore {
            Restore::Copy(_) => {
                let until = expiry(now, days.unwrap());
                self.change(b, key, index, |version| version.restore = Restore::Copy(until));
                self.watch(until);
                let item = match version.class {
                    StorageClass::Glacier => Item::RequestGlacierTier2,
                    _ => Item::RequestDeepArchiveTier2,
                };
                self.charge(now, b, item, "RestoreObject", 1);
                self.note(now, b, key, index, EventKind::RestoreInitiated, place(&version), "", cause);
                return Ok(());
            }
            Restore::Running { speed: running, days: before, ready: then, .. } => {
                if speed <= running || days != before {
                    return Err(ErrorCode::RestoreAlreadyInProgress);
                }
                ready = ready.min(then);
            }
            Restore::None => {}
        }
        self.change(b, key, index, |version| {
            version.restore = Restore::Running { archive, speed, days, ready };
            if !archive.copies() {
                // It counts as an access.
                version.accessed = now;
            }
        });
        self.watch(ready);
        let item = match (archive, speed) {
            (Archive::Glacier, Speed::Bulk) => Item::RestoreGlacierBulk,
            (Archive::Glacier, Speed::Standard) => Item::RestoreGlacierStandard,
            (Archive::Glacier, Speed::Expedited) => Item::RestoreGlacierExpedited,
            (Archive::Deep, Speed::Bulk) => Item::RestoreDeepArchiveBulk,
            (Archive::Deep, _) => Item::RestoreDeepArchiveStandard,
            (_, Speed::Expedited) => Item::RestoreIntArchiveExpedited,
            _ => Item::RequestFree,
        };
        self.charge(now, b, item, archive.operation(), 1);
        self.note(now, b, key, index, EventKind::RestoreInitiated, place(&version), "", cause);
        Ok(())
    }

    /// Restores that are ready now, and copies whose time is over.
    pub fn restores(&mut self, now: Instant) {
        self.watched.remove(&now);
        for b in 0..self.buckets.len() {
            let all = self.buckets[b].objects.iter();
            let places: Vec<(String, usize, Restore)> = all
                .flat_map(|(key, versions)| versions.iter().enumerate().map(move |(at, v)| (key, at, v)))
                .map(|(key, at, version)| (key.clone(), at, version.restore))
                .collect();
            for (key, index, restore) in places {
                match restore {
                    Restore::Running { archive, speed, days, ready } if ready == now => {
                        self.complete(now, (b, &key, index), archive, speed, days);
                    }
                    Restore::Copy(until) if until == now => {
                        let from = place(&self.buckets[b].objects[&key][index]);
                        let cause = "RestoreObject";
                        self.note(now, b, &key, index, EventKind::RestoreExpired, from, "", cause);
                        self.change(b, &key, index, |version| version.restore = Restore::None);
                    }
                    _ => {}
                }
            }
        }
    }

    fn complete(
        &mut self,
        now: Instant,
        (b, key, index): (usize, &str, usize),
        archive: Archive,
        speed: Speed,
        days: Option<u32>,
    ) {
        let version = self.buckets[b].objects[key][index].clone();
        let item = match (archive, speed) {
            (Archive::Glacier, Speed::Bulk) => Some(Item::RetrievalGlacierBulk),
            (Archive::Glacier, Speed::Standard) => Some(Item::RetrievalGlacierStandard),
            (Archive::Glacier, Speed::Expedited) => Some(Item::RetrievalGlacierExpedited),
            (Archive::Deep, Speed::Bulk) => Some(Item::RetrievalDeepArchiveBulk),
            (Archive::Deep, _) => Some(Item::RetrievalDeepArchiveStandard),
            (_, Speed::Expedited) => Some(Item::RetrievalIntArchiveExpedited),
            _ => None,
        };
        if let Some(item) = item {
            self.charge(now, b, item, archive.operation(), version.size.into());
        }
        let to = if archive.copies() { "" } else { AccessTier::Frequent.name() };
        let cause = "RestoreObject";
        self.note(now, b, key, index, EventKind::RestoreCompleted, place(&version), to, cause);
        let until = days.map(|days| expiry(now, days));
        if let Some(until) = until {
            self.watch(until);
        }
        self.change(b, key, index, |version| match until {
            Some(until) => version.restore = Restore::Copy(until),
            None => {
                (version.restore, version.tier) = (Restore::None, AccessTier::Frequent);
                version.accessed = now;
            }
        });
    }

    fn change(&mut self, b: usize, key: &str, index: usize, change: impl FnOnce(&mut Version)) {
        change(&mut self.buckets[b].objects.get_mut(key).expect("there")[index]);
    }

    /// Wants to be woken.
    fn watch(&mut self, at: Instant) {
        if self.watched.insert(at) {
            self.alarms.push(at);
        }
    }

    /// PutBucketIntelligentTieringConfiguration and its deletion.
    pub fn configure_tiering(
        &mut self,
        b: usize,
        id: &str,
        document: Option<&Node>,
    ) -> Result<(), ErrorCode> {
        let configurations = &mut self.buckets[b].tierings;
        let before = configurations.len();
        configurations.retain(|known| known.id != id);
        match document {
            Some(document) => {
                let problems = RefCell::new(Problems::new());
                let read = intelligent_tiering::read(&Reader::new(document, "", &problems), id);
                configurations.push(read.expect("well-formed"));
                Ok(())
            }
            None if configurations.len() < before => Ok(()),
            None => Err(ErrorCode::NoSuchConfiguration),
        }
    }
}

/// Idle for 30 days: Infrequent Access; for 90: Archive Instant Access; longer in the archive tiers, where a
/// configuration opts in to them. Below 128 KB never.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html>
pub fn tiering(bucket: &Bucket, key: &str, version: &Version, now: Instant) -> Option<(Deed, String)> {
    if version.class != StorageClass::IntelligentTiering || version.size < SMALL {
        return None;
    }
    let concerns = |c: &&intelligent_tiering::IntelligentTieringConfiguration| {
        c.enabled && key.starts_with(&c.prefix) && c.tags.iter().all(|tag| version.tags.contains(tag))
    };
    let opted: Vec<_> = bucket.tierings.iter().filter(concerns).collect();
    let mut steps = vec![(30, AccessTier::Infrequent), (90, AccessTier::ArchiveInstant)];
    steps.extend(opted.iter().filter_map(|c| c.archive_access).map(|days| (days, AccessTier::Archive)));
    steps.extend(
        opted.iter().filter_map(|c| c.deep_archive_access).map(|days| (days, AccessTier::DeepArchive)),
    );
    let idle = now.since(version.accessed);
    let reached = steps.iter().filter(|(days, _)| idle >= Micros::days((*days).into()));
    let tier = reached.map(|(_, tier)| *tier).max()?;
    (tier > version.tier).then(|| (Deed::Tier(tier), "Intelligent-Tiering".to_owned()))
}
