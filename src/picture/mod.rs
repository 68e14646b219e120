//! Pictures, opened as those who print them will: whether one can be read, how large it is, and what keeps it off the paper.
//!
//! Nothing is allocated by a header's word: a file of 35 bytes may say that it has 4 billion pixels.

mod allowed;
mod jpeg;
mod plain;
mod raster;
mod svg;

pub(crate) use plain::{Forbidden, forbidden};
pub(crate) use svg::texts;

/// More pixels than this are refused: they would take gigabytes of memory and print no better.
pub(crate) const MOST_PIXELS: u64 = 60_000_000;

/// What `import` says of a picture where its document doesn't: a version with this isn't approved.
pub(crate) const NOT_DESCRIBED: &str = "Say here what the picture shows.";

/// What a picture file is, by its name and its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    Png,
    Jpeg,
    /// Pixels of up to 256 colors; of moving pictures the first is printed.
    Gif,
    Svg,
}

impl PictureKind {
    /// By its name alone; `None` where no picture is called so.
    #[must_use]
    pub(crate) fn named(path: &str) -> Option<Self> {
        match path.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "gif" => Some(Self::Gif),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }

    /// `None` where the file does not begin as pictures of its name do.
    #[must_use]
    pub(crate) fn of(path: &str, bytes: &[u8]) -> Option<Self> {
        Self::named(path).filter(|kind| match kind {
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Gif => bytes.starts_with(b"GIF8"),
            Self::Svg => std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")),
        })
    }
}

/// What keeps a picture from being shown and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureError {
    /// It is damaged, or of a kind that is not supported; with the reason, for people.
    Unreadable(String),
    /// The file ends before the picture does.
    CutOff,
    /// It has more pixels than `MOST_PIXELS`.
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

impl PictureError {
    fn unreadable(reason: &str) -> Self {
        Self::Unreadable(reason.to_owned())
    }
}

/// Opens a picture. Whether an SVG prints must be tried besides: it depends on fonts.
///
/// # Errors
/// What is wrong with it.
pub fn open(kind: PictureKind, bytes: &[u8]) -> Result<(), PictureError> {
    match kind {
        PictureKind::Png => raster::png(bytes),
        PictureKind::Jpeg => raster::jpeg(bytes),
        PictureKind::Gif => raster::gif(bytes),
        PictureKind::Svg => svg::open(bytes),
    }
}
