//! Addresses, fetched from a server of the test's own.
#![cfg(feature = "fetch")]

use annalist_read::{Limits, Options, open};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// Starts a server that answers with what `answer` says for a path; returns its address and the paths asked for.
fn serve(answer: impl Fn(&str) -> String + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut lines =
                BufReader::new(stream.try_clone().expect("a handle")).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            let headers: Vec<String> = lines.take_while(|l| !l.is_empty()).collect();
            assert!(
                headers.iter().any(|h| h.to_lowercase().starts_with("user-agent: annalist/")),
                "{headers:?}"
            );
            let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
            let response = answer(&path);
            seen.lock().unwrap().push(path);
            let _ = stream.write_all(response.as_bytes());
        }
    });
    (address, asked)
}

fn respond(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn site(path: &str) -> String {
    let page = "<html><body><article><p>The delegates met in Geneva on Monday for the talks on a ceasefire, a spokesman said.</p>\
                <p>They will meet again on Tuesday, he said, and the day after that.</p></article></body></html>";
    match path {
        "/robots.txt" => respond("200 OK", "", "User-agent: *\nDisallow: /private\n"),
        "/news/1" => respond("200 OK", "Content-Type: text/html; charset=utf-8\r\n", page),
        "/moved" => respond("301 Moved Permanently", "Location: /news/1\r\n", ""),
        "/hidden" => respond("302 Found", "Location: /private/x\r\n", ""),
        "/loop" => respond("302 Found", "Location: /loop\r\n", ""),
        "/private/x" => respond("200 OK", "Content-Type: text/html\r\n", page),
        "/large" => respond("200 OK", "Content-Type: text/plain\r\n", &"x".repeat(5000)),
        _ => respond("404 Not Found", "", "gone"),
    }
}

fn read(address: &str) -> String {
    let limits = Limits { report_bytes: 4096, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let shown = |u: annalist_read::Unread| {
        u.report().map_or_else(|e| e.to_string(), |r| format!("{} | {}", r.url.unwrap(), r.text))
    };
    open([address.into()], options).map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn pages_are_fetched_and_what_the_host_does_not_want_is_not() {
    let (host, asked) = serve(site);
    let page = format!("{host}/news/1 | The delegates met in Geneva");
    assert!(read(&format!("{host}/news/1#part")).starts_with(&page));
    assert!(read(&format!("{host}/moved")).starts_with(&page));
    let refused = format!("the robots.txt of {host} does not allow it");
    assert!(read(&format!("{host}/private/x")).ends_with(&refused));
    assert!(read(&format!("{host}/hidden")).ends_with(&refused));
    assert!(!asked.lock().unwrap().iter().any(|path| path.starts_with("/private")));
    assert!(read(&format!("{host}/none")).ends_with("the server answered 404 (Not Found)"));
    assert!(read(&format!("{host}/large")).ends_with("it is larger than the limit of 4 KiB"));
}

#[test]
fn redirects_end_and_hosts_that_cannot_tell_their_rules_are_left_alone() {
    let (host, _) = serve(site);
    assert!(read(&format!("{host}/loop")).ends_with("it redirects more than 5 times"));
    let (down, asked) = serve(|_| respond("503 Service Unavailable", "", ""));
    assert!(read(&format!("{down}/news/1")).contains("did not give its robots.txt (HTTP status 503)"));
    assert_eq!(*asked.lock().unwrap(), ["/robots.txt"]);
    assert!(read("http://127.0.0.1:1/x").starts_with("cannot read `http://127.0.0.1:1/x`: "));
}
