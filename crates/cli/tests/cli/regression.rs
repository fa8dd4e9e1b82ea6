//! `s3sim test` and `s3sim diff`: one price, one rule or one seed more, and somebody is told what moved.

use crate::support::Room;

/// Ten objects of 1 GB that move after a month; a second scenario with draws.
const MOVED: &str = "\
duration: 60d
buckets:
  logs:
    lifecycle: {Rules: [{ID: cool, Status: Enabled, Filter: {}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]}]}
    objects: {a: {count: 10, size: 1GB}}
expect: {ten: {count: logs/*, is: 10}}
";

const DRAWN: &str = "\
duration: 10d
buckets: {logs: {objects: {a: {count: 1000}}}}
traffic: {some: {DeleteObject: logs/*, share: 10%, pick: random, every: 1d}}
";

fn recorded() -> Room {
    let room = Room::new();
    room.put("scenarios/moved.yaml", MOVED);
    room.put("scenarios/deep/drawn.yaml", DRAWN);
    let done = room.s3sim(&["test", "--accept"]);
    assert_eq!(
        (done.code, done.out.as_str(), done.err.as_str()),
        (
            Some(0),
            "\
ok    scenarios/deep/drawn.yaml
  recorded
ok    scenarios/moved.yaml
  recorded

2 of 2 scenarios are as they should be
",
            ""
        )
    );
    assert_eq!(room.names("results"), ["deep", "moved"]);
    room
}

#[test]
fn what_is_recorded_is_compared() {
    let room = recorded();
    let done = room.s3sim(&["test"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), "2 of 2 scenarios are as they should be\n"));
    let done = room.s3sim(&["test", "-v", "scenarios/deep"]);
    assert_eq!(done.out, "ok    scenarios/deep/drawn.yaml\n\n1 of 1 scenarios are as they should be\n");
}

#[test]
fn a_price_moves_a_bill_line() {
    let room = recorded();
    room.put(
        "scenarios/moved.yaml",
        format!("{MOVED}billing: {{prices: {{TimedStorage-ByteHrs: 0.024}}}}\n"),
    );
    let done = room.s3sim(&["test"]);
    assert_eq!(done.code, Some(1));
    // 10 GB for 30 of January's 31 days: 10 × 30/31 × 0.023 USD = 0.2226 USD, with 0.024 USD 0.2323 USD. Then
    // Standard-IA: 10 × 0.0125 × (1/31 + 1 + 1/31) USD = 0.1331 USD; ten transitions 0.0001 USD.
    assert_eq!(
        done.out,
        "\
FAIL  scenarios/moved.yaml
  cost.csv
    total: 0.3557 USD before, 0.3654 USD now (+0.0097 USD)
    logs TimedStorage-ByteHrs StandardStorage, 2025-01: 0.2226 USD before, 0.2323 USD now (+0.0097 USD, price 0.023 \
to 0.024)

1 of 2 scenarios are as they should be
"
    );
    // Nothing is recorded unless somebody says so.
    assert_eq!(room.s3sim(&["test"]).code, Some(1));
    let done = room.s3sim(&["test", "--accept"]);
    assert_eq!(done.code, Some(0));
    assert!(
        done.out.ends_with(
            "  recorded, in place of what was in moved\n\n2 of 2 scenarios are as they should be\n"
        )
    );
    assert_eq!(room.s3sim(&["test"]).code, Some(0));
}

#[test]
fn a_rule_moves_events_and_a_seed_moves_objects() {
    let room = recorded();
    room.put("scenarios/moved.yaml", MOVED.replace("Days: 30", "Days: 40"));
    room.put("scenarios/deep/drawn.yaml", format!("seed: 2\n{DRAWN}"));
    let done = room.s3sim(&["test"]);
    assert_eq!(done.code, Some(1));
    for part in [
        "    logs: Transitioned STANDARD to STANDARD_IA by rule cool: 10 objects on 2025-01-31 (a/0 to a/9) before, \
         10 objects on 2025-02-10 (a/0 to a/9) now (10d later)\n",
        "  summary.json\n    seed: 1 before, 2 now (+1)\n",
        "    logs: Deleted STANDARD by traffic some: ",
    ] {
        assert!(done.out.contains(part), "{part} is not in\n{}", done.out);
    }
}

#[test]
fn exit_codes_and_what_is_not_recorded() {
    let room = Room::furnished();
    room.put("hopeful.yaml", MOVED.replace("is: 10", "is: 9"));
    room.put("fine.yaml", MOVED);
    room.put("wrong.yaml", "bukets: {}\n");
    room.put("empty/notes.txt", "");
    for (words, code, said) in [
        (
            &["test", "fine.yaml"][..],
            0,
            "1 of 1 scenarios are as they should be (1 by their expectations alone",
        ),
        (&["test", "small.yaml"], 1, "FAIL  small.yaml\n  nothing is expected and no results are recorded"),
        (&["test", "hopeful.yaml"], 1, "FAIL  hopeful.yaml\n  ten: expected is 9, got 10\n"),
        (
            &["test", "wrong.yaml", "fine.yaml"],
            2,
            "FAIL  wrong.yaml\n  wrong.yaml:1: bukets: unknown word `bukets`",
        ),
        (&["test", "absent.yaml"], 3, "FAIL  absent.yaml\n"),
        (&["test", "empty"], 2, ""),
        (&["test", "fine.yaml", "--junit", "no/such/folder.xml"], 3, ""),
        (&["diff", "fine.yaml", "fine.yaml"], 0, "no difference\n"),
        (
            &["diff", "fine.yaml", "hopeful.yaml"],
            1,
            "  expectations.csv\n    ten: expected is 10, passed true before",
        ),
        (&["diff", "fine.yaml", "wrong.yaml"], 2, ""),
        (&["diff", "fine.yaml", "absent.yaml"], 3, ""),
        (&["diff", "fine.yaml", "empty"], 2, ""),
    ] {
        let done = room.s3sim(words);
        assert_eq!(done.code, Some(code), "{words:?}: {}{}", done.out, done.err);
        assert!(done.out.starts_with(said), "{words:?}: {}", done.out);
        assert_eq!(done.out.is_empty(), !done.err.is_empty(), "{words:?}: {}", done.err);
    }
    assert!(!room.path().join("results").exists(), "nobody asked to record");
}

#[test]
fn results_of_two_scenarios_never_take_each_others_place() {
    let room = Room::furnished();
    room.put("other/small.yaml", MOVED);
    let done = room.s3sim(&["test", "small.yaml", "other/small.yaml"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("would both be in small"), "{}", done.err);
    // Named twice, it is tested once.
    room.put("scenarios/moved.yaml", MOVED);
    let done = room.s3sim(&["test", "scenarios", "scenarios/moved.yaml"]);
    assert!(done.out.starts_with("1 of 1 "), "{}", done.out);
}

#[test]
fn build_servers_and_machines_are_told_too() {
    let room = recorded();
    room.put("scenarios/moved.yaml", MOVED.replace("Days: 30", "Days: 40"));
    let done = room.s3sim(&["test", "--junit", "junit.xml", "--format", "json"]);
    assert_eq!(done.code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((told["passed"].as_u64(), told["failed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(told["scenarios"][1]["changes"][0]["file"], "cost.csv");
    let xml = room.read("junit.xml");
    assert!(
        xml.contains("<testsuites name=\"s3sim\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\">"),
        "{xml}"
    );
}

#[test]
fn folders_of_results_are_compared_by_place() {
    let room = recorded();
    let done = room.s3sim(&["test", "--accept", "--results", "again"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(room.s3sim(&["diff", "results", "again"]).out, "no difference\n");
    room.put("again/moved/cost.csv", room.read("results/moved/cost.csv").replace("0.0125", "0.0126"));
    let done = room.s3sim(&["diff", "results", "again"]);
    assert_eq!(done.code, Some(1));
    assert!(done.out.starts_with("moved\n  cost.csv\n    total: "), "{}", done.out);
    let done = room.s3sim(&["diff", "results/moved", "again/moved", "--format", "json"]);
    assert!(done.out.contains("\"file\": \"cost.csv\""), "{}", done.out);
    // A scenario and what is recorded of it.
    assert_eq!(room.s3sim(&["diff", "results/moved", "scenarios/moved.yaml"]).code, Some(0));
}

#[test]
fn a_page_is_made_of_results_or_scenarios() {
    let room = recorded();
    room.put("empty/notes.txt", "");
    let done = room.s3sim(&["report", "results/moved", "scenarios/deep/drawn.yaml", "-o", "page.html"]);
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (Some(0), "The page is page.html\n", ""));
    let page = room.read("page.html");
    for part in
        ["<h1>moved</h1>", "<h1>deep/drawn</h1>", "Side by side", "moves to STANDARD_IA", "pick: random"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("role=\"note\""), "there is nothing to warn of");
    // The scenario has changed since, or is not there.
    room.put("scenarios/moved.yaml", MOVED.replace("Days: 30", "Days: 40"));
    assert_eq!(room.s3sim(&["report", "results/moved"]).code, Some(0));
    assert!(room.read("report.html").contains("is not the one that gave these results"));
    std::fs::remove_file(room.path().join("scenarios/moved.yaml")).unwrap();
    assert_eq!(room.s3sim(&["report", "results/moved"]).code, Some(0));
    assert!(room.read("report.html").contains("The scenario was not found"));
    for (words, code) in [
        (&["report", "empty"][..], 2),
        (&["report", "absent"], 3),
        (&["report", "results/moved", "-o", "no/such/page.html"], 3),
        (&["report"], 2),
    ] {
        let done = room.s3sim(words);
        assert_eq!((done.code, done.err.is_empty()), (Some(code), false), "{words:?}: {}", done.err);
    }
}
