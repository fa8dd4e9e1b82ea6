//! Lifecycle configurations that S3 accepts.

use proptest::prelude::*;
use proptest::sample::select;

/// A configuration.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    rules: Vec<Rule>,
    /// `varies_by_storage_class`.
    pub varies: bool,
}

#[derive(Clone, Debug)]
struct Rule {
    enabled: bool,
    prefix: &'static str,
    tags: Vec<&'static str>,
    larger: Option<u64>,
    smaller: Option<u64>,
    /// By date instead of days.
    dates: bool,
    transitions: Vec<(usize, u32)>,
    expiration: Option<u32>,
    /// An expiration that only removes lone delete markers.
    lone_markers: bool,
    noncurrent: Vec<(usize, u32, u32)>,
    removal: Option<(u32, u32)>,
    /// Days until uploads are aborted.
    abort: Option<u32>,
}

/// From warm to cold, with the days that one rule must leave between a class and the next.
const WATERFALL: [(&str, u32); 6] = [
    ("STANDARD_IA", 30),
    ("INTELLIGENT_TIERING", 1),
    ("ONEZONE_IA", 30),
    ("GLACIER_IR", 90),
    ("GLACIER", 90),
    ("DEEP_ARCHIVE", 0),
];

const PREFIXES: [&str; 13] =
    ["", "a/", "a/1", "a/11", "a/00", "a/0005", "a/1/", "a/0-", "b", "b/2025-0", "t/", "c", "zz"];

/// A configuration of Intelligent-Tiering.
#[derive(Clone, Debug)]
pub struct Tiering {
    prefix: &'static str,
    tag: Option<&'static str>,
    archive: Option<u32>,
    deep: Option<u32>,
}

/// Any configuration of Intelligent-Tiering.
pub fn tiering() -> impl Strategy<Value = Tiering> {
    let days = (prop::option::weighted(0.7, 90..=100u32), prop::option::weighted(0.5, 180..=190u32));
    let tag = prop::option::weighted(0.2, select(&["k=v", "x=y"][..]));
    (select(&PREFIXES[..]), tag, days).prop_map(|(prefix, tag, (archive, deep))| {
        let prefix = if prefix.len() > 2 { "" } else { prefix };
        // One of the tiers at least.
        let archive = archive.or(deep.is_none().then_some(120));
        Tiering { prefix, tag, archive, deep }
    })
}

impl Tiering {
    /// The document.
    pub fn text(&self) -> String {
        let tag = self.tag.map(|tag| tag.split_once('=').unwrap());
        let tag = tag.map(|(key, value)| format!("{{Key: {key}, Value: {value}}}"));
        let filter = match (self.prefix, tag) {
            ("", None) => String::new(),
            (prefix, None) => format!("Filter: {{Prefix: {prefix}}}, "),
            ("", Some(tag)) => format!("Filter: {{Tag: {tag}}}, "),
            (prefix, Some(tag)) => format!("Filter: {{And: {{Prefix: {prefix}, Tags: [{tag}]}}}}, "),
        };
        let tiers = [(self.archive, "ARCHIVE_ACCESS"), (self.deep, "DEEP_ARCHIVE_ACCESS")];
        let tiers = tiers.into_iter().filter_map(|(days, tier)| Some((days?, tier)));
        let tiers: Vec<_> =
            tiers.map(|(days, tier)| format!("{{Days: {days}, AccessTier: {tier}}}")).collect();
        format!("{{{filter}Status: Enabled, Tierings: [{}]}}", tiers.join(", "))
    }
}

/// Any configuration of one to four rules. `soon`: most of what they do falls on the same few days.
pub fn lifecycle(soon: bool) -> impl Strategy<Value = Lifecycle> {
    let rules = prop::collection::vec(rule(soon), 1..=4);
    (rules, any::<bool>()).prop_map(|(rules, varies)| Lifecycle { rules, varies })
}

