//! The command line, tested as a program.

mod bad_input;
mod common;
mod program;
mod readme;
