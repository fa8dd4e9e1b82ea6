//! `records`: what logs, lists and analyses hold.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_ledger::analysis::COLUMNS;
use s3sim_ledger::records::Writer;

use crate::scope::Scope;
use crate::values;

/// Which records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsMeasure {
    /// Whose.
    pub of: RecordsOf,
    /// `where`: fields by AWS's names, all of which must be so.
    pub fields: Vec<(String, String)>,
}

/// Who wrote records, or where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordsOf {
    /// A trail, or an inventory by its id.
    Written(Writer, String),
    /// Server access logs in a bucket.
    LogBucket(String),
    /// A storage class analysis, by its id: what the console shows, exported or not.
    Analysis(String),
}

impl RecordsOf {
    fn name(&self) -> &str {
        match self {
            RecordsOf::Written(_, name) | RecordsOf::LogBucket(name) | RecordsOf::Analysis(name) => name,
        }
    }
}

/// Reads `where`; notes fields that such records do not have.
pub(crate) fn fields(reader: &Reader<'_>, of: &RecordsOf) -> Vec<(String, String)> {
    let known: &[&str] = match of {
        RecordsOf::Analysis(_) => &COLUMNS,
        RecordsOf::Written(..) | RecordsOf::LogBucket(_) => &[],
    };
    for (name, value) in reader.entries().unwrap_or_default() {
        if !known.contains(&name) {
            value.wrong(format!("such records have no field `{name}`{}", suggest::instead(name, known)));
        }
    }
    values::tags(reader)
}

/// Reads the subject: what writes records comes before a bucket of the same name.
pub(crate) fn read(reader: &Reader<'_>, scope: &Scope) -> Option<RecordsMeasure> {
    let text = reader.text()?;
    let known = scope.recorders.iter().find(|recorder| recorder.name() == text).cloned();
    let of = known.or_else(|| scope.knows_bucket(text).then(|| RecordsOf::LogBucket(text.to_owned())));
    if of.is_none() {
        let names: Vec<&str> =
            scope.recorders.iter().map(RecordsOf::name).chain(scope.known_buckets()).collect();
        reader.wrong(format!("nothing called `{text}` keeps records{}", suggest::instead(text, &names)));
    }
    Some(RecordsMeasure { of: of?, fields: Vec::new() })
}
