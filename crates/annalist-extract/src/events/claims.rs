//! On whose word a record stands.

use super::Scene;
use annalist_core::{Attribution, Span};

/// The attributions whose content holds `trigger`, outermost first.
pub fn around(scene: &Scene, trigger: Span) -> Vec<usize> {
    let holds = |a: &Attribution| {
        a.content.iter().any(|c| c.contains(trigger))
            && !a.cue.iter().chain(&a.source).any(|s| s.overlaps(trigger))
    };
    let size = |a: &Attribution| a.content.iter().map(|c| c.len()).sum::<usize>();
    let mut found: Vec<usize> =
        scene.annotations.attributions.iter().enumerate().filter(|(_, a)| holds(a)).map(|(i, _)| i).collect();
    found.sort_by_key(|i| std::cmp::Reverse(size(&scene.annotations.attributions[*i])));
    found
}
