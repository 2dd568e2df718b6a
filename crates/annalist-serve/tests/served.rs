//! The page and the API, asked as browsers and programs ask.

use annalist_serve::{Annals, Coded, Coder, Gate, Posted, Served, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8417";

/// Codes every report as one protest that the president denies.
fn coder() -> Coder {
    Box::new(|posted: Posted| {
        let text = String::from_utf8(posted.body).map_err(|_| "expected UTF-8")?;
        if text == "unreadable" {
            return Err("there is no report in it".into());
        }
        let id = format!("r{}", text.len());
        let end = text.chars().count();
        let published = posted.published.unwrap_or_else(|| "2013-01-11".into());
        let cite = json!({"id": id, "publisher": posted.publisher, "headline": posted.headline, "published": published});
        let source = json!({"text": "the president", "name": "Dioncounda Traoré", "country": "MLI", "sector": ["GOV"]});
        let record = json!({
            "id": format!("{id}:PROTEST:7"), "date": published, "date_precision": "day", "date_source": "published",
            "event": ["PROTEST"], "mode": ["demo"], "quad_code": 4, "actor": [{"text": "Crowds", "country": "MLI",
            "sector": ["CVL"], "span": [0, 6]}], "recipient": [], "event_loc": {"text": "Bamako", "name": "Bamako",
            "country": "MLI", "lat": 12.65, "lon": -8.0, "precision": "city"}, "dead": 3, "text": text,
            "text_info": {"span": [0, end], "trigger": [[7, 14]], "mentions": [[[7, 14]]]}, "confidence": 0.9,
            "attribution": [{"ref": "a1", "source": source, "cue": "denied", "polarity": "denied", "certainty": "said"}],
            "rule": "PROTEST/march/v", "cite_info": cite});
        let statement = json!({
            "id": format!("{id}:a1"), "source": source, "cue": "denied", "class": "deny", "form": "indirect",
            "polarity": "denied", "certainty": "said", "content": text, "about": [format!("{id}:PROTEST:7")],
            "text_info": {"source": [], "cue": [], "content": [[0, end]]}, "cite_info": cite});
        let report = json!({"id": id, "publisher": posted.publisher, "headline": posted.headline,
            "published": published, "text": text});
        Ok(Coded {
            report: report.to_string(),
            records: vec![record.to_string()],
            statements: vec![statement.to_string()],
            coder: "test 1".into(),
        })
    })
}

fn app(token: Option<&str>) -> Router {
    let gate = Gate::new(token.map(str::to_owned)).listening_on(HOST.parse().unwrap());
    router(Served::new(Annals::in_memory(coder()).unwrap(), gate))
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|why| panic!("{why}: {}", self.text))
    }
}

