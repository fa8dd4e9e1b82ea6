//! Usage in the units of the bill: exact, though a GB-month is no finite decimal.

use std::fmt;
use std::ops::AddAssign;

use num_bigint::BigUint;
use s3sim_aws::item::Unit;
use s3sim_kernel::time::{DAY, HOUR, Micros, SECOND};

/// Bytes of a GB, in every price, tier limit and report (BL-001).
pub const GB: u128 = 1 << 30;
/// Decimals of a printed usage amount.
pub const USAGE_DECIMALS: u32 = 10;

/// How the ledger's integers become the unit of a bill line in a given month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    unit: Unit,
    divisor: u128,
}

impl Measure {
    /// Of `unit`, in a month of that length.
    ///
    /// A GB-month is byte-microseconds / 2^30 / the microseconds of *that* calendar month, 28 to 31 days:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>.
    pub fn new(unit: Unit, month: Micros) -> Measure {
        let month = u128::from(month.0.unsigned_abs()).max(1);
        let divisor = match unit {
            Unit::GbMonth => GB * month,
            Unit::Gb => GB,
            Unit::GbSecond => GB * u128::from(SECOND.unsigned_abs()),
            Unit::Hours => u128::from(HOUR.unsigned_abs()),
            Unit::Days => u128::from(DAY.unsigned_abs()),
            unit if unit.is_per_month() => month,
            _ => 1,
        };
        Measure { unit, divisor }
    }

    /// The unit that a line prints.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The ledger's integer for one unit.
    pub const fn divisor(self) -> u128 {
        self.divisor
    }

    /// The ledger's integer of so many units; saturates.
    pub(crate) const fn of_units(self, units: u128) -> u128 {
        units.saturating_mul(self.divisor)
    }

    /// The ledger's integer of so many bytes (held for the whole month, where the unit is per month); saturates.
    /// For units that hold no bytes the same as [`Measure::of_units`].
    pub(crate) const fn of_bytes(self, bytes: u128) -> u128 {
        match self.unit {
            Unit::GbMonth | Unit::Gb | Unit::GbSecond => bytes.saturating_mul(self.divisor / GB),
            _ => self.of_units(bytes),
        }
    }

    /// The ledger's integer `amount` in units, to ten decimals, half-up, without trailing zeros.
    pub fn text(self, amount: u128) -> String {
        const ONE: u128 = 10u128.pow(USAGE_DECIMALS);
        let (whole, rest) = (amount / self.divisor, amount % self.divisor);
        // At most 2^30 × 31 days in microseconds × 10^10, below 2^105.
        let fraction = (rest * ONE * 2 + self.divisor) / (self.divisor * 2);
        let (whole, fraction) = (whole + fraction / ONE, fraction % ONE);
        if fraction == 0 {
            return whole.to_string();
        }
        let text = format!("{whole}.{fraction:0width$}", width = USAGE_DECIMALS as usize);
        text.trim_end_matches('0').to_owned()
    }

    /// The ledger's integer `amount` as a sum of one.
    pub fn quantity(self, amount: u128) -> Quantity {
        let mut quantity = Quantity::default();
        quantity.add(self, amount);
        quantity
    }
}

/// A denominator that every [`Measure`] divides: 2^30 bytes × the microseconds of a day × lcm(28, 29, 30, 31) days.
const COMMON: u128 = GB * DAY as u128 * 377_580;

/// An exact sum of usage over lines of any months. Prints up to ten decimals, half-up, without trailing zeros.
///
/// Adding up different units gives a number without meaning; who sums chooses lines of one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    /// In units / `COMMON`.
    numerator: BigUint,
}

impl Quantity {
    /// Adds the ledger's integer `amount`.
    pub fn add(&mut self, measure: Measure, amount: u128) {
        let factor = COMMON / measure.divisor;
        match amount.checked_mul(factor) {
            Some(product) => self.numerator += product,
            None => self.numerator += BigUint::from(amount) * factor,
        }
    }

    /// What is left of it without `part`; nothing if `part` is more.
    pub fn without(&self, part: &Quantity) -> Quantity {
        let numerator = if self.numerator > part.numerator {
            &self.numerator - &part.numerator
        } else {
            BigUint::default()
        };
        Quantity { numerator }
    }

    /// As an integer of 10^-`decimals` units, half-up.
    pub fn scaled(&self, decimals: u32) -> BigUint {
        half_up(&self.numerator * BigUint::from(10u8).pow(decimals), &BigUint::from(COMMON))
    }

    /// Rounded and printed with exactly so many decimals: bills print three.
    pub fn fixed(&self, decimals: u32) -> String {
        let digits = format!("{:0>width$}", self.scaled(decimals).to_string(), width = decimals as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.fixed(USAGE_DECIMALS);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl AddAssign<&Quantity> for Quantity {
    fn add_assign(&mut self, rhs: &Quantity) {
        self.numerator += &rhs.numerator;
    }
}

/// `numerator / denominator` to the nearest integer, halves up.
pub(crate) fn half_up(numerator: BigUint, denominator: &BigUint) -> BigUint {
    (numerator * 2u8 + denominator) / (denominator * 2u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use s3sim_kernel::time::HOUR;

    const MARCH: Micros = Micros(744 * HOUR);
    const FEBRUARY: Micros = Micros(672 * HOUR);

    /// BL-001, GB-01 and GB-03: byte-hours of a month of 31 days.
    #[test]
    fn a_gb_month_is_byte_hours_over_the_hours_of_that_month() {
        let measure = Measure::new(Unit::GbMonth, MARCH);
        for (byte_hours, text, shown) in
            [(42_259_901_212_262_400, "52900", "52900.000"), (5_257_039_970_304, "6.5806451613", "6.581")]
        {
            let quantity = measure.quantity(byte_hours * HOUR as u128);
            assert_eq!(measure.text(byte_hours * HOUR as u128), text);
            assert_eq!((quantity.to_string().as_str(), quantity.fixed(3).as_str()), (text, shown));
        }
    }

    #[test]
    fn sums_over_months_of_different_length_stay_exact() {
        let (march, february) = (Measure::new(Unit::GbMonth, MARCH), Measure::new(Unit::GbMonth, FEBRUARY));
        let mut sum = Quantity::default();
        for _ in 0..31 {
            sum.add(march, GB * DAY as u128);
        }
        for _ in 0..28 {
            sum.add(february, GB * DAY as u128);
        }
        assert_eq!(sum.to_string(), "2");
        assert_eq!(sum, Measure::new(Unit::Requests, MARCH).quantity(2));
    }

    #[test]
    fn every_measure_divides_the_common_denominator() {
        use Unit::*;
        for days in 28..=31 {
            for unit in
                [GbMonth, ObjectMonth, BucketMonth, KeyMonth, MetricMonth, TagMonth, Gb, Requests, GbSecond]
            {
                assert_eq!(COMMON % Measure::new(unit, Micros::days(days)).divisor(), 0, "{unit:?} {days}");
            }
        }
    }
}
