//! The calendar: which rows have to be looked at on which day.
//!
//! Early is harmless, late is a bug: a filed day is a lower bound. An entry counts only while the row still names
//! that day as its due day, so nothing ever has to be taken out.

use s3sim_kernel::time::Day;

use crate::object::row::RowId;

/// Rows by the day on which they may have something to do.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: Vec<Vec<RowId>>,
    base: Day,
    /// No day before this one has entries.
    next: usize,
}

impl Calendar {
    /// An empty calendar whose first day is `base`.
    pub fn new(base: Day) -> Calendar {
        Calendar { days: Vec::new(), base, next: 0 }
    }

    /// Files a row under a day; days before the calendar's first count as the first.
    #[inline]
    pub fn file(&mut self, day: Day, row: RowId) {
        let index = usize::from(day.0.saturating_sub(self.base.0));
        if index >= self.days.len() {
            self.days.resize_with(index + 1, Vec::new);
        }
        self.next = self.next.min(index);
        self.days[index].push(row);
    }

    /// The first day that has entries.
    pub fn first_day(&mut self) -> Option<Day> {
        while self.days.get(self.next).is_some_and(Vec::is_empty) {
            self.next += 1;
        }
        (self.next < self.days.len()).then(|| self.base.plus(self.next as u32))
    }

    /// Takes the entries of a day.
    pub fn take(&mut self, day: Day) -> Vec<RowId> {
        let index = usize::from(day.0.saturating_sub(self.base.0));
        self.days.get_mut(index).map(std::mem::take).unwrap_or_default()
    }
}
