//! Pictures: whatever passes `check` builds, and what cannot is found at each line that uses it.

use std::io::Cursor;

use clausebook::diagnostic::{FindingCode, Severity};
use clausebook::picture::{self, PictureKind};
use clausebook::pipeline::examine;
use clausebook::world::MemoryWorld;
use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat};
use lopdf::Document;
use lopdf::content::Content;

use crate::support::{TODAY, build};

const CMYK: &[u8] = include_bytes!("../pictures/cmyk.jpg");
const PHOTO: &[u8] = include_bytes!("../pictures/photo.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../pictures/progressive.jpg");
const INTERLACED: &[u8] = include_bytes!("../pictures/interlaced.png");
const PALETTE: &[u8] = include_bytes!("../pictures/palette.png");

/// A file name and its bytes.
type File = (String, Vec<u8>);

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> File {
    (name.to_owned(), bytes.into())
}

fn svg(name: &str, size: &str, content: &str) -> File {
    file(name, drawing(size, content))
}

fn drawing(size: &str, content: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>"#)
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn moving() -> Vec<u8> {
    let mut bytes = Vec::new();
    let frames = (0..2).map(|_| Frame::new(DynamicImage::new_rgba8(6, 4).to_rgba8()));
    GifEncoder::new(&mut bytes).encode_frames(frames).unwrap();
    bytes
}

/// A photo with a note that it is to be turned by a quarter, as a telephone writes it.
fn turned() -> Vec<u8> {
    let note = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&PHOTO[..2], note, &PHOTO[2..]].concat()
}

