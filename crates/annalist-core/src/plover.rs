//! PLOVER's event types, modes, contexts and scores (manual 0.8).
//!
//! Where the manual contradicts itself: ACCUSE scores −3, SANCTION is quad 4, and modes are those of the
//! type's own section.

use crate::declared::DeclaredType;
use crate::labels::labels;

labels! {
    /// The sixteen event types, in the order of the manual (cooperation to conflict), or one that a researcher declared.
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE", Cooperate = "COOPERATE",
        Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT",
        Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE",
        Coerce = "COERCE", Assault = "ASSAULT",
    }
    /// A researcher's own type.
    or Declared(DeclaredType)
}

impl EventType {
    /// The quad category: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad_code(self) -> u8 {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => 1,
            Cooperate | Aid | Retreat => 2,
            Request | Accuse | Reject | Threaten => 3,
            Protest | Sanction | Mobilize | Coerce | Assault => 4,
            Declared(own) => own.quad_code,
        }
    }

    /// Whether the type is coded only where a recipient is known.
    pub fn requires_recipient(self) -> bool {
        match self {
            EventType::Declared(own) => own.needs_recipient,
            other => matches!(other, EventType::Cooperate | EventType::Aid | EventType::Sanction),
        }
    }

    /// Whether a record of the type may stand without an actor: what is often told in the passive by whom it befell
    /// ("was charged with genocide", "were released").
    pub fn allows_no_actor(self) -> bool {
        use EventType::*;
        match self {
            Declared(own) => !own.needs_actor,
            other => matches!(other, Assault | Protest | Coerce | Accuse | Sanction | Retreat | Aid),
        }
    }

    /// Whether a record of the type may stand without any party: harm done by nobody knows whom to nobody said.
    pub fn allows_no_party(self) -> bool {
        match self {
            EventType::Declared(own) => !own.needs_actor && !own.needs_recipient,
            other => matches!(other, EventType::Assault | EventType::Protest),
        }
    }

    /// The modes of the type, with their scores (manual, tables "modes" and "PLOVER scores"). Modes that a researcher
    /// declared are classes of the lexicon and not among them.
    pub fn modes(self) -> &'static [(&'static str, f32)] {
        use EventType::*;
        match self {
            Agree | Support | Concede | Cooperate | Aid | Declared(_) => &[],
            Consult => &[("visit", 4.0), ("third-party", 1.0), ("multilateral", 4.0), ("phone", 1.5)],
            Retreat => &[
                ("withdraw", 8.0),
                ("release", 6.5),
                ("disarm", 10.0),
                ("ceasefire", 7.5),
                ("access", 6.5),
                ("resign", 4.5),
            ],
            Request => &[("assist", 0.5), ("change", -1.0), ("yield", -1.0), ("meet", 0.0)],
            Accuse => &[("disapprove", -2.0), ("investigate", -3.5), ("allege", -3.5)],
            Reject => &[("assist", -1.5), ("change", -2.0), ("yield", -2.0), ("meet", -2.0)],
            Threaten => &[
                ("restrict", -3.0),
                ("arrest", -3.5),
                ("relations", -3.5),
                ("expel", -3.5),
                ("territory", -4.0),
                ("violence", -3.5),
            ],
            Protest => &[
                ("demo", -5.0),
                ("riot", -7.0),
                ("strike", -5.0),
                ("hunger", -4.5),
                ("boycott", -4.5),
                ("obstruct", -4.5),
                ("vandalize", -5.0),
            ],
            Sanction => &[("convict", -6.0), ("expel", -5.5), ("withdraw", -6.0), ("discontinue", -6.0)],
            Mobilize => &[("troops", -6.5), ("weapons", -6.5), ("police", -5.5), ("militia", -6.0)],
            Coerce => &[
                ("seize", -7.0),
                ("restrict", -7.0),
                ("censor", -6.5),
                ("curfew", -6.5),
                ("martial-law", -7.5),
                ("arrest", -7.0),
                ("deport", -7.0),
                ("withhold", -7.0),
                ("misinformation", -6.5),
                ("cyber", -7.0),
            ],
            Assault => &[
                ("abduct", -8.5),
                ("beat", -7.5),
                ("torture", -8.5),
                ("sexual", -8.5),
                ("targeted", -9.5),
                ("destroy", -8.5),
                ("primitive", -8.0),
                ("firearms", -9.0),
                ("explosives", -9.0),
                ("suicide-attack", -9.5),
                ("aerial", -9.5),
                ("drone", -9.5),
                ("heavy-weapons", -9.5),
                ("crowd-control", -7.5),
                ("unconventional", -10.0),
            ],
        }
    }

    /// The score of the type without a mode.
    fn base_score(self) -> f32 {
        use EventType::*;
        match self {
            Agree | Consult => 2.5,
            Support => 5.0,
            Concede => 4.5,
            Cooperate => 9.5,
            Aid => 10.0,
            Retreat => 6.5,
            Request => 0.0,
            Accuse => -3.0,
            Reject => -2.0,
            Threaten => -3.5,
            Protest => -5.0,
            Sanction => -6.0,
            Mobilize => -5.5,
            Coerce => -7.0,
            Assault => -9.0,
            Declared(own) => own.scale,
        }
    }

    /// The conflict–cooperation score (−10 to 10) of the type with its first mode.
    ///
    /// ```
    /// use annalist_core::EventType;
    /// assert_eq!(EventType::Request.score(&["assist"]), 0.5);
    /// assert_eq!(EventType::Assault.score::<&str>(&[]), -9.0);
    /// ```
    pub fn score<S: AsRef<str>>(self, modes: &[S]) -> f32 {
        let first = modes.first().and_then(|m| self.modes().iter().find(|(name, _)| *name == m.as_ref()));
        first.map_or(self.base_score(), |(_, score)| *score)
    }
}

