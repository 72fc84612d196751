//! GET /io-benchmark: the processing of files of three sizes, in a folder of its own that goes with the request.
use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use tempfile::TempDir;
use tokio::task::spawn_blocking;

use crate::{
    clock::{ms, per_second},
    error::ContractError,
    file_processing::{FileProcessor, Outcome},
    gate::Gate,
};

struct Scenario {
    name: &'static str,
    file_count: usize,
    file_size_bytes: usize,
}

const SCENARIOS: [Scenario; 3] = [
    Scenario { name: "small_files", file_count: 100, file_size_bytes: 1024 },
    Scenario { name: "medium_files", file_count: 50, file_size_bytes: 10_240 },
    Scenario { name: "large_files", file_count: 10, file_size_bytes: 102_400 },
];

#[derive(Serialize)]
pub struct IoBenchmarkAnswer {
    io_benchmark_results: Vec<ScenarioAnswer>,
}

#[derive(Serialize)]
struct ScenarioAnswer {
    scenario: &'static str,
    file_count: usize,
    file_size_bytes: usize,
    processing_time_ms: f64,
    throughput_files_per_sec: f64,
    total_data_mb: f64,
    data_throughput_mb_per_sec: f64,
}

/// One at a time; an error of the file system tells nothing of itself.
pub async fn measure(gate: &'static Gate, files: &'static FileProcessor) -> Result<IoBenchmarkAnswer, ContractError> {
    let _slot = gate.try_enter()?;
    let mut results = Vec::with_capacity(SCENARIOS.len());
    for scenario in &SCENARIOS {
        results.push(measure_scenario(scenario, files).await.map_err(|_| ContractError::Internal)?);
    }
    Ok(IoBenchmarkAnswer { io_benchmark_results: results })
}

/// Only the processing is timed. The folder is removed when it is dropped: after an error and a departed client too.
async fn measure_scenario(scenario: &'static Scenario, files: &'static FileProcessor) -> io::Result<ScenarioAnswer> {
    let (folder, paths) = spawn_blocking(|| write_files(scenario, files.root())).await??;
    let outcome = files.process(paths).await;
    spawn_blocking(move || folder.close()).await??;
    if outcome.successful < scenario.file_count {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(describe(scenario, &outcome))
}

/// The folder, and the paths of its files below the root.
fn write_files(scenario: &Scenario, root: &Path) -> io::Result<(TempDir, Vec<String>)> {
    let folder = tempfile::Builder::new().prefix("io-benchmark-").tempdir_in(root)?;
    let name = PathBuf::from(folder.path().file_name().unwrap_or_default());
    let content = vec![b'x'; scenario.file_size_bytes];
    let mut paths = Vec::with_capacity(scenario.file_count);
    for number in 0..scenario.file_count {
        let path = name.join(format!("{number}.bin"));
        fs::write(root.join(&path), &content)?;
        paths.push(path.to_string_lossy().into_owned());
    }
    Ok((folder, paths))
}

fn describe(scenario: &Scenario, outcome: &Outcome) -> ScenarioAnswer {
    let megabytes = outcome.bytes as f64 / f64::from(1 << 20);
    ScenarioAnswer {
        scenario: scenario.name,
        file_count: scenario.file_count,
        file_size_bytes: scenario.file_size_bytes,
        processing_time_ms: ms(outcome.elapsed),
        throughput_files_per_sec: per_second(scenario.file_count as f64, outcome.elapsed),
        total_data_mb: megabytes,
        data_throughput_mb_per_sec: per_second(megabytes, outcome.elapsed),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn every_file_is_processed_and_none_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let gate: &Gate = Box::leak(Box::new(Gate::new(1)));
        let files: &FileProcessor = Box::leak(Box::new(FileProcessor::new(root, Duration::ZERO, 50)));
        let answer = measure(gate, files).await.ok().unwrap();
        let told: Vec<_> = answer.io_benchmark_results.iter().map(|one| (one.scenario, one.total_data_mb)).collect();
        let expected = [("small_files", 0.097_656_25), ("medium_files", 0.488_281_25), ("large_files", 0.976_562_5)];
        assert_eq!(told, expected);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
