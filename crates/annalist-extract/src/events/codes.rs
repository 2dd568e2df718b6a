//! From a happening's class and stance to PLOVER type, mode and CAMEO code.

use super::happening::{Happening, Promise, Stance};
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

impl Codes {
    /// The PLOVER type whose rules of parties and counts hold: for a declared type that of the class it is like.
    pub fn manner(&self, class: &Class) -> EventType {
        if matches!(self.kind, EventType::Declared(_)) { class.manner } else { self.kind }
    }

    /// The score of the record.
    pub fn scale(&self, class: &Class) -> f32 {
        let is_done = (self.kind, self.mode) == (class.kind, class.mode);
        if is_done { class.scale } else { self.kind.score(self.mode.as_slice()) }
    }
}

/// Classes whose parties stand together: meetings, agreements, talks, clashes, and types declared so.
pub fn is_reciprocal(class: &Class) -> bool {
    if let EventType::Declared(own) = class.kind {
        return own.reciprocal;
    }
    matches!(
        class.name,
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
    ) && class.kind != EventType::Reject
}

/// The codes of `happening`, whose class is `class`; `future` and `negated` are its grammar.
///
/// PLOVER manual 0.8: future CONSULT, SUPPORT, COOPERATE and AID are AGREE; an announced future RETREAT is CONCEDE;
/// a refusal is REJECT whether said with "refuse" or with "will not". A declared type has no other type for its future:
/// it keeps its own, marked as future.
pub fn of(happening: &Happening, class: &Class, future: bool, negated: bool) -> Codes {
    match happening.stance {
        Stance::Do if matches!(class.kind, EventType::Declared(_)) => done(class),
        Stance::Do if negated && future && is_cooperative(class.kind) => refuse(class),
        Stance::Do if future => future_of(class),
        Stance::Do => done(class),
        Stance::Intend if negated != happening.withheld => forgo(class),
        Stance::Intend => intend(class, happening.promise),
        Stance::Threaten if happening.withheld => {
            Codes { mode: None, cameo: "130".to_owned(), ..threat(class) }
        }
        Stance::Threaten => threat(class),
        Stance::Ask if happening.withheld => ask_to_forgo(class, happening.appeal),
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
        Consult | Support | Cooperate | Aid | Agree | Retreat | Concede => intend(class, Promise::None),
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

fn intend(class: &Class, promise: Promise) -> Codes {
    use EventType::*;
    let kind = match class.kind {
        Consult | Support | Cooperate | Aid | Agree => Agree,
        Retreat | Concede => Concede,
        Mobilize if promise == Promise::Vow => return threat(class),
        Assault | Coerce | Sanction | Protest if promise != Promise::None => return threat(class),
        // Whoever offers, agrees or promises to send forces does so for someone.
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
    request(mode, code, appeal)
}

/// Who asks that harm be not done asks to yield, who asks that something be not agreed asks to change.
fn ask_to_forgo(class: &Class, appeal: bool) -> Codes {
    let (mode, code) = if is_cooperative(class.kind) { ("change", "104") } else { ("yield", "105") };
    request(Some(mode), code, appeal)
}

/// A demand of CAMEO code 10…, or the appeal 02… that says the same.
fn request(mode: Option<&'static str>, code: &str, appeal: bool) -> Codes {
    let cameo = match code.strip_prefix("10") {
        Some(rest) if appeal => format!("02{rest}"),
        _ => code.to_owned(),
    };
    Codes { kind: EventType::Request, mode, cameo, absorbs: Some(Auxiliary::Hypothetical) }
}

/// Who is resolved not to cooperate refuses to; who promises not to harm or demand agrees to something (CAMEO 030).
fn forgo(class: &Class) -> Codes {
    if is_cooperative(class.kind) {
        return refuse(class);
    }
    let absorbs = Some(Auxiliary::Future);
    Codes { kind: EventType::Agree, mode: None, cameo: "030".to_owned(), absorbs }
}

fn refuse(class: &Class) -> Codes {
    let (mode, code) = if is_cooperative(class.kind) { (class.appeal, class.refuse) } else { (None, "120") };
    Codes { kind: EventType::Reject, mode, cameo: code.to_owned(), absorbs: Some(Auxiliary::Negation) }
}
