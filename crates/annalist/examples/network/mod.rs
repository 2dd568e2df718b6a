//! What the network of events learns from, as arrays that `training/events/network.py` reads.

use crate::{Failure, PartRow, Sample, WordRow};
use annalist::extract::events::judge::network::COLUMNS;
use annalist::extract::events::judge::traits::{SIZES, Seen, Words};
use annalist::extract::events::judge::{KINDS, PARTS};
use serde_json::json;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What is known of a token that may play a part: nothing may be asked of it, or it is left open, or a bit for each part.
const NO_CANDIDATE: i8 = -2;
const OPEN: i8 = -1;

/// Writes the examples of `samples` below `folder`:
///
/// | file | a row of 32-bit integers, little-endian |
/// | --- | --- |
/// | `sequences` | one for each draft: text, set, first row of `states`, tokens, the draft's word among them, label or −1, weight in thousandths, bits of the parts that are known (8: no part is asked for), bits of the parts that nobody plays, weight of the parts |
/// | `traits` | one for each token of each sequence, of 16-bit integers |
/// | `plays` | a byte for each of these: −2 no candidate, −1 open, else bits of the parts it plays |
/// | `states` | a row of bytes for each token of each text |
pub fn write(folder: &Path, samples: &[Sample], rows: &[(&[WordRow], &[PartRow])]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    let create = |name: &str| std::fs::File::create(folder.join(name)).map(BufWriter::new);
    let (mut sequences, mut traits) = (create("sequences")?, create("traits")?);
    let (mut plays, mut states) = (create("plays")?, create("states")?);
    let (mut first, mut width) = (0usize, 0);
    for (sample, (words, parts)) in samples.iter().zip(rows) {
        let document = &sample.coded.document;
        let scene = sample.coded.scene();
        let seen_words = Words::new(&scene);
        for (d, draft) in sample.drafts.iter().enumerate() {
            let word = words.iter().find(|w| w.draft == d);
            let part = parts.iter().find(|p| p.draft == d);
            if word.is_none() && part.is_none() {
                continue;
            }
            let seen = Seen::new(&scene, &seen_words, draft);
            let label = word.map_or(-1, |w| w.label as i32);
            let (known, nobody) = part.map_or((8, 0), known);
            let row = [
                sample.number as i32,
                sample.set as i32,
                (first + seen.window.start) as i32,
                seen.window.len() as i32,
                (draft.happening.head - seen.window.start) as i32,
                label,
                word.map_or(0, |w| (w.weight * 1000.0) as i32),
                known,
                nobody,
                part.map_or(0, |p| (p.weight * 1000.0) as i32),
            ];
            for value in row {
                sequences.write_all(&value.to_le_bytes())?;
            }
            for i in seen.window.clone() {
                for value in seen.of(i) {
                    traits.write_all(&(value as u16).to_le_bytes())?;
                }
            }
            let of: Vec<u8> = seen.window.clone().map(|i| played(part, i).cast_unsigned()).collect();
            plays.write_all(&of)?;
        }
        for i in 0..document.tokens.len() {
            let state = document.state(i);
            width = state.len();
            states.write_all(&state.iter().map(|s| s.cast_unsigned()).collect::<Vec<u8>>())?;
        }
        first += document.tokens.len();
    }
    let about = json!({"width": width, "sizes": SIZES, "kinds": KINDS, "parts": PARTS, "columns": COLUMNS});
    std::fs::write(folder.join("about.json"), about.to_string())?;
    Ok(())
}

/// The parts of which it is known who plays them, and those that nobody plays.
fn known(part: &PartRow) -> (i32, i32) {
    let bits = |set: [bool; PARTS]| set.iter().enumerate().map(|(k, s)| i32::from(*s) << k).sum();
    let nobody = part.phrases.last().and_then(|(_, plays)| *plays).unwrap_or_default();
    (bits(part.known), bits(nobody))
}

fn played(part: Option<&PartRow>, i: usize) -> i8 {
    let Some(at) = part.and_then(|p| p.heads.iter().position(|h| *h == i)) else { return NO_CANDIDATE };
    match part.and_then(|p| p.phrases[at].1) {
        None => OPEN,
        Some(plays) => plays.iter().enumerate().map(|(k, s)| i8::from(*s) << k).sum(),
    }
}
