//! Objects that an S3 Inventory report lists: a manifest and its files in CSV, packed with gzip or plain.
//!
//! The report is brought into the tree before anything is checked, so that a scenario's digest covers it and whoever
//! reads the tree needs no files. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html>

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use s3sim_aws::class::StorageClass;
use s3sim_document::percent;
use s3sim_document::problem::{Problem, Problems};
use s3sim_document::read::Reader;
use s3sim_document::source::{Sources, Unread};
use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;

/// One version that the report lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its key.
    pub key: String,
    /// When it was written.
    pub created: Instant,
    /// Bytes; 0 for delete markers.
    pub size: u64,
    /// Its class; STANDARD for delete markers.
    pub storage_class: StorageClass,
    /// Whether it is a delete marker.
    pub delete_marker: bool,
    /// Whether it is the current version.
    pub latest: bool,
}

/// Most bytes of one file of a report, unpacked.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// Puts the reports that populations name into the tree, in place of their manifests' names.
pub(crate) fn bring_in(tree: &mut Node, folder: &Path, sources: &mut Sources, problems: &mut Problems) {
    let Some(buckets) = child(tree, "buckets") else { return };
    for bucket in entries(buckets) {
        let Some(objects) = child(bucket, "objects") else { continue };
        for population in entries(objects) {
            let Some(place) = child(population, "inventory") else { continue };
            let Some(name) = place.as_text().map(str::to_owned) else { continue };
            match report(&folder.join(&name), sources) {
                Ok(found) => place.value = found,
                Err(message) => {
                    let path = "inventory".to_owned();
                    problems.push(Problem { at: place.at, path, code: None, message });
                }
            }
        }
    }
}

fn child<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    match &mut node.value {
        Value::Map(map) => map.get_mut(name),
        _ => None,
    }
}

fn entries(node: &mut Node) -> impl Iterator<Item = &mut Node> {
    let map = match &mut node.value {
        Value::Map(map) => map.entries.as_mut_slice(),
        _ => &mut [],
    };
    map.iter_mut().map(|entry| &mut entry.value)
}

/// A report as a value: `{fileSchema: …, files: [text of each]}`.
fn report(manifest: &Path, sources: &mut Sources) -> Result<Value, String> {
    let name = manifest.to_str().ok_or("the name of a manifest should be UTF-8")?;
    let tree = sources.read_file(name).map_err(|unread| match unread {
        Unread::World { file, message } => format!("{file}: {message}"),
        Unread::Wrong(problems) => {
            let first = problems.list().first().map(|problem| problem.message.clone()).unwrap_or_default();
            format!("{name} is no manifest: {first}")
        }
    })?;
    let text = |key: &str| tree.get(key).and_then(Node::scalar);
    if text("fileFormat") != Some("CSV") {
        return Err(format!("{name}: only reports with `fileFormat: CSV` can be read"));
    }
    let schema = text("fileSchema").ok_or_else(|| format!("{name} has no `fileSchema`"))?;
    let listed =
        tree.get("files").and_then(Node::as_list).ok_or_else(|| format!("{name} lists no `files`"))?;
    let mut files = Vec::with_capacity(listed.len());
    for file in listed {
        let key =
            file.get("key").and_then(Node::scalar).ok_or_else(|| format!("{name}: a file has no `key`"))?;
        let path = find(manifest, key).ok_or_else(|| format!("{name}: there is no file for `{key}`"))?;
        files.push(Node::made(Value::Text(unpacked(&path)?)));
    }
    let schema = Node::made(Value::Text(schema.to_owned()));
    Ok(Value::Map(Map::made([("fileSchema", schema), ("files", Node::made(Value::List(files)))])))
}

/// Where a file of a report lies: as S3 lays it out beside the manifest, or next to it under its own name.
fn find(manifest: &Path, key: &str) -> Option<PathBuf> {
    let name = Path::new(key).file_name()?;
    let beside = manifest.parent()?;
    let near = [beside.join(name), beside.join("data").join(name), beside.join("../data").join(name)];
    near.into_iter().chain(beside.ancestors().map(|folder| folder.join(key))).find(|path| path.is_file())
}

