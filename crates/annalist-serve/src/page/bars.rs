//! Counts over time as bars, stacked by quad category, and as a table.

use crate::ask::Ask;
use crate::words;
use annalist_core::EventType;
use annalist_store::query::{Filter, Index, Period};
use annalist_store::{Result, Store};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The most bars.
const MOST: i64 = 160;
/// Size of the drawing.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 96.0;

/// Events by period and quad category; those of types that are not PLOVER's come last.
pub struct Counts {
    period: Period,
    by_period: BTreeMap<Date, [u64; 5]>,
    /// How many events lie long before the others, and are left out.
    earlier: u64,
}

/// Counts the events of `filter` by `period`, or by the shortest that gives few enough bars.
///
/// # Errors
/// If the store cannot be read.
pub fn count(store: &Store, index: &Index, filter: &Filter, period: Option<Period>) -> Result<Counts> {
    let all = index.select(store, filter)?;
    let months = all.counts(Period::Month);
    let early = if period.is_none() && filter.from.is_none() { stragglers(&months) } else { 0 };
    let (before, months) = months.split_at(early);
    let start = months.first().map_or(Date::MIN, |(from, _)| *from);
    let period = period.unwrap_or_else(|| fitting(months, &all.counts(Period::Year)));
    let mut by_period: BTreeMap<Date, [u64; 5]> =
        all.counts(period).into_iter().map(|(from, n)| (from, [0, 0, 0, 0, n])).collect();
    for quad in 1..=4u8 {
        let of_quad = EventType::ALL.iter().filter(|kind| kind.quad_code() == quad).map(|kind| kind.as_str());
        let asked = &filter.types;
        let types: Vec<String> = of_quad
            .filter(|kind| asked.is_empty() || asked.iter().any(|a| a == kind))
            .map(str::to_owned)
            .collect();
        if types.is_empty() {
            continue;
        }
        let found = index.select(store, &Filter { types, ..filter.clone() })?;
        for (from, n) in found.counts(period) {
            let counts = by_period.entry(from).or_default();
            counts[usize::from(quad) - 1] = n;
            counts[4] = counts[4].saturating_sub(n);
        }
    }
    if early > 0 {
        by_period.retain(|from, _| after(period, *from) > start);
    }
    Ok(Counts { period, by_period, earlier: before.iter().map(|(_, n)| n).sum() })
}

/// How many of the first months hold less than a hundredth of all events: what reports recall, which would push what they
/// report into a corner.
fn stragglers(months: &[(Date, u64)]) -> usize {
    let all: u64 = months.iter().map(|(_, n)| n).sum();
    let mut sum = 0;
    months
        .iter()
        .take_while(|(_, n)| {
            sum += n;
            sum * 100 < all
        })
        .count()
}

fn fitting(months: &[(Date, u64)], years: &[(Date, u64)]) -> Period {
    let (Some((first, _)), Some((last, _))) = (months.first(), months.last()) else { return Period::Month };
    let days = i64::from((*last - *first).get_days()) + 31;
    match days {
        days if days <= 62 => Period::Day,
        days if days / 7 <= MOST => Period::Week,
        days if days / 30 <= MOST || years.len() < 3 => Period::Month,
        _ => Period::Year,
    }
}

fn after(period: Period, from: Date) -> Date {
    let step = match period {
        Period::Day => 1.day(),
        Period::Week => 7.days(),
        Period::Month => 1.month(),
        Period::Year => 1.year(),
    };
    from.checked_add(step).unwrap_or(Date::MAX)
}

fn name(period: Period, from: Date) -> String {
    match period {
        Period::Day => words::day(from),
        Period::Week => format!("week of {}", words::day(from)),
        Period::Month => words::month_of(from),
        Period::Year => from.year().to_string(),
    }
}

fn noun(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Year => "year",
    }
}

