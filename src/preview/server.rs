//! The server of the preview, for this computer alone.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::get;
use tokio::sync::{Semaphore, watch};

use super::reply;
use super::show::Show;
use crate::assets::Assets;

/// How long a question waits for news, at most. A browser would give up later.
const WAIT: Duration = Duration::from_secs(25);
/// How many questions wait for news at the same time; the others are answered at once and asked again soon. A browser opens six
/// connections to a server for all its tabs and windows, and some must stay free for pages.
const WAITING: usize = 2;

/// An address of this computer that nobody else reaches.
#[derive(Debug)]
pub(crate) struct Address {
    listener: TcpListener,
}

impl Address {
    /// Takes a port; 0 means any that is free.
    ///
    /// # Errors
    /// When another program has it.
    pub(crate) fn take(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener })
    }

    /// Where a browser finds it.
    ///
    /// # Errors
    /// When the system does not know.
    pub(crate) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}/", host(Ipv4Addr::LOCALHOST, self.listener.local_addr()?.port())))
    }
}

#[derive(Clone)]
struct Served {
    port: u16,
    shows: watch::Receiver<Arc<Show>>,
    assets: Arc<Assets>,
    /// Places for questions that wait for news.
    waiting: Arc<Semaphore>,
}

/// Serves what `shows` holds, until its other end is gone.
///
/// # Errors
/// When the system does not let it.
pub(crate) fn listen(address: Address, shows: watch::Receiver<Arc<Show>>) -> io::Result<()> {
    let port = address.listener.local_addr()?.port();
    let assets = Arc::new(Assets::new(BTreeMap::new()));
    let served = Served { port, shows, assets, waiting: Arc::new(Semaphore::new(WAITING)) };
    let mut over = served.shows.clone();
    let router = Router::new()
        .route("/", get(home))
        .route(&format!("/{}news", reply::OWN), get(news))
        .route("/{*path}", get(file))
        .layer(middleware::from_fn_with_state(served.clone(), guard))
        .with_state(served);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(address.listener)?;
        axum::serve(listener, router)
            .with_graceful_shutdown(async move { while over.changed().await.is_ok() {} })
            .await
    })
}

/// Lets in who came by this computer's own name, and only to read: a page of another site, whose name somebody has pointed at this
/// computer, must read nothing.
async fn guard(State(served): State<Served>, request: Request, next: Next) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_own(host, served.port) {
        return reply::plain(StatusCode::FORBIDDEN, "This preview works only on this computer.");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return reply::plain(StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.");
    }
    next.run(request).await
}

/// Whether a request's `Host` is this preview's own.
fn is_own(written: &str, port: u16) -> bool {
    ["127.0.0.1", "localhost"].iter().any(|name| written.eq_ignore_ascii_case(&host(name, port)))
}

/// A host as browsers write it: without the port of the web, 80.
fn host(name: impl Display, port: u16) -> String {
    if port == 80 { name.to_string() } else { format!("{name}:{port}") }
}

async fn home(state: State<Served>) -> Response<Body> {
    file(state, Path(String::new())).await
}

async fn file(State(served): State<Served>, Path(path): Path<String>) -> Response<Body> {
    let show = served.shows.borrow().clone();
    // Setting a PDF takes long enough to keep others waiting.
    let answer = tokio::task::spawn_blocking(move || reply::file(&show, &served.assets, &path)).await;
    answer.unwrap_or_else(|_| reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "This could not be shown."))
}

/// Answers when there is something other than `number`: once there is, while a place to wait is free; otherwise at once.
async fn news(
    State(mut served): State<Served>,
    Query(query): Query<HashMap<String, String>>,
) -> Response<Body> {
    let number: u64 = query.get("number").and_then(|number| number.parse().ok()).unwrap_or(0);
    let path = query.get("path").map(|path| path.trim_start_matches('/')).unwrap_or_default();
    // The place is free again as soon as this future is dropped: also when the page is closed.
    if let Ok(_place) = served.waiting.try_acquire() {
        let newer = served.shows.wait_for(|show| show.number != number);
        if let Ok(Err(_)) = tokio::time::timeout(WAIT, newer).await {
            return reply::plain(StatusCode::SERVICE_UNAVAILABLE, "The preview has ended.");
        }
    }
    let show = served.shows.borrow().clone();
    reply::news(&show, path)
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn a_browser_leaves_out_the_port_of_the_web_and_no_other() {
        for host in ["127.0.0.1", "localhost", "LOCALHOST"] {
            assert!(is_own(host, 80), "{host}");
            assert!(!is_own(host, 4700), "{host}");
            assert!(is_own(&format!("{host}:4700"), 4700), "{host}");
        }
        for host in ["", "handbook.example", "127.0.0.1.example", "localhost:", "localhost:81"] {
            assert!(!is_own(host, 80), "{host}");
        }
    }
}
