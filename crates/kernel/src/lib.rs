//! The event kernel: integer time, a total order of events, named random streams and tables to draw from.

pub mod queue;
pub mod time;
