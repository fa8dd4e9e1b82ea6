//! Intelligent-Tiering: which access tier an idle object stands in.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html>

use s3sim_aws::class::{AccessTier, SMALL_OBJECT};
use s3sim_kernel::time::Day;

use crate::configuration::intelligent_tiering::IntelligentTieringConfiguration;

/// Idle days after which an object goes to the Infrequent Access tier.
pub const INFREQUENT_AFTER_DAYS: u32 = 30;
/// Idle days after which an object goes to the Archive Instant Access tier.
pub const ARCHIVE_INSTANT_AFTER_DAYS: u32 = 90;

/// After how many idle days an object with certain attributes changes its tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TieringPlan {
    /// Opt-in Archive Access, 90 to 730 days.
    pub archive_days: Option<u32>,
    /// Opt-in Deep Archive Access, 180 to 730 days.
    pub deep_archive_days: Option<u32>,
}

impl TieringPlan {
    /// What a bucket's configurations make of objects with these prefixes and tags.
    ///
    /// Modelling choice: where several configurations opt in to a tier, the fewest days hold.
    pub fn compile(
        configurations: &[IntelligentTieringConfiguration],
        has_prefix: &dyn Fn(&str) -> bool,
        tags: &[(String, String)],
    ) -> TieringPlan {
        let mut plan = TieringPlan::default();
        let sooner = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
        for configuration in configurations {
            let concerned = configuration.enabled
                && has_prefix(&configuration.prefix)
                && configuration.tags.iter().all(|tag| tags.contains(tag));
            if concerned {
                plan.archive_days = sooner(plan.archive_days, configuration.archive_access);
                plan.deep_archive_days = sooner(plan.deep_archive_days, configuration.deep_archive_access);
            }
        }
        plan
    }

    /// The tier in which an object of `size` bytes belongs after `idle` days: the coldest one it has reached.
    ///
    /// Objects below 128 KB are not monitored and stay in Frequent Access.
    pub fn tier(self, size: u64, idle: u32) -> AccessTier {
        if size < SMALL_OBJECT {
            return AccessTier::Frequent;
        }
        let reached = |days: Option<u32>| days.is_some_and(|days| idle >= days);
        if reached(self.deep_archive_days) {
            AccessTier::DeepArchive
        } else if reached(self.archive_days) {
            AccessTier::Archive
        } else if idle >= ARCHIVE_INSTANT_AFTER_DAYS {
            AccessTier::ArchiveInstant
        } else if idle >= INFREQUENT_AFTER_DAYS {
            AccessTier::Infrequent
        } else {
            AccessTier::Frequent
        }
    }

    /// The first midnight after which an object idle since `since` belongs in a colder tier than `now`.
    pub fn next_due(self, size: u64, since: Day, now: AccessTier) -> Day {
        if size < SMALL_OBJECT {
            return Day::MAX;
        }
        let thresholds = [
            (AccessTier::Infrequent, Some(INFREQUENT_AFTER_DAYS)),
            (AccessTier::ArchiveInstant, Some(ARCHIVE_INSTANT_AFTER_DAYS)),
            (AccessTier::Archive, self.archive_days),
            (AccessTier::DeepArchive, self.deep_archive_days),
        ];
        let colder = thresholds.into_iter().filter(|(tier, _)| *tier > now);
        colder.filter_map(|(_, days)| days.map(|days| since.plus(days))).min().unwrap_or(Day::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sequences of the overview page: two automatic moves; Archive Access at 90 days bypasses Archive Instant.
    #[test]
    fn idle_objects_go_down_tier_by_tier() {
        use AccessTier::{Archive, ArchiveInstant, DeepArchive, Frequent, Infrequent};
        let path = |plan: TieringPlan| {
            let mut steps = vec![(0, plan.tier(SMALL_OBJECT, 0))];
            for idle in 1..800 {
                let tier = plan.tier(SMALL_OBJECT, idle);
                if tier != steps[steps.len() - 1].1 {
                    steps.push((idle, tier));
                }
            }
            steps
        };
        let plan = |archive_days, deep_archive_days| TieringPlan { archive_days, deep_archive_days };
        assert_eq!(path(plan(None, None)), [(0, Frequent), (30, Infrequent), (90, ArchiveInstant)]);
        assert_eq!(path(plan(Some(90), None)), [(0, Frequent), (30, Infrequent), (90, Archive)]);
        assert_eq!(
            path(plan(Some(125), Some(180))),
            [(0, Frequent), (30, Infrequent), (90, ArchiveInstant), (125, Archive), (180, DeepArchive)]
        );
        assert_eq!(
            path(plan(None, Some(180))),
            [(0, Frequent), (30, Infrequent), (90, ArchiveInstant), (180, DeepArchive)]
        );
        assert_eq!(plan(Some(90), Some(180)).tier(SMALL_OBJECT - 1, 700), Frequent);
    }
}
