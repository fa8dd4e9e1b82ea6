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
    files.extend(["break-even.csv", "what-if-cost.csv", "what-if.csv"].map(str::to_owned));
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

/// 10,240 objects of 200 KB are 1.953125 GB. Moving them on 2025-01-31 costs 0.1024 USD and saves 1.953125 × (0.023 −
/// 0.0125) = 0.0205078 USD a month: a 31st of it in January and all of it in each of the four months to May make
/// 0.0826928 USD. The other 0.0197072 USD take 28.8 of the 30 days of June.
#[test]
fn the_break_even_is_a_day() {
    let room = Room::new();
    let rule = "{ID: b, Status: Enabled, Filter: {}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]}";
    let question = |limit: &str| {
        format!(
            "duration: 1y\nbuckets: {{files: {{objects: {{old: {{count: 10_240, size: 200KB}}}}}}}}\n\
             options:\n  A: {{}}\n  B: {{buckets.files.lifecycle: {{Rules: [{rule}]}}}}\n{limit}"
        )
    };
    room.put("q.yaml", question(""));
    let done = room.s3sim(&["what-if", "q.yaml"]);
    assert!(done.out.contains("\n  B has cost less than A from 2025-06-29 on\n"), "{}", done.out);
    // From 2025-01-01 to the end of 2025-06-29 it is 180 days.
    for (days, answer) in [("179d", "none"), ("180d", "B")] {
        let limit = format!("requirements: {{it pays off: {{break_even: A, at_most: {days}}}}}\n");
        room.put("q.yaml", question(&limit));
        let done = room.s3sim(&["what-if", "q.yaml"]);
        assert!(done.out.contains(&format!("\nAnswer: {answer}")), "{days}\n{}", done.out);
    }
    room.put("q.yaml", question(""));
    assert_eq!(room.s3sim(&["run", "-q", "q.yaml"]).code, Some(0));
    assert_eq!(room.read("results/q/break-even.csv"), "option,cheaper_than,from\nB,A,2025-06-29\n");
    let costs = room.read("results/q/what-if-cost.csv");
    // 1.953125 × 0.023 = 0.044921875, rounded half up as bills are.
    assert!(
        costs.starts_with("option,billing_period,cost,paid\nA,2025-01,0.044921875,0.044921875\n"),
        "{costs}"
    );
}

/// What a step has answered may be used in what is asked later: a version by its id. Every option asks something else.
#[test]
fn options_may_be_different_questions_about_one_world() {
    let room = Room::new();
    let lock =
        "object_lock: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: GOVERNANCE, Days: 30}}}";
    let delete = "{DeleteObject: vault/a, VersionId: '{put.VersionId}', BypassGovernanceRetention: true, at: 9d, expect: refused}";
    room.put(
        "q.yaml",
        format!(
            "duration: 10d\nbuckets: {{vault: {{versioning: Enabled, {lock}}}}}\nsteps: {{put: {{PutObject: vault/a}}}}\n\
             requirements: {{it is true: {delete}}}\noptions:\n  root cannot: {{requirements.it is true.as: root}}\n  \
             nobody can read it: {{requirements.it is true: {{GetObject: vault/a, expect: refused}}}}\n  \
             without the bypass nobody can: {{requirements.it is true.BypassGovernanceRetention: null}}\n\
             answer: without the bypass nobody can\n"
        ),
    );
    let done = room.s3sim(&["what-if", "q.yaml"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{}", done.out);
    assert!(done.out.contains("nobody can read it  claims instead: it is true: {"), "{}", done.out);
}
