//! Which files are written, how finely, and how much of what they could hold.

use s3sim_document::read::Reader;
use s3sim_kernel::time::{Micros, SECOND};

use crate::section::Section;
use crate::values;
use crate::words::top::OUTPUTS;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// `notifications`: how many delivered messages `notifications.jsonl` holds: the first ones.
    pub notifications: usize,
    /// `window`: the width of the windows of `throttling.csv`: whole seconds, at least one.
    pub window: Micros,
}

impl Default for Outputs {
    fn default() -> Outputs {
        Outputs { notifications: 1_000, window: Micros(SECOND) }
    }
}

pub(crate) fn read(reader: &Reader<'_>) -> Outputs {
    let Some(section) = Section::open(reader, &OUTPUTS) else { return Outputs::default() };
    let notifications = section.get("notifications").and_then(|value| value.count());
    let window = section.get("window").and_then(|value| window(&value));
    section.done();
    let most = notifications.and_then(|count| usize::try_from(count).ok());
    let plain = Outputs::default();
    Outputs { notifications: most.unwrap_or(plain.notifications), window: window.unwrap_or(plain.window) }
}

fn window(reader: &Reader<'_>) -> Option<Micros> {
    let window = values::duration(reader)?;
    if window.0 < SECOND || window.0 % SECOND != 0 {
        reader.wrong("should be whole seconds, at least 1s");
        return None;
    }
    Some(window)
}
