//! What a configuration means for one kind of object: compiled once for each distinct set of attributes.
//!
//! A plan holds only actions that can really happen to such an object: rules that are enabled and match its prefix
//! and tags, transitions that the waterfall allows from its class. What is left to compare at midnight are dates
//! and sizes.

use s3sim_aws::class::{AccessTier, SMALL_OBJECT, StorageClass};

use super::document::{Expiration, LifecycleConfiguration, Rule, Timing, TransitionDefaultMinimumObjectSize};

/// Which sizes a trigger concerns, in bytes: `at_least <= size < below`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Smallest size, included.
    pub at_least: u64,
    /// Upper end, excluded.
    pub below: u64,
}

impl Sizes {
    /// Whether `size` is one of them.
    pub fn contain(self, size: u64) -> bool {
        self.at_least <= size && size < self.below
    }
}

/// A rule's position in the configuration.
pub type RuleIndex = u16;

/// A transition that is allowed from the class of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedTransition {
    /// When it is due.
    pub timing: Timing,
    /// Age that the object must have reached whatever the rule says: 30 days before the infrequent-access classes.
    pub minimum_age_days: u32,
    /// Where to.
    pub to: StorageClass,
    /// Which sizes move.
    pub sizes: Sizes,
    /// By which rule.
    pub rule: RuleIndex,
}

/// An expiration of current versions by days or date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedExpiration {
    /// When it is due.
    pub timing: Timing,
    /// Which sizes expire.
    pub sizes: Sizes,
    /// By which rule.
    pub rule: RuleIndex,
}

/// An action on noncurrent versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedNoncurrent {
    /// Days since the version became noncurrent.
    pub days: u32,
    /// How many newer noncurrent versions there must be.
    pub newer: u32,
    /// Where to; `None` deletes.
    pub to: Option<StorageClass>,
    /// Which sizes are concerned.
    pub sizes: Sizes,
    /// By which rule.
    pub rule: RuleIndex,
}

/// Everything that lifecycle can do to versions with certain attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Transitions of current data.
    pub transitions: Vec<PlannedTransition>,
    /// Expirations of current data; for a lone delete marker, when its own age removes it.
    pub expirations: Vec<PlannedExpiration>,
    /// The first rule that removes lone delete markers at once.
    pub expired_object_delete_marker: Option<RuleIndex>,
    /// Transitions and deletions of noncurrent versions.
    pub noncurrent: Vec<PlannedNoncurrent>,
}

/// How rules are read where AWS leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether `NewerNoncurrentVersions: N` asks for more than N newer noncurrent versions instead of for N.
    pub keep_n_strict: bool,
    /// Whether a rule by date, or one by fewer days, waits until an object is 30 days old before it moves it to
    /// Standard-IA or One Zone-IA.
    pub date_rule_sia_guard: bool,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading { keep_n_strict: false, date_rule_sia_guard: true }
    }
}

impl Reading {
    /// How many newer noncurrent versions there must be where a rule names so many.
    pub(crate) fn newer(self, versions: u32) -> u32 {
        versions.saturating_add(u32::from(self.keep_n_strict && versions > 0))
    }

    /// Objects must be 30 days old before lifecycle moves them to Standard-IA or One Zone-IA.
    ///
    /// Modelling choice: a rule by date, or one written for another class first, waits until they are.
    fn infrequent_access_wait(self, to: StorageClass) -> u32 {
        let infrequent = matches!(to, StorageClass::StandardIa | StorageClass::OneZoneIa);
        if infrequent && self.date_rule_sia_guard { 30 } else { 0 }
    }
}

/// What the plan of a version depends on, besides the configuration.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// How rules are read.
    pub reading: Reading,
    /// Whether the key starts with a rule's prefix.
    pub has_prefix: &'a dyn Fn(&str) -> bool,
    /// The tags of the version.
    pub tags: &'a [(String, String)],
    /// Its storage class.
    pub class: StorageClass,
    /// Its access tier, in Intelligent-Tiering.
    pub tier: AccessTier,
    /// Whether it is a delete marker: it has no class to change, no tags and size 0.
    pub delete_marker: bool,
}

impl Plan {
    /// Compiles a configuration for versions like `subject`.
    pub fn compile(configuration: &LifecycleConfiguration, subject: Subject<'_>) -> Plan {
        let mut plan = Plan::default();
        for (index, rule) in configuration.rules.iter().enumerate() {
            if rule.enabled && matches(rule, subject) {
                plan.add(
                    rule,
                    index as RuleIndex,
                    configuration.transition_default_minimum_object_size,
                    subject,
                );
            }
        }
        plan
    }

