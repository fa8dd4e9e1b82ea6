//! Reading quantities where they stand.

use std::ops::RangeInclusive;

use super::{Decimal, Duration, Money, Price, Rate, When};
use crate::read::Reader;

impl Reader<'_> {
    /// A scalar that `parse` understands; notes its complaint otherwise.
    pub fn parsed<T>(&self, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        parse(self.text()?).map_err(|message| self.wrong(message)).ok()
    }

    /// A number, with the decimals it is written with: [`super::decimal`].
    pub fn decimal(&self) -> Option<Decimal> {
        self.parsed(super::decimal)
    }

    /// A whole number within limits: [`super::whole`].
    pub fn whole(&self, limits: RangeInclusive<i128>) -> Option<i128> {
        self.parsed(|text| super::whole(text, limits))
    }

    /// How many: a whole number of 0 or more.
    pub fn count(&self) -> Option<u64> {
        self.whole(0..=i128::from(u64::MAX)).and_then(|number| u64::try_from(number).ok())
    }

    /// Bytes: [`super::size`].
    pub fn size(&self) -> Option<u64> {
        self.parsed(super::size)
    }

    /// Bytes of many things: [`super::total_size`].
    pub fn total_size(&self) -> Option<u128> {
        self.parsed(super::total_size)
    }

    /// Bytes a second: [`super::bandwidth`].
    pub fn bandwidth(&self) -> Option<u64> {
        self.parsed(super::bandwidth)
    }

    /// A rate: [`super::rate`].
    pub fn rate(&self) -> Option<Rate> {
        self.parsed(super::rate)
    }

    /// A duration that may step through the calendar: [`super::duration`].
    pub fn duration(&self) -> Option<Duration> {
        self.parsed(super::duration)
    }

    /// Microseconds: [`super::span`].
    pub fn span(&self) -> Option<u64> {
        self.parsed(super::span)
    }

    /// An instant: [`super::when`].
    pub fn when(&self) -> Option<When> {
        self.parsed(super::when)
    }

    /// A share in billionths: [`super::share`].
    pub fn share(&self) -> Option<u64> {
        self.parsed(super::share)
    }

    /// An amount: [`super::money`].
    pub fn money(&self) -> Option<Money> {
        self.parsed(super::money)
    }

    /// A price, or several that add up: [`super::price`].
    pub fn prices(&self) -> Option<Vec<Price>> {
        if self.node().as_list().is_none() {
            return Some(vec![self.parsed(super::price)?]);
        }
        // Every item is read, so that every mistake is told.
        let prices: Vec<Option<Price>> = self.items()?.iter().map(|item| item.parsed(super::price)).collect();
        prices.into_iter().collect()
    }
}
