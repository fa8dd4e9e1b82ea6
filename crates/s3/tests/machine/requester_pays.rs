//! Requester pays: who is refused, and who pays for what.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>

use s3sim_aws::region::Region;
use s3sim_ledger::AccountId;
use s3sim_s3::request::Route;

use crate::play::Play;

const OWNER: AccountId = AccountId(0);
const OTHER: AccountId = AccountId(1);

fn bucket(class: &str) -> Play {
    let mut play = Play::new("", &[]);
    play.ok("2024-01-01 PutBucketRequestPayment - {RequestPaymentConfiguration: {Payer: Requester}}");
    play.ok(&format!("2024-01-01 PutObject x {{StorageClass: {class}}}"));
    play.route = Route::Internet;
    play.world.counts.clear();
    play
}

/// Who pays for what.
fn paid(play: &Play) -> Vec<(AccountId, String)> {
    let line = |count: &s3sim_s3::world::Count| (count.payer, count.item.usage_type(Region::US_EAST_1));
    let mut lines: Vec<_> = play.world.counts.iter().map(|(_, count)| line(count)).collect();
    lines.sort();
    lines
}

#[test]
fn others_have_to_say_that_they_pay() {
    for (caller, parameters, status) in [
        (OWNER, "{}", 200),
        (OWNER, "{RequestPayer: requester}", 200),
        (OTHER, "{}", 403),
        (OTHER, "{RequestPayer: requester}", 200),
    ] {
        let mut play = bucket("STANDARD");
        play.caller = caller;
        let response = play.step(&format!("2024-01-02 GetObject x {parameters}"));
        assert_eq!(response.status, status, "{caller:?} {parameters}");
    }
}

// BL-110, BL-111
#[test]
fn requests_transfer_and_retrieval_are_the_requesters() {
    let mut play = bucket("STANDARD_IA");
    play.caller = OTHER;
    play.ok("2024-01-02 GetObject x {RequestPayer: requester}");
    let lines = ["DataTransfer-Out-Bytes", "Requests-SIA-Tier2", "Retrieval-SIA"];
    assert_eq!(paid(&play), lines.map(|line| (OTHER, line.to_owned())));
    play.world.counts.clear();
    play.caller = OWNER;
    play.ok("2024-01-02 GetObject x");
    assert_eq!(paid(&play), lines.map(|line| (OWNER, line.to_owned())));
    // Of a restore the owner pays the bytes.
    let mut play = bucket("GLACIER");
    play.caller = OTHER;
    play.ok("2024-01-02 RestoreObject x {RequestPayer: requester, RestoreRequest: {Days: 1}}");
    play.until("2024-01-05");
    assert_eq!(
        paid(&play),
        [(OWNER, "Standard-Retrieval-Bytes".to_owned()), (OTHER, "Requests-Tier3".to_owned())]
    );
}

#[test]
fn the_configuration() {
    let mut play = Play::new("", &[]);
    let payer = |play: &mut Play| {
        let response = play.ok("2024-01-01 GetBucketRequestPayment -");
        play.told("", &response, &["Payer"])
    };
    assert_eq!(payer(&mut play), "200 Payer=BucketOwner");
    play.ok("2024-01-01 PutBucketRequestPayment - {RequestPaymentConfiguration: {Payer: Requester}}");
    assert_eq!(payer(&mut play), "200 Payer=Requester");
    for document in ["{Payer: requester}", "{}", "{Payer: Requester, Who: me}"] {
        let step =
            format!("2024-01-01 PutBucketRequestPayment - {{RequestPaymentConfiguration: {document}}}");
        let response = play.step(&step);
        assert_eq!(play.told("", &response, &[]), "400 MalformedXML", "{document}");
    }
}
