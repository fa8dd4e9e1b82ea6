//! Shares, money and prices.

use super::decimal::split_unit;
use super::size::positive;

/// What [`share`] calls 100%: shares are billionths.
pub const SHARE_WHOLE: u64 = 1_000_000_000;

/// Reads a share, in billionths: `20%`, `0.1%`, `100%`.
///
/// # Errors
/// If it is none, negative, above 100%, or finer than a billionth.
pub fn share(text: &str) -> Result<u64, String> {
    const LIKE: &str = "a share such as 20% or 0.1%";
    let number = text.strip_suffix('%').ok_or_else(|| format!("`{text}` is not {LIKE}"))?;
    let number = positive(text, number.trim_end(), LIKE)?;
    let above = || format!("`{text}` should not be above 100%");
    let percent = i128::from(SHARE_WHOLE / 100);
    number.units.checked_mul(percent).ok_or_else(above)?;
    let share = number
        .exactly_times(percent)
        .ok_or_else(|| format!("`{text}` should not be finer than a billionth (0.0000001%)"))?;
    u64::try_from(share).ok().filter(|share| *share <= SHARE_WHOLE).ok_or_else(above)
}

/// An amount of US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In 10^-12 USD.
    pub pico: i128,
    /// How many decimals it is written with: comparisons round to them.
    pub decimals: u32,
}

/// Decimals of 10^-12 USD.
const PICO_DECIMALS: u32 = 12;

/// Reads an amount of 0 or more: `500 USD`, `12.50 USD`; the currency may be left out.
///
/// # Errors
/// If it is none, negative, too large, or finer than 10^-12 USD.
pub fn money(text: &str) -> Result<Money, String> {
    const LIKE: &str = "an amount such as 500 USD";
    let (number, unit) = split_unit(text);
    if !matches!(unit, "" | "USD") {
        return Err(format!("`{text}` is not {LIKE}"));
    }
    dollars(text, number, LIKE)
}

fn dollars(text: &str, number: &str, like: &str) -> Result<Money, String> {
    let number = positive(text, number, like)?;
    if number.decimals > PICO_DECIMALS {
        return Err(format!("`{text}` should not be finer than {PICO_DECIMALS} decimals"));
    }
    let too_large = || format!("`{text}` is too large");
    let pico = number.units.checked_mul(10i128.pow(PICO_DECIMALS - number.decimals)).ok_or_else(too_large)?;
    Ok(Money { pico, decimals: number.decimals })
}

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    /// One of whatever is counted: `0.0004 USD`.
    One,
    /// A gigabyte (2^30 bytes): `USD/GB`.
    Gb,
    /// A gigabyte kept for a month: `USD/GB-mo`.
    GbMonth,
    /// An hour: `USD/h`.
    Hour,
    /// A day of 24 hours: `USD/d`.
    Day,
    /// A calendar month: `USD/mo`.
    Month,
}

/// A price in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// In 10^-12 USD.
    pub pico: i128,
    /// For what.
    pub per: Per,
}

/// Reads a price of 0 or more: `0.08 USD/GB-mo`, `0.045 USD/h`, `0.045 USD/GB`, `30 USD/mo`, `30 USD/d`, or `0.0004 USD` for
/// one of whatever is counted.
///
/// # Errors
/// If it is none, negative, too large, or finer than 10^-12 USD.
pub fn price(text: &str) -> Result<Price, String> {
    const LIKE: &str = "a price such as 0.08 USD/GB-mo, 0.045 USD/h, 0.045 USD/GB, 30 USD/d or 30 USD/mo";
    let (number, unit) = split_unit(text);
    let per = match unit {
        "USD" => Per::One,
        "USD/GB" => Per::Gb,
        "USD/GB-mo" => Per::GbMonth,
        "USD/h" => Per::Hour,
        "USD/d" => Per::Day,
        "USD/mo" => Per::Month,
        _ => return Err(format!("`{text}` is not {LIKE}")),
    };
    Ok(Price { pico: dollars(text, number, LIKE)?.pico, per })
}
