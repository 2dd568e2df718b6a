//! Persons by name: those the lexicon knows, those a title introduces, and strangers.

use super::country;
use super::gender;
use super::knowledge::Knowledge;
use super::pieces::{Piece, Reading};
use super::resolve::{Cut, Resolution, core_name, rule, sourced};
use super::sectors;
use annalist_core::{Document, NameKind, Sector};
use annalist_lexicon::holidays::Holidays;
use annalist_lexicon::{Kind, NameId};
use annalist_lexicon::{Rank, Role, RoleKind};
use jiff::civil::Date;

/// A person of the lexicon, with the office of the report's day. What the text says goes before what the lexicon lacks:
/// a title where no office is on record, "former" where no end is.
pub fn known(knowledge: &Knowledge, cut: &Cut, piece: &Piece, id: NameId) -> Resolution {
    let entry = knowledge.names().entry(id);
    let standing = knowledge.standing(entry);
    let mut out = Resolution {
        name: Some(entry.name.to_owned()),
        kind: Some(NameKind::Person),
        country: standing.country,
        sectors: standing.sectors,
        office: standing.office.map(str::to_owned),
        codable: true,
        plural: false,
        rule: rule("person", &sourced(entry)),
    };
    let said = title(knowledge, cut, piece.words.start).filter(|t| !t.sectors.is_empty());
    if sectors::is_former(cut, piece.words.start) {
        if knowledge.date.is_none() || out.office.is_none() || same_office(knowledge, &out, &said) {
            out.sectors = vec![Sector::Eli];
            out.office = None;
        }
    } else if let Some(said) = &said
        && !out.sectors.is_empty()
        && said.sectors.len() > out.sectors.len()
        && said.sectors.starts_with(&out.sectors)
        && out.country.is_some_and(|own| said.country.is_none_or(|c| c == own))
    {
        // "Education Secretary Michael Gove", on record as a minister.
        out.sectors.clone_from(&said.sectors);
    } else if let Some(said) = said
        && (out.office.is_none()
            || out.sectors.is_empty()
            || said.country.is_some_and(|c| out.country != Some(c)))
    {
        out.sectors = said.sectors;
        out.office = said.office;
        out.country = said.country.or(out.country);
    }
    out
}

/// Whether the office on record is the one that the text calls former.
fn same_office(knowledge: &Knowledge, record: &Resolution, said: &Option<Resolution>) -> bool {
    let (Some(office), Some(country)) = (record.office.as_deref(), record.country) else { return false };
    let titled = |t: &str| knowledge.names().offices().titled(country, t).contains(&office);
    said.as_ref().is_some_and(|s| {
        s.rule.strip_prefix("role/").is_some_and(|t| titled(t.trim_start_matches("former ")))
    })
}

/// A name that the lexicon lacks after a title or role: "interim president Dioncounda Traoré", "lawyer Beatrice Mtetwa".
pub fn titled(knowledge: &Knowledge, cut: &Cut) -> Option<Resolution> {
    let run = name_run(knowledge, cut)?;
    let mut out = title(knowledge, cut, run)?;
    if out.sectors.is_empty()
        && let Some(leader) = leader_by_surname(knowledge, cut, run)
    {
        return Some(leader);
    }
    let document = cut.phrase.document;
    if let Some(id) = office_holder(knowledge, cut, run, &out) {
        let whole = Piece { words: run..cut.core, reading: Reading::Named(vec![id]) };
        return Some(known(knowledge, cut, &whole, id));
    }
    out.name = Some(cut.words.span(document, run..cut.core).of(&document.text).to_owned());
    out.kind = cut.phrase.kind.filter(|k| *k == NameKind::Organization).or(Some(NameKind::Person));
    Some(out)
}

/// The first word of the run of capitalized words that ends the core and follows the role of a person.
fn name_run(knowledge: &Knowledge, cut: &Cut) -> Option<usize> {
    let person = |p: &&Piece| match p.reading {
        Reading::Role(r) => is_title(knowledge.roles().entry(r)),
        Reading::Named(_) => names_office(knowledge, cut, p),
        Reading::Country(_) | Reading::Place(_) => false,
    };
    let after = cut.core_pieces().find(person)?.words.end;
    let named = |i: usize| cut.words.capital(i) || cut.words.hyphenated[i] || is_particle(cut.words.fold(i));
    ((after..cut.core).all(named) && after < cut.core).then_some(after)
}

