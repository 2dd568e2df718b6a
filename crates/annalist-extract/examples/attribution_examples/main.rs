//! Writes annotated reports as arrays that `training/attribution` learns from.
//!
//!     cargo run --release -p annalist-extract --example attribution_examples -- TRAIN.jsonl FOLDER

mod gold;
mod prepared;

use annalist_extract::attributions::cue::Cue;
use annalist_extract::attributions::labels::{CUES, Labels, ROLES};
use annalist_extract::attributions::{grammar, traits};
use prepared::Prepared;
use serde_json::json;
use std::io::{BufWriter, Write};
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

/// Labelled sequences of one task, as flat arrays.
#[derive(Default)]
struct Task {
    /// The token itself and the other one, as rows of states.
    tokens: Vec<[u32; 2]>,
    traits: Vec<u16>,
    labels: Vec<u8>,
    ends: Vec<u32>,
}

impl Task {
    fn add(&mut self, tokens: [usize; 2], traits: &[u32], sizes: &[usize], label: u8) {
        self.tokens.push(tokens.map(|t| t as u32));
        let mut first = 0;
        for (k, (value, size)) in traits.iter().zip(sizes).enumerate() {
            assert!((*value as usize) < *size, "trait {k} is {value}");
            self.traits.push((first + *value as usize) as u16);
            first += size;
        }
        self.labels.push(label);
    }

    fn end(&mut self) {
        if self.ends.last().map_or(0, |e| *e as usize) < self.labels.len() {
            self.ends.push(self.labels.len() as u32);
        }
    }

    fn write(&self, folder: &Path, name: &str) -> Result<(), Failure> {
        let file =
            |part: &str| std::fs::File::create(folder.join(format!("{name}.{part}"))).map(BufWriter::new);
        let words = |part: &str, values: &mut dyn Iterator<Item = u32>| -> Result<(), Failure> {
            let mut out = file(part)?;
            for value in values {
                out.write_all(&value.to_le_bytes())?;
            }
            Ok(out.flush()?)
        };
        words("tokens", &mut self.tokens.iter().flatten().copied())?;
        words("traits", &mut self.traits.iter().map(|t| u32::from(*t)))?;
        words("labels", &mut self.labels.iter().map(|l| u32::from(*l)))?;
        words("ends", &mut self.ends.iter().copied())
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("expected the file of annotated reports")?;
    let folder = arguments.next().ok_or("expected the folder to write")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let (mut cues, mut roles) = (Task::default(), Task::default());
    let (mut first, mut width) = (0, 0);
    let mut states = BufWriter::new(std::fs::File::create(folder.join("states"))?);
    for report in prepared::read(&data)? {
        add(&report, first, &mut cues, &mut roles);
        let tokens = report.document.tokens.len();
        width = report.document.states.len() / tokens.max(1);
        report.document.states.iter().try_for_each(|s| states.write_all(&[s.cast_unsigned()]))?;
        first += tokens;
    }
    states.flush()?;
    cues.write(folder, "cues")?;
    roles.write(folder, "roles")?;
    let task = |labels: &Labels, sizes: &[usize]| json!({ "labels": labels.count, "forbidden": labels.forbidden(), "sizes": sizes, "firsts": labels.firsts });
    let about = json!({
        "width": width,
        "cues": task(&CUES, &traits::CUE_SIZES),
        "roles": task(&ROLES, &traits::ROLE_SIZES),
    });
    std::fs::write(folder.join("about.json"), about.to_string())?;
    Ok(())
}

/// Adds one report's examples; `first` is the number of its first token among the states.
fn add(report: &Prepared, first: usize, cues: &mut Task, roles: &mut Task) {
    let view = report.view();
    let class = &report.class;
    let relations = gold::relations(&view, &report.row);
    let labels = gold::cue_labels(&view, &relations);
    for sentence in &report.document.sentences {
        for i in sentence.tokens.clone() {
            let (other, _) = grammar::seen_from(&view, i);
            let small = traits::of_cue(&view, i, class);
            cues.add([first + i, first + other], &small, &traits::CUE_SIZES, labels[i]);
        }
        cues.end();
    }
    let is_cue: Vec<bool> = labels.iter().map(|&l| l > 0).collect();
    for relation in &relations {
        let cue = Cue::new(&view, &relation.cue, class);
        let window = cue.window(&view);
        let labels = gold::role_labels(relation, &window);
        for (i, label) in window.zip(labels) {
            let small = traits::of_role(&view, &cue, i, &is_cue, class);
            roles.add([first + i, first + cue.head], &small, &traits::ROLE_SIZES, label);
        }
        roles.end();
    }
}
