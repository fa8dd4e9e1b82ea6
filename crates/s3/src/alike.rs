//! Versions for which all rules say the same, so that they need to be asked once only.
//!
//! Objects that were written on one day tend to come due together: a million of them differ in key and instant, but not
//! in anything that counts in whole days.

use s3sim_kernel::time::Day;

use crate::object::attrs::AttrsId;
use crate::object::row::Row;

/// All that the rules look at in a version which has its key for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alike {
    attrs: AttrsId,
    size: u64,
    /// The midnight from which its age counts.
    born: Day,
    since: Day,
}

impl Alike {
    /// What counts in a row; nothing if other versions of its key count as well.
    #[inline]
    pub(crate) fn of(row: &Row) -> Option<Alike> {
        let alone = !row.older.exists() && !row.newer.exists();
        alone.then(|| Alike {
            attrs: row.attrs,
            size: row.size,
            born: row.created.ceil_day(),
            since: row.since,
        })
    }
}

/// The last answer, and for whom it holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memo<T> {
    last: Option<(Alike, T)>,
}

impl<T: Copy> Memo<T> {
    /// The answer, if the last one was for versions like this.
    #[inline]
    pub(crate) fn get(&self, alike: Option<Alike>) -> Option<T> {
        let (known, answer) = self.last?;
        (alike == Some(known)).then_some(answer)
    }

    /// Keeps an answer for all versions like this.
    #[inline]
    pub(crate) fn keep(&mut self, alike: Option<Alike>, answer: T) {
        self.last = alike.map(|alike| (alike, answer));
    }
}
