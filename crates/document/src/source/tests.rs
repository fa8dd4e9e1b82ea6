//! Lines of problems, files in files.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::{Format, Sources, Unread};
use crate::problem::{Problem, Problems};
use crate::tree::{At, Node, Value};

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("s3sim-document-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Every value and key with its path, in document order.
fn all(node: &Node) -> Vec<(At, String)> {
    fn walk(node: &Node, path: &str, list: &mut Vec<(At, String)>) {
        list.push((node.at, path.to_owned()));
        match &node.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}[{index}]"), list);
                }
            }
            Value::Map(map) => {
                for entry in &map.entries {
                    list.push((entry.key_at, format!("{path}/{} key", entry.key)));
                    walk(&entry.value, &format!("{path}/{}", entry.key), list);
                }
            }
            _ => {}
        }
    }
    let mut list = Vec::new();
    walk(node, "", &mut list);
    list
}

fn places(text: &str, format: Format) -> Vec<(String, u32, u32)> {
    let mut sources = Sources::new();
    let node = sources.read_text("x", text, format).unwrap();
    let (ats, paths): (Vec<At>, Vec<String>) = all(&node).into_iter().unzip();
    let places = sources.locate_all(&ats);
    paths
        .into_iter()
        .zip(places)
        .map(|(path, place)| place.map(|p| (path, p.line, p.column)).unwrap())
        .collect()
}

fn expect(text: &str, format: Format, expected: &[(&str, u32, u32)]) {
    let expected: Vec<(String, u32, u32)> =
        expected.iter().map(|(p, l, c)| ((*p).to_owned(), *l, *c)).collect();
    assert_eq!(places(text, format), expected, "{text}");
}

#[test]
fn yaml_values_are_found_in_their_lines() {
    let text = "\
# a comment
a: 1
b:
  - x
  - {k: 'v',
     l: [2.50, ~]}
  - []
c: |
  text
d: {}
";
    expect(
        text,
        Format::Yaml,
        &[
            // The root begins with its first key.
            ("", 2, 1),
            ("/a key", 2, 1),
            ("/a", 2, 4),
            ("/b key", 3, 1),
            // A list under a key: the key.
            ("/b", 3, 1),
            ("/b[0]", 4, 5),
            // A map in a list: its first key.
            ("/b[1]", 5, 6),
            ("/b[1]/k key", 5, 6),
            ("/b[1]/k", 5, 9),
            ("/b[1]/l key", 6, 6),
            ("/b[1]/l", 6, 6),
            ("/b[1]/l[0]", 6, 10),
            ("/b[1]/l[1]", 6, 16),
            // An empty list in a list: the last place before it.
            ("/b[2]", 6, 16),
            ("/c key", 8, 1),
            ("/c", 8, 4),
            ("/d key", 10, 1),
            ("/d", 10, 1),
        ],
    );
    expect("{}", Format::Yaml, &[("", 1, 1)]);
    expect("[[[x]]]", Format::Yaml, &[("", 1, 4), ("[0]", 1, 4), ("[0][0]", 1, 4), ("[0][0][0]", 1, 4)]);
}

#[test]
fn what_an_alias_repeats_stands_where_it_was_written() {
    let text = "a: &x\n  k: 1\nb: *x\nc: {<<: *x}\nd: 5";
    let found = places(text, Format::Yaml);
    let line = |path: &str| found.iter().find(|(p, ..)| p == path).map(|(_, line, _)| *line);
    assert_eq!(line("/b/k"), Some(2));
    assert_eq!(line("/c/k"), Some(2));
    assert_eq!(line("/d"), Some(5));
}

#[test]
fn json_values_are_found_where_they_begin() {
    expect(
        "{\"a\": 1,\n \"b\\\"\": [true, \"x\",\n {}], \"c\": -1.5e3}",
        Format::Json,
        &[
            ("", 1, 1),
            ("/a key", 1, 2),
            ("/a", 1, 7),
            ("/b\" key", 2, 2),
            ("/b\"", 2, 9),
            ("/b\"[0]", 2, 10),
            ("/b\"[1]", 2, 16),
            ("/b\"[2]", 3, 2),
            ("/c key", 3, 7),
            ("/c", 3, 12),
        ],
    );
}

