//! When which limit refused how much.

use std::collections::BTreeMap;

use s3sim_kernel::time::{Instant, Micros, SECOND};

/// What a limited resource saw in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// What it admits in a second.
    pub limit_per_s: u64,
    /// Attempts that came in seconds in which something was refused.
    pub offered: u64,
    /// Attempts that were refused.
    pub throttled: u64,
    /// Requests whose last attempt was among the refused.
    pub gave_up: u64,
}

impl Window {
    /// Attempts that were not refused.
    pub fn admitted(&self) -> u64 {
        self.offered - self.throttled
    }
}

/// Windows in which something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    width: Micros,
    rows: BTreeMap<(Instant, String), Window>,
}

impl Default for Windows {
    fn default() -> Windows {
        Windows { width: Micros(SECOND), rows: BTreeMap::new() }
    }
}

impl Windows {
    /// Windows of this width: whole seconds.
    pub fn wide(width: Micros) -> Windows {
        Windows { width: Micros(width.0.max(SECOND)), ..Windows::default() }
    }

    /// Adds what a resource saw in the second that begins at `start`.
    pub fn add(&mut self, start: Instant, resource: String, more: Window) {
        let start = Instant::from_micros(start.micros() - start.micros().rem_euclid(self.width.0));
        let row = self.rows.entry((start, resource)).or_default();
        row.limit_per_s = more.limit_per_s;
        row.offered += more.offered;
        row.throttled += more.throttled;
        row.gave_up += more.gave_up;
    }

    /// Every window: its start, the resource, what it saw.
    pub fn rows(&self) -> impl Iterator<Item = (Instant, &str, &Window)> {
        self.rows.iter().map(|((start, resource), window)| (*start, resource.as_str(), window))
    }
}
