//! Why a decision is as it is, in words.

/// The kinds of policy, as `decided_by` writes them and as people call them.
const KINDS: [(&str, &str); 11] = [
    ("identity", "identity policy"),
    ("bucket", "bucket policy"),
    ("key", "key policy"),
    ("scp", "service control policy"),
    ("boundary", "permissions boundary"),
    ("session", "session policy"),
    ("endpoint", "endpoint policy"),
    ("trust", "trust policy"),
    ("acl", "access control list"),
    ("queue", "queue policy"),
    ("topic", "topic policy"),
];

/// The reason of a decision: `decided_by` is a kind, mostly with a statement; `message` is S3's own for a denial.
pub(super) fn reason(allowed: bool, decided_by: &str, message: &str) -> String {
    let (kind, statement) = decided_by.split_once('/').map_or((decided_by, None), |(k, s)| (k, Some(s)));
    let name = KINDS.iter().find(|(word, _)| *word == kind).map_or(kind, |(_, name)| name);
    match (allowed, kind, statement) {
        (true, _, Some(statement)) => format!("statement {statement} of the {name} allows it"),
        (true, "identity", None) => "the root user may do everything in its own account".to_owned(),
        (true, _, None) => format!("the {name} allows it"),
        (false, _, Some(statement)) => format!("statement {statement} of the {name} denies it"),
        (false, "public_access_block", None) => "block public access keeps it out".to_owned(),
        (false, "none", None) => nobody(message),
        (false, _, None) => format!("no {name} allows it, and one has to"),
    }
}

/// Nothing denies it, and nothing allows it.
fn nobody(message: &str) -> String {
    match message.split_once(" because ") {
        Some((_, why)) => format!("nothing denies it, but {why}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn every_kind_of_decision() {
        let implicit = "User: u is not authorized to perform: s3:GetObject on resource: \"r\" because no \
                        identity-based policy allows the s3:GetObject action";
        for (allowed, by, message, expected) in [
            (true, "bucket/PublicRead", "", "statement PublicRead of the bucket policy allows it"),
            (true, "identity/ro[0]", "", "statement ro[0] of the identity policy allows it"),
            (true, "identity", "", "the root user may do everything in its own account"),
            (true, "acl", "", "the access control list allows it"),
            (false, "scp/NoS3", "", "statement NoS3 of the service control policy denies it"),
            (false, "boundary", "", "no permissions boundary allows it, and one has to"),
            (false, "endpoint", "", "no endpoint policy allows it, and one has to"),
            (false, "public_access_block", "", "block public access keeps it out"),
            (
                false,
                "none",
                implicit,
                "nothing denies it, but no identity-based policy allows the s3:GetObject action",
            ),
            (false, "none", "Request has expired", "Request has expired"),
        ] {
            assert_eq!(reason(allowed, by, message), expected, "{by}");
        }
    }
}
