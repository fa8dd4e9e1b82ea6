//! `PutBucketRequestPayment`: who pays for requests and transfer.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html>

use s3sim_document::read::Reader;

use super::schema;

/// Who pays for requests and transfer; storage is always the owner's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Payer {
    /// Whoever owns the bucket.
    #[default]
    BucketOwner,
    /// Whoever asks.
    Requester,
}

impl Payer {
    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            Payer::BucketOwner => "BucketOwner",
            Payer::Requester => "Requester",
        }
    }
}

/// Reads the document, bare or wrapped, or its payer alone (`request_payment: Requester`).
///
/// Notes `MalformedXML` for everything else.
pub fn read(reader: &Reader<'_>) -> Option<Payer> {
    schema::document(reader, |reader| {
        if reader.node().scalar().is_some() {
            return payer(reader);
        }
        let mut fields = schema::unwrapped(reader, "RequestPaymentConfiguration")?;
        let found = schema::required(&mut fields, "Payer", ": Requester or BucketOwner");
        schema::finish(fields);
        payer(&found?)
    })
}

fn payer(reader: &Reader<'_>) -> Option<Payer> {
    let words = [Payer::BucketOwner, Payer::Requester].map(|payer| (payer.name(), payer));
    schema::word(reader, &words)
}
