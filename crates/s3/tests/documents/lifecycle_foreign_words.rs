//! Words of CloudFormation, Terraform and the REST API's XML: refused, with S3's word beside them.

use s3sim_s3::lifecycle::read;

use crate::given::{messages, read_text, today};

#[test]
fn words_of_other_tools_are_refused_with_the_right_one() {
    let rule = |elements: &str| format!("{{Rules: [{{Status: Enabled, Filter: {{}}, {elements}}}]}}");
    for (document, path, words) in [
        (
            rule("ExpirationInDays: 30"),
            "Rules[0].ExpirationInDays",
            "CloudFormation; S3's document says `Expiration: {Days",
        ),
        (rule("Id: a, Expiration: {Days: 1}"), "Rules[0].Id", "`ID`"),
        (rule("TagFilters: [{Key: a, Value: b}]"), "Rules[0].TagFilters", "`Filter: {Tag"),
        (rule("Transition: {Days: 1}"), "Rules[0].Transition", "`Transitions: […]`"),
        (rule("noncurrent_version_expiration: {}"), "Rules[0].noncurrent_version_expiration", "Terraform"),
        (
            rule("ObjectSizeGreaterThan: 5"),
            "Rules[0].ObjectSizeGreaterThan",
            "`Filter: {ObjectSizeGreaterThan",
        ),
        (rule("Expirations: {Days: 1}"), "Rules[0].Expirations", "did you mean `Expiration`?"),
        ("{Rule: []}".to_owned(), "Rule", "`Rules: […]`"),
    ] {
        let said = messages(&document, |reader| read::configuration(reader, &today()));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(words), "{said:?}");
        let (_, refusals) = read_text(&document, |reader| read::configuration(reader, &today()));
        assert_eq!(refusals, [("MalformedXML".to_owned(), path.to_owned())]);
    }
}

#[test]
fn words_inside_an_action() {
    let document =
        "{Rules: [{Status: Enabled, Filter: {}, Transitions: [{Days: 1, storage_class: GLACIER}]}]}";
    let said = messages(document, |reader| read::configuration(reader, &today()));
    assert_eq!(
        said,
        [
            "`StorageClass` is missing",
            "unknown word `storage_class`: a word of Terraform; S3's document says `StorageClass`",
        ]
    );
}
