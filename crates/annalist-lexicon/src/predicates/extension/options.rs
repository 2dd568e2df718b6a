//! The options of declared types and modes.

use super::super::{Class, Side};
use crate::tsv::{LexiconError, Row};
use annalist_core::Context;
use annalist_core::cameo::is_code;

/// The options of a type or mode: `quad=4 scale=-8 reciprocal`.
pub(super) struct Options<'r> {
    pub(super) row: &'r Row<'static>,
    found: Vec<(&'static str, &'static str)>,
}

impl<'r> Options<'r> {
    pub(super) fn read(row: &'r Row<'static>, known: &[&str]) -> Result<Self, LexiconError> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        for word in row.field(2).split(' ').filter(|w| !w.is_empty()) {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            if !known.contains(&name) {
                return Err(row.error(format!("unknown option `{name}`: expected {}", known.join(", "))));
            }
            if found.iter().any(|(n, _)| *n == name) {
                return Err(row.error(format!("option `{name}` stands twice")));
            }
            if value.is_empty() != (name == "reciprocal") {
                return Err(row.error(format!(
                    "expected `reciprocal` alone and a value after the others, found `{word}`"
                )));
            }
            found.push((name, value));
        }
        Ok(Options { row, found })
    }

    pub(super) fn get(&self, name: &str) -> Option<&'static str> {
        self.found.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    pub(super) fn scale(&self) -> Result<Option<f32>, LexiconError> {
        let Some(text) = self.get("scale") else { return Ok(None) };
        match text.parse::<f32>() {
            Ok(scale) if (-10.0..=10.0).contains(&scale) => Ok(Some(scale)),
            _ => Err(self.row.error(format!("expected scale= from -10 to 10, found `scale={text}`"))),
        }
    }

    pub(super) fn list(
        &self,
        name: &str,
        is_known: impl Fn(&str) -> bool,
        expected: &str,
    ) -> Result<Vec<&'static str>, LexiconError> {
        let words: Vec<&str> = self.get(name).unwrap_or("").split(',').filter(|w| !w.is_empty()).collect();
        match words.iter().find(|w| !is_known(w)) {
            Some(wrong) => Err(self.row.error(format!("expected {name}= with {expected}, found `{wrong}`"))),
            None => Ok(words),
        }
    }

    /// `class` with what the options say of it.
    pub(super) fn refine(&self, mut class: Class) -> Result<Class, LexiconError> {
        class.scale = self.scale()?.unwrap_or(class.scale);
        if let Some(code) = self.get("cameo") {
            if !is_code(code) {
                return Err(self
                    .row
                    .error(format!("expected a CAMEO code such as 173, found `cameo={code}`")));
            }
            class.cameo = code;
        }
        let is_context = |word: &str| Context::from_label(word).is_some();
        let contexts = self.list("context", is_context, "PLOVER contexts such as rights_freedoms")?;
        class.contexts.extend(contexts.into_iter().filter_map(Context::from_label));
        class.size = match self.get("size") {
            None => class.size,
            Some("actor") => Some(Side::Actor),
            Some("recipient") => Some(Side::Recipient),
            Some(other) => {
                return Err(self
                    .row
                    .error(format!("expected size=actor or size=recipient, found `size={other}`")));
            }
        };
        Ok(class)
    }
}
