//! What a JPEG file says in its segments. A file is `FF D8`, then segments, each `FF`, a marker and its length, then the picture's data
//! between the marker `DA` and the end, `FF D9`.

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// 1 gray, 3 colors, 4 those of a printing press.
    pub(crate) components: u8,
    /// Whether the picture's data have an end.
    pub(crate) has_end: bool,
}

impl Head {
    /// `None` where the segments end before the data begin.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
        let mut components = 0;
        loop {
            let (marker, after) = next_marker(rest)?;
            // Restart markers, and `01`, stand alone.
            if matches!(marker, 0x01 | 0xd0..=0xd7) {
                rest = after;
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let segment = after.get(2..length)?;
            rest = &after[length..];
            match marker {
                // Frame headers: precision, height (2), width (2), components. `C4`, `C8` and `CC` are tables.
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => components = *segment.get(5)?,
                0xda => {
                    let has_end = rest.windows(2).any(|pair| pair == b"\xff\xd9");
                    return Some(Self { components, has_end });
                }
                _ => {}
            }
        }
    }
}

/// The next marker, and what follows it. Readers skip whatever is between two segments, and any number of `FF` before a marker.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let at = bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff))?;
    Some((bytes[at + 1], &bytes[at + 2..]))
}

#[cfg(test)]
mod tests {
    use super::Head;

    const START: &[u8] = b"\xff\xd8\xff\xe0\x00\x04ab";
    const FRAME: &[u8] = b"\xff\xff\xc0\x00\x08\x08\x00\x02\x00\x03\x04";
    const SCAN: &[u8] = b"\xff\xda\x00\x02data";

    fn read(parts: &[&[u8]]) -> Option<Head> {
        Head::read(&parts.concat())
    }

    #[test]
    fn the_number_of_components_and_the_end_are_read() {
        let whole = read(&[START, FRAME, SCAN, b"\xff\xd9"]);
        assert_eq!(whole, Some(Head { components: 4, has_end: true }));
        assert_eq!(read(&[START, FRAME, SCAN]), Some(Head { components: 4, has_end: false }));
    }

    #[test]
    fn a_file_that_ends_anywhere_is_no_panic() {
        let whole = [START, FRAME, SCAN, b"\xff\xd9"].concat();
        for end in 0..whole.len() {
            let complete = Head::read(&whole[..end]).is_some_and(|head| head.has_end);
            assert!(!complete, "{end}");
        }
        assert_eq!(Head::read(b"\xff\xd8\xff\xe0\x00\x00"), None);
    }
}
