//! What storage class analysis finds out, in the columns of its export.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/analytics-storage-class.html>

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::Day;

use crate::BucketId;

/// The age groups of an analysis: the first day of each, counted from the upload.
pub const AGE_GROUPS: [u32; 12] = [0, 15, 30, 45, 60, 75, 90, 120, 150, 180, 365, 730];

/// The columns of the export, in its order.
pub const COLUMNS: [&str; 13] = [
    "Date",
    "ConfigId",
    "Filter",
    "StorageClass",
    "ObjectAge",
    "ObjectCount",
    "DataUploaded_MB",
    "Storage_MB",
    "DataRetrieved_MB",
    "GetRequestCount",
    "CumulativeAccessRatio",
    "ObjectAgeForSIATransition",
    "RecommendedObjectAgeForSIATransition",
];

/// Objects of a certain age, or of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectAge {
    /// The group at this place of [`AGE_GROUPS`]; only objects larger than 128 KB are in it.
    Group(u8),
    /// Every object of the filter, small ones included.
    All,
}

impl ObjectAge {
    /// The group of an age in whole days.
    pub fn of_days(days: u32) -> ObjectAge {
        ObjectAge::Group((AGE_GROUPS.partition_point(|&first| first <= days).max(1) - 1) as u8)
    }

    /// `000-014` … `730+`, or `ALL`.
    pub fn label(self) -> String {
        let ObjectAge::Group(place) = self else { return "ALL".to_owned() };
        let first = AGE_GROUPS[usize::from(place)];
        match AGE_GROUPS.get(usize::from(place) + 1) {
            Some(next) => format!("{first:03}-{:03}", next - 1),
            None => format!("{first}+"),
        }
    }
}

/// What was found out in one day about objects of one class and age: a line of the export. Rows stand in the order of
/// the fields: the days of an age group follow one another, and `ALL` comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnalysisRow {
    /// The bucket that is analysed.
    pub bucket: BucketId,
    /// The configuration.
    pub configuration: String,
    /// Of which age the objects are.
    pub age: ObjectAge,
    /// Their class.
    pub class: StorageClass,
    /// The day on which the figures were put together: that after the one they are about.
    pub date: Day,
    /// How many objects there are; in rows of all ages only.
    pub objects: Option<u64>,
    /// Bytes that were uploaded, in one piece; in rows of all ages only.
    pub uploaded: Option<u128>,
    /// Bytes that are stored.
    pub stored: u128,
    /// Bytes that were retrieved.
    pub retrieved: u128,
    /// Successful GET and PUT requests.
    pub requests: u64,
    /// Bytes retrieved in 30 days per byte stored, of this group and all older ones, in 10^-4; nothing where nothing
    /// was stored.
    pub ratio: Option<u128>,
    /// The age, in days, from which on objects are seldom read; STANDARD of all ages only.
    pub observed_age: Option<u32>,
    /// The same, once it has been so for long enough.
    pub recommended_age: Option<u32>,
}

impl AnalysisRow {
    /// The fields as the export shows them, by [`COLUMNS`].
    pub fn fields(&self) -> [String; 13] {
        let maybe = |number: Option<String>| number.unwrap_or_default();
        [
            american(self.date),
            self.configuration.clone(),
            // The user guide says that the column is always empty.
            String::new(),
            self.class.name().to_owned(),
            self.age.label(),
            maybe(self.objects.map(|count| count.to_string())),
            maybe(self.uploaded.map(megabytes)),
            megabytes(self.stored),
            megabytes(self.retrieved),
            self.requests.to_string(),
            maybe(self.ratio.map(four_decimals)),
            maybe(self.observed_age.map(|days| days.to_string())),
            maybe(self.recommended_age.map(|days| days.to_string())),
        ]
    }

    /// How long its line is in the exported file, line end included. No field needs quotes but perhaps the id.
    pub fn length(&self) -> u64 {
        let fields = self.fields();
        let quotes = if self.configuration.contains([',', '"']) {
            2 + self.configuration.matches('"').count()
        } else {
            0
        };
        (fields.iter().map(String::len).sum::<usize>() + fields.len() + quotes) as u64
    }
}

/// `MM-DD-YYYY`.
fn american(day: Day) -> String {
    let text = day.to_string();
    let mut parts = text.splitn(3, '-');
    let (year, month, date) = (parts.next(), parts.next(), parts.next());
    format!("{}-{}-{}", month.unwrap_or_default(), date.unwrap_or_default(), year.unwrap_or_default())
}

/// Bytes in units of 2^20, with four decimals, halves up.
///
/// Modelling choice: AWS does not say how many decimals the export has.
fn megabytes(bytes: u128) -> String {
    four_decimals((bytes * 10_000 + (1 << 19)) >> 20)
}

fn four_decimals(units: u128) -> String {
    format!("{}.{:04}", units / 10_000, units % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use s3sim_kernel::time::Instant;

    /// SCA-005: age 14 is the last of the first group, 15 the first of the second, 90 opens 90 to 119.
    #[test]
    fn ages_fall_into_the_groups_of_the_user_guide() {
        for (days, label) in [
            (0, "000-014"),
            (14, "000-014"),
            (15, "015-029"),
            (29, "015-029"),
            (30, "030-044"),
            (45, "045-059"),
            (60, "060-074"),
            (75, "075-089"),
            (90, "090-119"),
            (120, "120-149"),
            (150, "150-179"),
            (180, "180-364"),
            (364, "180-364"),
            (365, "365-729"),
            (730, "730+"),
            (10_000, "730+"),
        ] {
            assert_eq!(ObjectAge::of_days(days).label(), label, "{days} days");
        }
        assert_eq!(ObjectAge::All.label(), "ALL");
        assert!(ObjectAge::of_days(10_000) < ObjectAge::All);
    }

    #[test]
    fn a_line_has_the_fields_of_the_export() {
        let row = AnalysisRow {
            bucket: BucketId(0),
            configuration: "logs".into(),
            age: ObjectAge::All,
            class: StorageClass::Standard,
            date: Instant::parse("2025-03-02").unwrap().day(),
            objects: Some(3),
            uploaded: Some(1 << 20),
            // 1.5 MB, and a byte that is too little to show.
            stored: (3 << 19) + 1,
            retrieved: 0,
            requests: 7,
            ratio: Some(12_345),
            observed_age: Some(45),
            recommended_age: None,
        };
        let line = row.fields().join(",");
        assert_eq!(line, "03-02-2025,logs,,STANDARD,ALL,3,1.0000,1.5000,0.0000,7,1.2345,45,");
        assert_eq!(row.length(), line.len() as u64 + 1);
    }
}
