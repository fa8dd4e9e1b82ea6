//! ListObjectsV2, ListObjects and ListObjectVersions: what they show, in which order, on which page.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/list-obj-version-enabled-bucket.html>

use s3sim_document::tree::{Map, Node};

use crate::play::Play;

fn texts(fields: &Map, list: &str, name: &str) -> Vec<String> {
    let entries = fields.get(list).and_then(Node::as_list).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.get(name).and_then(Node::scalar)).map(str::to_owned).collect()
}

fn keys(play: &Play, call: &str, parameters: &str) -> Vec<String> {
    let fields = play.look(call, "", parameters);
    let mut keys = texts(&fields, "Contents", "Key");
    keys.extend(texts(&fields, "CommonPrefixes", "Prefix"));
    if fields.get("IsTruncated").and_then(Node::scalar) == Some("true") {
        keys.push("...".into());
    }
    keys
}

fn put(versioning: &str, keys: &[&str]) -> Play {
    let steps: Vec<String> = keys.iter().map(|key| format!("2024-01-01 PutObject {key}")).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    Play::of(versioning, &[], &steps, "2024-01-02")
}

// VER-040
#[test]
fn only_keys_with_current_data_are_listed() {
    let mut play = put("Enabled", &["a", "b", "c"]);
    play.run(&["2024-01-02 DeleteObject b"]);
    assert_eq!(keys(&play, "ListObjectsV2", "{}"), ["a", "c"]);
    assert_eq!(keys(&play, "ListObjects", "{}"), ["a", "c"]);
    play.run(&["2024-01-02 DeleteObject b {VersionId: b@v2}"]);
    assert_eq!(keys(&play, "ListObjectsV2", "{}"), ["a", "b", "c"]);
}

// VER-041: byte order, not the order of an alphabet.
#[test]
fn keys_come_in_byte_order() {
    let play = put("", &["b", "é", "a", "Z", "a/b", "a-b", "10", "9", "aa"]);
    assert_eq!(keys(&play, "ListObjectsV2", "{}"), ["10", "9", "Z", "a", "a-b", "a/b", "aa", "b", "é"]);
}

#[test]
fn prefixes_and_delimiters() {
    let play = put(
        "",
        &[
            "photos/2006/January/a.jpg",
            "photos/2006/February/b.jpg",
            "photos/2006/c.jpg",
            "photos/d.jpg",
            "sample.jpg",
            "videos/e.mp4",
        ],
    );
    for (parameters, expected) in [
        // The example of ListObjectsV2 in the API reference: one key at the top, one common prefix for each folder.
        ("{Delimiter: /}", &["sample.jpg", "photos/", "videos/"][..]),
        (
            "{Prefix: photos/2006/, Delimiter: /}",
            &["photos/2006/c.jpg", "photos/2006/February/", "photos/2006/January/"],
        ),
        ("{Prefix: photos/2006, Delimiter: /}", &["photos/2006/"]),
        (
            "{Prefix: photos/}",
            &["photos/2006/February/b.jpg", "photos/2006/January/a.jpg", "photos/2006/c.jpg", "photos/d.jpg"],
        ),
        ("{Prefix: nothing}", &[]),
        (
            "{Delimiter: .jpg}",
            &[
                "videos/e.mp4",
                "photos/2006/February/b.jpg",
                "photos/2006/January/a.jpg",
                "photos/2006/c.jpg",
                "photos/d.jpg",
                "sample.jpg",
            ],
        ),
        (
            "{Delimiter: ''}",
            &[
                "photos/2006/February/b.jpg",
                "photos/2006/January/a.jpg",
                "photos/2006/c.jpg",
                "photos/d.jpg",
                "sample.jpg",
                "videos/e.mp4",
            ],
        ),
        ("{MaxKeys: 0}", &[]),
        // Common prefixes count like keys, and are not told again behind their marker.
        ("{Delimiter: /, MaxKeys: 1}", &["photos/", "..."]),
        ("{Delimiter: /, StartAfter: photos/}", &["sample.jpg", "videos/"]),
        ("{StartAfter: sample.jpg}", &["videos/e.mp4"]),
        ("{StartAfter: s}", &["sample.jpg", "videos/e.mp4"]),
    ] {
        assert_eq!(keys(&play, "ListObjectsV2", parameters), expected, "{parameters}");
    }
}

