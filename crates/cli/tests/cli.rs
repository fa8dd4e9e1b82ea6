//! The command as people and scripts meet it: words in, words out, exit codes, files whole or not at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "cli/support.rs"]
mod support;

#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/interruption.rs"]
mod interruption;
#[path = "cli/places.rs"]
mod places;
#[path = "cli/policies.rs"]
mod policies;
#[path = "cli/questions.rs"]
mod questions;
#[path = "cli/regression.rs"]
mod regression;
