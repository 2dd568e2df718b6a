//! The trained model: tags, lemmas, trees and names for segmented text.
//!
//! [`features`] says what is looked up for a word, [`encoder`] and [`network`] compute scores with [`kernels`],
//! [`tree`] picks the best tree, [`mend`] mends it, [`lemma`] and [`names`] read lemmas and names off the tags. [`weights`] and
//! [`lists`] read the files in `models/en`.

pub mod encoder;
pub mod features;
pub mod kernels;
pub mod known;
pub mod lemma;
pub mod lists;
pub mod mend;
pub mod names;
pub mod network;
pub mod tree;
pub mod weights;

use annalist_core::{Document, Relation, Upos};
use encoder::{Layout, Space};
use kernels::argmax;
use known::Known;
use lists::{Columns, Lists};
use network::{Network, Output, Words};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;
use weights::{ModelError, Weights};

/// Tokens that are run through the network together, about.
const BATCH: usize = 1536;
/// The longest stretch of one sentence that gets a tree of its own; the trees of longer ones are joined.
const LONGEST: usize = 400;

/// A tagger and parser. It is read once and shared: all its functions take `&self`.
#[derive(Debug)]
pub struct Parser {
    network: Network<'static>,
    lists: Lists<'static>,
    columns: Columns,
    lemmas: lemma::Table<'static>,
    known: Known<'static>,
}

/// Lemmas found so far, by the number of the form, its part of speech, whether plural, and the script.
type Lemmas = HashMap<(usize, Upos, bool, Option<usize>), SmolStr>;

/// What is kept while one document is parsed.
struct Work {
    /// What each distinct form gives to the network.
    words: Words,
    /// The number of each token's form.
    form_of: Vec<usize>,
    lemmas: Lemmas,
    /// Scores of name tags, a row a token of the document.
    name_scores: Vec<f32>,
    output: Output,
    space: Space,
}

/// A stretch of tokens that is parsed as one tree.
struct Piece {
    tokens: Range<usize>,
    /// Whether it goes on the sentence of the piece before it.
    continues: bool,
}

