//! What requests cost: the request itself, the bytes read from classes with a retrieval fee, the way to the client.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::Item;
use s3sim_aws::operation::{Api, Billing, Rate};
use s3sim_ledger::{AccountId, BucketId};

use crate::counts::Charge;
use crate::machine::S3;
use crate::request::Route;

/// The item of a PUT-class request that writes `class`.
pub fn tier1(class: StorageClass) -> Item {
    match class {
        StorageClass::Standard | StorageClass::ReducedRedundancy => Item::RequestStandardTier1,
        StorageClass::ExpressOneZone => Item::RequestExpressTier1,
        StorageClass::IntelligentTiering => Item::RequestIntTier1,
        StorageClass::StandardIa => Item::RequestStandardIaTier1,
        StorageClass::OneZoneIa => Item::RequestOneZoneIaTier1,
        StorageClass::GlacierIr => Item::RequestGlacierIrTier1,
        StorageClass::Glacier => Item::RequestGlacierTier1,
        StorageClass::DeepArchive => Item::RequestDeepArchiveTier1,
    }
}

/// The item of a GET-class request that reads `class`.
pub fn tier2(class: StorageClass) -> Item {
    match class {
        StorageClass::Standard | StorageClass::ReducedRedundancy => Item::RequestStandardTier2,
        StorageClass::ExpressOneZone => Item::RequestExpressTier2,
        StorageClass::IntelligentTiering => Item::RequestIntTier2,
        StorageClass::StandardIa => Item::RequestStandardIaTier2,
        StorageClass::OneZoneIa => Item::RequestOneZoneIaTier2,
        StorageClass::GlacierIr => Item::RequestGlacierIrTier2,
        StorageClass::Glacier => Item::RequestGlacierTier2,
        StorageClass::DeepArchive => Item::RequestDeepArchiveTier2,
    }
}

/// What reading a byte of `class` costs beside the request.
pub fn retrieval(class: StorageClass) -> Option<Item> {
    match class {
        StorageClass::StandardIa => Some(Item::RetrievalStandardIa),
        StorageClass::OneZoneIa => Some(Item::RetrievalOneZoneIa),
        StorageClass::GlacierIr => Some(Item::RetrievalGlacierIr),
        StorageClass::ExpressOneZone => Some(Item::RetrievalExpress),
        StorageClass::Standard
        | StorageClass::ReducedRedundancy
        | StorageClass::IntelligentTiering
        | StorageClass::Glacier
        | StorageClass::DeepArchive => None,
    }
}

/// The item of a request, given the class of the object that it writes or reads.
pub(crate) fn request_item(api: Api, class: StorageClass) -> Item {
    match api.billing() {
        Billing::Free => Item::RequestFree,
        Billing::Tier1(Rate::Standard) => Item::RequestStandardTier1,
        Billing::Tier1(Rate::ClassOnceComplete) if class.is_archive() => Item::RequestStandardTier1,
        Billing::Tier1(Rate::Class | Rate::ClassOnceComplete) => tier1(class),
        Billing::Tier2(Rate::Standard) => Item::RequestStandardTier2,
        Billing::Tier2(Rate::Class | Rate::ClassOnceComplete) => tier2(class),
        // A restore of what is there already is a GET-class request of the archive class.
        Billing::Restore => tier2(class),
    }
}

impl S3 {
    /// Books usage at the expense of the bucket's owner.
    pub(crate) fn charge_owner(
        &mut self,
        bucket: BucketId,
        item: Item,
        operation: &'static str,
        amount: u128,
    ) {
        let payer = self.bucket(bucket).owner;
        self.charge(payer, bucket, item, operation, amount);
    }

    /// Who pays for the request at hand: the owner of the bucket, unless it has the requester pay.
    pub(crate) fn request_payer(&self, bucket: BucketId) -> AccountId {
        let entry = self.bucket(bucket);
        self.requester.filter(|_| entry.requester_pays).unwrap_or(entry.owner)
    }

    /// Books usage at the expense of whoever pays for the request at hand.
    fn charge_request(&mut self, bucket: BucketId, item: Item, operation: &'static str, amount: u128) {
        let payer = self.request_payer(bucket);
        self.charge(payer, bucket, item, operation, amount);
    }

    pub(crate) fn charge(
        &mut self,
        payer: AccountId,
        bucket: BucketId,
        item: Item,
        operation: &'static str,
        amount: u128,
    ) {
        let region = self.bucket(bucket).region;
        self.counts.add(Charge { payer, region, bucket, item, operation }, amount);
    }

    /// Books `count` requests of one kind about objects of `class`.
    pub(crate) fn charge_requests(&mut self, bucket: BucketId, api: Api, class: StorageClass, count: u64) {
        self.charge_request(bucket, request_item(api, class), api.bill_name(), count.into());
    }

    /// Books bytes that were read from objects of `class`: the retrieval fee, if the class has one.
    ///
    /// Modelling choice: with requester pays it follows the request.
    pub(crate) fn charge_retrieval(&mut self, bucket: BucketId, api: Api, class: StorageClass, bytes: u128) {
        if let Some(item) = retrieval(class) {
            self.charge_request(bucket, item, api.bill_name(), bytes);
        }
    }

    /// Books bytes that are written: only S3 Express One Zone takes a fee for them.
    ///
    /// <https://aws.amazon.com/s3/pricing/>: since April 2025 on every byte of a request.
    pub(crate) fn charge_upload(&mut self, bucket: BucketId, api: Api, class: StorageClass, bytes: u128) {
        if class == StorageClass::ExpressOneZone {
            self.charge_owner(bucket, Item::UploadExpress, api.bill_name(), bytes);
        }
    }

    /// Books bytes that leave the bucket. What stays in its Region, or goes to CloudFront, is free and not listed.
    pub(crate) fn charge_transfer_out(&mut self, bucket: BucketId, api: Api, route: Route, bytes: u128) {
        let item = match route {
            Route::Internet => Item::TransferOut,
            Route::Region(region) if region != self.bucket(bucket).region => Item::ToRegion(region),
            Route::Region(_) | Route::SameRegion | Route::CloudFront => return,
        };
        self.charge_request(bucket, item, api.bill_name(), bytes);
    }
}
