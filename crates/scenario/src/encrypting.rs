//! Clients that encrypt before they send: `clients.office.encrypts`.

use s3sim_document::read::Reader;
use s3sim_s3::kms::NewKey;

use crate::people::keys;

/// The key of a client that keeps it to itself.
pub const OWN: &str = "own";

/// Reads under which key a client encrypts.
pub(crate) fn read(reader: &Reader<'_>, keys: &[NewKey]) -> Option<String> {
    match reader.node().scalar() {
        Some(OWN) => Some(OWN.to_owned()),
        _ => keys::check_name(reader, keys),
    }
}
