//! Money as integers: costs in 10^-10 USD, prices in 10^-12 USD.
//!
//! Cost and Usage Reports print ten decimals of a dollar; the finest list price (a listed inventory object) has ten
//! decimals as well, so prices keep two more for what a user sets.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use crate::decimal::{self, DecimalError};

/// Decimals of a cost.
pub const COST_DECIMALS: u32 = 10;
/// Decimals of a price.
pub const PRICE_DECIMALS: u32 = 12;

/// An amount of US dollars, as an integer of 10^-10 USD. Differences may be negative.
///
/// Prints exactly and without trailing zeros: `1215`, `0.248`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// `units` times 10^-10 USD.
    pub const fn from_units(units: i128) -> Money {
        Money(units)
    }

    /// In 10^-10 USD.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// Reads `500`, `0.0000888` or `-3.5`.
    ///
    /// # Errors
    /// If it is no decimal number, or finer than 10^-10 USD.
    pub fn parse(text: &str) -> Result<Money, DecimalError> {
        decimal::parse(text, COST_DECIMALS).map(Money)
    }

    /// Rounded to so many decimals (0 to 10; more change nothing), halves away from zero: how AWS rounds a line of
    /// an invoice to cents.
    pub fn rounded(self, decimals: u32) -> Money {
        let dropped = COST_DECIMALS.saturating_sub(decimals);
        Money(decimal::drop_digits(self.0, dropped) * 10i128.pow(dropped))
    }

    /// Rounded and printed with exactly so many decimals (at most 10): `1215.00`.
    pub fn fixed(self, decimals: u32) -> String {
        let decimals = decimals.min(COST_DECIMALS);
        decimal::fixed(decimal::drop_digits(self.0, COST_DECIMALS - decimals), decimals)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal::trimmed(self.0, COST_DECIMALS))
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, rhs: Money) -> Money {
        Money(self.0 + rhs.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, rhs: Money) -> Money {
        Money(self.0 - rhs.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, rhs: Money) {
        self.0 += rhs.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, Add::add)
    }
}

/// The price of one unit (one request, one GB-month …), as an integer of 10^-12 USD, never negative and at most
/// 10 million USD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(u64);

impl Price {
    /// Free.
    pub const ZERO: Price = Price(0);

    /// Reads `0.023`.
    ///
    /// # Errors
    /// If it is no decimal number from 0 to 10 million, or finer than 10^-12 USD.
    pub fn parse(text: &str) -> Result<Price, DecimalError> {
        let units = decimal::parse(text, PRICE_DECIMALS)?;
        if units < 0 {
            return Err(DecimalError::Negative);
        }
        let most = 10_000_000 * 10i128.pow(PRICE_DECIMALS);
        if units > most {
            return Err(DecimalError::NotADecimal);
        }
        u64::try_from(units).map(Price).map_err(|_| DecimalError::NotADecimal)
    }

    /// `units` times 10^-12 USD; `None` if it is more than 10 million USD.
    pub fn from_units(units: u64) -> Option<Price> {
        (units <= 10_000_000 * 10u64.pow(PRICE_DECIMALS)).then_some(Price(units))
    }

    /// In 10^-12 USD.
    pub const fn units(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal::trimmed(i128::from(self.0), PRICE_DECIMALS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_prints_what_it_holds_and_rounds_to_cents_half_up() {
        let money = |text| Money::parse(text).unwrap();
        for (text, cents) in [
            ("0.248", "0.25"),
            ("3.147", "3.15"),
            ("3.9699", "3.97"),
            ("0.00401", "0.00"),
            ("0.005", "0.01"),
            ("-0.005", "-0.01"),
            ("1215", "1215.00"),
        ] {
            assert_eq!(money(text).to_string(), text);
            assert_eq!(money(text).fixed(2), cents);
            assert_eq!(money(text).rounded(2), money(cents));
        }
        assert_eq!(money("0.1") + money("0.2"), money("0.3"));
        assert_eq!(Money::parse("0.00000000001"), Err(DecimalError::TooFine { decimals: 10 }));
    }

    #[test]
    fn prices_carry_every_list_price_and_refuse_nonsense() {
        for text in
            ["0.0000166667", "0.000000015", "0.000003", "0.00000003", "0.0000000025", "0.023", "100", "0"]
        {
            assert_eq!(Price::parse(text).unwrap().to_string(), text);
        }
        for text in ["-0.01", "0.0000000000001", "free", "10000001", "1e-3"] {
            assert!(Price::parse(text).is_err(), "{text}");
        }
    }
}
