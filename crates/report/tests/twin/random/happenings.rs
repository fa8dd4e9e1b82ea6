//! Steps and traffic.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::Union;

use super::rules::{Lifecycle, Tiering, lifecycle, tiering};
use super::{BUCKETS, CLASSES, SIZES, TAGS, Theme};

/// A single call.
#[derive(Clone, Debug)]
pub struct Step {
    /// When, in hours after the start.
    pub hour: u32,
    bucket: usize,
    key: &'static str,
    call: Call,
}

#[derive(Clone, Debug)]
enum Call {
    Put {
        size: u64,
        class: &'static str,
        tags: &'static str,
    },
    Copy {
        from: usize,
        source: &'static str,
        class: &'static str,
        retag: bool,
        version: Option<Index>,
    },
    Get {
        head: bool,
        client: &'static str,
        version: Option<Index>,
    },
    Delete,
    /// A version of an earlier step; going round governance mode.
    DeleteVersion(Index, bool),
    DeleteNull,
    DeleteAll(&'static str),
    Tag {
        tags: &'static str,
        version: Option<Index>,
    },
    Versioning(&'static str),
    Lifecycle(Option<Lifecycle>),
    Restore {
        days: Option<u32>,
        tier: &'static str,
        /// Of many objects, or of a version.
        which: Result<&'static str, Option<Index>>,
    },
    Tiering(Option<Tiering>),
    Begin {
        class: &'static str,
        tags: &'static str,
    },
    /// A part of an earlier upload.
    Part {
        upload: Index,
        number: u32,
        size: u64,
    },
    /// The end of an earlier upload, with all parts that steps have brought, or without them.
    End {
        upload: Index,
        completes: bool,
    },
    Hold {
        on: bool,
        version: Option<Index>,
    },
    Retain {
        mode: &'static str,
        until: &'static str,
        bypass: bool,
        version: Option<Index>,
    },
}

/// Keys of populations and traffic, beside them, and behind their ends.
const KEYS: [&str; 14] =
    ["c", "d", "zz", "a/0", "a/1", "a/11", "a/0001", "a/1/1", "a/1.x", "a/99", "b/2", "b001", "t/3", "c/2"];
/// Hours from which instants are drawn.
const HOURS: u32 = 24 * 200;
/// The same where objects are archived.
const ARCHIVE_HOURS: u32 = 24 * 400;
const CLIENTS: [&str; 3] = ["", "internet", "eu-west-1"];

/// Some days after each of the starts.
const DATES: [&str; 7] = [
    "2024-03-01",
    "2024-03-03T10:30:00Z",
    "2025-01-03",
    "2025-01-05T12:00:00Z",
    "2025-04-02",
    "2025-04-05T23:59:59Z",
    "2025-06-01",
];

/// One of the keys: often one of a few, so that versions pile up.
fn key(soon: bool) -> impl Strategy<Value = &'static str> {
    prop_oneof![if soon { 40 } else { 2 } => select(&["c", "a/1"][..]), 3 => select(&KEYS[..])]
}

/// Any step.
pub fn step(theme: Theme) -> impl Strategy<Value = Step> {
    let Theme { soon, archives, locks, uploads, .. } = theme;
    let class = || prop_oneof![2 => Just("STANDARD"), 1 => select(&CLASSES[..])];
    let version = || prop::option::weighted(0.3, any::<Index>());
    let which = prop_oneof![
        2 => select(&["*", "a/*", "a/1*", "b*"][..]).prop_map(Ok),
        2 => version().prop_map(Err),
    ];
    let retain = (select(&["GOVERNANCE", "COMPLIANCE"][..]), select(&DATES[..]), any::<bool>(), version())
        .prop_map(|(mode, until, bypass, version)| Call::Retain { mode, until, bypass, version });
    let days = prop_oneof![3 => (1..=3u32).prop_map(Some), 1 => Just(None)];
    let restore = (days, select(&["", "Standard", "Bulk", "Expedited"][..]), which)
        .prop_map(|(days, tier, which)| Call::Restore { days, tier, which });
    let usual = prop_oneof![
        6 => (select(&SIZES[..]), class(), select(&TAGS[..]))
            .prop_map(|(size, class, tags)| Call::Put { size, class, tags }),
        2 => (0..3usize, key(soon), class(), any::<bool>(), version()).prop_map(
            |(from, source, class, retag, version)| Call::Copy { from, source, class, retag, version }
        ),
        2 => (prop::bool::weighted(0.2), select(&CLIENTS[..]), version())
            .prop_map(|(head, client, version)| Call::Get { head, client, version }),
        4 => Just(Call::Delete),
        3 => (any::<Index>(), any::<bool>())
            .prop_map(move |(index, bypass)| Call::DeleteVersion(index, bypass && locks)),
        1 => Just(Call::DeleteNull),
        1 => select(&["a/*", "a/1*", "*", "t/?"][..]).prop_map(Call::DeleteAll),
        2 => (select(&TAGS[..]), version()).prop_map(|(tags, version)| Call::Tag { tags, version }),
        if soon { 4 } else { 1 } => select(&["Enabled", "Suspended"][..]).prop_map(Call::Versioning),
        1 => prop::option::weighted(0.8, lifecycle(soon)).prop_map(Call::Lifecycle),
    ];
    let mut calls = vec![(25, usual.boxed())];
    if locks {
        let hold = (any::<bool>(), version()).prop_map(|(on, version)| Call::Hold { on, version });
        calls.extend([(4, hold.boxed()), (6, retain.boxed())]);
    }
    if archives {
        let tiering = prop::option::weighted(0.7, tiering()).prop_map(Call::Tiering);
        calls.extend([(30, restore.boxed()), (2, tiering.boxed())]);
    }
    if uploads {
        let begin = (class(), select(&TAGS[..])).prop_map(|(class, tags)| Call::Begin { class, tags });
        let size = select(&[0, 1, 131_072, (5 << 20) - 1, 5 << 20, 6_000_000][..]);
        let part = (any::<Index>(), 1..=3u32, size).prop_map(|(upload, number, size)| Call::Part {
            upload,
            number,
            size,
        });
        let end = (any::<Index>(), prop::bool::weighted(0.8))
            .prop_map(|(upload, completes)| Call::End { upload, completes });
        calls.extend([(12, begin.boxed()), (12, part.boxed()), (8, end.boxed())]);
    }
    let call = Union::new_weighted(calls);
    // Every so often at midnight; some hours again and again.
    let hours = if archives { ARCHIVE_HOURS } else { HOURS };
    let hour = prop_oneof![2 => 0..hours, 1 => (0..hours).prop_map(|hour| hour / 24 * 24), 1 => 0..30u32];
    (hour, 0..3usize, key(soon), call).prop_map(|(hour, bucket, key, call)| Step { hour, bucket, key, call })
}

impl Step {
    /// Takes the step into so many buckets and hours.
    pub fn fit(&mut self, buckets: usize, hours: u32) {
        self.hour %= hours;
        self.bucket %= buckets;
        if let Call::Copy { from, .. } = &mut self.call {
            *from %= buckets;
        }
    }

