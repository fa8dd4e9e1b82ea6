//! Random scenarios as text: what fails can be read, and pasted into a file.
//!
//! Everything is drawn around thresholds: sizes around 128 KB, prefixes that cut populations in the middle, ages and dates
//! next to each other, instants at midnight.

mod happenings;
mod rules;

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;

use happenings::{Step, Traffic, step, traffic};
use rules::{Lifecycle, Tiering, lifecycle, tiering};

/// How much of everything a scenario gets.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Most buckets.
    pub buckets: usize,
    /// Most populations of a bucket.
    pub populations: usize,
    /// Most steps.
    pub steps: usize,
    /// Most pieces of traffic.
    pub traffic: usize,
    /// Most days.
    pub days: u32,
    /// Whether rules are about a few days and steps about a few keys, so that much falls together.
    pub soon: bool,
    /// Whether objects are archived in every way, and restored.
    pub archives: bool,
    /// Whether there is Object Lock.
    pub locks: bool,
    /// Whether objects come in parts.
    pub uploads: bool,
}

/// Names of the buckets.
pub const BUCKETS: [&str; 3] = ["bkt0", "bkt1", "bkt2"];
/// Sizes around every threshold.
pub const SIZES: [u64; 9] = [0, 1, 2, 500, 131_071, 131_072, 131_073, 300_000, 5_000_000];
/// Storage classes of what is written.
pub const CLASSES: [&str; 8] = [
    "STANDARD",
    "INTELLIGENT_TIERING",
    "STANDARD_IA",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
    "REDUCED_REDUNDANCY",
];
/// Tags of what is written.
pub const TAGS: [&str; 5] = ["", "k=v", "k=w", "x=y", "k=v&x=y"];

/// A scenario. Displays as YAML; so does its debugging text, which is what a failing test shows.
#[derive(Clone)]
pub struct Sketch {
    start: &'static str,
    days: u32,
    seed: u64,
    granularity: &'static str,
    delay_hours: u32,
    buckets: Vec<Bucket>,
    steps: Vec<Step>,
    traffic: Vec<Traffic>,
}

#[derive(Clone, Debug)]
struct Bucket {
    versioning: Option<&'static str>,
    /// Object Lock with a default retention or without one.
    lock: Option<Option<(&'static str, u32)>>,
    lifecycle: Option<Lifecycle>,
    tierings: Vec<Tiering>,
    populations: Vec<Population>,
}

#[derive(Clone, Debug)]
struct Population {
    keys: &'static str,
    count: u32,
    sizes: Vec<u64>,
    class: &'static str,
    tags: &'static str,
    created: &'static str,
}

/// Any scenario of a theme.
pub fn scenario(theme: Theme) -> impl Strategy<Value = Sketch> {
    let clock = (
        select(&["2025-01-01", "2024-02-27T10:30:00Z", "2025-03-31T23:59:59Z"][..]),
        prop_oneof![1 => 1..=theme.days, 2 => theme.days / 2..=theme.days],
        0..3u64,
        select(&["month", "day"][..]),
        prop_oneof![2 => Just(0u32), 1 => select(&[1u32, 10, 24, 30, 100][..])],
    );
    let buckets = prop::collection::vec(bucket(theme), 1..=theme.buckets);
    let steps = prop_oneof![
        1 => prop::collection::vec(step(theme), 0..=theme.steps),
        2 => prop::collection::vec(step(theme), theme.steps / 2..=theme.steps),
    ];
    let traffic = prop::collection::vec(traffic(theme.soon), 0..=theme.traffic);
    (clock, buckets, steps, traffic).prop_map(|(clock, buckets, mut steps, mut traffic)| {
        let (start, days, seed, granularity, delay_hours) = clock;
        // Within the span and among the buckets that have come out, so that these can shrink by themselves.
        steps.iter_mut().for_each(|step| step.fit(buckets.len(), days * 24));
        steps.sort_by_key(|step| step.hour);
        traffic.iter_mut().for_each(|traffic| traffic.fit(buckets.len(), days * 24));
        Sketch { start, days, seed, granularity, delay_hours, buckets, steps, traffic }
    })
}

fn bucket(theme: Theme) -> impl Strategy<Value = Bucket> {
    let versioning = prop_oneof![
        2 => Just(None),
        4 => Just(Some("Enabled")),
        2 => Just(Some("Suspended")),
    ];
    let lifecycle = prop::option::weighted(if theme.archives { 0.4 } else { 0.85 }, lifecycle(theme.soon));
    // Two populations of one bucket must not make the same key.
    let first =
        population(&["a/{n}", "a/{n:04}", "a/{n%3}/{n}", "a/{n}.x", "a/{n%2}-{n:02}"], theme.archives);
    let second = population(&["b/{n}", "b{n:03}", "b/{date}/{n}", "b/{n%4}/{n}"], theme.archives);
    let third = population(&["c/{n%6}", "c/{date}"], theme.archives);
    let populations = (
        prop::option::weighted(0.9, first),
        prop::option::weighted(0.4, second),
        prop::option::weighted(0.2, third),
    );
    let most = theme.populations;
    let default = (select(&["GOVERNANCE", "COMPLIANCE"][..]), 1..=4u32);
    let lock = (prop::bool::weighted(0.8), prop::option::of(default))
        .prop_map(move |(locks, default)| (locks && theme.locks).then_some(default));
    let tierings = prop::collection::vec(tiering(), 0..=if theme.archives { 2 } else { 0 });
    (versioning, lock, lifecycle, tierings, populations).prop_map(
        move |(versioning, lock, lifecycle, tierings, (a, b, c))| {
            let populations = [a, b, c].into_iter().flatten().take(most).collect();
            Bucket { versioning, lock, lifecycle, tierings, populations }
        },
    )
}

/// The class of what is written.
fn class(archives: bool) -> impl Strategy<Value = &'static str> {
    let mut usual = vec!["STANDARD"; 12];
    usual.extend(["INTELLIGENT_TIERING"; 4]);
    usual.extend(CLASSES);
    if archives {
        usual.extend(["GLACIER", "DEEP_ARCHIVE", "INTELLIGENT_TIERING"].repeat(16));
    }
    select(usual)
}

