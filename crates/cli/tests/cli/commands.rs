//! Each command, its words and its exit codes.

use std::process::Stdio;

use crate::support::{Done, FILES, Room, SMALL};

#[test]
fn run_says_what_happened_and_writes_four_files() {
    let room = Room::furnished();
    let done = room.s3sim(&["run", "small.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    // 100 objects of 1 MB: 0.09765625 GB × 0.023 USD × 10/31 days.
    assert_eq!(
        done.out,
        "\
small  2025-01-01 to 2025-01-11 (10d)

Cost
  USD      STANDARD   total
  2025-01    0.0007  0.0007

What happened
  event    class or tier  objects   bytes       first  last
  Created  STANDARD           100  100 MB  2025-01-01

Results are in results/small
"
    );
    assert_eq!(room.names("results"), ["small"]);
    assert_eq!(room.names("results/small"), FILES);
}

/// 0 as expected, 1 not as expected, 2 wrong input, 3 wrong world; the worst of several scenarios counts, and one that
/// is wrong does not keep the others from running.
#[test]
fn exit_codes() {
    let room = Room::furnished();
    room.put("hopeful.yaml", format!("{SMALL}expect: {{none: {{count: logs/*, is: 0}}}}\n"));
    room.put("wrong.yaml", "bukets: {}\n");
    for (words, code) in [
        (&["run", "small.yaml"][..], 0),
        (&["run", "hopeful.yaml"], 1),
        (&["run", "wrong.yaml"], 2),
        (&["run", "absent.yaml"], 3),
        (&["run", "hopeful.yaml", "small.yaml"], 1),
        (&["run", "wrong.yaml", "hopeful.yaml"], 2),
        (&["run", "absent.yaml", "wrong.yaml", "small.yaml"], 3),
        (&["run"], 2),
        (&["walk"], 2),
        (&["run", "small.yaml", "--seed", "x"], 2),
        (&["check", "small.yaml"], 0),
        (&["check", "hopeful.yaml"], 0),
        (&["check", "wrong.yaml", "small.yaml"], 2),
        (&["check", "absent.yaml"], 3),
        (&["prices"], 0),
        (&["prices", "--region", "eu-central-1"], 0),
        (&["prices", "--region", "eu-centrl-1"], 2),
        (&["schema"], 0),
        (&["completions", "zsh"], 0),
        (&["completions", "dos"], 2),
        (&["--version"], 0),
        (&["--help"], 0),
    ] {
        let done = room.s3sim(words);
        assert_eq!(done.code, Some(code), "{words:?}: {}", done.err);
        // Who is told that something is wrong is told what.
        assert_eq!(done.err.is_empty(), code < 2, "{words:?}: {}", done.err);
    }
}

#[test]
fn an_expectation_that_fails_is_named_with_what_came_instead() {
    let room = Room::new();
    room.put("hopeful.yaml", format!("{SMALL}expect: {{none left: {{count: logs/*, is: 0}}}}\n"));
    let done = room.s3sim(&["run", "hopeful.yaml"]);
    assert!(
        done.out.contains("Expectations: 0 of 1 hold\n  FAIL  none left: expected is 0, got 100\n"),
        "{}",
        done.out
    );
    assert_eq!(
        room.read("results/hopeful/expectations.csv"),
        "expectation,expected,actual,passed\nnone left,is 0,100,false\n"
    );
}

#[test]
fn settings_and_seeds_change_a_scenario() {
    let room = Room::furnished();
    let done = room.s3sim(&[
        "run",
        "small.yaml",
        "--format",
        "json",
        "--seed",
        "7",
        "--set",
        "duration=20d",
        "--set",
        "buckets.logs.objects.a={count: 200, size: 2MB}",
    ]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert_eq!(done.out, room.read("results/small/summary.json"));
    for line in ["\"seed\": 7,", "\"end\": \"2025-01-21T00:00:00Z\",", "\"Created\": 200"] {
        assert!(done.out.contains(line), "{line} is not in {}", done.out);
    }
    for (set, said) in [
        ("seed", "--set seed: should be PATH=VALUE, such as buckets.photos.versioning=Enabled\n"),
        (
            "bukets.logs.versioning=Enabled",
            "--set bukets.logs.versioning: the document has no `bukets`, did you mean `buckets`?\n",
        ),
        ("seed=many", "--set seed: seed: `many` is not a number such as 1_000_000, 2.5 or 1e6\n"),
    ] {
        let done = room.s3sim(&["run", "small.yaml", "--set", set]);
        assert_eq!((done.code, done.err.as_str(), done.out.as_str()), (Some(2), said, ""));
    }
}

#[test]
fn quiet_runs_say_nothing_but_complaints() {
    let room = Room::furnished();
    room.put("wrong.yaml", "bukets: {}\n");
    let done = room.s3sim(&["run", "--quiet", "small.yaml", "wrong.yaml", "--out", "elsewhere/deep"]);
    assert_eq!(done.code, Some(2));
    assert_eq!(done.out, "");
    assert_eq!(done.err, "wrong.yaml:1: bukets: unknown word `bukets`, did you mean `buckets`?\n");
    assert_eq!(room.names("elsewhere/deep"), ["small"]);
    assert_eq!(room.names("."), ["elsewhere", "small.yaml", "wrong.yaml"]);
}

#[test]
fn check_says_what_is_wrong_and_writes_nothing() {
    let room = Room::furnished();
    room.put("wrong.yaml", "buckets:\n  b-1: {versioning: On}\nseed: -1\n");
    let done = room.s3sim(&["check", "small.yaml", "wrong.yaml"]);
    assert_eq!((done.code, done.out.as_str()), (Some(2), "small.yaml: fine\n"));
    assert_eq!(done.err.lines().count(), 2, "{}", done.err);
    assert_eq!(room.names("."), ["small.yaml", "wrong.yaml"]);
}

#[test]
fn prices_are_those_of_the_region() {
    let room = Room::new();
    let virginia = room.s3sim(&["prices"]).out;
    // https://aws.amazon.com/s3/pricing/: 0.023 USD up to 50 TB, 0.022 up to 500 TB, 0.021.
    let line = virginia.lines().find(|line| line.starts_with("TimedStorage-ByteHrs ")).unwrap();
    assert!(line.ends_with("0.023 up to 51200, 0.022 up to 512000, 0.021"), "{line}");
    let ireland = room.s3sim(&["prices", "--region", "eu-west-1"]).out;
    assert!(ireland.contains("EU-TimedStorage-ByteHrs "), "{ireland}");
    let done = room.s3sim(&["prices", "--region", "eu-wst-1"]);
    assert_eq!(done.err, "there are no prices for `eu-wst-1`, did you mean `eu-west-1`?\n");
}

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenario.schema.json")).unwrap();
    assert!(Room::new().s3sim(&["schema"]).out == committed, "`s3sim schema > scenario.schema.json` is due");
}

#[test]
fn a_reader_who_goes_away_is_no_mistake() {
    let room = Room::furnished();
    for words in [&["schema"][..], &["prices"], &["completions", "bash"], &["run", "small.yaml"], &["--help"]]
    {
        let mut child = room.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let done = Done::of(child.wait_with_output().unwrap());
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{words:?}");
    }
    assert_eq!(room.names("results/small"), FILES);
}
