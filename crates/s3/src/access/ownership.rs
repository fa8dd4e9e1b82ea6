//! Object Ownership: who owns what others write, and whether ACLs count at all.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use s3sim_document::read::Reader;

use crate::configuration::schema;

/// The setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectOwnership {
    /// ACLs are off; the bucket's owner owns everything.
    BucketOwnerEnforced,
    /// The bucket's owner owns what is written with the ACL bucket-owner-full-control.
    BucketOwnerPreferred,
    /// Whoever writes an object owns it.
    ObjectWriter,
}

const WORDS: [(&str, ObjectOwnership); 3] = [
    ("BucketOwnerEnforced", ObjectOwnership::BucketOwnerEnforced),
    ("BucketOwnerPreferred", ObjectOwnership::BucketOwnerPreferred),
    ("ObjectWriter", ObjectOwnership::ObjectWriter),
];

impl ObjectOwnership {
    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            ObjectOwnership::BucketOwnerEnforced => "BucketOwnerEnforced",
            ObjectOwnership::BucketOwnerPreferred => "BucketOwnerPreferred",
            ObjectOwnership::ObjectWriter => "ObjectWriter",
        }
    }

    /// The setting of a word.
    pub fn parse(word: &str) -> Option<ObjectOwnership> {
        WORDS.iter().find(|(name, _)| *name == word).map(|(_, setting)| *setting)
    }
}

/// Reads the document with its one rule, bare or wrapped, or the short form that is the setting alone.
///
/// Notes `MalformedXML` for no rule, several, or an unknown setting (PO-099).
pub fn read(reader: &Reader<'_>) -> Option<ObjectOwnership> {
    schema::document(reader, |reader| {
        if reader.node().scalar().is_some() {
            return schema::word(reader, &WORDS);
        }
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "OwnershipControls")?;
        let rules = schema::required(&mut fields, "Rules", ": the one rule");
        let place = fields.reader().clone();
        schema::finish(fields);
        let rules = schema::list(rules);
        let [rule] = rules.as_slice() else {
            if place.problems_so_far() == before {
                place.refused(schema::MALFORMED, "`Rules` holds exactly one rule");
            }
            return None;
        };
        let mut rule = schema::structure(rule)?;
        let setting = schema::required(&mut rule, "ObjectOwnership", "")
            .and_then(|setting| schema::word(&setting, &WORDS));
        schema::finish(rule);
        setting.filter(|_| place.problems_so_far() == before)
    })
}
