//! A compressed stream whose last byte happens to be a carriage return.
//!
//! It is followed by a line feed and `endstream`. A reader that trusts the stream's length is right; one that looks for the
//! line end before `endstream` takes the carriage return for a part of it, and finds the length wrong: so does a validator
//! (ISO 19005-2, 6.1.7.1). Another carriage return makes the line end unmistakable. One stream in 256 ends like this.

const END: &[u8] = b"\r\nendstream";
/// What follows it, as the two libraries write it that make our files; compressed data that happen to look like it are passed over.
const AFTER: [&[u8]; 2] = [b"\nendobj", b" \nendobj"];

/// The PDF with unmistakable line ends. What is not as expected is left as it is.
pub(crate) fn unmistakable(pdf: Vec<u8>) -> Vec<u8> {
    let is_end = |at: &usize| {
        let rest = &pdf[*at..];
        rest.starts_with(END) && AFTER.iter().any(|after| rest[END.len()..].starts_with(after))
    };
    let ends: Vec<usize> = (0..pdf.len()).filter(is_end).map(|at| at + 1).collect();
    if ends.is_empty() {
        return pdf;
    }
    insert_returns(&pdf, &ends).unwrap_or(pdf)
}

/// Inserts a carriage return at each of `ends`, and moves the addresses in the cross-reference table along.
fn insert_returns(pdf: &[u8], ends: &[usize]) -> Option<Vec<u8>> {
    let moved = |address: usize| address + ends.partition_point(|end| *end <= address);
    let start = pdf.windows(9).rposition(|bytes| bytes == b"startxref")?;
    let after_start = std::str::from_utf8(&pdf[start..]).ok()?;
    let table: usize = after_start.lines().nth(1)?.trim().parse().ok()?;
    let entries = std::str::from_utf8(pdf.get(table..start)?).ok()?;

    let mut whole = Vec::with_capacity(pdf.len() + ends.len());
    let mut from = 0;
    for &end in ends {
        whole.extend_from_slice(pdf.get(from..end)?);
        whole.push(b'\r');
        from = end;
    }
    whole.extend_from_slice(pdf.get(from..table)?);
    for line in entries.split_inclusive('\n') {
        // `0000012345 00000 n` is an object in use; `f` marks a free one.
        let address = line.get(..10).filter(|_| line.trim_end().ends_with(" n") && line.len() == 20);
        match address {
            Some(address) => {
                let address: usize = address.parse().ok()?;
                whole.extend_from_slice(format!("{:010}{}", moved(address), &line[10..]).as_bytes());
            }
            None => whole.extend_from_slice(line.as_bytes()),
        }
    }
    whole.extend_from_slice(format!("startxref\n{}\n%%EOF", moved(table)).as_bytes());
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Document, Object};

    fn pdf(space: &str) -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut addresses = Vec::new();
        for (number, data) in [(1, "ends in a return\r"), (2, "does not")] {
            addresses.push(pdf.len());
            let length = data.len();
            let object =
                format!("{number} 0 obj\n<</Length {length}>>\nstream\n{data}\nendstream{space}\nendobj\n");
            pdf.extend_from_slice(object.as_bytes());
        }
        addresses.push(pdf.len());
        pdf.extend_from_slice(b"3 0 obj\n<</Type/Catalog>>\nendobj\n");
        let table = pdf.len();
        pdf.extend_from_slice(b"xref\n0 4\n0000000000 65535 f\r\n");
        for address in addresses {
            pdf.extend_from_slice(format!("{address:010} 00000 n\r\n").as_bytes());
        }
        pdf.extend_from_slice(
            format!("trailer\n<</Size 4/Root 3 0 R>>\nstartxref\n{table}\n%%EOF").as_bytes(),
        );
        pdf
    }

    #[test]
    fn the_data_stays_and_every_object_is_found() {
        for space in ["", " "] {
            let whole = unmistakable(pdf(space));
            assert_eq!(whole.len(), pdf(space).len() + 1);
            let document = Document::load_mem(&whole).unwrap();
            let data = |number| {
                document.get_object((number, 0)).and_then(Object::as_stream).unwrap().content.clone()
            };
            assert_eq!(data(1), b"ends in a return\r");
            assert_eq!(data(2), b"does not");
            assert!(document.catalog().is_ok());
        }
    }

    #[test]
    fn what_needs_no_change_is_left_alone() {
        let whole = unmistakable(pdf(""));
        // The stream now ends in two carriage returns and a line feed, of which the first is data.
        assert!(whole.windows(13).any(|bytes| bytes == b"\r\r\nendstream\n"));
        let plain = String::from_utf8(pdf("")).unwrap().replace("return\r", "return ").into_bytes();
        assert_eq!(unmistakable(plain.clone()), plain);
    }
}
