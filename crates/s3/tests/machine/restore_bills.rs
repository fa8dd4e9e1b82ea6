//! What restores cost: the request, the bytes, the copy; the archive goes on.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>

use crate::play::{MIB, Play};

const INT: &str = "INTELLIGENT_TIERING";

fn archived(class: &str) -> Play {
    let mut play = Play::new("", &[]);
    play.ok(
        "2024-01-01 PutBucketIntelligentTieringConfiguration - {Id: all, IntelligentTieringConfiguration: \
         {Id: all, Status: Enabled, Tierings: [{Days: 90, AccessTier: ARCHIVE_ACCESS}]}}",
    );
    play.ok(&format!("2024-01-01 PutObject x {{StorageClass: {class}}}"));
    play.until("2024-10-01");
    play.world.counts.clear();
    play
}

fn restore(at: &str, class: &str, days: u32, tier: &str) -> String {
    let days = if class == INT { String::new() } else { format!("Days: {days}, ") };
    format!("{at} RestoreObject x {{RestoreRequest: {{{days}GlacierJobParameters: {{Tier: {tier}}}}}}}")
}

fn lines(lines: &[(&str, u64)]) -> Vec<(String, u128)> {
    lines.iter().map(|(line, amount)| ((*line).to_owned(), (*amount).into())).collect()
}

// BL-050, BL-051, BL-062, RS-029
#[test]
fn every_tier_has_its_own_request_and_bytes() {
    for (class, tier, usage) in [
        (
            "GLACIER",
            "Expedited",
            &[("Expedited-Retrieval-Bytes RestoreObject", MIB), ("Requests-Tier6 RestoreObject", 1)][..],
        ),
        (
            "GLACIER",
            "Standard",
            &[("Requests-Tier3 RestoreObject", 1), ("Standard-Retrieval-Bytes RestoreObject", MIB)],
        ),
        (
            "GLACIER",
            "Bulk",
            &[("Bulk-Retrieval-Bytes RestoreObject", MIB), ("Requests-Tier5 RestoreObject", 1)],
        ),
        (
            "DEEP_ARCHIVE",
            "Standard",
            &[
                ("Requests-GDA-Tier3 DeepArchiveRestoreObject", 1),
                ("Standard-Retrieval-Bytes DeepArchiveRestoreObject", MIB),
            ],
        ),
        (
            "DEEP_ARCHIVE",
            "Bulk",
            &[
                ("Bulk-Retrieval-Bytes DeepArchiveRestoreObject", MIB),
                ("Requests-GDA-Tier5 DeepArchiveRestoreObject", 1),
            ],
        ),
        (
            INT,
            "Expedited",
            &[("Expedited-Retrieval-Bytes RestoreObject", MIB), ("Requests-Tier6 RestoreObject", 1)],
        ),
        (INT, "Standard", &[("Requests-NoCharge RestoreObject", 1)]),
        (INT, "Bulk", &[("Requests-NoCharge RestoreObject", 1)]),
    ] {
        let mut play = archived(class);
        play.ok(&restore("2024-10-01", class, 1, tier));
        play.until("2024-10-20");
        assert_eq!(play.usage(), lines(usage), "{class} {tier}");
    }
}

// BL-052, BL-053, RS-011, RS-013, RS-043
#[test]
fn asking_twice() {
    let mut play = archived("GLACIER");
    play.ok(&restore("2024-10-01", "GLACIER", 1, "Bulk"));
    play.ok(&restore("2024-10-01T01:00:00Z", "GLACIER", 1, "Expedited"));
    play.until("2024-10-20");
    let faster = [
        ("Expedited-Retrieval-Bytes RestoreObject", MIB),
        ("Requests-Tier5 RestoreObject", 1),
        ("Requests-Tier6 RestoreObject", 1),
    ];
    assert_eq!(play.usage(), lines(&faster));

    let mut play = archived("DEEP_ARCHIVE");
    play.ok(&restore("2024-10-01", "DEEP_ARCHIVE", 5, "Standard"));
    play.until("2024-10-03");
    play.world.counts.clear();
    play.ok(&restore("2024-10-03", "DEEP_ARCHIVE", 9, "Standard"));
    play.ok("2024-10-03 GetObject x");
    assert_eq!(
        play.usage(),
        lines(&[("Requests-GDA-Tier2 GetObject", 1), ("Requests-GDA-Tier2 RestoreObject", 1)])
    );
}

// RS-038: from completion to expiry there is a copy at the Standard rate, and the archive goes on.
#[test]
fn copies_are_stored_beside_the_archive() {
    for (class, copy) in [("GLACIER", "RestoreObject"), ("DEEP_ARCHIVE", "DeepArchiveRestoreObject")] {
        let mut play = archived(class);
        let before = play.stored();
        play.ok(&restore("2024-10-01", class, 4, "Standard"));
        assert_eq!(play.stored(), before);
        play.until("2024-10-01T12:00:00Z");
        let copies: Vec<_> = play.stored().into_iter().filter(|line| !before.contains(line)).collect();
        assert_eq!(copies, [(copy, MIB as i128)]);
        play.until("2024-10-06");
        assert_eq!(play.stored(), before);
        let changes = play.world.changes.iter().filter(|(_, _, stored, _)| stored.operation() == copy);
        let changes: Vec<_> = changes.map(|(at, _, _, delta)| (at.to_string(), *delta)).collect();
        let ready = if class == "GLACIER" { "2024-10-01T05:00:00Z" } else { "2024-10-01T12:00:00Z" };
        // Four days from there on, and then to midnight.
        let gone = "2024-10-06T00:00:00Z".to_owned();
        assert_eq!(changes, [(ready.to_owned(), MIB as i128), (gone, -(MIB as i128))]);
    }
    // BL-062: there is no copy in Intelligent-Tiering, and the overhead of the archive is gone.
    let mut play = archived(INT);
    play.ok(&restore("2024-10-01", INT, 0, "Standard"));
    play.until("2024-10-02");
    assert_eq!(
        play.stored(),
        [("IntelligentTieringFAStorage", MIB as i128), ("IntelligentTieringStorage", 1)]
    );
}

// BL-034: a request that finds no capacity is a 5xx.
#[test]
fn refusals() {
    let mut play = archived("GLACIER");
    play.world.busy = true;
    play.step(&restore("2024-10-01", "GLACIER", 1, "Expedited"));
    assert_eq!(play.usage(), []);
    play.ok(&restore("2024-10-01", "GLACIER", 1, "Bulk"));
    play.world.counts.clear();
    play.step(&restore("2024-10-01", "GLACIER", 1, "Bulk"));
    assert_eq!(play.usage(), lines(&[("Requests-Tier2 RestoreObject", 1)]));
}
