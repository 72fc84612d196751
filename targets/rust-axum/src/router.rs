//! The table of routes, and what is answered beside them.
use std::any::Any;

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use perfcmp_workload::{ContractError, Workload};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    error::ApiError,
    routes::{admin, benchmark, cache, files, hello, memory, profile},
};

pub fn create(workload: &'static Workload) -> Router {
    get_routes()
        .merge(post_routes())
        .fallback(async || ApiError(ContractError::NotFound))
        .layer(CatchPanicLayer::custom(answer_panic))
        .with_state(workload)
}

fn get_routes() -> Router<&'static Workload> {
    Router::new()
        .route("/health", get(hello::health))
        .route("/plaintext", get(hello::plaintext))
        .route("/json", get(hello::json))
        .route("/benchmark", get(benchmark::benchmark))
        .route("/stats", get(benchmark::stats))
        .route("/cached", get(cache::cached_default))
        .route("/cached/{key}", get(cache::cached))
        .route("/cache/stats", get(cache::stats))
        .route("/memory/stats", get(memory::stats))
        .route("/memory/efficiency", get(memory::efficiency))
        .route("/profiled", get(profile::profiled))
        .route("/profiler/stats", get(profile::stats))
        .route("/io-benchmark", get(files::io_benchmark))
        .method_not_allowed_fallback(async || ApiError(ContractError::MethodNotAllowed("GET")))
}

fn post_routes() -> Router<&'static Workload> {
    Router::new()
        .route("/zero-copy", post(memory::zero_copy))
        .route("/files/process", post(files::process))
        .route("/admin/reset", post(admin::reset))
        .method_not_allowed_fallback(async || ApiError(ContractError::MethodNotAllowed("POST")))
}

fn answer_panic(_: Box<dyn Any + Send>) -> Response {
    ApiError(ContractError::Internal).into_response()
}
