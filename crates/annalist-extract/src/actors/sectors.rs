//! The sectors of a description: the role's own, those of the body it belongs to, and what its modifiers add.

use super::country;
use super::knowledge::Knowledge;
use super::pieces::{Piece, Reading, takes_side};
use super::resolve::{Cut, Resolution, core_name, counted, is_quantity, rule};
use annalist_core::{CountryCode, NameKind, Sector, Upos};
use annalist_lexicon::Rank;
use annalist_lexicon::{Kind, Shape};
use annalist_lexicon::{Role, RoleKind, RoleMatch};

/// Words that end an office.
const FORMER: &[&str] = &[
    "deposed",
    "disgraced",
    "dismissed",
    "ex",
    "exiled",
    "former",
    "late",
    "onetime",
    "ousted",
    "retired",
    "sacked",
    "toppled",
];

/// Resolves a phrase headed by a role noun.
pub fn described(knowledge: &Knowledge, cut: &Cut, piece: &Piece, found: RoleMatch) -> Resolution {
    let role = knowledge.roles().entry(found);
    let owner = owner(knowledge, cut, piece);
    let empty = role.sectors.is_empty() && owner.sectors.is_empty();
    if empty && is_quantity(cut.words.fold(piece.words.end - 1)) {
        let counted = counted(knowledge, cut);
        if counted.codable {
            return counted;
        }
    }
    let before = country::before(knowledge, cut, piece.words.start);
    // "Jewish settlers in Hebron": what a role of several words says by itself goes before where its bearers are.
    let own = role.country.filter(|_| piece.words.len() > 1);
    let country = before
        .or_else(|| country::within(knowledge, cut, piece.words.clone()))
        .or(own)
        .or_else(|| country::of(knowledge, cut, piece.words.start))
        .or(owner.country)
        .or(role.country);
    let mut out = Resolution {
        country,
        sectors: compose(knowledge, cut, piece, role, &owner),
        codable: true,
        plural: found.plural || role.kind == RoleKind::People,
        rule: rule("role", &cut.text(piece.words.clone())),
        ..Resolution::default()
    };
    if role.title && !out.plural {
        out.office = Some(office(cut, piece));
    }
    if out.country.is_none() && cut.core_has(&["multinational", "transnational"], cut.core) {
        out.country = Some(CountryCode::MNC).filter(|_| out.sectors.contains(&Sector::Bus));
    }
    let noun = cut.words.fold(piece.words.end - 1);
    let idle = out.country.is_none() && owner.sectors.is_empty();
    let where_it_is = cut.phrase.locative && is_place_noun(noun);
    let alone = idle && piece.words.len() == 1;
    out.codable = !(where_it_is || alone && is_thing_too(cut, noun));
    finish(knowledge, cut, piece, role, &mut out);
    name_body(cut, piece, role, &mut out);
    name_holder(knowledge, cut, piece, &mut out);
    out
}

/// The title with the word that ranks it: "deputy foreign minister" is not the foreign minister.
fn office(cut: &Cut, piece: &Piece) -> String {
    const RANKS: &[&str] = &["assistant", "associate", "deputy", "junior", "shadow", "under", "vice"];
    let before = piece.words.start.checked_sub(1).map(|i| cut.words.fold(i));
    let rank = before.filter(|word| RANKS.contains(word));
    rank.into_iter().map(str::to_owned).chain([cut.text(piece.words.clone())]).collect::<Vec<_>>().join(" ")
}

/// "The Ritzau News Bureau": a body whose description is written as a name is named by it.
fn name_body(cut: &Cut, piece: &Piece, role: &Role, out: &mut Resolution) {
    let proper = cut.phrase.document.tokens[cut.core_end].upos == Upos::Propn;
    let capitals = (1..cut.core).all(|i| cut.words.capital(i));
    if role.kind == RoleKind::Body && proper && capitals && cut.core > 1 && piece.words.end == cut.core {
        out.name = Some(core_name(cut));
        out.kind = Some(NameKind::Organization);
    }
}

