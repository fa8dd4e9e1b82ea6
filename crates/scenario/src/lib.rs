//! The language of scenarios: from a tree of words to a checked [`Scenario`].
//!
//! [`load::load`] reads a YAML file with everything that it names; [`scenario::read`] checks the tree and collects
//! every mistake, each at its place. What comes out has no defaults left to fill in:
//!
//! - [`bucket`] and [`population`]: what is there at the start, objects cut into cells of identical ones;
//! - `people`: who there is, and by which ways they come;
//! - [`request`]: the one grammar of requests, with [`template`], [`target`] and [`expectation`];
//! - [`around`]: what stands around S3;
//! - [`step`], [`workload`] and [`traffic`]: what happens; [`client`]: who sends it;
//! - [`asking`]: questions from outside of the file;
//! - [`check`], [`selection`], [`measure`]: what is asked;
//! - [`question`], [`sweep`]: options, what they must meet, and values to sweep over;
//! - [`model`], [`quotas`], [`billing`], [`account`], [`outputs`]: what it all stands on.
//!
//! [`shape`] says how settings and options change a scenario. [`schema`] describes the format to editors, from the same tables of words that the readers go by. Words that belong
//! to the format and not yet to this program are refused by name.

pub mod account;
pub mod around;
pub mod asking;
pub mod billing;
pub mod bucket;
pub mod check;
pub mod client;
mod clock;
mod copies;
pub mod encrypting;
pub mod expectation;
mod external;
mod headers;
pub mod inventory;
pub mod kms;
pub mod load;
pub mod measure;
pub mod model;
pub mod outputs;
mod people;
pub mod permission;
pub mod population;
pub mod prices;
pub mod question;
pub mod quotas;
pub mod records;
pub mod request;
pub mod scenario;
pub mod schema;
mod scope;
mod section;
pub mod selection;
pub mod shape;
mod sizes;
pub mod step;
pub mod sweep;
pub mod target;
pub mod template;
pub mod traffic;
mod values;
pub mod watch;
mod words;
pub mod workload;

pub use people::{Road, Sender};
pub use scenario::Scenario;
