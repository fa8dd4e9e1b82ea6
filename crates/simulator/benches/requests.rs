//! How many requests a second of real time one core simulates, with arrivals, draws, judgement, throttling, retries and
//! records.
//!
//! `cargo bench -p s3sim-simulator --bench requests`.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should stop")]

use s3sim_document::source::{Format, Sources};
use s3sim_kernel::time::Instant;
use s3sim_scenario::check::Check;
use s3sim_scenario::{Scenario, scenario};
use s3sim_simulator::run::{Moment, Observer, Options, run};

fn main() {
    divan::main();
}

struct Nobody;

impl Observer for Nobody {
    fn instants(&self) -> Vec<Instant> {
        Vec::new()
    }

    fn readings(&self) -> Vec<Instant> {
        Vec::new()
    }

    fn look(&mut self, _: &Moment<'_>) {}

    fn watches(&self, _: Instant) -> bool {
        false
    }

    fn holds(&mut self, _: &Check, _: &Moment<'_>) -> bool {
        false
    }

    fn progress(&mut self, _: Instant) {}
}

fn load(text: &str) -> Scenario {
    let mut sources = Sources::new();
    let tree = sources.read_text("requests.yaml", text, Format::Yaml).unwrap();
    match scenario::read(tree, "requests") {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{}", sources.render(&problems).join("\n")),
    }
}

/// Requests of a bench; a million objects in one run unless it says otherwise.
const REQUESTS: u64 = 5_000_000;

const OBJECTS: &str = "buckets: {data: {objects: {o: {keys: \"x/{n:07}\", count: 1_000_000, size: 1KB}}}}\n";
const FLEET: &str = "clients: {c: {count: 100, max_pool_connections: 1000, retry_mode: custom, max_attempts: 3, backoff: {jitter: full}}}\n";

/// Runs a workload of `REQUESTS` requests at `rate` a second.
fn open(bencher: divan::Bencher<'_, '_>, rate: u64, more: &str, client: &str, explode: bool) {
    let seconds = REQUESTS / rate;
    let text = format!(
        "duration: {seconds}s\nmodel: {{split_after: 1d}}\n{more}\
         workload: {{w: {{GetObject: data/*, pick: uniform, arrivals: poisson, rate: {rate}/s{client}}}}}\n"
    );
    let scenario = load(&text);
    bencher.counter(divan::counter::ItemsCount::new(REQUESTS)).bench_local(|| {
        let options = Options { explode, ..Options::default() };
        run(&scenario, options, &mut Nobody).ledger.latencies.rows().count()
    });
}

/// Below the limit of one prefix; nobody waits for the answers.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn below_the_limit(bencher: divan::Bencher<'_, '_>) {
    open(bencher, 5_000, OBJECTS, "", false);
}

/// The same with connections that requests may have to wait for.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn below_the_limit_with_a_pool(bencher: divan::Bencher<'_, '_>) {
    open(bencher, 5_000, &format!("{OBJECTS}{FLEET}"), ", client: c", false);
}

/// 8,250 a second on a prefix that takes 5,500: retries, and a third given up.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn over_the_limit(bencher: divan::Bencher<'_, '_>) {
    let client = FLEET.replace(", max_pool_connections: 1000", ", max_pool_connections: 100_000");
    open(bencher, 8_250, &format!("{OBJECTS}{client}"), ", client: c", false);
}

/// A million objects, each a row of its own.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn single_objects(bencher: divan::Bencher<'_, '_>) {
    open(bencher, 5_000, OBJECTS, "", true);
}

fn encrypted(bucket_key: bool) -> String {
    format!(
        "kms_keys: {{k: {{}}}}\nquotas: {{kms_requests: 6_000/s}}\nbuckets: {{data: {{encryption: {{SSEAlgorithm: aws:kms, \
         KMSMasterKeyID: k, BucketKeyEnabled: {bucket_key}}}, objects: {{o: {{keys: \"x/{{n:07}}\", count: 1_000_000, \
         size: 1KB}}}}}}}}\n"
    )
}

/// Every read asks KMS.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn with_kms(bencher: divan::Bencher<'_, '_>) {
    open(bencher, 5_000, &encrypted(false), "", false);
}

/// A bucket key is at hand.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn with_a_bucket_key(bencher: divan::Bencher<'_, '_>) {
    open(bencher, 5_000, &encrypted(true), "", false);
}

/// 160 users without a pause: some 5,000 requests a second.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn closed_loop(bencher: divan::Bencher<'_, '_>) {
    let text = format!(
        "duration: 1d\n{OBJECTS}workload: {{w: {{GetObject: data/*, pick: uniform, vus: 160, iterations: {REQUESTS}}}}}\n"
    );
    let scenario = load(&text);
    bencher
        .counter(divan::counter::ItemsCount::new(REQUESTS))
        .bench_local(|| run(&scenario, Options::default(), &mut Nobody).ledger.latencies.rows().count());
}