    /// Whether the answer has a version id, if versioning is on, and cannot be a refusal.
    fn names_a_version(&self) -> bool {
        matches!(self.call, Call::Put { .. } | Call::Delete)
    }

    /// The step as text; `earlier` are the ones in front of it.
    pub fn text(&self, earlier: &[Step]) -> String {
        let target = |step: &Step| format!("{}/{}", BUCKETS[step.bucket], step.key);
        // An earlier step whose version can be named: target, and reference.
        let referred = |index: &Index| {
            let known: Vec<usize> = (0..earlier.len()).filter(|&at| earlier[at].names_a_version()).collect();
            (!known.is_empty()).then(|| {
                let at = known[index.index(known.len())];
                (target(&earlier[at]), format!("{{s{at}.VersionId}}"))
            })
        };
        let of = |version: &Option<Index>| match version.as_ref().and_then(referred) {
            Some((target, id)) => (target, format!(", VersionId: \"{id}\"")),
            None => (target(self), String::new()),
        };
        let begun = |upload: &Index| begun_before(earlier, upload);
        let bucket = BUCKETS[self.bucket];
        let here = target(self);
        let call = match &self.call {
            Call::Put { size, class, tags } => {
                let tags = if tags.is_empty() { String::new() } else { format!(", Tagging: \"{tags}\"") };
                format!("PutObject: {here}, size: {size}, StorageClass: {class}{tags}")
            }
            Call::Copy { from, source, class, retag, version } => {
                let source = match version.as_ref().and_then(referred) {
                    Some((target, id)) => format!("{target}?versionId={id}"),
                    None => format!("{}/{source}", BUCKETS[*from]),
                };
                let retag = if *retag { ", TaggingDirective: REPLACE, Tagging: \"x=y\"" } else { "" };
                format!("CopyObject: {here}, CopySource: \"{source}\", StorageClass: {class}{retag}")
            }
            Call::Get { head, client, version } => {
                let (target, version) = of(version);
                let call = if *head { "HeadObject" } else { "GetObject" };
                let client = if client.is_empty() { String::new() } else { format!(", client: {client}") };
                format!("{call}: {target}{version}{client}")
            }
            Call::Delete => format!("DeleteObject: {here}"),
            Call::DeleteVersion(index, bypass) => {
                let (target, version) = of(&Some(*index));
                let bypass = if *bypass { ", BypassGovernanceRetention: true" } else { "" };
                format!("DeleteObject: {target}{version}{bypass}")
            }
            Call::Begin { class, tags } => {
                let tags = if tags.is_empty() { String::new() } else { format!(", Tagging: \"{tags}\"") };
                format!("CreateMultipartUpload: {here}, StorageClass: {class}{tags}")
            }
            Call::Part { upload, number, size } => match begun(upload) {
                Some(at) => format!(
                    "UploadPart: {}, UploadId: \"{{s{at}.UploadId}}\", PartNumber: {number}, size: {size}",
                    target(&earlier[at])
                ),
                None => format!("GetObject: {here}"),
            },
            Call::End { upload, completes } => match begun(upload) {
                Some(at) => {
                    let target = target(&earlier[at]);
                    let id = format!("UploadId: \"{{s{at}.UploadId}}\"");
                    // The last part of each number counts.
                    let mut parts = BTreeMap::new();
                    for (step, part) in earlier.iter().enumerate() {
                        if let Call::Part { upload, number, .. } = &part.call
                            && begun_before(&earlier[..step], upload) == Some(at)
                        {
                            parts.insert(number, step);
                        }
                    }
                    let part = |(number, step): (&&u32, &usize)| {
                        format!("{{PartNumber: {number}, ETag: \"{{s{step}.ETag}}\"}}")
                    };
                    let parts: Vec<String> = parts.iter().map(part).collect();
                    match completes {
                        true => format!(
                            "CompleteMultipartUpload: {target}, {id}, MultipartUpload: {{Parts: [{}]}}",
                            parts.join(", ")
                        ),
                        false => format!("AbortMultipartUpload: {target}, {id}"),
                    }
                }
                None => format!("GetObject: {here}"),
            },
            Call::Hold { on, version } => {
                let (target, version) = of(version);
                let status = if *on { "ON" } else { "OFF" };
                format!("PutObjectLegalHold: {target}{version}, LegalHold: {{Status: \"{status}\"}}")
            }
            Call::Retain { mode, until, bypass, version } => {
                let (target, version) = of(version);
                let bypass = if *bypass { ", BypassGovernanceRetention: true" } else { "" };
                let retention = format!("{{Mode: {mode}, RetainUntilDate: {until}}}");
                format!("PutObjectRetention: {target}{version}, Retention: {retention}{bypass}")
            }
            Call::DeleteNull => format!("DeleteObject: {here}, VersionId: \"null\""),
            Call::DeleteAll(pattern) => format!("DeleteObject: \"{bucket}/{pattern}\""),
            Call::Tag { tags: "", version } => {
                let (target, version) = of(version);
                format!("DeleteObjectTagging: {target}{version}")
            }
            Call::Tag { tags, version } => {
                let (target, version) = of(version);
                let pair = |tag: &str| {
                    let (key, value) = tag.split_once('=').unwrap();
                    format!("{{Key: {key}, Value: {value}}}")
                };
                let set: Vec<String> = tags.split('&').map(pair).collect();
                format!("PutObjectTagging: {target}{version}, Tagging: {{TagSet: [{}]}}", set.join(", "))
            }
            Call::Versioning(status) => {
                format!("PutBucketVersioning: {bucket}, VersioningConfiguration: {{Status: {status}}}")
            }
            Call::Restore { days, tier, which } => {
                let (target, version) = match which {
                    Ok(pattern) => (format!("\"{bucket}/{pattern}\""), String::new()),
                    Err(version) => of(version),
                };
                let days = days.map(|days| format!("Days: {days}"));
                let tier = (!tier.is_empty()).then(|| format!("GlacierJobParameters: {{Tier: {tier}}}"));
                let request: Vec<String> = days.into_iter().chain(tier).collect();
                format!("RestoreObject: {target}{version}, RestoreRequest: {{{}}}", request.join(", "))
            }
            Call::Tiering(None) => format!("DeleteBucketIntelligentTieringConfiguration: {bucket}, Id: i0"),
            Call::Tiering(Some(tiering)) => format!(
                "PutBucketIntelligentTieringConfiguration: {bucket}, Id: i0, IntelligentTieringConfiguration: {}",
                tiering.text().replacen('{', "{Id: i0, ", 1)
            ),
            Call::Lifecycle(None) => format!("DeleteBucketLifecycle: {bucket}"),
            Call::Lifecycle(Some(lifecycle)) => {
                let varies = if lifecycle.varies {
                    ", TransitionDefaultMinimumObjectSize: varies_by_storage_class"
                } else {
                    ""
                };
                let rules = lifecycle.rules_text();
                format!(
                    "PutBucketLifecycleConfiguration: {bucket}, LifecycleConfiguration: {{Rules: {rules}}}{varies}"
                )
            }
        };
        format!("{{{call}, at: {}h, expect: any}}", self.hour)
    }
}

/// The step that began an upload, if one of these has begun any.
fn begun_before(earlier: &[Step], upload: &Index) -> Option<usize> {
    let begins = |at: &usize| matches!(earlier[*at].call, Call::Begin { .. });
    let known: Vec<usize> = (0..earlier.len()).filter(begins).collect();
    // Mostly the latest ones.
    let latest = &known[known.len().saturating_sub(3)..];
    (!latest.is_empty()).then(|| latest[upload.index(latest.len())])
}

/// Whole days of requests.
#[derive(Clone, Debug)]
pub struct Traffic {
    pub bucket: usize,
    call: &'static str,
    target: Target,
    from: u32,
    every: u32,
    until: u32,
    amount: (bool, u32),
    share: Option<u32>,
    pick: &'static str,
    age: Option<(u32, Option<u32>)>,
    size: u64,
    class: &'static str,
    client: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Pattern(&'static str),
    Literal(&'static str),
    /// A template of its own, behind the number of the traffic.
    Own(&'static str),
    /// That of the bucket's first population.
    Population,
}

/// Any traffic.
pub fn traffic(soon: bool) -> impl Strategy<Value = Traffic> {
    let target = prop_oneof![
        4 => select(&["*", "a/*", "a/1*", "a/?", "t*", "b/*"][..]).prop_map(Target::Pattern),
        1 => key(soon).prop_map(Target::Literal),
        2 => select(&["{n}", "{n:03}", "{n%2}/{n}", "{date}/{n}", "{date}", "{n%3}"][..]).prop_map(Target::Own),
        1 => Just(Target::Population),
    ];
    let when = (0..HOURS, select(&[12u32, 24, 36, 24 * 7, 24 * 30][..]), 1..=HOURS);
    let which = (
        (any::<bool>(), 1..=4u32),
        prop::option::weighted(0.5, 1..=100u32),
        select(&["rotate", "random", "newest", "oldest"][..]),
        prop::option::weighted(0.3, (0..=40u32, prop::option::of(1..=60u32))),
    );
    let what = (
        select(&["GetObject", "GetObject", "PutObject", "DeleteObject"][..]),
        select(&SIZES[..]),
        prop_oneof![1 => Just("STANDARD"), 1 => Just("INTELLIGENT_TIERING"), 1 => select(&CLASSES[..])],
        select(&CLIENTS[..]),
    );
    (0..3usize, target, when, which, what).prop_map(
        |(bucket, target, (from, every, length), (amount, share, pick, age), (call, size, class, client))| {
            let until = from + length;
            Traffic {
                bucket,
                call,
                target,
                from,
                every,
                until,
                amount,
                share,
                pick,
                age,
                size,
                class,
                client,
            }
        },
    )
}

impl Traffic {
    /// Takes the traffic into so many buckets and hours.
    pub fn fit(&mut self, buckets: usize, hours: u32) {
        self.bucket %= buckets;
        self.until -= self.from;
        self.from %= hours;
        self.until += self.from;
    }

    /// The traffic as text; `population` is the template of the bucket's first population.
    pub fn text(&self, index: usize, population: Option<&str>) -> String {
        let key = match (self.target, population) {
            (Target::Pattern(key) | Target::Literal(key), _) => key.to_owned(),
            (Target::Population, Some(keys)) => keys.to_owned(),
            (Target::Own(keys), _) => format!("t{index}/{keys}"),
            (Target::Population, None) => format!("t{index}/{{n}}"),
        };
        let Traffic { call, from, every, until, .. } = self;
        let bucket = BUCKETS[self.bucket];
        let mut text = format!("{call}: \"{bucket}/{key}\", from: {from}h, every: {every}h, until: {until}h");
        let objects = matches!(self.target, Target::Pattern(_));
        let (per_object, number) = self.amount;
        let literal = matches!(self.target, Target::Literal(_));
        text += &match per_object && (objects || literal) {
            true => format!(", times: {number}"),
            false => format!(", count: {number}"),
        };
        if objects {
            let share = self.share.filter(|_| per_object);
            text += &share.map_or(String::new(), |share| format!(", share: {share}%"));
            text += &format!(", pick: {}", self.pick);
            if let Some((from, until)) = self.age {
                let until = until.map_or(String::new(), |until| format!(", until: {}d", from + until));
                text += &format!(", age: {{from: {from}d{until}}}");
            }
        }
        match *call {
            "PutObject" => text += &format!(", size: {}, StorageClass: {}", self.size, self.class),
            "GetObject" if !self.client.is_empty() => text += &format!(", client: {}", self.client),
            _ => {}
        }
        format!("{{{text}}}")
    }
}
