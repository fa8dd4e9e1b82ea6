//! Clients that encrypt before they send: `clients.office.encrypts`.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_s3::kms::NewKey;

use crate::people::{Sender, keys};
use crate::section::Section;
use crate::values;
use crate::words::who::CLIENT;

/// The key of a client that keeps it to itself.
pub const OWN: &str = "own";

/// The clients by name, each with the key under which it encrypts, if it does.
pub(crate) type Clients = BTreeMap<String, Option<String>>;

/// Reads the clients.
pub(crate) fn read_all(reader: Option<&Reader<'_>>, keys: &[NewKey]) -> Clients {
    let entries = reader.and_then(|reader| reader.entries()).unwrap_or_default();
    let mut clients = Clients::new();
    for (name, reader) in entries {
        let Some(section) = Section::open(&reader, &CLIENT) else { continue };
        values::description(&section);
        let encrypts = section.get("encrypts").and_then(|value| match value.node().scalar() {
            Some(OWN) => Some(OWN.to_owned()),
            _ => keys::check_name(&value, keys),
        });
        section.done();
        clients.insert(name.to_owned(), encrypts);
    }
    clients
}

/// The sender with what its client does to the bytes.
pub(crate) fn with_client(mut sender: Sender, encrypts: Option<&String>) -> Sender {
    if let Some(key) = encrypts {
        let mut way = sender.way.as_deref().cloned().unwrap_or_default();
        way.client_key = Some(key.clone());
        sender.way = Some(Arc::new(way));
    }
    sender
}
