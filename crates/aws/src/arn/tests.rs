use super::*;
use proptest::prelude::*;

fn regional(kind: Regional, name: &str) -> Arn {
    Arn::Regional { kind, region: Region::US_EAST_1, account: Account::MAIN, name: name.to_owned() }
}

#[test]
fn names_are_taken_apart_and_put_together() {
    let account = Account::MAIN;
    let iam = |kind, name: &str| Arn::Iam { kind, account, name: name.to_owned() };
    for (text, arn) in [
        ("arn:aws:s3:::photos", Arn::Bucket { bucket: "photos".into() }),
        ("arn:aws:s3:::photos/a/b:c", Arn::Object { bucket: "photos".into(), key: "a/b:c".into() }),
        ("arn:aws:iam::111122223333:root", Arn::Root { account }),
        ("arn:aws:iam::111122223333:user/ann", iam(Iam::User, "ann")),
        ("arn:aws:iam::111122223333:user/engineers/ann", iam(Iam::User, "engineers/ann")),
        ("arn:aws:iam::111122223333:group/readers", iam(Iam::Group, "readers")),
        ("arn:aws:iam::111122223333:role/app", iam(Iam::Role, "app")),
        ("arn:aws:iam::111122223333:policy/read", iam(Iam::Policy, "read")),
        (
            "arn:aws:sts::111122223333:assumed-role/app/ann",
            Arn::Session { account, role: "app".into(), session: "ann".into() },
        ),
        (
            "arn:aws:cloudfront::111122223333:distribution/cdn",
            Arn::Distribution { account, id: "cdn".into() },
        ),
        ("arn:aws:kms:us-east-1:111122223333:key/photos", regional(Regional::Key, "photos")),
        ("arn:aws:kms:us-east-1:111122223333:alias/aws/s3", regional(Regional::Alias, "aws/s3")),
        ("arn:aws:sqs:us-east-1:111122223333:jobs", regional(Regional::Queue, "jobs")),
        ("arn:aws:sns:us-east-1:111122223333:topic", regional(Regional::Topic, "topic")),
        ("arn:aws:lambda:us-east-1:111122223333:function:thumbs", regional(Regional::Function, "thumbs")),
        ("arn:aws:events:us-east-1:111122223333:rule/new", regional(Regional::Rule, "new")),
        ("arn:aws:events:us-east-1:111122223333:event-bus/default", regional(Regional::EventBus, "default")),
        ("arn:aws:cloudtrail:us-east-1:111122223333:trail/all", regional(Regional::Trail, "all")),
        ("arn:aws:cloudwatch:us-east-1:111122223333:alarm:bill", regional(Regional::Alarm, "bill")),
    ] {
        assert_eq!(arn.to_string(), text);
        assert_eq!(Arn::parse(text), Ok(arn));
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (text, problem) in [
        ("", "not of the form `arn:aws:service:region:account:resource`"),
        ("photos", "not of the form `arn:aws:service:region:account:resource`"),
        ("arn:aws:s3", "not of the form `arn:aws:service:region:account:resource`"),
        // The walkthrough of the guide once printed this one.
        ("arn:aws:s3::companybucket", "not of the form `arn:aws:service:region:account:resource`"),
        ("arn:aws-cn:s3:::photos", "not of the form `arn:aws:service:region:account:resource`"),
        ("arn:aws:s3:::", "`s3:` names nothing that is simulated"),
        ("arn:aws:s3:::/key", "`s3:/key` names nothing that is simulated"),
        ("arn:aws:s3:us-east-1::photos", "no Region `us-east-1` here"),
        ("arn:aws:s3::111122223333:photos", "no account `111122223333` here: twelve digits, or none for S3"),
        ("arn:aws:iam::1111:role/app", "no account `1111` here: twelve digits, or none for S3"),
        ("arn:aws:iam:::role/app", "the account is missing"),
        ("arn:aws:iam::111122223333:role/", "`iam:role/` names nothing that is simulated"),
        (
            "arn:aws:sts::111122223333:assumed-role/app",
            "`sts:assumed-role/app` names nothing that is simulated",
        ),
        ("arn:aws:sqs:moon-1:111122223333:jobs", "no Region `moon-1` here"),
        ("arn:aws:sqs::111122223333:jobs", "the Region is missing"),
        ("arn:aws:sqs:us-east-1:me:jobs", "no account `me` here: twelve digits, or none for S3"),
        ("arn:aws:kms:us-east-1:111122223333:photos", "`kms:photos` names nothing that is simulated"),
        ("arn:aws:ec2:us-east-1:111122223333:vpc/v", "`ec2:vpc/v` names nothing that is simulated"),
    ] {
        assert_eq!(Arn::parse(text).map_err(|error| error.to_string()), Err(problem.to_owned()), "{text}");
    }
}

#[test]
fn accounts_are_twelve_digits() {
    assert_eq!(
        Account::parse("000000000042").map(|account| account.to_string()),
        Some("000000000042".into())
    );
    for wrong in ["", "42", "1111222233334", "11112222333x", "+11122223333", "１１１１２２２２３３３３"]
    {
        assert_eq!(Account::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_name_has_the_account_that_it_prints() {
    assert_eq!(Arn::parse("arn:aws:s3:::photos").unwrap().account(), None);
    assert_eq!(regional(Regional::Queue, "jobs").account(), Account::parse("111122223333"));
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in ".{0,60}", tail in "(arn|aws|s3|iam|:|/|root|role|[0-9]{12}|us-east-1){0,12}") {
        for text in [&text, &tail] {
            if let Ok(arn) = Arn::parse(text) {
                prop_assert_eq!(&arn.to_string(), text);
            }
        }
    }
}
