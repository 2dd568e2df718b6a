//! gzip of any number of members, one after the other. A damaged member ends in an error, after which reading goes on
//! with the next: a WARC has a member a record, and loses no more than that one.

use super::growth::{Counted, Growth};
use crate::error::Reason;
use crate::limits::Limits;
use crate::open::Stream;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The start of a member: the mark and deflate, the only method there is.
const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];

pub(super) fn is(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

pub(super) fn open(input: Stream, limits: Limits) -> Stream {
    let growth = Growth::new(limits);
    let state = State::Between(growth.counted(input));
    Box::new(BufReader::with_capacity(64 << 10, Members { state, growth }))
}

struct Members {
    state: State,
    growth: Growth,
}

enum State {
    Between(Counted<Stream>),
    Inside(Box<GzDecoder<Counted<Stream>>>),
    Ended,
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut input) => {
                    if next_member(&mut input)? {
                        self.state = State::Inside(Box::new(GzDecoder::new(input)));
                    }
                }
                State::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.state = State::Between(decoder.into_inner()),
                    Ok(read) => {
                        self.growth.check(read)?;
                        self.state = State::Inside(decoder);
                        return Ok(read);
                    }
                    Err(error) => {
                        self.state = State::Between(decoder.into_inner());
                        return Err(Reason::Compression(error.to_string()).into());
                    }
                },
            }
        }
    }
}

/// Goes to the start of the next member, past padding and damage; false at the end.
fn next_member(input: &mut Counted<Stream>) -> io::Result<bool> {
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(false);
        }
        let at = available.iter().position(|b| *b == MAGIC[0]).unwrap_or(available.len());
        input.consume(at);
        if input.fill_buf()?.first() == Some(&MAGIC[0]) {
            // The mark may lie across two buffers, so it is taken out and put back.
            let mut head = Vec::new();
            input.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head)?;
            if is(&head) {
                input.put_back(head);
                return Ok(true);
            }
            input.put_back(head.split_off(1));
        }
    }
}