/// "The French president" is whoever holds that office on the report's day, where one person alone does.
fn name_holder(knowledge: &Knowledge, cut: &Cut, piece: &Piece, out: &mut Resolution) {
    let (Some(country), Some(date), Some(office)) = (out.country, knowledge.date, out.office.as_deref())
    else {
        return;
    };
    const OTHERS: &[&str] = &["another", "designate", "elect", "future", "next", "possible", "then"];
    let definite = !matches!(cut.words.fold(0), "a" | "an") && !cut.core_has(OTHERS, cut.core);
    let tail = cut.words.list.get(cut.core);
    let last = piece.words.end == cut.core && tail.is_none_or(|w| w.fold == "of");
    if !definite || !last || is_local(knowledge, cut) {
        return;
    }
    let holder = |title: &str| knowledge.names().holder(country, title, date);
    let id = match body_of(knowledge, cut, piece) {
        None => holder(office),
        Some((body, kind)) => {
            let whole = holder(&[body.as_str(), office].join(" "));
            whole.or_else(|| holder(office).filter(|_| is_of_state(kind) && !presides(office)))
        }
    };
    if let Some(id) = id {
        out.name = Some(knowledge.names().entry(id).name.to_owned());
        out.kind = Some(NameKind::Person);
    }
}

/// The named body that an office is in, with its words: "the Bundesbank president", "the president of the European Commission".
fn body_of(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> Option<(String, Kind)> {
    let before = cut.core_pieces().filter(|p| p.words.end <= piece.words.start);
    let after = cut.tail_pieces().filter(|p| p.words.start >= piece.words.end && country::belongs(cut, p));
    before.chain(after).find_map(|p| {
        let Reading::Named(ids) = &p.reading else { return None };
        let kind = knowledge.names().entry(knowledge.choose(ids, None)?).kind;
        (kind != Kind::Person).then(|| (cut.text(p.words.clone()), kind))
    })
}

/// Bodies whose ministers and chiefs are the state's.
fn is_of_state(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Agency
            | Kind::Court
            | Kind::Intelligence
            | Kind::Legislature
            | Kind::Military
            | Kind::Police
            | Kind::Seat
    )
}

/// Whether the office may be that of a part of a country: "the president of Chechnya".
fn is_local(knowledge: &Knowledge, cut: &Cut) -> bool {
    let part = |p: &Piece| match &p.reading {
        Reading::Place(_) => true,
        Reading::Country(m) => knowledge.countries().entry(*m).rank != Rank::State,
        Reading::Named(_) | Reading::Role(_) => false,
    };
    cut.pieces.iter().any(part)
}

/// Nouns for places where people live, which act but are mostly where others act.
fn is_place_noun(word: &str) -> bool {
    matches!(
        word,
        "area"
            | "city"
            | "country"
            | "district"
            | "nation"
            | "province"
            | "region"
            | "state"
            | "town"
            | "village"
    )
}

/// Nouns that mean a party only with something they belong to: "figure", "head"; "state" also in "the state of affairs".
fn is_thing_too(cut: &Cut, noun: &str) -> bool {
    const NOUNS: &[&str] = &[
        "aircraft",
        "arm",
        "arms",
        "bodies",
        "body",
        "boat",
        "boats",
        "campaign",
        "campaigns",
        "cell",
        "cells",
        "chair",
        "checkpoint",
        "checkpoints",
        "convoy",
        "element",
        "elements",
        "figure",
        "figures",
        "force",
        "hand",
        "hands",
        "head",
        "heads",
        "helicopter",
        "intelligence",
        "jet",
        "jets",
        "justice",
        "lead",
        "missile",
        "missiles",
        "plane",
        "planes",
        "plant",
        "plants",
        "ship",
        "ships",
        "source",
        "star",
        "stars",
        "tank",
        "truck",
        "trucks",
        "vehicle",
        "vehicles",
        "voice",
        "voices",
        "website",
        "websites",
        "wing",
        "wings",
    ];
    let tail = &cut.words.list[cut.core..];
    let common = tail.first().is_some_and(|w| w.fold == "of") && tail.iter().all(|w| w.shape == Shape::Lower);
    NOUNS.contains(&noun) || noun == "state" && common
}

