//! What hooks share. Hyperlane makes a hook anew for each request, by its type alone, so the state is the program's.
use std::sync::OnceLock;

use perfcmp_workload::Workload;

static WORKLOAD: OnceLock<&'static Workload> = OnceLock::new();

pub fn set_workload(workload: &'static Workload) {
    let _ = WORKLOAD.set(workload);
}

pub fn workload() -> &'static Workload {
    WORKLOAD.get().expect("the workload is there before the first request")
}
