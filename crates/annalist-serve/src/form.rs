//! Names and values, as addresses and forms carry them.

/// The pairs of `text`, in their order, without those that have no value: forms send every field.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs
        .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
        .filter(|(_, v)| !v.is_empty())
        .collect()
}

/// `pairs` as they stand in an address after `?`, empty where there are none.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    pairs.into_iter().for_each(|(name, value)| {
        text.append_pair(name, value);
    });
    text.finish()
}

/// `part` as one step of a path.
pub fn step(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'@' => {
                text.push(byte as char)
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    // A path step of dots alone would be taken for this folder or the one above.
    if text == "." || text == ".." { text.replace('.', "%2E") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forms_send_is_read_and_written_again() {
        let read = pairs("q=coup+d%27%C3%A9tat&type=ASSAULT&type=PROTEST&from=");
        assert_eq!(read.len(), 3);
        assert_eq!(read[0], ("q".to_owned(), "coup d'état".to_owned()));
        let again = query(read.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(again, "q=coup+d%27%C3%A9tat&type=ASSAULT&type=PROTEST");
        assert_eq!(step("a/b?c d"), "a%2Fb%3Fc%20d");
        assert_eq!(step(".."), "%2E%2E");
    }
}
