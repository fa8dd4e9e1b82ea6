//! Sharing an integer out in proportion, so that the shares always add up to it.

use num_bigint::BigUint;

/// `a × b / c` and the remainder, exactly. `c` is not zero and `a` or `b` is at most `c`.
fn mul_div(a: u128, b: u128, c: u128) -> (u128, u128) {
    if let Some(product) = a.checked_mul(b) {
        return (product / c, product % c);
    }
    let product = BigUint::from(a) * b;
    let quotient = &product / c;
    let remainder = product - &quotient * c;
    let narrow = |n: BigUint| u128::try_from(n).unwrap_or(u128::MAX);
    (narrow(quotient), narrow(remainder))
}

/// Shares `total` out in proportion to `weights` by largest remainder; equal remainders go to the earlier place.
///
/// Every share is its exact part rounded down or up; with `total` at most the sum of weights no share exceeds its
/// weight. If all weights are zero, so are the shares.
pub(crate) fn apportion(total: u128, weights: &[u128]) -> Vec<u128> {
    let sum: u128 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    if let [_] = weights {
        return vec![total];
    }
    if total == sum {
        return weights.to_vec();
    }
    let (mut shares, remainders): (Vec<u128>, Vec<u128>) =
        weights.iter().map(|&weight| mul_div(weight, total, sum)).unzip();
    let missing = total - shares.iter().sum::<u128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| remainders[b].cmp(&remainders[a]).then(a.cmp(&b)));
    for &place in order.iter().take(usize::try_from(missing).unwrap_or(usize::MAX)) {
        shares[place] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        for (total, weights, expected) in [
            (10, vec![1, 1, 1], vec![4, 3, 3]),
            (10, vec![3, 3, 4], vec![3, 3, 4]),
            (7, vec![1, 2], vec![2, 5]),
            (1, vec![1, 1], vec![1, 0]),
            (0, vec![5, 5], vec![0, 0]),
            (0, vec![0, 0], vec![0, 0]),
            (5, vec![0, 1], vec![0, 5]),
        ] {
            assert_eq!(apportion(total, &weights), expected, "{total} over {weights:?}");
        }
    }

    #[test]
    fn products_beyond_128_bits_are_exact() {
        assert_eq!(mul_div(u128::MAX, u128::MAX, u128::MAX), (u128::MAX, 0));
        assert_eq!(mul_div(u128::MAX - 1, 1 << 100, u128::MAX), ((1 << 100) - 1, u128::MAX - (1 << 100)));
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_the_exact_part_down_or_up(
            total in 0u128..1 << 90,
            weights in proptest::collection::vec(0u128..1 << 100, 1..8),
        ) {
            let sum: u128 = weights.iter().sum();
            prop_assume!(sum > 0);
            let shares = apportion(total, &weights);
            prop_assert_eq!(shares.iter().sum::<u128>(), total);
            for (share, weight) in shares.iter().zip(&weights) {
                let exact = mul_div(*weight, total, sum).0;
                prop_assert!(weights.len() == 1 || *share == exact || *share == exact + 1);
            }
        }
    }
}
