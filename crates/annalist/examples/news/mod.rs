//! The reports of the corpora that labels name.

use crate::lines::{Failure, lines};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// The reports of the news below the folder `data`, by identifier.
pub fn reports(data: &Path) -> Result<HashMap<String, Value>, Failure> {
    let mut all = HashMap::new();
    for name in ["wire", "guardian", "samples", "india_docs"] {
        for mut value in lines(&data.join(format!("news/{name}.jsonl")))? {
            if name == "india_docs" {
                value["id"] = json!(format!("india:{}", value["doc_id"]));
                value["text"] = value["doc_text"].clone();
            }
            all.insert(value["id"].as_str().unwrap_or_default().to_owned(), value);
        }
    }
    for (name, prefix) in [("time/timebank", "timebank"), ("attribution/train", "polnear")] {
        for value in lines(&data.join(format!("{name}.jsonl")))? {
            all.insert(format!("{prefix}:{}", value["id"].as_str().unwrap_or_default()), value);
        }
    }
    Ok(all)
}
