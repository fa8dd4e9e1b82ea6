//! How long S3 takes to answer, by operation and storage class.
//!
//! Distributions are those of public measurements, from within the Region, on a connection that exists: a million
//! requests a series where there are such series (GetObject and PutObject of STANDARD and EXPRESS_ONEZONE as mixtures of
//! four lognormal distributions), percentiles elsewhere, and where nothing is published a modelling choice.

use s3sim_aws::class::StorageClass;
use s3sim_aws::operation::Api;
use s3sim_kernel::quantiles::{Lognormal, Table, TableError, WHOLE};
use s3sim_scenario::model::Latency as Setting;

/// A kind of answer with a distribution of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// GetObject of a class that answers at once.
    Get,
    /// PutObject.
    Put,
    /// GetObject from a directory bucket.
    GetExpress,
    /// PutObject into a directory bucket.
    PutExpress,
    /// HeadObject and whatever else only reads metadata.
    Head,
    /// A listing of so many keys.
    List,
    /// CreateMultipartUpload.
    CreateUpload,
    /// UploadPart.
    Part,
    /// CompleteMultipartUpload.
    CompleteUpload,
    /// CopyObject.
    Copy,
    /// DeleteObject and changes of tags.
    Delete,
    /// DeleteObjects.
    DeleteMany,
    /// A refusal.
    Refusal,
    /// A call to KMS.
    Kms,
    /// What a client needs to make a connection, beside the round trips.
    Connection,
}

impl Kind {
    const COUNT: usize = 15;

    /// The kind of a call's success.
    pub fn of(api: Api, class: StorageClass) -> Kind {
        let express = class == StorageClass::ExpressOneZone;
        match api {
            Api::GetObject if express => Kind::GetExpress,
            Api::PutObject if express => Kind::PutExpress,
            Api::GetObject => Kind::Get,
            Api::PutObject => Kind::Put,
            Api::ListObjects | Api::ListObjectsV2 | Api::ListObjectVersions => Kind::List,
            Api::CreateMultipartUpload => Kind::CreateUpload,
            Api::UploadPart => Kind::Part,
            Api::CompleteMultipartUpload => Kind::CompleteUpload,
            Api::CopyObject | Api::UploadPartCopy => Kind::Copy,
            Api::DeleteObject | Api::PutObjectTagging | Api::DeleteObjectTagging => Kind::Delete,
            Api::DeleteObjects => Kind::DeleteMany,
            _ => Kind::Head,
        }
    }
}

/// What every listed key adds to the time of a listing, in microseconds.
pub const PER_LISTED_KEY: u64 = 85;
/// What every key adds to the time of DeleteObjects, in microseconds. Modelling choice.
pub const PER_DELETED_KEY: u64 = 300;

/// One request in 133,333 takes longer than a second: a Pareto tail with the exponent 1, as 15 of 1,998,000 measured
/// requests above 1 s, 6 above 2 s and 3 above 5 s say. In words of 64 bits.
const TAIL: u64 = 138_350_580_552_822;
/// The longest that the tail gives, in microseconds. Modelling choice.
const TAIL_CAP: u64 = 30_000_000;

/// Draws the times of answers.
#[derive(Clone, Debug)]
pub struct Latencies {
    setting: Setting,
    tables: [Option<Table>; Kind::COUNT],
    /// Instead of all others, for comparison with the theory of queues.
    service: Option<Table>,
}

impl Latencies {
    /// Tables are built by [`Latencies::prepare`]. `service` takes the place of every time that S3 takes for itself.
    pub fn new(setting: Setting, service: Option<Table>) -> Latencies {
        Latencies { setting, tables: Default::default(), service }
    }

    /// Builds the table of a kind.
    pub fn prepare(&mut self, kind: Kind) {
        if self.setting != Setting::Off && self.tables[kind as usize].is_none() {
            self.tables[kind as usize] = table(kind).ok();
        }
    }

