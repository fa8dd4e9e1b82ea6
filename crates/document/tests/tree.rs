//! Trees say the same or not, and are written down again.

use proptest::prelude::*;
use s3sim_document::tree::{At, Entry, Map, Node, Value, canonical, to_json};
use s3sim_document::{json, yaml};

#[test]
fn trees_say_the_same_wherever_they_stand() {
    let table = [
        ("{a: 1, b: [x, null]}", "b:\n  - x\n  -\na: 1", true),
        ("1.0", "1.00", false),
        ("1e3", "1000", true),
        ("1", "'1'", false),
        ("true", "'true'", false),
        ("null", "''", false),
        ("[1, 2]", "[2, 1]", false),
        ("{a: 1}", "{a: 1, b: 1}", false),
        ("{a: 1}", "{b: 1}", false),
        ("{}", "[]", false),
    ];
    for (one, other, same) in table {
        let (a, b) = (yaml::parse(one).unwrap(), yaml::parse(other).unwrap());
        assert_eq!(a.same(&b), same, "{one} / {other}");
        assert_eq!(canonical(&a) == canonical(&b), same, "{one} / {other}");
    }
}

#[test]
fn trees_are_written_as_json() {
    let node = yaml::parse("z: [1.50, true, ~, {}]\n\"a\\\"\\\\\": \"line\\n\\ttab \\x01 é\"").unwrap();
    assert_eq!(to_json(&node), r#"{"z":[1.50,true,null,{}],"a\"\\":"line\n\ttab \u0001 é"}"#);
    assert_eq!(canonical(&node), r#"{"a\"\\":"line\n\ttab \u0001 é","z":[1.50,true,null,{}]}"#);
}

#[test]
fn maps_are_changed_by_key() {
    let number = |n: &str| Node::made(Value::Number(n.to_owned()));
    let mut map = Map::made([("a", number("1")), ("b", number("2"))]);
    map.insert(Entry { key: "a".to_owned(), key_at: At::NOWHERE, value: number("3") });
    map.insert(Entry { key: "c".to_owned(), key_at: At::NOWHERE, value: number("4") });
    assert!(map.remove("b").is_some_and(|entry| entry.value.same(&number("2"))));
    assert!(map.remove("b").is_none());
    let node = Node::made(Value::Map(map));
    assert_eq!(to_json(&node), r#"{"a":3,"c":4}"#);
    // The map, two keys, two values.
    assert_eq!(node.values(), 5);
}

fn trees() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "-?[1-9][0-9]{0,40}(\\.[0-9]{1,9})?".prop_map(Value::Number),
        any::<String>().prop_map(Value::Text),
    ]
    .prop_map(Node::made);
    leaf.prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| Node::made(Value::List(list))),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Node::made(Value::Map(Map::made(map)))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(node in trees()) {
        let read = json::parse(&to_json(&node)).unwrap();
        prop_assert!(read.same(&node));
        prop_assert_eq!(to_json(&read), to_json(&node));
        let read = json::parse(&canonical(&node)).unwrap();
        prop_assert!(read.same(&node));
        prop_assert_eq!(canonical(&read), canonical(&node));
    }
}
