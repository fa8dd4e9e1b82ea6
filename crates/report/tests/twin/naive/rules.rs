//! What midnight does to versions: lifecycle rules and Intelligent-Tiering, as AWS words them.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::item::Item;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::event::EventKind;
use s3sim_s3::lifecycle::document::{
    Expiration, Rule, Timing, TransitionDefaultMinimumObjectSize as Default_,
};

use super::archive::{Restore, tiering};
use super::store::{Bucket, SMALL, Store, Version, midnight_from};

/// What is done to one version at one midnight. In this order: permanent deletions come before transitions, and
/// transitions before delete markers. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Delete,
    Move(StorageClass),
    Tier(AccessTier),
    Mark,
}

struct Decided {
    deed: Deed,
    cause: String,
    key: String,
    serial: u64,
}

/// The age of a version is counted in days of 24 hours and rounded up to midnight.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>
fn after(from: Instant, days: u32) -> Instant {
    midnight_from(from + Micros::days(days.into()))
}

/// A rule by date also concerns what is created later.
fn due(timing: Timing, created: Instant) -> Instant {
    match timing {
        Timing::Days(days) => after(created, days),
        Timing::Date(day) => day.start().max(after(created, 0)),
    }
}

impl Store {
    /// Decides for everything as it is at midnight, then does it: nothing that happens tonight is seen tonight. What
    /// waits for something owed is left alone.
    pub fn midnight(&mut self, now: Instant, delay: Micros) {
        for b in 0..self.buckets.len() {
            let mut decided = Vec::new();
            for (key, versions) in &self.buckets[b].objects {
                for index in (0..versions.len()).filter(|&index| versions[index].owed.is_none()) {
                    let lifecycle = lifecycle(&self.buckets[b], key, versions, index, now);
                    let serial = versions[index].serial;
                    let tiering = || tiering(&self.buckets[b], key, &versions[index], now);
                    decided.extend(lifecycle.or_else(tiering).map(|(deed, cause)| Decided {
                        deed,
                        cause,
                        key: key.clone(),
                        serial,
                    }));
                }
            }
            if delay > Micros::ZERO {
                decided.retain(|decided| {
                    let late = !matches!(decided.deed, Deed::Tier(_));
                    if late {
                        let versions = self.buckets[b].objects.get_mut(&decided.key).expect("there");
                        let version = versions.iter_mut().find(|v| v.serial == decided.serial);
                        version.expect("there").owed = Some((now, decided.deed));
                    }
                    !late
                });
            }
            self.do_all(now, now, b, decided);
            self.abort_at_midnight(now, b, delay > Micros::ZERO);
        }
    }

    /// Lifecycle does what was due at the midnight `due`, if it still is.
    pub fn late(&mut self, now: Instant, due: Instant) {
        for b in 0..self.buckets.len() {
            let mut decided = Vec::new();
            for (key, versions) in &self.buckets[b].objects {
                for (index, version) in versions.iter().enumerate() {
                    if version.owed.is_some_and(|(since, _)| since == due) {
                        let lifecycle = lifecycle(&self.buckets[b], key, versions, index, due);
                        let (key, serial) = (key.clone(), version.serial);
                        decided.extend(lifecycle.map(|(deed, cause)| Decided { deed, cause, key, serial }));
                    }
                }
            }
            self.do_all(now, due, b, decided);
            self.abort_late(now, due, b);
            self.forgive(b, |since| since == due);
        }
    }

    /// Forgets what is owed.
    pub fn forgive(&mut self, b: usize, which: impl Fn(Instant) -> bool) {
        for version in self.buckets[b].objects.values_mut().flatten() {
            version.owed = version.owed.filter(|(since, _)| !which(*since));
        }
    }

