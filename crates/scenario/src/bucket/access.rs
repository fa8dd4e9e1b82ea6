//! `policy`, `public_access_block`, `ownership`, `acl`.

use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Map;
use s3sim_ledger::AccountId;
use s3sim_s3::access::acl::{Acl, Canned, read_document};
use s3sim_s3::access::ownership;
use s3sim_s3::access::{Access, policy, public_access_block};
use s3sim_s3::directory::Directory;

use crate::scope::Ground;
use crate::section::Section;
use crate::values;

/// Reads who may use a bucket of `owner`; what is not said is as in a new bucket.
pub(super) fn read(
    section: &Section<'_>,
    name: &str,
    owner: AccountId,
    ground: &Ground,
    directory: &Directory,
) -> Access {
    let mut access = Access::of_new_bucket(ground.rules);
    if let Some(value) = section.get("policy") {
        access.policy = policy::read(&value, name, directory).map(Arc::new);
    }
    if let Some(value) = section.get("public_access_block") {
        access.public_access_block = values::document(&value, public_access_block::read);
    }
    if let Some(value) = section.get("ownership") {
        access.ownership = values::document(&value, ownership::read);
    }
    if let Some(value) = section.get("acl") {
        let private = Acl::private(&directory.account(owner).canonical_id);
        let acl = acl(&value, &directory.account(owner).canonical_id).filter(|acl| *acl != private);
        if acl.is_some() && access.is_enforced() {
            let message = "a bucket with BucketOwnerEnforced has no ACL: set `ownership: ObjectWriter` too";
            value.refused("InvalidBucketAclWithObjectOwnership", message);
        }
        access.acl = acl;
    }
    access
}

fn acl(reader: &Reader<'_>, owner: &str) -> Option<Acl> {
    if let Some(word) = reader.node().scalar() {
        let canned = Canned::parse(word);
        if canned.is_none() {
            let instead = suggest::instead(word, &Canned::names());
            reader.refused("InvalidArgument", format!("unknown canned ACL `{word}`{instead}"));
        }
        return canned.map(|canned| canned.grants(owner, owner));
    }
    let document = reader.node().as_map().and_then(|map: &Map| map.get("AccessControlPolicy"));
    match read_document(document.unwrap_or(reader.node())) {
        Ok(acl) => Some(acl),
        Err(refusal) => {
            reader.refused(refusal.code.name(), refusal.message);
            None
        }
    }
}