async fn send(app: &Router, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", HOST);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 16 << 20).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

async fn get(app: &Router, path: &str) -> Answer {
    send(app, "GET", path, &[], "").await
}

const TEXT: &[(&str, &str)] = &[("content-type", "text/plain")];
const MARCH: &str = "Crowds marched in Bamako & <sang>, which the president denied.";

/// An app that holds one report.
async fn with_march() -> Router {
    let app = app(None);
    let posted =
        send(&app, "POST", "/api/v1/reports?headline=A+march&publisher=Annals+Wire", TEXT, MARCH).await;
    assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text);
    app
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn a_posted_report_is_coded_and_recorded_once() {
    run(async {
        let app = app(None);
        let coded = send(&app, "POST", "/api/v1/code", TEXT, MARCH).await;
        assert_eq!(coded.status, StatusCode::OK);
        assert_eq!(coded.json()["events"][0]["event"], json!(["PROTEST"]));
        assert_eq!(get(&app, "/api/v1/totals").await.json()["reports"], 0, "`code` records nothing");

        let posted = send(&app, "POST", "/api/v1/reports", TEXT, MARCH).await;
        assert_eq!(posted.status, StatusCode::CREATED);
        let place = posted.headers[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(get(&app, &place).await.json()["text"], MARCH);
        let again = send(&app, "POST", "/api/v1/reports", TEXT, MARCH).await;
        assert_eq!(again.status, StatusCode::OK, "the same report again");
        assert_eq!(
            get(&app, "/api/v1/totals").await.json(),
            json!({"reports": 1, "events": 1, "statements": 1, "incidents": 1, "corrections": 0})
        );
    });
}

#[test]
fn filters_pages_and_counts_agree() {
    run(async {
        let app = app(None);
        for day in 1..=7 {
            let path = format!("/api/v1/reports?published=2013-01-0{day}");
            let text = format!("Crowds marched in Bamako{}", "!".repeat(day));
            assert_eq!(send(&app, "POST", &path, TEXT, &text).await.status, StatusCode::CREATED);
        }
        let found = get(&app, "/api/v1/events?type=protest&from=2013-01-03&country=MLI").await.json();
        assert_eq!(found["total"], 5);
        assert_eq!(get(&app, "/api/v1/events?type=ASSAULT").await.json()["total"], 0);
        assert_eq!(get(&app, "/api/v1/events?without=denied").await.json()["total"], 0);
        assert_eq!(get(&app, "/api/v1/events?speaker=traor").await.json()["total"], 7);
        assert_eq!(get(&app, "/api/v1/events?speaker=nobody").await.json()["total"], 0);
        assert_eq!(get(&app, "/api/v1/events?bbox=-9,12,-7,13").await.json()["total"], 7);
        let days = get(&app, "/api/v1/counts?period=day").await.json();
        assert_eq!(days["rows"].as_array().unwrap().len(), 7);
        let facets = get(&app, "/api/v1/facets").await.json();
        assert_eq!(facets["type"], json!([{"word": "PROTEST", "events": 7}]));

        let mut path = "/api/v1/events?order=earliest&limit=3".to_owned();
        let mut dates = Vec::new();
        loop {
            let page = get(&app, &path).await;
            for row in page.json()["rows"].as_array().unwrap() {
                dates.push(row["record"]["date"].as_str().unwrap().to_owned());
            }
            let Some(link) = page.headers.get("link") else { break };
            let link = link.to_str().unwrap();
            path = link[1..link.find('>').unwrap()].to_owned();
        }
        let expected: Vec<String> = (1..=7).map(|day| format!("2013-01-0{day}")).collect();
        assert_eq!(dates, expected);
    });
}

#[test]
fn an_answer_that_has_not_changed_is_not_sent_again() {
    run(async {
        let app = with_march().await;
        let first = get(&app, "/api/v1/events").await;
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        let known = [("if-none-match", tag.as_str())];
        let again = send(&app, "GET", "/api/v1/events", &known, "").await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        send(&app, "POST", "/api/v1/reports", TEXT, "Crowds marched again").await;
        assert_eq!(send(&app, "GET", "/api/v1/events", &known, "").await.status, StatusCode::OK);
    });
}

#[test]
fn what_cannot_be_is_a_problem_with_its_reason() {
    run(async {
        let app = app(None);
        let long = "x".repeat(5 << 20);
        let check = async |method: &str,
                           path: &str,
                           headers: &[(&str, &str)],
                           body: &str,
                           status: u16,
                           detail: &str| {
            let answer = send(&app, method, path, headers, body).await;
            assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text);
            if !detail.is_empty() {
                assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
                let problem = answer.json();
                assert_eq!(problem["status"], status);
                assert!(problem["detail"].as_str().unwrap().contains(detail), "{path}: {problem}");
            }
        };
        check("GET", "/api/v1/events?colour=red", &[], "", 400, "found `colour`").await;
        check("GET", "/api/v1/events?cursor=x", &[], "", 400, "found `x`").await;
        check("GET", "/api/v1/reports?cursor=x", &[], "", 400, "in `cursor`").await;
        check("GET", "/api/v1/events/none", &[], "", 404, "no event `none`").await;
        check("GET", "/api/v1/incidents/17", &[], "", 404, "no incident `17`").await;
        check("GET", "/api/v1/incidents/first", &[], "", 404, "no incident `first`").await;
        check("GET", "/api/v1/nothing", &[], "", 404, "nothing of that address").await;
        check("DELETE", "/api/v1/events", &[], "", 405, "does not take DELETE").await;
        check("GET", "/api/v1/export?format=pdf", &[], "", 400, "found `pdf`").await;
        check("POST", "/api/v1/code", &[], "text", 415, "in `Content-Type`").await;
        check("POST", "/api/v1/code", TEXT, " \n", 400, "found nothing").await;
        check("POST", "/api/v1/code?colour=red", TEXT, "text", 400, "found `colour`").await;
        check("POST", "/api/v1/code", TEXT, "unreadable", 422, "no report in it").await;
        check("POST", "/api/v1/code", TEXT, &long, 413, "").await;
        check("POST", "/api/v1/corrections", &[], "{", 400, "one JSON object").await;
        check("POST", "/api/v1/corrections", &[], r#"{"action":"burn"}"#, 422, "found `burn`").await;
    });
}

#[test]
fn only_our_own_hosts_and_pages_are_answered() {
    run(async {
        let app = app(None);
        let check = async |method: &str, headers: &[(&str, &str)], status: u16| {
            let headers = [headers, TEXT].concat();
            let path = if method == "GET" { "/api/v1/totals" } else { "/api/v1/code" };
            let answer = send(&app, method, path, &headers, MARCH).await;
            assert_eq!(answer.status.as_u16(), status, "{headers:?}: {}", answer.text);
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'"));
            assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        };
        check("GET", &[("host", "evil.example")], 421).await;
        check("GET", &[("host", "127.0.0.1.evil.example:8417")], 421).await;
        check("GET", &[("host", "LOCALHOST:8417")], 200).await;
        check("GET", &[("host", "127.0.0.1:8417"), ("host", "evil.example")], 400).await;
        check("POST", &[("origin", "http://evil.example")], 403).await;
        check("POST", &[("origin", "null")], 403).await;
        check("POST", &[("origin", "http://127.0.0.1:9999")], 403).await;
        check("POST", &[("sec-fetch-site", "cross-site")], 403).await;
        check("POST", &[("origin", "http://127.0.0.1:8417"), ("sec-fetch-site", "same-origin")], 200).await;
        check("POST", &[], 200).await;
    });
}

#[test]
fn a_token_is_needed_where_there_is_one() {
    run(async {
        let app = app(Some("a-token-of-some-length"));
        let check = async |headers: &[(&str, &str)], status: u16| {
            assert_eq!(
                send(&app, "GET", "/api/v1/totals", headers, "").await.status.as_u16(),
                status,
                "{headers:?}"
            );
        };
        check(&[], 401).await;
        check(&[("authorization", "Bearer another")], 401).await;
        check(&[("authorization", "Bearer a-token-of-some-length")], 200).await;
        check(&[("cookie", "other=1; annalist=a-token-of-some-length")], 200).await;
        let page = get(&app, "/").await;
        assert!(page.status == StatusCode::UNAUTHORIZED && page.text.contains("name=\"token\""));
        assert_eq!(get(&app, "/assets/style.css").await.status, StatusCode::OK);
        let entered = send(&app, "POST", "/enter", &[], "token=a-token-of-some-length").await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        assert!(entered.headers[header::SET_COOKIE].to_str().unwrap().contains("HttpOnly; SameSite=Strict"));
        assert_eq!(send(&app, "POST", "/enter", &[], "token=wrong").await.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn corrections_are_kept_and_shown() {
    run(async {
        let app = with_march().await;
        let id = format!("r{}:PROTEST:7", MARCH.len());
        let report = format!("/reports/r{}", MARCH.len());
        let edit = json!({"action": "edit", "event": id, "set": {"dead": 5}}).to_string();
        let kept = send(&app, "POST", "/api/v1/corrections", &[], &edit).await;
        assert_eq!((kept.status, kept.json()), (StatusCode::CREATED, json!({"outcome": "applied"})));
        let event = get(&app, &format!("/api/v1/events/{id}")).await.json();
        assert_eq!((event["status"].as_str(), &event["record"]["dead"]), (Some("edited"), &json!(5)));
        assert_eq!(event["coded"]["dead"], 3);

        let form = format!("action=reject&event={}&by=MK", id.replace(':', "%3A"));
        let done = send(&app, "POST", "/corrections", &[], &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(done.headers[header::LOCATION], format!("{report}#PROTEST-7").as_str());
        assert_eq!(get(&app, "/api/v1/events").await.json()["total"], 0);
        assert!(get(&app, &report).await.text.contains("Restore it"));
        let form =
            format!("action=add&report=r{}&type=ASSAULT&date=2013-01-09&actor_name=rebels", MARCH.len());
        assert_eq!(send(&app, "POST", "/corrections", &[], &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(get(&app, "/api/v1/events?type=ASSAULT").await.json()["total"], 1);
        let lines = get(&app, "/api/v1/corrections").await.text;
        assert_eq!(lines.lines().count(), 3, "{lines}");
    });
}

#[test]
fn every_page_is_there_and_escapes_what_reports_say() {
    run(async {
        let app = with_march().await;
        let report = format!("/reports/r{}", MARCH.len());
        let actor = get(&app, "/api/v1/actors?name=Traor").await.json()["rows"][0]["key"].to_string();
        let paths = ["/", "/events", "/map", "/statements", "/actors", "/reports", "/read", "/incidents/1"];
        let more = [report.clone(), format!("/actors/{actor}")];
        for path in paths.into_iter().chain(more.iter().map(String::as_str)) {
            let page = get(&app, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
            assert!(page.text.starts_with("<!DOCTYPE html>") && page.text.contains("<main"), "{path}");
            assert!(!page.text.contains("<sang>"), "{path} does not escape");
            assert!(!page.text.contains("style=\""), "{path} has a style that the policy forbids");
        }
        let page = get(&app, &report).await.text;
        assert!(page.contains("href=\"#PROTEST-7\">marched</a>"), "{page}");
        let lost = get(&app, "/reports/none").await;
        assert!(lost.status == StatusCode::NOT_FOUND && lost.text.contains("There is no report `none`."));
        assert_eq!(get(&app, "/events?from=soon").await.status, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn a_pasted_report_is_shown_and_kept_only_when_asked() {
    run(async {
        let app = app(None);
        let form = "text=Crowds+marched+in+Bamako.&published=2013-01-11&headline=A+march";
        let shown = send(&app, "POST", "/read", &[], form).await;
        assert!(
            shown.status == StatusCode::OK && shown.text.contains("Nothing of this is kept."),
            "{}",
            shown.text
        );
        assert_eq!(get(&app, "/api/v1/totals").await.json()["reports"], 0);
        let kept = send(&app, "POST", "/read", &[], &format!("{form}&keep=yes")).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let place = kept.headers[header::LOCATION].to_str().unwrap();
        assert!(get(&app, place).await.text.contains("A march"));
        let empty = send(&app, "POST", "/read", &[], "text=+").await;
        assert!(empty.status == StatusCode::BAD_REQUEST && empty.text.contains("nothing in the box"));
    });
}

#[test]
fn rows_are_downloaded_in_every_form() {
    run(async {
        let app = with_march().await;
        let forms = ["csv", "tsv", "jsonl", "parquet", "polecat", "gdelt", "petrarch", "geojson", "ical"];
        for form in forms {
            let answer = get(&app, &format!("/api/v1/export?format={form}&type=PROTEST")).await;
            assert_eq!(answer.status, StatusCode::OK, "{form}");
            let file = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
            assert!(file.starts_with("attachment; filename=\"events."), "{file}");
        }
        let csv = get(&app, "/api/v1/export?format=csv").await.text;
        assert_eq!(csv.lines().count(), 2, "{csv}");
        let none = get(&app, "/api/v1/export?format=jsonl&type=ASSAULT").await.text;
        assert_eq!(none, "");
    });
}

#[test]
fn new_events_are_streamed_to_who_asked_for_such() {
    use axum::body::BodyDataStream;
    use std::time::Duration;
    use tokio_stream::StreamExt;

    async fn read(stream: &mut BodyDataStream, until: &str) -> String {
        let mut text = String::new();
        while !text.contains(until) {
            let piece = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
            let piece = piece.unwrap_or_else(|_| panic!("no `{until}` in {text}")).unwrap().unwrap();
            text += std::str::from_utf8(&piece).unwrap();
        }
        text
    }

    run(async {
        let app = with_march().await;
        let listen = async |query: &str, since: Option<&str>| {
            let mut request = Request::get(format!("/api/v1/stream{query}")).header("host", HOST);
            if let Some(since) = since {
                request = request.header("last-event-id", since);
            }
            let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
            response.into_body().into_data_stream()
        };
        let mut protests = listen("?type=PROTEST", None).await;
        let mut missed = listen("", Some("0")).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        send(&app, "POST", "/api/v1/reports", TEXT, "Crowds marched again").await;
        let told = read(&mut protests, "event: incident").await;
        assert!(told.contains("event: event") && told.contains("Crowds marched again"), "{told}");
        let (events, _) = told.split_once("event: incident").unwrap();
        assert!(!events.contains("denied."), "only what is new is told: {told}");
        assert!(read(&mut missed, "Crowds marched again").await.contains(&MARCH.replace('"', "\\\"")));
    });
}

/// Parts of a description that refer to nothing, or are objects and lists of nobody knows what.
fn untold(whole: &serde_json::Value, part: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    let is = |kind: &str| part["type"] == kind;
    let open = is("object") && part.get("properties").or(part.get("additionalProperties")).is_none();
    let endless = is("array") && part.get("items").or(part.get("prefixItems")).is_none();
    let lost = part["$ref"].as_str().is_some_and(|to| whole.pointer(to.trim_start_matches('#')).is_none());
    if open || endless || lost {
        found.push(at.to_owned());
    }
    match part {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(name, part)| untold(whole, part, &format!("{at}/{name}"), found));
        }
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| untold(whole, part, at, found)),
        _ => {}
    }
}

#[test]
fn the_description_has_every_route_and_no_other() {
    run(async {
        let app = with_march().await;
        let described = get(&app, "/api/v1/openapi.json").await.json();
        let source = include_str!("../src/api/mod.rs");
        let routes: Vec<&str> =
            source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let paths = described["paths"].as_object().unwrap();
        let mut known: Vec<&str> = paths.keys().map(String::as_str).collect();
        let mut built = routes.clone();
        known.sort_unstable();
        built.sort_unstable();
        assert_eq!(known, built);
        let id = format!("r{}", MARCH.len());
        for (path, methods) in paths.iter().filter(|(path, _)| *path != "/stream") {
            for method in methods.as_object().unwrap().keys() {
                let name = if path.starts_with("/events") { format!("{id}:PROTEST:7") } else { id.clone() };
                let address = format!("/api/v1{}", path.replace("{id}", &name).replace("{key}", "1"));
                let answer = send(&app, &method.to_uppercase(), &address, &[], "").await;
                let expected: &[u16] = if method == "get" { &[200] } else { &[400, 415] };
                assert!(expected.contains(&answer.status.as_u16()), "{method} {address}: {}", answer.text);
            }
        }
        let mut loose = Vec::new();
        untold(&described, &described, "", &mut loose);
        assert!(loose.is_empty(), "{loose:?}");
        let named: Vec<&str> = annalist_serve::ask::NAMES.iter().map(|(name, _)| *name).collect();
        let parameters = described["components"]["parameters"].as_object().unwrap();
        assert_eq!(parameters.keys().map(String::as_str).collect::<Vec<_>>(), {
            let mut order = named.clone();
            order.sort_by_key(|name| parameters.keys().position(|known| known == name));
            order
        });
    });
}

/// Ten thousand requests in bursts against a real listener, all answered and right.
#[test]
#[ignore = "takes a while; run with --release -- --ignored --nocapture"]
fn bursts_lose_nothing() {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};

    fn ask(address: SocketAddr, n: u32) {
        let text = format!("Crowds marched in Bamako{}", "!".repeat(n as usize % 97));
        let (line, body, expected) = match n % 5 {
            0 => ("POST /api/v1/reports", text.as_str(), text.as_str()),
            1 => ("GET /?q=bamako", "", "</html>"),
            2 => ("GET /api/v1/facets", "", "\"mode\""),
            3 => ("GET /api/v1/export?format=csv", "", "id,"),
            _ => ("GET /api/v1/events?type=PROTEST", "", "\"rows\""),
        };
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {address}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20") && answer.contains(expected), "{request}: {answer}");
    }

    run(async {
        let (told, address) = tokio::sync::oneshot::channel();
        let annals = Annals::in_memory(coder()).unwrap();
        let ready = move |address| told.send(address).unwrap();
        let server = annalist_serve::serve(
            annals,
            Gate::new(None),
            "127.0.0.1:0".parse().unwrap(),
            ready,
            std::future::pending(),
        );
        tokio::spawn(async move { server.await.unwrap() });
        let address = address.await.unwrap();
        let begun = std::time::Instant::now();
        let bursts = tokio::task::spawn_blocking(move || {
            for burst in 0..20 {
                std::thread::scope(|threads| {
                    for i in 0..500 {
                        threads.spawn(move || ask(address, burst * 500 + i));
                    }
                });
                let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
                let memory = memory.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
                eprintln!("{} requests, {:.1} s, {memory}", (burst + 1) * 500, begun.elapsed().as_secs_f64());
            }
        });
        bursts.await.unwrap();
    });
}
