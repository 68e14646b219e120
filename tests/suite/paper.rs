//! Reads a PDF as two readers do: the words in the order of its tags, as a screen reader says them, and the places of its letters
//! on the paper, as they are seen.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Some letters in one line.
#[derive(Clone)]
pub struct Run {
    pub text: String,
    /// Page, from 0.
    pub page: usize,
    /// Points from the left edge and from the foot of the paper.
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    /// The number of its content on its page, by which the tags refer to it; none for what is decoration.
    content: Option<i64>,
}

/// A PDF that was read.
pub struct Paper {
    pub runs: Vec<Run>,
    pub width: f32,
    pub height: f32,
    /// The runs of what the tags refer to, in their order.
    order: Vec<usize>,
}

impl Paper {
    pub fn read(pdf: &[u8]) -> Self {
        let document = Document::load_mem(pdf).expect("a PDF");
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        let mut runs = Vec::new();
        for (page, id) in pages.iter().enumerate() {
            Page::new(&document, *id, page, &mut runs).read();
        }
        let mut contents: HashMap<(usize, i64), Vec<usize>> = HashMap::new();
        for (at, run) in runs.iter().enumerate() {
            if let Some(content) = run.content {
                contents.entry((run.page, content)).or_default().push(at);
            }
        }
        let mut order = Vec::new();
        let root = document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot")).expect("tags");
        let mut visit = |page, content| order.extend(contents.get(&(page, content)).into_iter().flatten());
        walk(&document, root, None, &pages, &mut visit);
        let sheet = numbers(document.get_dictionary(pages[0]).unwrap().get(b"MediaBox").unwrap());
        Self { runs, width: sheet[2], height: sheet[3], order }
    }

    /// The words in the order of the tags. A line's end is a `\n`; the hyphens at the ends of lines are gone.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut last: Option<&Run> = None;
        for run in self.order.iter().map(|at| &self.runs[*at]) {
            if let Some(last) = last {
                let same_line = last.page == run.page && (last.baseline - run.baseline).abs() < 2.0;
                let gap = run.left - last.right;
                if !same_line {
                    text.push('\n');
                } else if gap.abs() > run.size * 0.1 {
                    text.push(' ');
                }
            }
            text.push_str(&run.text);
            last = Some(run);
        }
        text.replace("\u{ad}\n", "").replace('\u{ad}', "")
    }

    /// What is wrong with the places of the letters: outside the paper, or upon one another.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut pages: BTreeMap<usize, Vec<&Run>> = BTreeMap::new();
        for run in self.runs.iter().filter(|run| !run.text.trim().is_empty()) {
            let inside = run.left > 0.0
                && run.right < self.width
                && run.baseline > 0.0
                && run.baseline + run.size * 0.7 < self.height;
            if !inside {
                flaws.push(format!("page {}: {:?} is outside the paper", run.page + 1, run.text));
            }
            pages.entry(run.page).or_default().push(run);
        }
        for (page, mut runs) in pages {
            runs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
            for (at, one) in runs.iter().enumerate() {
                let near = |other: &&&Run| other.baseline - one.baseline < one.size.min(other.size) * 0.5;
                for other in runs[at + 1..].iter().take_while(near) {
                    if one.right.min(other.right) - one.left.max(other.left) > 1.5 {
                        flaws.push(format!(
                            "page {}: {:?} and {:?} are upon one another",
                            page + 1,
                            one.text,
                            other.text
                        ));
                    }
                }
            }
        }
        flaws
    }
}

/// Calls `visit` with the page and the number of every content, in the order of the tags.
fn walk(
    document: &Document,
    kid: &Object,
    page: Option<usize>,
    pages: &[ObjectId],
    visit: &mut dyn FnMut(usize, i64),
) {
    match kid {
        Object::Reference(id) => walk(document, document.get_object(*id).unwrap(), page, pages, visit),
        Object::Array(kids) => kids.iter().for_each(|kid| walk(document, kid, page, pages, visit)),
        Object::Integer(content) => visit(page.expect("a page"), *content),
        Object::Dictionary(element) => {
            let own = element.get(b"Pg").and_then(Object::as_reference).ok();
            let page = own.and_then(|own| pages.iter().position(|page| *page == own)).or(page);
            if let Ok(content) = element.get(b"MCID").and_then(Object::as_i64) {
                visit(page.expect("a page"), content);
            }
            if let Ok(kids) = element.get(b"K") {
                walk(document, kids, page, pages, visit);
            }
        }
        _ => {}
    }
}

/// `[a b c d e f]`, as PDF writes how a point is moved.
type Matrix = [f32; 6];
const STILL: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What `first` does and then `second`.
#[allow(clippy::many_single_char_names, reason = "as the standard names them")]
fn then(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

struct Font {
    letters: HashMap<u16, String>,
    widths: HashMap<u16, f32>,
}

/// The reading of one page's drawing instructions.
struct Page<'a> {
    operations: Vec<Operation>,
    fonts: HashMap<Vec<u8>, Font>,
    number: usize,
    runs: &'a mut Vec<Run>,
    /// Where things are drawn; how it was before each `q`.
    place: Matrix,
    kept: Vec<Matrix>,
    /// Where letters are drawn.
    line: Matrix,
    font: Vec<u8>,
    size: f32,
    /// What each open mark says: the number of its content, and the words that are read in place of its letters.
    marks: Vec<(Option<i64>, Option<String>)>,
}

