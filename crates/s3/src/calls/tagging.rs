//! GetObjectTagging, PutObjectTagging, DeleteObjectTagging: tags change a version in place.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>

use s3sim_aws::operation::Api;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use super::find::{Found, sought};
use crate::configuration::tagging::{self, Tagged};
use crate::form::Form;
use crate::machine::S3;
use crate::object::attrs::Attrs;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;
use crate::tally::{CauseId, Label};

/// New tags of a version.
#[derive(Clone, Debug)]
pub struct Tag {
    found: Found,
    /// How far below the current version it stands.
    depth: usize,
    tags: Vec<(String, String)>,
    version_id: Option<String>,
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    let tags = match request.api {
        Api::PutObjectTagging => {
            form.required_document("Tagging", |reader| tagging::read(reader, Tagged::Object))?
        }
        _ => Vec::new(),
    };
    let found = s3.seek_data(bucket, request.key, sought)?;
    let version_id = s3.version_id_of(bucket, request.key, found.row);
    if request.api == Api::GetObjectTagging {
        let tags = &s3.tags[s3.table.attrs_of(found.row).tags.0 as usize];
        let set =
            tags.iter().map(|(key, value)| Fields::new().text("Key", key).text("Value", value)).collect();
        let fields = Fields::new().maybe("VersionId", version_id).list("TagSet", set);
        return Ok(Intent::answer(200, fields));
    }
    let head = s3.table.find(found.space, found.index).unwrap_or(found.row);
    let depth = s3.table.stack(head).position(|row| row == found.row).unwrap_or(0);
    Ok(Intent::Tag(Tag { found, depth, tags, version_id }))
}

pub(crate) fn carry(s3: &mut S3, request: &Request<'_>, tag: Tag, cause: CauseId) -> Response {
    let tags = s3.tags(tag.tags);
    let heads = s3.table.isolate(tag.found.space, tag.found.index..tag.found.index + 1);
    let row = heads.first().and_then(|&head| s3.table.stack(head).nth(tag.depth));
    if let Some(row) = row {
        let attrs = *s3.table.attrs_of(row);
        s3.table.set_attrs(row, Attrs { tags, ..attrs });
        s3.note(row, EventKind::TagsChanged, Label::None, Label::None, cause);
        s3.file(row);
        s3.replicate_change(row);
    }
    Response::ok(request.api.success_status(), Fields::new().maybe("VersionId", tag.version_id))
}
