//! The command line, tested as a program.

mod actors;
mod bad_input;
mod common;
mod evaluate;
mod lexicon;
mod places;
mod program;
mod quotes;
mod readme;
mod runs;
mod store;
mod watch;
