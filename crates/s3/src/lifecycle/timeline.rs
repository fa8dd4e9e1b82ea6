//! What a configuration will do to one object, day by day: the console's picture of a lifecycle rule.
//!
//! The days come from the same decisions as in a run; only the object is assumed. Nobody reads it, overwrites it or
//! deletes it.

use std::fmt;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::{DAY, Day, Instant, Micros};

use super::decide::{Action, Place, VersionView, decide, next_due};
use super::document::{Filter, LifecycleConfiguration};
use super::plan::{Plan, Reading, RuleIndex, Subject};
use crate::tiering::TieringPlan;

/// The object that a timeline is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Its key: rules with a prefix ask what it starts with.
    pub key: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// Bytes.
    pub size: u64,
    /// Its storage class on the first day.
    pub class: StorageClass,
    /// When the current version was created; for the others, when the version became noncurrent, the delete marker
    /// was put, or the upload was initiated.
    pub start: Instant,
    /// Whether the bucket's versioning is enabled or suspended: then expiration leaves a delete marker.
    pub keeps_versions: bool,
    /// How many newer noncurrent versions there are above the noncurrent one.
    pub newer_noncurrent_versions: u32,
    /// The opt-in archive tiers of Intelligent-Tiering.
    pub tiering: TieringPlan,
}

/// A megabyte in STANDARD of 2025-01-01, in a bucket that keeps versions, with as many newer noncurrent versions
/// above the noncurrent one as any rule asks for.
impl Default for Assumed {
    fn default() -> Assumed {
        Assumed {
            key: String::new(),
            tags: Vec::new(),
            size: 1 << 20,
            class: StorageClass::Standard,
            start: Instant::from_micros(20_089 * DAY),
            keeps_versions: true,
            newer_noncurrent_versions: u32::MAX,
            tiering: TieringPlan::default(),
        }
    }
}

impl Assumed {
    /// An object for each different filter of the enabled rules, in their order; otherwise as by default.
    ///
    /// Each matches its filter: the key is the prefix, and the size is the nearest to a megabyte that passes.
    pub fn for_each_filter(configuration: &LifecycleConfiguration) -> Vec<Assumed> {
        let mut filters: Vec<&Filter> = Vec::new();
        for rule in configuration.rules.iter().filter(|rule| rule.enabled) {
            if !filters.contains(&&rule.filter) {
                filters.push(&rule.filter);
            }
        }
        filters.into_iter().map(Assumed::matching).collect()
    }

    fn matching(filter: &Filter) -> Assumed {
        let default = Assumed::default();
        let least = filter.larger_than.map_or(0, |size| size.saturating_add(1));
        let most = filter.smaller_than.map_or(u64::MAX, |size| size.saturating_sub(1));
        Assumed {
            key: filter.prefix.clone(),
            tags: filter.tags.clone(),
            size: default.size.min(most).max(least),
            ..default
        }
    }
}

/// What happens to an object's versions, each list in the order of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// To the current version.
    pub current: Vec<Milestone>,
    /// To a version from the day on which it became noncurrent; empty in a bucket that does not keep versions.
    pub noncurrent: Vec<Milestone>,
    /// To a delete marker that has no versions below it; empty in a bucket that does not keep versions.
    pub delete_marker: Vec<Milestone>,
    /// To a multipart upload that is never completed.
    pub upload: Vec<Milestone>,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The midnight at which it happens.
    pub day: Day,
    /// Full days of 24 h since the start: `Days` of the rule, where it counts days.
    pub after_days: u32,
    /// What happens.
    pub change: Change,
    /// The class that the version was in.
    pub from: StorageClass,
    /// The id of the rule that does it; `None` for Intelligent-Tiering's own moves.
    pub rule: Option<String>,
    /// How many newer noncurrent versions there must be for it to happen; 0 = no condition.
    pub newer_noncurrent_versions: u32,
}

/// What happens at a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The version moves to another class.
    Transition(StorageClass),
    /// Intelligent-Tiering moves it, as nobody has read it.
    AccessTier(AccessTier),
    /// A delete marker is put on top, and the version becomes noncurrent.
    DeleteMarker,
    /// It is deleted for good.
    Deleted,
    /// The upload is aborted and its parts are deleted.
    Aborted,
}

/// What happens, in words: `moves to GLACIER`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Transition(class) => write!(f, "moves to {class}"),
            Change::AccessTier(tier) => write!(f, "sinks to {tier} if nobody has read it"),
            Change::DeleteMarker => f.write_str("expires: a delete marker is put on top"),
            Change::Deleted => f.write_str("is deleted for good"),
            Change::Aborted => f.write_str("is aborted"),
        }
    }
}

impl Milestone {
    /// The class that the version is in from here on; `None` if there is none any more.
    pub fn to(&self) -> Option<StorageClass> {
        match self.change {
            Change::Transition(class) => Some(class),
            Change::AccessTier(_) | Change::DeleteMarker => Some(self.from),
            Change::Deleted | Change::Aborted => None,
        }
    }
}

