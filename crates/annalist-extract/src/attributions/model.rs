//! The two trained models: where cues are, and what belongs to each.

use super::chain::{Chain, Features, Malformed};
use super::role_features::Cue;
use super::view::View;
use super::{cue_features, role_features};
use annalist_core::Document;
use annalist_lexicon::Lexicon;
use std::ops::Range;
use std::sync::OnceLock;

const WEIGHTS: &[u8] = include_bytes!("../../../../models/en/attributions.bin");

/// Subtracted from the score of "no cue": the models, trained for likelihood, else miss more cues than they invent.
const EAGERNESS: f32 = 0.1;

/// A cue with the words that belong to it, as token indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The tokens of the cue, in order.
    pub cue: Vec<usize>,
    /// The cue's token highest in the tree.
    pub head: usize,
    /// Who says it.
    pub source: Vec<Range<usize>>,
    /// What is said.
    pub content: Vec<Range<usize>>,
}

/// Both models.
pub struct Models {
    cues: Chain,
    roles: Chain,
}

impl Models {
    /// The built-in models, read at first use.
    pub fn english() -> &'static Models {
        static MODELS: OnceLock<Models> = OnceLock::new();
        MODELS.get_or_init(|| Models::read(WEIGHTS).unwrap_or_else(|error| panic!("{error}")))
    }

    /// Reads a model file: the cue model, then the role model.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are no such file.
    pub fn read(mut bytes: &[u8]) -> Result<Models, Malformed> {
        let models = Models { cues: Chain::read(&mut bytes)?, roles: Chain::read(&mut bytes)? };
        let fits =
            models.cues.labels() == cue_features::LABELS && models.roles.labels() == role_features::LABELS;
        fits.then_some(models).ok_or(Malformed)
    }

    /// Cues with their sources and contents, in text order; cues without either are dropped.
    pub fn find(&self, view: &View, class: &[u32]) -> Vec<Found> {
        let cues = self.cues(view, class);
        let mut is_cue = vec![false; view.token_count()];
        cues.iter().flatten().for_each(|&t| is_cue[t] = true);
        let found = cues.iter().map(|cue| self.roles(view, cue, &is_cue, class));
        found.filter(|f| !f.source.is_empty() || !f.content.is_empty()).collect()
    }

    /// The cues: runs of tokens, in text order.
    pub fn cues(&self, view: &View, class: &[u32]) -> Vec<Vec<usize>> {
        let mut cues: Vec<Vec<usize>> = Vec::new();
        let mut features = Features::default();
        for sentence in &view.document.sentences {
            let mut scores = vec![0f32; cue_features::LABELS * sentence.tokens.len()];
            for (row, i) in scores.chunks_mut(cue_features::LABELS).zip(sentence.tokens.clone()) {
                cue_features::of(view, i, class, &mut features);
                self.cues.score(&features, row);
                row[0] -= EAGERNESS;
            }
            for (label, i) in self.cues.best(&scores).into_iter().zip(sentence.tokens.clone()) {
                match (label, cues.last_mut()) {
                    (1, _) => cues.push(vec![i]),
                    (2, Some(cue)) => cue.push(i),
                    _ => {}
                }
            }
        }
        cues
    }

    /// What belongs to one cue.
    pub fn roles(&self, view: &View, tokens: &[usize], is_cue: &[bool], class: &[u32]) -> Found {
        let cue = Cue::new(view, tokens, class);
        let window = cue.window(view);
        let mut features = Features::default();
        let mut scores = vec![0f32; role_features::LABELS * window.len()];
        for (row, i) in scores.chunks_mut(role_features::LABELS).zip(window.clone()) {
            role_features::of(view, &cue, i, is_cue, class, &mut features);
            self.roles.score(&features, row);
        }
        let labels = self.roles.best(&scores);
        let runs = |first: u8| runs(&labels, first, window.start);
        Found { cue: tokens.to_vec(), head: cue.head, source: runs(1), content: runs(3) }
    }
}

/// The runs that begin with label `first` and go on with the label after it.
fn runs(labels: &[u8], first: u8, offset: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (k, &label) in labels.iter().enumerate() {
        let i = offset + k;
        match runs.last_mut() {
            _ if label == first => runs.push(i..i + 1),
            Some(run) if label == first + 1 && run.end == i => run.end = i + 1,
            _ => {}
        }
    }
    runs
}

/// For each token the class of the cue its lemma is in the lexicon, 0 for none.
pub fn classes(document: &Document, lexicon: &Lexicon) -> Vec<u32> {
    let class = |t: &annalist_core::Token| lexicon.cues.of_word(&t.lemma.to_lowercase(), t.upos);
    document.tokens.iter().map(|t| class(t).map_or(0, |c| c.number * 4 + c.content as u32)).collect()
}
