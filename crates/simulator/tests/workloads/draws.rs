//! Draws have names: whatever is added beside a workload leaves its own draws as they were.

use s3sim_ledger::latency::Latency;

use crate::{of, ran};

fn scenario(clients: &str, workloads: &str) -> String {
    format!(
        "duration: 20s\n\
         buckets:\n  data: {{objects: {{o: {{keys: \"x/{{n}}\", count: 500, size: 100KB}}}}}}\n  logs: {{}}\n\
         clients:\n  app: {{max_pool_connections: 20}}\n{clients}\
         workload:\n  reads: {{GetObject: data/*, pick: {{zipf: 0.9}}, rate: 200/s, arrivals: poisson, client: app}}\n{workloads}"
    )
}

/// All that can be seen of a workload.
#[derive(Debug, PartialEq)]
struct Seen {
    times: Vec<(u64, u64)>,
    sum: u128,
    count: u64,
    attempts: u128,
    bytes: u128,
}

fn seen(text: &str, workload: &str) -> Seen {
    let Latency { times, attempts, bytes, .. } = of(&ran(text, None), workload);
    Seen {
        times: times.buckets().map(|(range, count)| (*range.start(), count)).collect(),
        sum: times.sum(),
        count: times.count(),
        attempts: attempts.sum(),
        bytes,
    }
}

#[test]
fn another_name_client_or_workload_leaves_every_other_stream_as_it_was() {
    let other = "  writes: {PutObject: \"logs/{n}\", size: {lognormal: {p50: 10KB, p99: 1MB}}, rate: 50/s, arrivals: poisson}\n";
    let alone = seen(&scenario("", ""), "reads");
    let both = scenario("", other);
    assert_eq!(seen(&both, "reads"), alone, "another workload");
    assert_eq!(seen(&both.replace("writes:", "changed:"), "reads"), alone, "another name of the other");
    let client = "  another: {count: 7, location: {rtt: 80ms}, retry_mode: adaptive}\n";
    assert_eq!(seen(&scenario(client, other), "reads"), alone, "another client");
    assert_eq!(seen(&scenario(client, other), "writes"), seen(&both, "writes"), "another client");
    // The name of a workload is part of its own draws, and so is the seed.
    assert_ne!(seen(&both.replace("reads:", "readers:"), "readers"), alone);
    assert_ne!(seen(&format!("seed: 2\n{}", scenario("", "")), "reads"), alone);
}

/// Options see the same arrivals and keys: a quicker client asks for the same bytes.
#[test]
fn what_a_client_does_changes_no_arrival() {
    let slow = scenario("", "");
    let quick = slow.replace("max_pool_connections: 20", "max_pool_connections: 100");
    let (slow, quick) = (seen(&slow, "reads"), seen(&quick, "reads"));
    // Requests that are under way at the end are not counted.
    assert!(slow.count.abs_diff(quick.count) < 30, "{} {}", slow.count, quick.count);
    assert!(slow.bytes.abs_diff(quick.bytes) < 30 * 102_400);
}
