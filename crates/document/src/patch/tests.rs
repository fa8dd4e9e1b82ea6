//! Patches do what RFC 7396 says, and what the format adds to it.

mod rfc7396;

use proptest::prelude::*;

use super::{Merge, Shape, apply, changes, conflict, settle, single};
use crate::problem::Problems;
use crate::tree::{Map, Node, Value, to_json};
use crate::yaml::parse;

/// Buckets hold documents; `quotas` is a section that is always there, a user named root too; a call in a step displaces
/// another with what belongs to it.
struct Scenario;

impl Shape for Scenario {
    fn merge(&self, path: &[&str]) -> Merge {
        match path {
            ["buckets", _, "policy" | "lifecycle"] | ["keys", _, "policy"] => Merge::Whole,
            _ => Merge::Deep,
        }
    }

    fn built_in(&self, path: &[&str]) -> bool {
        matches!(path, ["quotas" | "users"] | ["users", "root"])
    }

    fn make_way(&self, path: &[&str], base: &mut Map, patch: &Map) {
        let call =
            |map: &Map| map.entries.iter().any(|entry| entry.key == "PutObject" || entry.key.contains(':'));
        if matches!(path, ["steps", _]) && call(patch) {
            base.entries.retain(|entry| matches!(entry.key.as_str(), "at" | "as"));
        }
    }
}

const BASE: &str = "\
buckets:
  b:
    versioning: Enabled
    policy: {Version: v1, Statement: [{Sid: one}]}
    lifecycle: {Rules: [{ID: cool, Days: 30}, {ID: warm, Days: 60}]}
  my.site: {versioning: Enabled}
  bare:
keys: {k: {policy+: {Statement: [{Sid: one}]}}}
steps: {s: {PutObject: b/x, size: 5, at: 1d}}
";

fn patched(patch: &str) -> Result<Node, Problems> {
    let mut base = parse(BASE).unwrap();
    let problems = apply(&mut base, &parse(patch).unwrap(), &Scenario);
    if problems.is_empty() { Ok(base) } else { Err(problems) }
}

fn value(root: &Node, path: &[&str]) -> String {
    let node = path.iter().try_fold(root, |node, name| node.get(name));
    node.map_or_else(|| "-".to_owned(), to_json)
}

