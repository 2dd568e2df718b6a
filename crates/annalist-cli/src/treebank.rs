//! CoNLL-U files as a stream of blocks of sentences, each a piece of work of its own.

use crate::driver::{Item, Problem, Work};
use crate::input::shown;
use annalist::syntax::conllu;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

/// Sentences of one block: enough to keep the parser's batches full.
const SENTENCES: usize = 64;

/// Sentences of a CoNLL-U file.
#[derive(Debug)]
pub struct Block {
    /// Their lines, each sentence with an empty line after it.
    pub text: String,
    /// Their names: those of `# sent_id`, else their numbers in the file.
    pub names: Vec<String>,
}

/// The sentences of all `inputs` in order; what is not CoNLL-U is left out and named.
pub fn blocks(inputs: Vec<PathBuf>) -> impl Iterator<Item = Item<Block>> + Send {
    inputs.into_iter().flat_map(|path| match Sentences::open(&path) {
        Ok(sentences) => Box::new(Blocks { sentences, problem: None }) as Box<dyn Iterator<Item = _> + Send>,
        Err(problem) => Box::new(std::iter::once(Item::Problem(problem))),
    })
}

/// One file, sentence by sentence.
struct Sentences {
    lines: Lines<Box<dyn BufRead + Send>>,
    source: String,
    /// Lines and sentences read so far.
    line: u64,
    number: u64,
}

/// One sentence's lines and name.
struct Sentence {
    text: String,
    name: String,
}

impl Sentences {
    fn open(path: &Path) -> Result<Self, Problem> {
        let source = shown(&path.to_string_lossy());
        let failed = |why: io::Error| Problem { message: format!("cannot read {source}: {why}"), hint: None };
        let input: Box<dyn BufRead + Send> = if path.as_os_str() == "-" {
            Box::new(BufReader::new(io::stdin()))
        } else if path.is_dir() {
            return Err(failed(io::Error::other("expected a CoNLL-U file, found a folder")));
        } else {
            Box::new(BufReader::new(File::open(path).map_err(failed)?))
        };
        Ok(Sentences { lines: input.lines(), source, line: 0, number: 0 })
    }

    /// The next sentence that is well formed, or what is wrong with it.
    fn next(&mut self) -> Option<Result<Sentence, Problem>> {
        let first = self.line;
        let mut text = String::new();
        loop {
            match self.lines.next() {
                Some(Ok(line)) if line.trim().is_empty() && text.is_empty() => self.line += 1,
                Some(Ok(line)) if !line.trim().is_empty() => {
                    self.line += 1;
                    text += &line;
                    text.push('\n');
                }
                Some(Ok(_)) => {
                    self.line += 1;
                    break;
                }
                Some(Err(why)) => return Some(Err(self.problem(self.line + 1, &why.to_string()))),
                None if text.is_empty() => return None,
                None => break,
            }
        }
        text.push('\n');
        Some(self.checked(text, first))
    }

    fn checked(&mut self, text: String, first: u64) -> Result<Sentence, Problem> {
        self.number += 1;
        if let Err(wrong) = conllu::read_tokens(&text) {
            return Err(self.problem(first + wrong.line as u64, &wrong.reason));
        }
        let stated = text.lines().find_map(|l| l.strip_prefix("# sent_id = "));
        let name = stated.map_or_else(|| self.number.to_string(), |s| s.trim().to_owned());
        Ok(Sentence { text, name })
    }

    fn problem(&self, line: u64, why: &str) -> Problem {
        Problem { message: format!("cannot read {}: line {line}: {why}", self.source), hint: None }
    }
}

struct Blocks {
    sentences: Sentences,
    /// What was wrong after the block last returned.
    problem: Option<Problem>,
}

impl Iterator for Blocks {
    type Item = Item<Block>;

    fn next(&mut self) -> Option<Item<Block>> {
        if let Some(problem) = self.problem.take() {
            return Some(Item::Problem(problem));
        }
        let mut block = Block { text: String::new(), names: Vec::new() };
        while block.names.len() < SENTENCES {
            match self.sentences.next() {
                Some(Ok(sentence)) => {
                    block.text += &sentence.text;
                    block.names.push(sentence.name);
                }
                Some(Err(problem)) if block.names.is_empty() => return Some(Item::Problem(problem)),
                Some(Err(problem)) => {
                    self.problem = Some(problem);
                    break;
                }
                None if block.names.is_empty() => return None,
                None => break,
            }
        }
        let source = self.sentences.source.clone();
        let name = format!("the sentences from `{}` of {source}", block.names[0]);
        Some(Item::Ready(Work { piece: block, name, source }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_sentence_costs_no_other() {
        let word = |id: u8, form: &str| format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n");
        let good = word(1, "Talks") + &word(2, "failed") + "\n";
        let bad = "1\tonly two\n\n";
        let path = std::env::temp_dir().join(format!("annalist-treebank-{}.conllu", std::process::id()));
        std::fs::write(&path, format!("# sent_id = first\n{good}{bad}{good}")).unwrap();
        let items: Vec<Item<Block>> = blocks(vec![path.clone()]).collect();
        std::fs::remove_file(&path).unwrap();
        let told: Vec<String> = items.iter().map(tell).collect();
        let name = path.display();
        let problem = format!("cannot read `{name}`: line 5: expected 10 columns separated by tabs, found 2");
        assert_eq!(told, ["first".to_owned(), problem, "3".to_owned()]);
    }

    fn tell(item: &Item<Block>) -> String {
        match item {
            Item::Ready(work) => work.piece.names.join(" "),
            Item::Problem(problem) => problem.message.clone(),
        }
    }
}
