//! Documents as users write them: YAML and JSON read into one tree that knows where every value stands.
//!
//! [`tree`] holds values, [`read`] turns them into types while collecting every [`problem::Problem`].

pub mod problem;
pub mod read;
pub mod suggest;
pub mod tree;
