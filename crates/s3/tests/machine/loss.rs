//! Zones and Regions that are lost, and what counts as lost.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>

use s3sim_s3::loss::Disaster;

use crate::play::Play;

fn disaster(text: &str) -> Disaster {
    Disaster::parse(text).unwrap_or_else(|| panic!("{text} cannot be lost"))
}

// SC-011, SC-012
#[test]
fn only_what_lies_in_one_zone_is_lost_with_it() {
    for (class, what, status) in [
        ("STANDARD", "use1-az1", 200),
        ("STANDARD_IA", "use1-az1", 200),
        ("INTELLIGENT_TIERING", "use1-az1", 200),
        ("GLACIER_IR", "use1-az1", 200),
        ("REDUCED_REDUNDANCY", "use1-az1", 200),
        ("ONEZONE_IA", "use1-az1", 405),
        // Modelling choice: One Zone-IA lies in the first zone of its Region.
        ("ONEZONE_IA", "use1-az2", 200),
        ("ONEZONE_IA", "usw2-az1", 200),
        ("STANDARD", "us-east-1", 405),
        ("STANDARD", "us-east-2", 200),
    ] {
        let put = format!("2024-01-01 PutObject x {{StorageClass: {class}}}");
        let mut play = Play::of("", &[], &[&put], "2024-02-01");
        let before = play.stored();
        play.s3.lose(play.now, disaster(what), "fault", &mut play.world);
        for call in ["GetObject x", "HeadObject x", "CopyObject y {CopySource: b/x}"] {
            let response = play.step(&format!("2024-02-01 {call}"));
            assert_eq!(response.status, status, "{class} {what} {call}");
        }
        let lost: Vec<_> = play.life().into_iter().filter(|line| line.contains("Lost")).collect();
        assert_eq!(lost.is_empty(), status == 200, "{lost:?}");
        if status == 405 {
            // Nobody pays for what is not there, nor for its end.
            assert_eq!(play.stored(), [], "{before:?}");
            play.ok("2024-02-01 DeleteObject x");
            assert_eq!(play.fees(), []);
        }
    }
}

/// How many objects are lost after these steps.
fn lost(versioning: &str, rules: &[&str], steps: &[&str]) -> u64 {
    let mut play = Play::new(versioning, rules);
    play.s3.note_losses();
    play.run(steps);
    play.until("2025-01-01");
    play.s3.losses().map(|loss| loss.place.1.end - loss.place.1.start).sum()
}

#[test]
fn what_is_lost_is_what_nobody_can_read_any_more() {
    let put = "2024-01-01 PutObject x";
    let again = "2024-01-02 PutObject x";
    let delete = "2024-01-03 DeleteObject x";
    let expire = ["Expiration: {Days: 10}"];
    let purge = ["NoncurrentVersionExpiration: {NoncurrentDays: 10}"];
    for (versioning, rules, steps, count) in [
        ("", &[][..], &[put][..], 0),
        ("", &[], &[put, delete], 1),
        ("", &[], &[put, again], 1),
        ("", &expire, &[put], 1),
        ("Enabled", &[], &[put, delete], 0),
        ("Enabled", &[], &[put, again], 0),
        ("Enabled", &expire, &[put], 0),
        // An older version may go while a newer one is there; not so under a delete marker.
        ("Enabled", &purge, &[put, again], 0),
        ("Enabled", &purge, &[put, delete], 1),
        ("Enabled", &[], &[put, again, "2024-01-03 DeleteObject x {VersionId: x@v1}"], 0),
        ("Enabled", &[], &[put, "2024-01-03 DeleteObject x {VersionId: x@v1}"], 1),
        ("Suspended", &[], &[put, again], 1),
        ("Suspended", &[], &[put, delete], 1),
    ] {
        assert_eq!(lost(versioning, rules, steps), count, "{versioning} {rules:?} {steps:?}");
    }
}
