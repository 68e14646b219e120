//! The site: pages from templates, and the files beside them.

mod body;
mod curriculum;
mod fill;
mod form;
mod guide;
mod languages;
mod places;
mod roles;
mod self_check;
mod table;
mod translations;
mod versions;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::assets::{Assets, PageFont};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::memo::{Key, Keyed, Memo};
use crate::model::ACCENT;
use crate::model::form::{Extent, FormMark, Sheet};
use crate::model::text::Line;
use crate::output::Outputs;
use crate::source::{Files, Span};
use crate::view::form::FormPage;
use crate::view::place::PagePlace;
use crate::view::policy::{CitationView, PolicyPage};
use crate::view::redline::RedlinePage;
use crate::view::{Pages, Shell, address};
use crate::words::{FixedWords, Language};
use body::{HtmlWriter, TextPage};
use places::SitePlaces;

/// A page's path, and its text.
type RenderedPage = (String, Result<Arc<[u8]>, tera::Error>);

const TEMPLATES: &str = "templates/html/";
/// What a browser shows beside the title of a page.
const ICON: &str = "site/icon.svg";

/// The card at the top of a policy, as HTML.
#[derive(Serialize)]
struct CardHtml {
    what: Vec<String>,
    by_when: Vec<String>,
    call: Vec<String>,
    form: Vec<String>,
}

/// Renders the site. `images` are the pictures of the handbook, by path. A page of which `memo` knows that nothing in it has changed
/// is not rendered again.
///
/// # Errors
/// What is wrong with the templates.
pub fn render(
    pages: &Pages<'_>,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    files: &mut Files,
    memo: &Memo,
) -> Result<Outputs, Vec<Diagnostic>> {
    let tera = templates(assets, files, memo)?;
    let site = PageRenderer::new(pages, &tera, assets, memo);
    let places = SitePlaces::new(pages);
    let mut jobs: Vec<RenderedPage> = [
        (&places.policies, "policies.html"),
        (&places.specifications, "specifications.html"),
        (&places.forms, "forms.html"),
        (&places.curricula, "curricula.html"),
        (&places.coverage, "coverage.html"),
        (&places.not_found, "not_found.html"),
    ]
    .into_par_iter()
    .map(|(place, template)| site.shared_page(place, template))
    .collect();
    jobs.push(site.page_of(&places.home, "home.html", "recent", &pages.recent));
    jobs.par_extend(roles::jobs(&site, pages, &places));
    jobs.extend(guide::jobs(&site, pages, &places));
    jobs.par_extend(
        pages
            .forms
            .par_iter()
            .zip(&places.each_form)
            .map(|(form, place)| site.remembered(place, form.key, || site.form_page(form, place))),
    );
    jobs.par_extend(
        pages
            .curricula
            .par_iter()
            .zip(&places.each_curriculum)
            .map(|(one, place)| site.remembered(place, one.key, || site.curriculum_page(one, place))),
    );
    jobs.par_extend(pages.curricula.par_iter().zip(&places.each_unit).flat_map_iter(|(one, places)| {
        let units = places.iter().enumerate();
        units.map(|(at, place)| site.remembered(place, one.key, || site.unit_page(one, at, place)))
    }));
    jobs.par_extend(
        pages
            .policies
            .par_iter()
            .zip(&places.each_policy)
            .map(|(policy, place)| site.remembered(place, policy.key, || site.policy_page(policy, place))),
    );
    jobs.extend(versions::jobs(&site, &pages.others, &places));
    jobs.extend(translations::jobs(&site, pages));
    let undated = pages.undated.iter();
    jobs.extend(undated.map(|page| site.page_of(&places.undated, "undated.html", "undated", page)));
    jobs.par_extend(
        pages
            .redlines
            .par_iter()
            .zip(&places.redlines)
            .map(|(page, place)| site.remembered(place, page.key, || site.redline_page(page, place))),
    );
    jobs.par_extend(pages.specifications.par_iter().zip(&places.each_specification).map(
        |(specification, place)| site.page_of(place, "specification.html", "specification", specification),
    ));
    let parts = pages.specifications.iter().zip(&places.parts);
    let parts: Vec<_> = parts
        .flat_map(|(page, places)| {
            page.parts.iter().zip(places).map(move |(part, place)| (page, part, place))
        })
        .collect();
    jobs.par_extend(parts.into_par_iter().map(|(page, part, place)| {
        site.page_of(place, "specification_part.html", "part", &page.part_page(part))
    }));
    jobs.par_extend(
        pages
            .impacts
            .par_iter()
            .zip(&places.impacts)
            .map(|(impact, place)| site.page_of(place, "impact.html", "impact", impact)),
    );
    let mut outputs = Outputs::default();
    let mut findings = Vec::new();
    for (path, html) in jobs {
        match html {
            Ok(html) => outputs.insert(path, html),
            Err(error) => findings.push(explain(&error, files)),
        }
    }
    add_files(pages, assets, images, &mut outputs);
    if findings.is_empty() {
        Ok(outputs)
    } else {
        findings.dedup();
        Err(findings)
    }
}

