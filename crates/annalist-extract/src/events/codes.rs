//! From a happening's class and stance to PLOVER type, mode and CAMEO code.

use super::happening::{Happening, Stance};
use annalist_core::{Auxiliary, EventType};
use annalist_lexicon::predicates::Class;

/// The codes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: String,
    /// Whether the codes already say that it lies in the future or is not done.
    pub absorbs: Option<Auxiliary>,
}

/// Types whose parties stand together: meetings, agreements, talks, clashes.
pub fn is_reciprocal(kind: EventType, class: &str) -> bool {
    matches!(
        class,
        "meet"
            | "multilateral-meeting"
            | "phone"
            | "talks"
            | "fight"
            | "sign"
            | "agreement"
            | "joint-exercise"
            | "settle"
            | "ceasefire"
    ) && kind != EventType::Reject
}

/// The codes of `happening`, whose class is `class`; `future` and `negated` are its grammar.
///
/// PLOVER manual 0.8: future CONSULT, SUPPORT, COOPERATE and AID are AGREE; an announced future RETREAT is CONCEDE;
/// a refusal is REJECT whether said with "refuse" or with "will not".
pub fn of(happening: &Happening, class: &Class, future: bool, negated: bool) -> Codes {
    match happening.stance {
        Stance::Do if negated && future && is_cooperative(class.kind) => refuse(class),
        Stance::Do if future => future_of(class),
        Stance::Do => done(class),
        Stance::Intend if negated => refuse(class),
        Stance::Intend => intend(class, happening.vow),
        Stance::Threaten => threat(class),
        Stance::Ask => ask(class, happening.appeal),
        Stance::Refuse => refuse(class),
    }
}

fn is_cooperative(kind: EventType) -> bool {
    kind.quad_code() <= 2
}

fn done(class: &Class) -> Codes {
    Codes { kind: class.kind, mode: class.mode, cameo: class.cameo.to_owned(), absorbs: None }
}

fn future_of(class: &Class) -> Codes {
    use EventType::*;
    match class.kind {
        Consult | Support | Cooperate | Aid | Agree | Retreat | Concede => intend(class, false),
        Assault | Coerce | Sanction | Mobilize | Protest => threat(class),
        _ => done(class),
    }
}

/// PLOVER: where a type says what a type with an auxiliary would, the type wins; announced harm is a threat.
fn threat(class: &Class) -> Codes {
    Codes {
        kind: EventType::Threaten,
        mode: if is_cooperative(class.kind) { None } else { class.threat },
        cameo: class.threat_cameo.to_owned(),
        absorbs: Some(Auxiliary::Future),
    }
}

fn intend(class: &Class, vow: bool) -> Codes {
    use EventType::*;
    let kind = match class.kind {
        Consult | Support | Cooperate | Aid | Agree => Agree,
        Retreat | Concede => Concede,
        Assault | Coerce | Sanction | Mobilize | Protest if vow => return threat(class),
        // Whoever offers or agrees to send forces does so for someone.
        Mobilize => {
            return Codes {
                kind: Agree,
                mode: None,
                cameo: "0332".to_owned(),
                absorbs: Some(Auxiliary::Future),
            };
        }
        _ => return done(class),
    };
    Codes { kind, mode: None, cameo: class.intend.to_owned(), absorbs: Some(Auxiliary::Future) }
}

fn ask(class: &Class, appeal: bool) -> Codes {
    let (mode, code) =
        if is_cooperative(class.kind) { (class.appeal, class.ask) } else { (Some("change"), "104") };
    let cameo = match code.strip_prefix("10") {
        Some(rest) if appeal => format!("02{rest}"),
        _ => code.to_owned(),
    };
    Codes { kind: EventType::Request, mode, cameo, absorbs: Some(Auxiliary::Hypothetical) }
}

fn refuse(class: &Class) -> Codes {
    let (mode, code) = if is_cooperative(class.kind) { (class.appeal, class.refuse) } else { (None, "120") };
    Codes { kind: EventType::Reject, mode, cameo: code.to_owned(), absorbs: Some(Auxiliary::Negation) }
}
