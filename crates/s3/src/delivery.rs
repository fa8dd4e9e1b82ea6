//! What services write into buckets: exports, lists, logs.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>

use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Value};
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::principal::Principal;
use s3sim_kernel::time::Instant;
use s3sim_ledger::AccountId;

use crate::caller::{Actor, Caller, Source, Way};
use crate::machine::S3;
use crate::request::{Request, Route};
use crate::response::{Fields, Refusal};
use crate::world::World;

/// An object that a service writes on somebody's behalf.
#[derive(Clone, Debug)]
pub struct Parcel<'a> {
    /// Who writes: `cloudtrail.amazonaws.com`.
    pub service: &'a str,
    /// The ARN of the thing for which it writes: `aws:SourceArn`.
    pub source: String,
    /// Whose that is: `aws:SourceAccount`.
    pub account: AccountId,
    /// The bucket.
    pub bucket: &'a str,
    /// The key.
    pub key: &'a str,
    /// Its bytes, if they are spelled out.
    pub body: Option<String>,
    /// How many bytes, if they are not.
    pub size: u64,
    /// The canned list that it asks for, if it asks for one.
    pub acl: Option<&'static str>,
    /// The KMS key to encrypt it with, if it is not the bucket's to say.
    pub kms_key: Option<&'a str>,
    /// As `events.csv` shows it.
    pub cause: &'a str,
}

impl S3 {
    /// Writes an object for a service; the bucket has to let it in.
    ///
    /// Modelling choice: no PUT is billed; AWS does not say whether one is.
    ///
    /// # Errors
    /// What S3 answers if it does not take it.
    pub fn deliver(
        &mut self,
        now: Instant,
        parcel: &Parcel<'_>,
        world: &mut impl World,
    ) -> Result<(), Refusal> {
        let mut actor = Actor::new(Policies::new(Principal::service(parcel.service)), None);
        let account = self.directory.account(parcel.account).number.to_string();
        actor.source = Some(Source { arn: Some(parcel.source.clone()), account: Some(account) });
        // What it says about the list is for the bucket's policy to see; it needs no permission of its own.
        let stated = parcel.acl.map(|acl| ("s3:x-amz-acl".to_owned(), vec![acl.to_owned()]));
        let way = Way { stated: stated.into_iter().collect(), ..Way::default() };
        let parameters = parameters(parcel);
        let owner = self.bucket_id(parcel.bucket).map(|bucket| self.bucket(bucket).owner);
        let request = Request {
            api: Api::PutObject,
            bucket: parcel.bucket,
            key: parcel.key,
            parameters: &parameters,
            size: parcel.size,
            caller: Caller { account: owner.unwrap_or(parcel.account), actor: Some(&actor), way: Some(&way) },
            route: Route::SameRegion,
            cause: parcel.cause,
        };
        let mut verdict = self.judge(now, &request);
        self.book_kms(now, &request, &mut verdict, world);
        let intent = verdict.outcome?;
        self.acts_for(request.api, &request.caller);
        self.carry(now, &request, verdict.bucket, intent, world);
        self.settle(now, world);
        self.acts_by_itself();
        Ok(())
    }
}

fn parameters(parcel: &Parcel<'_>) -> Map {
    let mut fields = Fields::new().maybe("Body", parcel.body.as_deref());
    if let Some(key) = parcel.kms_key {
        fields = fields.node("ServerSideEncryption", Value::Text("aws:kms".to_owned()));
        fields = fields.text("SSEKMSKeyId", key);
    }
    fields.done()
}
