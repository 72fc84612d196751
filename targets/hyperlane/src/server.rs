//! The server's settings and its table of routes.
use std::net::SocketAddr;

use hyperlane::{RequestConfig, Server, ServerConfig};

use crate::{
    endpoint::Route,
    middleware::{AnswerNotFound, RequestFailed, RequestPanicked, SendResponse},
    routes::{
        admin::Reset,
        benchmark::{Benchmark, Stats},
        cache::{CacheStats, Cached},
        files::{IoBenchmark, ProcessFiles},
        hello::{Health, Json, Plaintext},
        memory::{MemoryEfficiency, MemoryStats, ZeroCopy},
        profile::{Profiled, ProfilerStats},
    },
};

/// Far above the contract's limit: beyond it Hyperlane drops the connection with the body unread, and the answer may be lost.
const MOST_READ_BYTES: usize = 8 << 20;
/// Covers idle connections too: they outlive the pauses between two slices of load.
const READ_TIMEOUT_MS: u64 = 65_000;

pub fn create(address: SocketAddr) -> Server {
    let mut server_config = ServerConfig::default();
    server_config.set_address(address.to_string()).set_nodelay(Some(true));
    let mut request_config = RequestConfig::default();
    request_config.set_max_body_size(MOST_READ_BYTES).set_read_timeout_ms(READ_TIMEOUT_MS);
    let mut server = Server::default();
    server.server_config(server_config).request_config(request_config);
    server.request_error::<RequestFailed>().task_panic::<RequestPanicked>();
    server.request_middleware::<AnswerNotFound>().response_middleware::<SendResponse>();
    add_routes(&mut server);
    server
}

/// Matched by the whole path, as it is written and without its query.
fn add_routes(server: &mut Server) {
    server
        .route::<Route<Health>>("/health")
        .route::<Route<Plaintext>>("/plaintext")
        .route::<Route<Json>>("/json")
        .route::<Route<Benchmark>>("/benchmark")
        .route::<Route<Stats>>("/stats")
        .route::<Route<Cached>>("/cached")
        .route::<Route<Cached>>("/cached/{key}")
        .route::<Route<CacheStats>>("/cache/stats")
        .route::<Route<MemoryStats>>("/memory/stats")
        .route::<Route<Profiled>>("/profiled")
        .route::<Route<ProfilerStats>>("/profiler/stats")
        .route::<Route<ZeroCopy>>("/zero-copy")
        .route::<Route<MemoryEfficiency>>("/memory/efficiency")
        .route::<Route<ProcessFiles>>("/files/process")
        .route::<Route<IoBenchmark>>("/io-benchmark")
        .route::<Route<Reset>>("/admin/reset");
}
