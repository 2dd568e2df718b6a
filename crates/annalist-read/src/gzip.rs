//! Transparent decompression with a limit on growth.

use crate::error::Reason;
use crate::limits::{GZIP_FREE_BYTES, Limits};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// The input as it is, or decompressed where it starts as a gzip stream does.
///
/// # Errors
/// When the first bytes cannot be read.
pub(crate) fn open<R: BufRead + Send + 'static>(
    mut input: R,
    limits: Limits,
) -> io::Result<Box<dyn BufRead + Send>> {
    if !input.fill_buf()?.starts_with(&MAGIC) {
        return Ok(Box::new(input));
    }
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: input, taken: taken.clone() };
    let decoder = MultiGzDecoder::new(counted);
    Ok(Box::new(BufReader::with_capacity(64 << 10, Guarded { decoder, taken, given: 0, limits })))
}

/// Counts the compressed bytes consumed.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken.fetch_add(amount as u64, Ordering::Relaxed);
        self.inner.consume(amount);
    }
}

/// Stops a stream that grows beyond what text can, and names damage.
struct Guarded<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    taken: Arc<AtomicU64>,
    given: u64,
    limits: Limits,
}

impl<R: BufRead> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer).map_err(|e| Reason::Compression(e.to_string()))?;
        self.given += read as u64;
        let taken = self.taken.load(Ordering::Relaxed).max(1);
        if self.given > GZIP_FREE_BYTES && self.given / taken > self.limits.gzip_ratio {
            return Err(Reason::Bomb(self.limits.gzip_ratio).into());
        }
        Ok(read)
    }
}
