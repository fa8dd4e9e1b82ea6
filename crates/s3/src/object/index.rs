//! From an index in a key space to the row that holds its current version.
//!
//! Keys put in order stand in consecutive slots and cost one extent for any number of them; a run of many keys
//! is one extent of its own; single keys that come out of order go to a hash table, which is never iterated.

use std::collections::BTreeMap;
use std::ops::Range;

use hashbrown::HashTable;

use super::row::{Arena, RowId};

/// Consecutive keys: either one row for all of them, or one slot for each.
#[derive(Clone, Copy, Debug)]
struct Extent {
    slot: u32,
    len: u64,
    /// Keys that exist (an emptied slot of a single stays reserved until all are gone).
    live: u64,
    single: bool,
}

/// The rows of current versions of one key space.
#[derive(Clone, Debug, Default)]
pub struct Index {
    extents: BTreeMap<u64, Extent>,
    strays: HashTable<u32>,
    keys: u64,
}

fn hash(first: u64) -> u64 {
    // Fibonacci hashing with a final mix: indices are dense, and the table is never iterated.
    let mixed = first.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

impl Index {
    /// How many keys have a current version (delete markers included).
    pub fn keys(&self) -> u64 {
        self.keys
    }

    /// One more than the largest index that has a current version, or any larger number.
    pub fn end(&self, arena: &Arena) -> u64 {
        let extents = self.extents.last_key_value().map_or(0, |(&start, extent)| start + extent.len);
        let strays = self.strays.iter().map(|&slot| arena.get(RowId(slot)).first + 1).max().unwrap_or(0);
        extents.max(strays)
    }

    /// The row that holds the current version of `index`.
    #[inline]
    pub fn find(&self, arena: &Arena, index: u64) -> Option<RowId> {
        if let Some((&first, extent)) = self.extents.range(..=index).next_back()
            && index < first + extent.len
        {
            let slot = if extent.single { extent.slot + (index - first) as u32 } else { extent.slot };
            return (arena.get(RowId(slot)).count > 0).then_some(RowId(slot));
        }
        self.find_stray(arena, index)
    }

    fn find_stray(&self, arena: &Arena, index: u64) -> Option<RowId> {
        if self.strays.is_empty() {
            return None;
        }
        self.strays.find(hash(index), |&slot| arena.get(RowId(slot)).first == index).map(|&slot| RowId(slot))
    }

    /// Whether a row is that of a single key which came out of order.
    #[inline]
    pub fn is_stray(&self, arena: &Arena, id: RowId) -> bool {
        !self.strays.is_empty() && self.strays.find(hash(arena.get(id).first), |&slot| slot == id.0).is_some()
    }

    /// A place for a row of keys that have no current version yet.
    pub fn insert(&mut self, arena: &mut Arena, row: super::row::Row) -> RowId {
        let first = row.first;
        self.keys += u64::from(row.count);
        if row.count > 1 {
            self.clear(arena, first..row.end());
            let id = arena.insert(row);
            self.extents.insert(
                first,
                Extent { slot: id.0, len: row.count.into(), live: row.count.into(), single: false },
            );
            return id;
        }
        let mut newest = true;
        if let Some((&start, extent)) = self.extents.range_mut(..=first).next_back() {
            if extent.single && first < start + extent.len {
                // A reserved slot whose key was gone for a while.
                let id = RowId(extent.slot + (first - start) as u32);
                extent.live += 1;
                *arena.get_mut(id) = row;
                return id;
            }
            if extent.single && start + extent.len == first && arena.has_next(extent.slot + extent.len as u32)
            {
                extent.len += 1;
                extent.live += 1;
                return arena.insert_at(extent.slot + extent.len as u32 - 1, row);
            }
            newest = start + extent.len <= first;
        }
        let last = self.extents.last_key_value().map_or(0, |(&start, extent)| start + extent.len);
        if newest && first >= last && self.strays.is_empty() {
            let id = arena.insert_apart(row);
            self.extents.insert(first, Extent { slot: id.0, len: 1, live: 1, single: true });
            return id;
        }
        let id = arena.insert(row);
        self.strays.insert_unique(hash(first), id.0, |&slot| hash(arena.get(RowId(slot)).first));
        id
    }

    /// Gives up the slots that are kept in reserve for keys of `range`, none of which has a version: a run is about
    /// to stand there.
    fn clear(&mut self, arena: &mut Arena, range: Range<u64>) {
        let begin = self.extents.range(..=range.start).next_back().map_or(range.start, |(&start, _)| start);
        let reserving: Vec<u64> = self.extents.range(begin..range.end).map(|(&start, _)| start).collect();
        for start in reserving {
            let Some(extent) = self.extents.get(&start).copied() else { continue };
            let end = start + extent.len;
            let (cut, rest) = (range.start.clamp(start, end), range.end.min(end));
            if cut >= rest {
                continue;
            }
            self.extents.remove(&start);
            arena.release_stretch(extent.slot + (cut - start) as u32, (rest - cut) as u32);
            for part in [start..cut, rest..end] {
                self.keep(arena, extent.slot + (part.start - start) as u32, part);
            }
        }
    }

    /// Keeps a part of an extent of singles, or gives its slots back if no key of it exists.
    fn keep(&mut self, arena: &mut Arena, slot: u32, part: Range<u64>) {
        let len = part.end - part.start;
        let live = (slot..slot + len as u32).filter(|&slot| arena.get(RowId(slot)).count > 0).count() as u64;
        if live > 0 {
            self.extents.insert(part.start, Extent { slot, len, live, single: true });
        } else {
            arena.release_stretch(slot, len as u32);
        }
    }

    /// Takes the keys of a row out: they have no version any more. The slot is given back or kept in reserve.
    pub fn remove(&mut self, arena: &mut Arena, id: RowId) {
        let (first, count) = (arena.get(id).first, u64::from(arena.get(id).count));
        self.keys -= count;
        if let Some((&start, extent)) = self.extents.range_mut(..=first).next_back()
            && first < start + extent.len
        {
            if !extent.single {
                self.extents.remove(&start);
                arena.release(id);
                return;
            }
            extent.live -= 1;
            arena.empty(id);
            if extent.live == 0 {
                let (slot, len) = (extent.slot, extent.len as u32);
                self.extents.remove(&start);
                arena.release_stretch(slot, len);
            }
            return;
        }
        if let Ok(entry) = self.strays.find_entry(hash(first), |&slot| slot == id.0) {
            entry.remove();
        }
        arena.release(id);
    }

    /// Notes that the row at `id` now ends at `cut` and that its other keys stand in a new row, already in the
    /// arena at `tail`.
    pub fn split(&mut self, arena: &Arena, id: RowId, tail: RowId) {
        let (first, cut, end) = (arena.get(id).first, arena.get(tail).first, arena.get(tail).end());
        let entry = |slot: RowId, len: u64| Extent { slot: slot.0, len, live: len, single: false };
        self.extents.insert(first, entry(id, cut - first));
        self.extents.insert(cut, entry(tail, end - cut));
    }

    /// The rows of current versions that hold any key of `range`, by ascending index.
    pub fn rows(&self, arena: &Arena, range: Range<u64>) -> Vec<RowId> {
        let mut rows = Vec::new();
        if range.is_empty() {
            return rows;
        }
        let begin = self.extents.range(..=range.start).next_back().map_or(range.start, |(&start, _)| start);
        for (&start, extent) in self.extents.range(begin..range.end) {
            if !extent.single {
                if start + extent.len > range.start {
                    rows.push(RowId(extent.slot));
                }
                continue;
            }
            let from = range.start.max(start) - start;
            let until = range.end.min(start + extent.len).saturating_sub(start);
            let slots = (from..until).map(|offset| RowId(extent.slot + offset as u32));
            rows.extend(slots.filter(|&slot| arena.get(slot).count > 0));
        }
        if !self.strays.is_empty() && range.end - range.start <= 16 {
            rows.extend(range.filter_map(|index| self.find_stray(arena, index)));
            rows.sort_unstable_by_key(|&id| arena.get(id).first);
        } else if !self.strays.is_empty() {
            let inside = |slot: &&u32| range.contains(&arena.get(RowId(**slot)).first);
            rows.extend(self.strays.iter().filter(inside).map(|&slot| RowId(slot)));
            rows.sort_unstable_by_key(|&id| arena.get(id).first);
        }
        rows
    }
}
