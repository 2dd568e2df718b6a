//! PLOVER's sector codes (manual 0.8, table "Sector Codes").

use crate::labels::labels;

labels! {
    /// The societal sector of a party.
    Sector {
        Agr = "AGR", Bus = "BUS", Cop = "COP", Crm = "CRM", Cvl = "CVL", Edu = "EDU", Eli = "ELI", Gov = "GOV",
        Jrn = "JRN", Jud = "JUD", Lab = "LAB", Leg = "LEG", Med = "MED", Mil = "MIL", Opp = "OPP", Pre = "PRE",
        Prm = "PRM", Pty = "PTY", Reb = "REB", Ref = "REF", Rel = "REL", Soc = "SOC", Spy = "SPY", Uaf = "UAF",
        Unk = "UNK",
    }
}

impl serde::Serialize for Sector {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
