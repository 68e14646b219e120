//! Telephone numbers: `(866) 420-9332` is 866-420-9332, and 1-800-911-0000 does not contain 911.

/// The digits of a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TelephoneNumber(String);

/// Digits in a row, and what is before them.
struct DigitGroup<'t> {
    digits: &'t str,
    before: &'t str,
}

impl TelephoneNumber {
    pub(crate) fn new(written: &str) -> Self {
        Self(written.chars().filter(char::is_ascii_digit).collect())
    }

    pub(crate) fn is_in(&self, text: &str) -> bool {
        let groups = digit_groups(text);
        (0..groups.len()).any(|at| self.is_at(&groups, at))
    }

    /// The numbers of ten digits in a text, with or without the country code 1, each as `617-555-0199`.
    pub(crate) fn all_in(text: &str) -> Vec<(Self, String)> {
        let groups = digit_groups(text);
        let starts = (0..groups.len()).filter(|at| !groups[*at].goes_on());
        starts
            .filter_map(|at| {
                let rest = &groups[at..];
                let rest = if rest[0].digits == "1" { &rest[1..] } else { rest };
                let [area, exchange, line, ..] = rest else { return None };
                let lengths = [area, exchange, line].map(|group| group.digits.len());
                let is_number = lengths == [3, 3, 4] && exchange.belongs() && line.belongs();
                let written = [area, exchange, line].map(|group| group.digits).join("-");
                is_number.then(|| (Self::new(&written), written))
            })
            .collect()
    }

    fn is_at(&self, groups: &[DigitGroup<'_>], at: usize) -> bool {
        let has_country_code = at > 0 && groups[at - 1].digits == "1" && !groups[at - 1].goes_on();
        if self.0.is_empty() || (groups[at].goes_on() && !has_country_code) {
            return false;
        }
        let mut rest = self.0.as_str();
        for (count, group) in groups[at..].iter().enumerate() {
            if count > 0 && !group.belongs() {
                return false;
            }
            let Some(left) = rest.strip_prefix(group.digits) else { return false };
            rest = left;
            if rest.is_empty() {
                return !groups.get(at + count + 1).is_some_and(DigitGroup::goes_on);
            }
        }
        false
    }
}

impl DigitGroup<'_> {
    /// Whether it may be a part of the same number as the group before: nothing but signs is between.
    fn belongs(&self) -> bool {
        self.before.chars().count() <= 3 && self.before.chars().all(|c| " \u{a0}-‑.()/".contains(c))
    }

    /// Whether it must be: the two are joined.
    fn goes_on(&self) -> bool {
        matches!(self.before, "-" | "‑" | ".")
    }
}

fn digit_groups(text: &str) -> Vec<DigitGroup<'_>> {
    let mut groups = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_digits) = rest.split_at(start);
        let end = from_digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(from_digits.len());
        let (digits, after) = from_digits.split_at(end);
        groups.push(DigitGroup { digits, before });
        rest = after;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::TelephoneNumber;

    #[test]
    fn numbers_are_found_in_a_text() {
        let text = "Call (617) 555-0199 or 1-800-911-0000 by 2026-12-01, 12 345 6789 times.";
        let found: Vec<String> =
            TelephoneNumber::all_in(text).into_iter().map(|(_, written)| written).collect();
        assert_eq!(found, ["617-555-0199", "800-911-0000"]);
    }

    #[test]
    fn a_telephone_number_is_its_digits_however_they_are_set_apart() {
        let number = TelephoneNumber::new("866-420-9332");
        for text in [
            "Call (866) 420-9332.",
            "866.420.9332",
            "+1 866 420 9332",
            "1-866-420-9332, day and night",
            "8664209332",
            "In 2026: 866‑420‑9332",
        ] {
            assert!(number.is_in(text), "{text}");
        }
        for text in ["Call 911. 24 hours a day.", "911/988", "Call 9-1-1."] {
            assert!(TelephoneNumber::new("911").is_in(text), "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_not_found_in_a_longer_number() {
        let number = TelephoneNumber::new("866-420-9332");
        for text in
            ["Call 866-420-9333.", "In room 866 there are 420 chairs and 9332 books.", "866-420-93321"]
        {
            assert!(!number.is_in(text), "{text}");
        }
        for text in ["1-800-911-2222", "9110 days", "617-555-0911", "20.911", "911-555-0100"] {
            assert!(!TelephoneNumber::new("911").is_in(text), "{text}");
        }
        assert!(!TelephoneNumber::new("by letter").is_in("by letter"));
    }
}
