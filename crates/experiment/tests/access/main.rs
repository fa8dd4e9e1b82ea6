//! Who may do what, asked in the words of scenarios and answered as AWS's documentation says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod actions;
mod blocks;
mod keys;
mod ownership;
mod world;
