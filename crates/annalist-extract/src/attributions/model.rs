//! The two trained models: where cues are, and what belongs to each.

use super::chain::{Chain, Features, Malformed};
use super::hidden::{Side, Sums};
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
        let cues = cues(&self.cues, view, class);
        let mut is_cue = vec![false; view.token_count()];
        cues.iter().flatten().for_each(|&t| is_cue[t] = true);
        let own = if cues.is_empty() { Vec::new() } else { self.role_sums(view) };
        let found = cues.iter().map(|cue| self.roles(view, cue, &is_cue, class, &own));
        found.filter(|f| !f.source.is_empty() || !f.content.is_empty()).collect()
    }

    /// What belongs to one cue; `own` is what [`role_sums`](Self::role_sums) gives.
    pub fn roles(
        &self,
        view: &View,
        tokens: &[usize],
        is_cue: &[bool],
        class: &[u32],
        own: &[Sums],
    ) -> Found {
        let cue = Cue::new(view, tokens, class);
        let window = cue.window(view);
        let mut features = Features::default();
        let other = self.roles.hidden.sums(Side::Other, view.document.state(cue.head));
        let mut scores = vec![0f32; role_features::LABELS * window.len()];
        for (row, i) in scores.chunks_mut(role_features::LABELS).zip(window.clone()) {
            role_features::of(view, &cue, i, is_cue, class, &mut features);
            self.roles.score(&features, row);
            self.roles.hidden.score(&own[i], &other, role_features::category(view, &cue, i), row);
        }
        let labels = self.roles.best(&scores);
        let runs = |first: u8| runs(&labels, first, window.start);
        Found { cue: tokens.to_vec(), head: cue.head, source: runs(1), content: runs(4) }
    }

    /// What the hidden layer of the role model makes of each token, whichever the cue.
    pub fn role_sums(&self, view: &View) -> Vec<Sums> {
        (0..view.token_count()).map(|i| self.roles.hidden.sums(Side::Own, view.document.state(i))).collect()
    }
}

/// The cues that a model finds: runs of tokens, in text order.
fn cues(model: &Chain, view: &View, class: &[u32]) -> Vec<Vec<usize>> {
    let mut cues: Vec<Vec<usize>> = Vec::new();
    let mut features = Features::default();
    let hidden = &model.hidden;
    let state = |i: usize| view.document.state(i);
    for sentence in &view.document.sentences {
        let mut scores = vec![0f32; cue_features::LABELS * sentence.tokens.len()];
        for (row, i) in scores.chunks_mut(cue_features::LABELS).zip(sentence.tokens.clone()) {
            cue_features::of(view, i, class, &mut features);
            model.score(&features, row);
            let (other, category) = cue_features::seen_from(view, i);
            let sums = (hidden.sums(Side::Own, state(i)), hidden.sums(Side::Other, state(other)));
            hidden.score(&sums.0, &sums.1, category, row);
            row[0] -= EAGERNESS;
        }
        let found = runs(&model.best(&scores), 1, sentence.tokens.start);
        cues.extend(found.into_iter().map(|run| run.collect::<Vec<usize>>()));
    }
    cues
}

/// The phrases that begin with label `first` and end with the second label after it.
fn runs(labels: &[u8], first: u8, offset: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (k, &label) in labels.iter().enumerate() {
        let i = offset + k;
        let within = (first..first + 3).contains(&label);
        match runs.last_mut() {
            Some(run) if within && label > first && run.end == i && labels[k - 1] < first + 2 => {
                run.end = i + 1
            }
            _ if within => runs.push(i..i + 1),
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
