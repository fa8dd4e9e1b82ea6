//! What a period is going to amount to.
//!
//! AWS publishes that forecasts are a mean with an 80 % prediction interval, and not how they are made. Modelling choice:
//! the period goes on as it went so far.
//! <https://docs.aws.amazon.com/cost-management/latest/userguide/ce-forecast.html>

use s3sim_kernel::time::Instant;

/// `amount` / elapsed · length, rounded half up; `None` at the very beginning, when nothing can be told.
pub fn forecast(amount: i128, begun: Instant, now: Instant, end: Instant) -> Option<i128> {
    let (elapsed, length) = (i128::from(now.since(begun).0), i128::from(end.since(begun).0));
    if elapsed <= 0 {
        return None;
    }
    Some((amount.checked_mul(length)? + elapsed / 2).div_euclid(elapsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 USD in 10 of 31 days are going to be 93 USD.
    #[test]
    fn a_month_goes_on_as_it_went() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let (begun, end) = (at("2025-03-01"), at("2025-04-01"));
        assert_eq!(forecast(30, begun, at("2025-03-11"), end), Some(93));
        assert_eq!(forecast(1, begun, at("2025-03-23"), end), Some(1), "1.409 rounds down");
        assert_eq!(forecast(30, begun, begun, end), None);
        assert_eq!(forecast(93, begun, end, end), Some(93));
    }
}
