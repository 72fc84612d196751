//! POST /files/process: many files at once, at most so many of them over all requests.
use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::Serialize;
use tokio::task::{JoinSet, spawn_blocking};

use crate::{
    clock::{ms, per_second, wait_at_least},
    error::ContractError,
    file_content::read_file,
    file_request::requested_paths,
    gate::Gate,
};

#[derive(Serialize)]
pub struct FilesAnswer {
    processing_result: ProcessingResult,
    concurrency_limit: usize,
    peak_concurrency: usize,
}

#[derive(Serialize)]
struct ProcessingResult {
    total_files: usize,
    successful_files: usize,
    failed_files: usize,
    total_time_ms: f64,
    total_bytes_processed: u64,
    throughput_files_per_sec: f64,
}

pub struct FileProcessor {
    root: PathBuf,
    delay: Duration,
    gate: Gate,
}

/// Of the files of one request.
#[derive(Default)]
pub struct Outcome {
    pub successful: usize,
    pub bytes: u64,
    pub elapsed: Duration,
    peak_concurrency: usize,
}

impl FileProcessor {
    /// `root` is the sandbox, free of links.
    pub fn new(root: PathBuf, delay: Duration, concurrency: usize) -> Self {
        Self { root, delay, gate: Gate::new(concurrency) }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Judges the whole request before any file is touched.
    pub async fn answer(&'static self, body: &[u8]) -> Result<FilesAnswer, ContractError> {
        let paths = requested_paths(body)?;
        let total_files = paths.len();
        let outcome = self.process(paths).await;
        Ok(FilesAnswer {
            processing_result: ProcessingResult {
                total_files,
                successful_files: outcome.successful,
                failed_files: total_files - outcome.successful,
                total_time_ms: ms(outcome.elapsed),
                total_bytes_processed: outcome.bytes,
                throughput_files_per_sec: per_second(total_files as f64, outcome.elapsed),
            },
            concurrency_limit: self.gate.limit(),
            peak_concurrency: outcome.peak_concurrency,
        })
    }

    /// All at once as far as the gate lets them.
    pub async fn process(&'static self, paths: Vec<String>) -> Outcome {
        if paths.is_empty() {
            return Outcome::default();
        }
        let started = Instant::now();
        let mut tasks: JoinSet<_> = paths.into_iter().map(|path| self.process_file(path)).collect();
        let mut outcome = Outcome::default();
        while let Some(joined) = tasks.join_next().await {
            let Ok((bytes, taken)) = joined else { continue };
            outcome.peak_concurrency = outcome.peak_concurrency.max(taken);
            if let Ok(bytes) = bytes {
                outcome.successful += 1;
                outcome.bytes += bytes;
            }
        }
        outcome.elapsed = started.elapsed();
        outcome
    }

    /// The size of the file, and how many slots were taken meanwhile.
    async fn process_file(&'static self, path: String) -> (io::Result<u64>, usize) {
        let slot = self.gate.enter().await;
        let content = spawn_blocking(move || read_file(&self.root, &path)).await;
        let content = content.unwrap_or_else(|error| Err(io::Error::other(error)));
        // What could not be read costs nothing more.
        if content.is_ok() {
            wait_at_least(self.delay).await;
        }
        (content.map(|bytes| bytes.len() as u64), slot.taken)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[tokio::test]
    async fn no_more_files_than_the_limit_are_open_at_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "12345").unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let processor = Box::leak(Box::new(FileProcessor::new(root, Duration::from_millis(1), 3)));
        let paths = ["file"; 10].into_iter().chain(["missing"]).map(str::to_owned).collect();
        let outcome = processor.process(paths).await;
        assert_eq!((outcome.successful, outcome.bytes, outcome.peak_concurrency), (10, 50, 3));
    }
}
