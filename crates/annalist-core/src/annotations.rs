//! What the layers find in a document: times, places, entities and attributions.

use crate::moment::Precision;
use crate::{CountryCode, NameKind, Sector, Span};
use jiff::civil::Date;
use smol_str::SmolStr;

/// Every layer's findings about one document. Lists are in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Time expressions.
    pub times: Vec<Time>,
    /// Toponyms.
    pub places: Vec<Place>,
    /// Parties and other things named or described, numbered by [`EntityId`].
    pub entities: Vec<Entity>,
    /// Noun phrases that refer to entities, by start of span.
    pub mentions: Vec<Mention>,
    /// Who says, thinks or writes what.
    pub attributions: Vec<Attribution>,
}

impl Annotations {
    /// The mention whose head is token `head`.
    pub fn mention_at(&self, head: usize) -> Option<&Mention> {
        self.mentions.iter().find(|m| m.head == head)
    }

    /// The entity numbered `id`.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }
}

/// TIMEX3's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    /// A calendar time of a day or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimeKind {
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// A time expression (TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Its position.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimeKind,
    /// Its TIMEX3 value: `2013-01-10`, `2013-W02`, `P3D`, `PAST_REF`, `XXXX-03-12` …
    pub value: String,
    /// First and last day meant, where the value fixes them.
    pub interval: Option<(Date, Date)>,
    /// How precise `interval` is.
    pub precision: Precision,
    /// The rule that found it, such as `weekday`.
    pub rule: &'static str,
}

/// How a toponym is used (after GeoWebNews, Gritta et al. 2020).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceUse {
    /// The place itself: "in Bamako".
    Literal,
    /// Someone who stands for it: "Washington refused".
    Metonymic,
    /// A demonym or modifier: "Turkish troops", "the Paris prosecutor".
    Modifier,
    /// Part of another name: "University of Cairo".
    Embedded,
}

impl PlaceUse {
    /// `literal`, `metonymic`, `modifier` or `embedded`.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceUse::Literal => "literal",
            PlaceUse::Metonymic => "metonymic",
            PlaceUse::Modifier => "modifier",
            PlaceUse::Embedded => "embedded",
        }
    }
}

/// How precise a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePrecision {
    /// A building, camp, bridge, border crossing.
    Site,
    /// A populated place.
    City,
    /// A second-order division.
    District,
    /// A first-order division.
    Province,
    /// A region across divisions, or a sea.
    Region,
    /// A country.
    Country,
}

impl PlacePrecision {
    /// All, the finest first.
    pub const ALL: [PlacePrecision; 6] = {
        use PlacePrecision::*;
        [Site, City, District, Province, Region, Country]
    };

    /// The precision that [`as_str`](Self::as_str) writes as `label`.
    pub fn from_label(label: &str) -> Option<PlacePrecision> {
        Self::ALL.into_iter().find(|p| p.as_str() == label)
    }

    /// `site`, `city`, `district`, `province`, `region` or `country`.
    pub fn as_str(self) -> &'static str {
        match self {
            PlacePrecision::Site => "site",
            PlacePrecision::City => "city",
            PlacePrecision::District => "district",
            PlacePrecision::Province => "province",
            PlacePrecision::Region => "region",
            PlacePrecision::Country => "country",
        }
    }
}

/// A toponym, resolved where possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its position.
    pub span: Span,
    /// The gazetteer's name, or the toponym as printed.
    pub name: String,
    /// How it is used.
    pub usage: PlaceUse,
    /// The country it lies in.
    pub country: Option<CountryCode>,
    /// The first-order division it lies in.
    pub admin1: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    pub coordinates: Option<(f64, f64)>,
    /// The GeoNames identifier.
    pub geonames: Option<u32>,
    /// How precise the coordinates are.
    pub precision: PlacePrecision,
    /// The rule or evidence that resolved it, such as `container`, `focus`, `population`.
    pub rule: &'static str,
}

/// The number of an entity within its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

impl std::fmt::Display for EntityId {
    /// `e1` for the first entity.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "e{}", self.0 + 1)
    }
}

/// Someone or something that a document refers to, with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its number; its place in [`Annotations::entities`].
    pub id: EntityId,
    /// Its fullest name, where it has one.
    pub name: Option<String>,
    /// What kind of name that is.
    pub kind: Option<NameKind>,
    /// Its country or international code.
    pub country: Option<CountryCode>,
    /// Its sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Its office as text ("foreign minister"), where known.
    pub office: Option<String>,
    /// Whether it can be a party: a person, group, organization or country.
    pub codable: bool,
    /// Whether several are meant (plural or a group).
    pub plural: bool,
    /// The lexicon entry or rule that resolved it, for `--explain`.
    pub rule: SmolStr,
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionForm {
    /// A name: "Dioncounda Traoré".
    Name,
    /// A description: "the interim president".
    Nominal,
    /// A pronoun: "he", "who".
    Pronoun,
}

/// A noun phrase that refers to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The noun phrase without trailing clauses.
    pub span: Span,
    /// The head token, as an index into the document's tokens.
    pub head: usize,
    /// The entity referred to.
    pub entity: EntityId,
    /// Its form.
    pub form: MentionForm,
}

/// How words are reported (PolNeAR's direct, indirect and mixed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributionForm {
    /// Wholly in quotation marks.
    Direct,
    /// Without quotation marks.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

impl AttributionForm {
    /// `direct`, `indirect` or `mixed`.
    pub fn as_str(self) -> &'static str {
        match self {
            AttributionForm::Direct => "direct",
            AttributionForm::Indirect => "indirect",
            AttributionForm::Mixed => "mixed",
        }
    }
}

/// Whether the source holds the content to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// The source asserts it.
    Asserted,
    /// The source denies it.
    Denied,
}

impl Polarity {
    /// `asserted` or `denied`.
    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Asserted => "asserted",
            Polarity::Denied => "denied",
        }
    }
}

/// How sure the source, or the reporter of the source, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Confirmed, proved, shown.
    Confirmed,
    /// Said, announced, reported.
    Said,
    /// Claimed, alleged: the reporter keeps a distance.
    Claimed,
    /// May, might, is believed to.
    Possible,
    /// Expressly unverified.
    Unverified,
}

impl Certainty {
    /// `confirmed`, `said`, `claimed`, `possible` or `unverified`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Confirmed => "confirmed",
            Certainty::Said => "said",
            Certainty::Claimed => "claimed",
            Certainty::Possible => "possible",
            Certainty::Unverified => "unverified",
        }
    }
}

/// One statement, thought or document reported: source, cue and content (PolNeAR).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says it; several spans where it is interrupted; empty where no source is given.
    pub source: Vec<Span>,
    /// The words that mark it: "said", "according to".
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// What kind of cue it is, as `lexicon/cues.tsv` classes it: `say`, `write`, `deny`, `accuse`, `think`, `want` …
    pub class: &'static str,
    /// Direct, indirect or mixed.
    pub form: AttributionForm,
    /// The source as an entity.
    pub speaker: Option<EntityId>,
    /// To whom it is said.
    pub addressee: Option<EntityId>,
    /// The medium it comes by, without its preposition: "a statement", "Twitter", "state television", the "Reuters" it
    /// was told to, the "leaked memo" that is the source itself.
    pub channel: Option<Span>,
    /// Asserted or denied.
    pub polarity: Polarity,
    /// How sure.
    pub certainty: Certainty,
    /// The attribution this one is reported in, as an index into [`Annotations::attributions`].
    pub within: Option<usize>,
    /// Words of judgement in the content that stay with the speaker ("saboteurs", "so-called").
    pub loaded: Vec<Span>,
}
