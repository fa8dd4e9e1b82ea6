//! The opt-in archive tiers of Intelligent-Tiering: configurations, whom they concern, and when objects sink.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-intelligent-tiering.html>

use crate::play::Play;

const CALL: &str = "PutBucketIntelligentTieringConfiguration";

/// Puts a configuration: its id, what stands beside `Status` and `Tierings`, and its days.
fn put(id: &str, beside: &str, archive: u32, deep: u32) -> String {
    let tiers = [(archive, "ARCHIVE_ACCESS"), (deep, "DEEP_ARCHIVE_ACCESS")];
    let tiers = tiers.iter().filter(|(days, _)| *days > 0);
    let tiers: Vec<_> = tiers.map(|(days, tier)| format!("{{Days: {days}, AccessTier: {tier}}}")).collect();
    let status = if beside.contains("Status") { "" } else { "Status: Enabled, " };
    let beside = if beside.is_empty() { String::new() } else { format!("{beside}, ") };
    let document = format!("{{Id: {id}, {status}{beside}Tierings: [{}]}}", tiers.join(", "));
    format!("2024-01-01 {CALL} - {{Id: {id}, IntelligentTieringConfiguration: {document}}}")
}

fn lives(configurations: &[String], key: &str, beside: &str) -> Vec<String> {
    let mut play = Play::new("", &[]);
    for configuration in configurations {
        play.ok(configuration);
    }
    play.ok(&format!("2024-01-01 PutObject {key} {{StorageClass: INTELLIGENT_TIERING{beside}}}"));
    play.until("2026-12-31");
    play.life()
}

fn moves(days: &[(&str, &str)], key: &str) -> Vec<String> {
    days.iter().map(|(day, tier)| format!("{day} {tier} {key}")).collect()
}

const INFREQUENT: (&str, &str) = ("2024-01-31", "INFREQUENT_ACCESS");
const INSTANT: (&str, &str) = ("2024-03-31", "ARCHIVE_INSTANT_ACCESS");

// IT-003 to IT-005: idle from 2024-01-01 00:00.
#[test]
fn days_until_the_archive_tiers() {
    for (archive, deep, expected) in [
        (90, 0, vec![INFREQUENT, ("2024-03-31", "ARCHIVE_ACCESS")]),
        (
            125,
            180,
            vec![
                INFREQUENT,
                INSTANT,
                ("2024-05-05", "ARCHIVE_ACCESS"),
                ("2024-06-29", "DEEP_ARCHIVE_ACCESS"),
            ],
        ),
        (0, 180, vec![INFREQUENT, INSTANT, ("2024-06-29", "DEEP_ARCHIVE_ACCESS")]),
        (730, 0, vec![INFREQUENT, INSTANT, ("2025-12-31", "ARCHIVE_ACCESS")]),
    ] {
        assert_eq!(lives(&[put("a", "", archive, deep)], "x", ""), moves(&expected, "x"), "{archive} {deep}");
    }
    // IT-006
    assert_eq!(lives(&[put("a", "", 90, 180)], "x", ", size: 131071"), Vec::<String>::new());
}

// IT-013, IT-014
#[test]
fn whom_a_configuration_concerns() {
    let archive = [INFREQUENT, ("2024-03-31", "ARCHIVE_ACCESS")];
    let instant = [INFREQUENT, INSTANT];
    let later = [INFREQUENT, INSTANT, ("2024-04-10", "ARCHIVE_ACCESS")];
    let tag = "Filter: {Tag: {Key: a, Value: b}}";
    let both = "Filter: {And: {Prefix: logs/, Tags: [{Key: a, Value: b}]}}";
    for (configurations, key, beside, expected) in [
        (vec![put("p", "Filter: {Prefix: logs/}", 90, 0)], "logs/x", "", &archive[..]),
        (vec![put("p", "Filter: {Prefix: logs/}", 90, 0)], "x", "", &instant),
        (vec![put("t", tag, 90, 0)], "x", ", Tagging: a=b", &archive),
        (vec![put("t", tag, 90, 0)], "x", ", Tagging: a=c", &instant),
        (vec![put("t", both, 90, 0)], "logs/x", ", Tagging: a=b", &archive),
        (vec![put("t", both, 90, 0)], "x", ", Tagging: a=b", &instant),
        (vec![put("d", "Status: Disabled", 90, 0)], "x", "", &instant),
        // The smallest of the days that apply.
        (vec![put("all", "", 300, 0), put("p", "Filter: {Prefix: logs/}", 100, 0)], "logs/x", "", &later),
    ] {
        assert_eq!(lives(&configurations, key, beside), moves(expected, key), "{configurations:?} {key}");
    }
}

/// What idles already sinks at the next midnight; what has sunk stays when the configuration goes.
#[test]
fn configurations_come_and_go() {
    let steps = ["2024-01-01 PutObject x {StorageClass: INTELLIGENT_TIERING}"];
    let mut play = Play::of("", &[], &steps, "2024-10-01");
    play.ok(&put("a", "", 90, 0).replace("2024-01-01", "2024-10-01T10:00:00Z"));
    play.until("2024-10-02");
    assert_eq!(play.life().last().map(String::as_str), Some("2024-10-02 ARCHIVE_ACCESS x"));
    play.ok("2024-10-03 DeleteBucketIntelligentTieringConfiguration - {Id: a}");
    play.until("2025-10-03");
    assert_eq!(play.step("2025-10-03 GetObject x").status, 403);
}

// IT-003, IT-013
#[test]
fn calls_about_configurations() {
    let mut play = Play::new("", &[]);
    for (archive, deep, answer) in [
        (89, 0, "400 InvalidArgument"),
        (90, 0, "204"),
        (730, 0, "204"),
        (731, 0, "400 InvalidArgument"),
        (0, 179, "400 InvalidArgument"),
        (0, 180, "204"),
        (0, 731, "400 InvalidArgument"),
        (200, 200, "400 InvalidArgument"),
        (0, 0, "400 MalformedXML"),
    ] {
        let response = play.step(&put("a", "", archive, deep));
        assert_eq!(play.told("", &response, &[]), answer, "{archive} {deep}");
    }
    play.ok(&put("b", "Filter: {Prefix: logs/}", 100, 200));
    let list = play.look("ListBucketIntelligentTieringConfigurations", "", "{}");
    let list =
        list.get("IntelligentTieringConfigurationList").and_then(|list| list.as_list()).unwrap_or_default();
    let ids: Vec<_> = list.iter().filter_map(|one| one.get("Id")?.scalar()).collect();
    assert_eq!(ids, ["a", "b"]);
    let got = play.look("GetBucketIntelligentTieringConfiguration", "", "{Id: b}");
    let written = s3sim_document::json::parse(
        r#"{"Id": "b", "Filter": {"Prefix": "logs/"}, "Status": "Enabled", "Tierings": [
            {"Days": 100, "AccessTier": "ARCHIVE_ACCESS"}, {"Days": 200, "AccessTier": "DEEP_ARCHIVE_ACCESS"}]}"#,
    );
    let written = written.unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    assert!(got.get("IntelligentTieringConfiguration").is_some_and(|got| got.same(&written)), "{got:?}");
    play.ok("2024-01-02 DeleteBucketIntelligentTieringConfiguration - {Id: b}");
    for call in ["Get", "Delete"] {
        let response =
            play.step(&format!("2024-01-02 {call}BucketIntelligentTieringConfiguration - {{Id: b}}"));
        assert_eq!(play.told("", &response, &[]), "404 NoSuchConfiguration");
    }
}
