//! Counts what the program allocates, with the feature `track-allocations`; without it there is nothing to count.

/// Bytes since the start of the process.
#[derive(Clone, Copy)]
pub struct Allocations {
    pub allocated_bytes: u64,
    pub freed_bytes: u64,
}

#[cfg(not(feature = "track-allocations"))]
pub fn allocations() -> Option<Allocations> {
    None
}

#[cfg(feature = "track-allocations")]
pub use tracking::allocations;

#[cfg(feature = "track-allocations")]
mod tracking {
    use std::{
        alloc::{GlobalAlloc, Layout, System},
        sync::atomic::{AtomicU64, Ordering::Relaxed},
    };

    use super::Allocations;

    #[global_allocator]
    static ALLOCATOR: TrackingAllocator = TrackingAllocator;

    static ALLOCATED_BYTES: AtomicU64 = AtomicU64::new(0);
    static FREED_BYTES: AtomicU64 = AtomicU64::new(0);

    pub fn allocations() -> Option<Allocations> {
        // Freed first: what is freed in between would otherwise seem to be more than was ever allocated.
        let freed_bytes = FREED_BYTES.load(Relaxed);
        Some(Allocations { allocated_bytes: ALLOCATED_BYTES.load(Relaxed), freed_bytes })
    }

    struct TrackingAllocator;

    // SAFETY: every call is the system allocator's own, with the arguments unchanged.
    unsafe impl GlobalAlloc for TrackingAllocator {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            ALLOCATED_BYTES.fetch_add(layout.size() as u64, Relaxed);
            unsafe { System.alloc(layout) }
        }

        unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
            ALLOCATED_BYTES.fetch_add(layout.size() as u64, Relaxed);
            unsafe { System.alloc_zeroed(layout) }
        }

        // Forwarded: the default would allocate, copy and free where the system can often grow in place.
        unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
            ALLOCATED_BYTES.fetch_add(new_size as u64, Relaxed);
            FREED_BYTES.fetch_add(layout.size() as u64, Relaxed);
            unsafe { System.realloc(pointer, layout, new_size) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            FREED_BYTES.fetch_add(layout.size() as u64, Relaxed);
            unsafe { System.dealloc(pointer, layout) }
        }
    }
}
