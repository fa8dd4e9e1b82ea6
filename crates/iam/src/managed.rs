//! AWS managed policies that scenarios attach by name.
//!
//! As the managed policy reference prints them (one page per policy below
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>), versions of 2026. All of them
//! have the resource `*`, no `Sid` and no condition, which keeps the table small.

use crate::policy::{Effect, Listed, Policy, PolicyKind, Statement, Version};

/// The policy that every unit and account of an organization has by default.
pub const FULL_AWS_ACCESS: &str = "FullAWSAccess";

/// The actions of a statement on everything.
enum Grants {
    Action(&'static [&'static str]),
    NotAction(&'static [&'static str]),
    /// Everything is denied.
    DenyAll,
}

use Grants::{Action, DenyAll, NotAction};

/// Name → statements.
const TABLE: &[(&str, &[Grants])] = &[
    ("AdministratorAccess", &[Action(&["*"])]),
    (FULL_AWS_ACCESS, &[Action(&["*"])]),
    ("AWSDenyAll", &[DenyAll]),
    (
        "PowerUserAccess",
        &[
            NotAction(&["iam:*", "organizations:*", "account:*"]),
            Action(&[
                "account:GetAccountInformation",
                "account:GetGovCloudAccountInformation",
                "account:GetPrimaryEmail",
                "account:ListRegions",
                "iam:CreateServiceLinkedRole",
                "iam:DeleteServiceLinkedRole",
                "iam:ListRoles",
                "organizations:DescribeEffectivePolicy",
                "organizations:DescribeOrganization",
            ]),
        ],
    ),
    // Of the more than a thousand actions, those of services that a simulation can meet.
    (
        "ReadOnlyAccess",
        &[Action(&[
            "cloudtrail:Describe*",
            "cloudtrail:Get*",
            "cloudtrail:List*",
            "cloudtrail:LookupEvents",
            "cloudwatch:Describe*",
            "cloudwatch:Get*",
            "cloudwatch:List*",
            "ec2:Describe*",
            "ec2:Get*",
            "events:Describe*",
            "events:List*",
            "events:Test*",
            "iam:Generate*",
            "iam:Get*",
            "iam:List*",
            "iam:Simulate*",
            "kms:Describe*",
            "kms:Get*",
            "kms:List*",
            "lambda:Get*",
            "lambda:List*",
            "organizations:Describe*",
            "organizations:List*",
            "s3-object-lambda:Get*",
            "s3-object-lambda:List*",
            "s3:DescribeJob",
            "s3:Get*",
            "s3:List*",
            "sns:Check*",
            "sns:Get*",
            "sns:List*",
            "sqs:Get*",
            "sqs:List*",
            "sqs:Receive*",
            "sts:GetAccessKeyInfo",
            "sts:GetCallerIdentity",
            "sts:GetSessionToken",
        ])],
    ),
    ("AmazonS3FullAccess", &[Action(&["s3:*", "s3-object-lambda:*"])]),
    (
        "AmazonS3ReadOnlyAccess",
        &[Action(&[
            "s3:Get*",
            "s3:List*",
            "s3:Describe*",
            "s3-object-lambda:Get*",
            "s3-object-lambda:List*",
        ])],
    ),
    ("AmazonSQSFullAccess", &[Action(&["sqs:*"])]),
    ("AmazonSNSFullAccess", &[Action(&["sns:*"])]),
    (
        "AWSKeyManagementServicePowerUser",
        &[Action(&[
            "kms:CreateAlias",
            "kms:CreateKey",
            "kms:DeleteAlias",
            "kms:Describe*",
            "kms:GenerateRandom",
            "kms:Get*",
            "kms:List*",
            "kms:TagResource",
            "kms:UntagResource",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListUsers",
        ])],
    ),
    (
        "AWSLambdaBasicExecutionRole",
        &[Action(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])],
    ),
];

/// The managed policy of that name, or of that ARN (`arn:aws:iam::aws:policy/AmazonS3FullAccess`). As a boundary its
/// kind is [`PolicyKind::Boundary`], as a service control policy [`PolicyKind::ServiceControl`].
pub fn find(name_or_arn: &str, kind: PolicyKind) -> Option<Policy> {
    let name = match name_or_arn.strip_prefix("arn:aws:iam::aws:policy/") {
        Some(path) => path.rsplit('/').next()?,
        None => name_or_arn,
    };
    let (_, grants) = TABLE.iter().find(|(known, _)| *known == name)?;
    Some(build(grants, kind))
}

/// The names of all managed policies here, to suggest from.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}

/// The policy [`FULL_AWS_ACCESS`].
pub fn full_aws_access() -> Policy {
    build(&[Action(&["*"])], PolicyKind::ServiceControl)
}

fn build(grants: &[Grants], kind: PolicyKind) -> Policy {
    let listed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let statement = |grants: &Grants| Statement {
        sid: None,
        effect: if matches!(grants, DenyAll) { Effect::Deny } else { Effect::Allow },
        principal: Listed::Unsaid,
        action: match grants {
            Action(names) => Listed::These(listed(names)),
            NotAction(names) => Listed::AllBut(listed(names)),
            DenyAll => Listed::These(listed(&["*"])),
        },
        resource: Listed::These(vec!["*".to_owned()]),
        conditions: Vec::new(),
    };
    // AWS's own policies do not count against anybody's limit.
    Policy {
        kind,
        version: Version::V2012,
        id: None,
        statements: grants.iter().map(statement).collect(),
        size: 0,
    }
}
