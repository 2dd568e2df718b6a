//! Prints every report of the inputs as one JSON object a line: `cargo run --example read -- page.html news.jsonl`.

use annalist_read::{Ids, Options, read};

#[allow(clippy::print_stdout)]
fn main() {
    let inputs = std::env::args_os().skip(1).map(Into::into);
    for report in read(inputs, Options { ids: Ids::FileStem, ..Options::default() }) {
        match report.map(|r| serde_json::to_string(&r)) {
            Ok(Ok(line)) => println!("{line}"),
            Ok(Err(error)) => eprintln!("error: {error}"),
            Err(error) => eprintln!("error: {error}"),
        }
    }
}
