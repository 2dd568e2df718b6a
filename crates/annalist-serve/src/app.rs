//! The server: what requests share, the routes, and running them.

use crate::annals::Annals;
use crate::gate::{self, Gate};
use crate::problem::Problem;
use crate::{api, page};
use annalist_store::Store;
use annalist_store::query::Index;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use std::collections::hash_map::RandomState;
use std::future::Future;
use std::hash::BuildHasher;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// The most bytes of a body.
pub const LONGEST_BODY: usize = 4 << 20;
/// How long a body may take between two pieces.
const BODY_PATIENCE: Duration = Duration::from_secs(15);
/// How long a question may wait for its turn.
const QUEUE_PATIENCE: Duration = Duration::from_secs(60);
/// How often the store is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_secs(1);
/// How many downloads are written at once.
const DOWNLOADS: usize = 8;
/// How many may listen to the stream of new events at once.
const LISTENERS: usize = 64;

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on `{address}`: {why}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        why: std::io::Error,
    },
    /// The connection broke.
    #[error("cannot go on serving: {0}")]
    Broken(#[from] std::io::Error),
}

/// Where the store stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// At this revision.
    Revision(i64),
    /// The server is closing.
    Closing,
}

/// What requests share.
#[derive(Clone)]
pub struct Served(Arc<Shared>);

struct Shared {
    annals: Annals,
    gate: Gate,
    /// How many questions are answered at once; the others wait.
    readers: Semaphore,
    /// How many reports are coded at once.
    coders: Semaphore,
    /// How many downloads are written at once; a slow reader must not keep others from asking.
    downloads: Semaphore,
    listeners: Arc<Semaphore>,
    news: watch::Sender<News>,
    /// A word for this run, so that no answer of another run is taken for one of this.
    run: String,
}

impl Served {
    /// Serves `annals` behind `gate`.
    pub fn new(annals: Annals, gate: Gate) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let revision = annals.revision().unwrap_or(0);
        Served(Arc::new(Shared {
            annals,
            gate,
            readers: Semaphore::new(2 * cores),
            coders: Semaphore::new(cores),
            downloads: Semaphore::new(DOWNLOADS),
            listeners: Arc::new(Semaphore::new(LISTENERS)),
            news: watch::Sender::new(News::Revision(revision)),
            run: format!("{:x}", RandomState::new().hash_one(0)),
        }))
    }

    pub(crate) fn annals(&self) -> &Annals {
        &self.0.annals
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    pub(crate) fn news(&self) -> watch::Receiver<News> {
        self.0.news.subscribe()
    }

    pub(crate) fn listeners(&self) -> Arc<Semaphore> {
        self.0.listeners.clone()
    }

    /// Asks the store.
    ///
    /// # Errors
    /// A problem where it cannot answer, or has not in time.
    pub(crate) async fn ask<T, Q>(&self, question: Q) -> Result<T, Problem>
    where
        T: Send + 'static,
        Q: FnOnce(&Store, &Index) -> Result<T, Problem> + Send + 'static,
    {
        let served = self.clone();
        self.work(&self.0.readers, move || served.annals().ask(|store, index| Ok(question(store, index)))?)
            .await
    }

    /// Reads the store for as long as somebody takes what is read.
    ///
    /// # Errors
    /// A problem where it cannot be read, or too many do so already.
    pub(crate) async fn download<Q>(&self, question: Q) -> Result<(), Problem>
    where
        Q: FnOnce(&Store) -> Result<(), Problem> + Send + 'static,
    {
        let served = self.clone();
        let read = move || served.annals().ask(|store, _| Ok(question(store)))?;
        self.work(&self.0.downloads, read).await
    }

    /// Works on a report or writes.
    ///
    /// # Errors
    /// A problem where the work has one, or has not begun in time.
    pub(crate) async fn code<T, W>(&self, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce(&Annals) -> Result<T, Problem> + Send + 'static,
    {
        let served = self.clone();
        let done = self.work(&self.0.coders, move || work(served.annals())).await;
        self.look();
        done
    }

    async fn work<T: Send + 'static>(
        &self,
        turns: &Semaphore,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy =
            || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many questions at once; ask again later");
        let turn = tokio::time::timeout(QUEUE_PATIENCE, turns.acquire()).await;
        let _turn = turn.map_err(|_| busy())?.map_err(|_| busy())?;
        let failed = |_| {
            let detail = "this is a defect of annalist; please report what was asked";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
        };
        tokio::task::spawn_blocking(work).await.map_err(failed)?
    }

    /// What changes with everything that an answer may depend on.
    pub(crate) async fn tag(&self) -> Result<String, Problem> {
        let revision = self.ask(|store, _| Ok(store.revision()?)).await?;
        Ok(format!("\"{}-{revision}\"", self.0.run))
    }

    /// Looks for what was written and tells those who listen.
    fn look(&self) {
        let Ok(revision) = self.0.annals.revision() else { return };
        self.0.news.send_if_modified(|news| {
            let changed = matches!(news, News::Revision(known) if *known < revision);
            if changed {
                *news = News::Revision(revision);
            }
            changed
        });
    }

    /// Looks again and again, until the server closes.
    async fn watch(self) {
        loop {
            tokio::time::sleep(LOOK).await;
            let served = self.clone();
            if tokio::task::spawn_blocking(move || served.look()).await.is_err() {
                return;
            }
        }
    }
}

/// The page and the API.
pub fn router(served: Served) -> Router {
    Router::new()
        .merge(page::routes())
        .nest("/api/v1", api::routes())
        .method_not_allowed_fallback(page::not_allowed)
        .fallback(page::not_found)
        .layer(axum::middleware::from_fn_with_state(served.clone(), gate::fresh))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_PATIENCE))
        .layer(axum::middleware::from_fn_with_state(served.clone(), gate::guard))
        .with_state(served)
}

/// Serves `annals` on `address` until `end`; `ready` is told the address listened on.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn serve(
    annals: Annals,
    gate: Gate,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let cannot = |why| ServeError::Listen { address, why };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let served = Served::new(annals, gate.listening_on(address));
    let closing = served.clone();
    let watch = tokio::spawn(served.clone().watch());
    let app = router(served).into_make_service_with_connect_info::<SocketAddr>();
    ready(address);
    let end = async move {
        end.await;
        closing.0.news.send_replace(News::Closing);
    };
    axum::serve(listener, app).with_graceful_shutdown(end).await?;
    watch.abort();
    Ok(())
}
