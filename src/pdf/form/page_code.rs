//! A QR code at the foot of each page of a form, for those who scan paper: which form, version, edition and page it is, and nothing about a
//! person. It says, in letters, `service-plan 2026-11-25 p3`, or `service-plan 2026-11-25 large-print p3`.

use qrcodegen::{QrCode, QrCodeEcc};

use super::Edition;
use crate::model::form::{FormMark, Sheet};

/// Pages after these have no code; no form is that long.
const MOST_PAGES: usize = 40;

/// What the code of each page says before the number of the page.
pub(crate) fn subject(mark: &FormMark, sheet: &Sheet<'_>, edition: Edition) -> String {
    let FormMark { form, version } = mark;
    let edition = match edition {
        Edition::LargePrint => " large-print",
        Edition::SideBySide => " side-by-side",
        Edition::Standard if sheet.is_continuation() => " continuation",
        Edition::Standard => "",
    };
    format!("{form} {version}{edition}")
}

/// The codes of the pages: their rows, with `/` between them, of `1` for dark and `0` for light.
pub(super) fn codes(subject: &str) -> Vec<String> {
    let code = |page: usize| QrCode::encode_text(&format!("{subject} p{page}"), QrCodeEcc::Low).ok();
    (1..=MOST_PAGES).map_while(code).map(|code| rows(&code)).collect()
}

fn rows(code: &QrCode) -> String {
    let row = |y| (0..code.size()).map(|x| if code.get_module(x, y) { '1' } else { '0' }).collect::<String>();
    (0..code.size()).map(row).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_code_of_its_own_as_small_as_it_can_be() {
        let codes = codes("service-plan 2026-11-25");
        assert_eq!(codes.len(), MOST_PAGES);
        assert!(codes[0] != codes[1]);
        let rows: Vec<&str> = codes[0].split('/').collect();
        assert_eq!((rows.len(), rows[0].len()), (25, 25));
        // The mark in a corner by which scanners find it.
        assert!(rows[0].starts_with("11111110") && rows[6].starts_with("11111110"));
    }
}
