//! Restores: what S3 answers, how long they take, how long copies stay, and what can be read meanwhile.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html>

use s3sim_document::tree::Node;

use crate::play::Play;

/// A version that is archived in `place`: a class, or a tier of Intelligent-Tiering that it has sunk into. It is
/// 2024-10-01.
fn archived(place: &str) -> Play {
    let mut play = Play::new("Enabled", &[]);
    let class = if place.ends_with("_ACCESS") { "INTELLIGENT_TIERING" } else { place };
    if class != place {
        let days = if place == "ARCHIVE_ACCESS" { 90 } else { 180 };
        let tierings = format!("Tierings: [{{Days: {days}, AccessTier: {place}}}]");
        play.ok(&format!(
            "2024-01-01 PutBucketIntelligentTieringConfiguration - \
             {{Id: all, IntelligentTieringConfiguration: {{Id: all, Status: Enabled, {tierings}}}}}"
        ));
    }
    play.ok(&format!("2024-01-01T10:30:00Z PutObject x {{StorageClass: {class}}}"));
    play.until("2024-10-01");
    play
}

fn asked(days: &str, tier: &str) -> String {
    let days = if days.is_empty() { String::new() } else { format!("Days: {days}, ") };
    format!("RestoreObject x {{RestoreRequest: {{{days}GlacierJobParameters: {{Tier: {tier}}}}}}}")
}

fn text(play: &Play, name: &str) -> String {
    play.look("HeadObject", "x", "{}").get(name).and_then(Node::scalar).unwrap_or_default().to_owned()
}

// RS-001, RS-002, RS-004, RS-005
#[test]
fn archived_objects_are_known_but_not_readable() {
    for (place, answer) in [
        ("STANDARD", "200"),
        ("GLACIER_IR", "200 StorageClass=GLACIER_IR"),
        ("GLACIER", "403 InvalidObjectState StorageClass=GLACIER"),
        ("DEEP_ARCHIVE", "403 InvalidObjectState StorageClass=DEEP_ARCHIVE"),
        (
            "ARCHIVE_ACCESS",
            "403 InvalidObjectState StorageClass=INTELLIGENT_TIERING AccessTier=ARCHIVE_ACCESS",
        ),
        (
            "DEEP_ARCHIVE_ACCESS",
            "403 InvalidObjectState StorageClass=INTELLIGENT_TIERING AccessTier=DEEP_ARCHIVE_ACCESS",
        ),
    ] {
        let mut play = archived(place);
        let get = play.step("2024-10-01 GetObject x");
        assert_eq!(play.told("x", &get, &["StorageClass", "AccessTier"]), answer);
        for step in ["HeadObject x", "GetObjectTagging x", "ListObjectsV2 -"] {
            play.ok(&format!("2024-10-01 {step}"));
        }
    }
}

