//! Who there is and by which ways: users, groups, roles, the organization, endpoints, presigned URLs.

use super::{Beside, Form, Table, Word, word};

/// One user.
pub(crate) static USER: Table = Table { title: "a user", words: USER_WORDS, beside: Beside::Nothing };

const USER_WORDS: &[Word] = &[
    word("account", Form::Text, "The account; default main"),
    word("groups", Form::Text, "Groups that the user belongs to"),
    word("policies", Form::Documents("PutUserPolicy"), "Policies: documents, or names of AWS's managed ones"),
    word("boundary", Form::Document("PutUserPermissionsBoundary", &[]), "Permissions boundary"),
    word("tags", Form::Tags, "Tags, which policies see as aws:PrincipalTag"),
    word("description", Form::Text, "Who it is"),
    word("count", Form::Whole, "How many copies, where the name holds `{n}`"),
];

/// One group.
pub(crate) static GROUP: Table = Table { title: "a group", words: GROUP_WORDS, beside: Beside::Nothing };

const GROUP_WORDS: &[Word] = &[
    word("account", Form::Text, "The account; default main"),
    word(
        "policies",
        Form::Documents("PutGroupPolicy"),
        "Policies: documents, or names of AWS's managed ones",
    ),
    word("description", Form::Text, "Who they are"),
];

/// One role.
pub(crate) static ROLE: Table = Table { title: "a role", words: ROLE_WORDS, beside: Beside::Nothing };

const ROLE_WORDS: &[Word] = &[
    word("account", Form::Text, "The account; default main"),
    word(
        "trust",
        Form::Document("UpdateAssumeRolePolicy", &[]),
        "Who may assume it; default: whoever the account's policies allow",
    ),
    word("policies", Form::Documents("PutRolePolicy"), "Policies: documents, or names of AWS's managed ones"),
    word("boundary", Form::Document("PutRolePermissionsBoundary", &[]), "Permissions boundary"),
    word("tags", Form::Tags, "Tags, which policies see as aws:PrincipalTag"),
    word("description", Form::Text, "What it is for"),
];

/// One KMS key.
pub(crate) static KMS_KEY: Table =
    Table { title: "a KMS key", words: KMS_KEY_WORDS, beside: Beside::Nothing };

const KMS_KEY_WORDS: &[Word] = &[
    word("account", Form::Text, "The account; default main"),
    word("region", Form::Region, "Where it is; default: the scenario's region"),
    word(
        "policy",
        Form::Document("PutKeyPolicy", &[]),
        "Key policy; default: the policies of the account decide. `policy+` keeps that and adds to it",
    ),
    word("alias", Form::Text, "Another name: alias/app. Its own name is one too"),
    word("Origin", Form::Choice(&KEY_ORIGINS), "Where its material comes from; default AWS_KMS"),
    word("KeySpec", Form::Text, "What kind of key it is; default SYMMETRIC_DEFAULT"),
    word("rotation", Form::Duration, "How often new material is made; default: never"),
    word("created", Form::Instant, "Since when it has been there; default 0d"),
    word("description", Form::Text, "What it is for"),
    word(
        "MultiRegion",
        Form::Boolean,
        "Whether it may have replicas in other Regions; to S3 each is a key of its own",
    ),
];

/// The words of `Origin`.
pub(crate) const KEY_ORIGINS: [&str; 2] = ["AWS_KMS", "EXTERNAL"];

/// The organization.
pub(crate) static ORGANIZATION: Table =
    Table { title: "an organization", words: ORGANIZATION_WORDS, beside: Beside::Nothing };

const ORGANIZATION_WORDS: &[Word] = &[
    word("id", Form::Text, "Its id; default o-exampleorgid"),
    word("units", Form::Named(&UNIT), "Organizational units by name; `root` is the topmost"),
    word("description", Form::Text, "What it is for"),
];

/// One organizational unit.
pub(crate) static UNIT: Table =
    Table { title: "an organizational unit", words: UNIT_WORDS, beside: Beside::Nothing };

