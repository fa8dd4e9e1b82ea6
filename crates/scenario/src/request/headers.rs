//! Headers as they are sent: those of S3 stand for parameters of the call.

use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;

use super::Parameter;
use crate::headers::parameter;

/// What tells how to encrypt. It may come with reads too, for S3 to refuse.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
const MISPLACED: [&str; 2] = ["ServerSideEncryption", "SSEKMSKeyId"];

/// The parameters that stand among the headers. Notes those that the call does not take.
pub(super) fn read(reader: &Reader<'_>, api: Api) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for (header, value) in reader.entries().unwrap_or_default() {
        let Some(name) = parameter(header) else { continue };
        let misplaced = matches!(api, Api::GetObject | Api::HeadObject) && MISPLACED.contains(&name);
        if !api.parameters().contains(&name) && !misplaced {
            value.wrong(format!("{api} takes no header `{header}`"));
        } else if !super::parameter_is_here(api, name) {
            value.wrong(format!("`{header}` is not simulated"));
        } else {
            parameters.push(Parameter { name: name.to_owned(), value: value.node().clone(), extends: false });
        }
    }
    parameters
}
