//! What the preview answers to a request.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use pulldown_cmark_escape::escape_html;

use super::show::{NoPdf, Show};
use crate::assets::Assets;
use crate::diagnostic;
use crate::words::{SentencePiece, pieces};

/// Below this path the preview's own files are; no page of a site can have such a name.
pub(crate) const OWN: &str = "_preview/";

/// Answers with a file of the site, or of the preview itself.
pub(crate) fn file(show: &Show, assets: &Assets, path: &str) -> Response<Body> {
    if let Some(name) = path.strip_prefix(OWN) {
        let own = assets.below("templates/preview/").find(|(own, _)| *own == name);
        return match own {
            Some((_, bytes)) => reply(StatusCode::OK, kind(name), bytes.to_vec()),
            None => plain(StatusCode::NOT_FOUND, "The preview has no such file."),
        };
    }
    let Some(site) = show.outputs() else {
        let waiting = assets.below("templates/preview/").find(|(own, _)| *own == "waiting.html");
        let html =
            waiting.map(|(_, bytes)| in_words(&String::from_utf8_lossy(bytes), show)).unwrap_or_default();
        return page(StatusCode::SERVICE_UNAVAILABLE, &html, show, path);
    };
    let path = file_at(path);
    match site.get(&path) {
        Some(html) if path.ends_with(".html") => {
            page(StatusCode::OK, &String::from_utf8_lossy(html), show, &path)
        }
        Some(bytes) => reply(StatusCode::OK, kind(&path), bytes.to_vec()),
        None if path.ends_with(".pdf") => pdf(show, &path),
        None if path.ends_with(".js") => match show.search(&path) {
            Some(bytes) => reply(StatusCode::OK, kind(&path), bytes.to_vec()),
            None => plain(StatusCode::NOT_FOUND, "The handbook has no such file."),
        },
        None => match site.get("404.html") {
            Some(html) => page(StatusCode::NOT_FOUND, &String::from_utf8_lossy(html), show, &path),
            None => plain(StatusCode::NOT_FOUND, "The handbook has no such page."),
        },
    }
}

fn pdf(show: &Show, path: &str) -> Response<Body> {
    match show.pdf(path) {
        Ok(bytes) => reply(StatusCode::OK, kind(path), bytes.to_vec()),
        Err(NoPdf::NotThere) => plain(StatusCode::NOT_FOUND, "The handbook has no such PDF."),
        Err(NoPdf::Refused(findings, files)) => {
            let text = diagnostic::render(&findings, &files, false);
            plain(StatusCode::INTERNAL_SERVER_ERROR, &format!("This PDF can't be typeset.\n\n{text}"))
        }
    }
}

/// A page, with the preview's own script in its head.
fn page(status: StatusCode, html: &str, show: &Show, path: &str) -> Response<Body> {
    let stamp = show.stamp(path).unwrap_or_default();
    let number = show.number;
    // Plain data is always JSON.
    let say = escaped(&serde_json::to_string(&show.words.preview).unwrap_or_default());
    let own = format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}preview.css\">\n\
         <script src=\"/{OWN}preview.js\" data-page=\"{stamp}\" data-number=\"{number}\" data-say=\"{say}\" defer></script>\n</head>"
    );
    // A page of the site may ask nobody for anything; in the preview it asks for what has changed.
    let html = html.replacen("connect-src 'none'", "connect-src 'self'", 1).replacen("</head>", &own, 1);
    reply(status, "text/html; charset=utf-8", html.into_bytes())
}

/// The page that is shown while there is no other, in the handbook's language.
fn in_words(template: &str, show: &Show) -> String {
    let words = &show.words.preview;
    let language = show.language.to_string();
    let gap = |name: &str| match name {
        "language" => escaped(&language),
        "title" => escaped(&words.title),
        "waiting" => escaped(&words.waiting),
        other => format!("{{{other}}}"),
    };
    let pieces = pieces(template).into_iter();
    pieces
        .map(|piece| match piece {
            SentencePiece::Words(html) => html.to_owned(),
            SentencePiece::Gap(name) => gap(name),
        })
        .collect()
}

fn escaped(words: &str) -> String {
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = escape_html(&mut html, words);
    html
}

/// Tells an open page what has changed, as JSON.
pub(crate) fn news(show: &Arc<Show>, path: &str) -> Response<Body> {
    let path = file_at(path);
    match serde_json::to_vec(&show.news(&path)) {
        Ok(json) => reply(StatusCode::OK, "application/json", json),
        Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The file of the site that a path of a request names: that of a folder is its index.
fn file_at(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

pub(crate) fn plain(status: StatusCode, text: &str) -> Response<Body> {
    reply(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
}

fn reply(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        // What was saved a moment ago must be seen.
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CONTENT_SECURITY_POLICY, policy(kind)),
        // Another site that is open in the same browser reads nothing of this one.
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What a page may load, it says itself, as on the site; no other site may show it in a frame, which a page can't say. A drawing that is
/// opened by itself loads nothing.
fn policy(kind: &str) -> &'static str {
    match kind {
        SVG => {
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
        }
        _ => "frame-ancestors 'none'",
    }
}

const SVG: &str = "image/svg+xml";

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => SVG,
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
