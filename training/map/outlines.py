"""Makes web/world.svg, the map that the page draws.

    npm pack world-atlas@2 && tar xzf world-atlas-2*.tgz
    python training/map/outlines.py package/countries-110m.json web/world.svg

The input is Natural Earth 1:110m (public domain) as the TopoJSON of world-atlas 2. Written are two paths in the
Equal Earth projection (Šavrič, Patterson and Jenny 2018), in thousandths of the sphere's radius with y down: the land,
and the borders between countries. crates/annalist-serve/src/page/map.rs projects the points of events in the same way.
"""

import json
import math
import sys
from collections import Counter
from pathlib import Path

A = (1.340264, -0.081106, 0.000893, 0.003796)
M = math.sqrt(3) / 2


def project(lon, lat):
    """Degrees to thousandths of the radius."""
    t = math.asin(M * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2 * t2 * t2
    x = math.radians(lon) * math.cos(t) / (M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)))
    y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))
    return round(x * 1000), round(-y * 1000)


def arcs(topology):
    """The arcs in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def path(points, closed):
    """The points as an SVG path of relative steps; points that fall together are one."""
    steps = [project(*points[0])]
    for point in (project(*p) for p in points[1:]):
        if point != steps[-1]:
            steps.append(point)
    if closed and steps[0] == steps[-1]:
        steps.pop()
    if len(steps) < (3 if closed else 2):
        return ""
    moves = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(steps, steps[1:])]
    text = f"M{steps[0][0]} {steps[0][1]}l{' '.join(moves)}".replace(" -", "-")
    return text + ("z" if closed else "")


def rings(geometry):
    """The rings of a country as lists of arc numbers."""
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def cut(ring):
    """The pieces of a ring on this side of the 180th meridian; world-atlas joins what Natural Earth cuts there."""
    unrolled = [ring[0]]
    for lon, lat in ring[1:]:
        turns = round((unrolled[-1][0] - lon) / 360)
        unrolled.append((lon + 360 * turns, lat))
    around = round((unrolled[-1][0] - unrolled[0][0]) / 360)
    if around:
        # Around a pole: down to it and back along the edge of the map.
        unrolled += [(unrolled[-1][0], -90), (unrolled[0][0], -90)]
    for shift in (-360, 0, 360):
        piece = [(lon + shift, lat) for lon, lat in unrolled]
        for side in (1, -1):
            piece = clip(piece, side)
        if len(piece) > 2:
            yield piece


def clip(ring, side):
    """The part of a ring with side × longitude of at most 180 (Sutherland and Hodgman 1974)."""
    kept = []
    for a, b in zip(ring[-1:] + ring[:-1], ring):
        inside = [side * p[0] <= 180 for p in (a, b)]
        if inside[0] != inside[1]:
            share = (side * 180 - a[0]) / (b[0] - a[0])
            kept.append((side * 180, a[1] + share * (b[1] - a[1])))
        if inside[1]:
            kept.append(b)
    return kept


def main(source, target):
    topology = json.loads(Path(source).read_text())
    lines = list(arcs(topology))
    countries = topology["objects"]["countries"]["geometries"]
    used = Counter(a if a >= 0 else ~a for c in countries for ring in rings(c) for a in ring)
    land = []
    for polygon in rings(topology["objects"]["land"]["geometries"][0]):
        points = []
        for number in polygon:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points.extend(line[1:] if points else line)
        land.extend(path(piece, closed=True) for piece in cut(points))
    borders = [path(lines[number], closed=False) for number, n in sorted(used.items()) if n > 1]
    Path(target).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2707 -1318 5414 2636">\n'
        "<!-- Natural Earth 1:110m, public domain, in the Equal Earth projection; made by training/map/outlines.py. -->\n"
        f'<path id="land" d="{"".join(land)}"/>\n<path id="borders" fill="none" d="{"".join(borders)}"/>\n</svg>\n'
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
