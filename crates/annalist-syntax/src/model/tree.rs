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
    heads.iter().filter(|h| **h == 0).count() == 1 && cycle(&[&[0], heads].concat()).is_none()
}

/// The nodes of a cycle, if there is one. `heads[0]` is the root's own and not looked at.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    seen[0] = usize::MAX;
    for start in 1..heads.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if seen[at] == start {
            let mut nodes = vec![at];
            while heads[nodes[nodes.len() - 1]] != at {
                nodes.push(heads[nodes[nodes.len() - 1]]);
            }
            return Some(nodes);
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
    arborescence(table)[1..].to_vec()
}

/// The best head of every node but 0 for `table[dependent][head]`; entry 0 of the answer means nothing.
fn arborescence(table: Vec<Vec<f64>>) -> Vec<usize> {
    let n = table.len();
    let mut heads = vec![0; n];
    for (d, row) in table.iter().enumerate().skip(1) {
        heads[d] = (0..n).fold(0, |best, h| if row[h] > row[best] { h } else { best });
    }
    let Some(ring) = cycle(&heads) else { return heads };
    let inside: Vec<bool> = (0..n).map(|i| ring.contains(&i)).collect();
    let outer: Vec<usize> = (0..n).filter(|i| !inside[*i]).collect();
    let (small, enter, leave) = contract(&table, &heads, &ring, &outer);
    drop(table);
    let tree = arborescence(small);
    let node = outer.len();
    let into = tree[node];
    for (k, d) in outer.iter().enumerate().skip(1) {
        heads[*d] = if tree[k] == node { leave[k] } else { outer[tree[k]] };
    }
    heads[enter[into]] = outer[into];
    heads
}

/// The table with `ring` made one node (the last), which ring node an arc from each outer node enters best,
/// and which one an arc to each outer node leaves best.
fn contract(
    table: &[Vec<f64>],
    heads: &[usize],
    ring: &[usize],
    outer: &[usize],
) -> (Vec<Vec<f64>>, Vec<usize>, Vec<usize>) {
    let node = outer.len();
    let mut small = vec![vec![f64::NEG_INFINITY; node + 1]; node + 1];
    let (mut enter, mut leave) = (vec![ring[0]; node], vec![ring[0]; node]);
    for (k, o) in outer.iter().enumerate() {
        for (j, h) in outer.iter().enumerate() {
            small[k][j] = table[*o][*h];
        }
        for r in ring {
            if table[*o][*r] > small[k][node] {
                (small[k][node], leave[k]) = (table[*o][*r], *r);
            }
            let gain = table[*r][*o] - table[*r][heads[*r]];
            if gain > small[node][k] {
                (small[node][k], enter[k]) = (gain, *r);
            }
        }
    }
    (small, enter, leave)
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

    #[test]
    fn equal_scores_give_a_tree() {
        for n in [1, 2, 7, 60] {
            assert!(is_single_rooted_tree(&best_tree(&vec![0.0; n * (n + 1)], n)));
        }
        assert!(best_tree(&[], 0).is_empty());
    }
}
