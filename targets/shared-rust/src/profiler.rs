//! GET /profiled and GET /profiler/stats: three spans of a request, in constant memory.
use std::{
    hint::black_box,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{clock::timestamp, error::ContractError};

const SPAN_NAMES: [&str; 3] = ["request_parsing", "business_logic", "response_serialization"];

#[derive(Serialize)]
struct ProfiledAnswer {
    uri: String,
    headers_count: usize,
    computation_result: u64,
    timestamp: String,
}

#[derive(Serialize)]
pub struct ProfilerStatsAnswer {
    profiler_stats: Vec<SpanAnswer>,
    total_functions_tracked: usize,
    analysis_timestamp: String,
}

#[derive(Serialize)]
struct SpanAnswer {
    function_name: &'static str,
    call_count: u64,
    total_time_ns: u64,
    avg_time_ns: f64,
    min_time_ns: u64,
    max_time_ns: u64,
}

/// Count, sum and bounds of all calls: a list of them would grow without end.
#[derive(Clone, Copy, Default)]
struct Span {
    calls: u64,
    total_ns: u64,
    min_ns: u64,
    max_ns: u64,
}

impl Span {
    fn record(&mut self, duration: Duration) {
        let ns = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.min_ns = if self.calls == 0 { ns } else { self.min_ns.min(ns) };
        self.max_ns = self.max_ns.max(ns);
        self.calls += 1;
        self.total_ns += ns;
    }
}

#[derive(Default)]
pub struct Profiler {
    spans: Mutex<[Span; 3]>,
}

impl Profiler {
    /// Serialised, since that is one of the spans. `read_request` gives the raw path and the number of distinct header names.
    pub fn profile(&self, read_request: impl FnOnce() -> (String, usize)) -> Result<Vec<u8>, ContractError> {
        let ((uri, headers_count), parsing) = timed(read_request);
        let (computation_result, logic) = timed(sum_of_squares);
        let (body, serialization) = timed(|| {
            let timestamp = timestamp();
            serde_json::to_vec(&ProfiledAnswer { uri, headers_count, computation_result, timestamp })
        });
        self.record([parsing, logic, serialization]);
        body.map_err(|_| ContractError::Internal)
    }

    pub fn reset(&self) {
        *self.spans.lock().unwrap_or_else(PoisonError::into_inner) = Default::default();
    }

    pub fn stats(&self) -> ProfilerStatsAnswer {
        let spans = *self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        let called = SPAN_NAMES.into_iter().zip(spans).filter(|(_, span)| span.calls > 0);
        let profiler_stats: Vec<_> = called.map(|(name, span)| describe(name, span)).collect();
        ProfilerStatsAnswer {
            total_functions_tracked: profiler_stats.len(),
            profiler_stats,
            analysis_timestamp: timestamp(),
        }
    }

    fn record(&self, durations: [Duration; 3]) {
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        for (span, duration) in spans.iter_mut().zip(durations) {
            span.record(duration);
        }
    }
}

fn describe(function_name: &'static str, span: Span) -> SpanAnswer {
    SpanAnswer {
        function_name,
        call_count: span.calls,
        total_time_ns: span.total_ns,
        avg_time_ns: span.total_ns as f64 / span.calls as f64,
        min_time_ns: span.min_ns,
        max_time_ns: span.max_ns,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let outcome = work();
    (outcome, started.elapsed())
}

/// 333283335000. Without the black box LLVM folds the loop to that constant.
fn sum_of_squares() -> u64 {
    (0..10_000).fold(0, |sum, i| black_box(sum + i * i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_contracts() {
        assert_eq!(sum_of_squares(), 333_283_335_000);
    }

    #[test]
    fn a_span_keeps_count_sum_and_bounds() {
        let mut span = Span::default();
        for ns in [30, 10, 20] {
            span.record(Duration::from_nanos(ns));
        }
        assert_eq!((span.calls, span.total_ns, span.min_ns, span.max_ns), (3, 60, 10, 30));
    }

    #[test]
    fn spans_without_a_call_are_not_listed() {
        let profiler = Profiler::default();
        assert_eq!(profiler.stats().total_functions_tracked, 0);
        profiler.profile(|| ("/profiled".to_owned(), 1)).unwrap();
        let names: Vec<_> = profiler.stats().profiler_stats.iter().map(|span| span.function_name).collect();
        assert_eq!(names, SPAN_NAMES);
    }
}