    fn add(
        &mut self,
        rule: &Rule,
        index: RuleIndex,
        default: TransitionDefaultMinimumObjectSize,
        subject: Subject<'_>,
    ) {
        let filtered = filter_sizes(rule);
        let movable = |to| !subject.delete_marker && can_transition(subject.class, subject.tier, to);
        for transition in rule.transitions.iter().filter(|t| movable(t.storage_class)) {
            self.transitions.push(PlannedTransition {
                timing: transition.timing,
                minimum_age_days: subject.reading.infrequent_access_wait(transition.storage_class),
                to: transition.storage_class,
                sizes: transition_sizes(rule, filtered, default, transition.storage_class),
                rule: index,
            });
        }
        match rule.expiration {
            Some(Expiration::After(timing)) => {
                self.expirations.push(PlannedExpiration { timing, sizes: filtered, rule: index });
            }
            Some(Expiration::ExpiredObjectDeleteMarker) => {
                self.expired_object_delete_marker.get_or_insert(index);
            }
            None => {}
        }
        for transition in rule.noncurrent_transitions.iter().filter(|t| movable(t.storage_class)) {
            self.noncurrent.push(PlannedNoncurrent {
                days: transition
                    .noncurrent_days
                    .max(subject.reading.infrequent_access_wait(transition.storage_class)),
                newer: subject.reading.newer(transition.newer_noncurrent_versions),
                to: Some(transition.storage_class),
                sizes: transition_sizes(rule, filtered, default, transition.storage_class),
                rule: index,
            });
        }
        if let Some(expiration) = rule.noncurrent_expiration {
            self.noncurrent.push(PlannedNoncurrent {
                days: expiration.noncurrent_days,
                newer: subject.reading.newer(expiration.newer_noncurrent_versions),
                to: None,
                sizes: filtered,
                rule: index,
            });
        }
    }

    /// Leaves only what ends a version's life: there is nothing to move of one whose bytes are lost.
    pub fn keep_removals(&mut self) {
        self.transitions.clear();
        self.noncurrent.retain(|planned| planned.to.is_none());
    }

    /// Whether nothing can ever happen.
    pub fn is_empty(&self) -> bool {
        self.transitions.is_empty()
            && self.expirations.is_empty()
            && self.expired_object_delete_marker.is_none()
            && self.noncurrent.is_empty()
    }

    /// The plan as it holds for a locked version: noncurrent ones are not deleted, all else stays.
    pub fn without_removals(&self) -> Plan {
        let noncurrent = self.noncurrent.iter().filter(|planned| planned.to.is_some()).copied().collect();
        Plan { noncurrent, ..self.clone() }
    }

    /// The highest `NewerNoncurrentVersions`: how far down a stack a new version can be felt.
    pub fn deepest_newer(&self) -> u32 {
        self.noncurrent.iter().map(|planned| planned.newer).max().unwrap_or(0)
    }
}

fn matches(rule: &Rule, subject: Subject<'_>) -> bool {
    let filter = &rule.filter;
    let tagged = filter.tags.iter().all(|tag| subject.tags.contains(tag));
    (subject.has_prefix)(&filter.prefix) && tagged
}

/// The strict bounds of the rule's own filter.
fn filter_sizes(rule: &Rule) -> Sizes {
    Sizes {
        at_least: rule.filter.larger_than.map_or(0, |size| size.saturating_add(1)),
        below: rule.filter.smaller_than.unwrap_or(u64::MAX),
    }
}

/// Objects below 128 KB do not move by default; any size filter of the rule takes the default's place.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
fn transition_sizes(
    rule: &Rule,
    filtered: Sizes,
    default: TransitionDefaultMinimumObjectSize,
    to: StorageClass,
) -> Sizes {
    let has_filter = rule.filter.larger_than.is_some() || rule.filter.smaller_than.is_some();
    let exempt = default == TransitionDefaultMinimumObjectSize::VariesByStorageClass && to.is_archive();
    if has_filter || exempt { filtered } else { Sizes { at_least: SMALL_OBJECT, ..filtered } }
}

/// The waterfall: what lifecycle may move where. Nothing ever becomes warmer.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
pub fn can_transition(from: StorageClass, tier: AccessTier, to: StorageClass) -> bool {
    use StorageClass::{DeepArchive, Glacier, GlacierIr, IntelligentTiering, OneZoneIa, StandardIa};
    let targets: &[StorageClass] = match from {
        StorageClass::Standard | StorageClass::ReducedRedundancy => {
            &[StandardIa, IntelligentTiering, OneZoneIa, GlacierIr, Glacier, DeepArchive]
        }
        StandardIa => &[IntelligentTiering, OneZoneIa, GlacierIr, Glacier, DeepArchive],
        IntelligentTiering => match tier {
            AccessTier::Frequent | AccessTier::Infrequent => &[OneZoneIa, GlacierIr, Glacier, DeepArchive],
            AccessTier::ArchiveInstant => &[GlacierIr, Glacier, DeepArchive],
            AccessTier::Archive => &[Glacier, DeepArchive],
            AccessTier::DeepArchive => &[DeepArchive],
        },
        OneZoneIa | GlacierIr => &[Glacier, DeepArchive],
        Glacier => &[DeepArchive],
        DeepArchive | StorageClass::ExpressOneZone => &[],
    };
    targets.contains(&to)
}
