//! The work of GET /benchmark.
use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::clock::{timestamp, wait_at_least, whole_us};

#[derive(Serialize)]
pub struct BenchmarkAnswer {
    result: u64,
    pub(crate) processing_time_us: u64,
    wait_us: u64,
    request_id: u64,
    timestamp: String,
}

pub struct Benchmark {
    delay: Duration,
    last_request_id: AtomicU64,
}

impl Benchmark {
    pub fn new(delay: Duration) -> Self {
        Self { delay, last_request_id: AtomicU64::new(0) }
    }

    /// A fixed sum, then a wait that leaves the thread free.
    pub async fn run(&self) -> BenchmarkAnswer {
        let started = Instant::now();
        // The increment's own result: read again, it would be another request's.
        let request_id = self.last_request_id.fetch_add(1, Relaxed) + 1;
        let result = sum_of_doubles();
        let wait_us = whole_us(wait_at_least(self.delay).await);
        BenchmarkAnswer {
            result,
            processing_time_us: whole_us(started.elapsed()),
            wait_us,
            request_id,
            timestamp: timestamp(),
        }
    }
}

/// 999000. Without the black box LLVM folds the loop to that constant.
fn sum_of_doubles() -> u64 {
    (0..1000).fold(0, |sum, i| black_box(sum + 2 * i))
}

#[cfg(test)]
mod tests {
    use super::sum_of_doubles;

    #[test]
    fn the_sum_is_the_contracts() {
        assert_eq!(sum_of_doubles(), 999_000);
    }
}