fn population(keys: &'static [&'static str], archives: bool) -> impl Strategy<Value = Population> {
    let created = select(
        &[
            "0d",
            "-1d",
            "-29d",
            "-100d",
            "-400d",
            "{from: -3d, until: 0d}",
            "{from: -35d, until: -25d}",
            "{from: -100d, until: 0d}",
        ][..],
    );
    (
        select(keys),
        prop_oneof![1..=3u32, 1..=14u32],
        prop::collection::vec(select(&SIZES[..]), 1..=3),
        class(archives),
        select(&TAGS[..]),
        created,
    )
        .prop_map(|(keys, count, sizes, class, tags, created)| {
            // Without a plain number a template makes a few keys only.
            let numbered = keys.contains("{n}") || keys.contains("{n:");
            let (count, created) = match keys {
                _ if numbered => (count, created),
                "c/{date}" => (1, "-5d"),
                _ => (count.min(6), created),
            };
            Population { keys, count, sizes, class, tags, created }
        })
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "start: {}", self.start)?;
        writeln!(f, "duration: {}d", self.days)?;
        writeln!(f, "seed: {}", self.seed)?;
        writeln!(f, "billing: {{granularity: {}}}", self.granularity)?;
        if self.delay_hours > 0 {
            writeln!(f, "model: {{lifecycle_delay: {}h}}", self.delay_hours)?;
        }
        writeln!(f, "buckets:")?;
        for (name, bucket) in BUCKETS.iter().zip(&self.buckets) {
            write!(f, "  {name}:\n{bucket}")?;
        }
        if !self.steps.is_empty() {
            writeln!(f, "steps:")?;
        }
        for (index, step) in self.steps.iter().enumerate() {
            writeln!(f, "  s{index}: {}", step.text(&self.steps[..index]))?;
        }
        if !self.traffic.is_empty() {
            writeln!(f, "traffic:")?;
        }
        for (index, traffic) in self.traffic.iter().enumerate() {
            let templates = self.buckets[traffic.bucket].populations.first().map(|p| p.keys);
            writeln!(f, "  t{index}: {}", traffic.text(index, templates))?;
        }
        Ok(())
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(default) = &self.lock {
            let rule = default.map_or_else(String::new, |(mode, days)| {
                format!(", Rule: {{DefaultRetention: {{Mode: {mode}, Days: {days}}}}}")
            });
            writeln!(f, "    object_lock: {{ObjectLockEnabled: Enabled{rule}}}")?;
        } else if let Some(versioning) = self.versioning {
            writeln!(f, "    versioning: {versioning}")?;
        }
        if let Some(lifecycle) = &self.lifecycle {
            writeln!(f, "    lifecycle: {}", lifecycle.text())?;
        }
        if !self.tierings.is_empty() {
            writeln!(f, "    intelligent_tiering:")?;
        }
        for (index, tiering) in self.tierings.iter().enumerate() {
            writeln!(f, "      i{index}: {}", tiering.text())?;
        }
        writeln!(f, "    objects:{}", if self.populations.is_empty() { " {}" } else { "" })?;
        for (index, population) in self.populations.iter().enumerate() {
            writeln!(f, "      p{index}: {population}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Population { keys, count, sizes, class, tags, created } = self;
        let size = match sizes.as_slice() {
            [one] => one.to_string(),
            many => {
                let (low, high) = (many.iter().min().unwrap(), many.iter().max().unwrap());
                format!("{{uniform: [{low}, {}]}}, bins: {}", high + 1, many.len())
            }
        };
        write!(
            f,
            "{{keys: \"{keys}\", count: {count}, size: {size}, created: {created}, StorageClass: {class}"
        )?;
        if !tags.is_empty() {
            write!(f, ", Tagging: \"{tags}\"")?;
        }
        write!(f, "}}")
    }
}

impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario\n\n{self}")
    }
}
