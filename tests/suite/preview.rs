//! The live preview: what it shows is what a clean build would show, and it is for this computer alone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::support::Sandbox;

/// `clausebook serve` over a sandbox's `book`; it ends with the test.
struct Served {
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

impl Served {
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clausebook"))
            .args(["serve", "book", "--port", "0"])
            .current_dir(sandbox.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, lines) = mpsc::channel();
        let printed = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        let mut this = Self { child, lines, port: 0 };
        let line = this.wait_for("The handbook is at http://127.0.0.1:");
        let port = line.split("127.0.0.1:").nth(1).unwrap().split('/').next().unwrap();
        this.port = port.parse().unwrap();
        this
    }

    /// Waits until it has printed a line with these words. It gives up only where it would wait for ever.
    fn wait_for(&self, words: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_mins(2)).expect(words);
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Sends a request, as it is written.
    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Head and body of the answer to a request, as it is written.
    fn answer(&self, request: &str) -> (String, String) {
        let mut stream = self.send(request);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// Status and body of a request, as it is written.
    fn ask(&self, request: &str) -> (u16, String) {
        let (head, body) = self.answer(request);
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&self.request(path))
    }

    fn request(&self, path: &str) -> String {
        let port = self.port;
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
    }

    /// Asks, as an open page does, what is new since `number`. The connection, when the server keeps the question until there is
    /// news; otherwise `None`.
    fn held(&self, number: u64) -> Option<TcpStream> {
        let mut stream =
            self.send(&self.request(&format!("/_preview/news?number={number}&path=/index.html")));
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        stream.read_exact(&mut [0]).is_err().then_some(stream)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_page_follows_its_file_and_a_broken_edit_leaves_the_last_good_one() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let policy = "book/content/policies/visits/2026-02-01.md";
    let title = |page: &str| page.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    let (status, before) = served.get("/policies/visits.html");
    assert_eq!(status, 200);
    sandbox.edit(policy, "title = \"", "title = \"Fresh ");
    served.wait_for("The page is up to date");
    let (_, fresh) = served.get("/policies/visits.html");
    assert_ne!(title(&before), title(&fresh));
    assert!(title(&fresh).contains("Fresh "), "{}", title(&fresh));
    sandbox.edit(policy, "title = \"", "titel = \"");
    served.wait_for("Fix the errors first");
    let (status, last_good) = served.get("/policies/visits.html");
    assert_eq!((status, title(&last_good)), (200, title(&fresh)));
    let (_, news) = served.get("/_preview/news?number=0&path=/policies/visits.html");
    assert!(news.contains("\"old\":true") && news.contains("unknown-key"), "{news}");
    sandbox.edit(policy, "titel = \"Fresh ", "title = \"");
    served.wait_for("The page is up to date");
    assert_eq!(title(&served.get("/policies/visits.html").1), title(&before));
}

#[test]
fn open_pages_leave_the_browser_connections_for_other_pages() {
    // A browser opens six to one server.
    const MOST_HELD: usize = 3;
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let mut held: Vec<TcpStream> = (0..8).filter_map(|_| served.held(1)).collect();
    assert!((1..=MOST_HELD).contains(&held.len()), "{} of 8 questions are held", held.len());
    assert_eq!(served.get("/policies/visits.html").0, 200);

    // What is held is answered as soon as there is news.
    sandbox.edit("book/content/policies/visits/2026-02-01.md", "title = \"", "title = \"Fresh ");
    served.wait_for("The page is up to date");
    let answered = held.pop().unwrap();
    answered.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let status = BufReader::new(answered).lines().next().unwrap().unwrap();
    assert!(status.contains("200"), "{status}");
}

#[test]
fn a_page_that_is_closed_gives_its_place_to_the_next() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let held: Vec<TcpStream> = (0..4).filter_map(|_| served.held(1)).collect();
    drop(held);
    let patience = Instant::now() + Duration::from_secs(20);
    while served.held(1).is_none() {
        assert!(Instant::now() < patience, "the places of closed pages are not free again");
    }
}

#[test]
fn only_this_computer_is_let_in_and_only_to_read_the_site() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let port = served.port;
    let ask = |line: &str, host: &str| {
        served.ask(&format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).0
    };
    let own = format!("127.0.0.1:{port}");
    assert_eq!(ask("GET /", &own), 200);
    assert_eq!(ask("GET /", &format!("localhost:{port}")), 200);
    for foreign in ["handbook.example", &format!("handbook.example:{port}"), "127.0.0.1", ""] {
        assert_eq!(ask("GET /", foreign), 403, "{foreign}");
    }
    assert_eq!(ask("POST /", &own), 405);
    for outside in [
        "/../handbook.toml",
        "/..%2fhandbook.toml",
        "/%2e%2e/handbook.toml",
        "/content/policies/visits/2026-02-01.md",
        "//etc/passwd",
        "/_preview/../handbook.toml",
        "/nothing.html",
    ] {
        assert_eq!(ask(&format!("GET {outside}"), &own), 404, "{outside}");
    }
}

#[test]
fn no_other_site_shows_a_page_in_a_frame_and_no_file_is_taken_for_another_kind() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    for (path, policy) in [("/", "frame-ancestors 'none'"), ("/assets/icon.svg", "default-src 'none'; ")] {
        let head = served.answer(&served.request(path)).0.to_lowercase();
        for line in [
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            &format!("content-security-policy: {policy}"),
        ] {
            assert!(head.contains(line), "{path}: {line} in {head}");
        }
    }
}

#[test]
fn a_pdf_is_made_when_it_is_asked_for() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let (status, pdf) = served.get("/policies/visits.pdf");
    assert!(status == 200 && pdf.starts_with("%PDF-"), "{status}");
    assert_eq!(served.get("/policies/nothing.pdf").0, 404);
}

#[test]
fn the_search_box_reads_what_is_made_when_it_is_opened() {
    let sandbox = Sandbox::with_small();
    let served = Served::start(&sandbox);
    let (status, index) = served.get("/search/index.js");
    assert!(status == 200 && index.contains("visits"), "{status}");
    assert_eq!(served.get("/search/nothing.js").0, 404);
}

#[test]
fn what_has_no_good_page_yet_says_what_to_fix() {
    let sandbox = Sandbox::with_small();
    sandbox.write("book/content/guide/lost.txt", "");
    let served = Served::start(&sandbox);
    let (status, page) = served.get("/");
    assert!(status == 503 && page.contains("The handbook cannot be shown yet"), "{status} {page}");
    fs::remove_file(sandbox.path("book/content/guide/lost.txt")).unwrap();
    served.wait_for("The page is up to date");
    assert_eq!(served.get("/").0, 200);
}

#[test]
fn a_port_that_is_taken_is_reported() {
    let sandbox = Sandbox::with_small();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let message = sandbox.run(&["serve", "book", "--port", &port]).expect(2).err;
    assert!(message.contains(&format!("port {port} can't be used")), "{message}");
}
