//! Paragraphs out of lines: copy wrapped at a fixed width is joined again.

/// The shortest block of lines from which a file's width is told.
const LINES_OF_PROOF: usize = 3;

/// Widths that people and machines wrap at.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;

/// The paragraphs of a text. Lines of an unwrapped text are paragraphs of their own.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let width = blocks.iter().filter_map(|b| width_of(b)).max();
    let mut paragraphs = Vec::new();
    for block in &blocks {
        for line in block {
            match (paragraphs.last_mut(), width) {
                (Some(open), Some(width)) if continues(block, line, width) => join(open, line),
                _ => paragraphs.push((*line).to_owned()),
            }
        }
    }
    paragraphs
}

/// Runs of lines between blank lines; an indented line starts a run of its own.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            fresh = true;
            continue;
        }
        let indented = line.starts_with("  ") || line.starts_with('\t');
        match blocks.last_mut() {
            Some(block) if !fresh && !indented => block.push(trimmed),
            _ => blocks.push(vec![trimmed]),
        }
        fresh = false;
    }
    blocks
}

/// The width a block is wrapped at, where each of its lines is so full that the next word did not fit.
fn width_of(block: &[&str]) -> Option<usize> {
    if block.len() < LINES_OF_PROOF {
        return None;
    }
    let width = block.iter().map(|l| l.chars().count()).max()?;
    let full = block.windows(2).all(|pair| is_full(pair[0], pair[1], width));
    (WIDTHS.contains(&width) && full).then_some(width)
}

fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or("");
    line.chars().count() + 1 + word.chars().count() > width
}

/// Whether `line` continues the line before it in its block.
fn continues(block: &[&str], line: &str, width: usize) -> bool {
    let at = block.iter().position(|l| std::ptr::eq(l.as_ptr(), line.as_ptr()));
    match at {
        Some(at) if at > 0 => {
            let before = block[at - 1];
            // Ragged copy: a line that starts in the middle of a sentence is no paragraph.
            is_full(before, line, width)
                || line.starts_with(char::is_lowercase) && before.chars().count() * 2 > width
        }
        _ => false,
    }
}

fn join(open: &mut String, line: &str) {
    open.push(' ');
    open.push_str(line);
}