/// What a description belongs to: a body, a person or another role.
#[derive(Debug, Default)]
struct Owner {
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
    armed: bool,
    body: bool,
    /// A body of states, whose officials are GOV whatever it deals with.
    of_states: bool,
    /// Not a body but a word for those of a creed or party: "Socialist", "Sunni".
    creed: bool,
}

impl Owner {
    /// Whether they fight a state: even their negotiators and agents are theirs.
    fn rebels(&self) -> bool {
        self.sectors.first() == Some(&Sector::Reb)
    }
}

fn compose(knowledge: &Knowledge, cut: &Cut, piece: &Piece, role: &Role, owner: &Owner) -> Vec<Sector> {
    if role.kin {
        // The family of a minister, not of a soldier.
        let ranked = [Sector::Gov, Sector::Leg, Sector::Jud, Sector::Eli];
        let official = owner.sectors.iter().any(|s| ranked.contains(s));
        return match (official, role.sectors.is_empty()) {
            (true, _) => vec![Sector::Eli],
            (false, true) => vec![Sector::Cvl],
            (false, false) => role.sectors.clone(),
        };
    }
    let noun = cut.words.fold(piece.words.end - 1);
    let forces = matches!(noun, "force" | "forces");
    let mut sectors = role.sectors.clone();
    if opposes(noun) && owner.sectors.iter().any(|s| is_official(*s)) {
        return vec![Sector::Opp];
    }
    if backs(noun) && owner.sectors.iter().any(|s| is_official(*s) || *s == Sector::Eli) {
        return vec![Sector::Cvl];
    }
    if cut.core_has(&["shadow"], piece.words.start) && sectors.first() == Some(&Sector::Gov) {
        return vec![Sector::Leg, Sector::Opp];
    }
    // The president of a club, a parliament or a court.
    let apart = |s: &Sector| !is_official(*s) && *s != Sector::Cvl || matches!(s, Sector::Leg | Sector::Jud);
    let elsewhere = owner.body && owner.sectors.iter().any(apart);
    if elsewhere && presides(noun) {
        sectors.clear();
    }
    if owner.of_states && role.kind != RoleKind::Body && serves(noun, role) {
        return vec![Sector::Gov];
    }
    if matches!(noun, "representative" | "representatives") && owner.body && !owner.sectors.is_empty()
        || owner.armed
            && owner.rebels()
            && !(governs(noun) && owner.creed && !cut.core_has(REBELS, piece.words.start))
            && matches!(sectors[..], [Sector::Gov | Sector::Spy | Sector::Pty])
    {
        return with_modifiers(knowledge, cut, owner.sectors.clone());
    }
    if forces && !owner.body && owner.sectors.first() == Some(&Sector::Gov) {
        return with_modifiers(knowledge, cut, vec![Sector::Mil]);
    }
    if matches!(noun, "union" | "unions") && owner.sectors == [Sector::Agr] {
        return owner.sectors.clone();
    }
    if noun == "captain" && owner.sectors.is_empty() && sails_or_plays(cut) {
        return vec![Sector::Cvl];
    }
    if owner.country == Some(CountryCode::NGO)
        && owner.body
        && matches!(sectors[..], [Sector::Cvl | Sector::Gov])
    {
        return with_modifiers(knowledge, cut, owner.sectors.clone());
    }
    if role.transparent || sectors.is_empty() {
        let mut own = std::mem::replace(&mut sectors, owner.sectors.clone());
        let alone = sectors.is_empty();
        if !alone {
            own.retain(|s| *s != Sector::Cvl);
        }
        add(&mut sectors, own);
        let speaks = role.transparent && (role.kind != RoleKind::Body || forces || acts_for_state(noun));
        if alone && speaks && sectors != [Sector::Cvl] && speaks_for_country(knowledge, cut, piece) {
            let commands = matches!(noun, "commander" | "commanders");
            add(&mut sectors, [if forces || commands { Sector::Mil } else { Sector::Gov }]);
        } else if alone && sectors.is_empty() {
            let official = matches!(noun, "official" | "officials");
            add(
                &mut sectors,
                [(forces, Sector::Uaf), (official, Sector::Gov)].into_iter().filter(|x| x.0).map(|x| x.1),
            );
        }
    } else if owner.armed && (sectors.iter().all(|s| is_armed(*s)) || fights_for_state(cut, &sectors, owner))
    {
        sectors = owner.sectors.clone();
        sectors.sort_by_key(|s| is_official(*s));
    } else {
        add(&mut sectors, owner.sectors.iter().copied().filter(|s| qualifies(*s, role, owner.creed)));
    }
    with_modifiers(knowledge, cut, sectors)
}