// RS-010 to RS-019: a first request.
#[test]
fn what_a_first_request_is_answered() {
    for (place, days, tier, answer) in [
        ("GLACIER", "2", "Standard", "202"),
        ("GLACIER", "2", "Bulk", "202"),
        ("GLACIER", "2", "Expedited", "202"),
        ("DEEP_ARCHIVE", "2", "Standard", "202"),
        ("DEEP_ARCHIVE", "2", "Bulk", "202"),
        ("DEEP_ARCHIVE", "2", "Expedited", "400 InvalidArgument"),
        ("ARCHIVE_ACCESS", "", "Standard", "202"),
        ("ARCHIVE_ACCESS", "", "Bulk", "202"),
        ("ARCHIVE_ACCESS", "", "Expedited", "202"),
        ("DEEP_ARCHIVE_ACCESS", "", "Expedited", "400 InvalidArgument"),
        ("DEEP_ARCHIVE_ACCESS", "", "Bulk", "202"),
        ("ARCHIVE_ACCESS", "2", "Standard", "400 InvalidArgument"),
        ("STANDARD", "2", "Standard", "403 InvalidObjectState"),
        ("STANDARD_IA", "2", "Standard", "403 InvalidObjectState"),
        ("GLACIER_IR", "2", "Standard", "403 InvalidObjectState"),
        ("GLACIER", "", "Standard", "400 MalformedXML"),
        ("GLACIER", "0", "Standard", "400 InvalidArgument"),
        ("GLACIER", "-1", "Standard", "400 InvalidArgument"),
        ("GLACIER", "two", "Standard", "400 MalformedXML"),
        ("GLACIER", "2", "Fast", "400 MalformedXML"),
    ] {
        let mut play = archived(place);
        let response = play.step(&format!("2024-10-01 {}", asked(days, tier)));
        assert_eq!(play.told("x", &response, &[]), answer, "{place} {days} {tier}");
    }
    let mut play = archived("GLACIER");
    assert_eq!(play.step("2024-10-01 RestoreObject x").status, 400);
    assert_eq!(play.step("2024-10-01 RestoreObject y {RestoreRequest: {Days: 1}}").status, 404);
    // RS-006
    play.ok("2024-10-01 DeleteObject x");
    let marked = play.step("2024-10-01 RestoreObject x {RestoreRequest: {Days: 1}}");
    assert_eq!(play.told("x", &marked, &[]), "404 NoSuchKey");
    let marked = play.step("2024-10-01 RestoreObject x {VersionId: x@v2, RestoreRequest: {Days: 1}}");
    assert_eq!(play.told("x", &marked, &[]), "405 MethodNotAllowed");
    // The version below can be restored by its id, and then read.
    play.ok("2024-10-01 RestoreObject x {VersionId: x@v1, RestoreRequest: {Days: 1}}");
    play.ok("2024-10-01T05:00:00Z GetObject x {VersionId: x@v1}");
}

// RS-014
#[test]
fn expedited_restores_need_capacity() {
    let mut play = archived("GLACIER");
    play.world.busy = true;
    let response = play.step(&format!("2024-10-01 {}", asked("1", "Expedited")));
    assert_eq!(play.told("x", &response, &[]), "503 GlacierExpeditedRetrievalNotAvailable");
    // RS-031: a unit guarantees three in five minutes.
    play.s3.provision(s3sim_ledger::AccountId(0), 1);
    let keys = ["a", "b", "c", "d", "e"];
    for key in keys {
        play.ok(&format!("2024-10-02 PutObject {key} {{StorageClass: GLACIER}}"));
    }
    let mut statuses = Vec::new();
    for (at, key) in
        [("00:00:00", "a"), ("00:01:00", "b"), ("00:02:00", "c"), ("00:04:59", "d"), ("00:05:00", "e")]
    {
        let step = asked("1", "Expedited").replace(" x ", &format!(" {key} "));
        statuses.push(play.step(&format!("2024-10-03T{at}Z {step}")).status);
    }
    assert_eq!(statuses, [202, 202, 202, 503, 202]);
}

// RS-003, RS-011 to RS-013, RS-037: a second request.
#[test]
fn what_a_second_request_is_answered() {
    for (first, at, second, answer) in [
        ("Standard", "01:00:00", asked("2", "Standard"), "409 RestoreAlreadyInProgress"),
        ("Standard", "01:00:00", asked("2", "Bulk"), "409 RestoreAlreadyInProgress"),
        ("Standard", "01:00:00", asked("3", "Standard"), "409 RestoreAlreadyInProgress"),
        ("Standard", "01:00:00", asked("3", "Expedited"), "409 RestoreAlreadyInProgress"),
        ("Standard", "01:00:00", asked("2", "Expedited"), "202"),
        ("Bulk", "01:00:00", asked("2", "Standard"), "202"),
        ("Standard", "05:00:00", asked("2", "Standard"), "200"),
        ("Standard", "05:00:00", asked("9", "Bulk"), "200"),
    ] {
        let mut play = archived("GLACIER");
        play.ok(&format!("2024-10-01 {}", asked("2", first)));
        let get = play.step("2024-10-01T00:59:59Z GetObject x");
        assert_eq!(play.told("x", &get, &[]), "403 InvalidObjectState");
        let response = play.step(&format!("2024-10-01T{at}Z {second}"));
        assert_eq!(play.told("x", &response, &[]), answer, "{first} then {second}");
    }
}