impl Counts {
    /// The bars of `path`; each leads to its period.
    pub fn draw(&self, ask: &Ask, path: &str) -> Markup {
        let total = |counts: &[u64; 5]| counts.iter().sum::<u64>();
        let (Some(first), Some(last)) = (self.by_period.keys().next(), self.by_period.keys().last()) else {
            return html! {};
        };
        let most = self.by_period.values().map(total).max().unwrap_or(1).max(1);
        let slots = self.slots(*first, *last);
        let width = (WIDTH / slots.len().max(1) as f64).min(48.0);
        let bar = |from: &Date| self.link(ask, path, *from);
        let scale = HEIGHT / most as f64;
        html! {
            figure.counts {
                figcaption {
                    "Events by " (noun(self.period)) ", at most " (words::grouped(most))
                    @if self.earlier > 0 { "; " (words::grouped(self.earlier)) " earlier" }
                    span.key {
                        @for (quad, name) in words::QUADS { span { span class=(format!("dot q{quad}")) {} (name) } }
                    }
                }
                svg viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 18.0)) aria-hidden="true" focusable="false" {
                    line.axis x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
                    @for (i, from) in slots.iter().enumerate() {
                        @if let Some(counts) = self.by_period.get(from) {
                            a href=(bar(from)) tabindex="-1" {
                                title { (name(self.period, *from)) ": " (words::of(total(counts), "event")) }
                                rect.reach x=(fixed(i as f64 * width)) y="0" width=(fixed(width)) height=(HEIGHT) {}
                                @for (class, y, height) in stack(counts, scale) {
                                    rect class=(class) x=(fixed(i as f64 * width + width * 0.08)) y=(fixed(y))
                                        width=(fixed(width * 0.84)) height=(fixed(height)) {}
                                }
                            }
                        }
                    }
                    @for (i, label) in self.labels(&slots, width) {
                        text x=(fixed(i as f64 * width)) y=(HEIGHT + 14.0) { (label) }
                    }
                }
                details {
                    summary { "As a table" }
                    div.scroll tabindex="0" role="region" aria-label="Events over time" {
                        table {
                            thead { tr {
                                th scope="col" { "From" } th.n scope="col" { "Events" }
                                @for (_, name) in words::QUADS { th.n scope="col" { (name) } }
                            } }
                            tbody {
                                @for (from, counts) in &self.by_period {
                                    tr {
                                        th scope="row" { a href=(bar(from)) { (name(self.period, *from)) } }
                                        td.n { (words::grouped(total(counts))) }
                                        @for n in &counts[..4] { td.n { (words::grouped(*n)) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Every period from the first to the last; where they are too many, those alone that have events.
    fn slots(&self, first: Date, last: Date) -> Vec<Date> {
        let mut slots = Vec::new();
        let mut from = first;
        while from <= last {
            slots.push(from);
            let next = after(self.period, from);
            if slots.len() > 2 * MOST as usize || next <= from {
                return self.by_period.keys().copied().collect();
            }
            from = next;
        }
        slots
    }

    fn link(&self, ask: &Ask, path: &str, from: Date) -> String {
        let until = after(self.period, from).yesterday().unwrap_or(from);
        ask.instead(path, &[("from", &from.to_string()), ("until", &until.to_string())])
    }

    /// Labels with the slot that each stands under: at most eight.
    fn labels(&self, slots: &[Date], width: f64) -> Vec<(usize, String)> {
        let room = (130.0 / width).ceil().max(1.0) as usize;
        let places = (0..slots.len())
            .step_by(room.max(slots.len() / 8))
            .filter(|i| (*i as f64) * width < WIDTH - 110.0);
        places
            .map(|i| {
                let label = match self.period {
                    Period::Week => words::day(slots[i]),
                    period => name(period, slots[i]),
                };
                (i, label)
            })
            .collect()
    }
}

/// The parts of a bar from below: class, top and height.
fn stack(counts: &[u64; 5], scale: f64) -> Vec<(String, f64, f64)> {
    let mut top = HEIGHT;
    let mut parts = Vec::new();
    // Conflict stands below, so that it can be compared along the axis.
    for quad in [4, 3, 2, 1, 5usize] {
        let n = counts[quad - 1];
        if n > 0 {
            let height = n as f64 * scale;
            top -= height;
            parts.push((format!("q{quad}"), top, height));
        }
    }
    parts
}

fn fixed(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_reports_recall_does_not_stretch_the_axis() {
        let month = |year, n| (date(year, 1, 1), n);
        assert_eq!(stragglers(&[month(1841, 1), month(1976, 2), month(2005, 400), month(2006, 500)]), 2);
        assert_eq!(stragglers(&[month(2005, 40), month(2006, 50)]), 0);
        assert_eq!(stragglers(&[]), 0);
    }
}
