//! Words a second by stage of the parser, on one core: splitting into sentences and words, tagging and parsing
//! them, and both; and multiply-adds a second of its byte products beside the most that the processor can do.
//!
//! ```text
//! cargo bench --manifest-path benches/Cargo.toml
//! ```
//!
//! The clock is the processor time of the process, so that other work on the machine counts little. Every stage
//! works through the reports of `report.txt`, one by one.

use annalist_core::Document;
use annalist_syntax::model::kernels::bytes::{Quantized, padded};
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

/// Products in the shapes of the model, (rows, inner, columns), and dot products on registers alone.
fn kernels(criterion: &mut Criterion<CpuTime>) {
    let mut group = criterion.benchmark_group("kernels");
    for (name, rows, inner, columns) in
        [("gates", 40, 480, 640), ("gates-one-row", 1, 480, 640), ("heads", 768, 320, 544), ("tags", 768, 96, 530)]
    {
        let weights: Vec<i8> = (0..inner * columns).map(|i| (i * 37 % 251) as i8).collect();
        let matrix = Quantized::new(&weights, inner, &vec![0.01; columns], None);
        let (x, mut out) = (vec![129; rows * padded(inner)], vec![0.0; rows * columns]);
        group.throughput(Throughput::Elements((rows * inner * columns) as u64));
        group.bench_function(name, |b| b.iter(|| matrix.product_of(&x, 0.01, &mut out)));
    }
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512vnni") {
        group.throughput(Throughput::Elements(peak::MULTIPLY_ADDS));
        // SAFETY: the processor has AVX-512 with VNNI.
        group.bench_function("peak", |b| b.iter(|| unsafe { peak::dots(std::hint::black_box(3)) }));
    }
    group.finish();
}

#[cfg(target_arch = "x86_64")]
mod peak {
    use std::arch::x86_64::{_mm512_add_epi32, _mm512_dpbusd_epi32, _mm512_reduce_add_epi32, _mm512_set1_epi32};

    const ROUNDS: u64 = 10_000;
    const CHAINS: usize = 16;
    /// How many multiply-adds [`dots`] does.
    pub const MULTIPLY_ADDS: u64 = ROUNDS * CHAINS as u64 * 64;

    /// Independent dot products that never wait for memory or for each other.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub fn dots(value: i32) -> i32 {
        let x = _mm512_set1_epi32(value);
        let mut sums = [x; CHAINS];
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = _mm512_dpbusd_epi32(*sum, x, x);
            }
        }
        _mm512_reduce_add_epi32(sums.into_iter().fold(x, |a, b| _mm512_add_epi32(a, b)))
    }
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
    targets = stages, kernels
}
criterion_main!(benches);
