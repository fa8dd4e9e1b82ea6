//! What s3sim must bear, one function for each fuzz target; `CONTRIBUTING.md` says how they are run.
//!
//! Every `bear` takes any bytes and returns, or has found a mistake: a panic, or a promise below that does not hold.
//!
//! | target | bytes are | promise |
//! |---|---|---|
//! | [`scenario`] | a scenario in YAML | read or refused; every complaint can be printed on one line |
//! | [`documents`] | a bucket configuration in JSON | what is accepted and got back is accepted again and means the same |
//! | [`policies`] | a policy in JSON, and a request | who may is decided, and twice alike |
//! | [`patterns`] | an event pattern and an event | read or refused; a match is a match with more fields around it |
//! | [`inventory`] | an inventory report in CSV | read or refused |
//! | [`machine`] | calls and gaps of time | what the machine tells adds up to what it holds |

pub mod choice;
pub mod documents;
pub mod inventory;
pub mod machine;
pub mod patterns;
pub mod policies;
pub mod scenario;
mod world;

pub use choice::Choices;
