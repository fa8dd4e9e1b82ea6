//! AWS Regions: API name, the name people know, and the code on bills.
//!
//! Whether a Region has a price list is the bill's business; a Region without one may be used as long as nothing is
//! billed in it. Codes: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>

use std::fmt;

/// A Region, by its place in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u8);

/// API name, title, code on bills (empty where it was not confirmed).
const TABLE: &[(&str, &str, &str)] = &[
    ("us-east-1", "US East (N. Virginia)", "USE1"),
    ("us-east-2", "US East (Ohio)", "USE2"),
    ("us-west-1", "US West (N. California)", "USW1"),
    ("us-west-2", "US West (Oregon)", "USW2"),
    ("ca-central-1", "Canada (Central)", "CAN1"),
    ("ca-west-1", "Canada West (Calgary)", "CAN2"),
    ("mx-central-1", "Mexico (Central)", ""),
    ("sa-east-1", "South America (Sao Paulo)", "SAE1"),
    ("eu-west-1", "Europe (Ireland)", "EU"),
    ("eu-west-2", "Europe (London)", "EUW2"),
    ("eu-west-3", "Europe (Paris)", "EUW3"),
    ("eu-central-1", "Europe (Frankfurt)", "EUC1"),
    ("eu-central-2", "Europe (Zurich)", "EUC2"),
    ("eu-north-1", "Europe (Stockholm)", "EUN1"),
    ("eu-south-1", "Europe (Milan)", "EUS1"),
    ("eu-south-2", "Europe (Spain)", "EUS2"),
    ("il-central-1", "Israel (Tel Aviv)", "ILC1"),
    ("me-south-1", "Middle East (Bahrain)", "MES1"),
    ("me-central-1", "Middle East (UAE)", "MEC1"),
    ("af-south-1", "Africa (Cape Town)", "AFS1"),
    ("ap-east-1", "Asia Pacific (Hong Kong)", "APE1"),
    ("ap-east-2", "Asia Pacific (Taipei)", ""),
    ("ap-south-1", "Asia Pacific (Mumbai)", "APS3"),
    ("ap-south-2", "Asia Pacific (Hyderabad)", "APS5"),
    ("ap-southeast-1", "Asia Pacific (Singapore)", "APS1"),
    ("ap-southeast-2", "Asia Pacific (Sydney)", "APS2"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)", "APS4"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)", "APS6"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)", ""),
    ("ap-southeast-6", "Asia Pacific (New Zealand)", ""),
    ("ap-southeast-7", "Asia Pacific (Thailand)", ""),
    ("ap-northeast-1", "Asia Pacific (Tokyo)", "APN1"),
    ("ap-northeast-2", "Asia Pacific (Seoul)", "APN2"),
    ("ap-northeast-3", "Asia Pacific (Osaka)", "APN3"),
    ("us-gov-west-1", "AWS GovCloud (US-West)", "UGW1"),
    ("us-gov-east-1", "AWS GovCloud (US-East)", "UGE1"),
];

impl Region {
    /// us-east-1: where a scenario plays unless it says otherwise.
    pub const US_EAST_1: Region = Region(0);

    /// Every Region, in the table's order.
    pub fn all() -> impl Iterator<Item = Region> {
        (0..TABLE.len()).map(|index| Region(index as u8))
    }

    /// The Region of an API name.
    pub fn parse(name: &str) -> Option<Region> {
        Region::all().find(|region| region.name() == name)
    }

    /// `eu-west-1`.
    pub fn name(self) -> &'static str {
        TABLE[self.0 as usize].0
    }

    /// `Europe (Ireland)`.
    pub fn title(self) -> &'static str {
        TABLE[self.0 as usize].1
    }

    /// What the ids of its Availability Zones start with: `use1` of `use1-az1`.
    ///
    /// <https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html>
    pub fn zone_prefix(self) -> String {
        let short = |part: &str| match part {
            "central" | "east" | "west" | "north" | "south" | "gov" => part[..1].to_owned(),
            "northeast" | "southeast" => format!("{}e", &part[..1]),
            other => other.to_owned(),
        };
        self.name().split('-').map(short).collect()
    }

    /// What usage types of this Region start with; empty for us-east-1. Regions whose code was not confirmed use
    /// their API name, so that no line is ever booked under a wrong code.
    pub fn billing_prefix(self) -> &'static str {
        if self == Region::US_EAST_1 { "" } else { self.pair_code() }
    }

    /// The code in usage types that name a pair of Regions: `USE1`, `EU`.
    pub fn pair_code(self) -> &'static str {
        let (name, _, code) = TABLE[self.0 as usize];
        if code.is_empty() { name } else { code }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids as AWS's pages print them.
    #[test]
    fn zones_are_named_by_region() {
        for (name, prefix) in [
            ("us-east-1", "use1"),
            ("us-west-2", "usw2"),
            ("eu-central-1", "euc1"),
            ("ap-southeast-2", "apse2"),
            ("ap-northeast-1", "apne1"),
            ("us-gov-west-1", "usgw1"),
        ] {
            assert_eq!(Region::parse(name).map(Region::zone_prefix).as_deref(), Some(prefix));
        }
    }

    /// Prefixes of the price lists that exist, BL-132.
    #[test]
    fn bills_know_regions_by_code() {
        for (name, prefix, pair) in [
            ("us-east-1", "", "USE1"),
            ("us-east-2", "USE2", "USE2"),
            ("us-west-2", "USW2", "USW2"),
            ("eu-west-1", "EU", "EU"),
            ("eu-central-1", "EUC1", "EUC1"),
            ("ap-northeast-1", "APN1", "APN1"),
            ("ap-southeast-1", "APS1", "APS1"),
            ("ap-southeast-2", "APS2", "APS2"),
            ("sa-east-1", "SAE1", "SAE1"),
            ("me-central-1", "MEC1", "MEC1"),
            // Not confirmed, so the API's name stands in.
            ("mx-central-1", "mx-central-1", "mx-central-1"),
        ] {
            let region = Region::parse(name).unwrap();
            assert_eq!((region.name(), region.billing_prefix(), region.pair_code()), (name, prefix, pair));
        }
        assert_eq!(Region::parse("us-east-1"), Some(Region::US_EAST_1));
        assert_eq!(Region::parse("us-east-9"), None);
    }

    #[test]
    fn no_two_regions_share_a_name_or_a_code() {
        let names: std::collections::BTreeSet<&str> = Region::all().map(Region::name).collect();
        let codes: std::collections::BTreeSet<&str> = Region::all().map(Region::pair_code).collect();
        assert_eq!((names.len(), codes.len()), (TABLE.len(), TABLE.len()));
    }
}
