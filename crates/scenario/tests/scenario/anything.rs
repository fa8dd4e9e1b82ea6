//! Whatever a file says, it is read or refused, never a panic.

use proptest::prelude::*;
use s3sim_document::tree::{At, Entry, Map, Node, Value};

/// Words that lead deep into the format, and some that do not.
const WORDS: &[&str] = &[
    "name",
    "start",
    "duration",
    "as_of",
    "accounts",
    "buckets",
    "steps",
    "traffic",
    "expect",
    "model",
    "billing",
    "outputs",
    "photos",
    "versioning",
    "lifecycle",
    "lifecycle+",
    "intelligent_tiering",
    "objects",
    "tags",
    "count",
    "keys",
    "size",
    "total_size",
    "bins",
    "created",
    "StorageClass",
    "Tagging",
    "at",
    "after",
    "from",
    "until",
    "every",
    "times",
    "share",
    "pick",
    "age",
    "PutObject",
    "GetObject",
    "CreateBucket",
    "ListBuckets",
    "Body",
    "VersionId",
    "is",
    "at_most",
    "cost",
    "usage",
    "bytes",
    "latency",
    "expect",
    "status",
    "code",
    "lognormal",
    "p50",
    "p99",
    "uniform",
    "exponential",
    "quantiles",
    "team-{n}",
    "Rules",
    "client",
    "prices",
    "granularity",
    "model",
    "x",
    "",
];

const TEXTS: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "30",
    "1e30",
    "1_000",
    "1TB",
    "99999999999EB",
    "2.5 GiB",
    "90d",
    "-365d",
    "5y",
    "99999y",
    "2025-01-01",
    "2025-01-01T08:00:00Z",
    "20%",
    "200%",
    "ok",
    "NoSuchKey",
    "photos",
    "photos/*",
    "photos/a{n}",
    "photos/{date}",
    "photos/{n%4}/{n:03}",
    "{x.VersionId}",
    "*",
    "/",
    "internet",
    "rotate",
    "total",
    "12.50 USD",
    "GLACIER",
    "Enabled",
    "us-west-2",
    "{\"Rules\": []}",
    "\u{0}",
    "é€😀",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        prop::sample::select(TEXTS).prop_map(|text| Value::Text(text.to_owned())),
        ".{0,12}".prop_map(Value::Text),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    let node = |value| Node { at: At::NOWHERE, value };
    leaf().prop_map(node).prop_recursive(7, 160, 8, move |inner| {
        let key = prop::sample::select(WORDS);
        let map = prop::collection::vec((key, inner.clone()), 0..8).prop_map(|entries| {
            let mut map = Map::default();
            for (key, value) in entries {
                if map.get(key).is_none() {
                    map.entries.push(Entry { key: key.to_owned(), key_at: At::NOWHERE, value });
                }
            }
            Value::Map(map)
        });
        prop_oneof![3 => map, 1 => prop::collection::vec(inner, 0..4).prop_map(Value::List)].prop_map(node)
    })
}

/// A tree under a word of the top level, so that most cases get past the first look.
fn scenario() -> impl Strategy<Value = Node> {
    let section =
        prop::sample::select(&["buckets", "steps", "traffic", "expect", "model", "billing", "accounts"][..]);
    let sections = prop::collection::vec((section, prop::sample::select(WORDS), tree()), 1..6);
    sections.prop_map(|sections| {
        let made = |value| Node { at: At::NOWHERE, value };
        let one = |key: &str, value| Entry { key: key.to_owned(), key_at: At::NOWHERE, value };
        let mut top = Map::default();
        for (section, name, value) in sections {
            if top.get(section).is_none() {
                top.entries.push(one(section, made(Value::Map(Map { entries: vec![one(name, value)] }))));
            }
        }
        made(Value::Map(top))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_tree_is_read_or_refused(tree in tree()) {
        let _ = s3sim_scenario::scenario::read(tree, "any");
    }

    #[test]
    fn any_section_is_read_or_refused(tree in scenario()) {
        let _ = s3sim_scenario::scenario::read(tree, "any");
    }
}
