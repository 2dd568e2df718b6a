#![no_main]
annalist_fuzz::target!(Some(annalist_read::Format::Text));