// RS-025 to RS-027: ready after the longest time that is documented, not a second sooner.
#[test]
fn restores_take_as_long_as_documented() {
    for (place, days, tier, before, ready) in [
        ("GLACIER", "1", "Expedited", "2024-10-01T00:04:59Z", "2024-10-01T00:05:00Z"),
        ("GLACIER", "1", "Standard", "2024-10-01T04:59:59Z", "2024-10-01T05:00:00Z"),
        ("GLACIER", "1", "Bulk", "2024-10-01T11:59:59Z", "2024-10-01T12:00:00Z"),
        ("DEEP_ARCHIVE", "1", "Standard", "2024-10-01T11:59:59Z", "2024-10-01T12:00:00Z"),
        ("DEEP_ARCHIVE", "1", "Bulk", "2024-10-02T23:59:59Z", "2024-10-03T00:00:00Z"),
        ("ARCHIVE_ACCESS", "", "Expedited", "2024-10-01T00:04:59Z", "2024-10-01T00:05:00Z"),
        ("ARCHIVE_ACCESS", "", "Standard", "2024-10-01T04:59:59Z", "2024-10-01T05:00:00Z"),
        ("DEEP_ARCHIVE_ACCESS", "", "Standard", "2024-10-01T11:59:59Z", "2024-10-01T12:00:00Z"),
        ("DEEP_ARCHIVE_ACCESS", "", "Bulk", "2024-10-02T23:59:59Z", "2024-10-03T00:00:00Z"),
    ] {
        let mut play = archived(place);
        play.ok(&format!("2024-10-01 {}", asked(days, tier)));
        assert_eq!(play.step(&format!("{before} GetObject x")).status, 403, "{place} {tier}");
        assert_eq!(play.step(&format!("{ready} GetObject x")).status, 200, "{place} {tier}");
    }
    // No tier is Standard.
    let mut play = archived("GLACIER");
    play.ok("2024-10-01 RestoreObject x {RestoreRequest: {Days: 1}}");
    play.ok("2024-10-01T05:00:00Z GetObject x");
    // A faster request overtakes, and one that would be slower changes nothing.
    let mut play = archived("GLACIER");
    play.ok(&format!("2024-10-01 {}", asked("1", "Bulk")));
    play.ok(&format!("2024-10-01T09:00:00Z {}", asked("1", "Standard")));
    assert_eq!(play.step("2024-10-01T11:59:59Z GetObject x").status, 403);
    play.ok("2024-10-01T12:00:00Z GetObject x");
}

// RS-035, RS-036, RS-040, GV-50: the example of the page on archived objects. It completes at 10:30.
#[test]
fn copies_stay_for_their_days_and_then_to_midnight() {
    let header = |until: &str| format!("ongoing-request=\"false\", expiry-date=\"{until} GMT\"");
    let mut play = Play::of("", &[], &["2012-10-01 PutObject x {StorageClass: GLACIER}"], "2012-10-15");
    assert_eq!(text(&play, "Restore"), "");
    play.ok(&format!("2012-10-15T05:30:00Z {}", asked("3", "Standard")));
    assert_eq!(text(&play, "Restore"), "ongoing-request=\"true\"");
    play.until("2012-10-15T10:30:00Z");
    assert_eq!(text(&play, "Restore"), header("Fri, 19 Oct 2012 00:00:00"));
    play.ok(&format!("2012-10-16T11:00:00Z {}", asked("1", "Standard")));
    assert_eq!(text(&play, "Restore"), header("Thu, 18 Oct 2012 00:00:00"));
    assert_eq!(text(&play, "StorageClass"), "GLACIER");
    play.ok("2012-10-17T23:59:59Z GetObject x");
    assert_eq!(play.step("2012-10-18 GetObject x").status, 403);
    assert_eq!(text(&play, "Restore"), "");
    play.until("2012-12-01");
    assert_eq!(play.life(), ["2012-10-15T10:30:00Z RestoreCompleted x", "2012-10-18 RestoreExpired x"]);
    // And once more.
    play.ok(&format!("2012-12-01 {}", asked("1", "Bulk")));
    play.ok("2012-12-01T12:00:00Z GetObject x");
}

