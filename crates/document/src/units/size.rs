//! Bytes, and bytes in a time.

use super::decimal::{Decimal, decimal, split_unit};
use super::rate::{Rate, per};

/// Bytes in each unit, as a power of two. Bills and limits of S3 count in 1,024s whatever the unit is called:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>
const BYTES: [(&str, u32); 13] = [
    ("B", 0),
    ("KB", 10),
    ("KiB", 10),
    ("MB", 20),
    ("MiB", 20),
    ("GB", 30),
    ("GiB", 30),
    ("TB", 40),
    ("TiB", 40),
    ("PB", 50),
    ("PiB", 50),
    ("EB", 60),
    ("EiB", 60),
];

/// Bits in each unit of a network, which count in thousands.
const BITS: [(&str, i128); 6] = [
    ("bit", 1),
    ("kbit", 1_000),
    ("Kbit", 1_000),
    ("Mbit", 1_000_000),
    ("Gbit", 1_000_000_000),
    ("Tbit", 1_000_000_000_000),
];

/// Reads a size: `4096`, `128KB`, `2.5 GiB`. Parts of a byte are rounded half up.
///
/// # Errors
/// If it is no size, negative, or 16 EiB and more.
pub fn size(text: &str) -> Result<u64, String> {
    u64::try_from(total_size(text)?).map_err(|_| format!("`{text}` is too large for a size"))
}

/// Reads the size of many things together, as [`size`] but up to 2^127 bytes.
///
/// # Errors
/// If it is no size, negative or too large.
pub fn total_size(text: &str) -> Result<u128, String> {
    let (number, unit) = split_unit(text);
    let factor = match unit {
        "" => 1,
        unit => bytes_in(unit).ok_or_else(|| {
            let hint = meant(unit, &BYTES.map(|(name, _)| name));
            format!("`{text}` is not a size such as 4096, 128KB or 2.5 GiB{hint}")
        })?,
    };
    let number = positive(text, number, "a size such as 4096, 128KB or 2.5 GiB")?;
    let bytes = number.times(factor).ok_or_else(|| format!("`{text}` is too large for a size"))?;
    u128::try_from(bytes).map_err(|_| format!("`{text}` should not be negative"))
}

/// Reads a bandwidth as bytes a second: `100 Mbit/s` counts in 10^6 bits, `80 MB/s` in 2^20 bytes. Parts of a byte are
/// rounded half up.
///
/// # Errors
/// If it is no bandwidth, less than one byte a second, or 16 EiB a second and more.
pub fn bandwidth(text: &str) -> Result<u64, String> {
    const LIKE: &str = "a bandwidth such as 100 Mbit/s or 80 MB/s";
    let (number, unit) = split_unit(text);
    let plain = unit.strip_suffix("/s").map(str::trim_end);
    let bits = plain.and_then(|unit| BITS.iter().find(|(name, _)| *name == unit));
    let bytes = plain.and_then(bytes_in);
    if bits.is_none() && bytes.is_none() {
        let known: Vec<&str> =
            BITS.iter().map(|(name, _)| *name).chain(BYTES.map(|(name, _)| name)).collect();
        let hint = plain.map_or(String::new(), |unit| meant(unit, &known));
        return Err(format!("`{text}` is not {LIKE}{hint}"));
    }
    let number = positive(text, number, LIKE)?;
    let eighths = bits.map(|(_, bits)| *bits).or(bytes.and_then(|bytes| bytes.checked_mul(8)));
    // Bits, then bytes: one rounding only.
    let per_second = eighths.and_then(|factor| {
        let scale = 10i128.pow(number.decimals).checked_mul(8)?;
        Some(number.units.checked_mul(factor)?.checked_add(scale / 2)?.div_euclid(scale))
    });
    let per_second = per_second.and_then(|bytes| u64::try_from(bytes).ok());
    match per_second {
        Some(0) => Err(format!("`{text}` should be at least one byte a second")),
        Some(bytes) => Ok(bytes),
        None => Err(format!("`{text}` is too large for a bandwidth")),
    }
}

/// Reads a volume in a time, exactly: `1TB/d`, `5 GB/h`.
///
/// # Errors
/// If it is none, negative or too large, or no whole number of bytes.
pub fn volume_rate(text: &str) -> Result<Rate, String> {
    let wrong = || format!("`{text}` is not a volume in a time such as 1TB/d");
    let (volume, unit) = text.rsplit_once('/').ok_or_else(wrong)?;
    Ok(Rate { count: size(volume.trim_end())?, per: per(unit.trim_start()).ok_or_else(wrong)? })
}

fn bytes_in(unit: &str) -> Option<i128> {
    BYTES.iter().find(|(name, _)| *name == unit).map(|(_, shift)| 1i128 << shift)
}

/// A number of 0 or more, as part of `text`, which should be `like`.
pub(super) fn positive(text: &str, number: &str, like: &str) -> Result<Decimal, String> {
    if number.is_empty() {
        return Err(format!("`{text}` is not {like}"));
    }
    let number = decimal(number).map_err(|message| format!("`{text}` should be {like}: {message}"))?;
    if number.units < 0 {
        return Err(format!("`{text}` should not be negative"));
    }
    Ok(number)
}

/// The unit that differs only in case, since case matters: `kb` for `KB`.
pub(super) fn meant(unit: &str, known: &[&str]) -> String {
    match known.iter().find(|name| name.eq_ignore_ascii_case(unit)) {
        Some(name) => format!(": did you mean `{name}`?"),
        None => String::new(),
    }
}
