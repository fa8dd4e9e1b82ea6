//! How long messages take.
//!
//! S3 promises seconds, sometimes a minute or more, and names no distribution.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>

use s3sim_kernel::quantiles::{Table, WHOLE};
use s3sim_kernel::streams::{DrawKey, Seed, below};
use s3sim_kernel::time::Micros;

/// Which delays are modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// S3's notifications take always this long, everything else no time.
    Fixed(Micros),
    /// Notifications are lognormal with a median of 1 s and 60 s at 99.9 %; everything else takes no time.
    Sampled,
    /// As measured in a warm Region: notifications lognormal with a median of 0.15 s, and what queue, topic and
    /// EventBridge add.
    Measured,
}

impl Default for Profile {
    /// The median, always.
    fn default() -> Profile {
        Profile::Fixed(Micros::seconds(1))
    }
}

/// What takes a time of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leg {
    /// From an event to the door of a queue, topic, function or bus.
    Notification,
    /// Into a queue.
    Queue,
    /// Through a topic.
    Topic,
    /// Through EventBridge.
    EventBridge,
}

/// Answers how long a letter takes; the same question has always the same answer.
#[derive(Clone, Debug)]
pub struct Delays {
    profile: Profile,
    duplicates: u64,
    tables: Vec<(Leg, Table)>,
    key: DrawKey,
    twice: DrawKey,
}

/// Half of the delays are below the first figure, 99 % below the second, in microseconds: the median times
/// exp(2.3263 · sigma), with a sigma of 1.325 for notifications as S3 describes them, and of 0.5, 0.8, 0.48 and 0.41 as
/// measured.
const SAMPLED: [(Leg, u64, u64); 1] = [(Leg::Notification, 1_000_000, 21_811_000)];
const MEASURED: [(Leg, u64, u64); 4] = [
    (Leg::Notification, 150_000, 480_000),
    (Leg::Queue, 16_200, 104_200),
    (Leg::Topic, 73_000, 223_000),
    (Leg::EventBridge, 148_000, 384_000),
];

impl Delays {
    /// Delays of a profile; of `duplicates` billionths of all notifications a second copy comes.
    pub fn new(profile: Profile, duplicates: u64, seed: Seed) -> Delays {
        let shapes: &[(Leg, u64, u64)] = match profile {
            Profile::Fixed(_) => &[],
            Profile::Sampled => &SAMPLED,
            Profile::Measured => &MEASURED,
        };
        let table = |&(leg, p50, p99): &(Leg, u64, u64)| (leg, lognormal(p50, p99));
        Delays {
            profile,
            duplicates,
            tables: shapes.iter().map(table).collect(),
            key: seed.key("events/delay"),
            twice: seed.key("events/duplicate"),
        }
    }

    /// How long a leg takes for the `copy`-th copy of a letter.
    pub fn of(&self, leg: Leg, number: u64, copy: u64) -> Micros {
        if let (Profile::Fixed(delay), Leg::Notification) = (self.profile, leg) {
            return delay;
        }
        let table = self.tables.iter().find(|(known, _)| *known == leg);
        table.map_or(Micros::ZERO, |(_, table)| {
            let word = self.key.draw(&[leg as u64, number, copy]);
            Micros(i64::try_from(table.draw(word)).unwrap_or(i64::MAX))
        })
    }

    /// How many copies of a letter are delivered.
    pub fn copies(&self, number: u64) -> u64 {
        1 + u64::from(below(self.twice.draw(&[number]), WHOLE) < self.duplicates)
    }
}

fn lognormal(p50: u64, p99: u64) -> Table {
    Table::lognormal(p50, p99).unwrap_or_else(|_| Table::constant(p50))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_delays_are_fixed_and_others_have_their_quantiles() {
        let fixed = Delays::new(Profile::default(), 0, Seed(1));
        assert_eq!(fixed.of(Leg::Notification, 7, 0), Micros::seconds(1));
        assert_eq!(fixed.of(Leg::Queue, 7, 0), Micros::ZERO);
        assert_eq!(fixed.copies(7), 1);
        let sampled = Delays::new(Profile::Sampled, WHOLE / 2, Seed(1));
        let mut drawn: Vec<Micros> = (0..10_001).map(|n| sampled.of(Leg::Notification, n, 0)).collect();
        drawn.sort();
        // The median is 1 s, the 90th percentile 5.5 s: 1 s · exp(1.2816 · 1.325) = 5.46 s.
        assert!((900_000..1_100_000).contains(&drawn[5_000].0), "{}", drawn[5_000]);
        assert!((5_000_000..6_000_000).contains(&drawn[9_000].0), "{}", drawn[9_000]);
        let copies: u64 = (0..10_000).map(|n| sampled.copies(n) - 1).sum();
        assert!((4_800..5_200).contains(&copies), "{copies}");
    }
}
