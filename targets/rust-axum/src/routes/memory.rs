use axum::{Json, extract::State};
use perfcmp_workload::{EfficiencyAnswer, MemoryStatsAnswer, Workload, ZeroCopyAnswer};

use crate::{error::ApiError, limited_body::LimitedBody};

pub async fn stats(State(workload): State<&'static Workload>) -> Json<MemoryStatsAnswer> {
    Json(workload.memory_stats())
}

pub async fn efficiency(State(workload): State<&'static Workload>) -> Result<Json<EfficiencyAnswer>, ApiError> {
    Ok(Json(workload.memory_efficiency().await?))
}

pub async fn zero_copy(body: LimitedBody) -> Json<ZeroCopyAnswer> {
    Json(ZeroCopyAnswer::of(&body.bytes, body.bytes_copied))
}
