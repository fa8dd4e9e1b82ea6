//! Rows: runs of versions that are identical in everything a rule can see.

use s3sim_kernel::time::{Day, Instant};

use super::attrs::AttrsId;

/// The place of a row in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub(crate) u32);

impl RowId {
    /// No row.
    pub const NONE: RowId = RowId(u32::MAX);

    /// Whether there is a row.
    pub const fn exists(self) -> bool {
        self.0 != u32::MAX
    }

    /// The row, or nothing.
    pub const fn some(self) -> Option<RowId> {
        if self.exists() { Some(self) } else { None }
    }
}

/// `count` versions, one for each key of a range of one key space. A run of one is an ordinary object.
///
/// 48 bytes, so that ten million single objects fit into half a gigabyte: a test holds the size.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Index of the first key in its key space.
    pub first: u64,
    /// Last-Modified of every version of the run.
    pub created: Instant,
    /// Bytes of each version.
    pub size: u64,
    /// How many keys; 0 marks a free slot.
    pub count: u32,
    /// Everything else, interned.
    pub attrs: AttrsId,
    /// The next older version of the same keys.
    pub older: RowId,
    /// The next newer version of the same keys; none if this is the current one.
    pub newer: RowId,
    /// This is the n-th version of its key; 0 is the null version.
    pub number: u32,
    /// The midnight at which the class was entered or, in Intelligent-Tiering, the midnight at or after the last
    /// access; `Day(0)` stands for the creation.
    pub since: Day,
    /// The day under which it is filed in the calendar; [`Day::MAX`] if it is not.
    pub due: Day,
}

impl Row {
    /// The index after the last key.
    pub fn end(&self) -> u64 {
        self.first + u64::from(self.count)
    }

    /// The instant at which the class was entered.
    pub fn entered(&self) -> Instant {
        if self.since == Day(0) { self.created } else { self.since.start() }
    }

    /// The midnight from which idle days count (Intelligent-Tiering).
    pub fn idle_since(&self) -> Day {
        if self.since == Day(0) { self.created.ceil_day() } else { self.since }
    }
}

/// All rows of a machine, current and noncurrent, with slots reused.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    rows: Vec<Row>,
    free: Vec<u32>,
}

impl Arena {
    /// The row at `id`.
    #[inline]
    pub fn get(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }

    /// The row at `id`, for changing.
    #[inline]
    pub fn get_mut(&mut self, id: RowId) -> &mut Row {
        &mut self.rows[id.0 as usize]
    }

    /// A place for a row: a slot that was freed, or a new one.
    pub fn insert(&mut self, row: Row) -> RowId {
        match self.free.pop() {
            Some(slot) => {
                self.rows[slot as usize] = row;
                RowId(slot)
            }
            None => self.append(row),
        }
    }

    /// A place from which further keys can go on in consecutive slots: the head of a stretch that was given back, or
    /// the end of the arena.
    pub fn insert_apart(&mut self, row: Row) -> RowId {
        match self.free.as_slice() {
            [.., second, first] if first + 1 == *second => self.insert(row),
            _ => self.append(row),
        }
    }

    /// Whether `slot` is the place that comes next: the last one given back, or the end of the arena.
    pub fn has_next(&self, slot: u32) -> bool {
        self.free.last() == Some(&slot) || self.rows.len() as u32 == slot
    }

    /// Puts a row into the place for which [`Arena::has_next`] said yes.
    pub fn insert_at(&mut self, slot: u32, row: Row) -> RowId {
        if self.free.last() == Some(&slot) { self.insert(row) } else { self.append(row) }
    }

    fn append(&mut self, row: Row) -> RowId {
        self.rows.push(row);
        RowId((self.rows.len() - 1) as u32)
    }

    /// Gives a slot back.
    pub fn release(&mut self, id: RowId) {
        self.empty(id);
        self.free.push(id.0);
    }

    /// Marks a slot as empty while its place stays reserved (within an extent of singles).
    pub fn empty(&mut self, id: RowId) {
        let row = self.get_mut(id);
        row.count = 0;
        row.due = Day::MAX;
    }

    /// Gives back a whole stretch of slots that have been emptied.
    pub fn release_stretch(&mut self, first: u32, len: u32) {
        // In descending order, so that the next keys again get ascending slots.
        self.free.extend((first..first + len).rev());
    }

    /// Slots in use.
    pub fn live(&self) -> usize {
        self.rows.iter().filter(|row| row.count > 0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_fits_into_48_bytes() {
        assert_eq!(std::mem::size_of::<Row>(), 48);
    }
}
