"""How place names are brought to the one form they are looked up by; `annalist_lexicon::fold` does the same."""

import re
import unicodedata

# Letters that Unicode does not decompose.
SPECIAL = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a",
    "ħ": "h", "ŋ": "n", "ŧ": "t", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɛ": "e", "ɔ": "o", "ơ": "o", "ư": "u",
})
# What parts words; all other signs vanish: "Sana'a", "St. Louis".
PARTING = re.compile(r"[\s\-/–—‑_]+")
POSSESSIVE = re.compile(r"['’]s$")

# Words for a division that its usual English name leaves out.
GENERIC = re.compile(
    r"(^(Muhafazat|Wilayat-e|Wilayat|Misto|Mayorality of|City of|Borough of|Parish of|Province of|Provincia de|Provincia del|"
    r"Departamento de|Departamento del|Region of|Judetul|Comuna|Municipio de|Distrito de|Estado de|"
    r"Opština|Opcina|Powiat|Raionul|Commune de|Wilaya de) )|"
    r"( (Sheng|Shi|Governorate|Oblast'?|Province|Region|District|Raion|Rayon|municipality|Municipality|"
    r"Prefecture|Kommun|Uygur Zizhiqu|Huizu Zizhiqu|Zhuangzu Zizhiqu|Zizhiqu|Autonomous Region|State|"
    r"Department|County|Krai|Kray|Voivodeship|Canton|Parish|Division|Zila|Sheng)$)"
)


def key(name):
    """The form of `name` that is looked up: lower-case ASCII words parted by one space."""
    words = (plain(POSSESSIVE.sub("", piece)) for piece in PARTING.split(name.lower()))
    return " ".join(word for word in words if word)


def plain(piece):
    text = unicodedata.normalize("NFKD", piece.translate(SPECIAL).replace("&", "and"))
    return "".join(c for c in text if c.isalnum() and not unicodedata.combining(c)).translate(SPECIAL)


def bare(name):
    """A division's name without the word for its kind: "Basra Governorate" is "Basra"."""
    return GENERIC.sub("", name).strip() or name


ARTICLE = re.compile(r"^(Al|An|Ar|As|Ash|Ad|Az|At|El|Ed|Er|Es)[ -](?=[^\W\d_]{4})")


def without_article(name):
    """An Arabic name as English copy often writes it: "Al Muthanna" is "Muthanna"."""
    return ARTICLE.sub("", name)


def is_latin(name):
    return all(ord(c) < 128 or unicodedata.name(c, "").startswith("LATIN") or c in "’‘ʼʻ" for c in name)
