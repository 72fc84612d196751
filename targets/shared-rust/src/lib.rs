//! The work behind the endpoint contract, the same for every Rust target: a target holds only what is the framework's own.
//!
//! No part of it knows a framework: values go in, serialisable answers, bytes or a [`ContractError`] come out.

mod allocations;
mod benchmark;
mod checksum;
mod clock;
mod error;
mod file_content;
mod file_path;
mod file_processing;
mod file_request;
mod gate;
mod health;
mod hello;
mod io_benchmark;
mod lifecycle;
mod memory_efficiency;
mod memory_stats;
mod process_usage;
mod profiler;
mod request_stats;
mod response_cache;
mod settings;
mod workload;

pub use benchmark::BenchmarkAnswer;
pub use checksum::ZeroCopyAnswer;
pub use error::{ContractError, ErrorAnswer};
pub use file_processing::FilesAnswer;
pub use health::HealthAnswer;
pub use hello::{HELLO, HelloAnswer};
pub use io_benchmark::IoBenchmarkAnswer;
pub use lifecycle::{LONGEST_FAREWELL, asked_to_stop};
pub use memory_efficiency::EfficiencyAnswer;
pub use memory_stats::MemoryStatsAnswer;
pub use profiler::ProfilerStatsAnswer;
pub use request_stats::StatsAnswer;
pub use response_cache::{CacheState, CacheStatsAnswer, CachedAnswer, DEFAULT_KEY};
pub use settings::Settings;
pub use workload::{Sandbox, Workload};
