//! The Date header, which Hyperlane leaves to its user: formatted once a second, as other servers do.
use std::{
    sync::{PoisonError, RwLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hyperlane::tokio::{spawn, time::sleep};

static DATE: RwLock<String> = RwLock::new(String::new());

/// The present, before the first request and then right after each second has begun.
pub fn keep_present() {
    set_present();
    spawn(async {
        loop {
            sleep(until_next_second()).await;
            set_present();
        }
    });
}

/// Hands the header's value to `use_date`, without a copy.
pub fn with_date<T>(use_date: impl FnOnce(&str) -> T) -> T {
    use_date(&DATE.read().unwrap_or_else(PoisonError::into_inner))
}

fn set_present() {
    *DATE.write().unwrap_or_else(PoisonError::into_inner) = httpdate::fmt_http_date(SystemTime::now());
}

fn until_next_second() -> Duration {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Duration::from_secs(1) - Duration::from_nanos(u64::from(since_epoch.subsec_nanos()))
}