    fn do_all(&mut self, now: Instant, due: Instant, b: usize, mut decided: Vec<Decided>) {
        decided.sort_by_key(|decided| decided.deed);
        for Decided { deed, cause, key, serial } in decided {
            let versions = self.buckets[b].objects.get(&key).map_or(&[][..], Vec::as_slice);
            let Some(index) = versions.iter().position(|v| v.serial == serial) else { continue };
            match deed {
                Deed::Delete => self.destroy(now, b, &key, index, &cause),
                Deed::Move(to) => self.transition(now, due, b, &key, index, to, &cause),
                Deed::Tier(to) => {
                    let version = &mut self.buckets[b].objects.get_mut(&key).expect("there")[index];
                    let from = std::mem::replace(&mut version.tier, to);
                    version.restore = Restore::None;
                    self.note(now, b, &key, index, EventKind::TierChanged, from.name(), to.name(), &cause);
                }
                // Its date is 00:00 of the day, whenever it is made.
                // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configure-notification.html>
                Deed::Mark => self.mark(now, b, &key, now.day().start(), &cause),
            }
        }
    }

    /// One request, priced by where it goes. The new class is billed from the day on which the move was due; the
    /// clock of Intelligent-Tiering starts when it is done.
    #[allow(clippy::too_many_arguments)]
    fn transition(
        &mut self,
        now: Instant,
        due: Instant,
        b: usize,
        key: &str,
        index: usize,
        to: StorageClass,
        cause: &str,
    ) {
        self.leave(now, b, key, index, cause);
        let from = self.buckets[b].objects[key][index].class.name();
        self.note(now, b, key, index, EventKind::Transitioned, from, to.name(), cause);
        let (item, operation) = match to {
            StorageClass::StandardIa => (Item::TransitionStandardIa, "S3-SIATransition"),
            StorageClass::OneZoneIa => (Item::TransitionOneZoneIa, "S3-ZIATransition"),
            StorageClass::GlacierIr => (Item::TransitionGlacierIr, "S3-GIRTransition"),
            StorageClass::IntelligentTiering => (Item::TransitionInt, "S3-INTTransition"),
            StorageClass::Glacier => (Item::TransitionGlacier, "S3-GlacierTransition"),
            StorageClass::DeepArchive => (Item::TransitionDeepArchive, "S3-GDATransition"),
            _ => unreachable!("nothing moves to {to}"),
        };
        self.charge(now, b, item, operation, 1);
        let version = &mut self.buckets[b].objects.get_mut(key).expect("there")[index];
        // A copy outlives a move to the deeper archive.
        if version.class == StorageClass::IntelligentTiering {
            version.restore = Restore::None;
        }
        (version.class, version.tier, version.owed) = (to, AccessTier::Frequent, None);
        (version.entered, version.accessed) = (due, now);
    }
}

