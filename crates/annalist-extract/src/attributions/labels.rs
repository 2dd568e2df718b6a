//! What the taggers label tokens with.

use std::ops::Range;

/// Labels of cues: outside, and a phrase's first, later, and last or only token.
pub const CUES: Labels = Labels { count: 4, firsts: &[1] };

/// Labels of what belongs to a cue: outside, three for its source and three for its content.
pub const ROLES: Labels = Labels { count: 7, firsts: &[1, 4] };

/// A set of labels: 0 is outside, and each kind of phrase has three, for its first token, its later ones, and its last or
/// only one.
pub struct Labels {
    /// How many there are.
    pub count: usize,
    /// The first label of each kind of phrase.
    pub firsts: &'static [usize],
}

impl Labels {
    /// The pairs of labels of which the second never follows the first; the row [`count`](Self::count) is for the start.
    pub fn forbidden(&self) -> Vec<(usize, usize)> {
        let within = |y: usize| self.firsts.iter().find(|&&first| (first..first + 3).contains(&y));
        let open = |y: usize| within(y).is_some_and(|&first| y < first + 2);
        let goes_on = |p: usize, y: usize| open(p) && within(p) == within(y) && Some(&y) != within(y);
        let later = |y: usize| within(y).is_some_and(|&first| y == first + 1);
        let pairs = (0..=self.count).flat_map(|p| (0..self.count).map(move |y| (p, y)));
        pairs.filter(|&(p, y)| if open(p) { !goes_on(p, y) } else { later(y) }).collect()
    }
}

/// The labels of a phrase of `length` tokens whose kind begins with label `first`.
pub fn of_phrase(first: usize, length: usize) -> impl Iterator<Item = u8> {
    (0..length).map(move |k| (first + if k + 1 == length { 2 } else { k.min(1) }) as u8)
}

/// The phrases of the kind that begins with label `first`, `offset` being the number of the first token.
pub fn phrases(labels: &[u8], first: u8, offset: usize) -> Vec<Range<usize>> {
    let mut phrases: Vec<Range<usize>> = Vec::new();
    for (k, &label) in labels.iter().enumerate() {
        let i = offset + k;
        let within = (first..first + 3).contains(&label);
        match phrases.last_mut() {
            Some(phrase) if within && label > first && phrase.end == i && labels[k - 1] < first + 2 => {
                phrase.end = i + 1;
            }
            _ if within => phrases.push(i..i + 1),
            _ => {}
        }
    }
    phrases
}

/// The best labels for `scores` (tokens × labels) by Viterbi's algorithm; `steps` are what it adds to go from one label to
/// the next: a row for each label and a last one for the start. Minus infinity forbids a step.
pub fn best(scores: &[f32], labels: usize, steps: &[f32]) -> Vec<u8> {
    let n = scores.len() / labels;
    let mut total = vec![0f32; labels];
    let mut back = vec![0u8; n * labels];
    for t in 0..n {
        let mut next = vec![f32::NEG_INFINITY; labels];
        for y in 0..labels {
            let from = |p: usize| steps[p * labels + y] + if t == 0 { 0.0 } else { total[p] };
            let rows = if t == 0 { labels..labels + 1 } else { 0..labels };
            for p in rows {
                if from(p) > next[y] {
                    next[y] = from(p);
                    back[t * labels + y] = p as u8;
                }
            }
            next[y] += scores[t * labels + y];
        }
        total = next;
    }
    let last = (0..labels).max_by(|&a, &b| total[a].total_cmp(&total[b]).then(b.cmp(&a))).unwrap_or(0);
    let mut path = vec![last as u8; n];
    for t in (1..n).rev() {
        path[t - 1] = back[t * labels + path[t] as usize];
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_read_as_they_are_labelled() {
        let labels: Vec<u8> =
            [0, 0].into_iter().chain(of_phrase(4, 3)).chain(of_phrase(1, 1)).chain([0]).collect();
        assert_eq!(labels, [0, 0, 4, 5, 6, 3, 0]);
        assert_eq!(phrases(&labels, 4, 10), vec![12..15]);
        assert_eq!(phrases(&labels, 1, 10), vec![15..16]);
    }

    #[test]
    fn forbidden_steps_are_never_taken() {
        let labels = CUES.count;
        let mut steps = vec![0.0; (labels + 1) * labels];
        CUES.forbidden().iter().for_each(|&(a, b)| steps[a * labels + b] = f32::NEG_INFINITY);
        // The second token would best be a later one, which needs a first one before it.
        let scores = [0.6, 0.5, 9.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(best(&scores, labels, &steps), [1, 2, 3]);
        assert!(best(&[], labels, &steps).is_empty());
    }
}
