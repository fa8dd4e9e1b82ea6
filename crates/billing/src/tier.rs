//! Graduated prices: each slice of a month's usage pays its own price, nothing is repriced afterwards (BL-015).

use num_bigint::BigUint;

use crate::money::{COST_DECIMALS, Money, PRICE_DECIMALS, Price};
use crate::quantity::{Measure, half_up};

/// Where a slice ends, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// In units of the item: GB-months, requests.
    Units(u128),
    /// In bytes (held for the whole month), for items measured in GB: `50TB`.
    Bytes(u128),
}

impl Limit {
    /// In the ledger's integers of a month.
    pub(crate) const fn amount(self, measure: Measure) -> u128 {
        match self {
            Limit::Units(units) => measure.of_units(units),
            Limit::Bytes(bytes) => measure.of_bytes(bytes),
        }
    }

    /// For comparing limits that are written in different ways: a unit counts as a GB.
    const fn rank(self) -> u128 {
        match self {
            Limit::Units(units) => units.saturating_mul(crate::quantity::GB),
            Limit::Bytes(bytes) => bytes,
        }
    }
}

/// One slice of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Where it ends; `None`: nowhere.
    pub up_to: Option<Limit>,
    /// Its price; `None`: the slice exists, but nobody confirmed its price, so usage that reaches it cannot be billed.
    pub price: Option<Price>,
}

/// A price list entry: slices in rising order. Usage beyond a last slice that ends has no known price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers(Vec<Tier>);

impl Tiers {
    /// One price for everything.
    pub fn flat(price: Price) -> Tiers {
        Tiers(vec![Tier { up_to: None, price: Some(price) }])
    }

    /// These slices, or `None` if there are none, their limits do not rise, or one without a limit is not the last.
    pub fn new(tiers: Vec<Tier>) -> Option<Tiers> {
        let rising = tiers.windows(2).all(|pair| match (pair[0].up_to, pair[1].up_to) {
            (Some(a), Some(b)) => a.rank() < b.rank(),
            (Some(_), None) => true,
            (None, _) => false,
        });
        (rising && !tiers.is_empty()).then_some(Tiers(tiers))
    }

    /// The slices, in rising order.
    pub fn list(&self) -> &[Tier] {
        &self.0
    }

    /// The slices that a month's usage of `total` reaches; the first `free` of it costs nothing and comes before the
    /// first slice begins (BL-072).
    ///
    /// # Errors
    /// The ledger's integer above which no price is known, if usage goes beyond it.
    pub(crate) fn slices(&self, free: u128, total: u128, measure: Measure) -> Result<Vec<Slice>, u128> {
        let mut slices = Vec::with_capacity(self.0.len() + 1);
        let free = free.min(total);
        if free > 0 {
            slices.push(Slice { number: 0, end: free, price: Price::ZERO });
        }
        let mut start = free;
        for (index, tier) in self.0.iter().enumerate() {
            if start >= total {
                break;
            }
            let end = tier.up_to.map_or(total, |limit| free.saturating_add(limit.amount(measure)).min(total));
            if end <= start {
                continue;
            }
            let price = tier.price.ok_or(start - free)?;
            slices.push(Slice { number: index as u8 + 1, end, price });
            start = end;
        }
        if start < total { Err(start - free) } else { Ok(slices) }
    }
}

/// A slice of one month's usage of one thing; it begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    /// 0 = free by allowance, then the place in the price list from 1.
    pub(crate) number: u8,
    /// Where it ends, in the ledger's integers.
    pub(crate) end: u128,
    /// What one unit costs.
    pub(crate) price: Price,
}

