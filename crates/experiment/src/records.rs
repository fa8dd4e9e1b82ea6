//! Records of logs, lists and analyses that are stored at an instant.

use s3sim_kernel::time::Instant;
use s3sim_ledger::Ledger;
use s3sim_ledger::analysis::COLUMNS;
use s3sim_ledger::records::{Delivery, Writer};
use s3sim_s3::machine::S3;
use s3sim_scenario::records::{RecordsMeasure, RecordsOf};

/// How many records there are at `now`. Those of objects that are gone are gone too.
pub(crate) fn stored(measure: &RecordsMeasure, s3: &S3, ledger: &Ledger, now: Instant) -> u64 {
    let fits = |field: &dyn Fn(&str) -> Option<String>| {
        measure.fields.iter().all(|(name, value)| field(name).as_deref() == Some(value))
    };
    let concerned = |delivery: &&Delivery| match &measure.of {
        RecordsOf::Written(writer, name) => delivery.writer == *writer && delivery.name == *name,
        RecordsOf::LogBucket(name) => delivery.writer == Writer::AccessLog && delivery.bucket == *name,
        RecordsOf::Analysis(_) => false,
    };
    if let RecordsOf::Analysis(id) = &measure.of {
        let rows = ledger.analysis.iter().filter(|row| row.configuration == *id && row.date.start() <= now);
        let column = |fields: &[String; 13], name: &str| {
            COLUMNS.iter().position(|column| *column == name).map(|place| fields[place].clone())
        };
        return rows.map(|row| row.fields()).filter(|fields| fits(&|name| column(fields, name))).count()
            as u64;
    }
    let kept = ledger.deliveries.iter().filter(concerned);
    let kept = kept.filter(|delivery| delivery.at <= now && s3.holds(&delivery.bucket, &delivery.key));
    let records = kept.flat_map(|delivery| &delivery.records);
    records
        .filter(|record| fits(&|name| record.field(name).map(str::to_owned)))
        .map(|record| record.count)
        .sum()
}
