//! A defect in one report must not stop the others: panics are caught, and told as that report's problem.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

thread_local! {
    /// What the panic under way on this thread said; `None` outside [`guarded`].
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics inside [`guarded`] silent and leaves all others as they were.
pub fn install() {
    let usual = take_hook();
    set_hook(Box::new(move |info| {
        let caught = SAID.with(|said| {
            let mut said = said.borrow_mut();
            if let Some(words) = said.as_mut() {
                let payload = info.payload();
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
                let at = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
                *words = format!("{text}{at}");
            }
            said.is_some()
        });
        if !caught {
            usual(info);
        }
    }));
}

/// What `work` returns, or what it panicked with.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    SAID.set(Some(String::new()));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    let said = SAID.take().unwrap_or_default();
    outcome.map_err(|_| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message_and_the_next_call_is_clean() {
        install();
        let message = guarded(|| -> u8 { panic!("no head for token {}", 7) }).unwrap_err();
        assert!(message.starts_with("no head for token 7 (") && message.contains("guard.rs:"), "{message}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