/// "UN chief", which the lexicon has as a name of its own: an office that a person's name may follow.
fn names_office(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> bool {
    let last = &cut.words.list[piece.words.end - 1..piece.words.end];
    let role = knowledge.roles().longest_at_end(last).map(|f| knowledge.roles().entry(f.values[0]));
    piece.words.len() > 1 && role.is_some_and(|r| r.kind == RoleKind::Person)
}

fn office_of(knowledge: &Knowledge, ids: &[NameId]) -> Option<Resolution> {
    let entry = knowledge.names().entry(knowledge.choose(ids, None)?);
    let standing = knowledge.standing(entry);
    let of_states = entry.kind == Kind::Intergovernmental && standing.sectors.is_empty();
    Some(Resolution {
        country: standing.country,
        sectors: if of_states { vec![Sector::Gov] } else { standing.sectors },
        codable: true,
        rule: rule("name", &sourced(entry)),
        ..Resolution::default()
    })
}

fn is_title(role: &Role) -> bool {
    role.kind == RoleKind::Person || role.title
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "bin"
            | "ibn"
            | "ben"
            | "de"
            | "del"
            | "della"
            | "der"
            | "den"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "van"
            | "von"
            | "ul"
            | "ur"
            | "abu"
            | "y"
    )
}

/// What the role that ends right before word `end` says of the person named there; forms of address say nothing, so that
/// in "Prime Minister Dr Abiy" the office counts.
fn title(knowledge: &Knowledge, cut: &Cut, end: usize) -> Option<Resolution> {
    let piece = cut.core_pieces().find(|p| p.words.end == end)?;
    if is_address(cut.words.fold(end - 1)) {
        let plain = || Resolution {
            codable: true,
            rule: rule("address", cut.words.fold(end - 1)),
            ..Resolution::default()
        };
        return title(knowledge, cut, piece.words.start).or_else(|| Some(plain()));
    }
    let found = match &piece.reading {
        Reading::Role(found) => *found,
        Reading::Named(ids) if names_office(knowledge, cut, piece) => return office_of(knowledge, ids),
        _ => return None,
    };
    let role = knowledge.roles().entry(found);
    is_title(role).then(|| sectors::described(knowledge, cut, piece, found))
}

/// Whether `word` is a form of address, which tells no office.
pub fn is_address(word: &str) -> bool {
    matches!(
        word,
        "dr" | "drs"
            | "madam"
            | "madame"
            | "miss"
            | "mr"
            | "mrs"
            | "ms"
            | "mx"
            | "prof"
            | "professor"
            | "sir"
    )
}

/// The person in office on the report's day whom a title and surname mean; for an office that many hold, the report must
/// name the country.
fn office_holder(knowledge: &Knowledge, cut: &Cut, run: usize, title: &Resolution) -> Option<NameId> {
    if cut.core - run != 1 || title.sectors == [Sector::Eli] {
        return None;
    }
    let office = title.office.as_deref()?;
    let ids = knowledge.names().in_office(cut.words.fold(run), knowledge.date?);
    let fitting: Vec<NameId> = ids
        .into_iter()
        .filter(|id| {
            let standing = knowledge.names().entry(*id).at(knowledge.date);
            let (Some(country), Some(held)) = (standing.country, standing.office) else { return false };
            let offices = knowledge.names().offices();
            let same = match title.country {
                Some(said) => said == country,
                None => offices.is_single(held, country) || knowledge.names_country(Some(country)),
            };
            same && offices.titled(country, office).contains(&held)
        })
        .collect();
    (fitting.len() == 1).then(|| fitting[0])
}

/// A name that the lexicon lacks and no title introduces: country from its own words, no sector.
pub fn unknown_name(knowledge: &Knowledge, cut: &Cut) -> Resolution {
    if let Some(leader) = leader_by_surname(knowledge, cut, 0) {
        return leader;
    }
    let kind = cut.phrase.kind;
    let person = kind == Some(NameKind::Person);
    Resolution {
        name: Some(printed_name(cut)),
        kind,
        country: match described_from(cut) {
            Some(end) => country::before(knowledge, cut, end),
            None if person => None,
            None => country::before(knowledge, cut, cut.core),
        },
        codable: kind != Some(NameKind::Place),
        rule: "unknown-name".into(),
        ..Resolution::default()
    }
}

