//! Rows whose condition changes by itself at an instant that is no midnight: restores that get ready, copies that
//! expire.

use std::collections::BTreeMap;

use s3sim_kernel::time::Instant;

use super::row::RowId;

/// Rows by the instant at which they are to be looked at.
///
/// An entry counts only while the row's condition still names that instant, so nothing ever has to be taken out.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    rows: BTreeMap<Instant, Vec<RowId>>,
    /// Instants that nobody has asked to be woken for yet.
    alarms: Vec<Instant>,
}

impl Watched {
    /// Notes a row.
    pub fn note(&mut self, at: Instant, id: RowId) {
        let rows = self.rows.entry(at).or_insert_with(|| {
            self.alarms.push(at);
            Vec::new()
        });
        rows.push(id);
    }

    /// The rows that were noted for an instant, some of them perhaps in vain.
    pub fn take(&mut self, at: Instant) -> Vec<RowId> {
        self.rows.remove(&at).unwrap_or_default()
    }

    /// The instants for which somebody has to be woken and that have not been handed out yet.
    pub fn alarms(&mut self) -> Vec<Instant> {
        std::mem::take(&mut self.alarms)
    }
}
