//! Tables against the distribution functions that they stand for, computed with `libm` straight from the formulas.

use super::*;

/// Weight, logarithm of the median, sigma.
type Components = Vec<(f64, f64, f64)>;

/// (share below, share above) of a mixture of lognormals.
fn shares(components: &Components, value: f64) -> (f64, f64) {
    let total: f64 = components.iter().map(|component| component.0).sum();
    components.iter().fold((0.0, 0.0), |(below, above), (weight, mu, sigma)| {
        let z = (libm::log(value) - mu) / sigma / libm::sqrt(2.0);
        (below + weight / total * libm::erfc(-z) / 2.0, above + weight / total * libm::erfc(z) / 2.0)
    })
}

fn get() -> Components {
    [
        (0.382_131, 16_925.0, 0.1171),
        (0.444_631, 32_740.0, 0.3066),
        (0.166_884, 59_271.0, 0.3438),
        (0.006_354, 89_972.0, 0.6136),
    ]
    .map(|(weight, median, sigma)| (weight, libm::log(median), sigma))
    .to_vec()
}

/// Share below a value, of a distribution given by points of (share, value).
fn piecewise(points: &[(f64, f64)], value: f64) -> f64 {
    let after = points.partition_point(|point| point.1 <= value);
    match (points.get(after.wrapping_sub(1)), points.get(after)) {
        (Some(a), Some(b)) => a.0 + (b.0 - a.0) * (value - a.1) / (b.1 - a.1),
        (Some(_), None) => 1.0,
        (None, _) => 0.0,
    }
}

/// Every draw lies within 2·10^-5 and half a unit of where the formula says, down to tails of 2^-36, as long as sigma
/// is 1.5 or less.
#[test]
fn tables_are_within_two_in_a_hundred_thousand() {
    let two_megabytes = vec![(1.0, libm::log(2e6), libm::log(6.0) / 2.326_347_874_040_841)];
    let exponential = |value: f64| (-libm::expm1(-value / 1e9), libm::exp(-value / 1e9));
    type Shares = Box<dyn Fn(f64) -> (f64, f64)>;
    let tables: [(&str, Table, Shares); 4] = [
        ("mixture", standard_get(), Box::new(|value| shares(&get(), value))),
        (
            "lognormal",
            Table::lognormal(2_000_000, 12_000_000).unwrap(),
            Box::new(move |value| shares(&two_megabytes, value)),
        ),
        (
            "wide",
            Table::lognormal_mu_sigma(14.0, 1.5).unwrap(),
            Box::new(|value| shares(&vec![(1.0, 14.0, 1.5)], value)),
        ),
        ("exponential", Table::exponential(1_000_000_000), Box::new(exponential)),
    ];
    let mut words = Seed(1).stream("accuracy");
    for (name, table, shares) in tables {
        for _ in 0..20_000 {
            let random = words.next_u64();
            let tail = (random >> (1 + random % 31)).max(1 << 28);
            for word in [tail, !tail] {
                let value = table.draw(word) as f64;
                let (least, most) = (value * (1.0 - 2e-5) - 0.5, value * (1.0 + 2e-5) + 0.5);
                let tail = tail as f64 / polyline::END as f64;
                let right = if word < 1 << 63 {
                    shares(least.max(1e-9)).0 <= tail && tail <= shares(most).0
                } else {
                    shares(least.max(1e-9)).1 >= tail && tail >= shares(most).1
                };
                assert!(right, "{name} gives {value} for {word}");
            }
        }
    }
}

