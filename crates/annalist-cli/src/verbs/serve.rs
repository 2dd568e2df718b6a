//! `annalist serve`: a store on a web page and as an API.

use super::{coded, record};
use crate::args::ServeArgs;
use crate::lexicons::{self, Loaded};
use annalist::guard::guarded;
use annalist::read::{Format, Options, dates, read_bytes};
use annalist_core::Report;
use annalist_serve::{Annals, Coded, Coder, Gate, Posted};
use annalist_shape::select::Selection;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// The shortest token that is taken.
const SHORTEST: usize = 16;

/// Serves until Ctrl-C.
pub fn run(args: &ServeArgs) -> Result<ExitCode> {
    until(args, async {
        // Where no signal can be waited for, a signal ends the program as it always did.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Serves until `end`.
///
/// # Errors
/// If the store cannot be opened or the address not be listened on.
pub fn until(args: &ServeArgs, end: impl Future<Output = ()> + Send + 'static) -> Result<ExitCode> {
    let gate = Gate::new(token(args)?);
    let lexicon = lexicons::load(&args.coding.own)?;
    let code = lexicon.exit_code(ExitCode::SUCCESS);
    let coder = coder(args, lexicon);
    let annals = match &args.store {
        Some(path) => Annals::open(path, !args.read_only, coder).with_context(|| cannot_open(path))?,
        None => Annals::in_memory(coder).context("cannot make a store in memory")?,
    };
    let address = SocketAddr::new(args.listen, args.port);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ready = |address: SocketAddr| {
        eprintln!("the annals are at http://{address}/ (Ctrl-C ends)");
        if args.open {
            browse(&format!("http://{address}/"));
        }
    };
    runtime.block_on(annalist_serve::serve(annals, gate, address, ready, end))?;
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    Ok(code)
}

fn cannot_open(path: &Path) -> String {
    format!("cannot open the store `{}`", path.display())
}

/// The token of `--token-file`, without which nobody beyond this machine is answered.
fn token(args: &ServeArgs) -> Result<Option<String>> {
    let Some(path) = &args.token_file else {
        if args.listen.is_loopback() {
            return Ok(None);
        }
        bail!(
            "`--listen {}` lets others ask: give `--token-file FILE` with a token of at least {SHORTEST} characters",
            args.listen
        );
    };
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the token `{shown}`"))?;
    let token = text.trim();
    if token.len() < SHORTEST || !token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+".contains(&b)) {
        bail!(
            "cannot use the token `{shown}`: expected at least {SHORTEST} letters, digits and -._~+ on one line"
        );
    }
    Ok(Some(token.to_owned()))
}

/// What codes a report that somebody posts.
fn coder(args: &ServeArgs, lexicon: Loaded) -> Coder {
    let selection = Selection::new(Vec::new(), Vec::new(), args.coding.min_confidence);
    let name = record::coder(&lexicon.known.version, args.coding.min_confidence, args.coding.unnamed);
    let unnamed = args.coding.unnamed;
    Box::new(move |posted| {
        let work = || {
            let report = report(posted)?;
            let coded = coded(report, &lexicon.known, unnamed);
            annalist_shape::lines(&coded, &selection).map_err(|why| why.to_string())
        };
        let done = guarded(work).map_err(|panic| {
            format!("the report cannot be coded: {panic}; this is a defect of annalist, please report it with the text")
        });
        let (report, records, statements) = done??;
        Ok(Coded { report, records, statements, coder: name.clone() })
    })
}

/// The report in what was posted.
fn report(posted: Posted) -> Result<Report, String> {
    let format = match posted.kind {
        "html" => Format::Html,
        "json" => Format::Json,
        _ => Format::Text,
    };
    let published = posted.published.as_deref().map(|text| {
        dates::parse(text)
            .ok_or_else(|| format!("expected a date such as 2013-01-11 in `published`, found `{text}`"))
    });
    let options = Options { format: Some(format), published: published.transpose()?, ..Options::default() };
    let mut found = read_bytes("report", posted.body, &options);
    let mut report = found.next().ok_or("there is no report in it")?.map_err(|error| error.to_string())?;
    if found.next().is_some() {
        return Err(
            "expected one report, found several; `annalist record` takes as many as there are".to_owned()
        );
    }
    report.headline = report.headline.or(posted.headline);
    report.publisher = report.publisher.or(posted.publisher);
    report.url = report.url.or(posted.url);
    Ok(report)
}

/// Opens `address` in the browser, where there is one.
fn browse(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opened = Command::new(opener).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.is_err() {
        eprintln!("note: no browser could be opened; go to the address yourself");
    }
}
