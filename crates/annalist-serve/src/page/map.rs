//! The map: events by place, as circles over the outlines of `web/world.svg`, and as a table.

use super::filters::{self, Filters, chips};
use super::{Page, View, downloads};
use crate::app::Served;
use crate::ask::{Ask, select};
use crate::words;
use annalist_store::query::rows::PlaceRow;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use maud::{Markup, html};

/// How many places are drawn, and how many of them stand in the table.
const DRAWN: usize = 600;
const LISTED: usize = 40;
/// Radius of the largest circle, in thousandths of the sphere's radius.
const LARGEST: f64 = 90.0;

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// Degrees north and east in the Equal Earth projection (Šavrič, Patterson and Jenny 2018), in thousandths of the
/// sphere's radius, x to the east and y to the south: the coordinates of `web/world.svg`.
pub fn project(lat: f64, lon: f64) -> (f64, f64) {
    let m = 3f64.sqrt() / 2.0;
    let t = (m * lat.to_radians().sin()).asin();
    let t2 = t * t;
    let t6 = t2 * t2 * t2;
    let x = lon.to_radians() * t.cos() / (m * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)));
    let y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    (x * 1000.0, -y * 1000.0)
}

struct Found {
    places: Vec<(PlaceRow, u64)>,
    /// Events with a place, and all.
    placed: u64,
    all: u64,
    filters: Filters,
}

/// The map.
pub async fn view(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    super::shown(&served, page(&served, query.as_deref()).await)
}

async fn page(served: &Served, query: Option<&str>) -> View {
    let ask = Ask::new(query, &[])?;
    let asked = ask.clone();
    let found = served.ask(move |store, index| {
        let selection = select(store, index, &asked)?;
        let counts = selection.places();
        let placed = counts.iter().map(|(_, n)| n).sum();
        let most: Vec<(i64, u64)> = counts.into_iter().take(DRAWN).collect();
        let rows = store.places(&most.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        let places = rows.into_iter().zip(most).map(|(row, (_, n))| (row, n)).collect();
        let filters = filters::count(store, index, &asked.filter(store)?)?;
        Ok(Found { places, placed, all: selection.len(), filters })
    });
    let found = found.await?;
    Ok(Page::new("Map", "/map", shown(&ask, &found)))
}

fn shown(ask: &Ask, found: &Found) -> Markup {
    let on_map = |row: &&(PlaceRow, u64)| row.0.lat.is_some() && row.0.lon.is_some();
    let drawn: Vec<&(PlaceRow, u64)> = found.places.iter().filter(on_map).collect();
    html! {
        div.columns {
            aside aria-label="Filters" { (found.filters.form(ask, "/map")) }
            section.view aria-labelledby="title" {
                div.heading {
                    h1 #title { "Map" }
                    p.sum { (words::of(found.placed, "event")) " of " (words::grouped(found.all)) " with a known place" }
                }
                (chips(ask, "/map"))
                (drawing(ask, &drawn))
                p.note {
                    "Circles are as large as there are events. A hollow one stands in the middle of a country or province: no nearer "
                    "place is known. Outlines are Natural Earth's, which draws who holds the ground; where borders are disputed, that "
                    "is no judgement on whose they are."
                }
                @if drawn.is_empty() { p.nothing { "Nothing of the kind has a place." } } @else { (table(ask, &drawn)) }
                @if found.all > 0 { (downloads(ask)) }
            }
        }
    }
}

fn is_wide(place: &PlaceRow) -> bool {
    matches!(place.precision.as_str(), "country" | "province" | "region")
}

fn drawing(ask: &Ask, drawn: &[&(PlaceRow, u64)]) -> Markup {
    let most = drawn.iter().map(|(_, n)| *n).max().unwrap_or(1) as f64;
    html! {
        div.map data-map {
            div.tools hidden {
                button type="button" data-zoom="in" aria-label="Nearer" { "+" }
                button type="button" data-zoom="out" aria-label="Further" { "−" }
                button type="button" data-zoom="all" { "Whole world" }
                button type="button" data-zoom="found" { "Where events are" }
            }
            svg viewBox="-2707 -1318 5414 2636" role="group" aria-label="World map with the places of events; the table below has the same" {
                use.land href="/assets/world.svg#land" {}
                use.borders href="/assets/world.svg#borders" {}
                // The smaller ones stand above the larger ones, so that both can be reached.
                @for (place, n) in drawn {
                    @let (x, y) = project(place.lat.unwrap_or_default(), place.lon.unwrap_or_default());
                    @let radius = (LARGEST * (*n as f64 / most).sqrt()).max(9.0);
                    a href=(of(ask, place)) tabindex="-1" aria-hidden="true" {
                        title { (words::place_of(&place.name, &place.country)) ": " (words::of(*n, "event")) }
                        circle.wide[is_wide(place)] cx=(x.round()) cy=(y.round()) r=(format!("{radius:.1}")) {}
                    }
                }
            }
        }
    }
}

fn of(ask: &Ask, place: &PlaceRow) -> String {
    ask.instead("/events", &[("place", &place.key.to_string())])
}

fn table(ask: &Ask, drawn: &[&(PlaceRow, u64)]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Places" {
            table.places {
                caption { "Places with most events" }
                thead { tr { th scope="col" { "Place" } th scope="col" { "Country" } th.n scope="col" { "Events" } } }
                tbody {
                    @for (place, n) in drawn.iter().take(LISTED) {
                        tr {
                            th scope="row" { a href=(of(ask, place)) { (place.name) } }
                            td { (words::country(&place.country)) }
                            td.n { (words::grouped(*n)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::project;

    #[test]
    fn points_fall_where_the_outlines_are() {
        // Corners of the projection as d3-geo's geoEqualEarth gives them.
        let check = |lat, lon, x: f64, y: f64| {
            let found = project(lat, lon);
            assert!((found.0 - x).abs() < 1.0 && (found.1 - y).abs() < 1.0, "{lat} {lon}: {found:?}");
        };
        check(0.0, 0.0, 0.0, 0.0);
        check(0.0, 180.0, 2706.6, 0.0);
        check(90.0, 0.0, 0.0, -1317.4);
        check(-90.0, 0.0, 0.0, 1317.4);
    }
}
