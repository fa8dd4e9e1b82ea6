//! Two sets of files, and what a stranger should read about them.

use super::changes;
use crate::snapshot::Snapshot;

const COST: &str = "billing_period,account,region,bucket,usage_type,operation,usage_amount,unit,rate,cost\n";
const EVENTS: &str = "time,bucket,key,last_key,version_id,count,bytes,event,from,to,cause\n";

fn told(file: &str, header: &str, old: &[&str], new: &[&str]) -> Vec<String> {
    let text =
        |rows: &[&str]| header.to_owned() + &rows.iter().map(|row| format!("{row}\n")).collect::<String>();
    let snapshot = |rows: &[&str]| Snapshot::of([(file, text(rows).as_bytes())]);
    changes(&snapshot(old), &snapshot(new)).iter().map(|change| change.text()).collect()
}

#[test]
fn bill_lines_say_how_much_and_why() {
    let january =
        "2025-01,111122223333,us-east-1,photos,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,2.3";
    let february =
        "2025-02,111122223333,us-east-1,photos,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,2.3";
    for (case, old, new, expected) in [
        ("nothing", &[january][..], &[january][..], &[][..]),
        (
            "a price, two months of 100 GB: 2 × 100 × 0.001 USD",
            &[january, february],
            &[&january.replace("0.023,2.3", "0.024,2.4"), &february.replace("0.023,2.3", "0.024,2.4")],
            &[
                "total: 4.60 USD before, 4.80 USD now (+0.20 USD)",
                "photos TimedStorage-ByteHrs StandardStorage, 2025-01 to 2025-02: 4.60 USD before, 4.80 USD now \
                 (+0.20 USD, price 0.023 to 0.024)",
            ],
        ),
        (
            "bytes, in one month",
            &[january, february],
            &[january, &february.replace("100,GB-Mo,0.023,2.3", "1100,GB-Mo,0.023,25.3")],
            &[
                "total: 4.60 USD before, 27.60 USD now (+23.00 USD)",
                "photos TimedStorage-ByteHrs StandardStorage, 2025-02: 4.60 USD before, 27.60 USD now \
                 (+23.00 USD, usage 200 to 1,200 GB-Mo, +1,000)",
            ],
        ),
        (
            "a difference that cents do not show",
            &[january],
            &[&january.replace(",2.3", ",2.3000000001")],
            &[
                "total: 2.3000000000 USD before, 2.3000000001 USD now (+0.0000000001 USD)",
                "photos TimedStorage-ByteHrs StandardStorage, 2025-01: 2.3000000000 USD before, \
                 2.3000000001 USD now (+0.0000000001 USD)",
            ],
        ),
        (
            "a line that was not there",
            &[january],
            &[
                january,
                "2025-01,111122223333,us-east-1,photos,Requests-Tier1,PutObject,1000,Requests,0.000005,0.005",
            ],
            &[
                "total: 2.3000 USD before, 2.3050 USD now (+0.0050 USD)",
                "photos Requests-Tier1 PutObject, 2025-01: new, 0.0050 USD",
            ],
        ),
        (
            "the same bill on other lines",
            &[january],
            &[&january.replace("photos", "films")],
            &[
                "total: 2.30 USD before, 2.30 USD now (shared out differently)",
                "films TimedStorage-ByteHrs StandardStorage, 2025-01: new, 2.30 USD",
                "photos TimedStorage-ByteHrs StandardStorage, 2025-01: gone, was 2.30 USD",
            ],
        ),
    ] {
        assert_eq!(told("cost.csv", COST, old, new), expected, "{case}");
    }
}

