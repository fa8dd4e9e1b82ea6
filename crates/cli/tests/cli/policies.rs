//! `s3sim policy`: one question, its answer, and the statement that decides.

use crate::support::Room;

const SCENARIO: &str = "
accounts: {vendor: 444455556666}
users:
  ann: {policies: {read: {Version: 2012-10-17, Statement: [{Sid: Read, Effect: Allow, Action: s3:GetObject, Resource: '*'}]}}}
  eve: {account: vendor}
roles:
  app: {trust: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:user/ann'}, Action: sts:AssumeRole}]}}
network: {gate: {type: gateway_endpoint, policy: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: '*', Action: s3:ListBucket, Resource: '*'}]}}}
kms_keys: {docs: {}}
buckets:
  docs:
    policy:
      Version: 2012-10-17
      Statement:
        - {Sid: TlsOnly, Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::docs', 'arn:aws:s3:::docs/*'], Condition: {Bool: {aws:SecureTransport: 'false'}}}
        - {Sid: Vendor, Effect: Allow, Principal: {AWS: '444455556666'}, Action: s3:GetObject, Resource: 'arn:aws:s3:::docs/*'}
    objects: {a: {keys: a}}
";

fn room() -> Room {
    let room = Room::new();
    room.put("who.yaml", SCENARIO);
    room
}

/// Words after the scenario, exit code, and the second line: the reason.
#[test]
fn answers_with_their_reasons() {
    let room = room();
    for (words, code, reason) in [
        (
            &["--as", "ann", "s3:GetObject", "docs/a"][..],
            0,
            "statement Read of the identity policy allows it",
        ),
        (
            &["--as", "ann", "s3:GetObject", "arn:aws:s3:::docs/a"],
            0,
            "statement Read of the identity policy allows it",
        ),
        (&["--as", "ann", "GetObject", "docs/a"], 0, "statement Read of the identity policy allows it"),
        // Authorization alone: what is not there may be read all the same.
        (
            &["--as", "root", "GetObject", "docs/none"],
            0,
            "the root user may do everything in its own account",
        ),
        (
            &["--as", "ann", "s3:PutObject", "docs/a"],
            1,
            "nothing denies it, but no identity-based policy allows the s3:PutObject action",
        ),
        (
            &["--as", "ann", "s3:GetObject", "docs/a", "--context", "aws:SecureTransport=false"],
            1,
            "statement TlsOnly of the bucket policy denies it",
        ),
        (
            &["--as", "ann", "s3:GetObject", "docs/a", "--via", "gate"],
            1,
            "no endpoint policy allows it, and one has to",
        ),
        // Between accounts both sides are needed, and eve's own says nothing.
        (
            &["--as", "eve", "s3:GetObject", "docs/a"],
            1,
            "nothing denies it, but no identity-based policy allows the s3:GetObject action",
        ),
        (
            &["--as", "anonymous", "s3:GetObject", "docs/a"],
            1,
            "nothing denies it, but no resource-based policy allows the s3:GetObject action",
        ),
        (
            &["--as", "[ann, app]", "s3:GetObject", "docs/a"],
            1,
            "nothing denies it, but no identity-based policy allows the s3:GetObject action",
        ),
        (
            &["--as", "[eve, app]", "s3:GetObject", "docs/a"],
            1,
            "nothing denies it, but no resource-based policy allows the sts:AssumeRole action",
        ),
        // A key's own policy lets its account in.
        (
            &["--as", "admin", "kms:Decrypt", "docs"],
            0,
            "statement AdministratorAccess[0] of the identity policy allows it",
        ),
        (
            &["--as", "eve", "kms:Decrypt", "docs"],
            1,
            "nothing denies it, but no resource-based policy allows the kms:Decrypt action",
        ),
    ] {
        let done = room.s3sim(&[&["policy", "who.yaml"], words].concat());
        assert_eq!(
            done.out.lines().nth(1).map(str::trim),
            Some(reason),
            "{words:?}: {}{}",
            done.out,
            done.err
        );
        assert_eq!(done.code, Some(code), "{words:?}");
    }
    assert_eq!(room.names(""), ["who.yaml"], "a question leaves nothing behind");
}

#[test]
fn a_call_lists_what_it_needs() {
    let done = room().s3sim(&["policy", "who.yaml", "--as", "ann", "PutObject", "docs/b"]);
    assert_eq!(
        done.out,
        "\
Deny  PutObject docs/b as ann
  nothing denies it, but no identity-based policy allows the s3:PutObject action
  decided by  none
  S3 answers  403 AccessDenied
  needs       s3:PutObject on arn:aws:s3:::docs/b: Deny by none
"
    );
}

#[test]
fn for_machines() {
    let done =
        room().s3sim(&["policy", "who.yaml", "--as", "ann", "s3:GetObject", "docs/a", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(
        answer,
        serde_json::json!({
            "as": "ann",
            "action": "s3:GetObject",
            "resource": "docs/a",
            "decision": "Allow",
            "decided_by": "identity/Read",
            "reason": "statement Read of the identity policy allows it",
            "response": null,
            "permissions": [{
                "action": "s3:GetObject",
                "resource": "arn:aws:s3:::docs/a",
                "decision": "Allow",
                "decided_by": "identity/Read",
                "optional": false,
            }],
        })
    );
}

#[test]
fn wrong_words_are_named() {
    let room = room();
    for (words, complaint) in [
        (
            &["--as", "an", "GetObject", "docs/a"][..],
            "--as: there is no user or role `an`, did you mean `ann`?",
        ),
        (&["--as", "ann", "GetObjct", "docs/a"], "`GetObjct` is no call of S3's, did you mean `GetObject`?"),
        (
            &["--as", "ann", "s3:GetObjct", "docs/a"],
            "`s3:GetObjct` is no action of S3's, did you mean `s3:GetObject`?",
        ),
        (&["--as", "ann", "GetObject", "docs"], "GetObject is aimed at an object: write `docs/key`"),
        (&["--as", "ann", "ListObjectsV2", "docs/a"], "ListObjectsV2 is aimed at a bucket: write `docs`"),
        (
            &["--as", "ann", "s3:GetObject", "docs/a", "--context", "SourceIp"],
            "--context SourceIp: should be KEY=VALUE, such as aws:SourceIp=203.0.113.7",
        ),
    ] {
        let done = room.s3sim(&[&["policy", "who.yaml"], words].concat());
        assert_eq!((done.code, done.err.trim()), (Some(2), complaint), "{words:?}");
    }
}