/// What the rules do to a version at a midnight, and why.
fn lifecycle(
    bucket: &Bucket,
    key: &str,
    versions: &[Version],
    index: usize,
    now: Instant,
) -> Option<(Deed, String)> {
    let configuration = bucket.lifecycle.as_ref()?;
    let default = configuration.transition_default_minimum_object_size;
    let version = &versions[index];
    let rules: Vec<&Rule> =
        configuration.rules.iter().filter(|rule| rule.enabled && concerns(rule, key, version)).collect();
    let cause = |rule: &Rule| format!("rule {}", rule.id);
    // Of several that are due the earliest wins, of equal ones the first in the document.
    let mut ends: Vec<(Instant, &Rule)> = Vec::new();
    let mut moves: Vec<(StorageClass, Instant, &Rule)> = Vec::new();
    if index > 0 {
        // A version is noncurrent since its successor was created.
        let (since, newer) = (versions[index - 1].created, index as u32 - 1);
        for rule in &rules {
            if let Some(end) = rule.noncurrent_expiration
                && newer >= end.newer_noncurrent_versions
            {
                ends.push((after(since, end.noncurrent_days), rule));
            }
            for t in rule.noncurrent_transitions.iter().filter(|t| newer >= t.newer_noncurrent_versions) {
                moves.push((t.storage_class, after(since, t.noncurrent_days), rule));
            }
        }
    } else {
        for rule in &rules {
            if let Some(Expiration::After(timing)) = rule.expiration {
                ends.push((due(timing, version.created), rule));
            }
            for t in &rule.transitions {
                // Objects are 30 days old before they go to the infrequent-access classes.
                let guard = matches!(t.storage_class, StorageClass::StandardIa | StorageClass::OneZoneIa);
                let least = after(version.created, if guard { 30 } else { 0 });
                moves.push((t.storage_class, due(t.timing, version.created).max(least), rule));
            }
        }
    }
    let end = ends.into_iter().filter(|(day, _)| *day <= now).min_by_key(|(day, _)| *day);
    if index == 0 && version.marker {
        // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html>, example 7:
        // only a marker that nothing is left under goes, at once or when it is old enough itself.
        let lone = versions.len() == 1;
        let at_once =
            rules.iter().find(|rule| rule.expiration == Some(Expiration::ExpiredObjectDeleteMarker));
        let rule = at_once.copied().or(end.map(|(_, rule)| rule)).filter(|_| lone);
        return rule.map(|rule| (Deed::Delete, cause(rule)));
    }
    let best = moves
        .into_iter()
        .filter(|(to, day, rule)| {
            *day <= now
                && !version.marker
                && large_enough(version.size, rule, default, *to)
                && downhill(version.class, version.tier, *to)
        })
        .min_by_key(|(to, day, _)| (preference(*to), *day));
    let moved = best.map(|(to, _, rule)| (Deed::Move(to), cause(rule)));
    // Only without versioning does the end of a current version delete anything.
    let lasts = index == 0 && bucket.versioning.is_some();
    // What is locked stays until its lock has ended, and may move meanwhile.
    let end = end.filter(|_| lasts || !version.lock.keeps_at_midnight(now));
    let ended = end.map(|(_, rule)| (if lasts { Deed::Mark } else { Deed::Delete }, cause(rule)));
    if lasts { moved.or(ended) } else { ended.or(moved) }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html>; markers have size 0, no tags.
fn concerns(rule: &Rule, key: &str, version: &Version) -> bool {
    let filter = &rule.filter;
    key.starts_with(&filter.prefix)
        && filter.tags.iter().all(|tag| version.tags.contains(tag))
        && filter.larger_than.is_none_or(|bound| version.size > bound)
        && filter.smaller_than.is_none_or(|bound| version.size < bound)
}

/// Objects below 128 KB do not move, unless the rule has a size filter or (in the older mode) to an archive.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
fn large_enough(size: u64, rule: &Rule, default: Default_, to: StorageClass) -> bool {
    let archive = matches!(to, StorageClass::Glacier | StorageClass::DeepArchive);
    size >= SMALL
        || rule.filter.larger_than.or(rule.filter.smaller_than).is_some()
        || (default == Default_::VariesByStorageClass && archive)
}

/// The waterfall on the same page, row by row; Intelligent-Tiering stands where its access tier does.
fn downhill(from: StorageClass, tier: AccessTier, to: StorageClass) -> bool {
    use StorageClass::{
        DeepArchive, Glacier, GlacierIr, IntelligentTiering, OneZoneIa, ReducedRedundancy, Standard,
        StandardIa,
    };
    match to {
        StandardIa => matches!(from, Standard | ReducedRedundancy),
        IntelligentTiering => matches!(from, Standard | ReducedRedundancy | StandardIa),
        OneZoneIa => {
            matches!(from, Standard | ReducedRedundancy | StandardIa)
                || (from == IntelligentTiering && tier <= AccessTier::Infrequent)
        }
        GlacierIr => {
            matches!(from, Standard | ReducedRedundancy | StandardIa)
                || (from == IntelligentTiering && tier <= AccessTier::ArchiveInstant)
        }
        Glacier => {
            !matches!(from, Glacier | DeepArchive)
                && (from != IntelligentTiering || tier != AccessTier::DeepArchive)
        }
        DeepArchive => from != DeepArchive,
        _ => false,
    }
}

/// The cheapest storage wins, but Intelligent-Tiering comes before all but the two archives.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>
fn preference(to: StorageClass) -> usize {
    let order = [
        StorageClass::DeepArchive,
        StorageClass::Glacier,
        StorageClass::IntelligentTiering,
        StorageClass::GlacierIr,
        StorageClass::OneZoneIa,
        StorageClass::StandardIa,
    ];
    order.iter().position(|class| *class == to).unwrap_or(order.len())
}
