//! What this process uses, by the kernel's own books.
use std::{fs, time::Duration};

use nix::{
    sys::resource::{UsageWho, getrusage},
    sys::time::TimeVal,
    unistd::{SysconfVar, sysconf},
};

/// CPU time since the start of the process.
#[derive(Clone, Copy, Default)]
pub struct CpuTime {
    pub user: Duration,
    pub system: Duration,
}

impl CpuTime {
    pub fn now() -> Self {
        getrusage(UsageWho::RUSAGE_SELF).map_or_else(
            |_| Self::default(),
            |usage| Self { user: duration_of(usage.user_time()), system: duration_of(usage.system_time()) },
        )
    }

    pub fn total(self) -> Duration {
        self.user + self.system
    }
}

fn duration_of(time: TimeVal) -> Duration {
    let us = time.tv_sec() * 1_000_000 + time.tv_usec();
    Duration::from_micros(u64::try_from(us).unwrap_or(0))
}

/// Resident memory; 0 where there is no /proc.
pub fn rss_bytes() -> u64 {
    // size resident shared text lib data dt, in pages
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|text| text.parse::<u64>().ok());
    pages.unwrap_or(0) * page_bytes()
}

fn page_bytes() -> u64 {
    let asked = sysconf(SysconfVar::PAGE_SIZE).ok().flatten();
    asked.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(4096)
}
