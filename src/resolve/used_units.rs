//! Units that a curriculum uses from another: `use = "core#rights"`. Their text is in one place and gets its approval there. Once every
//! curriculum is read, each unit that is used is put among the units of the curriculum that uses it, and whatever comes after that sees
//! a unit like any other, which says where it is from.

use std::collections::{BTreeMap, BTreeSet};

use super::curriculum::{course, refuse_page_of_versions};
use super::elsewhere::Elsewhere;
use super::evidence::standing;
use super::form_field::is_name;
use super::header_fields::Fields;
use super::training_sheet::{self, CurriculumValues};
use super::version::{Reading, VersionReader};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{Spanned, UnitSource};
use crate::markdown::LinkEnd;
use crate::memo::{Key, Keyed};
use crate::model::curriculum::{NamedUnit, Unit, UnitOrigin, UnitUse};
use crate::model::lead_home::lead_home;
use crate::model::text::LinkTarget;
use crate::model::version::choose;
use crate::model::{
    Anchor, Curriculum, CurriculumVersion, Date, DocumentId, DocumentKind, EndedDocument, track,
};
use crate::source::{Placed, Span};

/// Reads a unit with `use`, the unit number `at` from 0; `None` where it isn't offered, or where nobody can say what is meant.
pub(super) fn unit_use(
    reader: &VersionReader<'_>,
    (used, keys): (&Spanned<String>, &UnitSource),
    at: usize,
    ids: &mut BTreeMap<String, Span>,
    fields: &mut Fields<'_>,
) -> Option<UnitUse> {
    refuse_other_keys(keys, fields);
    let span = fields.span(used);
    let written = used.get_ref().trim();
    let written = written.strip_prefix("curriculum:").unwrap_or(written);
    let named = NamedUnit::parse(written, "");
    if named.curriculum.is_empty() || named.unit.is_empty() {
        let message = format!("`{written}` doesn’t name a unit of another curriculum");
        let hint =
            "write the id of the curriculum and that of the unit: `use = \"csp-core#safety-protocols\"`";
        fields.findings.push(Diagnostic::new(FindingCode::UnusableUnit, span, message).hint(hint));
        return None;
    }
    let id = match &keys.id {
        Some(_) => fields.text("id", keys.id.as_ref()),
        None => Placed::new(named.unit.clone(), span),
    };
    is_name(&id, id.span, ids, "unit", fields.findings);
    refuse_page_of_versions(&id, fields.findings);
    let tracks = fields.tracks(keys.tracks.as_ref(), reader.background.known_tracks);
    let course = course(keys, reader, fields);
    track::meet(&tracks, reader.background.offered).then(|| UnitUse {
        at,
        id: id.into_inner(),
        label: reader.marked(Placed::new(named.unit.clone(), span), &tracks),
        to: LinkTarget::Document {
            document: DocumentKind::Curriculum.id(&named.curriculum),
            anchor: Some(Anchor::Unit(named.unit.clone())),
        },
        named: Placed::new(named, span),
        course,
        span: fields.top,
    })
}

/// What the other curriculum says of the unit, this one can't say in another way.
fn refuse_other_keys(keys: &UnitSource, fields: &mut Fields<'_>) {
    let UnitSource {
        used: _,
        id: _,
        title,
        minutes,
        teacher,
        covers,
        tracks: _,
        objectives,
        sources,
        materials,
        after: _,
        roles: _,
        valid_months: _,
        renews: _,
        questions,
    } = keys;
    let first = |list: &[Spanned<String>]| list.first().map(Spanned::span);
    let others = [
        ("title", title.as_ref().map(Spanned::span)),
        ("minutes", minutes.as_ref().map(Spanned::span)),
        ("teacher", teacher.as_ref().map(Spanned::span)),
        ("covers", first(covers)),
        ("objectives", first(objectives)),
        ("sources", first(sources)),
        ("materials", first(materials)),
        ("question", questions.first().map(Spanned::span)),
    ];
    for (key, place) in others {
        let Some(place) = place else { continue };
        let message = format!("`{key}` has no effect beside `use`: the used unit says it");
        let finding = Diagnostic::new(FindingCode::NeedlessKey, Span::new(fields.file, place), message);
        fields.findings.push(finding.hint(
            "remove it; beside `use` there can be `id`, `tracks`, `after`, `roles`, `valid_months` and `renews`",
        ));
    }
}

