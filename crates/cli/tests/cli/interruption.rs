//! Whoever stops a run finds the results of before, or none.
#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Done, LONG, Room, SMALL};

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap().success());
}

/// Starts a run that takes a while.
fn started(room: &Room) -> Child {
    let child = room
        .command(&["run", "s.yaml", "--out", "out"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    sleep(Duration::from_millis(300));
    child
}

#[test]
fn ctrl_c_leaves_nothing_behind() {
    for (name, before) in [("INT", false), ("INT", true), ("TERM", true)] {
        let room = Room::new();
        room.put("s.yaml", SMALL);
        if before {
            assert_eq!(room.s3sim(&["run", "-q", "s.yaml", "--out", "out"]).code, Some(0));
        }
        let events = before.then(|| room.read("out/s/events.csv"));
        room.put("s.yaml", LONG);
        let child = started(&room);
        signal(&child, name);
        let done = Done::of(child.wait_with_output().unwrap());
        assert_eq!((done.code, done.out.as_str()), (Some(3), ""), "{name}");
        assert_eq!(done.err, "interrupted: nothing was written\n");
        let left: &[&str] = if before { &["s"] } else { &[] };
        assert_eq!(room.names("out"), left);
        assert_eq!(events, before.then(|| room.read("out/s/events.csv")));
    }
}

#[test]
fn ctrl_c_in_a_sweep_leaves_no_half_of_a_file() {
    let room = Room::new();
    room.put("s.yaml", LONG);
    let words = ["what-if", "s.yaml", "--vary", "seed={from: 1, to: 200, step: 1}", "-o", "sweep.csv"];
    let child = room.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sleep(Duration::from_millis(300));
    signal(&child, "INT");
    let done = Done::of(child.wait_with_output().unwrap());
    assert_eq!((done.code, done.out.as_str()), (Some(3), ""));
    assert_eq!(done.err, "interrupted: nothing was written\n");
    assert_eq!(room.names("."), ["s.yaml"]);
}

/// Nobody can clean up behind a program that is killed, but the next run does.
#[test]
fn who_is_killed_leaves_no_results_and_the_next_run_cleans_up() {
    let room = Room::new();
    room.put("s.yaml", LONG);
    let mut child = started(&room);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(room.names("out"), [""; 0]);
    // As if it had been killed while it wrote.
    room.put("out/.s3sim-x1y2z3/lock", "");
    room.put("out/.s3sim-x1y2z3/files/cost.csv", "half a li");
    room.put("s.yaml", SMALL);
    assert_eq!(room.s3sim(&["run", "-q", "s.yaml", "--out", "out"]).code, Some(0));
    assert_eq!(room.names("out"), ["s"]);
}
