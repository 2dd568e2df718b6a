//! Archives, compression, and telling the format from the bytes.
#![no_main]
annalist_fuzz::target!(None);
