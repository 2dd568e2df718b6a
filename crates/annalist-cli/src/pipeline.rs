//! Many reports at once, results in the order of the input, memory bounded.
//!
//! One thread reads, `threads` threads work, and the calling thread takes the results in order; where it wants no more, it
//! does not wait for the reading thread, which may wait for standard input. At most a
//! few items a worker are under way at any time, counted from the moment they are read until their result
//! is taken, so one slow report holds up the reading and not the memory.

use crate::interrupt;
use crate::output::Flow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Items under way for each worker.
const WINDOW: usize = 4;
/// How often a run that waits looks whether it is to end.
const GLANCE: Duration = Duration::from_millis(100);
/// The stack of a worker in bytes; only what deep trees need is ever touched.
const STACK: usize = 32 << 20;

/// Applies `work` to `items` on `threads` threads and hands the results to `take` in the order of `items`.
///
/// Stops early, without an error, once `take` answers [`Flow::Closed`], or the user asks for an end and nothing is
/// under way any more.
///
/// # Errors
/// The first error of `take`.
///
/// # Panics
/// If the system refuses a thread.
pub fn run<T, R, E>(
    threads: usize,
    items: impl Iterator<Item = T> + Send + 'static,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<Flow, E>,
) -> Result<(), E>
where
    T: Send + 'static,
    R: Send,
{
    let window = threads * WINDOW;
    let (ticket, tickets) = sync_channel::<()>(window);
    let (send_item, receive_item) = sync_channel::<(usize, T)>(window);
    let (send_result, results) = sync_channel::<(usize, R)>(window);
    let receive_item = Mutex::new(receive_item);
    let under_way = Arc::new(AtomicUsize::new(0));
    let counted = under_way.clone();
    let over = AtomicBool::new(false);
    std::thread::spawn(move || read(items, &ticket, &send_item, &counted));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send_result = send_result.clone();
            let worker = std::thread::Builder::new().stack_size(STACK);
            let spawned = worker.spawn_scoped(scope, || serve(&receive_item, &work, send_result, &over));
            spawned.expect("the system can start a thread");
        }
        drop(send_result);
        let outcome = in_order(&results, &tickets, &under_way, &mut take);
        // A reader that waits for us finds its channel closed and ends, and the workers see that all is over.
        over.store(true, Ordering::SeqCst);
        drop((results, tickets));
        outcome
    })
}

fn read<T>(
    items: impl Iterator<Item = T>,
    ticket: &SyncSender<()>,
    send: &SyncSender<(usize, T)>,
    under_way: &AtomicUsize,
) {
    for (i, item) in items.enumerate() {
        under_way.fetch_add(1, Ordering::SeqCst);
        if ticket.send(()).is_err() || send.send((i, item)).is_err() {
            return;
        }
    }
}

fn serve<T, R>(
    receive: &Mutex<Receiver<(usize, T)>>,
    work: &impl Fn(T) -> R,
    send: SyncSender<(usize, R)>,
    over: &AtomicBool,
) {
    loop {
        let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(GLANCE);
        match next {
            Ok((i, item)) => {
                if send.send((i, work(item))).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) if !over.load(Ordering::SeqCst) => {}
            Err(_) => return,
        }
    }
}

fn in_order<R, E>(
    results: &Receiver<(usize, R)>,
    tickets: &Receiver<()>,
    under_way: &AtomicUsize,
    take: &mut impl FnMut(R) -> Result<Flow, E>,
) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        let (i, result) = match results.recv_timeout(GLANCE) {
            Ok(found) => found,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                if interrupt::requested() && under_way.load(Ordering::SeqCst) == 0 {
                    return Ok(());
                }
                continue;
            }
        };
        early.insert(i, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            let flow = take(result)?;
            under_way.fetch_sub(1, Ordering::SeqCst);
            if flow == Flow::Closed {
                return Ok(());
            }
            // The reader may have ended already; its ticket was waiting all the same.
            let _ = tickets.recv();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn squares(threads: usize, n: u64) -> Vec<u64> {
        let mut out = Vec::new();
        let work = |i: u64| {
            // Uneven work makes results arrive out of order.
            std::thread::sleep(std::time::Duration::from_micros(i % 7 * 30));
            i * i
        };
        let taken = run(threads, 0..n, work, |r| {
            out.push(r);
            Ok::<_, Infallible>(Flow::Open)
        });
        assert_eq!(taken, Ok(()));
        out
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            assert_eq!(squares(threads, 200), (0..200).map(|i| i * i).collect::<Vec<_>>());
        }
        assert!(squares(3, 0).is_empty());
    }

    #[test]
    fn a_closed_output_ends_the_reading() {
        let read = Arc::new(AtomicUsize::new(0));
        let counted = read.clone();
        let items = (0..1_000_000).inspect(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let mut taken = 0;
        let outcome = run(
            2,
            items,
            |i| i,
            |_| {
                taken += 1;
                Ok::<_, Infallible>(if taken == 10 { Flow::Closed } else { Flow::Open })
            },
        );
        assert_eq!((outcome, taken), (Ok(()), 10));
        assert!(read.load(Ordering::Relaxed) < 100, "reading went on");
    }

    #[test]
    fn an_error_of_the_taker_ends_the_run() {
        let outcome = run(2, 0..1000, |i| i, |i| if i == 5 { Err("full") } else { Ok(Flow::Open) });
        assert_eq!(outcome, Err("full"));
    }

    #[test]
    fn few_items_are_under_way_at_once() {
        let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (counted, highest) = (under_way.clone(), most.clone());
        let items = (0..500).inspect(move |_| {
            highest.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        });
        let slow_first = |i: usize| {
            if i == 0 {
                std::thread::sleep(std::time::Duration::from_millis(30));
            }
            i
        };
        let outcome = run(2, items, slow_first, |_| {
            under_way.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, Infallible>(Flow::Open)
        });
        assert_eq!(outcome, Ok(()));
        assert!(most.load(Ordering::SeqCst) <= 2 * WINDOW + 2, "{most:?}");
    }
}
