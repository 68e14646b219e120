//! What is written, and the value it is read as; and what must hold for every number.

use super::{Amount, AmountUse, Grammar, Measure, Quantity, Statement, read};

fn statements(text: &str) -> Vec<Statement> {
    read(text, Grammar::for_language("en"))
}

/// `2 day`, `90 minute describing`; a count has no unit.
fn shown(statement: &Statement) -> String {
    match statement {
        Statement::Amount(amount, AmountUse::Plain) => shown_amount(amount),
        Statement::Amount(amount, used) => format!("{} {used:?}", shown_amount(amount)),
        Statement::Frequency(amount) => format!("each {}", shown_amount(amount)),
        Statement::Clock(minutes) => format!("{}:{:02}", minutes / 60, minutes % 60),
        Statement::Per => "per".to_owned(),
        Statement::Word(word) => format!("‘{word}’"),
        Statement::Stop => ".".to_owned(),
    }
}

fn shown_amount(amount: &Amount) -> String {
    let number = |quantity: Quantity| match quantity.to_whole() {
        Some(whole) => whole.to_string(),
        None => (1..=1_000)
            .find_map(|lower| {
                Some(format!("{}/{lower}", quantity.times(Quantity::whole(lower))?.to_whole()?))
            })
            .expect("a small fraction"),
    };
    let numbers = match amount.single() {
        Some(single) => number(single),
        None => format!("{}–{}", number(amount.from), number(amount.to)),
    };
    amount.measure.map_or(numbers.clone(), |measure| format!("{numbers} {measure:?}"))
}

#[test]
fn what_is_written_is_read_as_its_value() {
    for (written, value) in [
        ("30 days", "30 Day"),
        ("thirty (30) days", "30 Day"),
        ("two (3) days", "‘two(3)’ ‘day’"),
        ("one hundred twenty days", "120 Day"),
        ("one hundred and twenty days", "120 Day"),
        ("a hundred days", "100 Day"),
        ("two thousand five hundred and one", "2501"),
        ("two dozen visits", "24 ‘visit’"),
        ("nineteen eighty", "‘nineteeneighty’"),
        ("1,000", "1000"),
        ("1 000", "1000"),
        ("10,00", "‘10,00’"),
        ("3.2.1", "‘3.2.1’"),
        ("1.50 hours", "90 Minute"),
        ("1½ hours", "90 Minute"),
        ("1 1/2 hours", "90 Minute"),
        ("1-1/2 hours", "90 Minute"),
        ("two and a half hours", "150 Minute"),
        ("two and one-half hours", "150 Minute"),
        ("an hour and a half", "90 Minute"),
        ("2 hours and a half", "150 Minute"),
        ("half an hour", "30 Minute"),
        ("a half-hour", "30 Minute"),
        ("three quarters of an hour", "45 Minute"),
        ("half a day", "1/2 Day"),
        ("1 hour 30 minutes", "90 Minute"),
        ("1 day and 12 hours", "1 Day ‘and’ 720 Minute"),
        ("three quarters", "9 Month"),
        ("2 weeks", "14 Day"),
        ("2-business-day limit", "2 BusinessDay ‘limit’"),
        ("2 business days", "2 BusinessDay"),
        ("8 business hours", "8 BusinessHour"),
        ("24-hour care", "1440 Minute Describing ‘care’"),
        ("24 hours a day", "1440 Minute Rate"),
        ("24 hours/day", "1440 Minute Rate"),
        ("24/7", "‘24/7’"),
        ("30-45 days", "30–45 Day"),
        ("30 – 45 days", "30–45 Day"),
        ("30 to 45 days", "30–45 Day"),
        ("30- to 45-day notice", "30–45 Day ‘notice’"),
        ("between one hundred and two hundred days", "100–200 Day"),
        ("30, 60 and 90 days", "30 Day 60 Day 90 Day"),
        ("12, days", "12 ‘day’"),
        ("every 12 months", "12 Month Repeated"),
        ("each year", "each 12 Month"),
        ("annually", "each 12 Month"),
        ("semi-annually", "each 6 Month"),
        ("three times a week", "each 7/3 Day"),
        ("once every two weeks", "14 Day Repeated"),
        ("by the second business day", "2 BusinessDay DueOn"),
        ("the second business day", "‘the’ ‘second’ ‘business’ ‘day’"),
        ("the 2nd day", "‘the’ ‘2nd’ ‘day’"),
        ("10 %", "10 Percent"),
        ("10-percent", "10 Percent"),
        ("$1,500.50", "3001/2 Dollar"),
        ("$5 million", "5000000 Dollar"),
        ("age 65", "780 Month"),
        ("1 worker for every 20", "1 ‘worker’ per 20"),
        ("1:20", "1 per 20"),
        ("9–5 pm", "9:00 17:00"),
        ("12 am to 12 pm", "0:00 12:00"),
        ("17:00", "17:00"),
        ("P-12, COVID-19, v2", "‘p-12’ ‘covid-19’ ‘v2’"),
        ("2026-11-29", "‘2026-11-29’"),
        ("617-555-0100", "‘617-555-0100’"),
        ("5K", "‘5k’"),
        ("99999999999999999999999 days", "‘99999999999999999999999’ ‘day’"),
    ] {
        let found: Vec<String> = statements(written).iter().map(shown).collect();
        assert_eq!(found.join(" "), value, "{written}");
    }
}

