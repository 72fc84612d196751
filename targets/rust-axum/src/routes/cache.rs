use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use perfcmp_workload::{CacheStatsAnswer, ContractError, DEFAULT_KEY, Workload};

use crate::error::ApiError;

pub async fn cached(
    State(workload): State<&'static Workload>,
    key: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    // Rejected is what is no text once it is decoded.
    let Path(key) = key.map_err(|_| ContractError::INVALID_KEY)?;
    answer(workload, &key).await
}

pub async fn cached_default(State(workload): State<&'static Workload>) -> Result<Response, ApiError> {
    answer(workload, DEFAULT_KEY).await
}

pub async fn stats(State(workload): State<&'static Workload>) -> Json<CacheStatsAnswer> {
    Json(workload.cache_stats())
}

async fn answer(workload: &'static Workload, key: &str) -> Result<Response, ApiError> {
    let answer = workload.cached(key).await?;
    let headers = [(CONTENT_TYPE.as_str(), "application/json"), ("x-cache", answer.state.name())];
    Ok((headers, answer.body).into_response())
}
