//! Quantities as people write them: `2.5 GiB`, `100 Mbit/s`, `1d12h`, `-365d`, `20%`, `0.08 USD/GB-mo`.
//!
//! Every function reads a text and answers with an exact value or with a sentence that says what would be right; none
//! rounds through a binary fraction. [`crate::read::Reader`] has a method for each, which notes that sentence.
//!
//! Numbers take single underscores between digits and an exponent: `1_000_000`, `1e6`, `2.5e3`.

mod decimal;
mod duration;
mod instant;
mod money;
mod rate;
mod reader;
mod size;

pub use decimal::{Decimal, decimal, whole};
pub use duration::{Duration, duration, span};
pub use instant::{When, when};
pub use money::{Money, Per, Price, SHARE_WHOLE, money, price, share};
pub use rate::{Rate, rate};
pub use size::{bandwidth, size, total_size, volume_rate};
