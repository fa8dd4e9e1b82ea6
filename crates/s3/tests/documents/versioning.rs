//! `PutBucketVersioning`.

use s3sim_s3::configuration::versioning::{self, VersioningConfiguration, VersioningStatus};

use crate::given::read_text;

#[test]
fn the_document_and_its_short_form() {
    use VersioningStatus::{Enabled, Suspended};
    for (text, status, mfa_delete) in [
        ("Enabled", Enabled, None),
        ("Suspended", Suspended, None),
        ("{Status: Enabled}", Enabled, None),
        ("{Status: Suspended, MFADelete: Disabled}", Suspended, Some(false)),
        ("{VersioningConfiguration: {Status: Enabled, MFADelete: Enabled}, Bucket: b}", Enabled, Some(true)),
    ] {
        let (read, refusals) = read_text(text, versioning::read);
        assert_eq!(
            (read, refusals),
            (Some(VersioningConfiguration { status, mfa_delete }), Vec::new()),
            "{text}"
        );
    }
}

/// VER-002
#[test]
fn what_is_refused() {
    for (text, code, path) in [
        ("{Status: enabled}", "MalformedXML", "Status"),
        ("{Status: Disabled}", "MalformedXML", "Status"),
        ("enabled", "MalformedXML", ""),
        ("[Enabled]", "MalformedXML", ""),
        ("{}", "IllegalVersioningConfigurationException", ""),
        ("{MFADelete: Enabled}", "IllegalVersioningConfigurationException", ""),
        ("{Status: Enabled, MFADelete: true}", "MalformedXML", "MFADelete"),
        ("{status: Enabled}", "MalformedXML", "status"),
    ] {
        let (read, refusals) = read_text(text, versioning::read);
        assert_eq!((read, refusals), (None, vec![(code.to_owned(), path.to_owned())]), "{text}");
    }
}
