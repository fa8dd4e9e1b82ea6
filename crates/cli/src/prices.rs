//! `s3sim prices`: what a Region's things cost.

use s3sim_aws::region::Region;
use s3sim_billing::catalogue;
use s3sim_billing::tier::{Limit, Tier};
use s3sim_document::suggest;

use crate::args::PricesArgs;
use crate::exit::Exit;
use crate::output::{complain, say};

pub(crate) fn prices(args: &PricesArgs) -> Exit {
    let priced: Vec<Region> = catalogue::regions().collect();
    let Some(region) = Region::parse(&args.region).filter(|region| priced.contains(region)) else {
        let known: Vec<&str> = priced.iter().map(|region| region.name()).collect();
        complain(&format!(
            "there are no prices for `{}`{}",
            args.region,
            suggest::instead(&args.region, &known)
        ));
        return Exit::WrongInput;
    };
    let mut lines = vec![format!("{:<40} {:<26} {:<12} price in USD", "usage type", "id", "unit")];
    for (item, entry) in catalogue::entries(region) {
        let tiers: Vec<String> = entry.tiers.list().iter().map(slice).collect();
        let tiers = tiers.join(", ");
        lines.push(format!(
            "{:<40} {:<26} {:<12} {tiers}",
            item.usage_type(region),
            item.id(),
            item.unit().name()
        ));
    }
    lines.push(String::new());
    say(&lines.join("\n"));
    Exit::Fine
}

/// `0.023 up to 51200`, `0.021`; a question mark where nobody has confirmed the price.
fn slice(tier: &Tier) -> String {
    let price = tier.price.map_or_else(|| "?".to_owned(), |price| price.to_string());
    match tier.up_to {
        None => price,
        Some(Limit::Units(units)) => format!("{price} up to {units}"),
        Some(Limit::Bytes(bytes)) => format!("{price} up to {bytes} bytes"),
    }
}
