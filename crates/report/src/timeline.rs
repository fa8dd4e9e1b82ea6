//! What lifecycle rules will do to an object, by date and at which price: the console's picture of a rule.
//!
//! [`charts`] lays the milestones out; [`text`], [`svg`] and [`json`] show them.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_billing::catalogue;
use s3sim_billing::money::Price;
use s3sim_experiment::words::bytes;
use s3sim_kernel::time::{Day, Instant};
use s3sim_s3::configuration::intelligent_tiering::IntelligentTieringConfiguration;
use s3sim_s3::lifecycle::document::LifecycleConfiguration;
use s3sim_s3::lifecycle::timeline::{Assumed, Change, Milestone, timeline};
use s3sim_s3::tiering::TieringPlan;

pub mod json;
pub mod svg;
pub mod text;

/// Rules, and the bucket that they stand in.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The bucket's name, or the file's.
    pub name: String,
    /// Where it is: it decides prices.
    pub region: Region,
    /// When the assumed object is written.
    pub start: Instant,
    /// Whether expiration leaves a delete marker.
    pub keeps_versions: bool,
    /// The rules.
    pub lifecycle: &'a LifecycleConfiguration,
    /// The opt-in tiers of Intelligent-Tiering.
    pub intelligent_tiering: &'a [IntelligentTieringConfiguration],
}

/// The picture for one kind of object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The bucket, and which of its objects.
    pub title: String,
    /// What is assumed of the object, and how the prices are meant.
    pub assumed: String,
    /// One for each kind of version to which something happens, and always one for the current version.
    pub lanes: Vec<Lane>,
}

/// The life of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Which version.
    pub title: &'static str,
    /// Its beginning, then what happens to it, in the order of days.
    pub stops: Vec<Stop>,
}

/// One day in the life of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Full days of 24 h since the beginning.
    pub after_days: u32,
    /// The midnight (of the beginning: the day).
    pub day: Day,
    /// What happens.
    pub what: String,
    /// The class or tier that the version is in from here on; empty if there is nothing left.
    pub state: String,
    /// The rule that does it; empty for the beginning and for Intelligent-Tiering's own moves.
    pub rule: String,
    /// What is paid from here on.
    pub rate: Rate,
}

/// What a GB of a version costs a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// There is nothing left to pay for.
    Nothing,
    /// Nobody confirmed the price in that Region.
    Unknown,
    /// USD per GB-month, of the first slice where the price is graduated.
    Known(Price),
}

impl Rate {
    /// The price, `?`, or nothing.
    pub fn text(self) -> String {
        match self {
            Rate::Nothing => String::new(),
            Rate::Unknown => "?".to_owned(),
            Rate::Known(price) => price.to_string(),
        }
    }
}

/// One chart for each different filter of the enabled rules.
pub fn charts(subject: &Subject<'_>) -> Vec<Chart> {
    Assumed::for_each_filter(subject.lifecycle).into_iter().map(|assumed| chart(subject, assumed)).collect()
}

fn chart(subject: &Subject<'_>, assumed: Assumed) -> Chart {
    let tiering = opt_in(subject.intelligent_tiering, &assumed);
    let assumed =
        Assumed { start: subject.start, keeps_versions: subject.keeps_versions, tiering, ..assumed };
    let found = timeline(subject.lifecycle, &assumed);
    let lane =
        |title, begins: String, milestones: &[Milestone], item: fn(StorageClass, AccessTier) -> Item| Lane {
            title,
            stops: stops(subject.region, &assumed, begins, milestones, item),
        };
    let class = assumed.class;
    let mut lanes = vec![lane("Current version", format!("is written in {class}"), &found.current, storage)];
    let others = [
        lane("Noncurrent version", format!("becomes noncurrent in {class}"), &found.noncurrent, storage),
        lane(
            "Delete marker with nothing below it",
            "is put: the bytes of its key".to_owned(),
            &found.delete_marker,
            storage,
        ),
        lane("Unfinished multipart upload", "is begun".to_owned(), &found.upload, |class, _| parts(class)),
    ];
    lanes.extend(others.into_iter().filter(|lane| lane.stops.len() > 1));
    Chart { title: title(&subject.name, &assumed), assumed: words(subject, &assumed), lanes }
}

fn title(name: &str, assumed: &Assumed) -> String {
    let mut title = if assumed.key.is_empty() && assumed.tags.is_empty() {
        format!("{name}: every object")
    } else {
        format!("{name}: objects {}*", assumed.key)
    };
    for (key, value) in &assumed.tags {
        title.push_str(&format!(" tagged {key}={value}"));
    }
    title
}

