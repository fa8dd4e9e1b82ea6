//! Reading a tree by hand: every mistake is told once, with its path and code.

use std::cell::RefCell;

use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::yaml;

/// What reading `text` as `read` does notes, as `path: message [code]`.
fn notes(text: &str, read: impl FnOnce(Reader<'_>)) -> Vec<String> {
    let node = yaml::parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let problems = RefCell::new(Problems::new());
    read(Reader::new(&node, "", &problems));
    let line = |problem: s3sim_document::problem::Problem| {
        let code = problem.code.map_or_else(String::new, |code| format!(" [{code}]"));
        format!("{}: {}{code}", problem.path, problem.message)
    };
    problems.into_inner().into_iter().map(line).collect()
}

#[test]
fn scalars_are_taken_as_written() {
    let seen = notes("{a: 30, b: '30', c: true, d: 1.50, e: 012, f: x}", |root| {
        let mut fields = root.fields().unwrap();
        for (name, text) in [("a", "30"), ("b", "30"), ("c", "true"), ("d", "1.50"), ("e", "012"), ("f", "x")]
        {
            assert_eq!(fields.required(name).and_then(|field| field.text()), Some(text));
        }
        fields.finish();
    });
    assert_eq!(seen, [""; 0]);
}

#[test]
fn every_kind_is_told_when_another_stands_there() {
    let seen = notes("{text: [], flag: 1, list: {}, map: x, names: 5, word: Enable}", |root| {
        let mut fields = root.fields().unwrap();
        assert_eq!(fields.required("text").and_then(|field| field.text()), None);
        assert_eq!(fields.required("flag").and_then(|field| field.boolean()), None);
        assert!(fields.required("list").and_then(|field| field.items()).is_none());
        assert!(fields.required("map").and_then(|field| field.fields()).is_none());
        assert!(fields.required("names").and_then(|field| field.entries()).is_none());
        let word = fields.required("word").and_then(|field| field.word(&[("Enabled", 1), ("Suspended", 2)]));
        assert_eq!(word, None);
        fields.finish();
    });
    assert_eq!(
        seen,
        [
            "text: should be text, but is a list",
            "flag: should be true or false, but is a number",
            "list: should be a list, but is a map",
            "map: should be a map, but is text",
            "names: should be a map of names, but is a number",
            "word: unknown word `Enable`, did you mean `Enabled`?",
        ]
    );
}

#[test]
fn fields_that_nobody_asked_for_are_told() {
    let seen = notes("{Days: 30, Date: ~, Dayz: 1, other: 2, X: 3}", |root| {
        let mut fields = root.fields().unwrap();
        assert!(fields.required("Days").is_some());
        // Nothing written is absent.
        assert!(fields.optional("Date").is_none());
        assert!(fields.required("StorageClass").is_none());
        fields.also(&["other"]);
        fields.finish_refused("MalformedXML");
    });
    assert_eq!(
        seen,
        [
            ": `StorageClass` is missing",
            "Dayz: unknown word `Dayz`, did you mean `Days`? [MalformedXML]",
            "X: unknown word `X`; known here: Days, Date, StorageClass, other [MalformedXML]",
        ]
    );
}

#[test]
fn what_is_left_can_be_taken_as_free_names() {
    let seen = notes("{size: 1, b.c: 2, d: 3}", |root| {
        let mut fields = root.fields().unwrap();
        fields.optional("size");
        let rest: Vec<(&str, String)> =
            fields.rest().into_iter().map(|(name, reader)| (name, reader.path().to_owned())).collect();
        assert_eq!(rest, [("b.c", "\"b.c\"".to_owned()), ("d", "d".to_owned())]);
        fields.finish();
    });
    assert_eq!(seen, [""; 0]);
}

#[test]
fn paths_lead_through_names_and_positions() {
    let seen = notes("buckets: {my.site: {Rules: [{Days: 1}, {Days: x}]}}", |root| {
        for (_, bucket) in root.fields().unwrap().required("buckets").unwrap().entries().unwrap() {
            for rule in bucket.fields().unwrap().required("Rules").unwrap().items().unwrap() {
                let days = rule.fields().unwrap().required("Days").unwrap();
                if days.count().is_none() {
                    days.refused("InvalidArgument", "days are whole numbers");
                }
            }
        }
    });
    assert_eq!(
        seen,
        [
            "buckets.\"my.site\".Rules[1].Days: `x` is not a number such as 1_000_000, 2.5 or 1e6",
            "buckets.\"my.site\".Rules[1].Days: days are whole numbers [InvalidArgument]",
        ]
    );
}
