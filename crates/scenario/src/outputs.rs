//! Which files are written, and how much of what they could hold.

use s3sim_document::read::Reader;

use crate::section::Section;
use crate::words::top::OUTPUTS;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// `notifications`: how many delivered messages `notifications.jsonl` holds: the first ones.
    pub notifications: usize,
}

impl Default for Outputs {
    fn default() -> Outputs {
        Outputs { notifications: 1_000 }
    }
}

pub(crate) fn read(reader: &Reader<'_>) -> Outputs {
    let Some(section) = Section::open(reader, &OUTPUTS) else { return Outputs::default() };
    let notifications = section.get("notifications").and_then(|value| value.count());
    section.done();
    let most = notifications.and_then(|count| usize::try_from(count).ok());
    Outputs { notifications: most.unwrap_or(Outputs::default().notifications) }
}