labels! {
    /// What an event is about (manual, table "General contexts").
    Context {
        Military = "military", Intelligence = "intelligence", Executive = "executive", Legislative = "legislative",
        Election = "election", PoliticalInstitutions = "political_institutions", ProDemocracy = "pro_democracy",
        ProAutocracy = "pro_autocracy", Economic = "economic", Legal = "legal", Reparations = "reparations",
        HumanRights = "human_rights", RightsFreedoms = "rights_freedoms", Repression = "repression",
        HumanSecurity = "human_security", Gender = "gender", Lgbt = "lgbt",
        ReligionEthnicity = "religion_ethnicity", Inequality = "inequality", Diplomatic = "diplomatic",
        Territory = "territory", Peacekeeping = "peacekeeping", Health = "health", Asylum = "asylum",
        Migration = "migration", Disasters = "disasters", NaturalResource = "natural_resource",
        Environment = "environment", Technology = "technology", Terrorism = "terrorism", Cbrn = "cbrn",
        Cyber = "cyber", Misinformation = "misinformation", Crime = "crime", Corruption = "corruption",
        IllegalDrugs = "illegal_drugs", Trafficking = "trafficking",
    }
}

labels! {
    /// PLOVER's auxiliary modes: what keeps a reported event from being a plain present fact.
    Auxiliary {
        Historical = "historical", Future = "future", Hypothetical = "hypothetical", Negation = "negation",
    }
}

macro_rules! serialize_as_label {
    ($($name:ident),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}
serialize_as_label!(EventType, Context, Auxiliary);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixteen_types_and_thirty_seven_contexts() {
        assert_eq!(EventType::ALL.len(), 16);
        assert_eq!(Context::ALL.len(), 37);
    }

    #[test]
    fn a_declared_type_is_what_it_states_and_compares_by_name() {
        let declare = |scale| {
            EventType::Declared(DeclaredType::new(crate::Declaration {
                name: "DISPLACEMENT",
                description: "people forced from their homes",
                quad_code: 4,
                scale,
                needs_actor: false,
                needs_recipient: true,
                reciprocal: false,
            }))
        };
        let own = declare(-8.0);
        assert_eq!((own.as_str(), own.quad_code(), own.score(&["forced"])), ("DISPLACEMENT", 4, -8.0));
        assert!(own.requires_recipient() && own.allows_no_actor());
        assert_eq!(own, declare(-7.0));
        assert_ne!(own, EventType::Coerce);
        assert_eq!(EventType::from_label("DISPLACEMENT"), None);
    }

    #[test]
    fn conflict_scores_stand_below_cooperation_scores() {
        for t in EventType::ALL {
            let cooperative = t.quad_code() <= 2;
            let scores: Vec<f32> = t.modes().iter().map(|(_, s)| *s).chain([t.score::<&str>(&[])]).collect();
            assert!(scores.iter().all(|s| (*s > 0.5) == cooperative), "{t}: {scores:?}");
        }
    }
}