const REBELS: &[&str] = &["guerrilla", "guerilla", "insurgent", "rebel", "rebels"];

/// Heads of state and government and their ministers, whom no creed makes rebels: "the Islamist prime minister".
fn governs(noun: &str) -> bool {
    const WORDS: &[&str] = &[
        "chancellor",
        "emir",
        "government",
        "governments",
        "king",
        "minister",
        "ministers",
        "premier",
        "premiers",
        "president",
        "presidents",
        "queen",
    ];
    WORDS.contains(&noun)
}

/// A captain of a ship or a team is no officer.
fn sails_or_plays(cut: &Cut) -> bool {
    const OF: &[&str] = &[
        "airliner", "boat", "club", "cricket", "ferry", "football", "jet", "plane", "rugby", "ship", "side",
        "soccer", "tanker", "team", "trawler", "vessel",
    ];
    (0..cut.words.len()).any(|i| OF.contains(&cut.words.fold(i)))
}

/// Whether those of a body of states are its officials: its chiefs and members, and who works for it.
fn serves(noun: &str, role: &Role) -> bool {
    role.transparent
        && !opposes(noun)
        && !backs(noun)
        && !matches!(noun, "commander" | "commanders" | "staff")
        || matches!(
            noun,
            "expert"
                | "experts"
                | "inspector"
                | "inspectors"
                | "investigator"
                | "investigators"
                | "monitor"
                | "monitors"
                | "observer"
                | "observers"
        )
}

/// Those who are for what they are said to belong to, without being of it.
fn backs(word: &str) -> bool {
    matches!(
        word,
        "admirers" | "backers" | "followers" | "supporter" | "supporters" | "sympathisers" | "sympathizers"
    )
}

/// Bodies that act for the state they are called by: "the Israeli delegation".
fn acts_for_state(noun: &str) -> bool {
    matches!(
        noun,
        "authority"
            | "contingent"
            | "delegation"
            | "delegations"
            | "leadership"
            | "mission"
            | "office"
            | "side"
            | "team"
    )
}

/// Titles that are the state's unless a company, party or club is named: "president", "director".
fn presides(title: &str) -> bool {
    matches!(
        title,
        "chairman" | "chairwoman" | "director" | "president" | "presidents" | "secretary" | "treasurer"
    )
}

