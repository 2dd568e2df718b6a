//! Corrections: the forms beside records, and what becomes of them.

use crate::api;
use crate::app::Served;
use crate::form;
use crate::problem::Problem;
use crate::words;
use annalist_core::EventType;
use annalist_store::record::{Number, Party, Record};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

/// The forms to reject, restore or edit a record.
pub fn forms(record: &Record, status: &str) -> Markup {
    let id = |field: &str| format!("{}-{field}", super::report::anchor(&record.id));
    let dead = record.dead.map(Number::bounds).and_then(|(low, _)| low).map(|n| n.to_string());
    html! {
        details.mend {
            summary { "Correct" }
            form method="post" action="/corrections" {
                input type="hidden" name="event" value=(record.id);
                @if status != "rejected" {
                    (kinds(&id("type"), record.kind()))
                    (field(&id("mode"), "mode", "Modes", &record.mode.join(", ")))
                    (field(&id("date"), "date", "First day", record.date.as_deref().unwrap_or_default()))
                    (field(&id("enddate"), "enddate", "Last day", record.enddate.as_deref().unwrap_or_default()))
                    (field(&id("dead"), "dead", "Dead", &dead.unwrap_or_default()))
                    (parties(&id("actor"), "actor", "Who", &record.actor))
                    (parties(&id("recipient"), "recipient", "To whom", &record.recipient))
                }
                (field(&id("note"), "note", "Note", ""))
                (field(&id("by"), "by", "Your initials", ""))
                p.actions {
                    @if status == "rejected" {
                        button name="action" value="restore" { "Restore it" }
                    } @else {
                        button name="action" value="edit" { "Save" }
                        " " button.second name="action" value="reject" { "Reject it" }
                        @if status == "edited" { " " button.second name="action" value="restore" { "As it was coded" } }
                    }
                }
            }
        }
    }
}

/// The form to add a record to a report.
pub fn add(report: &str) -> Markup {
    html! {
        details.mend {
            summary { "Add a record that is missing" }
            form method="post" action="/corrections" {
                input type="hidden" name="report" value=(report);
                (kinds("add-type", ""))
                (field("add-mode", "mode", "Modes", ""))
                (field("add-date", "date", "First day", ""))
                (field("add-dead", "dead", "Dead", ""))
                (parties("add-actor", "actor", "Who", &[]))
                (parties("add-recipient", "recipient", "To whom", &[]))
                (field("add-text", "text", "The sentence", ""))
                (field("add-note", "note", "Note", ""))
                (field("add-by", "by", "Your initials", ""))
                p.actions { button name="action" value="add" { "Add it" } }
            }
        }
    }
}

fn kinds(id: &str, chosen: &str) -> Markup {
    let known = EventType::ALL.iter().any(|kind| kind.as_str() == chosen);
    html! {
        p.field {
            label for=(id) { "Type" }
            select id=(id) name="type" required {
                @if !known { option value=(chosen) selected { (words::kind(chosen)) } }
                @for kind in EventType::ALL {
                    option value=(kind.as_str()) selected[kind.as_str() == chosen] { (words::kind(kind.as_str())) }
                }
            }
        }
    }
}

fn field(id: &str, name: &str, title: &str, value: &str) -> Markup {
    html! { p.field { label for=(id) { (title) } input id=(id) name=(name) value=(value) autocomplete="off"; } }
}

/// A group of fields for each party, and one for another.
fn parties(id: &str, role: &str, title: &str, parties: &[Party]) -> Markup {
    let another = if parties.is_empty() { title.to_owned() } else { format!("{title}: another") };
    html! {
        @for (i, one) in parties.iter().enumerate() {
            @let title = if parties.len() > 1 { format!("{title} ({})", i + 1) } else { title.to_owned() };
            (party(&format!("{id}-{i}"), role, &title, Some(one)))
        }
        (party(&format!("{id}-{}", parties.len()), role, &another, None))
    }
}

fn party(id: &str, role: &str, title: &str, party: Option<&Party>) -> Markup {
    let country = party.and_then(|party| party.country.as_deref()).unwrap_or_default();
    let sectors = party.map(|party| party.sector.join(", ")).unwrap_or_default();
    html! {
        fieldset.party {
            legend { (title) }
            (field(&format!("{id}-name"), &format!("{role}_name"), "Name or words", &party.map(words::party).unwrap_or_default()))
            (field(&format!("{id}-country"), &format!("{role}_country"), "Country code", country))
            (field(&format!("{id}-sector"), &format!("{role}_sector"), "Sector codes", &sectors))
        }
    }
}

