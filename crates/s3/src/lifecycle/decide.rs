//! What a plan does to one version at one midnight, and when it has to be asked again.
//!
//! Pure functions of the state at 00:00: they know nothing of rows, buckets or what happens to other versions.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::{Day, Instant};

use super::document::Timing;
use super::plan::{Plan, PlannedTransition, RuleIndex};

/// A version as lifecycle sees it.
#[derive(Clone, Copy, Debug)]
pub struct VersionView {
    /// Last-Modified.
    pub created: Instant,
    /// Bytes; 0 for delete markers.
    pub size: u64,
    /// Its place in the stack.
    pub place: Place,
}

/// Where a version stands among the versions of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Current data.
    Current,
    /// A current delete marker; `alone` if there is nothing below it.
    CurrentDeleteMarker {
        /// Whether there are no noncurrent versions.
        alone: bool,
    },
    /// Not current.
    Noncurrent {
        /// When the next newer version was created: from then on it has been noncurrent.
        since: Instant,
        /// How many noncurrent versions are newer.
        newer: u32,
    },
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Move to another class.
    Transition {
        /// Where to.
        to: StorageClass,
        /// By which rule.
        rule: RuleIndex,
        /// The midnight from which it was due.
        due: Day,
    },
    /// End the life of a current version: delete it, or put a delete marker on top.
    Expire {
        /// By which rule.
        rule: RuleIndex,
    },
    /// Delete this version (noncurrent, or a lone delete marker) for good.
    Remove {
        /// By which rule.
        rule: RuleIndex,
    },
}

/// What happens to `version` at the midnight that begins `today`, if anything.
///
/// `keeps_versions` says whether an expiration leaves a delete marker: then a transition of the same day goes first
/// and the marker follows at the next midnight; otherwise the deletion wins.
#[inline]
pub fn decide(plan: &Plan, version: &VersionView, today: Day, keeps_versions: bool) -> Option<Action> {
    match version.place {
        Place::Current => {
            let expiration = first_expiration(plan, version, today);
            if let Some(rule) = expiration
                && !keeps_versions
            {
                return Some(Action::Expire { rule });
            }
            best_transition(plan, version, today).or(expiration.map(|rule| Action::Expire { rule }))
        }
        Place::CurrentDeleteMarker { alone: true } => plan
            .expired_object_delete_marker
            .or_else(|| first_expiration(plan, version, today))
            .map(|rule| Action::Remove { rule }),
        Place::CurrentDeleteMarker { alone: false } => None,
        Place::Noncurrent { since, newer } => {
            let due = |p: &&super::plan::PlannedNoncurrent| {
                p.newer <= newer && p.sizes.contain(version.size) && days_after(since, p.days) <= today
            };
            let removals = plan.noncurrent.iter().filter(due).filter(|planned| planned.to.is_none());
            // Of several the earliest wins, as for current versions: the fewest days.
            if let Some(removal) = removals.min_by_key(|planned| planned.days) {
                return Some(Action::Remove { rule: removal.rule });
            }
            let candidates = plan.noncurrent.iter().filter(due).filter_map(|planned| {
                planned.to.map(|to| (to, planned.rule, days_after(since, planned.days)))
            });
            preferred(candidates)
        }
    }
}

/// The first day on which [`decide`] could say something: a lower bound, [`Day::MAX`] for never.
#[inline]
pub fn next_due(plan: &Plan, version: &VersionView) -> Day {
    let expirations = || {
        plan.expirations
            .iter()
            .filter(|e| e.sizes.contain(version.size))
            .map(|e| due(e.timing, version.created))
    };
    match version.place {
        Place::Current => {
            let transitions = plan
                .transitions
                .iter()
                .filter(|t| t.sizes.contain(version.size))
                .map(|t| transition_due(t, version.created));
            transitions.chain(expirations()).min()
        }
        Place::CurrentDeleteMarker { alone: true } => {
            plan.expired_object_delete_marker.map(|_| Day(0)).into_iter().chain(expirations()).min()
        }
        Place::CurrentDeleteMarker { alone: false } => None,
        Place::Noncurrent { since, newer } => plan
            .noncurrent
            .iter()
            .filter(|planned| planned.newer <= newer && planned.sizes.contain(version.size))
            .map(|planned| days_after(since, planned.days))
            .min(),
    }
    .unwrap_or(Day::MAX)
}

/// The midnight at which an age of `days` counts as reached: days are whole, so it is the same to round up first.
#[inline]
fn days_after(from: Instant, days: u32) -> Day {
    from.ceil_day().plus(days)
}

#[inline]
pub(crate) fn due(timing: Timing, created: Instant) -> Day {
    match timing {
        Timing::Days(days) => days_after(created, days),
        Timing::Date(day) => day.max(created.ceil_day()),
    }
}

#[inline]
fn transition_due(transition: &PlannedTransition, created: Instant) -> Day {
    let own = due(transition.timing, created);
    match transition.minimum_age_days {
        0 => own,
        wait => own.max(days_after(created, wait)),
    }
}

/// The rule whose expiration came first; equal dates go by the order of rules.
#[inline]
fn first_expiration(plan: &Plan, version: &VersionView, today: Day) -> Option<RuleIndex> {
    plan.expirations
        .iter()
        .filter(|expiration| expiration.sizes.contain(version.size))
        .map(|expiration| (due(expiration.timing, version.created), expiration.rule))
        .filter(|(day, _)| *day <= today)
        .min()
        .map(|(_, rule)| rule)
}

#[inline]
fn best_transition(plan: &Plan, version: &VersionView, today: Day) -> Option<Action> {
    let candidates = plan
        .transitions
        .iter()
        .filter(|transition| transition.sizes.contain(version.size))
        .map(|transition| (transition.to, transition.rule, transition_due(transition, version.created)))
        .filter(|(_, _, day)| *day <= today);
    preferred(candidates)
}

/// Of several transitions that are due, the coldest wins, but Intelligent-Tiering comes before everything except the
/// two archives.
fn preferred(candidates: impl Iterator<Item = (StorageClass, RuleIndex, Day)>) -> Option<Action> {
    candidates
        .min_by_key(|(to, rule, due)| (std::cmp::Reverse(preference(*to)), *due, *rule))
        .map(|(to, rule, due)| Action::Transition { to, rule, due })
}

fn preference(to: StorageClass) -> u8 {
    match to {
        StorageClass::DeepArchive => 6,
        StorageClass::Glacier => 5,
        StorageClass::IntelligentTiering => 4,
        StorageClass::GlacierIr => 3,
        StorageClass::OneZoneIa => 2,
        StorageClass::StandardIa => 1,
        StorageClass::Standard | StorageClass::ReducedRedundancy | StorageClass::ExpressOneZone => 0,
    }
}
