//! Words a second by stage of the parser, on one core: splitting into sentences and words, tagging and parsing
//! them, and both.
//!
//! ```text
//! cargo bench --manifest-path benches/Cargo.toml
//! ```
//!
//! The clock is the processor time of the process, so that other work on the machine counts little. Every stage
//! works through the reports of `report.txt`, one by one.

use annalist_core::Document;
use annalist_syntax::{Parser, segment::segment};
use cpu_time::ProcessTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;

/// Reports parted by lines of three hyphens.
const REPORTS: &str = include_str!("report.txt");

fn stages(criterion: &mut Criterion<CpuTime>) {
    let reports: Vec<&str> = REPORTS.split("\n---\n").map(str::trim).collect();
    let segmented: Vec<Document> = reports.iter().map(|r| segment(r)).collect();
    let words: usize = segmented.iter().map(|d| d.tokens.len()).sum();
    let parser = Parser::english();

    let mut group = criterion.benchmark_group("syntax");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("segment", |b| {
        b.iter(|| reports.iter().map(|r| segment(r)).collect::<Vec<_>>());
    });
    group.bench_function("parse_tokens", |b| {
        let parse = |documents: Vec<Document>| -> Vec<Document> {
            documents.into_iter().map(|d| parser.parse_tokens(d)).collect()
        };
        b.iter_batched(|| segmented.clone(), parse, BatchSize::LargeInput);
    });
    group.bench_function("parse", |b| {
        b.iter(|| reports.iter().map(|r| parser.parse(r)).collect::<Vec<_>>());
    });
    group.finish();
}

/// Criterion's clock, but counting the processor time of this process instead of the time of day.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = ProcessTime;
    type Value = Duration;

    fn start(&self) -> ProcessTime {
        ProcessTime::now()
    }

    fn end(&self, start: ProcessTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

fn short() -> Criterion<CpuTime> {
    let criterion = Criterion::default().with_measurement(CpuTime).sample_size(20);
    criterion.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4))
}

criterion_group! {
    name = benches;
    config = short();
    targets = stages
}
criterion_main!(benches);
