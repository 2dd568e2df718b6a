//! A limit on how much larger than its compressed form an input may grow.

use crate::error::Reason;
use crate::limits::{Limits, UNPACKED_FREE_BYTES};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Compares what went into a decompressor with what came out.
#[derive(Clone)]
pub(crate) struct Growth {
    taken: Arc<AtomicU64>,
    given: u64,
    limits: Limits,
}

impl Growth {
    pub(crate) fn new(limits: Limits) -> Self {
        Growth { taken: Arc::default(), given: 0, limits }
    }

    /// `input`, its consumed bytes counted.
    pub(crate) fn counted<R>(&self, input: R) -> Counted<R> {
        Counted { inner: input, back: Vec::new(), taken: self.taken.clone() }
    }

    /// Counts `given` bytes more that came out.
    ///
    /// # Errors
    /// [`Reason::Bomb`] past the limit.
    pub(crate) fn check(&mut self, given: usize) -> io::Result<()> {
        self.given += given as u64;
        let taken = self.taken.load(Ordering::Relaxed).max(1);
        if self.given > UNPACKED_FREE_BYTES && self.given / taken > self.limits.ratio {
            return Err(Reason::Bomb(self.limits.ratio).into());
        }
        Ok(())
    }
}

/// Counts the compressed bytes consumed.
pub(crate) struct Counted<R> {
    inner: R,
    /// Bytes put back, which are read before all others.
    back: Vec<u8>,
    taken: Arc<AtomicU64>,
}

impl<R: BufRead> Counted<R> {
    /// Puts `bytes` that were read before what is still to be read.
    pub(crate) fn put_back(&mut self, bytes: Vec<u8>) {
        self.taken.fetch_sub(bytes.len() as u64, Ordering::Relaxed);
        self.back.splice(0..0, bytes);
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.back.is_empty() { self.inner.fill_buf() } else { Ok(&self.back) }
    }

    fn consume(&mut self, amount: usize) {
        self.taken.fetch_add(amount as u64, Ordering::Relaxed);
        if self.back.is_empty() {
            self.inner.consume(amount);
        } else {
            self.back.drain(..amount);
        }
    }
}