/// Keeps the correction of a form and leads back to what it is about.
pub async fn correct(State(served): State<Served>, body: Bytes) -> Response {
    match keep(&served, &String::from_utf8_lossy(&body)).await {
        Ok(place) => Redirect::to(&place).into_response(),
        Err(problem) => super::shown(&served, Err(problem)),
    }
}

async fn keep(served: &Served, body: &str) -> Result<String, Problem> {
    let given = Given(form_urlencoded::parse(body.as_bytes()).into_owned().collect());
    let action = given.text("action").unwrap_or_default();
    match action.as_str() {
        "split" | "join" => incident(served, &action, &given).await,
        _ => record(served, &action, &given).await,
    }
}

async fn incident(served: &Served, action: &str, given: &Given) -> Result<String, Problem> {
    let mut events: Vec<String> = given.all("event").collect();
    if action == "join" {
        let key: i64 = given
            .text("incident")
            .and_then(|key| key.parse().ok())
            .ok_or_else(|| Problem::bad("expected the number of an incident to join with"))?;
        let other = served.ask(move |store, _| Ok(store.incident_page(key)?)).await?;
        let other = other.and_then(|page| page.tellings.into_iter().next());
        let other = other.ok_or_else(|| Problem::missing("incident with events", &key.to_string()))?;
        events.push(Record::from_json(other.event.record.get())?.id);
    }
    let first = events.first().cloned().ok_or_else(|| Problem::bad("expected an event to be ticked"))?;
    let line = json!({"action": action, "events": events}).to_string();
    served.code(move |annals| annals.correct(&line)?.ok_or_else(api::read_only)).await?;
    let row = served.ask(move |store, _| Ok(store.event(&first)?)).await?;
    let incident = row.and_then(|row| row.incident).map(|key| format!("/incidents/{key}"));
    Ok(incident.unwrap_or_else(|| "/".to_owned()))
}

async fn record(served: &Served, action: &str, given: &Given) -> Result<String, Problem> {
    let mut line = Map::new();
    line.insert("action".into(), action.into());
    let event = given.text("event");
    let (report, anchor) = match action {
        "add" => {
            let report = given.text("report").ok_or_else(|| Problem::bad("expected a report"))?;
            line.insert("report".into(), report.clone().into());
            line.insert("record".into(), given.fields(None)?.into());
            (report, String::new())
        }
        "edit" | "reject" | "restore" => {
            let event = event.ok_or_else(|| Problem::bad("expected a record"))?;
            let sought = event.clone();
            let row = served.ask(move |store, _| Ok(store.event(&sought)?)).await?;
            let row = row.ok_or_else(|| Problem::missing("record", &event))?;
            let was = Record::from_json(row.record.get())?;
            if action == "edit" {
                let set = given.fields(Some(&was))?;
                if set.is_empty() {
                    return Err(Problem::bad("nothing was changed"));
                }
                line.insert("set".into(), set.into());
            }
            let anchor = format!("#{}", super::report::anchor(&event));
            line.insert("event".into(), event.into());
            (was.cite_info.id, anchor)
        }
        other => return Err(Problem::bad(format!("expected something to do, found `{other}`"))),
    };
    for name in ["note", "by"] {
        if let Some(text) = given.text(name) {
            line.insert(name.into(), text.into());
        }
    }
    let line = Value::Object(line).to_string();
    served.code(move |annals| annals.correct(&line)?.ok_or_else(api::read_only)).await?;
    Ok(format!("/reports/{}{anchor}", form::step(&report)))
}

/// What a form sent. A field that is there and empty says that nothing of the kind is so.
struct Given(Vec<(String, String)>);

