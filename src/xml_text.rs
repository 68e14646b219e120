//! XML, written element by element.

/// XML in which every word is escaped.
#[derive(Debug)]
pub(crate) struct XmlText(String);

impl XmlText {
    pub(crate) fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    /// A page in HTML, which is XML too but for its first line.
    pub(crate) fn html() -> Self {
        Self("<!DOCTYPE html>\n".to_owned())
    }

    /// An element with what `inside` writes.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes);
        self.0.push_str(">\n");
        inside(self);
        self.end(name);
    }

    /// An element with words only.
    pub(crate) fn words(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        self.start(name, attributes);
        self.0.push('>');
        self.escaped(words);
        self.end(name);
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.0.push_str("/>\n");
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    fn escaped(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // XML has no place for other control characters.
                c if c.is_control() => self.0.push(' '),
                c => self.0.push(c),
            }
        }
    }
}
