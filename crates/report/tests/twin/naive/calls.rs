//! What requests do and cost: single calls, and days of traffic taken apart into single calls.

use std::cell::RefCell;
use std::collections::BTreeMap;

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_aws::operation::Api;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node};
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::streams::{Seed, below};
use s3sim_kernel::time::Instant;
use s3sim_ledger::event::EventKind;
use s3sim_s3::configuration::versioning::VersioningStatus;
use s3sim_s3::identity::version_id;
use s3sim_s3::lifecycle::document::TransitionDefaultMinimumObjectSize as MinimumSize;
use s3sim_s3::lifecycle::{read as lifecycle, validate::Circumstances};
use s3sim_scenario::request::{Client, Keys, RequestPlan};
use s3sim_scenario::step::{Act, Step};
use s3sim_scenario::template::Piece;
use s3sim_scenario::traffic::{Amount, Pick, Traffic};

use super::archive::readable;
use super::store::{Body, Place, Store};

/// The fields of an answer that later steps can refer to.
type Answer = BTreeMap<&'static str, String>;

/// One call: what it asks for.
struct Call<'a> {
    api: Api,
    bucket: usize,
    key: &'a str,
    size: u64,
    client: Client,
    parameters: &'a Map,
    cause: &'a str,
}

impl Call<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).and_then(Node::scalar)
    }

    fn class(&self) -> StorageClass {
        self.text("StorageClass").map_or(StorageClass::Standard, |word| StorageClass::parse(word).unwrap())
    }

    /// `a=1&b=2`
    fn tags(&self) -> Vec<(String, String)> {
        let pairs = self.text("Tagging").unwrap_or_default().split('&').filter_map(|p| p.split_once('='));
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }
}

impl Store {
    /// One call, or one for each object that fits.
    pub fn step(&mut self, now: Instant, step: &Step) {
        // Calls to KMS and faults are not generated.
        let Act::Call { request: plan, .. } = &step.act else { return };
        let answers = self.answers.clone();
        let mut fill = |piece: &Piece| match piece {
            Piece::Answer { step, field } => answers.get(step)?.get(field.as_str()).cloned(),
            Piece::Text(text) => Some(text.clone()),
            _ => None,
        };
        // Refers to an answer that never came: nothing is sent.
        let Ok(parameters) = plan.filled(&mut fill) else { return };
        let bucket = self.bucket(plan.bucket.as_deref().expect("of a bucket")).expect("there");
        let cause = format!("step {}", step.name);
        let keys = match &plan.key {
            None => vec![String::new()],
            Some(Keys::Literal(key)) => vec![key.clone()],
            Some(Keys::Template(_)) => unreachable!("not generated"),
            Some(Keys::Pattern(pattern)) => {
                let current = self.buckets[bucket].objects.iter().filter(|(_, v)| !v[0].marker);
                current.map(|(key, _)| key.clone()).filter(|key| pattern.matches(key)).collect()
            }
        };
        for key in keys {
            let call = Call {
                api: plan.api,
                bucket,
                key: &key,
                size: plan.content.size(),
                client: plan.client,
                parameters: &parameters,
                cause: &cause,
            };
            let answer = self.call(now, &call);
            self.answers.entry(step.name.clone()).or_insert(answer);
        }
    }

    /// One occurrence of traffic, request by request.
    pub fn traffic(&mut self, now: Instant, seed: u64, index: usize, traffic: &Traffic) {
        let (occurrence, next) = self.occurrences.entry(index).or_default();
        let (number, first) = (*occurrence, *next);
        *occurrence += 1;
        let b = self.bucket(traffic.request.bucket.as_deref().expect("of a bucket")).expect("there");
        let (Amount::Times(amount) | Amount::Count(amount)) = traffic.amount;
        let keys = match &traffic.request.key {
            Some(Keys::Literal(key)) => {
                self.mention(b, key);
                vec![key.clone(); amount as usize]
            }
            Some(Keys::Template(template)) => {
                self.occurrences.insert(index, (number + 1, first + amount));
                (first..first + amount).map(|n| self.key_of(b, template, n, now)).collect()
            }
            _ => self.chosen(now, b, traffic, seed, number),
        };
        let parameters = traffic.request.filled(&mut |_| None).expect("nothing to fill in");
        let cause = format!("traffic {}", traffic.name);
        for key in keys {
            let RequestPlan { api, client, .. } = traffic.request;
            let size = traffic.request.content.size();
            self.call(
                now,
                &Call { api, bucket: b, key: &key, size, client, parameters: &parameters, cause: &cause },
            );
        }
    }