/// What `configuration` will do to an object as assumed.
///
/// Something due at the very midnight of the start happens on that day, as for objects that are there before a
/// scenario's clock starts.
pub fn timeline(configuration: &LifecycleConfiguration, assumed: &Assumed) -> Timeline {
    let life = |place| Life { configuration, assumed, place }.milestones();
    let mut timeline = Timeline {
        current: life(Place::Current),
        upload: upload(configuration, assumed).into_iter().collect(),
        ..Timeline::default()
    };
    if assumed.keeps_versions {
        let newer = assumed.newer_noncurrent_versions;
        timeline.noncurrent = life(Place::Noncurrent { since: assumed.start, newer });
        timeline.delete_marker = life(Place::CurrentDeleteMarker { alone: true });
    }
    timeline
}

/// The life of one version.
struct Life<'a> {
    configuration: &'a LifecycleConfiguration,
    assumed: &'a Assumed,
    place: Place,
}

impl Life<'_> {
    fn milestones(&self) -> Vec<Milestone> {
        let Assumed { size, tiering, keeps_versions, .. } = *self.assumed;
        let delete_marker = matches!(self.place, Place::CurrentDeleteMarker { .. });
        let size = if delete_marker { 0 } else { size };
        let view = VersionView { created: self.assumed.start, size, place: self.place };
        let first = self.assumed.start.ceil_day();
        let (mut class, mut tier, mut idle_since) = (self.assumed.class, AccessTier::Frequent, first);
        let mut earliest = first;
        let mut milestones = Vec::new();
        loop {
            let plan = self.plan(class, tier, delete_marker);
            let monitored = class == StorageClass::IntelligentTiering && !delete_marker;
            let own = if monitored { tiering.next_due(size, idle_since, tier) } else { Day::MAX };
            let day = next_due(&plan, &view).min(own).max(earliest);
            if day == Day::MAX {
                return milestones;
            }
            let Some(action) = decide(&plan, &view, day, keeps_versions) else {
                let idle = u32::from(day.0.saturating_sub(idle_since.0));
                let colder = tiering.tier(size, idle);
                if !monitored || colder <= tier {
                    return milestones;
                }
                milestones.push(self.milestone(day, Change::AccessTier(colder), class, None));
                tier = colder;
                earliest = day.next();
                continue;
            };
            let (change, rule) = match action {
                Action::Transition { to, rule, .. } => (Change::Transition(to), rule),
                Action::Expire { rule } if keeps_versions => (Change::DeleteMarker, rule),
                Action::Expire { rule } | Action::Remove { rule } => (Change::Deleted, rule),
            };
            milestones.push(self.milestone(day, change, class, Some(rule)));
            let Change::Transition(to) = change else { return milestones };
            (class, tier, idle_since) = (to, AccessTier::Frequent, day);
            earliest = day.next();
        }
    }

    fn plan(&self, class: StorageClass, tier: AccessTier, delete_marker: bool) -> Plan {
        let has_prefix = |prefix: &str| self.assumed.key.starts_with(prefix);
        let tags = if delete_marker { &[][..] } else { &self.assumed.tags };
        let reading = Reading::default();
        let subject = Subject { reading, has_prefix: &has_prefix, tags, class, tier, delete_marker };
        Plan::compile(self.configuration, subject)
    }

    fn milestone(&self, day: Day, change: Change, from: StorageClass, rule: Option<RuleIndex>) -> Milestone {
        let by = rule.and_then(|index| self.configuration.rules.get(usize::from(index)));
        let noncurrent = matches!(self.place, Place::Noncurrent { .. });
        let newer = by.filter(|_| noncurrent).and_then(|rule| match change {
            Change::Transition(to) => rule
                .noncurrent_transitions
                .iter()
                .find(|transition| transition.storage_class == to)
                .map(|transition| transition.newer_noncurrent_versions),
            _ => rule.noncurrent_expiration.map(|expiration| expiration.newer_noncurrent_versions),
        });
        Milestone {
            day,
            after_days: full_days(self.assumed.start, day),
            change,
            from,
            rule: by.map(|rule| rule.id.clone()),
            newer_noncurrent_versions: newer.unwrap_or(0),
        }
    }
}

/// The first rule that aborts an upload of that key; tags and sizes are never asked for.
fn upload(configuration: &LifecycleConfiguration, assumed: &Assumed) -> Option<Milestone> {
    let rules = configuration
        .rules
        .iter()
        .filter(|rule| rule.enabled && assumed.key.starts_with(&rule.filter.prefix));
    let (day, rule) = rules
        .filter_map(|rule| Some((rule.abort_incomplete_multipart_upload?, rule)))
        .map(|(days, rule)| ((assumed.start + Micros::days(i64::from(days))).ceil_day(), rule))
        .filter(|(day, _)| *day != Day::MAX)
        .min_by_key(|(day, _)| *day)?;
    Some(Milestone {
        day,
        after_days: full_days(assumed.start, day),
        change: Change::Aborted,
        from: assumed.class,
        rule: Some(rule.id.clone()),
        newer_noncurrent_versions: 0,
    })
}

fn full_days(start: Instant, day: Day) -> u32 {
    u32::try_from(day.start().since(start).0.div_euclid(DAY)).unwrap_or(0)
}