// RS-041, RS-042, IT-011: back in Frequent Access for good, and idle from then on.
#[test]
fn intelligent_tiering_comes_back_for_good() {
    let mut play = archived("ARCHIVE_ACCESS");
    assert_eq!(text(&play, "ArchiveStatus"), "ARCHIVE_ACCESS");
    play.ok(&format!("2024-10-01T19:00:00Z {}", asked("", "Standard")));
    assert_eq!(text(&play, "ArchiveStatus"), "ARCHIVE_ACCESS");
    assert_eq!(text(&play, "Restore"), "ongoing-request=\"true\"");
    play.until("2024-10-02");
    assert_eq!(text(&play, "ArchiveStatus"), "");
    assert_eq!(text(&play, "Restore"), "ongoing-request=\"false\"");
    let seen = play.life().len();
    play.until("2025-12-31");
    // Ready on 2024-10-02 00:00; 30 days later 2024-11-01, 90 days later 2024-12-31.
    assert_eq!(play.life()[seen..], ["2024-11-01 INFREQUENT_ACCESS x@v1", "2024-12-31 ARCHIVE_ACCESS x@v1"]);
    assert_eq!(text(&play, "Restore"), "");
}

// RS-039, GV-45: created 2024-01-01 10:30, restored for ten days on 2024-01-10, expires after ten days.
#[test]
fn expiration_does_not_wait_for_the_copy() {
    let put = "2024-01-01T10:30:00Z PutObject x {StorageClass: GLACIER}";
    let restore = format!("2024-01-10 {}", asked("10", "Standard"));
    let play = Play::of("", &["Expiration: {Days: 10}"], &[put, &restore], "2024-03-01");
    assert_eq!(play.life(), ["2024-01-10T05:00:00Z RestoreCompleted x", "2024-01-12 Deleted x"]);
    assert_eq!(play.stored(), []);
}

// RS-044: the move to the deeper archive goes on, and the copy keeps its date.
#[test]
fn a_copy_outlives_a_transition() {
    let put = "2024-01-01 PutObject x {StorageClass: GLACIER}";
    let restore = format!("2024-01-05T19:00:00Z {}", asked("5", "Standard"));
    let rules = ["Transitions: [{Days: 7, StorageClass: DEEP_ARCHIVE}]"];
    let mut play = Play::of("", &rules, &[put, &restore], "2024-01-09");
    play.ok("2024-01-10T23:59:59Z GetObject x");
    play.until("2024-02-01");
    assert_eq!(
        play.life(),
        ["2024-01-06 RestoreCompleted x", "2024-01-08 DEEP_ARCHIVE x", "2024-01-11 RestoreExpired x"]
    );
}

// SC-041, SC-042, RS-056
#[test]
fn what_is_restored_can_be_copied_out() {
    let mut play = archived("DEEP_ARCHIVE");
    let copy = play.step("2024-10-01 CopyObject y {CopySource: b/x}");
    assert_eq!(play.told("y", &copy, &[]), "403 InvalidObjectState");
    play.ok(&format!("2024-10-01 {}", asked("1", "Standard")));
    play.ok("2024-10-01T12:00:00Z CopyObject y {CopySource: b/x}");
    play.ok("2024-10-10 GetObject y");
}

/// A restore belongs to its version: what is put on top is another one, and what is deleted takes it along.
#[test]
fn a_restore_stays_with_its_version() {
    let mut play = archived("GLACIER");
    play.ok(&format!("2024-10-01 {}", asked("3", "Standard")));
    play.run(&["2024-10-01T01:00:00Z PutObject x", "2024-10-01T02:00:00Z DeleteObject x {VersionId: x@v2}"]);
    play.ok("2024-10-01T05:00:00Z GetObject x");
    play.run(&["2024-10-02 PutObject x", "2024-10-02T01:00:00Z GetObject x {VersionId: x@v1}"]);
    play.until("2024-10-10");
    assert_eq!(play.life(), ["2024-10-01T05:00:00Z RestoreCompleted x@v1", "2024-10-05 RestoreExpired x@v1"]);
    let mut play = archived("GLACIER");
    play.ok(&format!("2024-10-01 {}", asked("3", "Standard")));
    play.ok("2024-10-01T02:00:00Z DeleteObject x {VersionId: x@v1}");
    play.until("2024-10-10");
    assert_eq!(play.life(), Vec::<String>::new());
}