    /// The keys that an occurrence aimed at existing objects names: all, or one arc of each key space.
    fn chosen(&self, now: Instant, b: usize, traffic: &Traffic, seed: u64, number: u64) -> Vec<String> {
        let Some(Keys::Pattern(pattern)) = &traffic.request.key else { return Vec::new() };
        let mut spaces: BTreeMap<Option<(String, usize)>, BTreeMap<u64, String>> = BTreeMap::new();
        for (key, versions) in &self.buckets[b].objects {
            let age = now.since(versions[0].created);
            let of_age = traffic.age.is_none_or(|(from, until)| age >= from && until.is_none_or(|u| age < u));
            if !versions[0].marker && of_age && pattern.matches(key) {
                let (space, index): Place = self.buckets[b].place(key).expect("mentioned");
                spaces.entry(space).or_default().insert(index, key.clone());
            }
        }
        let all: u64 = spaces.values().map(|keys| keys.len() as u64).sum();
        let (mut keys, mut before) = (Vec::new(), 0);
        for space in spaces.values() {
            let space: Vec<&String> = space.values().collect();
            let len = space.len() as u64;
            let (each, arc) = match traffic.amount {
                Amount::Times(times) if traffic.share == WHOLE => (times, 0),
                Amount::Times(_) => {
                    (0, (u128::from(len) * u128::from(traffic.share) / u128::from(WHOLE)) as u64)
                }
                Amount::Count(count) => {
                    let part = count * (before + len) / all - count * before / all;
                    (part / len, part % len)
                }
            };
            before += len;
            let begin = match traffic.pick {
                Pick::Oldest => 0,
                Pick::Newest => len - arc,
                Pick::Rotate => arc * number % len,
                Pick::Random => {
                    let word = Seed(seed).key(&format!("traffic {}", traffic.name)).draw(&[number]);
                    below(word, 1_000) * len / 1_000
                }
            };
            let times = if let Amount::Times(times) = traffic.amount { times } else { 1 };
            keys.extend(space.iter().flat_map(|key| vec![(*key).clone(); each as usize]));
            let arc = (begin..begin + arc).map(|at| space[(at % len) as usize]);
            keys.extend(arc.flat_map(|key| vec![key.clone(); times as usize]));
        }
        keys
    }

