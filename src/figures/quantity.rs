//! Exact numbers: 1½ is 3/2, and 1.50 is 1.5.

/// A number that is not negative, in lowest terms, so that equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Quantity {
    upper: u64,
    lower: u64,
}

impl Quantity {
    pub(super) const ZERO: Self = Self::whole(0);
    pub(super) const ONE: Self = Self::whole(1);

    pub(crate) const fn whole(number: u64) -> Self {
        Self { upper: number, lower: 1 }
    }

    /// `upper / lower`; `None` if `lower` is zero or the number is too large to keep.
    pub(crate) fn ratio(upper: u64, lower: u64) -> Option<Self> {
        Self::reduced(upper.into(), lower.into())
    }

    fn reduced(upper: u128, lower: u128) -> Option<Self> {
        if lower == 0 {
            return None;
        }
        let common = greatest_common_divisor(upper, lower);
        Some(Self { upper: (upper / common).try_into().ok()?, lower: (lower / common).try_into().ok()? })
    }

    /// `1,000.50` in plain digits: `1000.50`.
    pub(super) fn from_digits(digits: &str) -> Option<Self> {
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let lower = 10_u64.checked_pow(decimals.len().try_into().ok()?)?;
        Self::ratio(format!("{whole}{decimals}").parse().ok()?, lower)
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let [upper, lower, other_upper, other_lower] =
            [self.upper, self.lower, other.upper, other.lower].map(u128::from);
        Self::reduced((upper * other_lower).checked_add(other_upper * lower)?, lower * other_lower)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let [upper, lower, other_upper, other_lower] =
            [self.upper, self.lower, other.upper, other.lower].map(u128::from);
        Self::reduced(upper * other_upper, lower * other_lower)
    }

    pub(super) fn divided_by(self, other: Self) -> Option<Self> {
        self.times(Self::ratio(other.lower, other.upper)?)
    }

    /// The number if it is whole.
    pub(crate) fn to_whole(self) -> Option<u64> {
        (self.lower == 1).then_some(self.upper)
    }

    /// Whether it is a part of one; zero is not.
    pub(super) fn is_below_one(self) -> bool {
        self.upper > 0 && self.upper < self.lower
    }

    pub(super) fn is_less_than(self, other: Self) -> bool {
        u128::from(self.upper) * u128::from(other.lower) < u128::from(other.upper) * u128::from(self.lower)
    }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn equal_numbers_are_equal_values() {
        let number = |digits: &str| Quantity::from_digits(digits).unwrap();
        assert_eq!(number("1.50"), Quantity::ratio(3, 2).unwrap());
        assert_eq!(number("007"), Quantity::whole(7));
        assert_eq!(number("1.5").times(Quantity::whole(60)).unwrap(), number("90"));
        assert_eq!(number("1").divided_by(number("4")).unwrap().plus(number("0.75")), Some(Quantity::ONE));
        assert_eq!(Quantity::ZERO, number("0.00"));
    }

    #[test]
    fn what_is_too_large_or_not_a_number_is_refused() {
        assert_eq!(Quantity::from_digits("99999999999999999999999"), None);
        assert_eq!(Quantity::whole(u64::MAX).times(Quantity::whole(2)), None);
        assert_eq!(Quantity::ratio(1, 0), None);
        assert_eq!(Quantity::ONE.divided_by(Quantity::ZERO), None);
        assert_eq!(Quantity::from_digits("."), None);
    }
}