/// Adds what is beside the pages: styles and scripts, pictures, and what is for other programs.
fn add_files(
    pages: &Pages<'_>,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    outputs: &mut Outputs,
) {
    for (path, bytes) in assets.below("site/") {
        outputs.insert(format!("assets/{path}"), bytes);
    }
    if let Some(icon) = icon(assets, &pages.shell.accent) {
        outputs.insert(address::site_file(ICON), icon.into_bytes());
    }
    for path in pages.images {
        if let Some(bytes) = images.get(path) {
            outputs.insert(address::image(path), bytes);
        }
    }
    let paper = if pages.shell.paper == "a4" { "A4" } else { "letter" };
    let own = format!(
        ":root {{ --accent-ink: {}; }}\n@page {{ size: {paper}; margin: 2cm; }}\n",
        pages.shell.accent
    );
    outputs.insert("assets/handbook.css".to_owned(), (own + &font_faces(assets)).into_bytes());
    outputs.insert(address::COVERAGE_JSON.to_owned(), pages.report.to_json().into_bytes());
    outputs.insert(address::COVERAGE_CSV.to_owned(), pages.report.to_csv().into_bytes());
    if let Some(calendar) = pages.reviews.to_ics() {
        outputs.insert(address::REVIEWS_ICS.to_owned(), calendar.into_bytes());
    }
}

/// Our icon in the handbook's color; `None` where the handbook has one of its own.
fn icon(assets: &Assets, accent: &str) -> Option<String> {
    let drawing = std::str::from_utf8(assets.file(ICON)?).ok()?;
    assets.is_ours(ICON).then(|| drawing.replace(ACCENT, accent))
}