/// Days between one thing and the next: few, or around a month.
fn gap(soon: bool) -> impl Strategy<Value = u32> {
    prop_oneof![if soon { 30 } else { 3 } => 0..=3u32, 1 => 25..=35u32, 1 => 0..=120u32]
}

fn stages(soon: bool) -> impl Strategy<Value = Vec<(usize, u32)>> {
    let stage = (0..100u32, gap(soon));
    prop::collection::vec(stage, WATERFALL.len()).prop_map(move |stages| {
        let (mut taken, mut earliest) = (Vec::new(), 0);
        for (class, (chance, gap)) in stages.into_iter().enumerate() {
            // The infrequent-access classes take their time.
            let percent = if soon && matches!(class, 0 | 2) { 3 } else { 25 };
            if chance < 100 - percent {
                continue;
            }
            // Nothing is moved to the infrequent-access classes before it is 30 days old.
            let least = if matches!(class, 0 | 2) { 30 } else { 0 };
            let day = (earliest + gap).max(least);
            taken.push((class, day));
            earliest = earliest.max(day + WATERFALL[class].1.max(1));
        }
        taken
    })
}

fn rule(soon: bool) -> impl Strategy<Value = Rule> {
    let filter = (
        prop_oneof![if soon { 20 } else { 3 } => Just(""), 2 => Just("a/"), 3 => select(&PREFIXES[..])],
        prop_oneof![
            3 => Just(Vec::new()),
            1 => prop::collection::vec(select(&["k=v", "x=y"][..]), 1..=2),
        ],
        prop::option::weighted(0.2, select(&[0u64, 1, 499, 500, 131_070, 131_071, 131_072][..])),
        prop::option::weighted(0.2, select(&[1u64, 2, 501, 131_072, 131_073, 1_000_000][..])),
    );
    let current =
        (prop::bool::weighted(0.2), stages(soon), prop::option::weighted(0.5, gap(soon)), any::<bool>());
    let abort = prop::option::weighted(0.3, gap(soon));
    let noncurrent = (
        prop::bool::weighted(0.5),
        stages(soon),
        prop::collection::vec(0..=3u32, WATERFALL.len()),
        prop::option::weighted(0.5, (gap(soon), 0..=3u32)),
    );
    (prop::bool::weighted(0.9), filter, current, noncurrent, abort).prop_map(
        |(enabled, (prefix, mut tags, larger, smaller), current, noncurrent, abort)| {
            let (dates, transitions, expiration, lone_markers) = current;
            let (wanted, below, keep, removal) = noncurrent;
            tags.sort_unstable();
            tags.dedup();
            let smaller = smaller.filter(|bound| larger.is_none_or(|larger| larger < *bound));
            let behind = |stages: &[(usize, u32)], gap: u32| {
                stages.iter().map(|(_, day)| *day).max().map_or(gap, |last| last + gap).max(1)
            };
            let last =
                |stages: &[(usize, u32)], gap: u32| behind(stages, gap) + u32::from(!stages.is_empty());
            let plain = tags.is_empty() && larger.is_none() && smaller.is_none();
            let noncurrent = if wanted { below } else { Vec::new() };
            let removal = removal.filter(|_| wanted).map(|(gap, keep)| (last(&noncurrent, gap), keep));
            let noncurrent: Vec<_> =
                noncurrent.iter().zip(keep).map(|(&(c, d), keep)| (c, d, keep)).collect();
            let lone_markers = lone_markers && plain && expiration.is_none();
            let nothing = transitions.is_empty()
                && expiration.is_none()
                && noncurrent.is_empty()
                && removal.is_none()
                && !lone_markers;
            let expiration = match expiration {
                None if nothing => Some(30),
                given => given.map(|gap| last(&transitions, gap)),
            };
            Rule {
                enabled,
                prefix,
                tags,
                larger,
                smaller,
                dates,
                transitions,
                expiration,
                lone_markers,
                noncurrent,
                removal,
                // S3 takes it by prefix only, and not beside dates.
                abort: abort.filter(|_| plain && !dates).map(|days| days.max(1)),
            }
        },
    )
}

