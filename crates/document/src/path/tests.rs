//! Ways into a tree.

use proptest::prelude::*;

use super::{Path, Step};
use crate::tree::{Node, Value, to_json};
use crate::yaml::parse;

fn name(text: &str) -> Step {
    Step::Name(text.to_owned())
}

fn item(text: &str) -> Step {
    Step::Item(text.to_owned())
}

#[test]
fn paths_are_names_and_items() {
    let table = [
        ("duration", vec![name("duration")]),
        ("buckets.photos.versioning", vec![name("buckets"), name("photos"), name("versioning")]),
        (
            "buckets.b.lifecycle.Rules[cool].Transitions[0].Days",
            vec![
                name("buckets"),
                name("b"),
                name("lifecycle"),
                name("Rules"),
                item("cool"),
                name("Transitions"),
                item("0"),
                name("Days"),
            ],
        ),
        (r#"buckets."my.site".policy"#, vec![name("buckets"), name("my.site"), name("policy")]),
        (r#""a\"b\\c""#, vec![name(r#"a"b\c"#)]),
        ("workload.uploads.lambda:Invoke", vec![name("workload"), name("uploads"), name("lambda:Invoke")]),
        ("steps.bring back.at", vec![name("steps"), name("bring back"), name("at")]),
        ("users.engineering/root", vec![name("users"), name("engineering/root")]),
        (r#"a["x]y"][2]"#, vec![name("a"), item("x]y"), item("2")]),
        ("[0].a", vec![item("0"), name("a")]),
    ];
    for (text, steps) in table {
        assert_eq!(Path::parse(text), Ok(Path::of(steps)), "{text}");
        assert_eq!(Path::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_is_no_path_is_explained() {
    let table = [
        ("", "a path names at least one thing"),
        ("a..b", "a name is missing, at `.b` in the path `a..b`"),
        ("a.", "a name is missing, at `` in the path `a.`"),
        (".a", "a name is missing, at `.a` in the path `.a`"),
        ("a[0", "a `]` is missing, at `0` in the path `a[0`"),
        (
            "a[]",
            "`[x]` names an item by its ID, Sid, Id or Name, or by its position, at `]` in the path `a[]`",
        ),
        ("a[0]b", "a `.` or `[` should follow what is closed before, at `b` in the path `a[0]b`"),
        ("\"a", "a quote is not closed, at `a` in the path `\"a`"),
        ("a]", "a name with `\"` or `]` must stand in quotes, at `a]` in the path `a]`"),
        ("\"a\\n\"", "only `\\\"` and `\\\\` may follow a `\\`, at `a\\n\"` in the path `\"a\\n\"`"),
    ];
    for (text, message) in table {
        assert_eq!(Path::parse(text), Err(message.to_owned()), "{text}");
    }
}

const RULES: &str = "\
buckets:
  b:
    lifecycle:
      Rules:
        - {ID: cool, Transitions: [{Days: 30}]}
        - {Sid: warm}
        - {Id: 7}
        - {Name: '0'}
";

#[test]
fn values_are_found() {
    let root = parse(RULES).unwrap();
    let table = [
        ("buckets.b.lifecycle.Rules[cool].Transitions[0].Days", "30"),
        ("buckets.b.lifecycle.Rules[warm]", r#"{"Sid":"warm"}"#),
        // What an item is called goes before its position; ids may be numbers.
        ("buckets.b.lifecycle.Rules[7]", r#"{"Id":7}"#),
        ("buckets.b.lifecycle.Rules[0]", r#"{"Name":"0"}"#),
        ("buckets.b.lifecycle.Rules[1]", r#"{"Sid":"warm"}"#),
    ];
    for (text, expected) in table {
        assert_eq!(Path::parse(text).unwrap().get(&root).map(to_json).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let mut root = parse(RULES).unwrap();
    let table = [
        ("bucket.b", "the document has no `bucket`, did you mean `buckets`?"),
        ("buckets.c.x", "`buckets` has no `c`; known here: b"),
        (
            "buckets.b.lifecycle.Rules[col]",
            "`buckets.b.lifecycle.Rules` has no item `col` (of 4), did you mean `cool`?",
        ),
        (
            "buckets.b.lifecycle.Rules[9]",
            "`buckets.b.lifecycle.Rules` has no item `9` (of 4); known here: cool, warm, 7, 0",
        ),
        ("buckets.b[0]", "`buckets.b` is a map and has no item `0`"),
        ("buckets.b.lifecycle.Rules.cool.Days", "`buckets.b.lifecycle.Rules` is a list and has no `cool`"),
    ];
    for (text, message) in table {
        let path = Path::parse(text).unwrap();
        assert_eq!(path.get(&root).map(to_json), Err(message.to_owned()), "{text}");
        assert_eq!(path.get_mut(&mut root).map(|node| to_json(node)), Err(message.to_owned()), "{text}");
    }
}

#[test]
fn only_the_last_name_may_be_new() {
    let set = |text: &str| {
        let mut root = parse(RULES).unwrap();
        let value = Node::made(Value::Bool(true));
        let result = Path::parse(text).unwrap().set(&mut root, value);
        result.map(|()| to_json(Path::parse(text).unwrap().get(&root).unwrap()))
    };
    for text in [
        "duration",
        "buckets.b.policy",
        "buckets.b.lifecycle.Rules[cool].Status",
        "buckets.b.lifecycle.Rules[1]",
    ] {
        assert_eq!(set(text).as_deref(), Ok("true"), "{text}");
    }
    for text in
        ["traffic.x", "buckets.c.policy", "buckets.b.lifecycle.Rules[4]", "buckets.b.lifecycle.Rules.x"]
    {
        assert!(set(text).is_err(), "{text}");
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        "[a-zA-Z0-9 _/:+.\"\\\\\\[\\]é]{1,8}".prop_map(Step::Name),
        "[a-zA-Z0-9 _/:+.\"\\\\\\[\\]é]{1,8}".prop_map(Step::Item),
    ];
    prop::collection::vec(step, 1..5)
}

proptest! {
    #[test]
    fn every_path_can_be_written_and_read_again(steps in steps()) {
        let path = Path::of(steps);
        prop_assert_eq!(Path::parse(&path.to_string()), Ok(path));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}|[a.\\[\\]\"\\\\+ ]{0,20}") {
        if let Ok(path) = Path::parse(&text) {
            let _ = path.get(&parse(RULES).unwrap());
        }
    }

    #[test]
    fn what_was_set_is_there(steps in steps()) {
        // Build the way first, so that all but the last step exist.
        let names: Vec<Step> = steps.into_iter().map(|s| match s { Step::Item(n) | Step::Name(n) => Step::Name(n) }).collect();
        let mut root = Node::made(Value::Map(Default::default()));
        for length in 1..names.len() {
            let map = Node::made(Value::Map(Default::default()));
            prop_assert_eq!(Path::of(names[..length].to_vec()).set(&mut root, map), Ok(()));
        }
        let path = Path::of(names);
        prop_assert_eq!(path.set(&mut root, Node::made(Value::Bool(true))), Ok(()));
        prop_assert!(path.get(&root).unwrap().same(&Node::made(Value::Bool(true))));
    }
}
