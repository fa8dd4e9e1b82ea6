//! Block Public Access: four settings of a bucket or account.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use s3sim_document::read::Reader;
use s3sim_document::tree::Value;

use crate::configuration::schema;
use crate::response::Fields;

/// The four settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// Calls that set a public ACL fail.
    pub block_public_acls: bool,
    /// Public grants in ACLs do not count.
    pub ignore_public_acls: bool,
    /// Calls that set a public policy fail.
    pub block_public_policy: bool,
    /// Under a public policy only AWS services and the owner's account get in.
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// Everything is blocked.
    pub const ALL: PublicAccessBlock = PublicAccessBlock {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };

    /// What is in force where both say something: each setting of either (PO-090).
    pub const fn or(self, other: PublicAccessBlock) -> PublicAccessBlock {
        PublicAccessBlock {
            block_public_acls: self.block_public_acls || other.block_public_acls,
            ignore_public_acls: self.ignore_public_acls || other.ignore_public_acls,
            block_public_policy: self.block_public_policy || other.block_public_policy,
            restrict_public_buckets: self.restrict_public_buckets || other.restrict_public_buckets,
        }
    }

    /// The document, as `get-public-access-block` answers.
    pub fn fields(self) -> Fields {
        let inside = Fields::new()
            .node("BlockPublicAcls", Value::Bool(self.block_public_acls))
            .node("IgnorePublicAcls", Value::Bool(self.ignore_public_acls))
            .node("BlockPublicPolicy", Value::Bool(self.block_public_policy))
            .node("RestrictPublicBuckets", Value::Bool(self.restrict_public_buckets));
        Fields::new().node("PublicAccessBlockConfiguration", Value::Map(inside.done()))
    }
}

/// Reads the document, bare or wrapped, or the short form `true` or `false` for all four. Settings that are not
/// mentioned are off.
pub fn read(reader: &Reader<'_>) -> Option<PublicAccessBlock> {
    schema::document(reader, |reader| {
        match &reader.node().value {
            Value::Bool(true) => return Some(PublicAccessBlock::ALL),
            Value::Bool(false) => return Some(PublicAccessBlock::default()),
            _ => {}
        }
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "PublicAccessBlockConfiguration")?;
        let mut setting = |name: &'static str| {
            fields.optional(name).and_then(|value| schema::boolean(&value)).unwrap_or_default()
        };
        let block = PublicAccessBlock {
            block_public_acls: setting("BlockPublicAcls"),
            ignore_public_acls: setting("IgnorePublicAcls"),
            block_public_policy: setting("BlockPublicPolicy"),
            restrict_public_buckets: setting("RestrictPublicBuckets"),
        };
        schema::finish(fields);
        (reader.problems_so_far() == before).then_some(block)
    })
}
