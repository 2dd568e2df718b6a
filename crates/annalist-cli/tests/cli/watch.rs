//! `watch` against feeds of the test's own: such as have news, such as have none, such as move, fail, dawdle and lie.

use crate::common::{Folder, annalist, run};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The addresses asked for, each with the tag that the asker had.
type Asked = Vec<(String, Option<String>)>;

/// A server whose feed has ever more items, and what it was asked: the path, and the version that the asker has.
struct Site {
    address: String,
    asked: Arc<Mutex<Asked>>,
    items: Arc<AtomicUsize>,
}

impl Site {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (asked, items) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(2)));
        let (log, count, own) = (asked.clone(), items.clone(), address.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, own, items) = (log.clone(), own.clone(), count.load(Ordering::SeqCst));
                std::thread::spawn(move || {
                    let mut stream = stream;
                    let mut lines =
                        BufReader::new(stream.try_clone().expect("a handle")).lines().map_while(Result::ok);
                    let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or("/").to_owned();
                    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                    let version = headers.iter().find_map(|h| {
                        let (name, value) = h.split_once(": ")?;
                        name.eq_ignore_ascii_case("if-none-match").then(|| value.to_owned())
                    });
                    let answer = respond(&own, &path, version.as_deref(), items);
                    log.lock().unwrap().push((path, version));
                    let _ = stream.write_all(answer.as_bytes());
                });
            }
        });
        Site { address, asked, items }
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|(asked, _)| asked == path).count()
    }
}

fn respond(own: &str, path: &str, version: Option<&str>, items: usize) -> String {
    let answer = |status: &str, headers: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let tag = format!("\"v{items}\"");
    match path {
        "/rss" if version == Some(&tag) => answer("304 Not Modified", "", ""),
        "/rss" => {
            let item = |n: usize| {
                format!(
                    "<item><title>Crowds march in Bamako, day {n}</title><link>{own}/news/{n}?utm_source=rss</link>\
                     <pubDate>Thu, {:02} Jan 2013 08:00:00 GMT</pubDate><description>Short.</description></item>",
                    9 + n
                )
            };
            let list: String = (1..=items).map(item).collect();
            answer("200 OK", &format!("ETag: {tag}\r\n"), &feed(&list))
        }
        "/old" => answer("301 Moved Permanently", "Location: /new\r\n", ""),
        "/new" => answer(
            "200 OK",
            "",
            &feed(
                "<item><title>Minister quits</title><guid>x7</guid><description>Prime Minister Cheick Modibo Diarra \
                   resigned on Monday.</description><pubDate>Tue, 11 Dec 2012 08:00:00 GMT</pubDate></item>",
            ),
        ),
        "/lies" => answer(
            "200 OK",
            "Content-Type: text/html\r\n",
            &feed(
                "<item><title>Tomorrow's news</title><link>http://10.0.0.1/admin</link><description>Rebels seized the \
                   town of Konna.</description><pubDate>Fri, 01 Jan 2100 08:00:00 GMT</pubDate></item>\
                   <item><title>Lost</title><link>/nowhere</link><description>Troops left Gao.</description></item>",
            ),
        ),
        "/page" => answer(
            "200 OK",
            "Content-Type: application/rss+xml\r\n",
            "<html><body>Please log in.</body></html>",
        ),
        "/broken" => answer("500 Internal Server Error", "", ""),
        "/busy" => answer("503 Service Unavailable", "Retry-After: 86400\r\n", ""),
        "/slow" => {
            std::thread::sleep(Duration::from_secs(4));
            answer("200 OK", "", &feed(""))
        }
        path if path.starts_with("/news/") => answer(
            "200 OK",
            "Content-Type: text/html\r\n",
            &format!(
                "<html><body><article><h1>Crowds march</h1><p>Thousands of people marched through Bamako on Thursday and \
                 demanded that the president resign, witnesses told {path}.</p><p>Police fired tear gas at the crowd near \
                 the parliament, and at least three people were injured, doctors said.</p></article></body></html>"
            ),
        ),
        _ => answer("404 Not Found", "", ""),
    }
}

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Example Daily</title>{items}</channel></rss>"
    )
}

fn feeds(folder: &Folder, site: &Site, paths: &[&str]) -> String {
    let rows = paths.iter().map(|path| format!("[[feed]]\naddress = \"{}{path}\"\n", site.address));
    let file = folder.path("feeds.toml");
    fs::write(&file, format!("timeout = \"1s\"\n{}", rows.collect::<String>())).unwrap();
    file
}