    /// Does a call and bills it. Refusals cost what a call about STANDARD costs, if they are billed at all.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html>
    fn call(&mut self, now: Instant, call: &Call<'_>) -> Answer {
        let (class, answer) = match self.done(now, call) {
            Ok(done) => done,
            Err(
                ErrorCode::NoSuchKey
                | ErrorCode::NoSuchVersion
                | ErrorCode::InvalidObjectState
                | ErrorCode::RestoreAlreadyInProgress,
            ) if call.api == Api::RestoreObject => {
                self.charge(now, call.bucket, Item::RequestStandardTier2, "RestoreObject", 1);
                return Answer::new();
            }
            Err(
                ErrorCode::NoSuchKey
                | ErrorCode::NoSuchVersion
                | ErrorCode::InvalidObjectState
                | ErrorCode::NoSuchConfiguration
                | ErrorCode::AccessDenied
                | ErrorCode::InvalidPart
                | ErrorCode::EntityTooSmall,
            ) => (StorageClass::Standard, Answer::new()),
            Err(_) => return Answer::new(),
        };
        // Bills have the name from before 2011.
        let operation = match call.api {
            Api::CreateMultipartUpload => "InitiateMultipartUpload",
            api => api.name(),
        };
        match call.api {
            // On the way to an archive only the end has the archive's price.
            Api::CreateMultipartUpload | Api::UploadPart => {
                let archive = matches!(class, StorageClass::Glacier | StorageClass::DeepArchive);
                let item = if archive { Item::RequestStandardTier1 } else { tier1(class) };
                self.charge(now, call.bucket, item, operation, 1);
            }
            Api::AbortMultipartUpload => {
                self.charge(now, call.bucket, Item::RequestFree, operation, 1);
            }
            Api::CompleteMultipartUpload => self.charge(now, call.bucket, tier1(class), operation, 1),
            Api::PutObject | Api::CopyObject => self.charge(now, call.bucket, tier1(class), operation, 1),
            Api::GetObject | Api::HeadObject => self.charge(now, call.bucket, tier2(class), operation, 1),
            // Billed by what it does.
            Api::RestoreObject => {}
            Api::DeleteObject
            | Api::DeleteObjectTagging
            | Api::DeleteBucketLifecycle
            | Api::DeleteBucketIntelligentTieringConfiguration => {
                self.charge(now, call.bucket, Item::RequestFree, operation, 1);
            }
            _ => self.charge(now, call.bucket, Item::RequestStandardTier1, operation, 1),
        }
        answer
    }