/// What `amount` costs at `price`: exact, then rounded once, half-up, to 10^-10 USD.
pub fn cost(amount: u128, price: Price, measure: Measure) -> Money {
    if price == Price::ZERO || amount == 0 {
        return Money::ZERO;
    }
    let finer = 10u64.pow(PRICE_DECIMALS - COST_DECIMALS);
    let rounded = half_up(BigUint::from(amount) * price.units(), &(BigUint::from(measure.divisor()) * finer));
    Money::from_units(i128::try_from(rounded).unwrap_or(i128::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::GB;
    use s3sim_aws::item::Unit;
    use s3sim_kernel::time::{HOUR, Micros};

    fn standard() -> Tiers {
        let tier = |up_to: Option<u128>, price| Tier {
            up_to: up_to.map(Limit::Units),
            price: Some(Price::parse(price).unwrap()),
        };
        Tiers::new(vec![tier(Some(51_200), "0.023"), tier(Some(512_000), "0.022"), tier(None, "0.021")])
            .unwrap()
    }

    fn march() -> Measure {
        Measure::new(Unit::GbMonth, Micros(744 * HOUR))
    }

    fn bill(tiers: &Tiers, free: u128, total: u128) -> Vec<(u8, u128, String)> {
        let mut start = 0;
        let slice = |slice: Slice| {
            let amount = slice.end - std::mem::replace(&mut start, slice.end);
            (slice.number, amount, cost(amount, slice.price, march()).to_string())
        };
        tiers.slices(free, total, march()).unwrap().into_iter().map(slice).collect()
    }

    /// 51,200 × 0.023 = 1,177.60; one byte for a month at 0.022 is 0.022 / 2^30 = 2.05·10^-11, which rounds to 0.
    #[test]
    fn the_slice_ends_at_fifty_terabytes_exactly() {
        let byte_month = march().divisor() / GB;
        let limit = 51_200 * march().divisor();
        assert_eq!(bill(&standard(), 0, limit), [(1, limit, "1177.6".into())]);
        assert_eq!(
            bill(&standard(), 0, limit + byte_month),
            [(1, limit, "1177.6".into()), (2, byte_month, "0".into())]
        );
        // A gigabyte more: 0.022.
        assert_eq!(bill(&standard(), 0, limit + GB * byte_month)[1], (2, march().divisor(), "0.022".into()));
    }

    /// 512,000 GB = 51,200 × 0.023 + 460,800 × 0.022 = 1,177.60 + 10,137.60; one more at 0.021.
    #[test]
    fn every_slice_pays_its_own_price() {
        let unit = march().divisor();
        assert_eq!(
            bill(&standard(), 0, 512_001 * unit),
            [
                (1, 51_200 * unit, "1177.6".into()),
                (2, 460_800 * unit, "10137.6".into()),
                (3, unit, "0.021".into())
            ]
        );
    }

    #[test]
    fn what_is_free_comes_before_the_first_slice() {
        let unit = march().divisor();
        assert_eq!(bill(&standard(), 5 * unit, 4 * unit), [(0, 4 * unit, "0".into())]);
        assert_eq!(
            bill(&standard(), 5 * unit, 51_206 * unit),
            [(0, 5 * unit, "0".into()), (1, 51_200 * unit, "1177.6".into()), (2, unit, "0.022".into())]
        );
    }

    #[test]
    fn usage_beyond_what_is_known_is_an_error_and_below_it_is_not() {
        let price = Some(Price::parse("1").unwrap());
        let unit = march().divisor();
        for tiers in [
            vec![Tier { up_to: Some(Limit::Units(10)), price }],
            vec![Tier { up_to: Some(Limit::Units(10)), price }, Tier { up_to: None, price: None }],
        ] {
            let tiers = Tiers::new(tiers).unwrap();
            assert!(tiers.slices(0, 10 * unit, march()).is_ok());
            assert_eq!(tiers.slices(0, 10 * unit + 1, march()), Err(10 * unit));
        }
    }

    #[test]
    fn limits_must_rise() {
        let tier = |up_to| Tier { up_to, price: None };
        let (ten, twenty) = (Some(Limit::Units(10)), Some(Limit::Bytes(20 * GB)));
        for (tiers, good) in [
            (vec![], false),
            (vec![tier(ten), tier(twenty), tier(None)], true),
            (vec![tier(twenty), tier(ten)], false),
            (vec![tier(ten), tier(ten)], false),
            (vec![tier(None), tier(ten)], false),
        ] {
            assert_eq!(Tiers::new(tiers.clone()).is_some(), good, "{tiers:?}");
        }
    }
}
