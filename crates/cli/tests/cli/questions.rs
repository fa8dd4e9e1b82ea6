//! Options side by side, sweeps, seeds.

use crate::support::{FILES, Room};

/// A gibibyte of old files for a year: Standard costs 12 × 0.023 USD. Three ways to pay less, one of which AWS refuses.
const QUESTION: &str = "\
duration: 1y
buckets: {files: {objects: {old: {count: 1024, size: 1MB}}}}
requirements:
  at once: {objects: files/*, first_byte_within: 1s}
  cheaper: {cost: total, below: base}
objective: cost
options:
  A:
    name: archive
    buckets.files.lifecycle: {Rules: [{ID: a, Status: Enabled, Filter: {}, Transitions: [{Days: 0, StorageClass: GLACIER}]}]}
  B:
    name: seldom read
    buckets.files.lifecycle: {Rules: [{ID: b, Status: Enabled, Filter: {}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]}]}
  C:
    name: seldom read, at once
    buckets.files.lifecycle: {Rules: [{ID: c, Status: Enabled, Filter: {}, Transitions: [{Days: 1, StorageClass: STANDARD_IA}]}]}
  D: {name: somewhere else, excluded: it is no service of AWS}
answer: B
";

fn room() -> Room {
    let room = Room::new();
    room.put("q.yaml", QUESTION);
    room
}

#[test]
fn options_stand_side_by_side_with_the_reason_of_each() {
    let done = room().s3sim(&["what-if", "q.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{}", done.out);
    for part in [
        "A  at once: 1,024 of 1,024 differ: files/old/0 is readable in 5h on 2026-01-01; expected: first",
        "C  InvalidArgument: buckets.files.lifecycle.Rules[0].Transitions[0].Days",
        "D  it is no service of AWS",
        "B  buckets.files.lifecycle: ",
        "Answer: B (as the file says)",
    ] {
        assert!(done.out.contains(part), "{part}\n{}", done.out);
    }
}

#[test]
fn an_answer_makes_the_file_a_test() {
    let room = room();
    room.put("wrong.yaml", QUESTION.replace("answer: B", "answer: A"));
    room.put("open.yaml", QUESTION.replace("objective: cost\n", "").replace("at once: {", "some: {"));
    for (words, code) in [
        (&["what-if", "q.yaml"][..], 0),
        (&["what-if", "wrong.yaml"], 1),
        (&["what-if", "q.yaml", "--set", "requirements.cheaper=null", "--set", "answer=[A, B]"], 1),
        (&["what-if", "q.yaml", "--format", "json"], 0),
        (&["run", "-q", "q.yaml"], 0),
        (&["run", "-q", "wrong.yaml"], 1),
        (&["run", "-q", "q.yaml", "--option", "B"], 0),
        (&["run", "-q", "q.yaml", "--option", "A"], 1),
        (&["run", "-q", "q.yaml", "--option", "C"], 2),
        (&["run", "-q", "q.yaml", "--option", "X"], 2),
        (&["test", "q.yaml", "--accept"], 0),
        (&["test", "q.yaml"], 0),
        (&["test", "wrong.yaml", "--accept"], 1),
        (&["what-if", "q.yaml", "--points", "1..2"], 2),
        (&["what-if", "q.yaml", "--vary", "seed"], 2),
        (&["what-if", "q.yaml", "--vary", "answer=A,B"], 2),
        (&["what-if", "q.yaml", "--vary", "region=mars"], 2),
        (&["what-if", "q.yaml", "--vary", "seed=1,2", "--points", "1..3"], 2),
        (&["what-if", "q.yaml", "--seeds", "0"], 2),
        (&["what-if", "absent.yaml"], 3),
    ] {
        let done = room.s3sim(words);
        assert_eq!(done.code, Some(code), "{words:?}\n{}{}", done.out, done.err);
    }
    let mut files = FILES.map(str::to_owned).to_vec();
    files.push("what-if.csv".to_owned());
    files.sort();
    assert_eq!(room.names("results/q"), files);
    assert!(room.s3sim(&["test", "wrong.yaml"]).out.contains("answer"));
}

#[test]
fn parts_and_threads_make_no_difference_to_a_sweep() {
    let room = room();
    let days = "buckets.files.objects.old.count={from: 100, to: 1000, step: 100}";
    let run = |more: &[&str], file: &str| {
        let words = [&["what-if", "q.yaml", "--vary", days, "--vary", "seed=1,2", "-o", file], more].concat();
        let done = room.s3sim(&words);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{words:?}");
        done.out
    };
    let table = run(&[], "all.csv");
    assert_eq!(run(&["--threads", "1"], "one.csv"), table);
    run(&["--points", "1..7"], "first.csv");
    run(&["--points", "8..20"], "last.csv");
    assert_eq!(room.read("one.csv"), room.read("all.csv"));
    let merged = room.s3sim(&["merge", "last.csv", "first.csv"]);
    assert_eq!((merged.code, merged.out), (Some(0), room.read("all.csv")));
    let points: Vec<String> = room
        .read("all.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(4).collect::<Vec<_>>().join(" "))
        .collect();
    // The file as written, then ten values times two; four options each.
    assert_eq!(points.len(), 21 * 4);
    assert_eq!((points[0].as_str(), points[4].as_str()), ("0   A", "1 100 1 A"));
    assert_eq!(points[83], "20 1000 2 D");
    let missing = room.s3sim(&["merge", "last.csv"]);
    assert_eq!((missing.code, missing.err.as_str()), (Some(2), "point 0 is in none of them\n"));
}

/// Only restores differ from seed to seed here, and nothing is restored: no interval has a width.
#[test]
fn seeds_are_compared_in_pairs() {
    let done = room().s3sim(&["what-if", "q.yaml", "--seeds", "3"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{}", done.out);
    for part in ["Means over 3 seeds", "B  seldom read", "3 of 3", "With seed 1", "Answer: B"] {
        assert!(done.out.contains(part), "{part}\n{}", done.out);
    }
}
