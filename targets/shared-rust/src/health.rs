//! GET /health: what truly runs, told by itself.
use serde::Serialize;

#[derive(Serialize)]
pub struct HealthAnswer {
    status: &'static str,
    target: &'static str,
    version: &'static str,
    runtime: &'static str,
    pid: u32,
}

impl HealthAnswer {
    pub fn new(target: &'static str, version: &'static str) -> Self {
        Self {
            status: "ok",
            target,
            version,
            runtime: concat!("rust ", env!("PERFCMP_RUSTC_VERSION")),
            pid: std::process::id(),
        }
    }
}
