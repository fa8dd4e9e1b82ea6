//! Words of other tools that people write into S3's documents, and S3's own word for them.
//!
//! CloudFormation, Terraform and the XML of the REST API describe the same configurations in other words. S3 knows
//! none of them in a JSON document; the message that refuses one says what to write.

/// CloudFormation's properties and where their meaning stands in S3's document.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html>
const CLOUDFORMATION: [(&str, &str); 9] = [
    ("Id", "ID"),
    ("ExpirationInDays", "Expiration: {Days: …}"),
    ("ExpirationDate", "Expiration: {Date: …}"),
    ("ExpiredObjectDeleteMarker", "Expiration: {ExpiredObjectDeleteMarker: true}"),
    ("TransitionInDays", "Days (of a noncurrent version: NoncurrentDays)"),
    ("TransitionDate", "Date"),
    ("NoncurrentVersionExpirationInDays", "NoncurrentVersionExpiration: {NoncurrentDays: …}"),
    ("TagFilters", "Filter: {Tag: {Key: …, Value: …}}, or several in Filter: {And: {Tags: […]}}"),
    ("TagFilter", "Tag: {Key: …, Value: …}"),
];

/// Words that stand one structure too high.
const MISPLACED: [(&str, &str); 6] = [
    ("ObjectSizeGreaterThan", "Filter: {ObjectSizeGreaterThan: …}"),
    ("ObjectSizeLessThan", "Filter: {ObjectSizeLessThan: …}"),
    ("Tag", "Filter: {Tag: {Key: …, Value: …}}"),
    ("And", "Filter: {And: …}"),
    ("Days", "an action such as Expiration: {Days: …}"),
    ("StorageClass", "Transitions: [{Days: …, StorageClass: …}]"),
];

/// What to say after an unknown word, if it is somebody's word; `known` are the words that S3 knows there.
pub(crate) fn explain(word: &str, known: &[&'static str]) -> Option<String> {
    if let Some((_, right)) = CLOUDFORMATION.iter().find(|(theirs, _)| *theirs == word) {
        return Some(format!(": a word of CloudFormation; S3's document says `{right}`"));
    }
    let folded = fold(word);
    if let Some(same) = known.iter().find(|ours| fold(ours) == folded)
        && word.contains('_')
    {
        return Some(format!(": a word of Terraform; S3's document says `{same}`"));
    }
    if let Some(many) = known.iter().find(|ours| fold(ours).strip_suffix('s') == Some(&folded)) {
        return Some(format!(": the element repeats, so it is a list here, `{many}: […]`"));
    }
    let in_a_rule = known.contains(&"Filter") && known.contains(&"Status");
    let (_, right) = MISPLACED.iter().find(|(theirs, _)| in_a_rule && *theirs == word)?;
    Some(format!(" does not stand here; S3's document says `{right}`"))
}

/// Case and underscores aside.
fn fold(word: &str) -> String {
    word.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_tools_are_told_apart() {
        let rule = ["ID", "Status", "Filter", "Transitions", "Expiration"];
        for (word, part) in [
            ("ExpirationInDays", "CloudFormation; S3's document says `Expiration: {Days: …}`"),
            ("Transition", "`Transitions: […]`"),
            ("transition", "`Transitions: […]`"),
            ("ObjectSizeLessThan", "`Filter: {ObjectSizeLessThan: …}`"),
        ] {
            assert!(explain(word, &rule).unwrap().contains(part), "{word}");
        }
        let transition = ["Days", "Date", "StorageClass"];
        assert!(
            explain("storage_class", &transition)
                .unwrap()
                .contains("Terraform; S3's document says `StorageClass`")
        );
        assert!(explain("TransitionInDays", &transition).unwrap().contains("`Days"));
        assert_eq!(explain("Dayz", &transition), None);
    }
}
