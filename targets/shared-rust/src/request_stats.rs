//! GET /stats: counts of finished /benchmark requests, and what this process uses.
use std::{
    process,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{
    clock::{per_second, whole_us},
    process_usage::{CpuTime, rss_bytes},
};

/// A shorter window would mostly show the clock's own steps.
const SHORTEST_CPU_WINDOW: Duration = Duration::from_millis(50);

#[derive(Serialize)]
pub struct StatsAnswer {
    total_requests: u64,
    average_response_time_us: f64,
    requests_per_second: f64,
    memory_usage: u64,
    cpu_usage: f64,
    uptime_seconds: f64,
    cpu_user_us: u64,
    cpu_system_us: u64,
    pid: u32,
}

pub struct RequestStats {
    started: Instant,
    /// One lock for what belongs together: an average of two counters read one after the other would be of neither moment.
    counts: Mutex<Counts>,
    cpu: Mutex<CpuWindow>,
}

struct Counts {
    since: Instant,
    requests: u64,
    total_us: u64,
}

impl Counts {
    fn new() -> Self {
        Self { since: Instant::now(), requests: 0, total_us: 0 }
    }
}

struct CpuWindow {
    taken: Instant,
    used: Duration,
    percent: f64,
}

impl RequestStats {
    pub fn new() -> Self {
        let started = Instant::now();
        Self {
            started,
            counts: Mutex::new(Counts::new()),
            cpu: Mutex::new(CpuWindow { taken: started, used: Duration::ZERO, percent: 0.0 }),
        }
    }

    pub fn record(&self, processing_time_us: u64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.requests += 1;
        counts.total_us += processing_time_us;
    }

    pub fn reset(&self) {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner) = Counts::new();
    }

    pub fn snapshot(&self) -> StatsAnswer {
        let cpu = CpuTime::now();
        let (requests, total_us, elapsed) = {
            let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            (counts.requests, counts.total_us, counts.since.elapsed())
        };
        StatsAnswer {
            total_requests: requests,
            average_response_time_us: if requests == 0 { 0.0 } else { total_us as f64 / requests as f64 },
            requests_per_second: per_second(requests as f64, elapsed),
            memory_usage: rss_bytes(),
            cpu_usage: self.cpu_percent(cpu.total()),
            uptime_seconds: self.started.elapsed().as_secs_f64(),
            cpu_user_us: whole_us(cpu.user),
            cpu_system_us: whole_us(cpu.system),
            pid: process::id(),
        }
    }

    /// Percent of one core since the previous call, the first since the start of the process.
    fn cpu_percent(&self, used: Duration) -> f64 {
        let mut window = self.cpu.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = window.taken.elapsed();
        if elapsed >= SHORTEST_CPU_WINDOW {
            window.percent = 100.0 * per_second(used.saturating_sub(window.used).as_secs_f64(), elapsed);
            window.taken = Instant::now();
            window.used = used;
        }
        window.percent
    }
}
