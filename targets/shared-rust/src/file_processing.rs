//! POST /files/process: many files at once, at most so many of them over all requests.
use std::{
    fs::OpenOptions,
    io::{self, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use nix::libc::{O_NOFOLLOW, O_NONBLOCK};
use serde::Serialize;
use serde_json::Value;
use tokio::task::{JoinSet, spawn_blocking};

use crate::{
    clock::{ms, per_second, wait_at_least},
    error::ContractError,
    file_path::{is_safe_path, resolve_below},
    gate::Gate,
};

const MOST_FILES: usize = 1000;
const MOST_FILE_BYTES: u64 = 16 << 20;

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
        wait_at_least(self.delay).await;
        let content = content.unwrap_or_else(|error| Err(io::Error::other(error)));
        (content.map(|bytes| bytes.len() as u64), slot.taken)
    }
}

fn requested_paths(body: &[u8]) -> Result<Vec<String>, ContractError> {
    let bad = ContractError::BadRequest;
    let json: Value = serde_json::from_slice(body).map_err(|_| bad("Invalid JSON"))?;
    let Some(Value::Array(files)) = json.get("files") else {
        return Err(bad("Missing 'files' array"));
    };
    let paths: Option<Vec<&str>> = files.iter().map(Value::as_str).collect();
    let paths = paths.ok_or(bad("Invalid 'files' entry"))?;
    if paths.len() > MOST_FILES {
        return Err(bad("Too many files"));
    }
    if !paths.iter().all(|path| is_safe_path(path)) {
        return Err(bad("Invalid file path"));
    }
    Ok(paths.into_iter().map(str::to_owned).collect())
}

/// Regular files of up to 16 MiB only. Opened without blocking: a FIFO would wait for its writer for ever.
fn read_file(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let resolved = resolve_below(root, path)?;
    // Its links are resolved: one that appears there since then is not followed.
    let file = OpenOptions::new().read(true).custom_flags(O_NONBLOCK | O_NOFOLLOW).open(resolved)?;
    let facts = file.metadata()?;
    if !facts.is_file() || facts.len() > MOST_FILE_BYTES {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut content = Vec::with_capacity(facts.len() as usize);
    // It may have grown meanwhile.
    file.take(MOST_FILE_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MOST_FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use nix::{sys::stat::Mode, unistd::mkfifo};

    use super::*;

    fn refused(body: &str) -> Option<ContractError> {
        requested_paths(body.as_bytes()).err()
    }

    #[test]
    fn requests_are_judged_in_the_order_of_the_contract() {
        let bad = |text| Some(ContractError::BadRequest(text));
        for body in ["", "{", "{\"files\":[}", "nonsense"] {
            assert_eq!(refused(body), bad("Invalid JSON"), "{body}");
        }
        for body in ["[]", "null", "1", "{}", r#"{"files":null}"#, r#"{"files":"a"}"#, r#"{"files":{}}"#] {
            assert_eq!(refused(body), bad("Missing 'files' array"), "{body}");
        }
        assert_eq!(refused(r#"{"files":["../a",1]}"#), bad("Invalid 'files' entry"));
        let many = format!(r#"{{"files":[{}"../a"]}}"#, r#""a","#.repeat(1000));
        assert_eq!(refused(&many), bad("Too many files"));
        assert_eq!(refused(r#"{"files":["a","../a"]}"#), bad("Invalid file path"));
        assert_eq!(refused(r#"{"files":[]}"#), None);
    }

    #[test]
    fn only_regular_files_up_to_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("file"), "content").unwrap();
        fs::write(root.join("empty"), "").unwrap();
        fs::create_dir(root.join("folder")).unwrap();
        mkfifo(&root.join("fifo"), Mode::S_IRWXU).unwrap();
        let large = fs::File::create(root.join("large")).unwrap();
        large.set_len(MOST_FILE_BYTES + 1).unwrap();
        assert_eq!(read_file(&root, "file").unwrap(), b"content");
        assert_eq!(read_file(&root, "empty").unwrap(), b"");
        for path in ["folder", "fifo", "large", "missing"] {
            assert!(read_file(&root, path).is_err(), "{path}");
        }
    }

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
