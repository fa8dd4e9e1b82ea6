//! Configurations of which a bucket can have several, each under an id: analytics, inventory, metrics.
//!
//! Each is kept as it was put, and read into what it means.

use s3sim_document::read::{Fields, Reader};
use s3sim_document::tree::Node;

use super::schema;

/// How many configurations of one kind a bucket can have.
pub const CONFIGURATIONS_MAX: usize = 1_000;
/// How long an id can be.
pub const ID_CHARACTERS_MAX: usize = 64;

/// A kind of configuration.
pub trait ById: Clone + Sized {
    /// The element around the document: `AnalyticsConfiguration`.
    const ELEMENT: &'static str;
    /// The list of them in the answer of the listing call.
    const LIST: &'static str;

    /// Reads what stands in the document beside the id; notes what is wrong.
    fn contents(fields: &mut Fields<'_>) -> Option<Self>;
}

/// A configuration under its id.
#[derive(Clone, Debug)]
pub struct Identified<T> {
    /// Its name within the bucket.
    pub id: String,
    /// The bare document, as it was put.
    pub document: Node,
    /// What it means.
    pub contents: T,
}

/// Reads all of a bucket's configurations of a kind: a map from id to document, in file order.
///
/// Notes `TooManyConfigurations` beyond [`CONFIGURATIONS_MAX`], and what [`read`] notes.
pub fn read_all<T: ById>(reader: &Reader<'_>) -> Option<Vec<Identified<T>>> {
    let before = reader.problems_so_far();
    let entries = reader.entries()?;
    if entries.len() > CONFIGURATIONS_MAX {
        let message =
            format!("a bucket takes {CONFIGURATIONS_MAX} configurations, but here are {}", entries.len());
        reader.refused("TooManyConfigurations", message);
    }
    let read: Vec<_> = entries.iter().filter_map(|(id, document)| read(document, id)).collect();
    (reader.problems_so_far() == before).then_some(read)
}

/// Reads one document, bare or wrapped, that is put under `id`.
///
/// Notes `MalformedXML` for what does not fit the schema, and `InvalidArgument` for an `Id` in the document that
/// differs from `id`, or an id that is none. Modelling choice: the code for the latter.
pub fn read<T: ById>(reader: &Reader<'_>, id: &str) -> Option<Identified<T>> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, T::ELEMENT)?;
        let place = fields.reader().clone();
        if let Some(written) = fields.optional("Id").filter(|written| written.node().scalar() != Some(id)) {
            let message = format!("should be `{id}`, the id that the configuration is put under");
            written.refused("InvalidArgument", message);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if id.is_empty() || id.len() > ID_CHARACTERS_MAX || !id.chars().all(fits) {
            let message = "an id has 1 to 64 letters, digits, periods, dashes and underscores";
            place.refused("InvalidArgument", message);
        }
        let contents = T::contents(&mut fields);
        schema::finish(fields);
        (place.problems_so_far() == before).then_some(())?;
        Some(Identified { id: id.to_owned(), document: place.node().clone(), contents: contents? })
    })
}