const UNIT_WORDS: &[Word] = &[
    word("parent", Form::Text, "The unit above; default root"),
    word(
        "scps",
        Form::Documents("CreatePolicy"),
        "Service control policies; `FullAWSAccess: null` takes the default one away",
    ),
    word("description", Form::Text, "What it is for"),
];

/// One way to S3.
pub(crate) static NETWORK: Table =
    Table { title: "a way to S3", words: NETWORK_WORDS, beside: Beside::Nothing };

const NETWORK_WORDS: &[Word] = &[
    word("type", Form::Choice(&WAYS), "What it is"),
    word("vpc", Form::Text, "The VPC that an endpoint belongs to; default vpc-1"),
    word(
        "policy",
        Form::Document("ModifyVpcEndpoint", &[]),
        "Policy of an endpoint; default: everything passes",
    ),
    word("origin", Form::Text, "The bucket behind a distribution"),
    word(
        "origin_access",
        Form::Choice(&ORIGIN_ACCESS),
        "How a distribution signs what it asks; default none",
    ),
    word("account", Form::Text, "The account that it belongs to and that pays for it; default main"),
    word("region", Form::Region, "Where it is; default: the scenario's region"),
    word("description", Form::Text, "What it is for"),
    word(
        "price",
        Form::PriceList,
        "What it costs: [0.045 USD/h, 0.045 USD/GB], which add up. Default: it is not on the bill",
    ),
    word(
        "cache_hit",
        Form::Share,
        "Share of the requests of traffic that a distribution answers itself; default 0%",
    ),
    word("open", Form::Boolean, "false: nothing that goes this way gets an answer; default true"),
];

/// The words of `type`.
pub(crate) const WAYS: [&str; 5] =
    ["gateway_endpoint", "interface_endpoint", "nat_gateway", "proxy", "distribution"];
/// The words of `origin_access`.
pub(crate) const ORIGIN_ACCESS: [&str; 3] = ["OAC", "OAI", "none"];

/// A presigned URL.
pub(crate) static PRESIGNED_URL: Table =
    Table { title: "a presigned URL", words: PRESIGNED_WORDS, beside: Beside::Nothing };

const PRESIGNED_WORDS: &[Word] = &[
    word("by", Form::Who, "Who signed it; default: the administrator of the bucket's owner"),
    word("at", Form::Instant, "When; default 0d"),
    word("expires", Form::Duration, "How long it works from then on; default 1h"),
];

/// A service that asks.
pub(crate) static SERVICE: Table =
    Table { title: "a service", words: SERVICE_WORDS, beside: Beside::Nothing };

const SERVICE_WORDS: &[Word] = &[
    word("Service", Form::Text, "Its name: cloudtrail.amazonaws.com"),
    word("SourceArn", Form::Text, "The ARN of the thing on whose behalf it asks"),
    word("SourceAccount", Form::Text, "The account of that thing: a name, or twelve digits"),
];

/// Who sends a request and by which way: words that stand beside every request.
pub(crate) const SENDER: &[Word] = &[
    word("as", Form::Who, "Who asks"),
    word("via", Form::Text, "Which way to S3"),
    word("over", Form::Choice(&TRANSPORTS), "What protects it on the way; default https"),
    word("source_ip", Form::Text, "The caller's address"),
    word("mfa", Form::Boolean, "Whether a code of a second factor is sent"),
    word("headers", Form::Tags, "Headers as sent"),
    word("presigned", Form::Section(&PRESIGNED_URL), "Who signed the URL, when, and for how long"),
    word("session_policy", Form::Document("AssumeRole", &[]), "Policy of the session"),
    word("damaged", Form::Boolean, "Whether the bytes that are sent are damaged in transit; default false"),
];

/// The words of `over`.
pub(crate) const TRANSPORTS: [&str; 6] = ["https", "http", "tls1.0", "tls1.1", "tls1.2", "tls1.3"];
