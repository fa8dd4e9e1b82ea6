//! The examples of RFC 7396, appendix A.

use crate::patch::Merge;
use crate::patch::merge::Patcher;
use crate::tree::to_json;
use crate::yaml::parse;

#[test]
fn the_examples_of_the_rfc() {
    // Original, patch, result; the keys are bare because YAML takes them so.
    let table = [
        ("{a: b}", "{a: c}", r#"{"a":"c"}"#),
        ("{a: b}", "{b: c}", r#"{"a":"b","b":"c"}"#),
        ("{a: b}", "{a: null}", "{}"),
        ("{a: b, b: c}", "{a: null}", r#"{"b":"c"}"#),
        ("{a: [b]}", "{a: c}", r#"{"a":"c"}"#),
        ("{a: c}", "{a: [b]}", r#"{"a":["b"]}"#),
        ("{a: {b: c}}", "{a: {b: d, c: null}}", r#"{"a":{"b":"d"}}"#),
        ("{a: [{b: c}]}", "{a: [1]}", r#"{"a":[1]}"#),
        ("[a, b]", "[c, d]", r#"["c","d"]"#),
        ("{a: b}", "[c]", r#"["c"]"#),
        ("{a: foo}", "null", "null"),
        ("{a: foo}", "bar", r#""bar""#),
        ("{e: null}", "{a: 1}", r#"{"e":null,"a":1}"#),
        ("[1, 2]", "{a: b, c: null}", r#"{"a":"b"}"#),
        ("{}", "{a: {bb: {ccc: null}}}", r#"{"a":{"bb":{}}}"#),
    ];
    for (original, patch, result) in table {
        let mut node = parse(original).unwrap();
        let deep = |_: &[&str]| Merge::Deep;
        let mut patcher = Patcher { shape: &deep, way: Vec::new(), whole: false };
        patcher.merge(&mut node, &parse(patch).unwrap()).unwrap();
        assert_eq!(to_json(&node), result, "{original} patched with {patch}");
    }
}
