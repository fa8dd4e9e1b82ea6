//! A CloudWatch alarm: it looks at data points and sends when its state turns to ALARM, and only then.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html>

use std::collections::VecDeque;

/// The state of an alarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// `INSUFFICIENT_DATA`.
    #[default]
    InsufficientData,
    /// `OK`.
    Ok,
    /// `ALARM`.
    Alarm,
}

/// `ComparisonOperator`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparison {
    /// `GreaterThanThreshold`.
    #[default]
    Greater,
    /// `GreaterThanOrEqualToThreshold`.
    GreaterOrEqual,
    /// `LessThanThreshold`.
    Less,
    /// `LessThanOrEqualToThreshold`.
    LessOrEqual,
}

/// `TreatMissingData`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// `missing`: without any data point there is no state.
    #[default]
    Missing,
    /// `ignore`: the state stays.
    Ignore,
    /// `breaching`.
    Breaching,
    /// `notBreaching`.
    NotBreaching,
}

/// What an alarm looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// `Threshold`, in the unit of the data points.
    pub threshold: i128,
    /// How data points are compared with it.
    pub comparison: Comparison,
    /// `EvaluationPeriods`: how many data points it looks at; 1 or more.
    pub periods: usize,
    /// `DatapointsToAlarm`: how many of them have to breach; 1 or more.
    pub breaching: usize,
    /// What stands for a data point that is not there.
    pub missing: Missing,
}

/// An alarm and what it has seen.
#[derive(Clone, Debug)]
pub struct Alarm {
    terms: Terms,
    seen: VecDeque<Option<bool>>,
    state: State,
}

impl Alarm {
    /// An alarm that has seen nothing.
    pub fn new(terms: Terms) -> Alarm {
        Alarm { terms, seen: VecDeque::new(), state: State::default() }
    }

    /// Its state.
    pub fn state(&self) -> State {
        self.state
    }

    /// Sees the next data point; whether the alarm sends.
    pub fn see(&mut self, value: Option<i128>) -> bool {
        let threshold = self.terms.threshold;
        let breaches = value.map(|value| match self.terms.comparison {
            Comparison::Greater => value > threshold,
            Comparison::GreaterOrEqual => value >= threshold,
            Comparison::Less => value < threshold,
            Comparison::LessOrEqual => value <= threshold,
        });
        let point = breaches.or(match self.terms.missing {
            Missing::Breaching => Some(true),
            Missing::NotBreaching => Some(false),
            Missing::Missing | Missing::Ignore => None,
        });
        self.seen.push_back(point);
        if self.seen.len() > self.terms.periods {
            self.seen.pop_front();
        }
        let present = self.seen.iter().flatten().count();
        let breaching = self.seen.iter().flatten().filter(|breaches| **breaches).count();
        let next = match (present, self.terms.missing) {
            (0, Missing::Ignore) => self.state,
            (0, _) => State::InsufficientData,
            _ if breaching >= self.terms.breaching => State::Alarm,
            _ => State::Ok,
        };
        let sends = next == State::Alarm && self.state != State::Alarm;
        self.state = next;
        sends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm(terms: Terms) -> Alarm {
        Alarm::new(terms)
    }

    const OVER_200: Terms = Terms {
        threshold: 20_000,
        comparison: Comparison::Greater,
        periods: 1,
        breaching: 1,
        missing: Missing::Missing,
    };

    /// BU-032, BU-035: 200.00 USD is OK, 200.01 is not; it sends once until the month starts anew, and then again.
    #[test]
    fn a_billing_alarm() {
        let mut alarm = alarm(OVER_200);
        let points = [20_000, 20_001, 25_000, 0, 30_000];
        let sent: Vec<bool> = points.iter().map(|&cents| alarm.see(Some(cents))).collect();
        assert_eq!(sent, [false, true, false, false, true]);
        assert_eq!(alarm.state(), State::Alarm);
    }

    /// BU-033: what is exceeded already is told at the first evaluation.
    #[test]
    fn an_alarm_that_comes_late() {
        assert!(alarm(OVER_200).see(Some(50_000)));
    }

    #[test]
    fn missing_data_and_several_points() {
        for (missing, state) in [
            (Missing::Missing, State::InsufficientData),
            (Missing::Ignore, State::Alarm),
            (Missing::Breaching, State::Alarm),
            (Missing::NotBreaching, State::Ok),
        ] {
            let mut alarm = alarm(Terms { missing, ..OVER_200 });
            alarm.see(Some(50_000));
            alarm.see(None);
            assert_eq!(alarm.state(), state, "{missing:?}");
        }
        // Two of three.
        let mut alarm = alarm(Terms { periods: 3, breaching: 2, ..OVER_200 });
        let sent: Vec<bool> = [50_000, 0, 0, 50_000, 50_000].iter().map(|&v| alarm.see(Some(v))).collect();
        assert_eq!(sent, [false, false, false, false, true]);
    }
}