    /// Does a call; the class it is billed by and its answer, or the error.
    fn done(&mut self, now: Instant, call: &Call<'_>) -> Result<(StorageClass, Answer), ErrorCode> {
        let Call { api, bucket: b, key, cause, .. } = *call;
        let standard = StorageClass::Standard;
        match api {
            Api::PutObject => {
                let class = call.class();
                self.put(now, b, key, Body { size: call.size, class, tags: call.tags() }, now, cause);
                Ok((class, self.written(b, key)))
            }
            Api::CopyObject => {
                let (path, id) = match call.text("CopySource").unwrap().split_once("?versionId=") {
                    Some((path, id)) => (path, Some(id)),
                    None => (call.text("CopySource").unwrap(), None),
                };
                let (from, source) = path.split_once('/').unwrap();
                let from = self.bucket(from).ok_or(ErrorCode::NoSuchBucket)?;
                let index = self.data(from, source, id)?;
                let version = self.buckets[from].objects[source][index].clone();
                readable(&version)?;
                let class = call.class();
                let new_tags = call.text("TaggingDirective") == Some("REPLACE");
                if from == b && source == key && id.is_none() && class == version.class && !new_tags {
                    return Err(ErrorCode::InvalidRequest);
                }
                self.read(now, from, source, index, Api::CopyObject);
                let tags = if new_tags { call.tags() } else { version.tags };
                self.put(now, b, key, Body { size: version.size, class, tags }, now, cause);
                Ok((class, self.written(b, key)))
            }
            Api::GetObject | Api::HeadObject => {
                let index = self.data(b, key, call.text("VersionId"))?;
                let version = self.buckets[b].objects[key][index].clone();
                let (class, size) = (version.class, version.size);
                if api == Api::GetObject {
                    readable(&version)?;
                    self.read(now, b, key, index, api);
                    match call.client {
                        Client::Internet => {
                            self.charge(now, b, Item::TransferOut, "GetObject", size.into());
                        }
                        Client::Region(region) if region != self.buckets[b].region => {
                            self.charge(now, b, Item::ToRegion(region), "GetObject", size.into());
                        }
                        _ => {}
                    }
                }
                let id = self.id(b, key, index);
                let versioned = self.buckets[b].versioning.is_some();
                Ok((class, if versioned { Answer::from([("VersionId", id)]) } else { Answer::new() }))
            }
            Api::DeleteObject => match call.text("VersionId") {
                None => {
                    self.delete(now, b, key, cause);
                    let marker = self.buckets[b].objects.get(key).is_some_and(|versions| versions[0].marker);
                    let id = marker.then(|| ("VersionId", self.id(b, key, 0)));
                    Ok((standard, id.into_iter().collect()))
                }
                Some(id) => {
                    // A version that is not there is deleted as well as one that is.
                    if let Ok(index) = self.version(b, key, Some(id)) {
                        self.check_deletion(now, (b, key, index), call.parameters)?;
                        self.destroy(now, b, key, index, cause);
                    }
                    Ok((standard, Answer::from([("VersionId", id.to_owned())])))
                }
            },
            Api::PutObjectTagging | Api::DeleteObjectTagging => {
                let index = self.data(b, key, call.text("VersionId"))?;
                let set = call.parameters.get("Tagging").and_then(|tagging| tagging.get("TagSet"));
                let pair = |tag: &Node| {
                    let part = |name| tag.get(name).and_then(Node::scalar).unwrap().to_owned();
                    (part("Key"), part("Value"))
                };
                let tags = set.and_then(Node::as_list).unwrap_or_default().iter().map(pair).collect();
                self.buckets[b].objects.get_mut(key).expect("there")[index].tags = tags;
                self.note(now, b, key, index, EventKind::TagsChanged, "", "", cause);
                let versioned = self.buckets[b].versioning.is_some();
                let id = versioned.then(|| ("VersionId", self.id(b, key, index)));
                Ok((standard, id.into_iter().collect()))
            }
            Api::PutBucketVersioning => {
                let status = call.parameters.get("VersioningConfiguration").and_then(|c| c.get("Status"));
                // A bucket with Object Lock stays versioned.
                if self.buckets[b].object_lock.is_some() && status.and_then(Node::scalar) == Some("Suspended")
                {
                    return Err(ErrorCode::InvalidBucketState);
                }
                self.buckets[b].versioning = Some(match status.and_then(Node::scalar) {
                    Some("Enabled") => VersioningStatus::Enabled,
                    _ => VersioningStatus::Suspended,
                });
                self.forgive(b, |_| true);
                self.forgive_uploads(b);
                Ok((standard, Answer::new()))
            }
            Api::PutBucketLifecycleConfiguration => {
                let document = call.parameters.get("LifecycleConfiguration").unwrap();
                let problems = RefCell::new(Problems::new());
                let reader = Reader::new(document, "", &problems);
                let circumstances = Circumstances::general_purpose(self.rules);
                let mut new =
                    lifecycle::configuration(&reader, &circumstances).ok_or(ErrorCode::MalformedXml)?;
                if call.text("TransitionDefaultMinimumObjectSize") == Some("varies_by_storage_class") {
                    new.transition_default_minimum_object_size = MinimumSize::VariesByStorageClass;
                }
                self.buckets[b].lifecycle = Some(new);
                // What was queued is unscheduled.
                // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html>
                self.forgive(b, |_| true);
                self.forgive_uploads(b);
                Ok((standard, Answer::new()))
            }
            Api::PutObjectRetention | Api::PutObjectLegalHold => {
                if self.buckets[b].object_lock.is_none() {
                    return Err(ErrorCode::InvalidRequest);
                }
                let index = self.data(b, key, call.text("VersionId"))?;
                self.relock(now, (b, key, index), call.parameters)?;
                Ok((standard, Answer::new()))
            }
            Api::RestoreObject => {
                let index = self.data(b, key, call.text("VersionId"))?;
                self.restore(now, (b, key, index), call.parameters, cause)?;
                Ok((standard, Answer::new()))
            }
            Api::PutBucketIntelligentTieringConfiguration => {
                let document = call.parameters.get("IntelligentTieringConfiguration");
                self.configure_tiering(b, call.text("Id").unwrap(), document)?;
                Ok((standard, Answer::new()))
            }
            Api::DeleteBucketIntelligentTieringConfiguration => {
                self.configure_tiering(b, call.text("Id").unwrap(), None)?;
                Ok((standard, Answer::new()))
            }
            Api::CreateMultipartUpload => {
                let class = call.class();
                let body = Body { size: 0, class, tags: call.tags() };
                let id = self.begin(now, (b, key), body, cause);
                Ok((class, Answer::from([("UploadId", id)])))
            }
            Api::UploadPart => {
                let (class, etag) = self.bring((b, key), call.size, call.parameters)?;
                Ok((class, Answer::from([("ETag", etag)])))
            }
            Api::CompleteMultipartUpload => {
                let (class, index) = self.complete_upload(now, (b, key), call.parameters, cause)?;
                let null = self.buckets[b].objects[key][index].number == 0;
                let id = (!null).then(|| ("VersionId", self.id(b, key, index)));
                Ok((class, id.into_iter().collect()))
            }
            Api::AbortMultipartUpload => {
                self.abort(now, (b, key), call.parameters, cause)?;
                Ok((standard, Answer::new()))
            }
            Api::DeleteBucketLifecycle => {
                self.buckets[b].lifecycle = None;
                self.forgive_uploads(b);
                self.forgive(b, |_| true);
                Ok((standard, Answer::new()))
            }
            other => unreachable!("{other} is not generated"),
        }
    }

