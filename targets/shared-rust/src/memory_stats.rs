//! GET /memory/stats: resident memory, and what of the heap is in use.
use serde::Serialize;

use crate::{
    allocations::{Allocations, allocations},
    process_usage::rss_bytes,
};

#[derive(Serialize)]
pub struct MemoryStatsAnswer {
    rss_bytes: u64,
    heap_used_bytes: u64,
    heap_total_bytes: u64,
    /// Null in a build that does not count: a guess would be worse.
    total_allocated_bytes: Option<u64>,
    total_deallocated_bytes: Option<u64>,
    current_usage_bytes: u64,
    current_usage_mb: f64,
}

impl MemoryStatsAnswer {
    pub fn now() -> Self {
        let heap = Heap::now();
        let counted = allocations();
        let used_bytes = counted.map_or(heap.used_bytes, in_use);
        Self {
            rss_bytes: rss_bytes(),
            heap_used_bytes: used_bytes,
            // The allocator's own books are read at another moment than our counters.
            heap_total_bytes: heap.total_bytes.max(used_bytes),
            total_allocated_bytes: counted.map(|bytes| bytes.allocated_bytes),
            total_deallocated_bytes: counted.map(|bytes| bytes.freed_bytes),
            current_usage_bytes: used_bytes,
            current_usage_mb: used_bytes as f64 / f64::from(1 << 20),
        }
    }
}

fn in_use(bytes: Allocations) -> u64 {
    bytes.allocated_bytes.saturating_sub(bytes.freed_bytes)
}

/// As the allocator itself tells it.
struct Heap {
    used_bytes: u64,
    total_bytes: u64,
}

impl Heap {
    /// All arenas of glibc's malloc and what it has mapped for large blocks.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn now() -> Self {
        // SAFETY: takes nothing, and gives a plain struct of numbers.
        let books = unsafe { nix::libc::mallinfo2() };
        Self { used_bytes: (books.uordblks + books.hblkhd) as u64, total_bytes: (books.arena + books.hblkhd) as u64 }
    }

    /// Other allocators tell nothing: what is resident is the closest that is true.
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    fn now() -> Self {
        let bytes = rss_bytes();
        Self { used_bytes: bytes, total_bytes: bytes }
    }
}