/// A number in words, as it is read out.
fn in_words(number: u64) -> String {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let with_rest = |head: String, rest: u64, between: &str| {
        if rest == 0 { head } else { format!("{head}{between}{}", in_words(rest)) }
    };
    let name = |number: u64| usize::try_from(number).expect("a small number");
    match number {
        0..20 => ONES[name(number)].to_owned(),
        20..100 => with_rest(TENS[name(number / 10)].to_owned(), number % 10, "-"),
        100..1_000 => with_rest(format!("{} hundred", in_words(number / 100)), number % 100, " and "),
        1_000..1_000_000 => with_rest(format!("{} thousand", in_words(number / 1_000)), number % 1_000, " "),
        _ => with_rest(format!("{} million", in_words(number / 1_000_000)), number % 1_000_000, " "),
    }
}

/// Small numbers all, then larger and larger ones.
fn numbers() -> impl Iterator<Item = u64> {
    (0..1_100).chain((0..300).map(|step: u64| 1_100 + step * step * step * 37))
}

#[test]
fn an_amount_in_words_is_the_same_value() {
    for number in numbers() {
        for (unit, measure, size) in [
            ("weeks", Measure::Day, 7),
            ("business days", Measure::BusinessDay, 1),
            ("percent", Measure::Percent, 1),
        ] {
            let expected = Amount::exactly(Quantity::whole(number * size), Some(measure));
            for written in [
                format!("{} {unit}", in_words(number)),
                format!("{} {unit}", in_words(number).replace(" and ", " ")),
                format!("{} ({number}) {unit}", in_words(number)),
                format!("{number} {unit}"),
            ] {
                assert_eq!(
                    statements(&written),
                    [Statement::Amount(expected, AmountUse::Plain)],
                    "{written}"
                );
            }
        }
    }
}

#[test]
fn no_number_is_found_within_another() {
    let amounts = |text: &str| -> Vec<Amount> {
        let amount = |statement: Statement| match statement {
            Statement::Amount(amount, _) => Some(amount),
            _ => None,
        };
        statements(text).into_iter().filter_map(amount).collect()
    };
    for number in numbers() {
        let only = [Amount::exactly(Quantity::whole(number), Some(Measure::Day))];
        for written in [in_words(number), number.to_string()] {
            assert_eq!(amounts(&format!("We act within {written} days, at most.")), only, "{written}");
        }
        let part = Amount::exactly(Quantity::whole(number), Some(Measure::Day));
        for longer in [
            format!("7{number} days"),
            format!("1.{number}5 days"),
            format!("A-{number} days"),
            format!("{number}-x"),
        ] {
            assert!(!amounts(&longer).contains(&part), "{longer}");
        }
    }
}

#[test]
fn any_text_can_be_read() {
    let pieces = [
        "one",
        "twenty",
        "hundred",
        "and",
        "a",
        "half",
        "½",
        "24",
        "1,000",
        "0",
        "/",
        "-",
        "–",
        ":",
        "(",
        ")",
        ",",
        ".",
        "$",
        "%",
        "days",
        "hour",
        "every",
        "each",
        "once",
        "times",
        "per",
        "to",
        "between",
        "by the",
        "second",
        "nd",
        "am",
        "age",
        "’",
        "\n",
        " ",
        "é",
        "18446744073709551615",
        "million",
    ];
    let mut seed = 1_u64;
    for _ in 0..5_000 {
        let mut text = String::new();
        for _ in 0..9 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from((seed >> 33) % pieces.len() as u64).expect("a position");
            text.push_str(pieces[at]);
            if seed >> 63 == 0 {
                text.push(' ');
            }
        }
        statements(&text);
    }
}