    /// Bytes that are read: the retrieval fee of the class, and an access.
    fn read(&mut self, now: Instant, b: usize, key: &str, index: usize, api: Api) {
        let version = &self.buckets[b].objects[key][index];
        let fee = match version.class {
            StorageClass::StandardIa => Some(Item::RetrievalStandardIa),
            StorageClass::OneZoneIa => Some(Item::RetrievalOneZoneIa),
            StorageClass::GlacierIr => Some(Item::RetrievalGlacierIr),
            _ => None,
        };
        let size = version.size;
        if let Some(item) = fee {
            self.charge(now, b, item, api.name(), size.into());
        }
        self.access(now, b, key, index);
    }

    fn id(&self, b: usize, key: &str, index: usize) -> String {
        let version = &self.buckets[b].objects[key][index];
        version_id(&self.buckets[b].name, key, version.number, version.created)
    }

    /// Null versions are not announced.
    fn written(&self, b: usize, key: &str) -> Answer {
        let null = self.buckets[b].objects[key][0].number == 0;
        if null { Answer::new() } else { Answer::from([("VersionId", self.id(b, key, 0))]) }
    }

    fn version(&self, b: usize, key: &str, id: Option<&str>) -> Result<usize, ErrorCode> {
        let count = self.buckets[b].objects.get(key).map_or(0, Vec::len);
        match id {
            None if count > 0 => Ok(0),
            None => Err(ErrorCode::NoSuchKey),
            Some(id) => {
                (0..count).find(|&index| self.id(b, key, index) == id).ok_or(ErrorCode::NoSuchVersion)
            }
        }
    }

    /// A version that has bytes. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html>
    fn data(&self, b: usize, key: &str, id: Option<&str>) -> Result<usize, ErrorCode> {
        let index = self.version(b, key, id)?;
        match (self.buckets[b].objects[key][index].marker, id) {
            (false, _) => Ok(index),
            (true, None) => Err(ErrorCode::NoSuchKey),
            (true, Some(_)) => Err(ErrorCode::MethodNotAllowed),
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>
fn tier1(class: StorageClass) -> Item {
    match class {
        StorageClass::IntelligentTiering => Item::RequestIntTier1,
        StorageClass::StandardIa => Item::RequestStandardIaTier1,
        StorageClass::OneZoneIa => Item::RequestOneZoneIaTier1,
        StorageClass::GlacierIr => Item::RequestGlacierIrTier1,
        StorageClass::Glacier => Item::RequestGlacierTier1,
        StorageClass::DeepArchive => Item::RequestDeepArchiveTier1,
        _ => Item::RequestStandardTier1,
    }
}

fn tier2(class: StorageClass) -> Item {
    match class {
        StorageClass::IntelligentTiering => Item::RequestIntTier2,
        StorageClass::StandardIa => Item::RequestStandardIaTier2,
        StorageClass::OneZoneIa => Item::RequestOneZoneIaTier2,
        StorageClass::GlacierIr => Item::RequestGlacierIrTier2,
        StorageClass::Glacier => Item::RequestGlacierTier2,
        StorageClass::DeepArchive => Item::RequestDeepArchiveTier2,
        _ => Item::RequestStandardTier2,
    }
}
