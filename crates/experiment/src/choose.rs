//! Which options are the answer: sets that suffice, the best of them.

use std::cmp::Ordering;

/// What is known of a set of options that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried<F> {
    /// Whether all requirements hold.
    pub meets: bool,
    /// What was measured for each aim; nothing where it could not be.
    pub aims: Vec<Option<F>>,
}

/// The answer to a question. Options are places in the list of all of them; sets are in the order in which they were
/// tried, the smallest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing meets the requirements.
    Nothing,
    /// More options than asked for would do, and nothing says which is best.
    Open(Vec<Vec<usize>>),
    /// These sets suffice; with an objective they are the best ones.
    Answer(Vec<Vec<usize>>),
}

impl Decision {
    /// The options of all sets, in order.
    pub fn options(&self) -> Vec<usize> {
        match self {
            Decision::Nothing => Vec::new(),
            Decision::Open(sets) | Decision::Answer(sets) => union(sets),
        }
    }

    /// Whether this is what the file says is right.
    pub fn is_right(&self, answer: &[usize]) -> bool {
        matches!(self, Decision::Answer(_)) && self.options() == answer
    }
}

fn union(sets: &[Vec<usize>]) -> Vec<usize> {
    let mut options: Vec<usize> = sets.concat();
    options.sort_unstable();
    options.dedup();
    options
}

/// Tries all sets of up to `choose` out of `count` options, the smallest first. `try_set` answers nothing for a set that
/// does not go together. `better` says of each aim whether one figure is before another.
///
/// A set of which a smaller one meets already is not tried: some of its members could be left out.
///
/// # Errors
/// The first that `try_set` gives.
pub fn decide<F, E>(
    count: usize,
    choose: usize,
    mut try_set: impl FnMut(&[usize]) -> Result<Option<Tried<F>>, E>,
    better: impl Fn(usize, &F, &F) -> Ordering,
) -> Result<Decision, E> {
    let mut sufficing: Vec<(Vec<usize>, Vec<Option<F>>)> = Vec::new();
    for size in 1..=choose.min(count) {
        for set in sets(count, size) {
            let has = |smaller: &[usize]| smaller.iter().all(|member| set.contains(member));
            if sufficing.iter().any(|(smaller, _)| has(smaller)) {
                continue;
            }
            if let Some(tried) = try_set(&set)?
                && tried.meets
            {
                sufficing.push((set, tried.aims));
            }
        }
    }
    let aims = sufficing.first().map_or(0, |(_, aims)| aims.len());
    for aim in 0..aims {
        let order = |a: &Option<F>, b: &Option<F>| match (a, b) {
            (Some(a), Some(b)) => better(aim, a, b),
            // What cannot be measured is worse than whatever can.
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let mut best = Vec::new();
        for (index, (_, one)) in sufficing.iter().enumerate() {
            if sufficing.iter().all(|(_, other)| order(&one[aim], &other[aim]) != Ordering::Greater) {
                best.push(index);
            }
        }
        let mut index = 0;
        sufficing.retain(|_| {
            index += 1;
            best.contains(&(index - 1))
        });
    }
    let sets: Vec<Vec<usize>> = sufficing.into_iter().map(|(set, _)| set).collect();
    Ok(match union(&sets).len() {
        0 => Decision::Nothing,
        options if options > choose => Decision::Open(sets),
        _ => Decision::Answer(sets),
    })
}

/// All sets of `size` out of `count`, in the order of their members.
fn sets(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for last in size - 1..count {
        all.extend(sets(last, size - 1).into_iter().map(|mut set| {
            set.push(last);
            set
        }));
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of four options; the costs of a set add up.
    fn decided(choose: usize, suffice: &[&[usize]], costs: Option<[u32; 4]>) -> Decision {
        let trial = |set: &[usize]| {
            let meets = suffice.iter().any(|enough| enough.iter().all(|member| set.contains(member)));
            let aims =
                costs.iter().map(|costs| Some(set.iter().map(|member| costs[*member]).sum())).collect();
            Ok::<_, ()>(Some(Tried { meets, aims }))
        };
        decide(4, choose, trial, |_, a: &u32, b| a.cmp(b)).unwrap()
    }

    #[test]
    fn one_rule_covers_one_two_together_and_two_that_would_each_do() {
        let answer = |sets: &[&[usize]]| Decision::Answer(sets.iter().map(|set| set.to_vec()).collect());
        let open = |sets: &[&[usize]]| Decision::Open(sets.iter().map(|set| set.to_vec()).collect());
        for (choose, suffice, costs, expected) in [
            // Which one?
            (1, &[&[1][..]][..], None, answer(&[&[1]])),
            (1, &[], None, Decision::Nothing),
            // Several would do: the objective decides, and without one it stays open.
            (1, &[&[0], &[2]], None, open(&[&[0], &[2]])),
            (1, &[&[0], &[2]], Some([5, 1, 3, 1]), answer(&[&[2]])),
            (1, &[&[0], &[2]], Some([3, 1, 3, 1]), open(&[&[0], &[2]])),
            // Which two together? Neither alone is enough, and nothing is added to what is.
            (2, &[&[0, 3]], None, answer(&[&[0, 3]])),
            (1, &[&[0, 3]], None, Decision::Nothing),
            (2, &[&[1]], None, answer(&[&[1]])),
            // Which two would each do?
            (2, &[&[1], &[2]], None, answer(&[&[1], &[2]])),
            (2, &[&[1], &[2], &[3]], None, open(&[&[1], &[2], &[3]])),
            // Of several pairs the cheapest.
            (2, &[&[0, 1], &[2, 3]], Some([5, 5, 4, 5]), answer(&[&[2, 3]])),
            (2, &[&[0, 1], &[2, 3]], None, open(&[&[0, 1], &[2, 3]])),
        ] {
            assert_eq!(decided(choose, suffice, costs), expected, "{choose} {suffice:?} {costs:?}");
        }
    }

    #[test]
    fn later_aims_break_ties_and_what_cannot_be_measured_comes_last() {
        let aims = [[Some(1), Some(9)], [Some(1), Some(8)], [None, Some(0)], [Some(2), Some(0)]];
        let trial = |set: &[usize]| Ok::<_, ()>(Some(Tried { meets: true, aims: aims[set[0]].to_vec() }));
        let decision = decide(4, 1, trial, |_, a: &u32, b| a.cmp(b)).unwrap();
        assert_eq!(decision, Decision::Answer(vec![vec![1]]));
        // The largest of the second aim wins.
        let decision = decide(4, 1, trial, |aim, a: &u32, b| if aim == 1 { b.cmp(a) } else { a.cmp(b) });
        assert_eq!(decision.unwrap(), Decision::Answer(vec![vec![0]]));
    }

    #[test]
    fn what_does_not_go_together_does_not_suffice() {
        let trial = |set: &[usize]| match set {
            [0, 1] => Ok::<_, ()>(None),
            set => Ok(Some(Tried { meets: set.len() == 2, aims: Vec::<Option<u32>>::new() })),
        };
        let decision = decide(3, 2, trial, |_, a, b| a.cmp(b)).unwrap();
        assert_eq!(decision, Decision::Open(vec![vec![0, 2], vec![1, 2]]));
    }
}
