//! Shares: never a bare percentage, since an office has few cases.

/// A share of a number of cases, with the interval in which the true one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rate {
    /// Cases in which it is so.
    pub numerator: i64,
    /// All cases.
    pub denominator: i64,
}

/// 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

impl Rate {
    /// Of so many, so many.
    #[must_use]
    pub fn of(numerator: i64, denominator: i64) -> Self {
        Self { numerator, denominator }
    }

    /// The share; none where there are no cases.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    /// The Wilson interval at 95 % (Wilson 1927); none where there are no cases.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        let share = self.value()?;
        let n = self.denominator as f64;
        let z2 = Z * Z;
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        Some(((middle - half).max(0.0), (middle + half).min(1.0)))
    }
}

/// Step records by whether they were done in time (the four bins of the Ministry of Justice). What is due at no time, since the
/// office does not open often enough, is in none of them: nobody can say whether it is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Bins {
    /// Done at or before they were due.
    pub done_on_time: i64,
    /// Done after that.
    pub done_late: i64,
    /// Open, and due at a time that has not passed.
    pub open_on_time: i64,
    /// Open and past due.
    pub open_late: i64,
}

impl Bins {
    /// The share in time: what is open and late counts as late, what is open and not yet due does not count.
    #[must_use]
    pub fn on_time(&self) -> Rate {
        Rate::of(self.done_on_time, self.done_on_time + self.done_late + self.open_late)
    }
}

impl std::iter::Sum for Bins {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            done_on_time: a.done_on_time + b.done_on_time,
            done_late: a.done_late + b.done_late,
            open_on_time: a.open_on_time + b.open_on_time,
            open_late: a.open_late + b.open_late,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // Reference values: R, binom::binom.confint(x, n, methods = "wilson").
        for (x, n, low, high) in [
            (0, 10, 0.0, 0.277_532_8),
            (3, 10, 0.107_789_1, 0.603_226_9),
            (10, 10, 0.722_467_2, 1.0),
            (81, 263, 0.255_288_4, 0.366_181_5),
        ] {
            let (found_low, found_high) = Rate::of(x, n).interval().unwrap();
            assert!((found_low - low).abs() < 1e-3, "{x}/{n}: {found_low}");
            assert!((found_high - high).abs() < 1e-3, "{x}/{n}: {found_high}");
        }
        assert_eq!(Rate::of(0, 0).interval(), None);
        assert_eq!(Rate::of(0, 0).value(), None);
        assert_eq!(Rate::of(1, 4).value(), Some(0.25));
    }
}