impl Given {
    fn all<'g>(&'g self, name: &'g str) -> impl Iterator<Item = String> + 'g {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.trim().to_owned())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.all(name).find(|value| !value.is_empty())
    }

    fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        codes(&text).map(str::to_owned).collect()
    }

    /// The fields of a record; of one that was there, those alone that are changed.
    fn fields(&self, was: Option<&Record>) -> Result<Map<String, Value>, Problem> {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value, before: Option<Value>| {
            if before.as_ref() != Some(&value) {
                fields.insert(name.to_owned(), value);
            }
        };
        let kind = self.text("type").ok_or_else(|| Problem::bad("expected a type"))?;
        set("event", json!([kind]), was.map(|was| json!(was.event)));
        set("mode", json!(self.list("mode")), Some(was.map_or(json!([]), |was| json!(was.mode))));
        set("date", json!(self.text("date")), Some(was.map_or(Value::Null, |was| json!(was.date))));
        set("enddate", json!(self.text("enddate")), Some(was.map_or(Value::Null, |was| json!(was.enddate))));
        let dead = self.text("dead").map(|dead| {
            dead.parse::<u64>()
                .map_err(|_| Problem::bad(format!("expected a number of dead, found `{dead}`")))
        });
        let dead = dead.transpose()?;
        let before = was.and_then(|was| was.dead).and_then(|dead| dead.bounds().0);
        if dead != before {
            set("dead", json!(dead), None);
        }
        for role in ["actor", "recipient"] {
            let before = was.map_or(&[][..], |was| if role == "actor" { &was.actor } else { &was.recipient });
            if let Some(parties) = self.parties(role, before) {
                set(role, parties, None);
            }
        }
        if let Some(text) = self.text("text") {
            set("text", json!(text), None);
        }
        Ok(fields)
    }

    /// The parties of `role` where the form changes any of `before`; those whose fields are all empty are gone.
    fn parties(&self, role: &str, before: &[Party]) -> Option<Value> {
        let column = |what: &str| self.all(&format!("{role}_{what}")).collect::<Vec<_>>();
        let (names, countries, sectors) = (column("name"), column("country"), column("sector"));
        let cell = |column: &[String], i: usize| column.get(i).cloned().unwrap_or_default();
        let mut changed = false;
        let mut parties = Vec::new();
        for i in 0..names.len().max(countries.len()).max(sectors.len()).max(before.len()) {
            let name = Some(cell(&names, i)).filter(|name| !name.is_empty());
            let country = Some(cell(&countries, i).to_uppercase()).filter(|code| !code.is_empty());
            let codes: Vec<String> = codes(&cell(&sectors, i)).map(|code| code.to_uppercase()).collect();
            let was = before.get(i);
            let same = was.is_some_and(|party| {
                Some(words::party(party)) == name && party.country == country && party.sector == codes
            });
            let empty = name.is_none() && country.is_none() && codes.is_empty();
            changed |= if was.is_some() { !same } else { !empty };
            if !empty {
                let kept = was.filter(|party| Some(words::party(party)) == name);
                let text = kept.map_or_else(|| name.clone().unwrap_or_default(), |party| party.text.clone());
                let full = kept.map_or(name, |party| party.name.clone());
                let span = kept.and_then(|party| party.span);
                parties.push(
                    json!({"text": text, "name": full, "country": country, "sector": codes, "span": span}),
                );
            }
        }
        changed.then_some(Value::Array(parties))
    }
}

/// The words of a list as people type it.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(body: &str) -> Given {
        Given(form_urlencoded::parse(body.as_bytes()).into_owned().collect())
    }

    #[test]
    fn only_what_a_form_changes_is_edited() {
        let line = r#"{"id":"r1:ASSAULT:3","event":["ASSAULT"],"mode":["beat"],"date":"2013-01-10","dead":3,
            "actor":[{"text":"the army","country":"MLI","sector":["MIL"],"span":[0,8]},{"text":"rebels"}]}"#;
        let was = Record::from_json(line).unwrap();
        let same = "type=ASSAULT&mode=beat&date=2013-01-10&enddate=&dead=3&actor_name=the+army&actor_country=MLI&actor_sector=MIL\
                    &actor_name=rebels&actor_country=&actor_sector=&actor_name=&actor_country=&actor_sector=";
        assert_eq!(given(same).fields(Some(&was)).unwrap(), Map::new());
        let fields =
            given(&same.replace("rebels&actor_country=", "Ansar+Dine&actor_country=mli")).fields(Some(&was));
        let actors = &fields.unwrap()["actor"];
        assert_eq!((&actors[1]["text"], &actors[1]["country"]), (&json!("Ansar Dine"), &json!("MLI")));
        assert_eq!((&actors[0]["text"], actors.as_array().map(Vec::len)), (&json!("the army"), Some(2)));
        let changed = same.replace("dead=3", "dead=5").replace("MIL", "gov").replace("beat", "");
        let fields = Value::Object(given(&changed).fields(Some(&was)).unwrap());
        assert_eq!(
            fields,
            json!({"mode": [], "dead": 5, "actor": [
                {"text": "the army", "name": null, "country": "MLI", "sector": ["GOV"], "span": [0, 8]},
                {"text": "rebels", "name": null, "country": null, "sector": [], "span": null}]})
        );
    }

    #[test]
    fn an_added_record_has_what_was_given() {
        let fields =
            given("type=PROTEST&date=2013-01-12&actor_name=students&actor_sector=EDU").fields(None).unwrap();
        assert_eq!(fields["event"], json!(["PROTEST"]));
        assert_eq!(fields["actor"][0]["sector"], json!(["EDU"]));
        assert!(!fields.contains_key("dead") && !fields.contains_key("recipient"));
    }
}
