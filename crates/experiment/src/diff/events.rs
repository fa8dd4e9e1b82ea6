//! `events.csv`: what happened, all that differs in the same way in one change.

use std::collections::BTreeMap;

use s3sim_kernel::time::{Instant, Micros};

use super::Change;
use super::table::Table;
use crate::words::{bytes, grouped, way};

pub(super) const NAME: &str = "events.csv";

/// Bucket, event, from, to, cause.
type Kind = [String; 5];

/// A row that the other side does not have.
struct Row {
    time: String,
    key: String,
    last_key: String,
    objects: u64,
    bytes: u128,
}

/// The rows of one kind that differ, before and now.
#[derive(Default)]
struct Sides {
    was: Vec<Row>,
    now: Vec<Row>,
}

/// What happened differently, in order of time. Nothing if the tables are not such.
pub(super) fn changes(old: &Table, new: &Table) -> Option<Vec<Change>> {
    // A row that both have says nothing.
    let mut balance: BTreeMap<&[String], i64> = BTreeMap::new();
    for row in &old.rows {
        *balance.entry(row).or_default() += 1;
    }
    for row in &new.rows {
        *balance.entry(row).or_default() -= 1;
    }
    let mut kinds: BTreeMap<Kind, Sides> = BTreeMap::new();
    for (row, more) in balance {
        let table = if more > 0 { old } else { new };
        for _ in 0..more.unsigned_abs() {
            let (kind, read) = read(table, row)?;
            let sides = kinds.entry(kind).or_default();
            if more > 0 { sides.was.push(read) } else { sides.now.push(read) }
        }
    }
    let mut found: Vec<(String, Change)> = kinds.iter().map(|(kind, sides)| change(kind, sides)).collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Some(found.into_iter().map(|(_, change)| change).collect())
}

fn read(table: &Table, row: &[String]) -> Option<(Kind, Row)> {
    let kind = table.columns(["bucket", "event", "from", "to", "cause"])?;
    let [time, key, last_key, count, bytes] = table.columns(["time", "key", "last_key", "count", "bytes"])?;
    let read = Row {
        time: row[time].clone(),
        key: row[key].clone(),
        last_key: row[last_key].clone(),
        objects: row[count].parse().ok()?,
        bytes: row[bytes].parse().ok()?,
    };
    Some((kind.map(|column| row[column].clone()), read))
}

/// With the time of the first row, by which changes are ordered.
fn change(kind: &Kind, sides: &Sides) -> (String, Change) {
    let [bucket, event, from, to, cause] = kind;
    let way = way(from, to);
    let mut what = format!("{bucket}: {event}");
    for (before, part) in [(" ", &way), (" by ", cause)] {
        if !part.is_empty() {
            what.push_str(&format!("{before}{part}"));
        }
    }
    let first = sides.was.iter().chain(&sides.now).map(|row| row.time.clone()).min().unwrap_or_default();
    let change = Change {
        file: NAME.to_owned(),
        what,
        was: side(&sides.was),
        now: side(&sides.now),
        by: by(&sides.was, &sides.now).unwrap_or_default(),
    };
    (first, change)
}

/// `1,000,000 objects on 2025-03-02 (photos/0 to photos/999999)`.
fn side(rows: &[Row]) -> String {
    let times = || rows.iter().map(|row| date(&row.time));
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return String::new() };
    let objects: u64 = rows.iter().map(|row| row.objects).sum();
    let noun = if objects == 1 { "object" } else { "objects" };
    let when = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
    let which = match rows {
        [row] if row.last_key.is_empty() || row.last_key == row.key => format!(" ({})", row.key),
        [row] => format!(" ({} to {})", row.key, row.last_key),
        _ => String::new(),
    };
    format!("{} {noun} {when}{which}", grouped(objects))
}

/// How much later, how many more, how much larger: the first of these that is so of all rows alike.
fn by(was: &[Row], now: &[Row]) -> Option<String> {
    if was.is_empty() || now.is_empty() {
        return None;
    }
    let objects = |rows: &[Row]| rows.iter().map(|row| u128::from(row.objects)).sum::<u128>();
    let size = |rows: &[Row]| rows.iter().map(|row| row.bytes).sum::<u128>();
    let more = |a: u128, b: u128, text: fn(u128) -> String| {
        if b > a { format!("+{}", text(b - a)) } else { format!("-{}", text(a - b)) }
    };
    if objects(was) != objects(now) {
        return Some(more(objects(was), objects(now), grouped));
    }
    if size(was) != size(now) {
        return Some(more(size(was), size(now), bytes));
    }
    let shift = shift(was, now)?;
    Some(match shift.0 {
        0 => return None,
        later if later > 0 => format!("{shift} later"),
        earlier => format!("{} earlier", Micros(-earlier)),
    })
}

/// The shift in time, if it is that of every row.
fn shift(was: &[Row], now: &[Row]) -> Option<Micros> {
    let times = |rows: &[Row]| {
        let mut times: Vec<Instant> =
            rows.iter().map(|row| Instant::parse(&row.time)).collect::<Option<_>>()?;
        times.sort_unstable();
        Some(times)
    };
    let (was, now) = (times(was)?, times(now)?);
    let first = now.first()?.since(*was.first()?);
    let all = was.len() == now.len() && was.iter().zip(&now).all(|(was, now)| now.since(*was) == first);
    all.then_some(first)
}

/// A date where the instant is a midnight.
fn date(time: &str) -> &str {
    time.strip_suffix("T00:00:00Z").unwrap_or(time)
}
