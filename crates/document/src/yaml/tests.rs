//! What YAML becomes, and what is said about text that is not YAML.

use proptest::prelude::*;

use super::{parse, read};
use crate::problem::Problems;
use crate::tree::to_json;

fn json(text: &str) -> String {
    to_json(&parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}")))
}

fn messages(problems: &Problems) -> Vec<String> {
    let line = |p: &crate::problem::Problem| {
        if p.path.is_empty() { p.message.clone() } else { format!("{}: {}", p.path, p.message) }
    };
    problems.list().iter().map(line).collect()
}

/// Line and message of what the parser refuses.
fn complaint(text: &str) -> (u32, String) {
    match read(text, 0) {
        Err(broken) => (broken.line, broken.message),
        Ok((node, problems)) => panic!("{text}: {node:?} {problems:?}"),
    }
}

#[test]
fn values_become_what_yaml_says() {
    let table = [
        // Text, numbers, booleans, nothing.
        ("a: b", r#"{"a":"b"}"#),
        ("a: 'true'", r#"{"a":"true"}"#),
        ("[true, False, ~, null, ]", "[true,false,null,null]"),
        ("a:", r#"{"a":null}"#),
        ("yes: no", r#"{"yes":"no"}"#),
        // Numbers keep every digit; those with underscores are text, which the units understand.
        ("[1, -2, +3, 0x10, 1e6, 1.10, .5, 1e-3]", "[1,-2,3,16,1000000,1.10,0.5,0.001]"),
        ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
        ("1000000000000000000000000000000000000000000000", "1000000000000000000000000000000000000000000000"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1_000_000", r#""1_000_000""#),
        // Leading zeros are not octal: account numbers keep them.
        ("012345678901", r#""012345678901""#),
        ("Version: 2012-10-17", r#"{"Version":"2012-10-17"}"#),
        // Keys are text, as written.
        ("{1: a, 1.50: b, true: c, ~: d, 007: e}", r#"{"1":"a","1.50":"b","true":"c","~":"d","007":"e"}"#),
        // Order stays.
        ("{z: 1, a: 2, m: 3}", r#"{"z":1,"a":2,"m":3}"#),
        // Aliases, also of what holds numbers.
        ("a: &x {n: 1.50}\nb: *x", r#"{"a":{"n":1.50},"b":{"n":1.50}}"#),
        // Braces inside a block value are text.
        ("keys: originals/{n:08}.jpg", r#"{"keys":"originals/{n:08}.jpg"}"#),
        ("keys: a/*.jpg", r#"{"keys":"a/*.jpg"}"#),
        // JSON is YAML, mostly; a byte order mark is nothing.
        ("\u{feff}{\"a\": [1, \"b\"]}", r#"{"a":[1,"b"]}"#),
    ];
    for (text, expected) in table {
        assert_eq!(json(text), expected, "{text}");
    }
}

#[test]
fn merges_take_entries_in() {
    let table = [
        ("a: &a {x: 1, y: 2}\nb: {<<: *a, z: 3}", r#"{"a":{"x":1,"y":2},"b":{"x":1,"y":2,"z":3}}"#),
        // What the map says itself wins, wherever it stands.
        ("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 9}", r#"{"a":{"x":1,"y":2},"b":{"y":2,"x":9}}"#),
        ("a: &a {x: 1}\nb: {x: 9, <<: *a}", r#"{"a":{"x":1},"b":{"x":9}}"#),
        // Of several, the earlier one.
        ("- &a {x: 1}\n- &b {x: 2, y: 3}\n- <<: [*a, *b]", r#"[{"x":1},{"x":2,"y":3},{"x":1,"y":3}]"#),
        // A merge in a merge.
        ("- &a {x: 1}\n- &b {<<: *a, y: 2}\n- {<<: *b}", r#"[{"x":1},{"x":1,"y":2},{"x":1,"y":2}]"#),
    ];
    for (text, expected) in table {
        assert_eq!(json(text), expected, "{text}");
    }
    let wrong = parse("a: {<<: 5}\nb: {<<: [{}, x]}").unwrap_err();
    assert_eq!(
        messages(&wrong),
        [
            "a.<<: `<<` takes a map or a list of maps in, but this is a number",
            "b.<<[1]: `<<` takes a map or a list of maps in, but this is text",
        ]
    );
}

#[test]
fn every_repeated_name_is_told() {
    let text = "a: 1\nb: {x: 1, y: 2, x: 3}\nc: [{k: 1, k: 2, k: 3}]\na: 4\n\"1\": 0\n1: 0";
    assert_eq!(
        messages(&parse(text).unwrap_err()),
        [
            "b.x: `x` stands here for the second time, and names are unique",
            "c[0].k: `k` stands here for the second time, and names are unique",
            "c[0].k: `k` stands here for the second time, and names are unique",
            "a: `a` stands here for the second time, and names are unique",
            "1: `1` stands here for the second time, and names are unique",
        ]
    );
}

#[test]
fn what_is_no_number_is_told_with_everything_else() {
    let text = "a: .nan\nb: [.inf, -.inf]\nc: {x: 1, x: 2}";
    assert_eq!(parse(text).unwrap_err().len(), 4);
}

#[test]
fn text_that_yaml_takes_for_notation_must_be_quoted() {
    let table = [
        ("keys: *.jpg", 1, "a value that begins with `*` must be quoted: \"*.jpg\""),
        ("a: 1\nkeys: [*.jpg, b]", 2, "a value that begins with `*` must be quoted: \"*.jpg\""),
        ("keys: *", 1, "a value that begins with `*` must be quoted: \"*\""),
        ("keys: *jpg", 1, "nothing above is named `&jpg`; if text is meant, quote it: \"*jpg\""),
        ("a: & b", 1, "a value that begins with `&` must be quoted: \"& b\""),
        ("a: @x", 1, "a value that begins with `@` must be quoted: \"@x\""),
        ("a: %x", 1, "a value that begins with `%` must be quoted: \"%x\""),
        (
            "x:\n  a: {keys: originals/{n:08}.jpg}",
            2,
            "text with braces must be quoted: \"originals/{n:08}.jpg\"",
        ),
        ("{keys: a/{n}, size: 1}", 1, "text with braces must be quoted: \"a/{n}\""),
        ("keys: {n}.jpg", 1, "text with braces must be quoted: \"{n}.jpg\""),
        ("a: 1\nkeys: {n}-{m}\nb: 2", 2, "text with braces must be quoted: \"{n}-{m}\""),
        ("description: one: two", 1, "text that holds `: ` must be quoted: \"one: two\""),
        ("a: !Sub x", 1, "tags (`!…`) mean nothing here; quote text that starts with `!`"),
    ];
    for (text, line, message) in table {
        assert_eq!(complaint(text), (line, message.to_owned()), "{text}");
    }
}

#[test]
fn other_complaints_say_what_to_do() {
    let table = [
        ("", 1, "the file is empty"),
        ("# nothing\n", 2, "the file is empty"),
        ("a:\n\tb: 1", 2, "YAML is not indented with tabs: use spaces"),
        ("\ta: 1", 1, "YAML is not indented with tabs: use spaces"),
        ("a: 1\nb: \u{7}", 2, "the control character U+0007 may not stand in YAML"),
        ("# c\na: 1\n---\nb: 2", 3, "a second document begins here, but one file holds one"),
        ("---\na: 1\n---\nb: 2", 3, "a second document begins here, but one file holds one"),
        ("a: \"x\nb: 1", 2, "the quote that opens in line 1 (`a: \"x`) is never closed"),
        (
            "a: \"\\ud83d\\ude00\"",
            1,
            "YAML knows no `\\ud83d\\ude00`: write the character itself, or put the JSON in a .json file",
        ),
        ("a: \"\\d\"", 1, "inside double quotes `\\` begins an escape: use single quotes, or write `\\\\`"),
        ("a: [1, 2\n", 2, "a `[` is not closed: a comma or `]` is missing"),
        ("a: {b: 1\n", 2, "a `{` is not closed: a comma or `}` is missing"),
        ("- a\nb: 1", 2, "this stands in line with a list's `- ` but does not begin with one"),
        (
            "a: \"b\" c",
            1,
            "this does not continue the map: is something behind a closing quote or bracket, or is it indented differently?",
        ),
        (
            "a:1\nb: 2",
            2,
            "a `:` where none may stand: is the line before it `name: value` (with a space), and is this one indented like its neighbours?",
        ),
        ("? [a]\n: 1", 1, "a name in front of `:` must be text, not a map or a list"),
        ("a: &x [*x]", 1, "maps and lists are nested more than 100 deep"),
    ];
    for (text, line, message) in table {
        assert_eq!(complaint(text), (line, message.to_owned()), "{text}");
    }
}

#[test]
fn nesting_is_refused_in_time() {
    for tower in [
        "[".repeat(5_000),
        "{a: ".repeat(5_000),
        "- ".repeat(5_000),
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "{a: ".repeat(1_000_000),
    ] {
        let start = tower.get(..8).unwrap_or_default();
        assert_eq!(complaint(&tower).1, "maps and lists are nested more than 100 deep", "{start}");
    }
    assert_eq!(complaint(&"? ".repeat(5_000)).1, "a name in front of `:` must be text, not a map or a list");
    // A hundred levels are fine.
    assert!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_ok());
    assert!(parse(&format!("{}{}", "[".repeat(101), "]".repeat(101))).is_err());
}

#[test]
fn aliases_cannot_multiply_without_end() {
    // 2,000 aliases of a map of 2,000 are 4,000,000 values.
    let map: Vec<String> = (0..2_000).map(|n| format!("k{n}: {n}")).collect();
    let bomb = format!("a: &a {{{}}}\nb: [{}]", map.join(", "), vec!["*a"; 2_000].join(", "));
    assert_eq!(
        complaint(&bomb).1,
        "the file holds more than 1000000 values (an alias counts each time it is used)"
    );
    // The exponential kind: 9^12 values.
    let mut bomb = "a0: &a0 [x]\n".to_owned();
    for n in 1..12 {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{aliases}]\n"));
    }
    let message = complaint(&bomb).1;
    assert!(message.contains("multiply") || message.contains("more than 1000000"), "{message}");
}

#[test]
fn unquoted_braces_alone_are_explained_by_the_reader() {
    let node = parse("keys: {n}").unwrap();
    let problems = std::cell::RefCell::new(Problems::new());
    let keys = node.get("keys").unwrap();
    assert_eq!(crate::read::Reader::new(keys, "keys", &problems).text(), None);
    assert_eq!(
        messages(&problems.into_inner()),
        ["keys: should be text, but is a map: quote it, as in \"{n}\""]
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}|[-:{}\\[\\]*&!'\"#|> \n\ta0.e,<]{0,40}") {
        if let Err(broken) = read(&text, 0) {
            prop_assert!(!broken.message.is_empty());
        }
    }

    #[test]
    fn integers_come_back(number in any::<i128>()) {
        prop_assert_eq!(json(&number.to_string()), number.to_string());
    }

    #[test]
    fn decimals_come_back(whole in 0u64.., fraction in "[0-9]{1,30}") {
        let text = format!("{whole}.{fraction}");
        prop_assert_eq!(json(&text), text);
    }
}
