//! The best tree: the maximum spanning arborescence with a single root (Chu and Liu 1965, Edmonds 1967).

use super::kernels::argmax;

/// The best heads for `scores`, rows of `n + 1` values: row `i` scores the heads of token `i + 1`, column 0 being
/// the root. Heads are counted from 1, and exactly one is 0. Of equal scores the leftmost head wins.
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let mut heads: Vec<usize> = Vec::with_capacity(n);
    for (i, row) in scores.chunks_exact(width).take(n).enumerate() {
        let (left, right) = (argmax(&row[..=i]), argmax(&row[i + 2..]) + i + 2);
        heads.push(if right < width && row[right] > row[left] { right } else { left });
    }
    if is_single_rooted_tree(&heads) { heads } else { spanning_tree(scores, n) }
}

fn is_single_rooted_tree(heads: &[usize]) -> bool {
    let nodes: Vec<usize> = (0..=heads.len()).collect();
    heads.iter().filter(|h| **h == 0).count() == 1 && cycle(&[&[0], heads].concat(), &nodes).is_none()
}

/// A cycle among `nodes`, if there is one. Node 0 is the root: `heads[0]` is not looked at.
fn cycle(heads: &[usize], nodes: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    seen[0] = usize::MAX;
    for &start in nodes.iter().filter(|n| **n != 0) {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if seen[at] == start {
            let mut ring = vec![at];
            while heads[ring[ring.len() - 1]] != at {
                ring.push(heads[ring[ring.len() - 1]]);
            }
            return Some(ring);
        }
    }
    None
}

/// Arcs from the root pay a fee larger than any difference, so that the best tree has the fewest: one.
fn spanning_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let clean = |v: f32| if v.is_finite() { f64::from(v) } else { -1e6 };
    let most = scores.iter().fold(1.0, |m: f64, v| m.max(clean(*v).abs()));
    let fee = 4.0 * most * width as f64;
    let mut table = vec![vec![f64::NEG_INFINITY; width]; width];
    for d in 1..width {
        for h in (0..width).filter(|h| *h != d) {
            table[d][h] = clean(scores[(d - 1) * width + h]) - if h == 0 { fee } else { 0.0 };
        }
    }
    arborescence(&mut table)[1..].to_vec()
}

/// The best head of every node but 0 for `table[dependent][head]`; entry 0 of the answer means nothing. The table
/// is used up: rings of nodes are joined in place until none is left, in time that grows with its area.
fn arborescence(table: &mut [Vec<f64>]) -> Vec<usize> {
    let mut nodes: Vec<usize> = (0..table.len()).collect();
    let mut heads: Vec<usize> = table.iter().map(|row| best_head(row, &nodes)).collect();
    let mut joints = Vec::new();
    while let Some(ring) = cycle(&heads, &nodes) {
        joints.push(join(table, &mut heads, &mut nodes, &ring));
    }
    for joint in joints.iter().rev() {
        joint.open(&mut heads);
    }
    heads
}

fn best_head(row: &[f64], nodes: &[usize]) -> usize {
    nodes.iter().fold(0, |best, &h| if row[h] > row[best] { h } else { best })
}

/// A ring of nodes made one.
struct Joint {
    /// The node of the ring that stands for all of it, and its head within the ring.
    node: usize,
    head: usize,
    /// The nodes outside, each with where in the ring an arc from it enters best, and one to it leaves best.
    outside: Vec<[usize; 3]>,
}

impl Joint {
    /// Gives the nodes of the ring their heads back, but for the one at which the ring is entered.
    fn open(&self, heads: &mut [usize]) {
        let from = std::mem::replace(&mut heads[self.node], self.head);
        for &[node, enter, leave] in &self.outside {
            if heads[node] == self.node {
                heads[node] = leave;
            }
            if node == from {
                heads[enter] = from;
            }
        }
    }
}

/// Makes `ring` one node, its first: an arc into it costs the arc within the ring that it replaces.
fn join(table: &mut [Vec<f64>], heads: &mut [usize], nodes: &mut Vec<usize>, ring: &[usize]) -> Joint {
    let node = ring[0];
    let mut inside = vec![false; table.len()];
    ring.iter().for_each(|r| inside[*r] = true);
    nodes.retain(|i| *i == node || !inside[*i]);
    let mut outside = Vec::with_capacity(nodes.len());
    for &o in nodes.iter().filter(|o| **o != node) {
        let gain = |r: usize| table[r][o] - table[r][heads[r]];
        let enter = ring.iter().fold(node, |best, &r| if gain(r) > gain(best) { r } else { best });
        let leave = ring.iter().fold(node, |best, &r| if table[o][r] > table[o][best] { r } else { best });
        (table[node][o], table[o][node]) = (gain(enter), table[o][leave]);
        if inside[heads[o]] {
            heads[o] = node;
        }
        outside.push([o, enter, leave]);
    }
    let head = std::mem::replace(&mut heads[node], best_head(&table[node], nodes));
    Joint { node, head, outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, h)| scores[i * (heads.len() + 1) + h]).sum()
    }

    /// The best of all single-rooted trees, by trying every assignment.
    fn by_trying_all(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if heads.iter().enumerate().all(|(i, h)| *h != i + 1) && is_single_rooted_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn no_tree_is_better_than_the_one_found() {
        let mut s = 12345_u32;
        let mut next = || {
            s = s.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (s >> 16) as f32 / 6553.6
        };
        for n in 1..=5 {
            for _ in 0..60 {
                let scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
                let heads = best_tree(&scores, n);
                assert!(is_single_rooted_tree(&heads), "{heads:?}");
                assert!((total(&scores, &heads) - by_trying_all(&scores, n)).abs() < 1e-3);
            }
        }
    }

    /// Every token prefers its neighbour, every pair its neighbouring pair, and so on; in the best tree each token
    /// hangs on the one whose number has its lowest bit cleared.
    #[test]
    fn rings_within_rings_are_opened() {
        let apart = |i: usize, h: usize| if h == 0 { -9e3 } else { -((i ^ (h - 1)) as f32) };
        for n in [4, 33, 400] {
            let scores: Vec<f32> = (0..n * (n + 1)).map(|k| apart(k / (n + 1), k % (n + 1))).collect();
            let heads = best_tree(&scores, n);
            assert!(is_single_rooted_tree(&heads));
            let lowest: usize = (1..n).map(|i| i & i.wrapping_neg()).sum();
            assert_eq!(total(&scores, &heads), -9e3 - lowest as f32);
        }
    }

    #[test]
    fn equal_scores_give_a_tree() {
        for n in [1, 2, 7, 60] {
            assert!(is_single_rooted_tree(&best_tree(&vec![0.0; n * (n + 1)], n)));
        }
        assert!(best_tree(&[], 0).is_empty());
    }
}