#[test]
fn problems_are_one_line_each_in_file_order_without_repetition() {
    let mut sources = Sources::new();
    let yaml = sources.read_text("s.yaml", "a: 1\nb: 2\n", Format::Yaml).unwrap();
    let json = sources.read_text("p.json", "{\n\"c\": 3}", Format::Json).unwrap();
    let problem = |at: At, path: &str, code, message: &str| Problem {
        at,
        path: path.to_owned(),
        code,
        message: message.to_owned(),
    };
    let at = |node: &Node, key: &str| node.get(key).unwrap().at;
    let problems: Problems = [
        problem(At::NOWHERE, "", None, "no file"),
        problem(at(&json, "c"), "c", Some("MalformedPolicy"), "three"),
        problem(at(&yaml, "b"), "b", None, "two\nlines\u{1b}[0m"),
        problem(at(&yaml, "a"), "a", None, "one"),
        problem(at(&yaml, "a"), "a", None, "and more"),
        problem(at(&yaml, "a"), "a", None, "one"),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        sources.render(&problems),
        [
            "s.yaml:1: a: one",
            "s.yaml:1: a: and more",
            "s.yaml:2: b: two\\nlines\\u{1b}[0m",
            "p.json:2: c: three [MalformedPolicy]",
            "no file",
        ]
    );
}

#[test]
fn what_a_parser_refuses_has_its_line_too() {
    let table: [(&str, &[u8], &str); 5] = [
        (
            "a.yaml",
            b"a: 1\nkeys: *.jpg\n",
            "a.yaml:2: a value that begins with `*` must be quoted: \"*.jpg\"",
        ),
        ("a.json", b"{\n\"a\": 1,\n}", "a.json:3: JSON allows no comma after the last item"),
        ("a.yaml", b"a: 1\nb: \xff\n", "a.yaml:2: this is not text in UTF-8"),
        ("a.yaml", b"", "a.yaml:1: the file is empty"),
        (
            "a.yaml",
            b"a: 1\nb: 1\na: 2",
            "a.yaml:3: a: `a` stands here for the second time, and names are unique",
        ),
    ];
    for (name, bytes, expected) in table {
        let mut sources = Sources::new();
        let problems = sources.read_bytes(name, bytes.to_vec(), Format::of(name).unwrap()).unwrap_err();
        assert_eq!(sources.render(&problems), [expected]);
    }
}

#[test]
fn settings_name_no_line() {
    let mut sources = Sources::new();
    let node = sources.read_setting("--set a", "{b: 1}").unwrap();
    let problem = Problem {
        at: node.get("b").unwrap().at,
        path: "b".to_owned(),
        code: None,
        message: "wrong".to_owned(),
    };
    assert_eq!(sources.render(&[problem].into_iter().collect()), ["--set a: b: wrong"]);
    let broken = sources.read_setting("--set a", "{b: ").unwrap_err();
    assert!(sources.render(&broken)[0].starts_with("--set a: "), "{:?}", sources.render(&broken));
}