/// The curricula from which units are used.
pub(super) struct UsedUnits<'a> {
    reading: &'a Reading<'a>,
    elsewhere: &'a Elsewhere,
    /// Documents that are there and could not be read.
    unreadable: &'a BTreeSet<DocumentId>,
    /// The version shown of each curriculum and those to come, by its id.
    versions: BTreeMap<String, Vec<Keyed<CurriculumVersion>>>,
}

/// A unit that is used, with the version that has its text.
struct UsedText<'a> {
    home: DocumentId,
    version: &'a Keyed<CurriculumVersion>,
    unit: &'a Unit,
}

/// Why a unit can't be used.
enum Unusable {
    /// Its curriculum could not be read, which has been reported.
    Unread,
    NoCurriculum,
    NoUnit,
    /// It is a unit of the curriculum that uses it.
    OfItsOwn,
    /// It uses the unit that uses it.
    Loop,
    /// It is itself used from there.
    Chain(NamedUnit),
    NotOffered,
    Ended,
    OnlyDraft,
}

impl<'a> UsedUnits<'a> {
    pub(super) fn new(
        reading: &'a Reading<'a>,
        elsewhere: &'a Elsewhere,
        unreadable: &'a BTreeSet<DocumentId>,
        curricula: &[Curriculum],
    ) -> Self {
        let versions = |one: &Curriculum| (one.id.clone(), one.versions().cloned().collect());
        Self { reading, elsewhere, unreadable, versions: curricula.iter().map(versions).collect() }
    }

    /// Puts the units among those of the version shown and of those to come.
    pub(super) fn put_into(&self, curriculum: &mut Curriculum, findings: &mut Findings) {
        let own = DocumentKind::Curriculum.id(&curriculum.id);
        for version in std::iter::once(&mut curriculum.current).chain(&mut curriculum.later) {
            *version = self.with_units(&own, version, findings);
        }
    }

    /// The same for versions of the past, of which nothing is reported.
    pub(super) fn put_into_others(&self, curriculum: &mut Curriculum) {
        let own = DocumentKind::Curriculum.id(&curriculum.id);
        for other in &mut curriculum.others {
            other.version = self.with_units(&own, &other.version, &mut Findings::default());
        }
    }

    pub(super) fn put_into_ended(&self, ended: &mut EndedDocument<CurriculumVersion>) {
        let EndedDocument { document, last } = ended;
        self.put_into(document, &mut Findings::default());
        self.put_into_others(document);
        last.version = document.current.clone();
    }

    fn with_units(
        &self,
        own: &DocumentId,
        version: &Keyed<CurriculumVersion>,
        findings: &mut Findings,
    ) -> Keyed<CurriculumVersion> {
        if version.uses.is_empty() {
            return version.clone();
        }
        let mut units: Vec<Unit> = version.own_units().cloned().collect();
        let mut keys = Vec::new();
        for used in &version.uses {
            match self.text_of(own, version, used) {
                Ok(text) => {
                    keys.push((text.home.clone(), text.version.key));
                    units.insert(used.at.min(units.len()), self.unit(used, &text));
                }
                Err(unusable) => findings.extend(self.finding(&used.named, &unusable)),
            }
        }
        let CurriculumVersion { header, audience, notes, opening, units: _, uses, sheets: _ } = &**version;
        let reader = self.reading.reader(own, header.span.file);
        let values = CurriculumValues::new(header, audience, &units, reader.background.fixed_words);
        let sheets = training_sheet::of_curriculum(&reader, header, &values, findings);
        let whole = CurriculumVersion {
            header: header.clone(),
            audience: audience.clone(),
            notes: notes.clone(),
            opening: opening.clone(),
            units,
            uses: uses.clone(),
            sheets,
        };
        Keyed::new(Key::of(&("used units", version.key, keys)), whole)
    }

    /// The unit as the curriculum that uses it has it.
    fn unit(&self, used: &UnitUse, text: &UsedText<'_>) -> Unit {
        let header = &text.version.header;
        let origin = UnitOrigin {
            curriculum: text.home.id.clone(),
            unit: text.unit.id.clone(),
            title: header.title.to_string(),
            number: header.number.to_string(),
            standing: standing(header, self.today()),
        };
        let course = used.course.clone();
        let mut unit = Unit { id: used.id.clone(), course, origin: Some(origin), ..text.unit.clone() };
        lead_home(&mut unit, &text.home);
        unit
    }

    fn today(&self) -> Date {
        self.reading.background().today
    }

