//! Records that services write into buckets: server access logs, trails, inventories.

use s3sim_kernel::time::Instant;

/// One record, or several that are alike in everything that is written of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its fields, by the names of AWS's documentation, in the order in which they are written.
    pub fields: Vec<(&'static str, String)>,
    /// How many such records there are; at least 1.
    pub count: u64,
}

impl Record {
    /// A field; nothing if it has none of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Who writes records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writer {
    /// S3, of requests to a bucket.
    AccessLog,
    /// CloudTrail.
    Trail,
    /// S3, of the objects in a bucket.
    Inventory,
}

/// An object with records that was written into a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When it was written.
    pub at: Instant,
    /// Who wrote it.
    pub writer: Writer,
    /// For which trail or configuration; for access logs, of which bucket.
    pub name: String,
    /// The bucket it was written to.
    pub bucket: String,
    /// Its key.
    pub key: String,
    /// What is in it.
    pub records: Vec<Record>,
}