/// The word before a person's name where words in lower case tell what the person is: "Britain's former racer Nigel
/// Mansell" is Britain's, "Jordan Henderson" nobody's.
fn described_from(cut: &Cut) -> Option<usize> {
    if cut.phrase.kind != Some(NameKind::Person) {
        return None;
    }
    let capitals = (0..cut.core).rev().take_while(|i| cut.words.capital(*i)).count();
    let start = cut.core - capitals;
    (capitals > 0 && start > 0 && !is_particle(cut.words.fold(start - 1))).then_some(start)
}

/// The name as the parser bounds it, else the whole core.
fn printed_name(cut: &Cut) -> String {
    let (document, phrase) = (cut.phrase.document, cut.phrase);
    let own = phrase.tokens.start..cut.core_end + 1;
    let at = document.names.partition_point(|n| n.tokens.end <= own.start);
    let within = document.names[at..].iter().take_while(|n| n.tokens.start < own.end);
    let alike: Vec<_> = within.filter(|n| Some(n.kind) == phrase.kind).collect();
    let name = alike.iter().find(|n| n.tokens.contains(&phrase.head)).or(alike.last());
    let Some(name) = name else { return core_name(cut) };
    let tokens = name.tokens.start.max(own.start)..name.tokens.end.min(own.end);
    let text = document.span_of(tokens).of(&document.text);
    text.trim_start_matches("the ")
        .trim_start_matches("The ")
        .trim_end_matches("'s")
        .trim_end_matches("’s")
        .to_owned()
}

/// So many people of the lexicon may share a surname that still tells one of them.
const RARE: usize = 2;

/// A lone surname, from word `run` on, that only one head of state or government in office bears among the states that
/// the report names: ministers of that name, heads of territories and of world bodies, and leaders of other countries, do
/// not count. Where the report names somebody of that surname in full, it is theirs. A phrase alone means the
/// foremost of the day who bears it, where hardly anybody else does: "Greenspan", not "Smith".
pub fn leader_by_surname(knowledge: &Knowledge, cut: &Cut, run: usize) -> Option<Resolution> {
    if cut.core != run + 1 || !matches!(cut.phrase.kind, Some(NameKind::Person) | None) {
        return None;
    }
    let surname = cut.words.token[run];
    if knowledge.names_in_full(cut.phrase.document.form(surname)) {
        return None;
    }
    let date = knowledge.date?;
    let leads = |id: &NameId| {
        let entry = knowledge.names().entry(*id);
        let country = entry.at(Some(date)).country;
        let state = country.and_then(|code| knowledge.countries().by_code(code));
        entry.tenures.iter().any(|t| t.rank == 1 && t.period.contains(date))
            && state.is_some_and(|c| c.rank == Rank::State)
            && knowledge.names_country(country)
    };
    let mut ids = knowledge.names().in_office(cut.words.fold(run), date);
    ids.retain(leads);
    let holiday = || !Holidays::built_in().named(cut.words.fold(run)).is_empty();
    if ids.is_empty() && knowledge.alone && !holiday() {
        ids = knowledge.names().of_surname(cut.words.fold(run));
        ids.dedup();
        if ids.len() > RARE {
            return None;
        }
        keep_foremost(knowledge, &mut ids, date);
    }
    let [id] = ids[..] else { return None };
    let whole = Piece { words: run..cut.core, reading: Reading::Named(ids.clone()) };
    Some(known(knowledge, cut, &whole, id))
}

/// Of the people of one surname, those who hold the highest of their offices on `date`.
fn keep_foremost(knowledge: &Knowledge, ids: &mut Vec<NameId>, date: Date) {
    let rank = |id: &NameId| {
        let held = knowledge.names().entry(*id).tenures.iter().filter(|t| t.period.contains(date));
        held.map(|t| t.rank).min()
    };
    let best = ids.iter().filter_map(rank).min();
    ids.retain(|id| best.is_some() && rank(id) == best);
}

/// Whether token `i` is a noun for people that needs no sector: "teenagers", "a woman".
pub fn is_person_noun(document: &Document, i: usize) -> bool {
    let token = &document.tokens[i];
    let form = document.form(i).to_lowercase();
    let lemma = token.lemma.to_lowercase();
    gender::of_noun(&form).is_some()
        || gender::of_noun(&lemma).is_some()
        || form.strip_suffix('s').is_some_and(|stem| gender::of_noun(stem).is_some())
        || form.strip_suffix("men").is_some_and(|stem| stem.len() > 2)
}
