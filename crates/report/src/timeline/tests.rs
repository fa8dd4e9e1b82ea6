use std::cell::RefCell;

use s3sim_aws::epoch::Rules;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::source::{Format, Sources};
use s3sim_s3::lifecycle::read::configuration;
use s3sim_s3::lifecycle::validate::Circumstances;

use super::*;

/// The rule of the hands-on: five moves and an expiration of the current version, two for noncurrent ones.
const DEMO: &str = "
Rules:
  - ID: demo-rule
    Status: Enabled
    Filter: {}
    Transitions:
      - {Days: 30, StorageClass: STANDARD_IA}
      - {Days: 60, StorageClass: INTELLIGENT_TIERING}
      - {Days: 90, StorageClass: GLACIER_IR}
      - {Days: 180, StorageClass: GLACIER}
      - {Days: 365, StorageClass: DEEP_ARCHIVE}
    Expiration: {Days: 700}
    NoncurrentVersionTransitions: [{NoncurrentDays: 90, StorageClass: GLACIER}]
    NoncurrentVersionExpiration: {NoncurrentDays: 700}
";

fn charts_of(document: &str, keeps_versions: bool) -> Vec<Chart> {
    let tree = Sources::new().read_text("test", document, Format::Yaml).unwrap();
    let problems = RefCell::new(Problems::new());
    let lifecycle =
        configuration(&Reader::new(&tree, "", &problems), &Circumstances::general_purpose(Rules::default()));
    assert!(problems.into_inner().is_empty());
    charts(&Subject {
        name: "demo".to_owned(),
        region: Region::US_EAST_1,
        start: Instant::from_date(2025, 1, 1).unwrap(),
        keeps_versions,
        lifecycle: &lifecycle.unwrap(),
        intelligent_tiering: &[],
    })
}

fn rows(lane: &Lane) -> Vec<(u32, String, String, String)> {
    let row = |stop: &Stop| (stop.after_days, stop.day.to_string(), stop.state.clone(), stop.rate.text());
    lane.stops.iter().map(row).collect()
}

fn expected(table: &[(u32, &str, &str, &str)]) -> Vec<(u32, String, String, String)> {
    table
        .iter()
        .map(|(days, date, state, price)| {
            (*days, (*date).to_owned(), (*state).to_owned(), (*price).to_owned())
        })
        .collect()
}

/// Dates by counting days from 2025-01-01; prices of us-east-1 from <https://aws.amazon.com/s3/pricing/>.
#[test]
fn the_demo_rule_has_its_milestones_with_dates_and_prices() {
    let charts = charts_of(DEMO, true);
    assert_eq!(charts.len(), 1);
    let lanes = &charts[0].lanes;
    assert_eq!(
        rows(&lanes[0]),
        expected(&[
            (0, "2025-01-01", "STANDARD", "0.023"),
            (30, "2025-01-31", "STANDARD_IA", "0.0125"),
            (60, "2025-03-02", "INTELLIGENT_TIERING", "0.023"),
            (90, "2025-04-01", "GLACIER_IR", "0.004"),
            (180, "2025-06-30", "GLACIER", "0.0036"),
            (365, "2026-01-01", "DEEP_ARCHIVE", "0.00099"),
            (700, "2026-12-02", "DEEP_ARCHIVE", "0.00099"),
        ])
    );
    assert_eq!(lanes[1].title, "Noncurrent version");
    assert_eq!(
        rows(&lanes[1]),
        expected(&[
            (0, "2025-01-01", "STANDARD", "0.023"),
            (90, "2025-04-01", "GLACIER", "0.0036"),
            (700, "2026-12-02", "", ""),
        ])
    );
    // The delete marker that the expiration leaves goes by its own age.
    assert_eq!(rows(&lanes[2])[1], expected(&[(700, "2026-12-02", "", "")])[0]);
    // Without versions the expiration deletes, and nothing else is left to show.
    let charts = charts_of(DEMO, false);
    assert_eq!(charts[0].lanes.len(), 1);
    assert_eq!(charts[0].lanes[0].stops.last().unwrap().state, "");
}

/// An upload begun on 2025-01-01 00:00 and aborted after 7 days goes at 2025-01-08 00:00 (LC-060).
#[test]
fn filters_have_a_chart_each_and_uploads_a_lane() {
    let charts = charts_of(
        "Rules:
  - {ID: tmp, Status: Enabled, Filter: {Prefix: tmp/}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}
  - {ID: big, Status: Enabled, Filter: {ObjectSizeGreaterThan: 10485760}, Expiration: {Days: 1}}
  - {ID: off, Status: Disabled, Filter: {Prefix: x/}, Expiration: {Days: 1}}",
        false,
    );
    let titles: Vec<&str> = charts.iter().map(|chart| chart.title.as_str()).collect();
    assert_eq!(titles, ["demo: objects tmp/*", "demo: every object"]);
    let upload = &charts[0].lanes[1];
    assert_eq!((upload.title, upload.stops.len()), ("Unfinished multipart upload", 2));
    assert_eq!(upload.stops[1].day.to_string(), "2025-01-08");
    assert!(charts[1].assumed.starts_with("10.0 MB"), "{}", charts[1].assumed);
}

#[test]
fn pictures_hold_every_milestone_and_escape_what_users_wrote() {
    let charts = charts_of(&DEMO.replace("demo-rule", "\"a <b> & c\""), true);
    let picture = svg::svg(&charts);
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("a &lt;b&gt; &amp; c") && !picture.contains("a <b>"));
    assert_eq!(picture.matches("<g>").count(), picture.matches("</g>").count());
    for date in ["2025-01-31", "2025-03-02", "2025-04-01", "2025-06-30", "2026-01-01", "2026-12-02"] {
        assert!(picture.contains(date) && text::text(&charts).contains(date), "{date}");
    }
    let json: serde_json::Value = serde_json::from_str(&json::json(&charts).unwrap()).unwrap();
    assert_eq!(json[0]["versions"][0]["stops"][5]["usd_per_gb_month"], "0.00099");
    assert_eq!(json[0]["versions"][1]["stops"][2]["state"], serde_json::Value::Null);
}