impl Parser {
    /// The English model that is part of the program.
    ///
    /// # Panics
    /// When the files it was built with do not belong together, which the tests rule out.
    pub fn english() -> &'static Parser {
        static ENGLISH: OnceLock<Parser> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let weights = include_bytes!("../../../../models/en/syntax.safetensors");
            let lists = include_str!("../../../../models/en/syntax.lists.txt");
            let lemmas = include_str!("../../../../models/en/lemmas.tsv");
            let names = include_str!("../../../../models/en/names.tsv");
            Parser::new(weights, lists, lemmas, names).expect("the embedded model is whole")
        })
    }

    /// A model from its weights (safetensors), its lists and its tables of lemmas and names.
    ///
    /// # Errors
    /// When one of them cannot be read or they do not fit each other.
    pub fn new(
        weights: &'static [u8],
        lists: &'static str,
        lemmas: &'static str,
        names: &'static str,
    ) -> Result<Self, ModelError> {
        let lists = Lists::read(lists)?;
        let network = Network::read(&Weights::new(weights)?)?;
        let columns = lists.columns();
        let counts = [columns.scripts.end, lists.names.len(), lists.relations.len()];
        if counts != [network.tag_width(), network.name_width(), network.relation_width()] {
            return Err(ModelError::Tensor("tags".to_owned()));
        }
        Ok(Parser { network, lists, columns, lemmas: lemma::Table::read(lemmas), known: Known::read(names) })
    }

    /// Splits `text` into sentences and words, and tags and parses them.
    pub fn parse(&self, text: &str) -> Document {
        self.parse_tokens(crate::segment::segment(text))
    }

    /// Tags and parses the tokens of `document`, keeping its tokens and sentences. Other columns are overwritten.
    pub fn parse_tokens(&self, mut document: Document) -> Document {
        let mut pieces = pieces(&document);
        pieces.sort_by_key(|p| std::cmp::Reverse(p.tokens.len()));
        document.names.clear();
        let mut work = self.look_up(&document);
        let mut rest = &pieces[..];
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(batch_len(rest));
            self.parse_batch(&mut document, batch, &mut work);
            rest = later;
        }
        mend::mend(&mut document);
        document.names = names::names(&document, &work.name_scores, &self.lists.names, &self.known);
        mend::mend_named(&mut document, &self.known);
        for piece in pieces.iter().filter(|p| p.continues) {
            attach(&mut document, piece.tokens.clone());
        }
        document
    }

    /// Looks every form of the document up once.
    fn look_up(&self, document: &Document) -> Work {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut inputs = Vec::new();
        let mut form_of = Vec::with_capacity(document.tokens.len());
        for i in 0..document.tokens.len() {
            let form = looked_up_as(document, i);
            form_of.push(*seen.entry(form).or_insert_with(|| {
                inputs.push(self.lists.input(form));
                inputs.len() - 1
            }));
        }
        let mut space = Space::default();
        let words = self.network.look_up(&inputs, &mut space);
        let name_scores = vec![0.0; form_of.len() * self.network.name_width()];
        Work { words, form_of, lemmas: Lemmas::new(), name_scores, output: Output::default(), space }
    }

    fn parse_batch(&self, document: &mut Document, batch: &[Piece], work: &mut Work) {
        let layout = Layout::new(batch.iter().map(|p| p.tokens.len()).collect());
        let mut token_of = vec![0; layout.rows()];
        for (s, piece) in batch.iter().enumerate() {
            for (t, token) in piece.tokens.clone().enumerate() {
                token_of[layout.row(s, t)] = token;
            }
        }
        let Work { words, form_of, lemmas, name_scores, output, space } = work;
        let work_words: &Words = words;
        let index: Vec<usize> = token_of.iter().map(|t| form_of[*t]).collect();
        self.network.run(words, &index, &layout, output, space);
        let heads = self.set_heads(document, batch, &layout, output, space);
        self.set_relations(document, &token_of, &heads, output, space);
        self.set_tags(document, &token_of, output, form_of, lemmas);
        let width = self.network.name_width();
        for (row, token) in output.names.chunks_exact(width).zip(&token_of) {
            name_scores[token * width..(token + 1) * width].copy_from_slice(row);
        }
        let (width, words) = (self.network.state_width(), words.width());
        let all = width + words;
        document.states.resize(form_of.len() * all, 0);
        for (row, token) in output.states().chunks_exact(width).zip(&token_of) {
            let to = &mut document.states[token * all..][..all];
            to.iter_mut().zip(row).for_each(|(t, s)| *t = s.wrapping_sub(128) as i8);
            to[width..].copy_from_slice(work_words.row(form_of[*token]));
        }
    }

    /// Sets the heads and gives each row the row of its head.
    fn set_heads(
        &self,
        document: &mut Document,
        batch: &[Piece],
        layout: &Layout,
        output: &Output,
        space: &mut Space,
    ) -> Vec<Option<usize>> {
        let mut above = vec![None; layout.rows()];
        for (s, piece) in batch.iter().enumerate() {
            let rows: Vec<usize> = (0..piece.tokens.len()).map(|t| layout.row(s, t)).collect();
            let scores = self.network.arcs(output, &rows, space);
            for (t, head) in tree::best_tree(&scores, rows.len()).into_iter().enumerate() {
                let head = head.checked_sub(1);
                document.tokens[piece.tokens.start + t].head = head.map(|h| (piece.tokens.start + h) as u32);
                above[rows[t]] = head.map(|h| rows[h]);
            }
        }
        above
    }

    fn set_relations(
        &self,
        document: &mut Document,
        token_of: &[usize],
        heads: &[Option<usize>],
        output: &mut Output,
        space: &mut Space,
    ) {
        let root = self.lists.relations.iter().position(|r| *r == Relation::Root);
        let scores = self.network.relations(output, heads, space);
        let rows = scores.chunks_exact_mut(self.lists.relations.len());
        for ((row, token), head) in rows.zip(token_of).zip(heads) {
            if let Some(root) = root {
                row[root] = f32::NEG_INFINITY;
            }
            document.tokens[*token].relation =
                if head.is_none() { Relation::Root } else { self.lists.relations[argmax(row)] };
        }
    }

    fn set_tags(
        &self,
        document: &mut Document,
        token_of: &[usize],
        output: &Output,
        form_of: &[usize],
        lemmas: &mut Lemmas,
    ) {
        let c = &self.columns;
        for (row, i) in output.tags.chunks_exact(self.network.tag_width()).zip(token_of) {
            let upos: Upos = self.lists.upos[argmax(&row[c.upos.clone()])];
            let xpos = &self.lists.xpos[argmax(&row[c.xpos.clone()])];
            let plural = xpos.starts_with("NN") && xpos.ends_with('S');
            let script = self.lists.script(document.form(*i), &row[c.scripts.clone()]);
            let lemma = lemmas.entry((form_of[*i], upos, plural, script)).or_insert_with(|| {
                let script = script.map(|s| &self.lists.scripts[s].0);
                self.lemmas.lemma(document.form(*i), upos, plural, script).into()
            });
            let token = &mut document.tokens[*i];
            token.upos = upos;
            token.lemma = lemma.clone();
            token.xpos = xpos.clone();
            token.features = self.lists.features[argmax(&row[c.features.clone()])].clone();
        }
    }

    /// The scores of all arcs of a sentence by itself, for comparison with the trained original: a row a token,
    /// column 0 for the root.
    pub fn arc_scores(&self, forms: &[&str]) -> Vec<f32> {
        let (mut space, mut output) = (Space::default(), Output::default());
        let inputs: Vec<_> = forms.iter().map(|f| self.lists.input(f)).collect();
        let rows: Vec<usize> = (0..forms.len()).collect();
        let words = self.network.look_up(&inputs, &mut space);
        self.network.run(&words, &rows, &Layout::new(vec![forms.len()]), &mut output, &mut space);
        self.network.arcs(&output, &rows, &mut space)
    }
}

