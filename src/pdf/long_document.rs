//! A long document, laid out in less memory.
//!
//! Typst lays a document out again until no page number changes. Until then it keeps every layout, and remembers each part of it: for the
//! whole handbook that is several times the size of its pages. Here only what the next layout asks (where everything is) outlives a layout,
//! so that three layouts take no more memory than one. They take longer: nothing is taken over.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use typst::comemo;
use typst::diag::SourceResult;
use typst::engine::Engine;
use typst::foundations::{Content, Output, StyleChain, Target};
use typst::introspection::Introspector;
use typst_layout::{PagedDocument, PagedIntrospector};

/// The pages of a layout, until the next one begins.
type PagesOfLayout = Rc<RefCell<Option<PagedDocument>>>;

thread_local! {
    /// The pages of the last layout on this thread. A document is laid out on one.
    static LAST: RefCell<Option<PagesOfLayout>> = const { RefCell::new(None) };
}

pub(super) struct LongDocument {
    introspector: Arc<PagedIntrospector>,
    pages: PagesOfLayout,
}

impl Output for LongDocument {
    fn target() -> Target {
        <PagedDocument as Output>::target()
    }

    fn create(engine: &mut Engine<'_>, content: &Content, styles: StyleChain<'_>) -> SourceResult<Self> {
        if let Some(last) = LAST.take() {
            last.take();
        }
        comemo::evict(0);
        let document = <PagedDocument as Output>::create(engine, content, styles)?;
        let introspector = document.introspector().clone();
        let pages = Rc::new(RefCell::new(Some(document)));
        LAST.set(Some(pages.clone()));
        Ok(Self { introspector, pages })
    }

    fn introspector(&self) -> &dyn Introspector {
        &*self.introspector
    }
}

impl From<LongDocument> for PagedDocument {
    /// Of the last layout.
    fn from(document: LongDocument) -> Self {
        LAST.set(None);
        document.pages.take().expect("the last layout has its pages")
    }
}