/// The handbook's own fonts, for the characters that the built-in one lacks; nothing where there are none.
fn font_faces(assets: &Assets) -> String {
    // What would have to be escaped is left to the browser's own fonts.
    let plain = |name: &str| !name.contains(['"', '\\', '%', '#', '?', '\n']);
    let fonts = assets.fonts().of_pages();
    let fonts = fonts.filter(|font| plain(font.family) && plain(font.path) && !font.letters.is_empty());
    let mut css = String::new();
    let mut families: Vec<String> = Vec::new();
    for PageFont { family, path, weights, letters } in fonts {
        let ranges = letters.chunk_by(|a, b| a + 1 == *b).filter_map(|run| Some((run.first()?, run.last()?)));
        let ranges: Vec<String> = ranges.map(|(first, last)| format!("U+{first:04X}-{last:04X}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            css,
            "@font-face {{ font-family: \"{family}\"; font-weight: {} {}; font-display: swap; src: url(\"{path}\"); unicode-range: {}; }}",
            weights.start(),
            weights.end(),
            ranges.join(", ")
        );
        families.push(format!("\"{family}\""));
    }
    families.dedup();
    if families.is_empty() {
        return css;
    }
    format!("{css}:root {{ --own-fonts: {}; }}\n", families.join(", "))
}

/// What all pages share, turned into template values once.
struct PageRenderer<'a> {
    tera: &'a Tera,
    words: &'a FixedWords,
    language: &'a Language,
    shared: Vec<(&'static str, Value)>,
    /// Stands for what all pages share, the templates included; `None` where nothing is remembered.
    key: Option<Key>,
    memo: &'a Memo,
}

trait SharedView {
    /// As templates see it.
    fn value(&self) -> Value;
    fn key(&self) -> Key;
}

impl<T: Serialize> SharedView for T {
    fn value(&self) -> Value {
        Value::from_serializable(self)
    }

    fn key(&self) -> Key {
        fingerprint(self)
    }
}

/// A view as templates see it, which they call `name`, and a key that stands for it; none where nothing is remembered.
fn seen(name: &str, view: &(dyn SharedView + Sync), memo: &Memo) -> (Option<Key>, Value) {
    if !memo.remembers() {
        return (None, view.value());
    }
    let key = view.key();
    (Some(key), memo.get(Key::of(&("shared", name, key)), || view.value()))
}

/// Stands for a value that templates see.
fn fingerprint(value: &impl Serialize) -> Key {
    // What cannot be written as JSON can be no value of a template either.
    Key::of(&serde_json::to_vec(value).unwrap_or_default())
}

impl<'a> PageRenderer<'a> {
    fn new(pages: &'a Pages<'_>, tera: &'a Tera, assets: &Assets, memo: &'a Memo) -> Self {
        let (policies, specifications) = (pages.policy_rows(), pages.specification_rows());
        let shared: [(&str, &(dyn SharedView + Sync)); 10] = [
            ("handbook", &pages.shell),
            ("words", &*pages.shell.words),
            ("contacts", &pages.contacts),
            ("policies", &policies),
            ("tasks", &pages.tasks),
            ("curricula", &pages.curricula),
            ("topics", &pages.topics),
            ("specifications", &specifications),
            ("totals", &pages.totals),
            // The coverage page lists every clause; the others do not look at this.
            ("crosswalk", &pages.specifications),
        ];
        let seen: Vec<(Option<Key>, Value)> =
            shared.par_iter().map(|(name, view)| seen(name, *view, memo)).collect();
        let key = memo.remembers().then(|| {
            let looks: Vec<(&str, &[u8])> = assets.below(TEMPLATES).collect();
            let keys: Vec<Option<Key>> = seen.iter().map(|(key, _)| *key).collect();
            Key::of(&(keys, looks))
        });
        let shared = shared.iter().zip(seen).map(|((name, _), (_, value))| (*name, value)).collect();
        Self { tera, words: &pages.shell.words, language: &pages.shell.language, shared, key, memo }
    }

    /// The same for pages in another language, whose shell this is.
    fn in_language(&self, shell: &'a Shell) -> Self {
        let own = |name: &&str| matches!(*name, "handbook" | "words");
        let shared = self.shared.iter().filter(|(name, _)| !own(name)).cloned();
        let own = [
            ("handbook", Value::from_serializable(shell)),
            ("words", Value::from_serializable(&*shell.words)),
        ];
        Self {
            tera: self.tera,
            words: &shell.words,
            language: &shell.language,
            shared: shared.chain(own).collect(),
            key: self.key.map(|key| Key::of(&(key, &shell.language, &*shell.words))),
            memo: self.memo,
        }
    }

    fn page(&self, place: &PagePlace, template: &str, own: &[(&'static str, Value)]) -> RenderedPage {
        let path = &place.path;
        let mut context = Context::new();
        for (name, value) in self.shared.iter().chain(own) {
            context.insert_value(*name, value.clone());
        }
        context.insert("root", root(path));
        context.insert("path", path);
        context.insert_value("place", Value::from_serializable(place));
        let html = self.tera.render(template, &context);
        (path.clone(), html.map(|html| languages::mark(html, self.language).into_bytes().into()))
    }

    /// A page of nothing but what all pages share.
    fn shared_page(&self, place: &PagePlace, template: &str) -> RenderedPage {
        self.remembered(place, Key::of(&template), || self.page(place, template, &[]))
    }

    /// A page of what all pages share and of `view`, which its template calls `name`.
    fn page_of<T: Serialize>(
        &self,
        place: &PagePlace,
        template: &str,
        name: &'static str,
        view: &T,
    ) -> RenderedPage {
        let own = || [(name, Value::from_serializable(view))];
        let key = self.key.map_or_else(|| Key::of(&()), |_| Key::of(&(template, name, fingerprint(view))));
        self.remembered(place, key, || self.page(place, template, &own()))
    }

    /// The page that shows what `shown` stands for, besides what all pages share.
    fn remembered(&self, place: &PagePlace, shown: Key, make: impl Fn() -> RenderedPage) -> RenderedPage {
        if !self.memo.remembers() {
            return make();
        }
        let key = Key::of(&("page", self.key, shown, place));
        // An error is not remembered; it is made again for whoever must fix it.
        match self.memo.get(key, || make().1.ok()) {
            Some(html) => (place.path.clone(), Ok(html)),
            None => make(),
        }
    }

    /// Writes the text of the page at `place`.
    fn writer<'w>(&'w self, place: &PagePlace, citations: &'w [CitationView]) -> HtmlWriter<'w> {
        HtmlWriter { root: root(&place.path), citations, words: self.words, page: TextPage::Whole }
    }

    fn redline_page(&self, page: &RedlinePage<'_>, place: &PagePlace) -> RenderedPage {
        let own = [
            ("changes", Value::from_serializable(page)),
            ("redline", Value::from_serializable(&page.redline())),
        ];
        self.page(place, "redline.html", &own)
    }

    fn form_page(&self, form: &FormPage<'_>, place: &PagePlace) -> RenderedPage {
        let writer = self.writer(place, &[]);
        let version = form.version;
        let sheet = Sheet::new(version, self.words, &Extent::default());
        let mark = FormMark::new(&form.list.row.id, version);
        let own = [
            ("form", Value::from_serializable(form)),
            ("summary", Value::safe_string(&writer.line(&version.header.summary))),
            ("due", Value::safe_string(&writer.line(&version.due))),
            ("identity", Value::from_serializable(&form::identity(&sheet, &writer))),
            ("sections", Value::from_serializable(&form::sections(&sheet, &writer))),
            ("form_id", Value::normal_string(&mark.form)),
            ("form_version", Value::normal_string(&mark.version)),
            ("say", Value::normal_string(&form::said(self.words))),
            ("say_file", Value::normal_string(&form::said_of_files(self.words))),
        ];
        self.page(place, "form.html", &own)
    }

    fn policy_page(&self, policy: &PolicyPage<'_>, place: &PagePlace) -> RenderedPage {
        let writer = self.writer(place, &policy.citations);
        let version = policy.version;
        let lines = |list: &[Line]| list.iter().map(|line| writer.line(line)).collect();
        let card = CardHtml {
            what: lines(&version.card.what),
            by_when: lines(&version.card.by_when),
            call: lines(&version.card.call),
            form: lines(&version.card.form),
        };
        let own = [
            ("policy", Value::from_serializable(policy)),
            ("card", Value::from_serializable(&card)),
            ("summary", Value::safe_string(&writer.line(&version.header.summary))),
            ("body", Value::safe_string(&writer.blocks(&version.body.blocks))),
        ];
        self.page(place, "policy.html", &own)
    }
}

/// The way from the page at `path` to the site's root.
fn root(path: &str) -> &'static str {
    match path.matches('/').count() {
        // A server shows it at any address, so only the server's own root is known.
        _ if path == address::NOT_FOUND => "/",
        0 => "",
        1 => "../",
        _ => "../../",
    }
}

fn templates(assets: &Assets, files: &mut Files, memo: &Memo) -> Result<Arc<Tera>, Vec<Diagnostic>> {
    let mut texts = Vec::new();
    let mut findings = Vec::new();
    for (name, bytes) in assets.below(TEMPLATES) {
        let file = files.add(format!("{TEMPLATES}{name}"), String::from_utf8_lossy(bytes));
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push((name.to_owned(), text.to_owned())),
            Err(_) => findings.push(
                Diagnostic::new(FindingCode::NotUtf8, Span::top(file), "this template is not UTF-8 text")
                    .hint("save it with the encoding UTF-8"),
            ),
        }
    }
    let read = || {
        let mut tera = Tera::new();
        fill::register(&mut tera);
        tera.add_raw_templates(texts.clone()).map(|()| Arc::new(tera))
    };
    // An error is not remembered; it is made again for whoever must fix it.
    match memo.get(Key::of(&("templates", &texts)), || read().ok()).map_or_else(read, Ok) {
        Ok(tera) if findings.is_empty() => return Ok(tera),
        Ok(_) => {}
        Err(error) => findings.push(explain(&error, files)),
    }
    Err(findings)
}

/// Tera's error, at the line of the template.
fn explain(error: &tera::Error, files: &mut Files) -> Diagnostic {
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path = format!("{TEMPLATES}{}", report.filename());
            let place = files.find(&path).map(|file| Span::new(file, report.span().range.clone()));
            (report.message().to_owned(), place)
        }
        other => (other.to_string(), None),
    };
    let span = place.unwrap_or_else(|| Span::top(files.add("templates/html", "")));
    Diagnostic::new(FindingCode::Template, span, format!("a template cannot be used: {message}"))
        .hint("fix it, or remove it from templates/html: the built-in one is then used")
}
