use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::streams::Seed;

mod closed_forms;
mod digests;

const PERCENT: u64 = WHOLE / 100;

/// Time to first byte of GET requests to S3 Standard, in microseconds: four components fitted to published
/// measurements. Their quantiles and mean, which the tests below expect, were derived with the fit.
fn standard_get() -> Table {
    let component = |weight, median, sigma| Lognormal { weight, median, sigma };
    Table::mixture(&[
        component(0.382_131, 16_925.0, 0.1171),
        component(0.444_631, 32_740.0, 0.3066),
        component(0.166_884, 59_271.0, 0.3438),
        component(0.006_354, 89_972.0, 0.6136),
    ])
    .unwrap()
}

/// Of HEAD requests, in nanoseconds, with unequal steps and no last quantile.
const HEAD: [(u64, u64); 7] = [
    (0, 8_000_000),
    (10 * PERCENT, 11_460_000),
    (50 * PERCENT, 14_270_000),
    (90 * PERCENT, 18_050_000),
    (99 * PERCENT, 34_560_000),
    (999 * PERCENT / 10, 110_000_000),
    (9_999 * PERCENT / 100, 250_000_000),
];

/// Upper ends and weights: an empty bucket is a jump.
const SIZES: [(u64, u64); 5] =
    [(1_000_000, 10), (4_000_000, 50), (8_000_000, 0), (9_000_000, 39), (90_000_000, 1)];

/// The word below which the share `per_mille` / 1,000 of all words lies.
fn word(per_mille: u64) -> u64 {
    (u128::from(per_mille) * polyline::END / 1_000).min(u128::from(u64::MAX)) as u64
}

#[test]
fn a_constant_is_one() {
    let table = Table::constant(123_456_789_012);
    for word in [0, 1, 1 << 63, u64::MAX] {
        assert_eq!(table.draw(word), 123_456_789_012);
    }
    assert_eq!((table.mean(), Table::constant(7).conditional_means(3)), (123_456_789_012, vec![7; 3]));
    assert_eq!(Table::constant(u64::MAX).draw(5), (1 << 62) - 1);
}

#[test]
fn piecewise_distributions_go_through_their_points() {
    let dice = Table::uniform(1_000, 3_000).unwrap();
    let head = Table::from_quantiles(&HEAD).unwrap();
    let middle = Table::from_quantiles(&[(40 * PERCENT, 10), (60 * PERCENT, 20)]).unwrap();
    let sizes = Table::from_histogram(&SIZES).unwrap();
    for (name, table, per_mille, value) in [
        ("uniform", &dice, 0, 1_000),
        ("uniform", &dice, 250, 1_500),
        ("uniform", &dice, 1_000, 3_000),
        ("quantiles", &head, 0, 8_000_000),
        ("quantiles", &head, 100, 11_460_000),
        ("quantiles, half way", &head, 300, 12_865_000),
        ("quantiles", &head, 990, 34_560_000),
        ("quantiles beyond the last", &head, 1_000, 250_000_000),
        ("quantiles below the first", &middle, 399, 10),
        ("quantiles half way", &middle, 500, 15),
        ("quantiles above the last", &middle, 601, 20),
        ("histogram", &sizes, 50, 500_000),
        ("histogram", &sizes, 100, 1_000_000),
        ("histogram, half of a bucket", &sizes, 350, 2_500_000),
        // 8·10^6 + 10^6 · 10/390.
        ("histogram, after the empty bucket", &sizes, 610, 8_025_641),
        ("histogram", &sizes, 990, 9_000_000),
        ("histogram", &sizes, 1_000, 90_000_000),
    ] {
        assert!(table.draw(word(per_mille)).abs_diff(value) <= 1, "{name} at {per_mille} per mille");
    }
}

/// p1, p50, p90, p99, p99.9 and mean as derived with the fit; they and the parameters are rounded to the last digit.
#[test]
fn a_mixture_has_the_quantiles_of_its_fit() {
    let table = standard_get();
    for (per_mille, micros) in [(10, 13_400), (500, 26_900), (900, 59_300), (990, 106_300), (999, 176_000)] {
        let value = table.draw(word(per_mille));
        assert!(value.abs_diff(micros) <= 60.max(micros / 300), "{per_mille} per mille: {value} µs");
    }
    assert!(table.mean().abs_diff(32_953) <= 1, "{}", table.mean());
}

