//! Timestamps for people, waits for the benchmark.
use std::time::{Duration, Instant, SystemTime};

/// RFC 3339 in UTC with milliseconds.
pub fn timestamp() -> String {
    humantime::format_rfc3339_millis(SystemTime::now()).to_string()
}

/// A wait that leaves the thread free and is never shorter than asked for; gives the wait as measured.
pub async fn wait_at_least(duration: Duration) -> Duration {
    if duration.is_zero() {
        return Duration::ZERO;
    }
    let started = Instant::now();
    tokio::time::sleep(duration).await;
    started.elapsed()
}

/// Whole microseconds, as far as JSON readers are exact.
pub fn whole_us(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Milliseconds with their fraction.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// How many in a second; 0 where nothing took any time.
pub fn per_second(amount: f64, duration: Duration) -> f64 {
    if duration.is_zero() { 0.0 } else { amount / duration.as_secs_f64() }
}
