//! Pictures, opened as those who print them will: whether one can be read, how large it is, and what keeps it off the paper.
//!
//! Nothing is allocated by a header's word: a file of 35 bytes may say that it has 4 billion pixels.

mod jpeg;
mod raster;
mod svg;

pub use svg::texts;

use std::fmt;

/// More pixels than this are refused: they would take gigabytes of memory and print no better.
pub const MOST_PIXELS: u64 = 60_000_000;

/// What a picture file is, by its name and its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Pixels, nothing lost.
    Png,
    /// Pixels of photographs.
    Jpeg,
    /// Pixels of up to 256 colors; of moving pictures the first is printed.
    Gif,
    /// A drawing.
    Svg,
}

impl Kind {
    /// `None` where the file does not begin as pictures of its name do.
    #[must_use]
    pub fn of(path: &str, bytes: &[u8]) -> Option<Self> {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let (kind, fits) = match ending.to_lowercase().as_str() {
            "png" => (Self::Png, bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
            "jpg" | "jpeg" => (Self::Jpeg, bytes.starts_with(b"\xff\xd8\xff")),
            "gif" => (Self::Gif, bytes.starts_with(b"GIF8")),
            "svg" => (Self::Svg, std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))),
            _ => return None,
        };
        fits.then_some(kind)
    }
}

/// What keeps a picture from being shown and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It is damaged; with what its reader says, for people.
    Broken(String),
    /// The file ends before the picture does.
    CutOff,
    /// It has more pixels than [`MOST_PIXELS`].
    TooLarge {
        /// In pixels, as the header says.
        width: u32,
        /// In pixels, as the header says.
        height: u32,
    },
    /// Its colors are those of a printing press.
    Cmyk,
    /// It has a character that no font of the printed pages has.
    Character(char),
    /// It cannot be printed; with what the typesetter says, for people.
    Unprintable(String),
}

impl Trouble {
    fn broken(what: impl fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}

/// Opens a picture. Whether an SVG prints must be tried besides: it depends on fonts.
///
/// # Errors
/// What is wrong with it.
pub fn open(kind: Kind, bytes: &[u8]) -> Result<(), Trouble> {
    match kind {
        Kind::Png => raster::png(bytes),
        Kind::Jpeg => raster::jpeg(bytes),
        Kind::Gif => raster::gif(bytes),
        Kind::Svg => svg::open(bytes),
    }
}
