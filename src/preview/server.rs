//! The server of the preview, for this computer alone.

use std::collections::HashMap;
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
use tokio::sync::watch;

use super::reply;
use super::show::Show;
use crate::assets::Assets;

/// An open page asks again after so long, though nothing has changed: a browser would give up later.
const WAIT: Duration = Duration::from_secs(25);

/// An address of this computer that nobody else reaches.
#[derive(Debug)]
pub struct Address {
    listener: TcpListener,
}

impl Address {
    /// Takes a port; 0 stands for any that is free.
    ///
    /// # Errors
    /// When another program has it.
    pub fn take(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener })
    }

    /// Where a browser finds it.
    ///
    /// # Errors
    /// When the system does not know.
    pub fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}/", self.listener.local_addr()?))
    }
}

#[derive(Clone)]
struct Served {
    port: u16,
    shows: watch::Receiver<Arc<Show>>,
    assets: Arc<Assets>,
}

/// Serves what `shows` holds, until its other end is gone.
///
/// # Errors
/// When the system does not let it.
pub fn listen(address: Address, shows: watch::Receiver<Arc<Show>>) -> io::Result<()> {
    let port = address.listener.local_addr()?.port();
    let served = Served { port, shows, assets: Arc::new(Assets::new(std::collections::BTreeMap::new())) };
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
/// computer, shall read nothing.
async fn guard(State(served): State<Served>, request: Request, next: Next) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = served.port;
    let known = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    if !known.iter().any(|known| host.eq_ignore_ascii_case(known)) {
        return reply::plain(StatusCode::FORBIDDEN, "This preview is for this computer alone.");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return reply::plain(StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.");
    }
    next.run(request).await
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

/// Answers once there is something newer than `number`, or after a while.
async fn news(
    State(mut served): State<Served>,
    Query(query): Query<HashMap<String, String>>,
) -> Response<Body> {
    let number: u64 = query.get("number").and_then(|number| number.parse().ok()).unwrap_or(0);
    let path = query.get("path").map(|path| path.trim_start_matches('/')).unwrap_or_default();
    let newer = served.shows.wait_for(|show| show.number > number);
    if let Ok(Err(_)) = tokio::time::timeout(WAIT, newer).await {
        return reply::plain(StatusCode::SERVICE_UNAVAILABLE, "The preview has ended.");
    }
    let show = served.shows.borrow().clone();
    reply::news(&show, path)
}