    /// How long an answer of this kind takes, in microseconds, for a random word.
    #[inline]
    pub fn draw(&self, kind: Kind, word: u64) -> u64 {
        if let Some(service) = &self.service {
            return if kind == Kind::Connection { 0 } else { service.draw(word) };
        }
        let Some(table) = &self.tables[kind as usize] else { return 0 };
        if self.setting == Setting::Median {
            return table.draw(1 << 63);
        }
        let rest = !word;
        if rest < TAIL && matches!(kind, Kind::Get | Kind::Put) {
            return pareto(rest);
        }
        table.draw(word)
    }

    /// Whether S3 and the network take time at all.
    pub fn is_off(&self) -> bool {
        self.setting == Setting::Off
    }
}

/// The time that the share `rest` / [`TAIL`] of the tail exceeds.
#[cold]
fn pareto(rest: u64) -> u64 {
    let time = u128::from(TAIL) * 1_000_000 / (u128::from(rest) + 1);
    u64::try_from(time).unwrap_or(TAIL_CAP).min(TAIL_CAP)
}

const fn part(weight: f64, median_ms: f64, sigma: f64) -> Lognormal {
    Lognormal { weight, median: median_ms * 1_000.0, sigma }
}

/// One lognormal distribution.
const fn one(median_ms: f64, sigma: f64) -> [Lognormal; 1] {
    [part(1.0, median_ms, sigma)]
}

fn table(kind: Kind) -> Result<Table, TableError> {
    const PERMILLE: u64 = WHOLE / 1_000;
    match kind {
        Kind::Get => Table::mixture(&[
            part(0.382_131, 16.925, 0.117_1),
            part(0.444_631, 32.740, 0.306_6),
            part(0.166_884, 59.271, 0.343_8),
            part(0.006_354, 89.972, 0.613_6),
        ]),
        Kind::Put => Table::mixture(&[
            part(0.320_907, 26.525, 0.094_6),
            part(0.445_443, 43.265, 0.232_2),
            part(0.226_237, 69.232, 0.305_5),
            part(0.007_413, 111.402, 0.570_5),
        ]),
        Kind::GetExpress => Table::mixture(&[
            part(0.601_038, 4.667, 0.053_1),
            part(0.382_598, 4.993, 0.066_3),
            part(0.014_036, 6.992, 0.128_7),
            part(0.002_328, 16.981, 0.461_7),
        ]),
        Kind::PutExpress => Table::mixture(&[
            part(0.187_574, 6.833, 0.032_1),
            part(0.699_879, 7.402, 0.051_0),
            part(0.108_321, 9.363, 0.164_9),
            part(0.004_226, 16.550, 0.417_9),
        ]),
        Kind::Head => Table::from_tail_quantiles(&[
            (0, 8_000),
            (100 * PERMILLE, 11_460),
            (500 * PERMILLE, 14_270),
            (900 * PERMILLE, 18_050),
            (990 * PERMILLE, 34_560),
            (999 * PERMILLE, 110_000),
            (9_999 * PERMILLE / 10, 250_000),
        ]),
        Kind::List => Table::from_tail_quantiles(&[
            (0, 8_100),
            (100 * PERMILLE, 10_110),
            (500 * PERMILLE, 13_120),
            (900 * PERMILLE, 16_510),
            (990 * PERMILLE, 41_470),
            (999 * PERMILLE, 120_000),
            (9_999 * PERMILLE / 10, 300_000),
        ]),
        Kind::CreateUpload | Kind::DeleteMany => Table::mixture(&one(40.0, 0.40)),
        Kind::Part => Table::mixture(&one(80.0, 0.35)),
        Kind::CompleteUpload => Table::mixture(&one(92.0, 0.25)),
        Kind::Copy => Table::mixture(&one(60.0, 0.35)),
        Kind::Delete => Table::mixture(&one(25.0, 0.40)),
        Kind::Refusal => Table::mixture(&one(8.0, 0.15)),
        Kind::Kms => Table::mixture(&one(8.0, 0.788)),
        Kind::Connection => Table::mixture(&one(44.0, 0.25)),
    }
}