#[test]
fn what_is_new_is_recorded_once_and_what_is_not_is_not_sent_again() {
    let (site, folder) = (Site::new(), Folder::new("watch-new"));
    let (feeds, store) = (feeds(&folder, &site, &["/rss"]), folder.path("annals.db"));
    let once = ["watch", &feeds, "--into", &store, "--once"];
    let first = run(&once);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.err.contains("/rss: 2 items, 2 new reports, 0 changed; "), "{}", first.err);
    let exported = run(&["export", &store]).out;
    assert!(exported.contains(&format!("\"id\":\"{}/news/1:PROTEST:", site.address)), "{exported}");
    assert!(exported.contains("\"publisher\":\"Example Daily\""), "{exported}");
    let again = run(&once);
    assert!(again.err.contains("/rss: 0 items, 0 new reports, 0 changed; 0 events"), "{}", again.err);
    site.items.store(3, Ordering::SeqCst);
    let third = run(&once);
    assert!(third.err.contains("/rss: 3 items, 1 new report, 0 changed; "), "{}", third.err);
    let versions: Vec<Option<String>> = {
        let asked = site.asked.lock().unwrap();
        asked.iter().filter(|(path, _)| path == "/rss").map(|(_, version)| version.clone()).collect()
    };
    assert_eq!(versions, [None, Some("\"v2\"".into()), Some("\"v2\"".into())]);
    assert_eq!(site.asked("/news/1?utm_source=rss"), 1);
}

#[test]
fn feeds_that_move_fail_dawdle_and_lie_are_named_and_survived() {
    let (site, folder) = (Site::new(), Folder::new("watch-bad"));
    let paths = ["/old", "/lies", "/page", "/gone", "/broken", "/busy", "/slow", "/rss"];
    let (feeds, store) = (feeds(&folder, &site, &paths), folder.path("annals.db"));
    let once = ["watch", &feeds, "--into", &store, "--once"];
    let first = run(&once);
    assert_eq!(first.code, Some(2), "{}", first.err);
    let own = &site.address;
    for expected in [
        format!("note: the feed `{own}/old` has moved for good: write `{own}/new` into the file"),
        "error: cannot read `http://10.0.0.1/admin`: http://10.0.0.1 is not a public host; what the feed says".into(),
        format!("error: cannot read the feed `{own}/page`: expected a feed, found a web page; asked again in 30"),
        format!("error: cannot read the feed `{own}/gone`: the server answered 404 (Not Found); asked again in 30"),
        format!("error: cannot read the feed `{own}/broken`: the server answered 500"),
        format!("error: cannot read the feed `{own}/busy`: the server answered 503 (Service Unavailable); asked again in 24"),
        format!("error: cannot read the feed `{own}/slow`: "),
        format!("{own}/rss: 2 items, 2 new reports"),
        format!("{own}/old: 1 item, 1 new report"),
        format!("{own}/lies: 2 items, 2 new reports"),
    ] {
        assert!(first.err.contains(&expected), "{expected}\n{}", first.err);
    }
    let exported = run(&["export", &store, "--min-confidence", "0"]).out;
    assert!(!exported.contains("2100-01-01"), "what has not come is not believed: {exported}");
    let second = run(&once);
    assert!(
        second.err.contains(&format!("note: the feed `{own}/gone` is left alone until ")),
        "{}",
        second.err
    );
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert_eq!((site.asked("/old"), site.asked("/new"), site.asked("/gone")), (1, 2, 1));
}

#[test]
fn the_page_beside_it_hears_of_what_is_recorded() {
    let (site, folder) = (Site::new(), Folder::new("watch-serve"));
    let (feeds, store) = (feeds(&folder, &site, &["/rss"]), folder.path("annals.db"));
    let mut child = annalist(&["watch", &feeds, "--into", &store, "--serve", "--port", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    let line = said.find(|line| line.contains("the annals are at ")).expect("an address");
    let host =
        line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("a host").to_owned();
    // What it goes on to say has to be read, or it would wait for that.
    std::thread::spawn(move || said.count());
    let ask = |path: &str, more: &str| {
        let mut stream = TcpStream::connect(&host).expect("a server");
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n").unwrap();
        BufReader::new(stream).lines().map_while(Result::ok)
    };
    // Two reports tell of a march each, and a listener that begins at revision 0 misses none.
    let heard = ask("/api/v1/stream?type=PROTEST", "Last-Event-ID: 0\r\n");
    let begun = Instant::now();
    let in_time = heard.take_while(|_| begun.elapsed() < Duration::from_secs(60));
    let events: Vec<String> = in_time.filter(|line| line.starts_with("data: {\"key\":")).take(2).collect();
    for n in [1, 2] {
        let report = format!("{}/news/{n}", site.address);
        assert!(events.iter().any(|event| event.contains(&report)), "{report}: {events:?}");
    }
    let page: String = ask("/?type=PROTEST", "").collect();
    assert!(page.contains("Bamako"), "{page}");
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
}

#[test]
fn a_wrong_file_is_named_with_its_line() {
    let folder = Folder::new("watch-file");
    let file = folder.path("feeds.toml");
    fs::write(&file, "[[feed]]\naddress = \"https://a.example/rss\"\nevry = \"5m\"\n").unwrap();
    let found = run(&["watch", &file, "--into", &folder.path("annals.db"), "--once"]);
    assert_eq!(found.code, Some(2));
    assert!(
        found.err.contains(&format!("error: cannot read `{file}`: line 3: unknown field `evry`")),
        "{}",
        found.err
    );
}
