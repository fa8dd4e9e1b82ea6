//! Exact results of the SDKs' retry behaviour.

use s3sim_kernel::time::Micros;
use s3sim_scenario::client::{Backoff, Jitter, Retry, RetryMode};

use super::limiter::cubic;
use super::*;

fn client(mode: RetryMode, max_attempts: u64) -> Retries {
    Retries::new(Retry { mode, max_attempts })
}

/// Attempts of each of `n` requests of which none ever succeeds.
fn outage(mode: RetryMode, failure: Failure, n: usize) -> Vec<u64> {
    let mut client = client(mode, 3);
    let one = |client: &mut Retries| {
        let mut attempts = 1;
        while client.again(attempts, failure, Micros::ZERO, 0).is_some() {
            attempts += 1;
        }
        attempts
    };
    (0..n).map(|_| one(&mut client)).collect()
}

/// PM-096: 500 tokens at 5 buy exactly 100 retries; at 14 they buy 35.
#[test]
fn in_an_outage_the_quota_bounds_the_retries() {
    let attempts = outage(RetryMode::Standard, Failure::Transient, 60);
    assert!(attempts[..50].iter().all(|&attempts| attempts == 3));
    assert!(attempts[50..].iter().all(|&attempts| attempts == 1));
    let attempts = outage(RetryMode::Standard2026, Failure::Transient, 60);
    assert!(attempts[..17].iter().all(|&attempts| attempts == 3));
    assert_eq!(attempts[17], 2);
    assert!(attempts[18..].iter().all(|&attempts| attempts == 1));
    let retries = |mode, failure| outage(mode, failure, 200).iter().map(|attempts| attempts - 1).sum::<u64>();
    assert_eq!(retries(RetryMode::Standard2026, Failure::Throttled), 100);
    assert_eq!(retries(RetryMode::Standard, Failure::Timeout), 50);
    // Modes without a quota go on: two retries for each of 200 requests.
    assert_eq!(retries(RetryMode::Legacy, Failure::Transient), 400);
}

/// PM-091 to PM-093: the longest waits (the random share all but 1).
#[test]
fn waits_double_up_to_their_cap() {
    let seconds = |mode, failure| -> Vec<i64> {
        let client = client(mode, 20);
        (1..12).map(|attempt| (client.wait(attempt, failure, Micros::ZERO, u64::MAX).0 + 1) / 1000).collect()
    };
    let standard = [1, 2, 4, 8, 16, 20, 20, 20, 20, 20, 20].map(|s| s * 1000);
    let legacy = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map(|s| s * 1000);
    let quick = [50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000, 20_000];
    assert_eq!(seconds(RetryMode::Standard, Failure::Transient), standard);
    assert_eq!(seconds(RetryMode::Standard2026, Failure::Throttled), standard);
    assert_eq!(seconds(RetryMode::Standard2026, Failure::Transient), quick);
    assert_eq!(seconds(RetryMode::Legacy, Failure::Throttled), legacy);
}

/// A success gives back what its last retry took, or 1.
#[test]
fn success_fills_the_quota_again() {
    let mut client = client(RetryMode::Standard, 3);
    assert!(client.again(1, Failure::Timeout, Micros::ZERO, 0).is_some());
    assert_eq!(client.quota, 490);
    client.succeeded(2, Some(Failure::Timeout));
    assert_eq!(client.quota, 500);
    assert!(client.again(1, Failure::Throttled, Micros::ZERO, 0).is_some());
    client.succeeded(1, None);
    assert_eq!(client.quota, 496);
}

/// base 100 ms, cap 1 s, halves of the random range.
#[test]
fn jitter_takes_its_share_of_the_wait() {
    let of = |jitter, n, before, word| {
        let backoff = Backoff { jitter, base: Micros(100_000), cap: Micros(1_000_000) };
        wait(backoff, n, Micros(before), word).0
    };
    let half = 1 << 63;
    assert_eq!([0, 1, 2, 3, 4].map(|n| of(Jitter::None, n, 0, half) / 1000), [100, 200, 400, 800, 1000]);
    assert_eq!([0, 1, 4].map(|n| of(Jitter::Full, n, 0, half) / 1000), [50, 100, 500]);
    assert_eq!([0, 1, 4].map(|n| of(Jitter::Equal, n, 0, half) / 1000), [75, 150, 750]);
    // Between 100 and 3 · 200 ms; then the cap.
    assert_eq!(of(Jitter::Decorrelated, 0, 200_000, half), 350_000);
    assert_eq!(of(Jitter::Decorrelated, 0, 900_000, u64::MAX), 1_000_000);
}

/// PM-095: w_max 10 gives 7, 8.761698, 9.648936, 9.961714, 10.000031, 10.453285, 21.266268 after 0 … 5 s; w_max 8
/// begins at 5.6.
#[test]
fn the_adaptive_rate_is_cubic() {
    let one = (1_u64 << 20) as f64;
    for (seconds, rate) in [
        (0.0, 7.0),
        (0.5, 8.761_698),
        (1.0, 9.648_936),
        (1.5, 9.961_714),
        (2.0, 10.000_031),
        (3.0, 10.453_285),
        (5.0, 21.266_268),
    ] {
        let found = cubic(10 << 20, Micros((seconds * 1e6) as i64)) as f64 / one;
        assert!((found - rate).abs() < 2e-5, "{seconds} s: {found}, not {rate}");
    }
    assert!((cubic(8 << 20, Micros::ZERO) as f64 / one - 5.6).abs() < 1e-5);
}