fn unpacked(path: &Path) -> Result<String, String> {
    let complaint = |error: std::io::Error| format!("{}: {error}", path.display());
    let bytes = fs::read(path).map_err(complaint)?;
    let mut text = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice())
            .take(FILE_BYTES_MAX)
            .read_to_end(&mut text)
            .map_err(complaint)?;
    } else {
        text = bytes;
    }
    if text.len() as u64 >= FILE_BYTES_MAX {
        return Err(format!("{} is larger than {FILE_BYTES_MAX} bytes", path.display()));
    }
    String::from_utf8(text).map_err(|_| format!("{} is not UTF-8", path.display()))
}

/// Reads a report that was brought in: its rows in the order of key, then of writing.
pub(crate) fn read(reader: &Reader<'_>, start: Instant) -> Vec<Imported> {
    let node = reader.node();
    let (Some(schema), Some(files)) =
        (node.get("fileSchema").and_then(Node::scalar), node.get("files").and_then(Node::as_list))
    else {
        reader.wrong("should be the name of a manifest.json of S3 Inventory");
        return Vec::new();
    };
    let columns: Vec<&str> = schema.split(',').map(str::trim).collect();
    let mut rows = Vec::new();
    for text in files.iter().filter_map(Node::as_text) {
        let mut lines =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for (index, line) in lines.records().enumerate() {
            let row = line.map_err(|error| error.to_string()).and_then(|line| row(&columns, &line, start));
            match row {
                Ok(row) => rows.push(row),
                Err(message) => {
                    // A report that does not fit is wrong in every row: the first is enough.
                    reader.wrong(format!("row {}: {message}", index + 1));
                    return Vec::new();
                }
            }
        }
    }
    rows.sort_by(|a, b| (&a.key, a.latest, a.created).cmp(&(&b.key, b.latest, b.created)));
    rows
}

fn row(columns: &[&str], line: &csv::StringRecord, start: Instant) -> Result<Imported, String> {
    let field = |name: &str| {
        let place = columns.iter().position(|column| *column == name)?;
        line.get(place).filter(|text| !text.is_empty())
    };
    let needed = |name: &str| field(name).ok_or_else(|| format!("has no `{name}`"));
    let delete_marker = field("IsDeleteMarker") == Some("true");
    let written = needed("LastModifiedDate")?;
    let created = Instant::parse(written).ok_or_else(|| format!("`{written}` is no date"))?;
    if created > start {
        return Err(format!("was written at {created}, after the scenario's start {start}"));
    }
    let size = match field("Size") {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no size"))?,
        None if delete_marker => 0,
        None => return Err("has no `Size`: ask for it in the inventory's optional fields".to_owned()),
    };
    let storage_class = match field("StorageClass") {
        Some(word) => StorageClass::parse(word).ok_or_else(|| format!("`{word}` is no storage class"))?,
        None => StorageClass::Standard,
    };
    // Keys are URL-encoded in CSV.
    let key = percent::decoded(needed("Key")?).ok_or("has a key that is not encoded as UTF-8")?;
    let latest = field("IsLatest").is_none_or(|text| text == "true");
    Ok(Imported { key, created, size, storage_class, delete_marker, latest })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row of the user guide's schema, and one of a delete marker.
    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let columns: Vec<&str> =
            "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, StorageClass"
                .split(", ")
                .collect();
        let start = Instant::from_date(2025, 1, 1).unwrap();
        let read = |fields: &[&str]| row(&columns, &csv::StringRecord::from(fields.to_vec()), start);
        let at = "2023-01-05T12:34:56.000Z";
        let found =
            read(&["b", "photos%2F2019%2Fa+b.jpg", "3HL4", "true", "false", "3462992", at, "STANDARD_IA"]);
        let expected = Imported {
            key: "photos/2019/a b.jpg".to_owned(),
            created: Instant::parse(at).unwrap(),
            size: 3_462_992,
            storage_class: StorageClass::StandardIa,
            delete_marker: false,
            latest: true,
        };
        assert_eq!(found, Ok(expected));
        let marker = read(&["b", "k", "x", "true", "true", "", at, ""]).unwrap();
        assert!(marker.delete_marker && marker.size == 0);
        for wrong in [
            ["b", "k", "", "true", "false", "", at, ""],
            ["b", "k", "", "true", "false", "1", "yesterday", ""],
            ["b", "k", "", "true", "false", "1", "2025-01-02T00:00:00Z", ""],
            ["b", "k", "", "true", "false", "1", at, "COLD"],
            ["b", "%zz", "", "true", "false", "1", at, ""],
        ] {
            assert!(read(&wrong).is_err(), "{wrong:?}");
        }
    }
}
