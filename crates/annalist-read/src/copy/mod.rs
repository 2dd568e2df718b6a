//! Plain text: agency copy as pasted.

use crate::error::Reason;
use annalist_core::Report;

/// Reads one report.
///
/// # Errors
/// [`Reason::NoBody`] where only headers are found.
pub(crate) fn report(text: &str) -> Result<Report, Reason> {
    Ok(Report { text: text.trim().to_owned(), ..Report::default() })
}
