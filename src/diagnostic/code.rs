//! The codes of findings, in one table: the word that people search for, the usual level, and the page of the manual.

use std::fmt;

use super::Severity;

/// From one row a code: its variant, its word, its level, and its page, without which it does not compile.
macro_rules! finding_codes {
    ($($variant:ident, $word:literal, $level:ident;)+) => {
        /// What kind of finding it is. Its word is a contract: it is in the JSON, in handbook files and in what people search for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl FindingCode {
            /// Every code, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name in kebab-case, e.g. `unknown-clause`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The level of its findings where neither the rule nor the handbook file says otherwise.
            #[must_use]
            pub fn usual_level(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$level,)+
                }
            }

            fn embedded_page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../docs/rules/", $word, ".md")),)+
                }
            }
        }
    };
}

// In alphabetical order of the words, so that the order of the variants is the order in which findings are sorted.
finding_codes! {
    AccidentalMark, "accidental-mark", Warning;
    ActiveImage, "active-image", Error;
    AnswerIsNoOption, "answer-is-no-option", Error;
    ApprovalWithoutText, "approval-without-text", Note;
    ApprovalsOutOfOrder, "approvals-out-of-order", Warning;
    ApprovedAfterEffect, "approved-after-effect", Note;
    BadAccent, "bad-accent", Error;
    BadAddress, "bad-address", Error;
    BadCitation, "bad-citation", Error;
    BadClauseId, "bad-clause-id", Error;
    BadDate, "bad-date", Error;
    BadExtends, "bad-extends", Error;
    BadFingerprint, "bad-fingerprint", Warning;
    BadId, "bad-id", Error;
    BadIdentityField, "bad-identity-field", Error;
    BadImage, "bad-image", Error;
    BadInterval, "bad-interval", Error;
    BadLanguage, "bad-language", Error;
    BadLimit, "bad-limit", Error;
    BadLink, "bad-link", Error;
    BadName, "bad-name", Error;
    BadNumber, "bad-number", Error;
    BadOptions, "bad-options", Error;
    BadPeopleFolder, "bad-people-folder", Error;
    BadVersionName, "bad-version-name", Error;
    BlankKey, "blank-key", Error;
    BrokenImage, "broken-image", Error;
    BrokenLink, "broken-link", Error;
    BrokenTable, "broken-table", Warning;
    ChangedAfterApproval, "changed-after-approval", Warning;
    ChangedParticular, "changed-particular", Warning;
    CitedInHeading, "cited-in-heading", Warning;
    ClauseOrigin, "clause-origin", Warning;
    DayToCome, "day-to-come", Warning;
    DefaultDecides, "default-decides", Error;
    DividedWord, "divided-word", Warning;
    DoubtfulMapping, "doubtful-mapping", Warning;
    DuplicateAnchor, "duplicate-anchor", Error;
    DuplicateClause, "duplicate-clause", Error;
    DuplicateId, "duplicate-id", Error;
    DuplicateNumber, "duplicate-number", Error;
    DuplicateTerm, "duplicate-term", Error;
    DuplicateVersion, "duplicate-version", Error;
    EmptyCurriculum, "empty-curriculum", Error;
    EmptyForm, "empty-form", Error;
    EmptyHeading, "empty-heading", Error;
    EmptyPage, "empty-page", Error;
    EmptyPolicy, "empty-policy", Error;
    EmptySection, "empty-section", Error;
    EvidenceEnds, "evidence-ends", Warning;
    EvidenceRemoved, "evidence-removed", Warning;
    FaintAccent, "faint-accent", Error;
    FaintCitation, "faint-citation", Note;
    FigureNotInSummary, "figure-not-in-summary", Warning;
    FigureNotStated, "figure-not-stated", Warning;
    FileTooLarge, "file-too-large", Error;
    Footnote, "footnote", Error;
    FormRule, "form-rule", Error;
    FormText, "form-text", Error;
    Gaps, "gaps", Note;
    HalfApproval, "half-approval", Error;
    HeadingBraces, "heading-braces", Error;
    IdIsNotFileName, "id-is-not-file-name", Error;
    IdleRecord, "idle-record", Warning;
    IdleWaiver, "idle-waiver", Warning;
    ImageTooLarge, "image-too-large", Error;
    ImageWithoutSource, "image-without-source", Warning;
    ImageWithoutText, "image-without-text", Error;
    IncompleteUnit, "incomplete-unit", Note;
    KindAgainstWords, "kind-against-words", Warning;
    LeavesHandbook, "leaves-handbook", Error;
    LinkLoop, "link-loop", Error;
    LinkToDraft, "link-to-draft", Note;
    LinkToEnded, "link-to-ended", Note;
    LinkWithoutText, "link-without-text", Error;
    LostWords, "lost-words", Error;
    MisplacedCitation, "misplaced-citation", Error;
    MisplacedFile, "misplaced-file", Error;
    MissingCell, "missing-cell", Warning;
    MissingHeader, "missing-header", Error;
    MissingImage, "missing-image", Error;
    MissingKey, "missing-key", Error;
    MissingRevision, "missing-revision", Warning;
    MistypedKey, "mistyped-key", Error;
    MixedTerms, "mixed-terms", Note;
    MovedClause, "moved-clause", Warning;
    NameCollision, "name-collision", Error;
    NeedlessKey, "needless-key", Error;
    NeedlessNeeds, "needless-needs", Error;
    NestedHeading, "nested-heading", Error;
    NestedTooDeeply, "nested-too-deeply", Error;
    NoColumns, "no-columns", Error;
    NoNeeds, "no-needs", Error;
    NoObjectives, "no-objectives", Error;
    NoOwner, "no-owner", Warning;
    NoPair, "no-pair", Error;
    NoTrackNames, "no-track-names", Error;
    NoTracks, "no-tracks", Error;
    NotApproved, "not-approved", Note;
    NotAtHand, "not-at-hand", Note;
    NotOneLine, "not-one-line", Error;
    NotUtf8, "not-utf-8", Error;
    NumberedAnchor, "numbered-anchor", Warning;
    ObjectiveUntested, "objective-untested", Note;
    OpenElements, "open-elements", Warning;
    OpenPlaceholder, "open-placeholder", Error;
    OrphanClause, "orphan-clause", Error;
    OutlineMinutes, "outline-minutes", Warning;
    OverlappingDates, "overlapping-dates", Error;
    OverlongText, "overlong-text", Error;
    PassedOverVersion, "passed-over-version", Warning;
    Pdf, "pdf", Error;
    PdfField, "pdf-field", Error;
    RawHtml, "raw-html", Error;
    ReadingGrade, "reading-grade", Note;
    RecordExpired, "record-expired", Warning;
    RecordSoon, "record-soon", Note;
    RemovedClause, "removed-clause", Warning;
    RenamedDocument, "renamed-document", Note;
    RepeatedOption, "repeated-option", Warning;
    ReservedId, "reserved-id", Error;
    ReviewBeforeChange, "review-before-change", Warning;
    ReviewDue, "review-due", Warning;
    ReviewSoon, "review-soon", Note;
    RevisionToCome, "revision-to-come", Note;
    RuleSetting, "rule-setting", Error;
    SameSource, "same-source", Warning;
    SampleValue, "sample-value", Note;
    SentNowhere, "sent-nowhere", Warning;
    SkippedHeading, "skipped-heading", Error;
    SocialSecurityField, "social-security-field", Error;
    SourceCheckDue, "source-check-due", Note;
    SpecificationEnds, "specification-ends", Note;
    StaleTranslation, "stale-translation", Warning;
    StrayMark, "stray-mark", Warning;
    SurplusCell, "surplus-cell", Error;
    TableTooWide, "table-too-wide", Error;
    TellingOption, "telling-option", Warning;
    Template, "template", Error;
    TemplateText, "template-text", Note;
    TextWithoutUnit, "text-without-unit", Error;
    TitleHeading, "title-heading", Error;
    ToBeSummarized, "to-be-summarized", Warning;
    TomlSyntax, "toml-syntax", Error;
    TooManyIdentityFields, "too-many-identity-fields", Error;
    TranslatesNothing, "translates-nothing", Error;
    UnapprovedVersion, "unapproved-version", Warning;
    UnconfirmedTranslation, "unconfirmed-translation", Note;
    UnconfirmedWords, "unconfirmed-words", Note;
    UndatedCitations, "undated-citations", Note;
    UndecidedChange, "undecided-change", Warning;
    UnexplainedAcronym, "unexplained-acronym", Note;
    UnexplainedChange, "unexplained-change", Warning;
    UnitWithoutText, "unit-without-text", Error;
    UnknownClause, "unknown-clause", Error;
    UnknownDuty, "unknown-duty", Warning;
    UnknownKey, "unknown-key", Error;
    UnknownParticular, "unknown-particular", Warning;
    UnknownPlaceholder, "unknown-placeholder", Error;
    UnknownTask, "unknown-task", Error;
    UnknownTrack, "unknown-track", Error;
    UnknownWord, "unknown-word", Error;
    UnlinkedPage, "unlinked-page", Note;
    UnlistedFigure, "unlisted-figure", Warning;
    UnmentionedForm, "unmentioned-form", Note;
    UnprintableCharacter, "unprintable-character", Error;
    UnprintableImage, "unprintable-image", Error;
    UnprintedNotice, "unprinted-notice", Warning;
    UnreadableFile, "unreadable-file", Error;
    UnsetValue, "unset-value", Warning;
    UntranslatedText, "untranslated-text", Warning;
    UntranslatedWords, "untranslated-words", Note;
    UnusableUnit, "unusable-unit", Error;
    WaiverEnds, "waiver-ends", Warning;
    WordsGap, "words-gap", Error;
    WrongTerm, "wrong-term", Warning;
}

impl FindingCode {
    #[must_use]
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }

    /// Whether a handbook file can set its level. What stops a build cannot be set: without it something broken or untrue would be
    /// published.
    #[must_use]
    pub fn is_configurable(self) -> bool {
        self.usual_level() != Severity::Error
    }

    /// Its page of the manual, in Markdown with `\n` at the ends of lines.
    #[must_use]
    pub fn manual_page(self) -> String {
        self.embedded_page().replace("\r\n", "\n")
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::FindingCode;

    #[test]
    fn codes_are_in_alphabetical_order_and_each_word_is_there_once() {
        for pair in FindingCode::ALL.windows(2) {
            assert!(pair[0].word() < pair[1].word(), "{} comes before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn a_code_is_found_by_its_word() {
        assert!(FindingCode::ALL.iter().all(|code| FindingCode::from_word(code.word()) == Some(*code)));
        assert_eq!(FindingCode::from_word("unknown_clause"), None);
    }
}
