//! A client with `c` connections is a queue with `c` servers: waiting for a connection is waiting in line.

use s3sim_kernel::quantiles::Table;

use crate::{of, ran};

/// The mean time of service, in microseconds: the unit of all that follows.
const UNIT: f64 = 10_000.0;
/// Its natural logarithm.
const LN_UNIT: f64 = 9.210_340_371_976_184;
const SEEDS: usize = 20;

/// A value for each of twenty seeds must have its mean within five standard errors of `exact`.
fn close(what: &str, exact: f64, values: &[f64]) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    // The square of the standard error.
    let error = variance / n;
    let apart = (mean - exact) * (mean - exact);
    assert!(apart < 25.0 * error, "{what}: {mean} with a variance of {error}, not {exact}");
    // A test that lets everything pass is none: the error is below 3 %.
    assert!(error < exact * exact * 0.000_9, "{what}: a variance of {error} is too wide for {exact}");
}

struct Queue<'a> {
    what: &'a str,
    servers: u32,
    /// Requests in a unit of time.
    load: f64,
    arrivals: &'a str,
    service: Table,
    /// Mean time in the system, in units.
    sojourn: f64,
    /// Percentiles of it that are known: share in percent and value.
    percentiles: &'a [(u64, f64)],
}

/// PM-120 to PM-124. Times in the system are waiting times with the service's own unit added.
#[test]
fn times_in_a_queue_are_those_of_theory() {
    let exponential = || Table::exponential(UNIT as u64);
    let lognormal = |sigma: f64| Table::lognormal_mu_sigma(LN_UNIT - sigma * sigma / 2.0, sigma).unwrap();
    let constant = || Table::constant(UNIT as u64);
    let queue = |what, servers, load, arrivals, service, sojourn, percentiles| Queue {
        what,
        servers,
        load,
        arrivals,
        service,
        sojourn,
        percentiles,
    };
    let table = [
        queue("M/M/1", 1, 0.8, "poisson", exponential(), 5.0, &[(50, 3.465_736), (90, 11.512_925)]),
        queue("M/M/2", 2, 1.6, "poisson", exponential(), 2.777_778, &[]),
        queue("M/M/4", 4, 3.2, "poisson", exponential(), 1.745_541, &[]),
        queue("M/M/16", 16, 14.0, "poisson", exponential(), 1.254_241, &[]),
        queue("M/D/1 at 0.5", 1, 0.5, "poisson", constant(), 1.5, &[(90, 2.515_745), (99, 4.336_256)]),
        queue("M/D/1 at 0.8", 1, 0.8, "poisson", constant(), 3.0, &[(50, 2.275_940), (90, 6.011_511)]),
        queue("M/U/1", 1, 0.8, "poisson", Table::uniform(0, 2 * UNIT as u64).unwrap(), 3.666_667, &[]),
        queue("M/LN(0.5877)/1", 1, 0.8, "poisson", lognormal(0.5877), 3.825_085, &[]),
        queue("M/LN(1)/1", 1, 0.5, "poisson", lognormal(1.0), 2.359_141, &[]),
        queue("D/M/1", 1, 0.8, "constant", exponential(), 2.692_731, &[]),
    ];
    for Queue { what, servers, load, arrivals, service, sojourn, percentiles } in table {
        // 30,000 requests for every seed.
        let rate = load * 1e6 / UNIT;
        let seconds = (30_000.0 / rate) as u64;
        let mut means = Vec::new();
        let mut found = vec![Vec::new(); percentiles.len()];
        for seed in 1..=SEEDS {
            let text = format!(
                "duration: {seconds}s\nseed: {seed}\n\
                 buckets: {{data: {{objects: {{o: {{keys: \"k{{n}}\", count: 1, size: 0}}}}}}}}\n\
                 clients: {{c: {{location: {{rtt: 0s}}, over: http, max_pool_connections: {servers}, retry_mode: none}}}}\n\
                 workload: {{w: {{GetObject: data/k0, rate: {rate}/s, arrivals: {arrivals}, client: c}}}}\n"
            );
            let times = of(&ran(&text, Some(&service)), "w").times;
            means.push(times.sum() as f64 / times.count() as f64 / UNIT);
            for ((percent, _), values) in percentiles.iter().zip(&mut found) {
                values.push(times.quantile(*percent, 100).unwrap() as f64 / UNIT);
            }
        }
        close(what, sojourn, &means);
        for ((percent, exact), values) in percentiles.iter().zip(&found) {
            close(&format!("{what} p{percent}"), *exact, values);
        }
    }
}

/// PM-128: N users with exponential thinking times Z before one server: mean value analysis. N = X (R + Z).
#[test]
fn users_who_wait_are_a_closed_loop() {
    for (users, think, throughput, response) in
        [(10, 5.0, 0.981_615, 5.187_289), (20, 10.0, 0.998_131, 10.037_451)]
    {
        let mut times = Vec::new();
        let mut rates = Vec::new();
        for seed in 1..=SEEDS {
            let text = format!(
                "duration: 300s\nseed: {seed}\n\
                 buckets: {{data: {{objects: {{o: {{keys: \"k{{n}}\", count: 1, size: 0}}}}}}}}\n\
                 clients: {{c: {{location: {{rtt: 0s}}, over: http, max_pool_connections: 1, retry_mode: none}}}}\n\
                 workload: {{w: {{GetObject: data/k0, vus: {users}, think_time: {{exponential: {}ms}}, client: c}}}}\n",
                think * UNIT / 1000.0
            );
            let found = of(&ran(&text, Some(&Table::exponential(UNIT as u64))), "w");
            times.push(found.times.sum() as f64 / found.times.count() as f64 / UNIT);
            rates.push(found.times.count() as f64 / 300e6 * UNIT);
        }
        close("response", response, &times);
        close("throughput", throughput, &rates);
        let (x, r) = (rates.iter().sum::<f64>() / 20.0, times.iter().sum::<f64>() / 20.0);
        assert!((x * (r + think) - f64::from(users)).abs() < 0.02 * f64::from(users), "{x} {r}");
    }
}

/// PM-127: where nobody waits for a connection, the time in the system is the time of service.
#[test]
fn with_connections_to_spare_nobody_waits() {
    let text = "duration: 100s\n\
         buckets: {data: {objects: {o: {keys: \"k{n}\", count: 1, size: 0}}}}\n\
         workload: {w: {GetObject: data/k0, rate: 1000/s, arrivals: poisson}}\n";
    let times = of(&ran(text, Some(&Table::constant(10_000))), "w").times;
    assert_eq!((times.min(), times.max()), (Some(10_000), Some(10_000)));
}
