//! A page made of a few rows, read as text; `crates/cli/tests/page.rs` opens whole ones in a browser.

use s3sim_experiment::snapshot::Snapshot;

use super::{Subject, page};

const COST: &str = "\
billing_period,account,region,bucket,usage_type,operation,usage_amount,unit,rate,cost
2025-01,111122223333,us-east-1,b,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,2.3
2025-01,111122223333,us-east-1,b,Requests-Tier1,PutObject,1000,Requests,0.000005,0.005
2025-02,111122223333,us-east-1,b,TimedStorage-GlacierByteHrs,GlacierStorage,100,GB-Mo,0.0036,0.36
";

fn subject(name: &str, cost: &str) -> Subject {
    Subject {
        name: name.to_owned(),
        description: "Cheap & <cold>".to_owned(),
        files: Snapshot::of([("cost.csv", cost.as_bytes())]),
        scenario: "buckets: {b: {}} # <b>".to_owned(),
        timeline: Vec::new(),
        caution: String::new(),
    }
}

#[test]
fn figures_stand_behind_their_charts() {
    let page = page(&[subject("cold", COST)]);
    for part in [
        "2.67 USD in all",
        "<th scope=\"row\">2025-01</th><td class=\"n\">2.3</td><td class=\"n\">0</td><td class=\"n\">0.005</td>\
         <td class=\"n\">2.305</td>",
        "<th scope=\"row\">total</th><td class=\"n\">2.3</td><td class=\"n\">0.36</td><td class=\"n\">0.005</td>\
         <td class=\"n\">2.665</td>",
        "Stored bytes by storage class",
        "Cheap &amp; &lt;cold&gt;",
        "# &lt;b&gt;",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let page = page(&[subject("a", COST), subject("b", COST)]);
    for part in ["<script", "src=", "@import", "url(", "<img", "<iframe"] {
        assert!(!page.contains(part), "{part}");
    }
    let links = page.matches("href=\"").count();
    assert_eq!(links, page.matches("href=\"#").count() + 1, "links stay on the page, but for the empty icon");
}

#[test]
fn runs_side_by_side_have_a_break_even() {
    // 2.305 USD against 0.5 in January; 2.665 against 3 in February.
    let other = "\
billing_period,account,region,bucket,usage_type,operation,usage_amount,unit,rate,cost
2025-01,111122223333,us-east-1,b,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,0.5
2025-02,111122223333,us-east-1,b,TimedStorage-ByteHrs,StandardStorage,100,GB-Mo,0.023,2.5
";
    let page = page(&[subject("cold", COST), subject("warm", other)]);
    assert!(page.contains("By the end of 2025-01 warm has cost least, from 2025-02 on cold."));
}

/// Tables that only some runs have: how long requests took, what was refused, which option is right.
#[test]
fn other_tables_have_pictures_too() {
    let latency = "\
workload,client,bucket,operation,status,count,mean_ms,p50_ms,p90_ms,p99_ms,p999_ms,max_ms,mean_attempts,throughput_mib_s
reads,app,b,GetObject,200,1000,40.1,30.5,60,120.25,240,800,1,12
writes,app,b,PutObject,200,1000,55,41,70,150,300,900,1,12
";
    let throttling = "\
window_start,resource,limit_per_s,offered,admitted,throttled,gave_up
2025-01-01T00:00:01Z,b/p0/,5500,8250,5500,2750,0
2025-01-01T00:00:02Z,b/p0/,5500,8250,5500,2750,10
";
    let files = [
        ("latency.csv", latency),
        ("throttling.csv", throttling),
        ("what-if.csv", "option,verdict\nA,meets\n"),
    ];
    let files = Snapshot::of(files.map(|(name, text)| (name, text.as_bytes())));
    let page = page(&[Subject { files, ..subject("busy", "") }]);
    for part in [
        "milliseconds",
        "p99.9",
        "reads GetObject 200",
        "<td class=\"n\">120.25</td>",
        "Offered, admitted, throttled",
        "<td class=\"n\">2750</td>",
        "Which option is right",
        "<th scope=\"row\">A</th><td>meets</td>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// Options, a sweep over one path, and what two options have cost when.
#[test]
fn options_have_a_table_a_sweep_and_a_break_even() {
    let what_if = "\
point,buckets.b.x,option,title,verdict,answer,reason,total_usd,storage_usd,retrieval_usd
0,,A,first,meets,yes,,12.345,12.345,0
0,,B,,fails,,kept: 0; expected: at least 1,7,7,0
1,30,A,first,meets,yes,,10,10,0
1,30,B,,fails,,kept: 0; expected: at least 1,6,6,0
";
    let costs = "\
option,billing_period,cost,paid
A,2025-01,10,10
A,2025-02,2.345,12.345
B,2025-02,7,7
";
    let files = [
        ("what-if.csv", what_if),
        ("what-if-cost.csv", costs),
        ("break-even.csv", "option,cheaper_than,from\nB,A,2025-02-11\n"),
    ];
    let files = Snapshot::of(files.map(|(name, text)| (name, text.as_bytes())));
    let page = page(&[Subject { files, ..subject("options", "") }]);
    for part in [
        "Answer: A",
        "<td class=\"n\">12.35</td>",
        "<li><b>B</b> kept: 0; expected: at least 1</li>",
        "What each option costs by buckets.b.x.",
        "B has cost less than A from 2025-02-11 on.",
        "What the options have cost",
        "<th scope=\"row\">2025-02</th><td class=\"n\">12.345</td><td class=\"n\">7</td>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<th scope=\"col\">retrieval</th>"));
}
