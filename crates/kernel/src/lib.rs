//! The event kernel: integer time, a total order of events, named random streams and tables to draw from.

pub mod bucket;
pub mod histogram;
pub mod queue;
pub mod streams;
pub mod time;
