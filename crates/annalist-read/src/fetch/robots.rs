//! `robots.txt` (RFC 9309): what a host allows annalist to fetch.

/// The rules for annalist; nothing is forbidden by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Robots {
    /// Patterns, and whether they allow.
    rules: Vec<(String, bool)>,
    /// `Crawl-delay`, in seconds.
    pub pause: Option<u64>,
}

impl Robots {
    /// Reads a file: the groups for `annalist`, else those for all.
    pub(super) fn read(text: &str) -> Robots {
        let (mut own, mut common, mut found) = (Robots::default(), Robots::default(), false);
        // Whom the present group is for, and whether its list of names is over.
        let (mut for_own, mut for_all, mut in_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            if name == "user-agent" {
                if std::mem::take(&mut in_rules) {
                    (for_own, for_all) = (false, false);
                }
                for_own |= value.to_ascii_lowercase().split('/').next() == Some("annalist");
                for_all |= value == "*";
                found |= for_own;
                continue;
            }
            in_rules = true;
            for (robots, _) in
                [(&mut own, for_own), (&mut common, for_all)].into_iter().filter(|(_, ours)| *ours)
            {
                match name.as_str() {
                    "allow" | "disallow" if !value.is_empty() => {
                        robots.rules.push((value.to_owned(), name == "allow"))
                    }
                    "crawl-delay" => {
                        robots.pause = value.parse::<f64>().ok().map(|s| s.clamp(0.0, 1e6).ceil() as u64)
                    }
                    _ => {}
                }
            }
        }
        if found { own } else { common }
    }

    /// Whether a path with its query may be fetched: the longest rule that fits decides, and of two of one length the
    /// one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = if path.is_empty() { "/" } else { path };
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// Whether a pattern with `*` and a final `$` fits the start of a path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    // After a star the last part may stand anywhere, so at the end too.
    !whole || rest.is_empty() || last.is_some_and(|part| rest.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, path: &str, expected: bool) {
        assert_eq!(Robots::read(robots).allows(path), expected, "{robots:?} {path}");
    }

    #[test]
    fn the_longest_rule_decides() {
        let robots = "User-agent: *\nDisallow: /private\nAllow: /private/news\nDisallow: /*.pdf$\n";
        check(robots, "/news/1", true);
        check(robots, "/private/x", false);
        check(robots, "/private/news/1", true);
        check(robots, "/a/b.pdf", false);
        check(robots, "/a/b.pdf?x=1", true);
        check("", "/anything", true);
        check("User-agent: *\nDisallow:\n", "/anything", true);
        check("User-agent: *\nDisallow: /\n", "", false);
    }

    #[test]
    fn annalists_own_group_wins_and_groups_may_share_rules() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Annalist/2\nAllow: /\nCrawl-delay: 2.5\n";
        check(robots, "/news", true);
        assert_eq!(Robots::read(robots).pause, Some(3));
        check("User-agent: other\nDisallow: /\n", "/news", true);
        check("User-agent: annalist\nDisallow: /x # not this\nUser-agent: *\nDisallow: /\n", "/y", true);
    }
}
