//! Country codes as PLOVER uses them.

use serde::{Serialize, Serializer};

/// A country or one of PLOVER's non-state international codes: three capital letters.
///
/// ISO 3166-1 alpha-3, with Kosovo `XKX`, Palestine `PSE`, Hong Kong `HKG`, states that are gone (`SUN`, `YUG`,
/// `CSK`, `DDR`), and `IGO`, `UNO`, `EUR`, `NGO`, `ISM`, `IMG`, `MNC`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 3]);

impl CountryCode {
    /// United Nations.
    pub const UNO: CountryCode = CountryCode(*b"UNO");
    /// European Union.
    pub const EUR: CountryCode = CountryCode(*b"EUR");
    /// Any other intergovernmental organization.
    pub const IGO: CountryCode = CountryCode(*b"IGO");
    /// A non-governmental organization that works across borders.
    pub const NGO: CountryCode = CountryCode(*b"NGO");
    /// A transnational militarized group.
    pub const IMG: CountryCode = CountryCode(*b"IMG");
    /// A multinational corporation.
    pub const MNC: CountryCode = CountryCode(*b"MNC");
    /// An international social movement.
    pub const ISM: CountryCode = CountryCode(*b"ISM");

    /// The code written `text`, if it is three ASCII capitals.
    pub fn from_code(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(CountryCode(bytes))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether the code stands for no state: `IGO`, `UNO`, `EUR`, `NGO`, `ISM`, `IMG` or `MNC`.
    pub fn is_international(self) -> bool {
        matches!(&self.0, b"IGO" | b"UNO" | b"EUR" | b"NGO" | b"ISM" | b"IMG" | b"MNC")
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