#[test]
fn files_stand_in_for_maps_that_name_them() {
    let base = folder("include");
    fs::write(base.join("p.json"), "{\n\"Sid\": \"x\", \"n\": 1}").unwrap();
    fs::write(base.join("again.yaml"), "{file: p.json}").unwrap();
    fs::write(base.join("bad.yaml"), "a: @").unwrap();
    let scenario = base.join("s.yaml");
    let text = "\
policy: {file: p.json}
list: [{file: p.json}]
more: {file: p.json, x: 1}
table: {file: t.csv}
again: {file: again.yaml}
gone: {file: gone.json}
bad: {file: bad.yaml}
";
    fs::write(&scenario, text).unwrap();
    let name = scenario.to_string_lossy().into_owned();
    let mut sources = Sources::new();
    let mut node = sources.read_file(&name).unwrap();
    let mut problems = Problems::new();
    sources.resolve_files(&mut node, &base, &mut problems);
    let json = |key: &str| crate::tree::to_json(node.get(key).unwrap());
    assert_eq!(json("policy"), r#"{"Sid":"x","n":1}"#);
    assert_eq!(json("list"), r#"[{"Sid":"x","n":1}]"#);
    assert_eq!(json("more"), r#"{"file":"p.json","x":1}"#);
    assert_eq!(json("table"), r#"{"file":"t.csv"}"#);
    // Not searched again: files cannot pull each other in for ever.
    assert_eq!(json("again"), r#"{"file":"p.json"}"#);
    let place = sources.locate(node.get("policy").unwrap().get("n").unwrap().at).unwrap();
    assert_eq!((place.file, place.line), (base.join("p.json").to_string_lossy().into_owned(), 2));
    let lines = sources.render(&problems);
    let shown = |file: &str| base.join(file).to_string_lossy().into_owned();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with(&format!("{name}:6: gone: cannot read `{}`: ", shown("gone.json"))),
        "{lines:?}"
    );
    assert_eq!(
        lines[1],
        format!("{}:1: a value that begins with `@` must be quoted: \"@\"", shown("bad.yaml"))
    );
    fs::remove_dir_all(base).unwrap();
}

#[test]
fn what_cannot_be_read_is_the_worlds_fault() {
    let mut sources = Sources::new();
    for path in ["/nowhere/at/all.yaml", "/tmp", "/dev/zero"] {
        assert!(matches!(sources.read_file(path), Err(Unread::World { .. })), "{path}");
    }
}

#[test]
fn a_thousand_problems_in_a_large_file_take_no_time() {
    let text: String =
        (0..60_000).map(|n| format!("step {n}: {{GetObject: photos/{n}.jpg, at: {n}s}}\n")).collect();
    assert!(text.len() > 2_500_000);
    let mut sources = Sources::new();
    let node = sources.read_text("large.yaml", text, Format::Yaml).unwrap();
    let entries = &node.as_map().unwrap().entries;
    let problems: Problems = (0..1_000)
        .map(|n| {
            let entry = &entries[n * 60];
            let message = "is wrong".to_owned();
            Problem { at: entry.value.get("at").unwrap().at, path: entry.key.clone(), code: None, message }
        })
        .collect();
    let lines = sources.render(&problems);
    assert_eq!(lines.len(), 1_000);
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(*line, format!("large.yaml:{}: step {}: is wrong", n * 60 + 1, n * 60));
    }
}

/// JSON text of some tree, over several lines.
fn documents() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?[1-9][0-9]{0,3}(\\.[0-9]{1,3})?",
        "\"[a-z ]{0,5}\"",
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",\n"))),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..4).prop_map(|map| {
                let entries: Vec<String> =
                    map.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
                format!("{{{}}}", entries.join(",\n"))
            }),
        ]
    })
}

proptest! {
    /// Both parsers make the same tree of the same text, numbered alike, and scalars and keys are found at the same
    /// place.
    #[test]
    fn yaml_and_json_agree(text in documents()) {
        let mut sources = Sources::new();
        let yaml = sources.read_text("a", text.clone(), Format::Yaml).unwrap();
        let json = sources.read_text("b", text.clone(), Format::Json).unwrap();
        prop_assert!(yaml.same(&json));
        prop_assert_eq!(crate::tree::canonical(&yaml), crate::tree::canonical(&json));
        let (yaml, json) = (all(&yaml), all(&json));
        for ((a, path), (b, same)) in yaml.iter().zip(&json) {
            prop_assert_eq!(path, same);
            prop_assert_eq!(a.node, b.node);
        }
        let places = |list: &[(At, String)]| sources.locate_all(&list.iter().map(|(at, _)| *at).collect::<Vec<_>>());
        let lines: Vec<&str> = text.lines().collect();
        for ((a, b), (_, path)) in places(&yaml).into_iter().zip(places(&json)).zip(&yaml) {
            let (a, b) = (a.unwrap(), b.unwrap());
            let start = |line: u32, column: u32| lines[line as usize - 1].chars().nth(column as usize - 1);
            // JSON names the very bracket of a list or map, YAML what stands in or in front of it.
            if !matches!(start(b.line, b.column), Some('[' | '{')) {
                prop_assert_eq!((a.line, a.column), (b.line, b.column), "{}", path);
            }
        }
    }

    #[test]
    fn any_bytes_give_a_tree_or_lines(bytes in prop::collection::vec(any::<u8>(), 0..60), json in any::<bool>()) {
        let mut sources = Sources::new();
        let format = if json { Format::Json } else { Format::Yaml };
        if let Err(problems) = sources.read_bytes("x", bytes, format) {
            let lines = sources.render(&problems);
            prop_assert!(!lines.is_empty());
            prop_assert!(lines.iter().all(|line| line.starts_with('x') && !line.contains('\n')));
        }
    }
}
