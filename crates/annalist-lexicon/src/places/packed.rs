//! Reads `gazetteer.bin` in place. Damaged or missing bytes give no entries, never a panic.

use super::{Entry, Feature};
use annalist_core::CountryCode;

const MAGIC: &[u8; 8] = b"ANPLACE1";
const SECTIONS: usize = 6;
const DIVISION: usize = 6;
const PLACE: usize = 16;
/// Keys in a block; the first of each is written whole.
const BLOCK: usize = 16;
/// The most bytes that a key is written to share with the one before, be it more.
const SHARED: usize = 15;
const NUMBER: u32 = (1 << 21) - 1;
const ALTERNATE: u32 = 1 << 21;
const COMMON: u32 = 1 << 22;
const LIST: u32 = 1 << 23;

/// The sections of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// The first block of each bucket of keys.
    starts: Box<[u32]>,
    divisions: &'static [u8],
    places: &'static [u8],
    lists: &'static [u8],
    blocks: &'static [u8],
    keys: &'static [u8],
    strings: &'static [u8],
}

impl Packed {
    pub(super) fn new(file: &'static [u8]) -> Packed {
        let mut packed = Packed::split(file).unwrap_or_default();
        packed.starts = packed.starts().unwrap_or_default();
        packed
    }

    fn split(file: &'static [u8]) -> Option<Packed> {
        let mut rest = file.strip_prefix(MAGIC)?;
        let (sizes, body) = rest.split_at_checked(4 * SECTIONS)?;
        rest = body;
        let mut sections = [&[][..]; SECTIONS];
        for (i, section) in sections.iter_mut().enumerate() {
            (*section, rest) = rest.split_at_checked(number(sizes, 4 * i, 4)? as usize)?;
        }
        let [divisions, places, lists, blocks, keys, strings] = sections;
        Some(Packed { starts: Box::default(), divisions, places, lists, blocks, keys, strings })
    }

