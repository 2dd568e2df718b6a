//! The program `annalist`.
fn main() {}
