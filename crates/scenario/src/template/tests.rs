use super::common::common_key;
use super::*;

fn template(text: &str) -> Template {
    Template::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Instant::parse(text).unwrap().day()
}

#[test]
fn templates_make_keys() {
    let day = day("2025-01-31");
    for (text, number, key) in [
        ("originals/{n}", 7, "originals/7"),
        ("logs/{n:08}.gz", 7, "logs/00000007.gz"),
        ("p{n%4}/{n}", 7, "p3/7"),
        ("{date}/{n}", 7, "2025-01-31/7"),
        ("plain", 7, "plain"),
        ("{bring back.VersionId}", 7, "{bring back.VersionId}"),
    ] {
        assert_eq!(template(text).key(number, day), key);
        assert_eq!(template(text).to_string(), text);
    }
    for text in ["{m}", "{n", "a}b", "{n:8}", "{n:00}", "{n%0}", "{}", "{n:099}", "{step.field}", "{.Field}"]
    {
        assert!(Template::parse(text).is_err(), "{text}");
    }
}

#[test]
fn braces_mean_themselves_where_documents_stand() {
    for text in [r#"{"a": {"b": 1}}"#, "{}", "{name}", "a { b", "} {"] {
        assert_eq!(Template::lenient(text).literal(), Some(text));
    }
    let mixed = Template::lenient(r#"{"v": "{put.VersionId}"}"#);
    assert_eq!(mixed.answers().collect::<Vec<_>>(), [("put", "VersionId")]);
    assert_eq!(mixed.filled(|_| Some("x".into())).unwrap(), r#"{"v": "x"}"#);
}

#[test]
fn residues_and_days_make_key_spaces() {
    let day = day("2025-01-31");
    let sharded = template("p{n%4}/{n:03}.x");
    assert_eq!(sharded.residues(), 4);
    for number in [0, 3, 7, 1002] {
        let space = sharded.space(number, day).unwrap();
        assert_eq!(space.key(number / 4), sharded.key(number, day));
        assert_eq!(space.index(&sharded.key(number, day)), Some(number / 4));
    }
    assert_eq!(template("{date}/{n}").space(5, day).unwrap().head, "2025-01-31/");
    assert_eq!(template("{date}").space(5, day), None);
    assert_eq!(template("{n%4}{n%6}").residues(), 12);
}

#[test]
fn a_template_knows_its_keys() {
    for (text, key, makes) in [
        ("a/{n}", "a/0", true),
        ("a/{n}", "a/07", false),
        ("a/{n:02}", "a/07", true),
        ("a/{n:02}", "a/107", true),
        ("a/{n:02}", "a/007", false),
        ("p{n%8}/{n}", "p3/11", true),
        ("p{n%8}/{n}", "p3/12", false),
        ("{n%4}-{n%6}", "1-3", true),
        ("{n%4}-{n%6}", "1-2", false),
        ("{date}", "2025-02-28", true),
        ("{date}", "2025-02-30", false),
        ("{n}{n}", "77", true),
        ("{n}{n}", "78", false),
    ] {
        assert_eq!(template(text).makes(key), makes, "{text} {key}");
    }
}

/// Two templates that can make the same key, with such a key; the key need not be the first one.
#[test]
fn templates_of_one_bucket_may_not_meet() {
    for (a, b, meet) in [
        ("a/{n}", "b/{n}", false),
        ("a/{n}", "a/{n:03}", true),
        ("a/{n}", "a/x{n}", false),
        ("a/{n}", "a/{n}.jpg", false),
        ("a/1{n}", "a/{n}", true),
        ("a/{n}", "a/12", true),
        ("a/{n}", "a/012", false),
        ("{date}/{n}", "2025-01-01/{n}", true),
        ("{date}/{n}", "{n}/{n}", false),
        ("p{n%8}/{n}", "p9/{n}", false),
        ("p{n%8}/{n}", "p3/{n}", true),
        ("{n%2}/{n}", "{n%3}/{n}", true),
        ("x", "x", true),
        ("x", "y", false),
    ] {
        let (a, b) = (template(a), template(b));
        let key = common_key(&a, &b);
        assert_eq!(key.is_some(), meet, "{a} {b} {key:?}");
        if let Some(key) = key {
            assert!(a.makes(&key) && b.makes(&key), "{a} {b} {key}");
        }
    }
}
