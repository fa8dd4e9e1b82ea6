//! Files that are no scenarios at all.

use std::process::Command;

use crate::support::Room;

#[test]
fn what_is_no_text_is_refused_in_one_line() {
    let room = Room::new();
    room.put("empty.yaml", "");
    room.put("blank.yaml", "\n# nothing here yet\n");
    room.put("binary.yaml", [0x7f, b'E', b'L', b'F', 0xff, 0x00, b'\n', 0xfe]);
    room.put("latin.yaml", b"description: caf\xe9\n");
    room.put("word.yaml", "scenario\n");
    room.put("list.yaml", "- a\n- b\n");
    room.put("empty.json", "");
    room.put("folder.yaml/a.yaml", "");
    for (file, code, said) in [
        ("empty.yaml", 2, "empty.yaml:1: the file is empty"),
        ("blank.yaml", 2, "blank.yaml:3: the file is empty"),
        ("binary.yaml", 2, "binary.yaml:1: this is not text in UTF-8"),
        ("latin.yaml", 2, "latin.yaml:1: this is not text in UTF-8"),
        ("word.yaml", 2, "word.yaml:1: should be a scenario: a map, but is text"),
        ("list.yaml", 2, "list.yaml:1: should be a scenario: a map, but is a list"),
        ("empty.json", 2, "empty.json:1: the file is empty"),
        ("folder.yaml", 3, "folder.yaml: this is a folder, not a file"),
        ("absent.yaml", 3, "absent.yaml: there is no such file"),
        ("/dev/zero", 3, "/dev/zero: this is not a file"),
    ] {
        for command in ["check", "run"] {
            let done = room.s3sim(&[command, file]);
            assert_eq!((done.code, done.out.as_str()), (Some(code), ""), "{file}");
            assert_eq!(done.err, format!("{said}\n"));
        }
    }
    assert!(!room.path().join("results").exists());
}

/// Opening a pipe would wait for somebody who writes into it.
#[test]
fn a_pipe_is_not_waited_for() {
    let room = Room::new();
    let made = Command::new("mkfifo").arg(room.path().join("pipe.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no mkfifo");
        return;
    }
    let done = room.s3sim(&["run", "pipe.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(3), "pipe.yaml: this is not a file\n"));
}

#[test]
fn files_above_64_megabytes_are_not_read() {
    let room = Room::new();
    let file = std::fs::File::create(room.path().join("huge.yaml")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let done = room.s3sim(&["check", "huge.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(3), "huge.yaml: this is larger than 64 MB\n"));
}

#[test]
fn files_that_a_scenario_names_count_from_its_folder() {
    let room = Room::new();
    room.put("deep/s.yaml", "buckets: {b-1: {lifecycle: {file: docs/l.json}}}\n");
    let rules = r#"{"Rules": [{"ID": "x", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 3}}]}"#;
    room.put("deep/docs/l.json", rules);
    let done = room.s3sim(&["check", "deep/s.yaml"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), "deep/s.yaml: fine\n"));
    std::fs::remove_file(room.path().join("deep/docs/l.json")).unwrap();
    let done = room.s3sim(&["check", "deep/s.yaml"]);
    assert_eq!(done.code, Some(2));
    assert_eq!(
        done.err,
        "deep/s.yaml:1: buckets.b-1.lifecycle: cannot read `deep/docs/l.json`: there is no such file\n"
    );
}
