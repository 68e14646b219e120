//! A form in two languages at once. A form and its translation are the same tree of Typst values, in which only words differ: ids, names
//! of boxes, kinds and widths are those of the original. So the two trees are laid over each other, and where they differ, the template gets
//! both words and decides how they stand beside each other:
//!
//! ```text
//! (kind: "line", name: "worker", label: "Worker", width: 4)
//! (kind: "line", name: "worker", label: "Trabajador", width: 4)
//! (kind: "line", name: "worker", label: (own: "Worker", other: "Trabajador", language: "es"), width: 4)
//! ```
//!
//! What is the same in both, such as a name, is printed once.

use crate::pdf::typst_value::{TypstCall, TypstValue, dict};

/// Lays values of the original over those of a translation.
pub(super) struct BothLanguages<'l> {
    /// Of the translation.
    pub(super) language: &'l str,
}

impl BothLanguages<'_> {
    pub(super) fn value(&self, own: TypstValue, other: TypstValue) -> TypstValue {
        use TypstValue::{Array, At, Call, Content, Dict, Number, Str};
        match (own, other) {
            (own, other) if own == other => own,
            (At(span, own), At(_, other)) => At(span, Box::new(self.value(*own, *other))),
            (Call(own), Call(other)) => Call(self.call(own, other)),
            (Array(own), Array(other)) => Array(self.each(own, other)),
            (Dict(own), Dict(other)) => Dict(self.entries(own, other)),
            // How many letters there are.
            (Number(own), Number(other)) => Number(own + other),
            (own @ (Str(_) | Content { .. }), other @ (Str(_) | Content { .. })) => {
                dict([("own", own), ("other", other), ("language", self.language.into())])
            }
            (own, _) => own,
        }
    }

    pub(super) fn call(&self, own: TypstCall, other: TypstCall) -> TypstCall {
        TypstCall {
            function: own.function,
            positional: self.each(own.positional, other.positional),
            named: self.entries(own.named, other.named),
        }
    }

    fn each(&self, own: Vec<TypstValue>, other: Vec<TypstValue>) -> Vec<TypstValue> {
        own.into_iter().zip(other).map(|(own, other)| self.value(own, other)).collect()
    }

    fn entries(
        &self,
        own: Vec<(&'static str, TypstValue)>,
        other: Vec<(&'static str, TypstValue)>,
    ) -> Vec<(&'static str, TypstValue)> {
        own.into_iter().zip(other).map(|((key, own), (_, other))| (key, self.value(own, other))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::typst_value::array;

    #[test]
    fn words_that_differ_are_both_there_and_everything_else_once() {
        let item =
            |label: &str| dict([("name", "worker".into()), ("label", label.into()), ("width", 4_u8.into())]);
        let both = BothLanguages { language: "es" };
        let label =
            dict([("own", "Worker".into()), ("other", "Trabajador".into()), ("language", "es".into())]);
        assert_eq!(
            both.value(array([item("Worker")]), array([item("Trabajador")])),
            array([dict([("name", "worker".into()), ("label", label), ("width", 4_u8.into())])])
        );
    }
}