    /// The text on the day of the handbook; for a version to come, on the day on which that takes effect.
    fn text_of(
        &self,
        own: &DocumentId,
        using: &CurriculumVersion,
        used: &UnitUse,
    ) -> Result<UsedText<'_>, Unusable> {
        let written = DocumentKind::Curriculum.id(&used.named.curriculum);
        let home = self.elsewhere.ends().present(&written).unwrap_or(&written);
        let to = LinkTarget::Document {
            document: home.clone(),
            anchor: Some(Anchor::Unit(used.named.unit.clone())),
        };
        match self.elsewhere.end(own, &to) {
            _ if home == own => return Err(Unusable::OfItsOwn),
            _ if self.unreadable.contains(home) => return Err(Unusable::Unread),
            LinkEnd::NotOffered => return Err(Unusable::NotOffered),
            LinkEnd::Ended(_) => return Err(Unusable::Ended),
            // Whether a draft may be used depends on what uses it.
            LinkEnd::Shown | LinkEnd::Draft | LinkEnd::Renamed(_) | LinkEnd::Gone => {}
        }
        let day = using.header.effective.map_or(self.today(), |date| date.max(self.today()));
        let version = self.version_on(&home.id, day).ok_or(Unusable::NoCurriculum)?;
        let name = &used.named.unit;
        if let Some(next) = version.uses.iter().find(|next| next.id == *name) {
            let leads_back = next.named.curriculum == own.id && next.named.unit == used.id;
            return Err(if leads_back { Unusable::Loop } else { Unusable::Chain((*next.named).clone()) });
        }
        let unit = version.own_units().find(|unit| unit.id == *name).ok_or(Unusable::NoUnit)?;
        if version.header.effective.is_none() && using.header.effective.is_some() {
            return Err(Unusable::OnlyDraft);
        }
        Ok(UsedText { home: home.clone(), version, unit })
    }

    fn version_on(&self, curriculum: &str, day: Date) -> Option<&Keyed<CurriculumVersion>> {
        let versions = self.versions.get(curriculum)?;
        let dated = versions.iter().map(|one| (one.header.effective, one.header.approval.is_some()));
        choose(&dated.collect::<Vec<_>>(), day).map(|at| &versions[at])
    }

    fn finding(&self, named: &Placed<NamedUnit>, unusable: &Unusable) -> Option<Diagnostic> {
        let NamedUnit { curriculum, unit, .. } = &**named;
        let name = format!("`{curriculum}#{unit}`");
        let (message, hint) = match unusable {
            Unusable::Unread => return None,
            Unusable::NoCurriculum => {
                let near = nearest(curriculum, self.versions.keys().map(String::as_str));
                (
                    format!("there is no curriculum `{curriculum}`"),
                    did_you_mean(near.map(|near| format!("{near}#{unit}"))),
                )
            }
            Unusable::NoUnit => {
                let versions = self.versions.get(curriculum).into_iter().flatten();
                let units = versions.flat_map(|version| version.own_units()).map(|unit| unit.id.as_str());
                let near = nearest(unit, units).map(|near| format!("{curriculum}#{near}"));
                (format!("the curriculum `{curriculum}` has no unit `{unit}`"), did_you_mean(near))
            }
            Unusable::OfItsOwn => (
                format!("{name} is a unit of this curriculum"),
                "remove this entry: `use` is for a unit of another curriculum".to_owned(),
            ),
            Unusable::Loop => (
                format!("{name} is used from this unit, so neither has a text"),
                "write the unit in one of the two curricula, with its text, and remove `use` there"
                    .to_owned(),
            ),
            Unusable::Chain(next) => (
                format!("{name} has no text: it is used from `{next}`"),
                format!("name the unit that has the text: `use = \"{next}\"`"),
            ),
            Unusable::NotOffered => (
                format!("{name} is for service lines that this program doesn’t offer"),
                "give this entry the `tracks` of that unit, and it is left out as well".to_owned(),
            ),
            Unusable::Ended => (
                format!("the curriculum `{curriculum}` has ended"),
                "write the unit here, or use a unit of a curriculum that is in force".to_owned(),
            ),
            Unusable::OnlyDraft => (
                format!("there is only a draft of the curriculum `{curriculum}`, which readers don’t see"),
                "give that version a date, or use the unit in a draft until then".to_owned(),
            ),
        };
        Some(Diagnostic::new(FindingCode::UnusableUnit, named.span, message).hint(hint))
    }
}

fn did_you_mean(near: Option<String>) -> String {
    near.map_or_else(
        || "write the id of the curriculum, the name of its folder, and that of the unit".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
