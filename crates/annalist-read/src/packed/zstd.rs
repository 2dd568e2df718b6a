//! zstandard: frames one after the other.

use super::growth::{Counted, Growth};
use crate::error::Reason;
use crate::limits::{Limits, ZSTD_WINDOW};
use crate::open::Stream;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufRead, BufReader, Read};

const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

pub(super) fn is(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

pub(super) fn open(input: Stream, limits: Limits) -> Stream {
    let growth = Growth::new(limits);
    let state = State::Between(growth.counted(input));
    Box::new(BufReader::with_capacity(64 << 10, Frames { state, growth }))
}

struct Frames {
    state: State,
    growth: Growth,
}

enum State {
    Between(Counted<Stream>),
    Inside(Box<StreamingDecoder<Counted<Stream>, FrameDecoder>>),
    Ended,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: &dyn std::fmt::Display| io::Error::from(Reason::Compression(error.to_string()));
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut input) => {
                    if !input.fill_buf()?.is_empty() {
                        let decoder = StreamingDecoder::new_with_max_window_size(input, ZSTD_WINDOW);
                        self.state = State::Inside(Box::new(decoder.map_err(|e| damaged(&e))?));
                    }
                }
                State::Inside(mut decoder) => match decoder.read(buffer).map_err(|e| damaged(&e))? {
                    0 if !buffer.is_empty() => self.state = State::Between(decoder.into_inner()),
                    read => {
                        self.growth.check(read)?;
                        self.state = State::Inside(decoder);
                        return Ok(read);
                    }
                },
            }
        }
    }
}
