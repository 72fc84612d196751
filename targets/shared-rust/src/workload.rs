//! All of the work and the state of a target, shared by its threads.
use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{
    benchmark::{Benchmark, BenchmarkAnswer},
    error::ContractError,
    file_processing::{FileProcessor, FilesAnswer},
    gate::Gate,
    io_benchmark::{self, IoBenchmarkAnswer},
    memory_efficiency::{self, EfficiencyAnswer},
    memory_stats::MemoryStatsAnswer,
    profiler::{Profiler, ProfilerStatsAnswer},
    request_stats::{RequestStats, StatsAnswer},
    response_cache::{CacheStatsAnswer, CachedAnswer, ResponseCache},
    settings::Settings,
};

/// The only folder whose files may be named.
pub struct Sandbox {
    root: PathBuf,
    /// Removed when the sandbox is dropped.
    _temporary: Option<TempDir>,
}

impl Sandbox {
    pub fn open(data_dir: Option<&Path>) -> io::Result<Self> {
        let temporary = if data_dir.is_none() { Some(tempfile::tempdir()?) } else { None };
        let folder = temporary.as_ref().map(TempDir::path).or(data_dir);
        Ok(Self { root: fs::canonicalize(folder.unwrap_or(Path::new(".")))?, _temporary: temporary })
    }
}

pub struct Workload {
    benchmark: Benchmark,
    stats: RequestStats,
    cache: ResponseCache,
    profiler: Profiler,
    files: FileProcessor,
    efficiency_gate: Gate,
    io_benchmark_gate: Gate,
    max_body_bytes: usize,
}

impl Workload {
    /// It stays until the process ends: tasks that outlive their request share it.
    pub fn start(settings: &Settings, sandbox: &Sandbox) -> &'static Self {
        Box::leak(Box::new(Self {
            benchmark: Benchmark::new(settings.bench_delay),
            stats: RequestStats::new(),
            cache: ResponseCache::new(settings.cache_delay, settings.cache_max_entries),
            profiler: Profiler::default(),
            files: FileProcessor::new(sandbox.root.clone(), settings.file_delay, settings.file_concurrency),
            efficiency_gate: Gate::new(1),
            io_benchmark_gate: Gate::new(1),
            max_body_bytes: settings.max_body_bytes,
        }))
    }

    pub fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }

    pub async fn benchmark(&self) -> BenchmarkAnswer {
        let answer = self.benchmark.run().await;
        self.stats.record(answer.processing_time_us);
        answer
    }

    pub fn stats(&self) -> StatsAnswer {
        self.stats.snapshot()
    }

    pub async fn cached(&self, key: &str) -> Result<CachedAnswer, ContractError> {
        self.cache.answer(key).await
    }

    pub fn cache_stats(&self) -> CacheStatsAnswer {
        self.cache.stats()
    }

    pub fn memory_stats(&self) -> MemoryStatsAnswer {
        MemoryStatsAnswer::now()
    }

    /// JSON text. `read_request` gives the raw path and the number of distinct header names.
    pub fn profiled(&self, read_request: impl FnOnce() -> (String, usize)) -> Result<Vec<u8>, ContractError> {
        self.profiler.profile(read_request)
    }

    pub fn profiler_stats(&self) -> ProfilerStatsAnswer {
        self.profiler.stats()
    }

    pub async fn memory_efficiency(&'static self) -> Result<EfficiencyAnswer, ContractError> {
        memory_efficiency::measure(&self.efficiency_gate).await
    }

    pub async fn process_files(&'static self, body: &[u8]) -> Result<FilesAnswer, ContractError> {
        self.files.answer(body).await
    }

    pub async fn io_benchmark(&'static self) -> Result<IoBenchmarkAnswer, ContractError> {
        io_benchmark::measure(&self.io_benchmark_gate, &self.files).await
    }

    /// Counters, cache and profiler start anew.
    pub fn reset(&self) {
        self.stats.reset();
        self.cache.reset();
        self.profiler.reset();
    }
}
