//! Pictures made of pixels. They are decoded as Typst decodes them, and let go again: what passes here, Typst reads.

use std::io::{Cursor, ErrorKind};

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult, Limits};

use super::jpeg::Head;
use super::{MOST_PIXELS, PictureError};

pub(crate) fn png(bytes: &[u8]) -> Result<(), PictureError> {
    // With limits from the start: a color profile may unpack to gigabytes.
    decode(PngDecoder::with_limits(Cursor::new(bytes), Limits::default()))
}

pub(crate) fn jpeg(bytes: &[u8]) -> Result<(), PictureError> {
    // The decoder fills what is missing with gray.
    let Some(Head { components, has_end: true }) = Head::read(bytes) else {
        return Err(PictureError::CutOff);
    };
    decode(JpegDecoder::new(Cursor::new(bytes)))?;
    match components {
        1 | 3 => Ok(()),
        4 => Err(PictureError::Cmyk),
        _ => Err(PictureError::Unreadable(format!("it has {components} color components"))),
    }
}

pub(crate) fn gif(bytes: &[u8]) -> Result<(), PictureError> {
    decode(GifDecoder::new(Cursor::new(bytes)))
}

/// No picture of a handbook is one, but it may be inside an SVG.
pub(crate) fn webp(bytes: &[u8]) -> Result<(), PictureError> {
    decode(WebPDecoder::new(Cursor::new(bytes)))
}

/// Decodes a picture whose header has been read.
fn decode<D: ImageDecoder>(decoder: ImageResult<D>) -> Result<(), PictureError> {
    let mut decoder = decoder.map_err(explain)?;
    let (width, height) = decoder.dimensions();
    match u64::from(width) * u64::from(height) {
        0 => return Err(PictureError::unreadable("it has no width or no height")),
        pixels if pixels > MOST_PIXELS => return Err(PictureError::TooLarge { width, height }),
        _ => {}
    }
    decoder.set_limits(Limits::default()).map_err(explain)?;
    DynamicImage::from_decoder(decoder).map(drop).map_err(explain)
}

fn explain(error: ImageError) -> PictureError {
    match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => PictureError::CutOff,
        ImageError::Limits(_) => PictureError::unreadable("it would take too much memory"),
        ImageError::Unsupported(_) => PictureError::unreadable("it is stored in a way that is not supported"),
        _ => PictureError::unreadable("its data are damaged"),
    }
}
