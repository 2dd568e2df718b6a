//! Universal Dependencies' closed label sets: parts of speech and relations.

macro_rules! labels {
    (
        $(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)* }
        // One open variant, which names itself and is in neither `ALL` nor `from_label`.
        $($(#[$open_meta:meta])* or $open:ident($inner:ty))?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)* $($(#[$open_meta])* $open($inner),)? }

        impl $name {
            /// Every built-in label, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The label as treebanks write it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* $($name::$open(open) => open.name,)? }
            }

            /// The built-in label written `text`, if it is one.
            pub fn from_label(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use labels;

labels! {
    /// Universal part-of-speech tags, UD version 2.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// Universal dependency relations with the sub-types that English treebanks use.
    Relation {
        Root = "root", Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
        Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case",
        Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound",
        CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer",
        CsubjPass = "csubj:pass", Dep = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith",
        Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Relation {
    /// Whether the relation is a clausal or nominal subject, active or passive.
    pub fn is_subject(self) -> bool {
        use Relation::*;
        matches!(self, Nsubj | NsubjOuter | NsubjPass | Csubj | CsubjOuter | CsubjPass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_survive_a_round_trip() {
        for r in Relation::ALL {
            assert_eq!(Relation::from_label(r.as_str()), Some(*r));
        }
        for u in Upos::ALL {
            assert_eq!(Upos::from_label(u.as_str()), Some(*u));
        }
        assert_eq!(Relation::from_label("nsubj:unknown"), None);
    }
}