/// Kolmogorov and Smirnov: the greatest distance between the shares of 10^6 draws and the distribution function is
/// below 1.358 / √n in 95 of 100 samples.
#[test]
fn draws_follow_their_distribution() {
    const N: usize = 1_000_000;
    let percent = |points: &[(u64, u64)]| -> Vec<(f64, f64)> {
        points.iter().map(|&(share, value)| (share as f64 / WHOLE as f64, value as f64)).collect()
    };
    let head = percent(&HEAD);
    // The shares below the upper ends of SIZES, and the first lower end.
    let sizes = [(0.0, 0.0), (0.1, 1e6), (0.6, 4e6), (0.6, 8e6), (0.99, 9e6), (1.0, 9e7)];
    type Below = Box<dyn Fn(f64) -> f64>;
    let tables: [(&str, Table, Below); 5] = [
        ("mixture", standard_get(), Box::new(|value| shares(&get(), value).0)),
        (
            "exponential",
            Table::exponential(50 << 20),
            Box::new(|value| -libm::expm1(-value / (50_u64 << 20) as f64)),
        ),
        ("uniform", Table::uniform(1_000_000, 3_000_000).unwrap(), Box::new(|value| (value - 1e6) / 2e6)),
        ("quantiles", Table::from_quantiles(&HEAD).unwrap(), Box::new(move |value| piecewise(&head, value))),
        (
            "histogram",
            Table::from_histogram(&SIZES).unwrap(),
            Box::new(move |value| piecewise(&sizes, value)),
        ),
    ];
    for (name, table, below) in tables {
        let mut words = Seed(1).stream(name);
        let mut draws: Vec<u64> = (0..N).map(|_| table.draw(words.next_u64())).collect();
        draws.sort_unstable();
        // Equal draws at the constant end of a table count once, as the step that they are.
        let steps = draws.chunk_by(|a, b| a == b).scan(0, |seen, equal| {
            let before = *seen;
            *seen += equal.len();
            Some((equal[0], before, *seen))
        });
        let distance = steps
            .map(|(value, before, after)| {
                let (low, high) = (below(value as f64 - 0.5), below(value as f64 + 0.5));
                (low - before as f64 / N as f64).abs().max((high - after as f64 / N as f64).abs())
            })
            .fold(0.0, f64::max);
        assert!(distance < 1.358 / 1_000.0, "{name}: {distance}");
    }
}

/// Σ w · m · e^(σ²/2), relatively within 2·10^-5; exponential and lognormal likewise.
#[test]
fn means_are_those_of_the_formulas() {
    let lognormal = |components: &Components| {
        components.iter().map(|(weight, mu, sigma)| weight * libm::exp(mu + sigma * sigma / 2.0)).sum::<f64>()
    };
    for (table, mean) in [
        (standard_get(), lognormal(&get())),
        (Table::lognormal_mu_sigma(14.0, 0.8).unwrap(), lognormal(&vec![(1.0, 14.0, 0.8)])),
        (Table::exponential(1_000_000), 1e6),
        (Table::uniform(0, 1_000_000).unwrap(), 5e5),
    ] {
        assert!((table.mean() as f64 - mean).abs() <= mean * 2e-5 + 0.5, "{} for {mean}", table.mean());
    }
}

/// Between its quantiles a lognormal has the mean n · e^(μ+σ²/2) · (Φ(z₂ - σ) - Φ(z₁ - σ)), an exponential with mean 1
/// n · (G(s₁) - G(s₂)) with G(s) = s - s · ln s of the shares s above.
#[test]
fn bins_have_their_conditional_means() {
    const BINS: u32 = 20;
    // Φ^-1(k / 20) for k = 1 … 10, from tables of the normal distribution; the others by symmetry.
    const Z: [f64; 11] = [
        f64::NEG_INFINITY,
        -1.644_853_626_951_473,
        -1.281_551_565_544_6,
        -1.036_433_389_493_79,
        -0.841_621_233_572_914,
        -0.674_489_750_196_082,
        -0.524_400_512_708_041,
        -0.385_320_466_407_568,
        -0.253_347_103_135_8,
        -0.125_661_346_855_074,
        0.0,
    ];
    let z = |k: usize| if k <= 10 { Z[k] } else { -Z[20 - k] };
    let phi = |z: f64| libm::erfc(-z / libm::sqrt(2.0)) / 2.0;
    let (mu, sigma) = (14.0, 0.8);
    let lognormal = |k: usize| {
        f64::from(BINS) * libm::exp(mu + sigma * sigma / 2.0) * (phi(z(k + 1) - sigma) - phi(z(k) - sigma))
    };
    let area = |s: f64| if s == 0.0 { 0.0 } else { s - s * libm::log(s) };
    let above = |k: usize| (20 - k) as f64 / 20.0;
    let exponential = |k: usize| 1e9 * f64::from(BINS) * (area(above(k)) - area(above(k + 1)));
    let lognormals = Table::lognormal_mu_sigma(mu, sigma).unwrap().conditional_means(BINS);
    let exponentials = Table::exponential(1_000_000_000).conditional_means(BINS);
    for k in 0..20 {
        for (mean, exact) in [(lognormals[k], lognormal(k)), (exponentials[k], exponential(k))] {
            assert!((mean as f64 - exact).abs() <= exact * 2e-5 + 1.0, "bin {k}: {mean} for {exact}");
        }
    }
}
