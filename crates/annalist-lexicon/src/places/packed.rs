//! Reads `gazetteer.bin` in place. Damaged or missing bytes give no entries, never a panic.

use super::{Entry, Feature};
use annalist_core::CountryCode;
use std::cmp::Ordering;

const MAGIC: &[u8; 8] = b"ANPLACE1";
const SECTIONS: usize = 6;
const DIVISION: usize = 6;
const PLACE: usize = 16;
/// Keys in a block; the first of each is written whole.
const BLOCK: usize = 16;
const NUMBER: u32 = (1 << 21) - 1;
const ALTERNATE: u32 = 1 << 21;
const COMMON: u32 = 1 << 22;
const LIST: u32 = 1 << 23;

/// The sections of the file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Packed {
    divisions: &'static [u8],
    places: &'static [u8],
    lists: &'static [u8],
    blocks: &'static [u8],
    keys: &'static [u8],
    strings: &'static [u8],
}

impl Packed {
    pub(super) fn new(file: &'static [u8]) -> Packed {
        Packed::split(file).unwrap_or_default()
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
        Some(Packed { divisions, places, lists, blocks, keys, strings })
    }

    pub(super) fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// The places named `key`, the more populous first, those of which it is another name last.
    pub(super) fn lookup(&self, key: &str) -> impl Iterator<Item = Entry> + use<> {
        let this = *self;
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
            let value = value.filter(|v| v & LIST == 0).or_else(|| number(this.lists, at + 3 * i, 3))?;
            Some(this.entry(value & NUMBER, value & ALTERNATE != 0))
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

    /// The value of `key`, by binary search over the blocks and a scan of one.
    fn find(&self, key: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.blocks.len() / 4);
        while low < high {
            let middle = (low + high) / 2;
            let mut first = Cursor::new(self, middle)?;
            match first.next()?.0.cmp(key) {
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(first.value),
                Ordering::Less => low = middle + 1,
            }
        }
        let mut cursor = Cursor::new(self, low.checked_sub(1)?)?;
        for _ in 0..BLOCK {
            let (found, value) = cursor.next()?;
            match found.cmp(key) {
                Ordering::Less => {}
                Ordering::Equal => return Some(value),
                Ordering::Greater => return None,
            }
        }
        None
    }
}

/// Walks the keys of one block.
struct Cursor {
    rest: &'static [u8],
    key: [u8; 256],
    len: usize,
    value: u32,
}

impl Cursor {
    fn new(packed: &Packed, block: usize) -> Option<Cursor> {
        let start = number(packed.blocks, 4 * block, 4)? as usize;
        Some(Cursor { rest: packed.keys.get(start..)?, key: [0; 256], len: 0, value: 0 })
    }

    /// The next key and its value.
    fn next(&mut self) -> Option<(&[u8], u32)> {
        let (&head, mut rest) = self.rest.split_first()?;
        let shared = usize::from(head >> 4);
        let mut size = usize::from(head & 15);
        if size == 15 {
            let (&long, after) = rest.split_first()?;
            (size, rest) = (usize::from(long), after);
        }
        let (suffix, rest) = rest.split_at_checked(size)?;
        self.key.get_mut(shared..shared + size)?.copy_from_slice(suffix);
        self.len = shared + size;
        self.value = number(rest, 0, 3)?;
        self.rest = rest.get(3..)?;
        Some((&self.key[..self.len], self.value))
    }
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