/// Sectors that, as a modifier, say more about a party than its head noun does.
fn qualifies(sector: Sector, head: &Role, creed: bool) -> bool {
    let official = head.sectors.first().is_some_and(|s| is_official(*s));
    let armed = head.sectors.first().is_some_and(|s| matches!(s, Sector::Reb | Sector::Uaf | Sector::Prm));
    let vague = matches!(sector, Sector::Gov | Sector::Cvl | Sector::Unk | Sector::Uaf | Sector::Eli);
    let governs = head.sectors.first() == Some(&Sector::Gov);
    // "A Socialist president", "Sunni insurgents": a creed that leaves them what they are.
    let creed = creed && (sector == Sector::Rel && (official || armed) || sector == Sector::Pty && governs);
    // The pilots of an airline are its workers, no businessmen.
    let works = head.sectors.first() == Some(&Sector::Lab) && sector == Sector::Bus;
    !(vague || official && matches!(sector, Sector::Reb | Sector::Crm) || creed || works)
}

/// Those who are against what they are said to belong to.
fn opposes(word: &str) -> bool {
    matches!(
        word,
        "adversaries"
            | "adversary"
            | "critic"
            | "critics"
            | "foe"
            | "foes"
            | "opponent"
            | "opponents"
            | "rival"
            | "rivals"
    )
}

fn is_armed(sector: Sector) -> bool {
    matches!(sector, Sector::Mil | Sector::Cop | Sector::Uaf | Sector::Unk | Sector::Cvl)
}

/// "Ganda Iso fighters", "peshmerga fighters": of a paramilitary group or an army even the fighters are no rebels.
fn fights_for_state(cut: &Cut, sectors: &[Sector], owner: &Owner) -> bool {
    // Not "guerrillas captured by the army".
    let caught = (cut.core..cut.words.len()).any(|i| cut.words.fold(i) == "by");
    let first = owner.sectors.first();
    sectors == [Sector::Reb] && (first == Some(&Sector::Prm) || first == Some(&Sector::Mil) && !caught)
}