#[test]
fn a_lognormal_goes_through_its_median_and_p99() {
    let table = Table::lognormal(2_000_000, 12_000_000).unwrap();
    assert!(table.draw(word(500)).abs_diff(2_000_000) <= 1);
    // 2·10^-5 of 12,000,000 is 240.
    assert!(table.draw(word(990)).abs_diff(12_000_000) <= 240);
    assert_eq!(Table::lognormal(5, 5), Ok(Table::constant(5)));
    // e^7 = 1,096.63; one standard deviation above, at a share of 0.841344746, e^7.5 = 1,808.04.
    let table = Table::lognormal_mu_sigma(7.0, 0.5).unwrap();
    assert_eq!(table.draw(1 << 63), 1_097);
    assert_eq!(table.draw((0.841_344_746 * polyline::END as f64) as u64), 1_808);
}

/// Half of the values near 10^3, half near 10^6 and next to nothing between: the median is where the jump is.
#[test]
fn components_may_be_far_apart() {
    let far = |weight, median| Lognormal { weight, median, sigma: 0.01 };
    let table = Table::mixture(&[far(3.0, 1e3), far(3.0, 1e6)]).unwrap();
    let near = |center: u64| {
        let values = (0..1_000).map(|per_mille| table.draw(word(per_mille)));
        values.filter(|value| (center * 9 / 10..center * 11 / 10).contains(value)).count()
    };
    // A straight line crosses the jump between the knots at 1/2 ± 1/512, which takes two or three of 1,000.
    assert_eq!([near(1_000), near(1_000_000)], [499, 498]);
}

#[test]
fn what_is_no_distribution_is_refused() {
    let normal = |weight, median, sigma| {
        Table::mixture(&[
            Lognormal { weight: 1.0, median: 1.0, sigma: 1.0 },
            Lognormal { weight, median, sigma },
        ])
    };
    use TableError::*;
    for (table, error) in [
        (Table::uniform(2, 1), NotAscending(1)),
        (Table::lognormal(0, 1), OutOfRange(0)),
        (Table::lognormal(2, 1), NotAscending(1)),
        (Table::lognormal_mu_sigma(f64::NAN, 1.0), OutOfRange(0)),
        (Table::lognormal_mu_sigma(1e9, 1.0), OutOfRange(0)),
        (Table::lognormal_mu_sigma(1.0, -1.0), OutOfRange(0)),
        (Table::mixture(&[]), Empty),
        (normal(0.0, 1.0, 1.0), OutOfRange(1)),
        (normal(1.0, -1.0, 1.0), OutOfRange(1)),
        (normal(1.0, 1.0, f64::INFINITY), OutOfRange(1)),
        (normal(1.0, 1.0, 1_001.0), OutOfRange(1)),
        (Table::from_quantiles(&[]), Empty),
        (Table::from_quantiles(&[(0, 1), (WHOLE + 1, 2)]), ShareTooLarge(1)),
        (Table::from_quantiles(&[(0, 1), (5, 2), (5, 3)]), NotAscending(2)),
        (Table::from_quantiles(&[(0, 3), (5, 2)]), NotAscending(1)),
        (Table::from_histogram(&[]), Empty),
        (Table::from_histogram(&[(1, 1), (1, 1)]), NotAscending(1)),
        (Table::from_histogram(&[(1, 0), (2, 0)]), Weights),
        (Table::from_histogram(&[(1, u64::MAX), (2, 1)]), Weights),
    ] {
        assert_eq!(table.map(|table| table.mean()), Err(error));
    }
    let heavy = Lognormal { weight: f64::MAX, median: 1.0, sigma: 1.0 };
    assert_eq!(Table::mixture(&[heavy, heavy]), Err(Weights));
    assert_eq!(NotAscending(1).to_string(), "entry 2 is not above the one before it");
}

/// Uniform on 0..=20 in 20 bins: their means are 0.5, 1.5 … 19.5, in all 200. Rounded down they make 190, so
/// ten are one higher: the last ten, since all remainders are equal.
#[test]
fn bins_add_up() {
    let table = Table::uniform(0, 20).unwrap();
    let expected: Vec<u64> = (0..10).chain(11..=20).collect();
    assert_eq!(table.conditional_means(20), expected);
    assert_eq!(table.conditional_means(1), [10]);
    assert_eq!(table.conditional_means(0), []);
    // The buckets of SIZES: a tenth with a mean of 0.5·10^6; half, 2.5; 39 %, 8.5; 1 %, 49.5. So the tenths are the
    // first bucket, five fifths of the second (means 1.3, 1.9, 2.5, 3.1, 3.7), and 10/39 of the fourth each.
    let sizes = Table::from_histogram(&SIZES).unwrap();
    let tenths = sizes.conditional_means(10);
    assert_eq!(tenths[..6], [500_000, 1_300_000, 1_900_000, 2_500_000, 3_100_000, 3_700_000]);
    // (8 + 5/39) · 10^6.
    assert_eq!(tenths[6], 8_128_205);
    // 0.1 · 0.5 + 0.5 · 2.5 + 0.39 · 8.5 + 0.01 · 49.5 = 5.11.
    assert_eq!((sizes.mean(), tenths.iter().sum::<u64>()), (5_110_000, 51_100_000));
}