impl<'a> Page<'a> {
    fn new(document: &Document, id: ObjectId, page: usize, runs: &'a mut Vec<Run>) -> Self {
        let content = document.get_page_content(id);
        let fonts = document.get_page_fonts(id).unwrap();
        Self {
            operations: Content::decode(&content).unwrap().operations,
            fonts: fonts.into_iter().map(|(name, font)| (name, self::font(document, font))).collect(),
            number: page,
            runs,
            place: STILL,
            kept: Vec::new(),
            line: STILL,
            font: Vec::new(),
            size: 0.0,
            marks: Vec::new(),
        }
    }

    fn read(mut self) {
        for Operation { operator, operands } in std::mem::take(&mut self.operations) {
            match operator.as_str() {
                "q" => self.kept.push(self.place),
                "Q" => self.place = self.kept.pop().unwrap(),
                "cm" => self.place = then(matrix(&operands), self.place),
                "BT" => self.line = STILL,
                "Tm" => self.line = matrix(&operands),
                "Tf" => {
                    self.font = operands[0].as_name().unwrap().to_vec();
                    self.size = operands[1].as_float().unwrap();
                }
                "Tj" => self.show(&operands),
                "TJ" => self.show(operands[0].as_array().unwrap()),
                "BMC" => self.marks.push((None, None)),
                "BDC" => {
                    let said = operands[1].as_dict().ok();
                    let content = said.and_then(|said| said.get(b"MCID").and_then(Object::as_i64).ok());
                    let words = said.and_then(|said| said.get(b"ActualText").ok());
                    self.marks.push((content, words.map(|words| lopdf::decode_text_string(words).unwrap())));
                }
                "EMC" => drop(self.marks.pop()),
                "Td" | "TD" | "T*" | "'" | "\"" => panic!("{operator} is not expected"),
                _ => {}
            }
        }
    }

    fn show(&mut self, parts: &[Object]) {
        let font = &self.fonts[&self.font];
        let (mut text, mut width) = (String::new(), 0.0);
        for part in parts {
            match part {
                Object::String(codes, _) => {
                    for code in codes.chunks_exact(2).map(|code| u16::from_be_bytes([code[0], code[1]])) {
                        text.push_str(font.letters.get(&code).map_or("\u{fffd}", String::as_str));
                        width += font.widths.get(&code).copied().unwrap_or_default();
                    }
                }
                moved => width -= moved.as_float().unwrap(),
            }
        }
        if let Some(words) = self.marks.iter_mut().rev().find_map(|(_, words)| words.as_mut()) {
            // They stand for all letters of the mark together.
            text = std::mem::take(words);
        }
        let start = then(self.line, self.place);
        let scale = (start[0] * start[0] + start[1] * start[1]).sqrt();
        self.runs.push(Run {
            text,
            page: self.number,
            left: start[4],
            right: start[4] + width / 1000.0 * self.size * scale,
            baseline: start[5],
            size: self.size * scale,
            content: self.marks.iter().rev().find_map(|(content, _)| *content),
        });
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let numbers: Vec<f32> = operands.iter().map(|number| number.as_float().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn numbers(array: &Object) -> Vec<f32> {
    array.as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect()
}

fn font(document: &Document, font: &Dictionary) -> Font {
    let get = |dictionary: &Dictionary, key: &[u8]| {
        dictionary
            .get(key)
            .and_then(|value| document.dereference(value))
            .map(|(_, value)| value.clone())
            .unwrap()
    };
    let map = get(font, b"ToUnicode").as_stream().unwrap().decompressed_content().unwrap();
    let below = get(font, b"DescendantFonts").as_array().unwrap()[0].clone();
    let below = document.dereference(&below).unwrap().1.as_dict().unwrap().clone();
    Font {
        letters: letters(&String::from_utf8_lossy(&map)),
        widths: widths(get(&below, b"W").as_array().unwrap()),
    }
}

/// The letters that codes stand for, from lines such as `<0001> <0041>`, and `<0001> <0003> <0041>` for several in a row.
fn letters(map: &str) -> HashMap<u16, String> {
    let mut letters = HashMap::new();
    let mut inside = "";
    for line in map.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, start @ ("beginbfchar" | "beginbfrange")] => {
                inside = if *start == "beginbfchar" { "char" } else { "range" }
            }
            ["endbfchar" | "endbfrange"] => inside = "",
            [code, text] if inside == "char" => {
                letters.insert(hex(code)[0], String::from_utf16(&hex(text)).unwrap());
            }
            [first, last, text] if inside == "range" => {
                for (at, code) in (hex(first)[0]..=hex(last)[0]).enumerate() {
                    let mut text = hex(text);
                    *text.last_mut().unwrap() += u16::try_from(at).unwrap();
                    letters.insert(code, String::from_utf16(&text).unwrap());
                }
            }
            _ => {}
        }
    }
    letters
}

fn hex(word: &str) -> Vec<u16> {
    let digits = word.trim_matches(['<', '>']);
    (0..digits.len() / 4).map(|at| u16::from_str_radix(&digits[at * 4..at * 4 + 4], 16).unwrap()).collect()
}

/// `1 [500 600] 7 9 400`: codes 1 and 2, and codes 7 to 9.
fn widths(list: &[Object]) -> HashMap<u16, f32> {
    let mut widths = HashMap::new();
    let mut at = 0;
    while at + 1 < list.len() {
        let first = u16::try_from(list[at].as_i64().unwrap()).unwrap();
        if let Ok(row) = list[at + 1].as_array() {
            widths.extend((first..).zip(row.iter().map(|width| width.as_float().unwrap())));
            at += 2;
        } else {
            let end = u16::try_from(list[at + 1].as_i64().unwrap()).unwrap();
            widths.extend((first..=end).map(|code| (code, list[at + 2].as_float().unwrap())));
            at += 3;
        }
    }
    widths
}