    pub(super) fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// The places named `key`, the more populous first, those of which it is another name last.
    pub(super) fn lookup(&self, key: &str) -> impl Iterator<Item = Entry> + use<'_> {
        let value = self.find(key.as_bytes());
        let (at, count) = match value {
            None => (0, 0),
            Some(value) if value & LIST == 0 => (0, 1),
            Some(value) => {
                let at = (value & NUMBER) as usize;
                (at + 1, usize::from(self.lists.get(at).copied().unwrap_or(0)))
            }
        };
        (0..count).filter_map(move |i| {
            let value = value.filter(|v| v & LIST == 0).or_else(|| number(self.lists, at + 3 * i, 3))?;
            Some(self.entry(value & NUMBER, value & ALTERNATE != 0))
        })
    }

    pub(super) fn is_common_word(&self, key: &str) -> bool {
        self.find(key.as_bytes()).is_some_and(|value| value & COMMON != 0)
    }

    /// Place number `i`.
    pub(super) fn entry(&self, i: u32, alternate: bool) -> Entry {
        let at = i as usize * PLACE;
        let part = |from: usize, bytes: usize| number(self.places, at + from, bytes).unwrap_or(0);
        let division = part(11, 2) as usize * DIVISION;
        let country = self.divisions.get(division..division + 3).and_then(|c| std::str::from_utf8(c).ok());
        let admin1 = number(self.divisions, division + 3, 3).unwrap_or(0);
        Entry {
            name: self.string(part(13, 3)),
            feature: [Feature::City, Feature::Capital, Feature::Province, Feature::District]
                [part(10, 1) as usize & 3],
            country: country.and_then(CountryCode::from_code),
            admin1: self.string(admin1),
            lat: scaled(part(3, 3), 180.0),
            lon: scaled(part(6, 3), 360.0),
            population: (f64::from(part(9, 1)) / 10.0).exp2() - 1.0,
            geonames: Some(part(0, 3)).filter(|&id| id != 0),
            alternate,
            curated: false,
        }
    }

    fn string(&self, at: u32) -> &'static str {
        let at = at as usize;
        let size = usize::from(self.strings.get(at).copied().unwrap_or(0));
        let bytes = self.strings.get(at + 1..at + 1 + size).unwrap_or(&[]);
        std::str::from_utf8(bytes).unwrap_or("")
    }

    /// The value of `key`: a binary search among the blocks that its first two bytes leave, and a scan of one.
    fn find(&self, key: &[u8]) -> Option<u32> {
        let bucket = bucket(key);
        let (mut low, mut high) = match self.starts.get(bucket..bucket + 2) {
            // The block before may end with such keys.
            Some(&[low, high]) => (low.saturating_sub(1) as usize, high as usize),
            _ => (0, self.blocks.len() / 4),
        };
        while low < high {
            let middle = (low + high) / 2;
            if next(self.block(middle)?)?.suffix <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.scan(low.checked_sub(1)?, key)
    }

    /// Where the keys of a block begin.
    fn block(&self, block: usize) -> Option<&'static [u8]> {
        self.keys.get(number(self.blocks, 4 * block, 4)? as usize..)
    }

    /// The value of `key` in a block. `same` is how many bytes `key` and the last key read, which comes before it, share.
    fn scan(&self, block: usize, key: &[u8]) -> Option<u32> {
        let (mut rest, mut same) = (self.block(block)?, 0);
        for _ in 0..BLOCK {
            let Key { shared, suffix, value, after } = next(rest)?;
            if shared < same && shared < SHARED {
                return None;
            }
            if shared <= same {
                same = shared;
                let wanted = &key[same..];
                let common = suffix.iter().zip(wanted).take_while(|(a, b)| a == b).count();
                same += common;
                match (suffix.get(common), wanted.get(common)) {
                    (None, None) => return Some(value),
                    (Some(_), None) => return None,
                    (Some(there), Some(here)) if there > here => return None,
                    _ => {}
                }
            }
            rest = after;
        }
        None
    }

    /// The first block whose first key is of each bucket or a later one, and the number of blocks.
    fn starts(&self) -> Option<Box<[u32]>> {
        let blocks = self.blocks.len() / 4;
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        for block in 0..blocks {
            let first = next(self.block(block)?)?;
            starts.resize(starts.len().max(bucket(first.suffix) + 1), block as u32);
        }
        starts.resize(BUCKETS + 1, blocks as u32);
        Some(starts.into())
    }
}

/// How many second bytes a bucket tells apart, and how many buckets there are.
const SECONDS: usize = 128;
const BUCKETS: usize = 256 * SECONDS;

/// Keys by their first two bytes, in their order; second bytes outside of ASCII are one.
fn bucket(key: &[u8]) -> usize {
    let byte = |i: usize| key.get(i).map_or(0, |&b| usize::from(b));
    byte(0) * SECONDS + byte(1).min(SECONDS - 1)
}

/// One key of a block as it is written.
struct Key {
    /// How many bytes it shares with the key before.
    shared: usize,
    /// Its other bytes.
    suffix: &'static [u8],
    value: u32,
    /// What follows it.
    after: &'static [u8],
}

/// The key that `rest` begins with.
fn next(rest: &'static [u8]) -> Option<Key> {
    let (&head, mut rest) = rest.split_first()?;
    let mut size = usize::from(head & 15);
    if size == 15 {
        let (&long, after) = rest.split_first()?;
        (size, rest) = (usize::from(long), after);
    }
    let (suffix, rest) = rest.split_at_checked(size)?;
    Some(Key { shared: usize::from(head >> 4), suffix, value: number(rest, 0, 3)?, after: rest.get(3..)? })
}

/// The little-endian number in `bytes` bytes at `at`.
fn number(section: &[u8], at: usize, bytes: usize) -> Option<u32> {
    let part = section.get(at..at + bytes)?;
    Some(part.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte)))
}

fn scaled(value: u32, span: f64) -> f64 {
    let degrees = f64::from(value) / f64::from((1u32 << 24) - 1) * span - span / 2.0;
    (degrees * 1e5).round() / 1e5
}