#[test]
fn the_widest_distributions_saturate() {
    for table in [
        Table::lognormal(1, u64::MAX).unwrap(),
        Table::lognormal_mu_sigma(700.0, 1_000.0).unwrap(),
        Table::lognormal_mu_sigma(-700.0, 1e-300).unwrap(),
        Table::exponential(u64::MAX),
        Table::uniform(0, u64::MAX).unwrap(),
        Table::from_histogram(&[(u64::MAX - 1, 1), (u64::MAX, u64::MAX - 1)]).unwrap(),
    ] {
        let values: Vec<u64> = (0..=1_000).map(|per_mille| table.draw(word(per_mille))).collect();
        assert!(values.is_sorted() && values[1_000] < 1 << 62);
        let means = table.conditional_means(1_000);
        assert!(means.is_sorted() && means[999] <= 1 << 62 && table.mean() < 1 << 62);
    }
}

fn table() -> impl Strategy<Value = Table> {
    let ascending = |n| {
        prop::collection::vec((1_u64..1 << 24, 0_u64..1 << 40), 1..n).prop_map(|steps| {
            let sum = |(share, value): &mut (u64, u64), step: (u64, u64)| {
                (*share, *value) = (*share + step.0, *value + step.1);
                Some((*share, *value))
            };
            steps.into_iter().scan((0, 0), sum).collect::<Vec<_>>()
        })
    };
    let component = (0.001_f64..1.0, 1.0_f64..1e9, 0.01_f64..2.0)
        .prop_map(|(weight, median, sigma)| Lognormal { weight, median, sigma });
    prop_oneof![
        (0_u64..1 << 40).prop_map(Table::constant),
        (0_u64..1 << 40).prop_map(Table::exponential),
        (0_u64..1 << 40, 0_u64..1 << 40).prop_map(|(a, b)| Table::uniform(a.min(b), a.max(b)).unwrap()),
        (1_u64..1 << 40, 0_u64..1 << 40).prop_map(|(p50, more)| Table::lognormal(p50, p50 + more).unwrap()),
        prop::collection::vec(component, 1..5).prop_map(|components| Table::mixture(&components).unwrap()),
        ascending(50).prop_map(|quantiles| Table::from_quantiles(&quantiles).unwrap()),
        ascending(2_000).prop_map(|pairs| {
            let buckets: Vec<(u64, u64)> =
                pairs.iter().map(|&(upper, weight)| (upper, weight >> 20)).collect();
            Table::from_histogram(&buckets).unwrap_or(Table::constant(1))
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_greater_word_never_gives_a_lesser_value(
        table in table(), mut words in prop::collection::vec((any::<u64>(), 0_u32..64, any::<bool>()), 100),
    ) {
        // Half of them in either tail, at every depth.
        let mut words: Vec<u64> = words.drain(..)
            .map(|(word, shift, upper)| if upper { !(word >> shift) } else { word >> shift })
            .flat_map(|word| [word, word.saturating_add(1)])
            .chain([0, (1 << 63) - 1, 1 << 63, u64::MAX])
            .collect();
        words.sort_unstable();
        let values: Vec<u64> = words.iter().map(|&word| table.draw(word)).collect();
        prop_assert!(values.is_sorted(), "{words:?} give {values:?}");
    }

    #[test]
    fn segments_fit_together_and_say_what_is_drawn(table in table(), at: u64) {
        let mut end = 0;
        let mut value = 0;
        for segment in table.segments() {
            prop_assert_eq!(segment.start, end);
            prop_assert!(segment.width > 0 && segment.low >= value && segment.high >= segment.low);
            (end, value) = (segment.end(), segment.high);
            if (segment.start..end).contains(&u128::from(at)) {
                let drawn = table.draw(at);
                prop_assert!(drawn >= table.rounded(segment.low) && drawn <= table.rounded(segment.high));
            }
        }
        prop_assert_eq!(end, polyline::END);
    }

    #[test]
    fn bins_ascend_and_add_up_to_the_mean(table in table(), bins in 1_u32..200) {
        let means = table.conditional_means(bins);
        prop_assert_eq!(means.len(), bins as usize);
        prop_assert!(means.is_sorted());
        prop_assert!(means[0] + 1 >= table.draw(0) && means[bins as usize - 1] <= table.draw(u64::MAX) + 1);
        let sum: u128 = means.iter().map(|&mean| u128::from(mean)).sum();
        prop_assert_eq!(sum, table.total(bins));
        prop_assert!(sum.abs_diff(u128::from(table.mean()) * u128::from(bins)) <= u128::from(bins));
    }
}
