//! GetObjectAttributes.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>

use s3sim_ledger::BucketId;

use super::find::sought;
use crate::form::{Form, invalid_argument};
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal};
use crate::service::Intent;

/// What can be asked for.
const ATTRIBUTES: [&str; 5] = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    let missing = || invalid_argument("x-amz-object-attributes", "names what is wanted, and is missing");
    let node = form.get("ObjectAttributes").ok_or_else(missing)?;
    let wanted: Vec<&str> = match node.as_list() {
        Some(items) => items.iter().filter_map(|item| item.scalar()).collect(),
        None => node.scalar().unwrap_or_default().split(',').map(str::trim).collect(),
    };
    if wanted.is_empty() || wanted.iter().any(|name| !ATTRIBUTES.contains(name)) {
        return Err(invalid_argument("x-amz-object-attributes", "holds an attribute that is not known"));
    }
    let found = s3.seek_data(bucket, request.key, sought)?;
    let (row, attrs) = (*s3.table.arena.get(found.row), *s3.table.attrs_of(found.row));
    s3.check_customer_key(request, &attrs)?;
    let mut fields = Fields::new()
        .text("LastModified", row.created.to_string())
        .maybe("VersionId", s3.version_id_of(bucket, request.key, found.row));
    for name in wanted {
        fields = match name {
            // Without quotes here, unlike everywhere else.
            "ETag" => fields.text("ETag", s3.etag_of(bucket, request.key, found.row).trim_matches('"')),
            "StorageClass" => fields.text("StorageClass", attrs.class.name()),
            "ObjectSize" => fields.number("ObjectSize", row.size),
            "ObjectParts" if attrs.parts > 0 => {
                fields.map("ObjectParts", Fields::new().number("TotalPartsCount", attrs.parts.into()))
            }
            _ => fields,
        };
    }
    Ok(Intent::Answer { status: 200, fields, class: attrs.class })
}