#[test]
fn pages_of_keys_add_up() {
    let names: Vec<String> = (0..25).map(|n| format!("k{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let play = put("", &names);
    let all = keys(&play, "ListObjectsV2", "{}");
    for (call, marker, next) in
        [("ListObjectsV2", "ContinuationToken", "NextContinuationToken"), ("ListObjects", "Marker", "")]
    {
        let (mut seen, mut from) = (Vec::new(), String::new());
        loop {
            let fields = play.look(call, "", &format!("{{MaxKeys: 7{from}}}"));
            let page = texts(&fields, "Contents", "Key");
            let last = page.last().cloned().unwrap_or_default();
            seen.extend(page);
            if fields.get("IsTruncated").and_then(Node::scalar) != Some("true") {
                break;
            }
            let token = fields.get(next).and_then(Node::scalar).map_or(last, str::to_owned);
            from = format!(", {marker}: '{token}'");
        }
        assert_eq!(seen, all, "{call}");
    }
}

/// Versions and delete markers of a page, `key@version`, in the order of the two lists.
fn versions(play: &Play, parameters: &str) -> (usize, usize, Map) {
    let fields = play.look("ListObjectVersions", "", parameters);
    (texts(&fields, "Versions", "Key").len(), texts(&fields, "DeleteMarkers", "Key").len(), fields)
}

// VER-041: the guide's example: 990 versions of one key and 400 of another on pages of a thousand.
#[test]
fn a_page_of_versions_ends_within_a_key() {
    let mut play = Play::new("Enabled", &[]);
    for n in 0..1390 {
        let key = if n < 990 { "key1" } else { "key2" };
        play.ok(&format!("2024-01-01T00:{:02}:{:02}Z PutObject {key}", n / 60, n % 60));
    }
    let (count, _, page) = versions(&play, "{}");
    assert_eq!(count, 1000);
    let of = |page: &Map, key: &str| texts(page, "Versions", "Key").iter().filter(|k| *k == key).count();
    assert_eq!((of(&page, "key1"), of(&page, "key2")), (990, 10));
    let ids = texts(&page, "Versions", "VersionId");
    let marker = page.get("NextVersionIdMarker").and_then(Node::scalar).unwrap();
    // VER-043: the last one that was told.
    assert_eq!(marker, ids[999]);
    assert_eq!(page.get("NextKeyMarker").and_then(Node::scalar), Some("key2"));
    let (count, _, page) = versions(&play, &format!("{{KeyMarker: key2, VersionIdMarker: {marker}}}"));
    assert_eq!((count, page.get("IsTruncated").and_then(Node::scalar)), (390, Some("false")));
    // Newest first.
    let dates = texts(&page, "Versions", "LastModified");
    assert!(dates.is_sorted_by(|a, b| a > b));
    // A key alone skips all of its versions.
    assert_eq!(versions(&play, "{KeyMarker: key1}").0, 400);
    assert_eq!(versions(&play, "{KeyMarker: key2}").0, 0);
}

// VER-041, VER-042: versions and delete markers share the page; one entry of each key is the latest.
#[test]
fn delete_markers_are_entries_too() {
    let mut play = put("Enabled", &["a", "b"]);
    play.run(&["2024-01-03 DeleteObject a", "2024-01-04 PutObject b", "2024-01-05 DeleteObject c"]);
    let (data, markers, page) = versions(&play, "{}");
    assert_eq!((data, markers), (3, 2));
    let latest = |list: &str| {
        let keys = texts(&page, list, "Key");
        keys.into_iter()
            .zip(texts(&page, list, "IsLatest"))
            .map(|(key, latest)| format!("{key} {latest}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(latest("Versions"), ["a false", "b true", "b false"]);
    assert_eq!(latest("DeleteMarkers"), ["a true", "c true"]);
    let (data, markers, page) = versions(&play, "{MaxKeys: 2}");
    assert_eq!((data, markers, page.get("NextKeyMarker").and_then(Node::scalar)), (1, 1, Some("a")));
}

// VER-043
#[test]
fn markers_that_do_not_fit() {
    let mut play = put("Enabled", &["a"]);
    let response = play.step("2024-01-03 ListObjectVersions - {VersionIdMarker: a@v1}");
    assert_eq!(play.told("", &response, &[]), "400 InvalidArgument");
    // A page that ends with a common prefix names no version.
    let mut play = put("Enabled", &["a", "b/1", "c"]);
    let response = play.ok("2024-01-03 ListObjectVersions - {Delimiter: /, MaxKeys: 2}");
    assert_eq!(play.told("", &response, &["NextKeyMarker", "NextVersionIdMarker"]), "200 NextKeyMarker=b/");
    let fields = play.look("ListObjectVersions", "", "{Delimiter: /, KeyMarker: b/}");
    assert_eq!(
        (texts(&fields, "Versions", "Key"), texts(&fields, "CommonPrefixes", "Prefix")),
        (vec!["c".to_owned()], vec![])
    );
}
