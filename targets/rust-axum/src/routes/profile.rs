use axum::{
    Json,
    extract::State,
    http::{HeaderMap, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use perfcmp_workload::{ProfilerStatsAnswer, Workload};

use crate::error::ApiError;

pub async fn profiled(
    State(workload): State<&'static Workload>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = workload.profiled(|| (uri.path().to_owned(), headers.keys_len()))?;
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

pub async fn stats(State(workload): State<&'static Workload>) -> Json<ProfilerStatsAnswer> {
    Json(workload.profiler_stats())
}
