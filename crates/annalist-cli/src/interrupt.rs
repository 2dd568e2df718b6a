//! Ctrl-C: the first asks the run to end after the reports under way, the second ends the program at once.

use std::sync::Once;
use std::sync::atomic::{AtomicU8, Ordering};

/// The exit code of a run that was broken off: 128 and the number of the signal, as shells have it.
pub const EXIT_CODE: u8 = 130;

static ASKED: AtomicU8 = AtomicU8::new(0);

/// Whether the run is to end.
pub fn requested() -> bool {
    ASKED.load(Ordering::Relaxed) > 0
}

/// Listens from now on.
pub fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        // Where no handler can be set, a signal ends the program as it always did.
        let _ = ctrlc::set_handler(|| {
            if ASKED.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(i32::from(EXIT_CODE));
            }
        });
    });
}
