//! How far coded records agree with a hand coding of the same reports: what a methods reviewer asks for first.
//!
//! The way of the data, each step from value to value:
//!
//! 1. [`gold::row`] — a line or row of a hand coding to [`Coding`]s; [`coded::codings`] — a report's events to the same;
//! 2. [`locate::locate`] — a hand coding's trigger words to places in the report's text;
//! 3. [`pairing::compare`] — the two codings of one report, paired one to one, field by field;
//! 4. [`Tally::add`] — counts over reports;
//! 5. [`Tally::figures`] — [`Figures`]: precision, recall, confusion, agreement, reliability.
//!
//! What the hand coding does not state is not compared: an absent key or column, and a null date or place.

pub mod bcubed;
pub mod coded;
pub mod coding;
pub mod difference;
pub mod figures;
pub mod gold;
mod interval;
pub mod locate;
pub mod pairing;
pub mod places;
mod tally;
pub mod words;

pub use coding::Coding;
pub use figures::Figures;
pub use pairing::{Compared, Field, Pair, compare};
pub use tally::Tally;