/// The body, person or role that the description belongs to: the nearest before the head, else the first in the tail.
fn owner(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> Owner {
    let before = cut.core_pieces().filter(|p| p.words.end <= piece.words.start);
    let after = cut.tail_pieces().filter(|p| {
        p.words.start >= piece.words.end
            && (country::belongs(cut, p) || serves_person(knowledge, cut, piece, p))
    });
    // "Of the opposition Kuomintang" is of the Kuomintang.
    let describes = |p: &Piece| {
        let named = |n: &Piece| n.words.start == p.words.end && matches!(n.reading, Reading::Named(_));
        cut.text(p.words.clone()) == "opposition" && cut.tail_pieces().any(named)
    };
    let after = after.filter(|p| !describes(p));
    let near = country::before(knowledge, cut, piece.words.start);
    before.chain(after).find_map(|p| as_owner(knowledge, cut, p, near)).unwrap_or_default()
}

/// "An adviser to President Chirac", "an aide to Merkel": the person named, to whom they belong.
fn serves_person(knowledge: &Knowledge, cut: &Cut, piece: &Piece, named: &Piece) -> bool {
    let serves = matches!(
        cut.words.fold(piece.words.end - 1),
        "adviser"
            | "advisers"
            | "advisor"
            | "advisors"
            | "aide"
            | "aides"
            | "assistant"
            | "counsel"
            | "secretary"
    );
    let Reading::Named(ids) = &named.reading else { return false };
    let person = knowledge.choose(ids, None).map(|id| knowledge.names().entry(id).kind) == Some(Kind::Person);
    serves && person && country::opened_by(cut, named) == Some("to")
}

fn as_owner(knowledge: &Knowledge, cut: &Cut, piece: &Piece, near: Option<CountryCode>) -> Option<Owner> {
    if is_circumstance(cut, piece.words.end) || takes_side(&cut.words, piece.words.start) {
        return None;
    }
    match &piece.reading {
        Reading::Named(ids) => {
            let entry = knowledge.names().entry(knowledge.choose(ids, near)?);
            let standing = knowledge.standing(entry);
            let armed = matches!(
                entry.kind,
                Kind::ArmedGroup | Kind::Military | Kind::Police | Kind::Intelligence | Kind::Movement
            ) && !standing.sectors.is_empty()
                || entry.kind == Kind::Unsaid
                    && matches!(
                        standing.sectors.first(),
                        Some(Sector::Mil | Sector::Reb | Sector::Prm | Sector::Cop | Sector::Spy)
                    );
            let body = entry.kind != Kind::Person;
            let of_states = entry.kind == Kind::Intergovernmental;
            Some(Owner {
                country: standing.country,
                sectors: standing.sectors,
                armed,
                body,
                of_states,
                creed: !body,
            })
        }
        Reading::Role(found) => {
            let role = knowledge.roles().entry(*found);
            // "A former minister in exile" is no exile's.
            if role.name == "exile" {
                return None;
            }
            let armed =
                role.sectors.first().is_some_and(|s| matches!(s, Sector::Reb | Sector::Prm | Sector::Crm));
            let of_state =
                |p: &Piece| p.words.end == piece.words.start && matches!(p.reading, Reading::Country(_));
            let leader =
                matches!(role.name, "leader" | "ruler" | "strongman") && cut.pieces.iter().any(of_state);
            let sectors = if leader { vec![Sector::Gov] } else { role.sectors.clone() };
            let body = role.kind == RoleKind::Body;
            (!sectors.is_empty()).then_some(Owner {
                country: None,
                sectors,
                armed,
                body,
                of_states: false,
                creed: !body,
            })
        }
        Reading::Country(_) | Reading::Place(_) => None,
    }
}

/// "The Hamas-led government", "men in police uniforms": who is not the party itself.
fn is_circumstance(cut: &Cut, next: usize) -> bool {
    if next >= cut.words.len() {
        return false;
    }
    let dress = matches!(cut.words.fold(next), "clothes" | "fatigues" | "gear" | "uniform" | "uniforms");
    dress
        || cut.words.hyphenated[next]
            && matches!(
                cut.words.fold(next),
                "aligned" | "based" | "dominated" | "inspired" | "led" | "linked"
            )
}

/// Whether a spokesman, official or envoy is said to be a state's own: "a French official".
fn speaks_for_country(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> bool {
    let before =
        cut.core_pieces().filter(|p| p.words.end <= piece.words.start && !country::is_ethnic(cut, p));
    let close = |p: &&Piece| {
        p.words.start > 0 && !["in", "at", "inside", "across"].iter().any(|w| follows_word(cut, p, w))
    };
    let after = cut.tail_pieces().filter(|p| country::belongs(cut, p)).filter(close);
    before.chain(after).any(|p| match &p.reading {
        Reading::Country(m) => !matches!(knowledge.countries().entry(*m).rank, Rank::People),
        _ => false,
    })
}

/// Whether `word` opens the phrase that `piece` stands in: the last preposition before it.
fn follows_word(cut: &Cut, piece: &Piece, word: &str) -> bool {
    let from = piece.words.start.saturating_sub(2).max(cut.core);
    (from..piece.words.start).any(|i| cut.words.fold(i) == word)
}

/// Adds what adjectives say: opposition, ruling, masked or armed, anti-government.
pub fn with_modifiers(_knowledge: &Knowledge, cut: &Cut, mut sectors: Vec<Sector>) -> Vec<Sector> {
    let head = cut.core.saturating_sub(1);
    if cut.core_has(&["governing", "ruling"], head) {
        let party = [Sector::Pty, Sector::Gov];
        if is_party(cut.words.fold(head)) {
            sectors.retain(|s| !party.contains(s));
            sectors.splice(0..0, party);
        } else {
            add(&mut sectors, [Sector::Gov]);
        }
    }
    if cut.core_has(&["opposition", "antigovernment", "dissident"], head)
        || follows(cut, "anti", "government", head)
    {
        if is_party(cut.words.fold(head)) {
            add(&mut sectors, [Sector::Pty]);
        }
        add(&mut sectors, [Sector::Opp]);
    }
    let peaceful = [Sector::Cvl, Sector::Unk, Sector::Agr, Sector::Rel, Sector::Ref];
    if !sectors.is_empty() && sectors.iter().all(|s| peaceful.contains(s)) && is_uprooted(cut, head) {
        return vec![Sector::Ref];
    }
    if matches!(sectors[..], [Sector::Cvl | Sector::Unk]) && cut.core_has(&["striking"], head) {
        return vec![Sector::Lab];
    }
    if sectors == [Sector::Uaf] && cut.core_has(&["insurgent", "rebel", "secessionist", "separatist"], head) {
        return vec![Sector::Reb];
    }
    let gang = matches!(cut.words.fold(head), "gang" | "gangs");
    let vague = |s: &Sector| matches!(s, Sector::Unk | Sector::Cvl) || gang && *s == Sector::Crm;
    let vague = sectors.iter().all(vague);
    if vague && cut.core_has(&["armed", "hooded", "masked", "balaclava", "gun"], head) {
        return vec![Sector::Uaf];
    }
    sectors
}

/// "Displaced villagers", "Azeris displaced by the war", "families fleeing the valley".
pub fn is_uprooted(cut: &Cut, head: usize) -> bool {
    let next = if cut.core < cut.words.len() { cut.words.fold(cut.core) } else { "" };
    cut.core_has(&["displaced", "uprooted"], head)
        || head > 0 && cut.words.fold(head - 1) == "refugee"
        || matches!(next, "displaced" | "uprooted")
        || next == "fleeing" && cut.phrase.plural
}

fn is_party(word: &str) -> bool {
    matches!(
        word,
        "alliance" | "alliances" | "bloc" | "coalition" | "coalitions" | "front" | "parties" | "party"
    )
}

fn follows(cut: &Cut, first: &str, second: &str, end: usize) -> bool {
    (1..end.min(cut.words.len())).any(|i| cut.words.fold(i - 1) == first && cut.words.fold(i) == second)
}

/// Former offices, breakaway entities, and people of no known sector.
fn finish(knowledge: &Knowledge, cut: &Cut, piece: &Piece, role: &Role, out: &mut Resolution) {
    let people = role.kind != RoleKind::Body;
    if people && is_former(cut, piece.words.start) && out.sectors.iter().any(|s| is_official(*s)) {
        out.sectors = vec![Sector::Eli];
        out.office = None;
    }
    add_standing(cut, piece.words.start, &mut out.sectors);
    let of_world = out.country.is_some_and(|c| c.is_international());
    if !of_world && country::breakaway(knowledge, cut) && out.sectors.iter().any(|s| *s != Sector::Unk) {
        add(&mut out.sectors, [Sector::Pre]);
    }
    if people && out.sectors.is_empty() {
        out.sectors = vec![Sector::Unk];
    }
}

/// Whether a word before `end` says that the office is over.
pub fn is_former(cut: &Cut, end: usize) -> bool {
    cut.core_has(FORMER, end) || cut.core_has(&["exile"], cut.words.len())
}

/// Marks self-declared and breakaway bodies as partially recognized.
pub fn add_standing(cut: &Cut, end: usize, sectors: &mut Vec<Sector>) {
    let government = sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Leg | Sector::Mil));
    if government && cut.core_has(&["breakaway", "secessionist", "separatist"], end) {
        add(sectors, [Sector::Pre]);
    }
}

/// Adds sectors that are not there yet.
pub fn add(sectors: &mut Vec<Sector>, more: impl IntoIterator<Item = Sector>) {
    for sector in more {
        if !sectors.contains(&sector) {
            sectors.push(sector);
        }
    }
}

/// The sectors of those who hold public office.
pub fn is_official(sector: Sector) -> bool {
    matches!(sector, Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)
}
