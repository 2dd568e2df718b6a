//! Zones as they are printed after a time.

use super::pieces::{Cursor, Piece};
use jiff::civil::{Date, Time};

/// A zone as printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i16),
    /// Named by a region whose offset depends on the day.
    Region(&'static str),
    /// A name that several zones share: accepted, but it says nothing by itself ([`shared`]).
    Unclear,
}

/// `Z`, `+01:00`, `-0500`, `GMT`, `GMT+3`, `EST`, `ET`.
pub(super) fn zone(rest: &[Piece]) -> Option<(Zone, usize)> {
    let mut cursor = Cursor { rest, at: 0 };
    cursor.skip(&[' ']);
    if let Some(Piece::Word(name)) = cursor.peek() {
        let zone = named_zone(name)?;
        cursor.at += 1;
        return match cursor.clone().signed_offset() {
            Some((minutes, used)) if zone == Zone::Fixed(0) => Some((Zone::Fixed(minutes), cursor.at + used)),
            _ => Some((zone, cursor.at)),
        };
    }
    let (minutes, used) = cursor.clone().signed_offset()?;
    Some((Zone::Fixed(minutes), cursor.at + used))
}

/// Zone names of RFC 2822 and those in common use; names that several zones share are [`Zone::Unclear`].
fn named_zone(name: &str) -> Option<Zone> {
    let hours = |h: i16| Some(Zone::Fixed(h * 60));
    match name {
        "z" | "gmt" | "utc" | "ut" => hours(0),
        "est" => hours(-5),
        "edt" => hours(-4),
        "cdt" => hours(-5),
        "mst" => hours(-7),
        "mdt" => hours(-6),
        "pst" => hours(-8),
        "pdt" => hours(-7),
        "et" => Some(Zone::Region("America/New_York")),
        "pt" => Some(Zone::Region("America/Los_Angeles")),
        "ct" => Some(Zone::Region("America/Chicago")),
        "bst" | "cet" | "wat" => hours(1),
        "cest" | "eet" | "cat" | "sast" => hours(2),
        "eest" | "msk" | "eat" | "trt" => hours(3),
        "pkt" => hours(5),
        "wib" => hours(7),
        "hkt" | "sgt" | "myt" => hours(8),
        "jst" | "kst" => hours(9),
        "aest" => hours(10),
        "aedt" => hours(11),
        "nzst" => hours(12),
        "nzdt" => hours(13),
        name if name == "local" || !shared(name).is_empty() => Some(Zone::Unclear),
        _ => None,
    }
}

/// The zones that share a name, in minutes east of UTC: India, Israel and Ireland have an "IST".
pub(super) fn shared(name: &str) -> &'static [i16] {
    match name {
        "ist" => &[330, 120, 60],
        "cst" => &[-360, 480],
        "ast" => &[-240, 180],
        "amt" => &[240, -240],
        _ => &[],
    }
}

pub(super) fn offset_on(zone: Zone, date: Date, time: Time) -> Option<i16> {
    match zone {
        Zone::Fixed(minutes) => Some(minutes),
        Zone::Unclear => None,
        Zone::Region(name) => {
            let zone = jiff::tz::TimeZone::get(name).ok()?;
            let offset = zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?.offset();
            i16::try_from(offset.seconds() / 60).ok()
        }
    }
}
