//! Where results stand, and that they stand there whole or not at all.

use std::fs;
use std::process::Command;

use crate::support::{FILES, Room, SMALL};

#[test]
fn two_scenarios_never_share_a_folder() {
    let room = Room::furnished();
    room.put("other/small.yaml", SMALL);
    let done = room.s3sim(&["run", "small.yaml", "other/small.yaml"]);
    assert_eq!((done.code, done.out.as_str()), (Some(2), ""));
    assert_eq!(
        done.err,
        "other/small.yaml: its results and those of small.yaml would both be in results/small; run them one by one, \
         each with an --out of its own\n"
    );
    assert_eq!(room.names("results"), [""; 0]);
    // Below a folder called `scenarios` the whole path counts.
    room.put("scenarios/a/small.yaml", SMALL);
    room.put("scenarios/b/small.yaml", SMALL);
    let done = room.s3sim(&["run", "-q", "scenarios/a/small.yaml", "scenarios/b/small.yaml", "small.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert_eq!(room.names("results"), ["a", "b", "small"]);
}

#[test]
fn what_else_is_in_a_folder_stays() {
    let room = Room::furnished();
    room.put("scenarios/lifecycle.yaml", SMALL);
    room.put("scenarios/lifecycle/deep.yaml", SMALL);
    room.put("small/lifecycle.json", "{}");
    for words in [
        &["run", "-q", "scenarios/lifecycle/deep.yaml", "scenarios/lifecycle.yaml"][..],
        &["run", "-q", "scenarios/lifecycle.yaml"],
        // Beside the scenario there is a folder of its name, with what it needs.
        &["run", "-q", "small.yaml", "--out", "."],
        &["run", "-q", "small.yaml", "--out", "."],
    ] {
        assert_eq!(room.s3sim(words).code, Some(0));
    }
    assert_eq!(
        room.names("results/lifecycle"),
        ["cost.csv", "deep", "events.csv", "expectations.csv", "summary.json"]
    );
    assert_eq!(room.names("results/lifecycle/deep"), FILES);
    assert_eq!(
        room.names("small"),
        ["cost.csv", "events.csv", "expectations.csv", "lifecycle.json", "summary.json"]
    );
    assert_eq!(room.names("."), ["results", "scenarios", "small", "small.yaml"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_the_worlds_fault() {
    let room = Room::furnished();
    room.put("file", "in the way");
    room.put("taken/small", "in the way");
    for (out, said) in [
        ("file", "cannot write results: file: "),
        ("file/below", "cannot write results: file/below: "),
        ("taken", "cannot write results: taken/small: is in the way of the folder of the results\n"),
        ("/proc/nowhere", "cannot write results: /proc/nowhere: "),
    ] {
        let done = room.s3sim(&["run", "small.yaml", "--out", out]);
        assert_eq!((done.code, done.out.as_str()), (Some(3), ""), "{out}");
        assert!(done.err.starts_with(said), "{}", done.err);
    }
    assert_eq!(room.names("taken"), ["small"]);
    assert_eq!(room.names("."), ["file", "small.yaml", "taken"]);
}

/// A file system of 64 KB, and 400 rows of events that do not fit.
#[test]
fn a_full_disk_leaves_the_results_of_before() {
    let room = Room::new();
    room.put("s.yaml", SMALL);
    room.put(
        "large.yaml",
        format!("{SMALL}traffic: {{put: {{PutObject: 'logs/{{n}}', count: 3, every: 5m}}}}\n"),
    );
    let disk = room.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: only root can mount a small file system");
        return;
    }
    assert_eq!(room.s3sim(&["run", "-q", "s.yaml", "--out", "disk"]).code, Some(0));
    let before = room.read("disk/s/summary.json");
    fs::rename(room.path().join("large.yaml"), room.path().join("s.yaml")).unwrap();
    let done = room.s3sim(&["run", "s.yaml", "--out", "disk"]);
    let (names, after) = (room.names("disk"), room.read("disk/s/summary.json"));
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert_eq!((done.code, done.out.as_str()), (Some(3), ""));
    assert!(done.err.starts_with("cannot write results: disk/events.csv: "), "{}", done.err);
    assert_eq!((names, after), (vec!["s".to_owned()], before));
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    let room = Room::furnished();
    for out in ["one", "two"] {
        assert_eq!(room.s3sim(&["run", "-q", "small.yaml", "--out", out]).code, Some(0));
    }
    for file in FILES {
        assert_eq!(
            room.read(&format!("one/small/{file}")),
            room.read(&format!("two/small/{file}")),
            "{file}"
        );
    }
}
