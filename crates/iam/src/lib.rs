//! IAM: who may do what, and which statement of which policy says so.
//!
//! ```text
//!  document tree ── policy ──► Policy ── compile ──► Compiled ─┐
//!                  (grammar,  (what it says)  (by action)      │
//!                  AWS's refusals)                             ├─► evaluate ──► Decision
//!  principal, element ──► Caller with its policies ────────────┤     (allowed? by whom?)
//!  context (condition keys of the request) ────────────────────┘
//! ```
//!
//! * [`policy`] reads every kind of document (bucket, key, identity, trust, endpoint, service control …) and refuses
//!   what AWS refuses; [`condition`] and [`operand`] are its `Condition` block, [`pattern`] its wildcards and
//!   variables, [`element`] its `Principal`.
//! * [`principal`] is who asks; [`organization`] the accounts and what limits them.
//! * [`compile`] makes a policy fast to ask; [`evaluate`] asks all that have a say, in AWS's order.
//! * [`public`] is S3's test for public policies; [`managed`] are AWS's policies by name.
//!
//! The crate knows the policy language and the service authorization reference, but no API call: which actions a call
//! needs, access control lists, object ownership and block public access belong to S3 itself.

pub mod compile;
pub mod condition;
pub mod context;
pub mod decimal;
pub mod element;
pub mod evaluate;
pub mod managed;
pub mod operand;
pub mod organization;
pub mod pattern;
pub mod policy;
pub mod principal;
pub mod public;

#[cfg(test)]
mod tests;
