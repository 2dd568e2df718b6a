//! Part of annalist.