#[test]
fn events_say_which_objects_and_how_much_later() {
    let moved = "2025-03-02T00:00:00Z,photos,a/0,a/9,,10,10240,Transitioned,STANDARD,GLACIER,rule cool";
    let deleted = "2025-03-02T00:00:00Z,photos,b/0,b/0,,1,1024,Deleted,STANDARD,,rule bin";
    for (case, old, new, expected) in [
        (
            "the order of rows is no difference of events",
            &[moved, deleted][..],
            &[moved, deleted][..],
            &[][..],
        ),
        (
            "later",
            &[moved, deleted],
            &[&moved.replace("03-02", "03-12"), deleted],
            &[
                "photos: Transitioned STANDARD to GLACIER by rule cool: 10 objects on 2025-03-02 (a/0 to a/9) before, \
               10 objects on 2025-03-12 (a/0 to a/9) now (10d later)",
            ],
        ),
        (
            "several rows alike",
            &[moved, &moved.replace("a/", "c/")],
            &[&moved.replace("03-02", "03-01"), &moved.replace("a/", "c/").replace("03-02", "03-01")],
            &["photos: Transitioned STANDARD to GLACIER by rule cool: 20 objects on 2025-03-02 before, \
               20 objects on 2025-03-01 now (1d earlier)"],
        ),
        (
            "fewer",
            &[moved],
            &[&moved.replace("a/9,,10,", "a/8,,9,")],
            &[
                "photos: Transitioned STANDARD to GLACIER by rule cool: 10 objects on 2025-03-02 (a/0 to a/9) before, \
               9 objects on 2025-03-02 (a/0 to a/8) now (-1)",
            ],
        ),
        (
            "larger",
            &[deleted],
            &[&deleted.replace("1024", "4096")],
            &["photos: Deleted STANDARD by rule bin: 1 object on 2025-03-02 (b/0) before, \
               1 object on 2025-03-02 (b/0) now (+3.00 KB)"],
        ),
        (
            "to another class",
            &[moved],
            &[&moved.replace("GLACIER", "DEEP_ARCHIVE")],
            &[
                "photos: Transitioned STANDARD to DEEP_ARCHIVE by rule cool: new, 10 objects on 2025-03-02 (a/0 to a/9)",
                "photos: Transitioned STANDARD to GLACIER by rule cool: gone, was 10 objects on 2025-03-02 (a/0 to a/9)",
            ],
        ),
    ] {
        assert_eq!(told("events.csv", EVENTS, old, new), expected, "{case}");
    }
    let swapped = told("events.csv", EVENTS, &[moved, deleted], &[deleted, moved]);
    assert_eq!(swapped.len(), 1, "files that differ are never called the same: {swapped:?}");
}

#[test]
fn other_tables_are_compared_row_by_row() {
    let expectations = "expectation,expected,actual,passed\n";
    assert_eq!(
        told("expectations.csv", expectations, &["a,is 0,0,true", "b,is 1,1,true"], &["a,is 0,3,false"]),
        [
            "a: actual 0, passed true before, actual 3, passed false now (actual +3)",
            "b: gone, was expected is 1, actual 1, passed true",
        ]
    );
    let latency = "workload,client,bucket,operation,status,count,p99_ms\n";
    assert_eq!(
        told(
            "latency.csv",
            latency,
            &["reads,app,b,GetObject,200,10,43.1"],
            &["reads,app,b,GetObject,200,10,51"]
        ),
        ["reads app b GetObject 200: p99_ms 43.1 before, p99_ms 51 now (p99_ms +7.9)"]
    );
    assert_eq!(
        told("another.csv", "a,b\n", &["1,2", "1,2"], &["1,2", "1,3"]),
        ["1 2: gone, was a 1, b 2", "1 3: new, a 1, b 3"]
    );
    assert_eq!(
        told("notifications.jsonl", "", &["{}", "x", "y"], &["{}", "z", "y"]),
        ["line 2: x before, z now"]
    );
}

#[test]
fn the_summary_says_only_what_the_tables_do_not() {
    let summary = |seed: u32, cost: &str, version: &str| {
        format!(
            "{{\"scenario\": \"{version}\", \"s3sim\": \"{version}\", \"seed\": {seed}, \"cost\": {{\"total\": \"{cost}\"}}}}"
        )
    };
    let of = |summary: &str, cost: &str| {
        Snapshot::of([
            ("summary.json", summary.as_bytes()),
            ("cost.csv", format!("{COST}{cost}\n").as_bytes()),
        ])
    };
    let line = "2025-01,1,us-east-1,b,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,2.3";
    let told = |old: &Snapshot, new: &Snapshot| -> Vec<String> {
        changes(old, new).iter().map(|change| format!("{}: {}", change.file, change.text())).collect()
    };
    let recorded = of(&summary(1, "2.3", "0.1.0"), line);
    assert_eq!(
        told(&recorded, &of(&summary(1, "2.3", "0.2.0"), line)),
        [""; 0],
        "a version is no difference"
    );
    assert_eq!(
        told(&recorded, &of(&summary(2, "2.3", "0.1.0"), line)),
        ["summary.json: seed: 1 before, 2 now (+1)"]
    );
    let dearer = of(&summary(1, "2.4", "0.1.0"), &line.replace("0.023,2.3", "0.024,2.4"));
    let files: Vec<String> = changes(&recorded, &dearer).into_iter().map(|change| change.file).collect();
    assert_eq!(files, ["cost.csv", "cost.csv"], "cost.csv has told it");
    let alone = Snapshot::of([("summary.json", summary(1, "2.3", "0.1.0").as_bytes())]);
    assert_eq!(told(&recorded, &alone), ["cost.csv: cost.csv: gone, was a file"]);
}
