//! What JSON becomes, and what is said about text that is not JSON.

use proptest::prelude::*;

use super::{inside, parse, read};
use crate::grow::Grower;
use crate::tree::{At, to_json};

fn complaint(text: &str) -> (u32, String) {
    match read(text, Grower::new(0)) {
        Err(broken) => (broken.line, broken.message),
        Ok(_) => panic!("{text} should be refused"),
    }
}

#[test]
fn values_become_what_json_says() {
    let table = [
        (r#"{"a": [1, true, null, "x"]}"#, r#"{"a":[1,true,null,"x"]}"#),
        (r#""\ud83d\ude00""#, "\"\u{1f600}\""),
        ("[1.10, 1e6, -0, 1.5E-2]", "[1.10,1000000,0,0.015]"),
        ("340282366920938463463374607431768211456", "340282366920938463463374607431768211456"),
        ("\u{feff}[]", "[]"),
        // `<<` is a name like any other.
        (r#"{"<<": {"a": 1}}"#, r#"{"<<":{"a":1}}"#),
    ];
    for (text, expected) in table {
        assert_eq!(parse(text).map(|node| to_json(&node)).unwrap(), expected, "{text}");
    }
}

#[test]
fn complaints_say_what_to_do() {
    let table = [
        ("", 1, "the file is empty"),
        ("{\"a\": 1,\n}", 2, "JSON allows no comma after the last item"),
        ("{a: 1}", 1, "a name must stand in double quotes in JSON"),
        ("{\"a\": 1}\n{}", 2, "the JSON ends before this: one file holds one document"),
        ("{\"a\": \"x", 1, "the JSON ends too early: a bracket or quote is not closed"),
        ("{\n\"a\" 1}", 2, "this is not JSON: expected `:`"),
        ("[1e999999]", 0, "`1e+999999` is out of all proportion"),
    ];
    for (text, line, message) in table {
        if line == 0 {
            let problems = parse(text).unwrap_err();
            assert_eq!(
                (problems.list()[0].path.as_str(), problems.list()[0].message.as_str()),
                ("[0]", message)
            );
        } else {
            assert_eq!(complaint(text), (line, message.to_owned()), "{text}");
        }
    }
    for depth in [101, 5_000, 1_000_000] {
        assert_eq!(complaint(&"[".repeat(depth)).1, "maps and lists are nested more than 100 deep");
    }
    let million = format!("[{}0]", "0,".repeat(1_000_000));
    assert_eq!(
        complaint(&million).1,
        "the file holds more than 1000000 values (an alias counts each time it is used)"
    );
}

#[test]
fn repeated_names_are_told() {
    let problems = parse(r#"{"a": {"b": 1, "b": 2}, "a": 3}"#).unwrap_err();
    let paths: Vec<&str> = problems.list().iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["a.b", "a"]);
}

#[test]
fn json_inside_a_text_stands_where_the_text_does() {
    let at = At { source: 3, node: 17 };
    let node = inside(r#"{"Statement": [{"Sid": "a"}]}"#, at).unwrap();
    assert_eq!(node.at, at);
    let statement = node.get("Statement").unwrap();
    assert_eq!((statement.at, statement.as_list().unwrap()[0].at), (at, at));
    assert_eq!(inside("{\n\"a\" 1}", at).unwrap_err(), "this is not JSON: expected `:` (line 2 of the text)");
    assert_eq!(
        inside(r#"{"a": 1, "a": 2}"#, at).unwrap_err(),
        "`a` stands here for the second time, and names are unique"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}|[-:{}\\[\\]\"\\\\ \n\ta0.e,]{0,40}") {
        let _ = parse(&text);
        let _ = inside(&text, At::NOWHERE);
    }
}
