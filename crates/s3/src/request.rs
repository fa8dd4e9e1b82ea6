//! What a caller sends.

use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::tree::Map;

use crate::caller::Caller;

/// A request to S3.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The call.
    pub api: Api,
    /// The bucket that it names; empty for calls to the service.
    pub bucket: &'a str,
    /// The key that it names, if the call has one.
    pub key: &'a str,
    /// Headers and members of the body, by their names in the API.
    pub parameters: &'a Map,
    /// Length of the body in bytes, for bodies that are not spelled out.
    pub size: u64,
    /// Who asks.
    pub caller: Caller<'a>,
    /// Where the bytes go to or come from.
    pub route: Route,
    /// Who or what sends it, as `events.csv` shows it: `step first`.
    pub cause: &'a str,
}

/// Where the bytes of a request travel: it decides what the transfer costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Within the bucket's Region: free.
    #[default]
    SameRegion,
    /// To or from another Region of AWS.
    Region(Region),
    /// To or from the internet.
    Internet,
    /// To CloudFront: free.
    CloudFront,
}