/// Pictures of every kind that people have.
fn good() -> Vec<File> {
    let pixels: [(&str, DynamicImage); 7] = [
        ("gray.png", DynamicImage::new_luma8(6, 4)),
        ("gray-alpha.png", DynamicImage::new_luma_a8(6, 4)),
        ("color.png", DynamicImage::new_rgb8(6, 4)),
        ("alpha.png", DynamicImage::new_rgba8(6, 4)),
        ("gray-16.png", DynamicImage::new_luma16(6, 4)),
        ("color-16.png", DynamicImage::new_rgb16(6, 4)),
        ("alpha-16.png", DynamicImage::new_rgba16(6, 4)),
    ];
    let mut good: Vec<File> =
        pixels.iter().map(|(name, pixels)| file(name, encoded(pixels, ImageFormat::Png))).collect();
    let size = r#"width="90" height="30""#;
    let rect = r#"<rect width="5" height="5" opacity=".5"/>"#;
    good.extend([
        file("gray.jpg", encoded(&DynamicImage::new_luma8(6, 4), ImageFormat::Jpeg)),
        file("photo.jpg", PHOTO),
        file("progressive.jpg", PROGRESSIVE),
        file("turned.jpg", turned()),
        file("interlaced.png", INTERLACED),
        file("palette.png", PALETTE),
        file("moving.gif", moving()),
        file("LOUD.PNG", PALETTE),
        file("LOUD.SVG", format!("<!--{}-->{}", "A long note. ".repeat(200), drawing(size, rect))),
        svg("empty.svg", "", ""),
        svg("no-size.svg", "", rect),
        svg("view-box.svg", r#"viewBox="0 0 9 9""#, rect),
        svg("text.svg", size, r#"<text y="20" font-family="Arial" font-weight="bold">Door</text>"#),
        svg("hidden-text.svg", size, r#"<text y="20" display="none">🙂</text>"#),
        svg("nested.svg", size, &format!("{}{rect}{}", "<g opacity=\".9\">".repeat(300), "</g>".repeat(300))),
    ]);
    good
}

/// Pictures that cannot be shown or printed, each with the code and a part of its finding.
fn bad() -> Vec<(File, FindingCode, &'static str)> {
    let gif = |size: &[u8; 4]| {
        [b"GIF89a".as_slice(), size, b"\0\0\0,\0\0\0\0", size, b"\0\x02\x02\x4c\x01\0;"].concat()
    };
    // Its frame has 4 billion pixels, though the picture has one.
    let frame = [
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0".as_slice(),
        &[0xff; 4],
        b"\0\x02\x02\x4c\x01\0;",
    ]
    .concat();
    let mut wide = encoded(&DynamicImage::new_rgb8(6, 4), ImageFormat::Png);
    let mut broken = wide.clone();
    wide[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    broken[50] ^= 0xff;
    let size = r#"width="90" height="30""#;
    let inside = r#"<image width="9" height="9" href="data:image/gif;base64,R0lGODlh/////wAAACwAAAAA/////wACAkwBADs="/>"#;
    vec![
        (file("cut.png", &INTERLACED[..100]), FindingCode::BrokenImage, "cut off"),
        (file("header.png", &PALETTE[..20]), FindingCode::BrokenImage, "cut off"),
        (file("broken.png", broken), FindingCode::BrokenImage, "damaged"),
        (file("cut.jpg", &PHOTO[..PHOTO.len() - 20]), FindingCode::BrokenImage, "cut off"),
        (file("header.jpg", &PHOTO[..20]), FindingCode::BrokenImage, "cut off"),
        (file("cut.gif", &moving()[..30]), FindingCode::BrokenImage, "cannot be read"),
        (file("empty.gif", gif(&[0; 4])), FindingCode::BrokenImage, "no width or no height"),
        (file("frame.gif", frame), FindingCode::BrokenImage, "too much memory"),
        (file("large.gif", gif(&[0xff; 4])), FindingCode::ImageTooLarge, "65535 × 65535 pixels"),
        (file("large.png", wide), FindingCode::BrokenImage, "damaged"),
        (file("cmyk.jpg", CMYK), FindingCode::UnprintableImage, "CMYK"),
        (svg("unclosed.svg", size, "<g>"), FindingCode::BrokenImage, "not valid SVG"),
        (file("no-namespace.svg", "<svg width=\"9\" height=\"9\"/>"), FindingCode::BrokenImage, "xmlns="),
        (
            svg("no-width.svg", r#"width="0" height="9""#, ""),
            FindingCode::BrokenImage,
            "width, height or viewBox",
        ),
        (svg("inside.svg", size, inside), FindingCode::ImageTooLarge, "65535 × 65535 pixels"),
        (svg("emoji.svg", size, "<text y=\"20\">🙂 Done</text>"), FindingCode::UnprintableImage, "U+1F642"),
        // A check mark that says it is no emoji.
        (
            svg("mark.svg", size, "<text y=\"20\">✔\u{fe0e} Done</text>"),
            FindingCode::UnprintableImage,
            "U+FE0E",
        ),
    ]
}

/// A handbook with one policy that shows the pictures, a line each.
fn handbook(pictures: impl IntoIterator<Item = File>) -> MemoryWorld {
    let mut policy = include_str!("../findings/base/policy.md").to_owned();
    let mut world = MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"));
    for (name, bytes) in pictures {
        policy.push_str(&format!("\n![Shows {name}]({name} \"Source: us\")\n"));
        world = world.with(format!("content/policies/base/{name}"), bytes);
    }
    world.with("content/policies/base/2026-01-01.md", policy)
}

#[test]
fn whatever_passes_check_builds() {
    let world = handbook(good());
    let errors = |world: &MemoryWorld| -> Vec<String> {
        let findings = examine(world).findings;
        findings.iter().filter(|one| one.severity == Severity::Error).map(|one| one.message.clone()).collect()
    };
    assert_eq!(errors(&world), Vec::<String>::new());
    let built = build(&world);
    let messages: Vec<_> = built.findings.iter().map(|finding| &finding.message).collect();
    let site = built.outputs.unwrap_or_else(|| panic!("{messages:#?}"));
    assert!(site.get("policies/base.pdf").is_some());
}

#[test]
fn what_cannot_be_shown_is_found_at_the_line_that_uses_it() {
    let bad = bad();
    let examined = examine(&handbook(bad.iter().map(|(file, _, _)| file.clone())));
    for ((name, _), code, words) in &bad {
        let found: Vec<_> = examined
            .findings
            .iter()
            .filter(|finding| finding.message.starts_with(&format!("the picture `{name}`")))
            .collect();
        let [finding] = found.as_slice() else { panic!("{name}: {found:#?}") };
        assert_eq!((finding.code, finding.severity), (*code, Severity::Error), "{name}");
        assert!(finding.message.contains(words), "{name}: {}", finding.message);
        let text = &examined.sources.files.get(finding.span.file).text;
        assert!(text[finding.span.range().start..].starts_with(&format!("![Shows {name}]")), "{name}");
    }
}

#[test]
fn a_picture_is_found_at_every_use_and_in_versions_to_come() {
    let policy = include_str!("../findings/base/policy.md");
    let twice = format!("{policy}\n![One](cmyk.jpg \"Source: us\")\n\n- ![Two](cmyk.jpg \"Source: us\")\n");
    let world = handbook([file("cmyk.jpg", CMYK)])
        .with("content/policies/base/2026-01-01.md", twice.as_str())
        .with("content/policies/base/2027-01-01.md", twice);
    let examined = examine(&world);
    let found: Vec<String> = examined
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::UnprintableImage)
        .map(|finding| examined.sources.files.location(finding.span))
        .map(|place| place.file.rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(found, ["2026-01-01.md", "2026-01-01.md", "2027-01-01.md", "2027-01-01.md"]);
}

#[test]
fn a_picture_that_no_text_uses_is_not_opened() {
    let policy = include_str!("../findings/base/policy.md");
    let world = handbook([file("cmyk.jpg", CMYK)]).with("content/policies/base/2026-01-01.md", policy);
    assert!(examine(&world).findings.iter().all(|finding| finding.code != FindingCode::UnprintableImage));
}

#[test]
fn a_file_that_ends_anywhere_or_has_any_byte_changed_is_no_panic() {
    let text = svg("text.svg", "width=\"90\" height=\"30\"", "<g id=\"a\"><text y=\"20\">Door</text></g>").1;
    let mut count = 0;
    for (kind, bytes) in [
        (PictureKind::Png, INTERLACED),
        (PictureKind::Png, PALETTE),
        (PictureKind::Jpeg, PROGRESSIVE),
        (PictureKind::Jpeg, CMYK),
        (PictureKind::Gif, &moving()),
        (PictureKind::Svg, &text),
    ] {
        for at in 0..bytes.len() {
            let _ = picture::open(kind, &bytes[..at]);
            for value in [0, bytes[at] ^ 1, 0x7f, 0xff] {
                let mut changed = bytes.to_vec();
                changed[at] = value;
                let _ = picture::open(kind, &changed);
                count += 1;
            }
        }
    }
    assert!(count > 4_000, "only {count} files were tried");
}

#[test]
fn a_photo_is_printed_as_it_is_turned() {
    let site = build(&handbook([file("turned.jpg", turned())])).outputs.unwrap();
    let document = Document::load_mem(site.get("policies/base.pdf").unwrap()).unwrap();
    let turns = document.get_pages().into_values().any(|page| {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        // A matrix that turns by a quarter: nothing on its diagonal.
        content.operations.iter().filter(|operation| operation.operator == "cm").any(|operation| {
            let number = |at: usize| operation.operands[at].as_float().unwrap();
            number(0).abs() < 1e-3 && number(3).abs() < 1e-3 && number(1).abs() > 0.5
        })
    });
    assert!(turns);
}
