//! Tags: the document and the header.

use s3sim_s3::configuration::tagging::{self, Tagged};

use crate::given::read_text;

fn tags(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn set(count: usize) -> String {
    let items: Vec<_> = (0..count).map(|n| format!("{{Key: k{n}, Value: v}}")).collect();
    format!("{{TagSet: [{}]}}", items.join(", "))
}

#[test]
fn the_document() {
    for (text, expected) in [
        ("{TagSet: []}", tags(&[])),
        ("{TagSet: [{Key: a, Value: 1}, {Key: A, Value: ''}]}", tags(&[("a", "1"), ("A", "")])),
        ("{Tagging: {TagSet: [{Key: größe, Value: x y@z}]}, Bucket: b, Key: k}", tags(&[("größe", "x y@z")])),
        ("{TagSet: [{Key: a, Value: b}], VersionId: v, ResponseMetadata: {}}", tags(&[("a", "b")])),
    ] {
        let (read, refusals) = read_text(text, |reader| tagging::read(reader, Tagged::Object));
        assert_eq!((read, refusals), (Some(expected), Vec::new()), "{text}");
    }
}

/// SC-036
#[test]
fn limits_of_the_document() {
    let one = |key: usize, value: usize| {
        format!("{{TagSet: [{{Key: {}, Value: {}}}]}}", "k".repeat(key), "v".repeat(value))
    };
    for (text, refusal) in [
        (set(10), None),
        (set(11), Some(("BadRequest", "TagSet"))),
        (one(128, 256), None),
        (one(129, 1), Some(("InvalidTag", "TagSet[0]"))),
        (one(1, 257), Some(("InvalidTag", "TagSet[0]"))),
        ("{TagSet: [{Key: '', Value: a}]}".to_owned(), Some(("InvalidTag", "TagSet[0]"))),
        ("{TagSet: [{Key: 'a#', Value: a}]}".to_owned(), Some(("InvalidTag", "TagSet[0]"))),
        ("{TagSet: [{Key: 'aws:a', Value: a}]}".to_owned(), Some(("InvalidTag", "TagSet[0]"))),
        ("{TagSet: [{Key: a, Value: 1}, {Key: a, Value: 2}]}".to_owned(), Some(("InvalidTag", "TagSet[1]"))),
        ("{TagSet: [{Value: 1}]}".to_owned(), Some(("MalformedXML", "TagSet[0]"))),
        ("{Tags: []}".to_owned(), Some(("MalformedXML", "Tags"))),
        ("{}".to_owned(), Some(("MalformedXML", ""))),
    ] {
        let (_, refusals) = read_text(&text, |reader| tagging::read(reader, Tagged::Object));
        let expected: Vec<_> =
            refusal.into_iter().map(|(code, path)| (code.to_owned(), path.to_owned())).collect();
        if text == "{Tags: []}" {
            assert!(refusals.contains(&expected[0]), "{refusals:?}");
        } else {
            assert_eq!(refusals, expected, "{text}");
        }
    }
    let bucket = |count| read_text(&set(count), |reader| tagging::read(reader, Tagged::Bucket)).1;
    assert_eq!(bucket(50), []);
    assert_eq!(bucket(51), [("BadRequest".to_owned(), "TagSet".to_owned())]);
}

#[test]
fn the_header() {
    for (text, expected) in [
        ("''", Ok(tags(&[]))),
        ("'a=1&b=2'", Ok(tags(&[("a", "1"), ("b", "2")]))),
        ("'a+b=c%2Fd&e'", Ok(tags(&[("a b", "c/d"), ("e", "")]))),
        ("'a=b=c'", Ok(tags(&[("a", "b=c")]))),
        ("'gr%C3%B6%C3%9Fe=1'", Ok(tags(&[("größe", "1")]))),
        ("'a=1&a=2'", Err("InvalidArgument")),
        ("'a=%FF'", Err("InvalidArgument")),
        ("'a=%4'", Err("InvalidArgument")),
        ("'a=%zz'", Err("InvalidArgument")),
        ("'=1'", Err("InvalidTag")),
        ("'a=%23'", Err("InvalidTag")),
        ("'a=0&b=1&c=2&d=3&e=4&f=5&g=6&h=7&i=8&j=9&k=10'", Err("BadRequest")),
    ] {
        let (read, refusals) = read_text(text, tagging::read_header);
        let result = read.ok_or_else(|| refusals.first().map(|(code, _)| code.clone()).unwrap_or_default());
        assert_eq!(result, expected.map_err(str::to_owned), "{text}");
        assert!(refusals.len() <= 1, "{refusals:?}");
    }
}
