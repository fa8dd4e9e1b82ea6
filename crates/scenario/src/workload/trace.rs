//! Requests that were written down: a CSV file of time, operation, key, size and range.

use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::units;
use s3sim_kernel::time::{Instant, Micros};

use crate::request::CALLS_HERE;
use crate::scope::Scope;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// The call.
    pub api: Api,
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// Bytes sent.
    pub size: u64,
    /// Bytes asked for: first and last, both included.
    pub range: Option<(u64, u64)>,
}

/// Reads the text of a CSV file, whose first line names the columns; `size` and `range` may be left out. Times are
/// counted from `from`, or instants; keys stand behind their bucket.
pub(super) fn read(reader: &Reader<'_>, from: Instant, scope: &Scope) -> Option<Vec<Entry>> {
    let text = reader.text()?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<String> = lines.next().map(|(_, line)| fields(line)).unwrap_or_default();
    let column = |name: &str| header.iter().position(|word| word.trim() == name);
    let (time, operation, key) = (column("time"), column("operation"), column("key"));
    let (Some(time), Some(operation), Some(key)) = (time, operation, key) else {
        reader.wrong("should be a CSV file whose first line names the columns time, operation and key");
        return None;
    };
    let (size, range) = (column("size"), column("range"));
    let mut entries: Vec<Entry> = Vec::new();
    let mut right = true;
    for (number, line) in lines {
        let cells = fields(line);
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let optional = |at: Option<usize>| at.map(cell).filter(|cell| !cell.is_empty());
        let entry = instant(cell(time), from).and_then(|at| {
            let api = Api::parse(cell(operation)).filter(|api| CALLS_HERE.contains(api))?;
            let (bucket, key) = cell(key).split_once('/')?;
            let size = optional(size).map_or(Some(0), |text| units::size(text).ok())?;
            let range = match optional(range) {
                None => None,
                Some(text) => Some(range_of(text)?),
            };
            scope.knows_bucket(bucket).then(|| Entry {
                at,
                api,
                bucket: bucket.to_owned(),
                key: key.to_owned(),
                size,
                range,
            })
        });
        match entry {
            Some(entry) if entries.last().is_none_or(|last| last.at <= entry.at) => entries.push(entry),
            Some(_) => {
                reader.wrong(format!("line {}: comes before the line above it", number + 1));
                right = false;
            }
            None => {
                let like = "0.5s,GetObject,bucket/key,1MB,0-49";
                reader.wrong(format!("line {}: should be a request such as `{like}`", number + 1));
                right = false;
            }
        }
    }
    right.then_some(entries)
}

fn instant(text: &str, from: Instant) -> Option<Instant> {
    if let Some(at) = Instant::parse(text) {
        return (at >= from).then_some(at);
    }
    let micros = units::span(text).ok()?;
    i64::try_from(micros).ok().map(|micros| from + Micros(micros))
}

/// `0-49`, or as a header: `bytes=0-49`.
fn range_of(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.strip_prefix("bytes=").unwrap_or(text).split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

/// The cells of a line; quotes hold commas together, and two of them stand for one.
fn fields(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                if let Some(cell) = cells.last_mut() {
                    cell.push('"');
                }
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    cells
}