impl Lifecycle {
    /// The document with what stands beside it.
    pub fn text(&self) -> String {
        let varies =
            if self.varies { "TransitionDefaultMinimumObjectSize: varies_by_storage_class, " } else { "" };
        format!("{{{varies}Rules: {}}}", self.rules_text())
    }

    /// The rules alone.
    pub fn rules_text(&self) -> String {
        let rules: Vec<String> = self.rules.iter().enumerate().map(|(i, rule)| rule.text(i)).collect();
        format!("[{}]", rules.join(", "))
    }
}

impl Rule {
    fn text(&self, index: usize) -> String {
        let status = if self.enabled { "Enabled" } else { "Disabled" };
        let mut parts = vec![format!("ID: r{index}, Status: {status}, Filter: {}", self.filter())];
        // Dates count from the end of 2024, so that some lie before the start of the scenario.
        let when =
            |day: u32| if self.dates { format!("Date: {}", date(day)) } else { format!("Days: {day}") };
        let listed = |items: Vec<String>| items.join(", ");
        if !self.transitions.is_empty() {
            let one = |(class, day): &(usize, u32)| {
                format!("{{{}, StorageClass: {}}}", when(*day), WATERFALL[*class].0)
            };
            parts.push(format!("Transitions: [{}]", listed(self.transitions.iter().map(one).collect())));
        }
        if let Some(day) = self.expiration {
            parts.push(format!("Expiration: {{{}}}", when(day)));
        }
        if let Some(days) = self.abort {
            parts.push(format!("AbortIncompleteMultipartUpload: {{DaysAfterInitiation: {days}}}"));
        }
        if self.lone_markers {
            parts.push("Expiration: {ExpiredObjectDeleteMarker: true}".to_owned());
        }
        let keep =
            |keep: u32| if keep > 0 { format!(", NewerNoncurrentVersions: {keep}") } else { String::new() };
        if !self.noncurrent.is_empty() {
            let one = |(class, day, kept): &(usize, u32, u32)| {
                format!("{{NoncurrentDays: {day}, StorageClass: {}{}}}", WATERFALL[*class].0, keep(*kept))
            };
            let all = listed(self.noncurrent.iter().map(one).collect());
            parts.push(format!("NoncurrentVersionTransitions: [{all}]"));
        }
        if let Some((day, kept)) = self.removal {
            parts.push(format!("NoncurrentVersionExpiration: {{NoncurrentDays: {day}{}}}", keep(kept)));
        }
        format!("{{{}}}", parts.join(", "))
    }

    fn filter(&self) -> String {
        let tag = |tag: &str| {
            let (key, value) = tag.split_once('=').unwrap();
            format!("{{Key: {key}, Value: {value}}}")
        };
        let mut parts = Vec::new();
        if !self.prefix.is_empty() {
            parts.push(format!("Prefix: \"{}\"", self.prefix));
        }
        parts.extend(self.larger.map(|bytes| format!("ObjectSizeGreaterThan: {bytes}")));
        parts.extend(self.smaller.map(|bytes| format!("ObjectSizeLessThan: {bytes}")));
        match (self.tags.as_slice(), parts.len()) {
            ([], 0 | 1) => format!("{{{}}}", parts.join("")),
            ([one], 0) => format!("{{Tag: {}}}", tag(one)),
            (tags, _) => {
                if !tags.is_empty() {
                    let tags: Vec<String> = tags.iter().map(|one| tag(one)).collect();
                    parts.push(format!("Tags: [{}]", tags.join(", ")));
                }
                format!("{{And: {{{}}}}}", parts.join(", "))
            }
        }
    }
}

/// So many days after 2024-12-25.
fn date(days: u32) -> String {
    let origin = s3sim_kernel::time::Instant::parse("2024-12-25").unwrap();
    (origin + s3sim_kernel::time::Micros::days(days.into())).day().to_string()
}
