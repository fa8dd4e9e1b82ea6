//! Sizes and distributions of sizes, cut into equal shares.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_kernel::quantiles::{Table, TableError, WHOLE};

use crate::section::Section;
use crate::values;
use crate::words::{Beside, Form, Table as Words, Word};

/// Into how many equal shares a distribution is cut unless a scenario says otherwise.
pub(crate) const BINS: u32 = 20;

/// Distributions, for the reader and the schema.
pub(crate) const DISTRIBUTIONS: [(&str, &str); 5] = [
    ("lognormal", "{p50: , p99: }: half are smaller than the first, 1 in 100 is larger than the second"),
    ("uniform", "[a, b]: evenly between the two"),
    ("exponential", "By its mean"),
    ("quantiles", "{0: , 50: , 99: }: percentages and sizes, linear between them"),
    ("histogram", "A CSV file of sizes and weights"),
];

/// The words of `lognormal`.
pub(crate) static LOGNORMAL: Words =
    Words { title: "a lognormal distribution", words: LOGNORMAL_WORDS, beside: Beside::Nothing };

const LOGNORMAL_WORDS: &[Word] = &[
    Word { name: "p50", form: Form::Size, meaning: "Half are smaller" },
    Word { name: "p99", form: Form::Size, meaning: "1 in 100 is larger" },
];

/// Reads a size, or a distribution as the mean of each of `bins` equal shares, ascending. None may be
/// larger than an object can be.
pub(crate) fn read(reader: &Reader<'_>, bins: u32, largest: u64) -> Option<Vec<u64>> {
    let sizes = match &reader.node().value {
        Value::Map(_) => distribution(reader, |value| value.size())?.conditional_means(bins),
        _ => vec![reader.size()?],
    };
    if sizes.last().is_some_and(|last| *last > largest) {
        let message = format!("should not be larger than {largest} bytes, the most that an object can have");
        reader.refused("EntityTooLarge", message);
        return None;
    }
    Some(sizes)
}

/// Reads a size, or a distribution to draw from, of which not one may be larger than an object can be.
pub(crate) fn read_drawn(reader: &Reader<'_>, largest: u64) -> Option<Table> {
    let table = match &reader.node().value {
        Value::Map(_) => distribution(reader, |value| value.size())?,
        _ => Table::constant(reader.size()?),
    };
    if table.draw(1 << 63) > largest {
        let message = format!("should not be larger than {largest} bytes, the most that an object can have");
        reader.refused("EntityTooLarge", message);
        return None;
    }
    Some(table)
}

/// Reads a distribution of whatever `unit` reads.
pub(crate) fn distribution(
    reader: &Reader<'_>,
    unit: impl Fn(&Reader<'_>) -> Option<u64> + Copy,
) -> Option<Table> {
    let entries = reader.entries()?;
    let [(name, value)] = entries.as_slice() else {
        reader.wrong("should be a size or one distribution, such as {lognormal: {p50: 2MB, p99: 12MB}}");
        return None;
    };
    let table = match *name {
        "lognormal" => lognormal(value, unit)?,
        "uniform" => uniform(value, unit)?,
        "exponential" => Ok(Table::exponential(unit(value)?)),
        "quantiles" => quantiles(value, unit)?,
        "histogram" => {
            value.wrong("`histogram` is not there yet");
            return None;
        }
        unknown => {
            let known = DISTRIBUTIONS.map(|(name, _)| name);
            value.wrong(format!("unknown distribution `{unknown}`{}", suggest::instead(unknown, &known)));
            return None;
        }
    };
    table.map_err(|error| value.wrong(error.to_string())).ok()
}

/// A table, or why there is none; `None` if problems have been noted.
type Built = Option<Result<Table, TableError>>;

fn lognormal(reader: &Reader<'_>, unit: impl Fn(&Reader<'_>) -> Option<u64>) -> Built {
    let section = Section::open(reader, &LOGNORMAL)?;
    let size = |name| section.required(name).and_then(|value| unit(&value));
    let (p50, p99) = (size("p50"), size("p99"));
    section.done();
    let (p50, p99) = (p50?, p99?);
    if p50 == 0 || p99 < p50 {
        reader.wrong("`p50` should be more than 0 and `p99` not less than `p50`");
        return None;
    }
    Some(Table::lognormal(p50, p99))
}

fn uniform(reader: &Reader<'_>, unit: impl Fn(&Reader<'_>) -> Option<u64>) -> Built {
    let items = reader.items()?;
    let [least, most] = items.as_slice() else {
        reader.wrong("should be two sizes, [smallest, largest]");
        return None;
    };
    let (least, most) = (unit(least), unit(most));
    let (least, most) = (least?, most?);
    if least > most {
        reader.wrong("should name the smaller size first");
        return None;
    }
    Some(Table::uniform(least, most))
}

fn quantiles(reader: &Reader<'_>, unit: impl Fn(&Reader<'_>) -> Option<u64>) -> Built {
    let entries = reader.entries()?;
    let point = |(percent, value): &(&str, Reader<'_>)| {
        let share = values::percentage(percent);
        if share.is_none() {
            value.wrong(format!("`{percent}` should be a percentage, 0 to 100"));
        }
        let size = unit(value);
        Some((share?, size?))
    };
    let points: Vec<Option<(u64, u64)>> = entries.iter().map(point).collect();
    let mut points = points.into_iter().collect::<Option<Vec<_>>>()?;
    points.sort_unstable();
    debug_assert!(points.iter().all(|(share, _)| *share <= WHOLE));
    Some(Table::from_quantiles(&points))
}
