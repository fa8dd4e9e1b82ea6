//! Result files and what the terminal shows: one module for each format, all of them views of one outcome.
//!
//! [`files::of`] makes the files of a run in memory, [`whole::write`] puts all of them in place or none.
//! [`invoice`] prints what is to be paid in cents, [`what_if`] shows options side by side, [`sweep`] at many points and with many seeds.
//! [`html`] shows the files of runs as one page with pictures, [`timeline`] what rules will do; [`tested`] tells what came of comparing them with recorded ones.

pub mod files;
pub mod html;
pub mod invoice;
mod performance;
mod requests;
pub mod summary;
pub mod sweep;
mod table;
pub mod tested;
pub mod text;
pub mod timeline;
pub mod what_if;
pub mod whole;