#[test]
fn patches_change_what_they_name() {
    let (policy, lifecycle) = (&["buckets", "b", "policy"][..], &["buckets", "b", "lifecycle"][..]);
    let table: [(&str, &[&str], &str); 26] = [
        // Nesting and a dotted key say the same.
        ("buckets: {b: {versioning: Suspended}}", &["buckets", "b", "versioning"], r#""Suspended""#),
        ("buckets.b.versioning: Suspended", &["buckets", "b", "versioning"], r#""Suspended""#),
        ("buckets.b: {versioning: Suspended}", &["buckets", "b", "versioning"], r#""Suspended""#),
        // Null removes.
        ("buckets.b.versioning: null", &["buckets", "b", "versioning"], "-"),
        ("buckets: {b: {versioning: ~}}", &["buckets", "b", "versioning"], "-"),
        // The last name may be new, at any depth.
        ("duration: 5y", &["duration"], r#""5y""#),
        ("buckets.c: {versioning: Enabled, policy: null}", &["buckets", "c"], r#"{"versioning":"Enabled"}"#),
        // Nothing written is an empty map.
        ("buckets.bare.versioning: Enabled", &["buckets", "bare"], r#"{"versioning":"Enabled"}"#),
        // Names with dots are quoted in a path, and names as they stand elsewhere.
        (
            r#"buckets."my.site".versioning: Suspended"#,
            &["buckets", "my.site"],
            r#"{"versioning":"Suspended"}"#,
        ),
        (
            "buckets: {my.site: {versioning: Suspended}}",
            &["buckets", "my.site"],
            r#"{"versioning":"Suspended"}"#,
        ),
        // Built-in sections and names are there unwritten.
        ("quotas.kms_requests: 10/s", &["quotas"], r#"{"kms_requests":"10/s"}"#),
        ("users.root.groups: [x]", &["users"], r#"{"root":{"groups":["x"]}}"#),
        // A document is one value.
        ("buckets.b.policy: {Statement: []}", policy, r#"{"Statement":[]}"#),
        ("buckets: {b: {policy: {Statement: []}}}", policy, r#"{"Statement":[]}"#),
        ("buckets: {b: {policy: {Statement: null}}}", policy, r#"{"Statement":null}"#),
        // A path may lead into one.
        (
            "buckets.b.lifecycle.Rules[cool].Days: 90",
            lifecycle,
            r#"{"Rules":[{"ID":"cool","Days":90},{"ID":"warm","Days":60}]}"#,
        ),
        (
            "buckets.b.lifecycle.Rules[1].Filter: {}",
            lifecycle,
            r#"{"Rules":[{"ID":"cool","Days":30},{"ID":"warm","Days":60,"Filter":{}}]}"#,
        ),
        (
            "buckets.b.lifecycle.Rules[warm]: {ID: hot}",
            lifecycle,
            r#"{"Rules":[{"ID":"cool","Days":30},{"ID":"hot"}]}"#,
        ),
        ("buckets.b.lifecycle.Rules[cool]: null", lifecycle, r#"{"Rules":[{"ID":"warm","Days":60}]}"#),
        ("buckets.b.policy.Version: null", policy, r#"{"Statement":[{"Sid":"one"}]}"#),
        // `+` adds.
        (
            "buckets.b.policy+: {Statement: [{Sid: two}]}",
            policy,
            r#"{"Version":"v1","Statement":[{"Sid":"one"},{"Sid":"two"}]}"#,
        ),
        (
            "buckets: {b: {policy+: {Statement: {Sid: two}, Version: v2}}}",
            policy,
            r#"{"Version":"v2","Statement":[{"Sid":"one"},{"Sid":"two"}]}"#,
        ),
        (
            "buckets.b.policy.Statement+: [{Sid: two}]",
            policy,
            r#"{"Version":"v1","Statement":[{"Sid":"one"},{"Sid":"two"}]}"#,
        ),
        (
            "buckets.b.lifecycle.Rules[warm]+: {Status: Enabled}",
            lifecycle,
            r#"{"Rules":[{"ID":"cool","Days":30},{"ID":"warm","Days":60,"Status":"Enabled"}]}"#,
        ),
        // What adds to a default goes on adding to it.
        (
            "keys.k.policy+: {Statement: [{Sid: two}]}",
            &["keys", "k"],
            r#"{"policy+":{"Statement":[{"Sid":"one"},{"Sid":"two"}]}}"#,
        ),
        ("keys.k.policy: {Statement: []}", &["keys", "k"], r#"{"policy":{"Statement":[]}}"#),
    ];
    for (patch, path, expected) in table {
        let root = patched(patch).unwrap_or_else(|problems| panic!("{patch}: {problems:?}"));
        assert_eq!(value(&root, path), expected, "{patch}");
    }
}

#[test]
fn what_is_not_there_is_begun_by_plus() {
    // Where there may be a default, the `+` waits for it; inside of a document there is none.
    let root =
        patched("buckets.my.site: 0\nbuckets.bare.policy+: {Statement: []}\nbuckets.b.policy.Id+: [x]")
            .unwrap_err();
    assert_eq!(root.len(), 1, "`buckets.my` is not there");
    let root = patched("buckets.bare.policy+: {Statement: []}\nbuckets.b.policy.Id+: [x]").unwrap();
    assert_eq!(value(&root, &["buckets", "bare"]), r#"{"policy+":{"Statement":[]}}"#);
    assert_eq!(value(&root, &["buckets", "b", "policy", "Id"]), r#"["x"]"#);
}

#[test]
fn a_call_displaces_another_however_it_is_written() {
    let expected = r#"{"at":"1d","lambda:Invoke":"scan","size":7}"#;
    for patch in [
        "steps: {s: {lambda:Invoke: scan, size: 7}}",
        "steps.s: {lambda:Invoke: scan, size: 7}",
        "{steps.s.lambda:Invoke: scan, steps.s.size: 7}",
    ] {
        assert_eq!(value(&patched(patch).unwrap(), &["steps", "s"]), expected, "{patch}");
    }
    // In whatever order.
    let root = patched("{steps.s.size: 7, steps.s.lambda:Invoke: scan}").unwrap();
    assert_eq!(value(&root, &["steps", "s"]), r#"{"at":"1d","size":7,"lambda:Invoke":"scan"}"#);
    // Without a call nothing is displaced.
    let root = patched("steps.s.size: 7").unwrap();
    assert_eq!(value(&root, &["steps", "s"]), r#"{"PutObject":"b/x","size":7,"at":"1d"}"#);
}

#[test]
fn every_mistake_of_a_patch_is_told() {
    let patch = "\
bucket.b.versioning: x
buckets.c.versioning: x
buckets.b.lifecycle.Rules[old].Days: 1
buckets..b: x
buckets.b.versioning.x: 1
buckets.b.versioning+: x
buckets.b.versioning+: [x]
buckets.b.lifecycle.Rules[7]: {}
";
    let patch = patch.replace("versioning+: [x]", "policy+: x");
    let messages: Vec<String> = patched(&patch)
        .unwrap_err()
        .into_iter()
        .map(|problem| format!("{}: {}", problem.path, problem.message))
        .collect();
    assert_eq!(
        messages,
        [
            "bucket.b.versioning: the document has no `bucket`, did you mean `buckets`?",
            "buckets.c.versioning: `buckets` has no `c`; known here: b, my.site, bare",
            "buckets.b.lifecycle.Rules[old].Days: `buckets.b.lifecycle.Rules` has no item `old` (of 2); known here: cool, warm",
            "buckets..b: a name is missing, at `.b` in the path `buckets..b`",
            "buckets.b.versioning.x: `buckets.b.versioning` is text and has no `x`",
            "buckets.b.versioning+: `+` adds to a list or a map, but this adds text to text",
            "buckets.b.policy+: `+` adds to a list or a map, but this adds text to a map",
            "buckets.b.lifecycle.Rules[7]: `buckets.b.lifecycle.Rules` has no item `7` (of 2); known here: cool, warm",
        ]
    );
    assert_eq!(patched("[]").unwrap_err().len(), 1);
}

#[test]
fn plus_in_the_scenario_itself_adds_to_the_default() {
    let mut node = parse(BASE).unwrap();
    let mut more = parse(
        "{b: {policy+: {Id: x}, policy: {Statement: []}}, c: {policy+: {Id: y}}, d: {x+: [1], y: 1, y+: 2}}",
    )
    .unwrap();
    let problems = settle(&mut more, &|path| match path {
        [_, "policy"] | [_, "y"] => Some(Node::made(Value::Null)),
        _ => None,
    });
    // The value that is written goes before the default; what nobody claims stays.
    assert_eq!(
        to_json(&more),
        r#"{"b":{"policy":{"Statement":[],"Id":"x"}},"c":{"policy":{"Id":"y"}},"d":{"x+":[1],"y":1}}"#
    );
    assert_eq!(problems.list()[0].path, "d.y");
    let default = parse("{Statement: [{Sid: default}]}").unwrap();
    let problems = settle(&mut node, &|path| (path == ["keys", "k", "policy"]).then(|| default.clone()));
    assert!(problems.is_empty());
    assert_eq!(value(&node, &["keys", "k"]), r#"{"policy":{"Statement":[{"Sid":"default"},{"Sid":"one"}]}}"#);
}

#[test]
fn changes_are_told_as_deep_down_as_they_go() {
    let before = parse(BASE).unwrap();
    let after =
        patched("buckets.b.lifecycle.Rules[cool].Days: 90\nbuckets.b.versioning: null\nduration: 1y\nbuckets.c: {}\nsteps.s.size: 5")
            .unwrap();
    let told: Vec<String> = changes(&before, &after)
        .iter()
        .map(|change| {
            let side = |node: Option<&Node>| node.map_or_else(|| "-".to_owned(), to_json);
            format!("{}: {} -> {}", change.path, side(change.before), side(change.after))
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"buckets.b.versioning: "Enabled" -> -"#,
            "buckets.b.lifecycle.Rules[0].Days: 30 -> 90",
            "buckets.c: - -> {}",
            r#"duration: - -> "1y""#,
        ]
    );
}

#[test]
fn patches_that_contradict_each_other_are_found() {
    let table = [
        ("buckets.b.versioning: Enabled", "buckets.b.versioning: Suspended", Some("buckets.b.versioning")),
        (
            "buckets.b.versioning: Enabled",
            "buckets: {b: {versioning: Suspended}}",
            Some("buckets.b.versioning"),
        ),
        ("buckets.b.versioning: Enabled", "buckets.b.versioning: Enabled", None),
        ("buckets.b.versioning: Enabled", "buckets.b.lifecycle: {}", None),
        ("buckets.b: {versioning: Enabled}", "buckets.b: {lifecycle: {}}", None),
        ("buckets.b.policy: {Id: 1}", "buckets.b.policy: {Version: 2}", Some("buckets.b.policy")),
        // One replaces what the other reaches into.
        ("buckets.b: null", "buckets.b.versioning: Enabled", Some("buckets.b.versioning")),
        ("buckets.b.policy: {}", "buckets.b.policy.Id: 1", Some("buckets.b.policy.Id")),
        // Two that add, add up.
        ("buckets.b.policy+: {Statement: [1]}", "buckets.b.policy+: {Statement: [2]}", None),
        ("buckets.b.policy+: {Statement: [1]}", "buckets.b.policy: {}", Some("buckets.b.policy")),
        ("buckets.b.policy+: {}", "buckets.b.versioning: x", None),
    ];
    for (one, other, expected) in table {
        let (one_node, other_node) = (parse(one).unwrap(), parse(other).unwrap());
        let found = |a, b| conflict(a, b, &Scenario).map(|path| path.to_string());
        assert_eq!(found(&one_node, &other_node).as_deref(), expected, "{one} / {other}");
        assert_eq!(found(&other_node, &one_node).as_deref(), expected, "{other} / {one}");
    }
}

#[test]
fn a_single_setting_is_a_patch() {
    let mut base = parse(BASE).unwrap();
    let patch = single("buckets.b.lifecycle.Rules[cool].Days", parse("45").unwrap());
    assert!(apply(&mut base, &patch, &Scenario).is_empty());
    assert_eq!(
        value(&base, &["buckets", "b", "lifecycle"]),
        r#"{"Rules":[{"ID":"cool","Days":45},{"ID":"warm","Days":60}]}"#
    );
}

#[test]
fn values_keep_the_place_of_who_set_them() {
    let mut sources = crate::source::Sources::new();
    let yaml = crate::source::Format::Yaml;
    let mut base = sources.read_text("s", "a: {b: 1, c: 2}", yaml).unwrap();
    let patch = sources.read_text("o", "{a.b: 3, a: {d: 4}}", yaml).unwrap();
    assert!(apply(&mut base, &patch, &|_: &[&str]| Merge::Deep).is_empty());
    let source = |name: &str| base.get("a").unwrap().get(name).unwrap().at.source;
    assert_eq!((source("b"), source("c"), source("d")), (1, 0, 1));
    assert_eq!(base.get("a").unwrap().at.source, 0);
}

/// Trees without null and without keys that end in `+`.
fn trees() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (0u8..5).prop_map(|n| Value::Number(n.to_string())),
        "[ab]{1,2}".prop_map(Value::Text),
    ]
    .prop_map(Node::made);
    leaf.prop_recursive(3, 20, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|list| Node::made(Value::List(list))),
            prop::collection::btree_map("[abc]", inner, 0..4)
                .prop_map(|map| Node::made(Value::Map(Map::made(map)))),
        ]
    })
}

fn maps() -> impl Strategy<Value = Node> {
    prop::collection::btree_map("[abc]", trees(), 0..4).prop_map(|map| Node::made(Value::Map(Map::made(map))))
}

proptest! {
    #[test]
    fn a_patch_twice_is_a_patch_once(base in maps(), patch in maps()) {
        let deep = |_: &[&str]| Merge::Deep;
        let mut once = base;
        prop_assert!(apply(&mut once, &patch, &deep).is_empty());
        let mut twice = once.clone();
        prop_assert!(apply(&mut twice, &patch, &deep).is_empty());
        prop_assert!(once.same(&twice));
    }

    #[test]
    fn what_a_patch_does_not_name_stays(base in maps(), patch in maps(), whole in any::<bool>()) {
        let shape = move |_: &[&str]| if whole { Merge::Whole } else { Merge::Deep };
        let mut after = base.clone();
        prop_assert!(apply(&mut after, &patch, &shape).is_empty());
        for entry in &base.as_map().unwrap().entries {
            match patch.get(&entry.key) {
                None => prop_assert!(after.get(&entry.key).unwrap().same(&entry.value)),
                // What both have as maps keeps every entry of the base, unless it is one value.
                Some(Node { value: Value::Map(_), .. }) if !whole && entry.value.as_map().is_some() => {
                    for inner in &entry.value.as_map().unwrap().entries {
                        prop_assert!(after.get(&entry.key).unwrap().get(&inner.key).is_some());
                    }
                }
                Some(new) if whole => prop_assert!(after.get(&entry.key).unwrap().same(new)),
                Some(_) => {}
            }
        }
    }

    #[test]
    fn changes_of_a_patch_lie_where_it_reaches(base in maps(), patch in maps()) {
        let mut after = base.clone();
        apply(&mut after, &patch, &|_: &[&str]| Merge::Deep);
        let found = changes(&base, &after);
        prop_assert_eq!(found.is_empty(), base.same(&after));
        for change in found {
            let crate::path::Step::Name(first) = &change.path.steps()[0] else { panic!() };
            prop_assert!(patch.get(first).is_some());
        }
    }

    #[test]
    fn nothing_makes_it_panic(base in maps(), key in "[abc.\\[\\]0+\"]{0,8}", value in trees()) {
        let mut after = base.clone();
        apply(&mut after, &single(&key, value.clone()), &|path: &[&str]| if path.len() > 1 { Merge::Whole } else { Merge::Deep });
        let _ = conflict(&base, &single(&key, value), &|_: &[&str]| Merge::Deep);
        let _ = settle(&mut after, &|path| (path.len() > 1).then(|| Node::made(Value::Null)));
    }
}