/// The form by which token `i` is looked up: its own, but for an acronym that the treebanks know as a pronoun only ("the
/// WHO said"), which is looked up as another of its kind where the sentence is not in capitals throughout.
fn looked_up_as(document: &Document, i: usize) -> &str {
    let form = document.form(i);
    if form != "WHO" {
        return form;
    }
    let sentence = &document.sentences[document.sentence_of(i)];
    if sentence.span.of(&document.text).contains(char::is_lowercase) { "WTO" } else { form }
}

/// The sentences, those longer than [`LONGEST`] cut into even pieces.
fn pieces(document: &Document) -> Vec<Piece> {
    let mut out = Vec::with_capacity(document.sentences.len());
    for sentence in document.sentences.iter().filter(|s| !s.tokens.is_empty()) {
        let len = sentence.tokens.len();
        let size = len.div_ceil(len.div_ceil(LONGEST));
        for start in sentence.tokens.clone().step_by(size) {
            let tokens = start..(start + size).min(sentence.tokens.end);
            out.push(Piece { tokens, continues: start > sentence.tokens.start });
        }
    }
    out
}

/// How many of `pieces` make the next batch: at least one, and about [`BATCH`] tokens.
fn batch_len(pieces: &[Piece]) -> usize {
    let mut total = 0;
    let within = pieces.iter().take_while(|p| {
        total += p.tokens.len();
        total <= BATCH
    });
    within.count().max(1)
}

/// Puts the tree of a later piece of a long sentence under the root of the sentence's first piece.
fn attach(document: &mut Document, tokens: Range<usize>) {
    let sentence = document.sentences[document.sentence_of(tokens.start)].tokens.clone();
    let root = sentence.clone().find(|i| document.tokens[*i].head.is_none());
    for i in tokens {
        if document.tokens[i].head.is_none() && root.is_some_and(|r| r != i) {
            document.tokens[i].head = root.map(|r| r as u32);
            document.tokens[i].relation = Relation::Parataxis;
        }
    }
}
