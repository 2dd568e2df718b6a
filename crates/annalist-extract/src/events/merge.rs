//! One happening, one record; and the order of records.

use super::parties::same;
use annalist_core::event::Magnitude;
use annalist_core::moment::Precision;
use annalist_core::{Event, Party};

/// Joins the tellings of one happening and orders the records by trigger; within a sentence, of the records that join
/// one pair, the shallowest comes first. Accounts that differ are not joined: a toll and another toll, a claim and its
/// denial stand side by side, each on its source's word.
pub fn ordered(mut events: Vec<(usize, Event)>) -> Vec<Event> {
    events.sort_by_key(|(_, e)| (e.sentence, e.trigger.first().map(|s| s.start)));
    main_point_first(&mut events);
    let mut records: Vec<Event> = Vec::with_capacity(events.len());
    for (_, event) in events {
        let window = records.len().saturating_sub(WINDOW);
        match records[window..].iter_mut().find(|r| is_same_happening(r, &event) && accounts_agree(r, &event))
        {
            Some(record) => absorb(record, event),
            None => records.push(event),
        }
    }
    records
}

/// How many records back a retelling is looked for.
const WINDOW: usize = 60;

fn main_point_first(events: &mut [(usize, Event)]) {
    for i in 1..events.len() {
        let mut at = i;
        while at > 0 {
            let (before, this) = (&events[at - 1], &events[at]);
            let shallower = this.0 < before.0 && this.1.sentence == before.1.sentence;
            if !(shallower && joins_same_pair(&before.1, &this.1)) {
                break;
            }
            events.swap(at - 1, at);
            at -= 1;
        }
    }
}

fn joins_same_pair(a: &Event, b: &Event) -> bool {
    overlap(&a.actors, &b.actors) && overlap(&a.recipients, &b.recipients)
}

fn overlap(a: &[Party], b: &[Party]) -> bool {
    a.iter().any(|x| b.iter().any(|y| same(x, y)))
}

/// Whether two records tell of one happening: same type and parties, compatible mode, date and place.
fn is_same_happening(a: &Event, b: &Event) -> bool {
    a.kind == b.kind
        && a.auxiliary == b.auxiliary
        && (a.modes.is_empty() || b.modes.is_empty() || a.modes == b.modes)
        && (a.actors.is_empty() || b.actors.is_empty() || overlap(&a.actors, &b.actors))
        && (a.actors.is_empty() == b.actors.is_empty() || overlap(&a.recipients, &b.recipients))
        && a.recipients.is_empty() == b.recipients.is_empty()
        && (a.recipients.is_empty() || overlap(&a.recipients, &b.recipients))
        && same_day(a, b)
        && same_place(a, b)
        && a.cameo.get(..2) == b.cameo.get(..2)
}

/// Whether two tellings give the same toll and are both denied or both not.
fn accounts_agree(a: &Event, b: &Event) -> bool {
    let bounds = |m: Magnitude| (m.low, m.high);
    let same = |x: Option<Magnitude>, y: Option<Magnitude>| match (x, y) {
        (Some(x), Some(y)) => bounds(x) == bounds(y),
        _ => true,
    };
    same(a.dead, b.dead) && same(a.injured, b.injured) && a.denied_by.is_empty() == b.denied_by.is_empty()
}

fn same_day(a: &Event, b: &Event) -> bool {
    let open = |e: &Event| e.date.precision > Precision::Day || e.date.start.is_none();
    a.date.start == b.date.start || open(a) || open(b)
}

fn same_place(a: &Event, b: &Event) -> bool {
    match (&a.location, &b.location) {
        (Some((x, _)), Some((y, _))) => x.name == y.name || x.precision != y.precision,
        _ => true,
    }
}

/// Adds a retelling to its record: further mentions, and whatever the record lacked.
fn absorb(record: &mut Event, retelling: Event) {
    record.mentions.extend(retelling.mentions);
    if record.modes.is_empty() {
        record.modes = retelling.modes;
        record.scale = retelling.scale;
    }
    if record.actors.is_empty() {
        record.actors = retelling.actors;
    }
    record.confidence = record.confidence.max(retelling.confidence);
    record.dead = record.dead.or(retelling.dead);
    record.injured = record.injured.or(retelling.injured);
    record.size = record.size.or(retelling.size);
    if record.location.is_none() {
        record.location = retelling.location;
    }
    // What the report states itself stays its own statement, whoever else says so too.
    let claimed = !record.attributions.is_empty();
    for attribution in retelling.attributions.into_iter().filter(|_| claimed) {
        if !record.attributions.contains(&attribution) {
            record.attributions.push(attribution);
            record.denied_by.extend(retelling.denied_by.contains(&attribution).then_some(attribution));
        }
    }
    record.contexts.extend(retelling.contexts);
    record.contexts.sort_unstable();
    record.contexts.dedup();
}