fn words(subject: &Subject<'_>, assumed: &Assumed) -> String {
    let versions = if assumed.keeps_versions { "keeps versions" } else { "keeps no versions" };
    let begun = assumed.start.to_string();
    let begun = begun.strip_suffix("T00:00:00Z").unwrap_or(&begun);
    format!(
        "{} written on {begun}; the bucket {versions}; USD per GB-month in {}",
        bytes(assumed.size.into()),
        subject.region
    )
}

/// The opt-in tiers that hold for the assumed object: of each tier the shortest wait among matching configurations.
fn opt_in(configurations: &[IntelligentTieringConfiguration], assumed: &Assumed) -> TieringPlan {
    let matching = || {
        configurations.iter().filter(|one| {
            one.enabled
                && assumed.key.starts_with(&one.prefix)
                && one.tags.iter().all(|tag| assumed.tags.contains(tag))
        })
    };
    TieringPlan {
        archive_days: matching().filter_map(|one| one.archive_access).min(),
        deep_archive_days: matching().filter_map(|one| one.deep_archive_access).min(),
    }
}

fn stops(
    region: Region,
    assumed: &Assumed,
    begins: String,
    milestones: &[Milestone],
    item: impl Fn(StorageClass, AccessTier) -> Item,
) -> Vec<Stop> {
    let mut stops = vec![Stop {
        after_days: 0,
        day: assumed.start.day(),
        what: begins,
        state: assumed.class.name().to_owned(),
        rule: String::new(),
        rate: rate(region, item(assumed.class, AccessTier::Frequent)),
    }];
    let mut tier = AccessTier::Frequent;
    for milestone in milestones {
        tier = match milestone.change {
            Change::AccessTier(to) => to,
            Change::Transition(_) => AccessTier::Frequent,
            Change::DeleteMarker | Change::Deleted | Change::Aborted => tier,
        };
        let left = milestone.to();
        stops.push(Stop {
            after_days: milestone.after_days,
            day: milestone.day,
            what: what(milestone),
            state: left.map_or_else(String::new, |class| match tier {
                AccessTier::Frequent => class.name().to_owned(),
                _ => tier.name().to_owned(),
            }),
            rule: milestone.rule.clone().unwrap_or_default(),
            rate: left.map_or(Rate::Nothing, |class| rate(region, item(class, tier))),
        });
    }
    stops
}

fn what(milestone: &Milestone) -> String {
    let kept = milestone.newer_noncurrent_versions;
    let condition = match kept {
        0 => String::new(),
        _ => format!(", unless it is among the {kept} newest noncurrent ones"),
    };
    format!("{}{condition}", milestone.change)
}

fn rate(region: Region, item: Item) -> Rate {
    let first = catalogue::entry(region, item).and_then(|entry| entry.tiers.list().first());
    first.and_then(|tier| tier.price).map_or(Rate::Unknown, Rate::Known)
}

/// What stored bytes are priced as.
fn storage(class: StorageClass, tier: AccessTier) -> Item {
    match class {
        StorageClass::Standard => Item::StorageStandard,
        StorageClass::ReducedRedundancy => Item::StorageReducedRedundancy,
        StorageClass::ExpressOneZone => Item::StorageExpress,
        StorageClass::StandardIa => Item::StorageStandardIa,
        StorageClass::OneZoneIa => Item::StorageOneZoneIa,
        StorageClass::GlacierIr => Item::StorageGlacierIr,
        StorageClass::Glacier => Item::StorageGlacier,
        StorageClass::DeepArchive => Item::StorageDeepArchive,
        StorageClass::IntelligentTiering => match tier {
            AccessTier::Frequent => Item::StorageIntFrequent,
            AccessTier::Infrequent => Item::StorageIntInfrequent,
            AccessTier::ArchiveInstant => Item::StorageIntArchiveInstant,
            AccessTier::Archive => Item::StorageIntArchive,
            AccessTier::DeepArchive => Item::StorageIntDeepArchive,
        },
    }
}

/// What the parts of an unfinished upload are priced as.
fn parts(class: StorageClass) -> Item {
    match class {
        StorageClass::Glacier => Item::StagingGlacier,
        StorageClass::DeepArchive => Item::StagingDeepArchive,
        _ => storage(class, AccessTier::Frequent),
    }
}

#[cfg(test)]
mod tests;
